"""Rigorous bounds from float64 arithmetic: the constants of rounding, positive definiteness, norms."""

from __future__ import annotations

import math

import numpy as np
from scipy.linalg import LinAlgError, cholesky

from verify.dynamics.directions import Array

UNIT = 2.0**-53
TINY = 1e-120  # above what underflow does to a sum of products of up to six numbers of at most 1e30 each
_SAFE = 1 + 1e-12  # makes up for rounding in a scalar bound of fewer than a thousand operations


def gamma(steps: int) -> float:
    """γ_n = n u / (1 − n u): the largest relative error of a product with n roundings on it, rounded up."""
    return _SAFE * steps * UNIT / (1 - steps * UNIT)


def up(bound: float) -> float:
    """A number that is above what a short computation of a bound in floats stands for."""
    return bound + abs(bound) * (_SAFE - 1)


def down(bound: float) -> float:
    """A number that is below it."""
    return bound - abs(bound) * (_SAFE - 1)


def norm_bound(symmetric: Array) -> Array:
    """At least the spectral norm of symmetric matrices (…, d, d): the largest row sum of absolute values."""
    d = symmetric.shape[-1]
    return np.asarray(np.abs(symmetric).sum(axis=-1).max(axis=-1) * (1 + 4 * gamma(d + 2)))


def is_definite(matrix: Array, error: float) -> bool:
    """Whether every symmetric matrix within `error` in the spectral norm of this one is found positive semidefinite.

    matrix: symmetric floats, (d, d). If Cholesky's method ends in floats on a symmetric matrix A, then
    λ_min(A) >= −γ_{d+1} / (1 − γ_{d+1}) · Tr A up to underflow: Rump, Verification of positive definiteness, BIT 46 (2006) 433–452,
    from Demmel's and Higham's bound on the error of the method (Higham 2002, Theorem 10.3). So it is run on the
    matrix less twice that and the error; taking them off a diagonal entry is rounded once.
    """
    d = len(matrix)
    diagonal = np.diagonal(matrix)
    if not (np.all(np.isfinite(matrix)) and np.all(diagonal >= 0) and math.isfinite(error)):
        return False
    spare = up(2 * gamma(d + 3) * float(diagonal.sum()) + error + d * TINY)
    try:
        cholesky(matrix - spare * np.eye(d), lower=True, check_finite=False)
    except LinAlgError:
        return False
    return True
