"""The stationary covariance of a recursion driven by additive noise: Σ = Φ*(Σ) + Q."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flint import fmpq_mat

from verify.dynamics.approximate import eigenvectors, preimage
from verify.dynamics.directions import Array
from verify.dynamics.enclosure import bounds_from_above, checked
from verify.dynamics.exact import exact_array
from verify.dynamics.kronecker import on_pairs
from verify.dynamics.moment_map import moment_map
from verify.dynamics.recursion import DrivenRecursion, adjoint
from verify.dynamics.rounding import UNIT, is_definite, norm_bound, up
from verify.dynamics.stability import Verdict, stability

_RELATIVE = 1e-14  # residual that is aimed at


class NotStationary(Exception):
    """No stationary covariance, or none that could be shown to exist: ρ(Φ) is not found to be below 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Covariance:
    """Σ, (d, d), and a bound on the spectral norm of its error: 0 for exact rationals."""

    matrix: Array
    error: float


def stationary_covariance(driven: DrivenRecursion) -> Covariance:
    """The limit Σ of E w_k w_kᵀ from every start, the one solution of Σ = Φ*(Σ) + Q, where ρ(Φ) < 1.

    Raises NotStationary where ρ(Φ) < 1 is not shown: where ρ(Φ) >= 1, Q ≻ 0 lets E‖w_k‖² grow without end, as Σ_{j<k} Φ*ʲ(Q) does.
    """
    found = stability(driven.recursion)
    if found.verdict is not Verdict.STABLE:
        raise NotStationary(f"ρ(Φ) is not shown to be below 1: it lies between {float(found.lo):.12g} and {float(found.hi):.12g}")
    return _exact(driven) if driven.recursion.exact else _floats(driven)


def _exact(driven: DrivenRecursion) -> Covariance:
    d = driven.recursion.d
    i, j = np.triu_indices(d)
    image = on_pairs(moment_map(adjoint(driven.recursion)))
    right = fmpq_mat(len(i), 1, list(driven.covariance[i, j]))
    solved = (image**0 - image).solve(right)
    out = exact_array(np.zeros((d, d), dtype=int).tolist())
    out[i, j] = out[j, i] = [solved[n, 0] for n in range(len(i))]
    return Covariance(out, 0.0)


def _floats(driven: DrivenRecursion) -> Covariance:
    """With M ≻ 0 and Φ*(M) ⪯ c M, c < 1, a residual between −t M and t M makes an error between −t M/(1 − c) and t M/(1 − c)."""
    ready = checked(adjoint(driven.recursion))
    vectors = eigenvectors(ready.recursion, ready.phi)
    sigma = preimage(ready.recursion, ready.phi, 1.0, driven.covariance, _RELATIVE)
    image, rounding = ready.image(sigma)
    residual = image + driven.covariance - sigma
    sizes = np.abs(image) + np.abs(sigma) + np.abs(driven.covariance)
    size = float(norm_bound(residual) + norm_bound(rounding) + 4 * UNIT * norm_bound(sizes))
    for c in (1 - (1 - vectors.radius) / part for part in (2, 8, 64)):
        m = vectors.solution(c)
        least = float(np.linalg.eigvalsh(m)[0]) * (1 - 1e-6)
        if least > 0 and bounds_from_above(ready, m, c) and is_definite(m - least * np.eye(len(m)), 4 * UNIT * float(norm_bound(m))):
            return Covariance(sigma, up(size / least * float(norm_bound(m)) / (1 - c)))
    raise NotStationary("ρ(Φ) < 1, but no bound on the error of the covariance was found: use exact rationals")
