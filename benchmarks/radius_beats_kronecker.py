"""Guaranteed bounds on ρ(Φ) beat the eigenvalues of the d²×d² matrix of Φ, and cost little more than SciPy's `eigs` on the operator."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from scipy.sparse.linalg import LinearOperator, eigs

from benchmarks.measure import Comparison, Measured
from verify.dynamics import LinearRecursion, factors, moment_map, spectral_radii, spectral_radius, unlearning_sgd

CLAIM = "ρ(Φ) beats Kronecker"
D, SETS = 60, (12, 8)
GROWTH = ((20, (12, 8)), (40, (12, 8)), (60, (12, 8)), (120, (12, 8)), (40, (48, 32)), (40, (192, 128)))  # in d, and in n_r + n_f
KRONECKER_AIM, EIGS_AIM, BATCH_AIM, FACTORS_AIM = 50, 2, 20, 5
FACTORED_D, FACTORED_SETS, FAMILIES = 200, (200, 20), 10_000


def run(smoke: bool) -> Iterator[Measured]:
    """One family of full rank, many small ones at once, and Φ of rank-one factors."""
    d, sets = (6, (3, 2)) if smoke else (D, SETS)
    recursion, case = hessian_family(d, sets)
    ours, naive = partial(spectral_radius, recursion), partial(kronecker, recursion)
    yield Comparison(CLAIM, f"{case} all eigenvalues of the matrix", ours, naive, _within).at_least(KRONECKER_AIM, smoke)
    for size, members in ((d, sets),) if smoke else GROWTH:
        recursion, case = hessian_family(size, members)
        ours, naive = partial(spectral_radius, recursion), partial(eigs_alone, recursion)
        yield Comparison(CLAIM, f"{case} eigs on the operator", ours, naive, _within).at_most(EIGS_AIM, smoke)
    yield from _batched(20 if smoke else FAMILIES, smoke)
    yield from _factored(*((8, (5, 3)) if smoke else (FACTORED_D, FACTORED_SETS)), smoke)


def hessian_family(d: int, sets: tuple[int, int]) -> tuple[LinearRecursion, str]:
    """Unlearning SGD on Hessians of full rank, and its name in the table."""
    families = (_gram(n, d, seed) for seed, n in enumerate(sets))
    return unlearning_sgd(*families, eta=0.3, alpha=0.1, batch=2), f"d = {d}, {sets[0]} + {sets[1]} Hessians, against"


def _batched(count: int, smoke: bool) -> Iterator[Measured]:
    """Small families at once, against one after another."""
    for d in (2, 4):
        retain, forget = (_gram(3 * count, d, seed).reshape(count, 3, d, d) for seed in (0, 1))
        ours = partial(spectral_radii, unlearning_sgd(retain, forget, 0.3, 0.2, 2))
        loop = partial(_loop, retain, forget)
        yield Comparison(CLAIM, f"{count} families, d = {d}, at once against a loop", ours, loop, _meet).at_least(BATCH_AIM, smoke)


def _factored(d: int, sets: tuple[int, int], smoke: bool) -> Iterator[Measured]:
    """One value of Φ."""
    roots = [_roots(n, d, 1, seed) for seed, n in enumerate(sets)]
    short, full = (
        moment_map(unlearning_sgd(*family, 0.3, 0.1, 2)) for family in (map(factors, roots), (r @ r.swapaxes(-1, -2) for r in roots))
    )
    m = _gram(1, d, 5)[0]
    case = f"Φ(M), d = {d}, {sum(sets)} Hessians of rank one, factors against dense"
    yield Comparison(CLAIM, case, partial(short.apply, m), partial(full.apply, m), np.allclose).at_least(FACTORS_AIM, smoke)


def _roots(n: int, d: int, k: int, seed: int) -> Any:
    return np.random.default_rng(seed).standard_normal((n, d, k)) / np.sqrt(d)


def _gram(n: int, d: int, seed: int) -> Any:
    roots = _roots(n, d, d, seed)
    return roots @ roots.swapaxes(-1, -2)


def kronecker(recursion: LinearRecursion) -> float:
    """The naive way: the d²×d² matrix, made and solved. It is symmetric here, which the naive way may use."""
    phi = moment_map(recursion)
    matrix = np.kron(phi.mean, phi.mean)
    for term in recursion.terms:
        for h in term.directions.matrices:
            matrix += term.own * np.kron(h, h)
    return float(np.linalg.eigvalsh(matrix)[-1])


def eigs_alone(recursion: LinearRecursion) -> float:
    """SciPy's Arnoldi iteration on M ↦ Φ(M) to the accuracy of the bounds, one product after another."""
    d, mean = recursion.d, moment_map(recursion).mean

    def act(x: Any) -> Any:
        m = x.reshape(d, d)
        image = mean @ m @ mean
        for term in recursion.terms:
            for h in term.directions.matrices:
                image = image + term.own * (h @ m @ h)
        return image.ravel()

    found = eigs(LinearOperator((d * d, d * d), matvec=act, dtype=float), k=1, which="LR", v0=np.eye(d).ravel(), tol=1e-9)
    return float(found[0][0].real)


def _loop(retain: Any, forget: Any) -> list[tuple[float, float]]:
    return [spectral_radius(unlearning_sgd(r, f, 0.3, 0.2, 2)) for r, f in zip(retain, forget, strict=True)]


def _within(bounds: Any, value: float) -> bool:
    return bool(bounds[0] - 1e-8 <= value <= bounds[1] + 1e-8)


def _meet(bounds: Any, alone: list[tuple[float, float]]) -> bool:
    lo, hi = np.array(alone).T
    return bool(np.all(np.maximum(bounds[0], lo) <= np.minimum(bounds[1], hi)))
