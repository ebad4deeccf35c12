"""The moment map Φ(M) = J M J + C_r Σ H_r M H_r + C_f Σ H_f M H_f as a dense matrix, and whether its powers grow, by plain fractions."""

from __future__ import annotations

from fractions import Fraction

from tests.reference.definiteness import is_psd
from tests.reference.moments import Matrix, Setup, combined, identity, mean_update, moment_by_recursion, noise_weights, trace


def kronecker(a: Matrix, b: Matrix) -> Matrix:
    """A ⊗ B."""
    return [[x * y for x in row for y in other] for row in a for other in b]


def moment_matrix(setup: Setup) -> Matrix:
    """The d²×d² matrix of Φ on rows laid end to end. All of J, H_r, H_f are symmetric, and so is it."""
    (c_r, c_f), j = noise_weights(setup), mean_update(setup)
    noise = [(c_r, kronecker(h, h)) for h in setup.retain] + [(c_f, kronecker(h, h)) for h in setup.forget]
    return combined((1, kronecker(j, j)), *noise)


def grows(setup: Setup) -> bool:
    """Whether Tr Φᵏ(I) → ∞: whether an eigenvalue of the matrix of Φ is above 1, that is, 1 − Φ is not positive semidefinite.

    Φ is positive, so its spectral radius is an eigenvalue with an M ⪰ 0, and I is at least a multiple of that M; Φ is symmetric, so that
    with no eigenvalue above 1 its powers stay bounded. d <= 2, for want of patience.
    """
    return not is_psd(combined((1, identity(setup.size**2)), (-1, moment_matrix(setup))))


def first_growth(setup: Setup, within: int) -> tuple[Fraction, Fraction] | None:
    """Tr Φᵏ(I) and the larger Tr Φᵏ⁺²(I) for the first even k that has it; None where none within so many steps has.

    That is a certificate of growth: Tr Φᵏ(I) = Σ c_i μ_iᵏ with c_i ≥ 0 over the eigenvalues of Φ, so a_{k+2}² ≤ a_k a_{k+4} for even
    k, and the ratio a_{k+2}/a_k never falls again.
    """
    for k in range(0, within, 2):
        now, later = (trace(moment_by_recursion(setup, steps)) for steps in (k, k + 2))
        if later > now:
            return now, later
    return None
