"""Second moments Tr Φᵏ(I) and w_0ᵀ Φᵏ(I) w_0 of a recursion, with bounds on what rounding did to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from verify.dynamics.directions import Array
from verify.dynamics.moment_map import magnitude_map, moment_map
from verify.dynamics.recursion import LinearRecursion, mean_part, noise_part
from verify.dynamics.rounding import TINY, gamma, norm_bound


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """A figure for k = 0, …, K. values, errors: (…, K + 1); the exact figure is within the error (0 for exact rationals).

    norms: of floats, at least ‖Φᵏ(I)‖_F; None where they are not computed. Where floats overflow, all three are infinite, and
    nothing is known of the figure.
    """

    values: Array
    errors: Array
    norms: Array | None = None


def second_moments(recursion: LinearRecursion, last: int, start: Array | None = None) -> Moments:
    """E Tr(J_0ᵀ⋯J_{k−1}ᵀ J_{k−1}⋯J_0) = Tr Φᵏ(I) for k = 0, …, last; with a start w_0, (d,), E‖w_k‖² = w_0ᵀ Φᵏ(I) w_0.

    Each step's rounding is a symmetric Δ_j with −ε_j I ⪯ Δ_j ⪯ ε_j I, and Φ is positive, so after k steps the figure t_k is off by at most
    Σ_j ε_j t_{k−1−j}: errors neither cancel nor grow faster than the moments themselves. So with the Frobenius norm for t, as
    −B ⪯ A ⪯ B implies ‖A‖_F <= ‖B‖_F.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return _infinite_where_unknown(_moments(recursion, last, start))


def _moments(recursion: LinearRecursion, last: int, start: Array | None) -> Moments:
    """The figures; where floats overflow, infinite or NaN."""
    images = _images(recursion, last)
    if recursion.exact:
        values = np.stack([_figure(m, start) for m in images], axis=-1)
        return Moments(values, 0 * values)
    cost = _relative_error(recursion)
    values, errors, norms, step_errors = (np.zeros((*recursion.batch, last + 1)) for _ in range(4))
    for k, m in enumerate(images):
        values[..., k] = _figure(m, start)
        before, back = step_errors[..., :k], slice(k - 1, None, -1) if k else slice(0)
        spread = (before * (values + errors)[..., back]).sum(axis=-1)
        errors[..., k] = (np.abs(spread) + _summing(m, start)) * (1 + 1e-9)
        size = _frobenius_bound(m)
        norms[..., k] = (size + (before * norms[..., back]).sum(axis=-1)) * (1 + 1e-9)
        step_errors[..., k] = cost * size + TINY * recursion.d
    return Moments(values, errors, norms)


def _images(recursion: LinearRecursion, last: int) -> Iterator[Array]:
    """Φᵏ(I) for k = 0, …, last."""
    phi = moment_map(recursion)
    m = np.broadcast_to(phi.identity(), (*recursion.batch, recursion.d, recursion.d))
    yield m
    for _ in range(last):
        m = phi.apply(m)
        yield m


def _figure(m: Array, start: Array | None) -> Any:
    """Tr M, or w_0ᵀ M w_0."""
    return np.trace(m, axis1=-2, axis2=-1) if start is None else start @ (m @ start)


def noise_traces(recursion: LinearRecursion, last: int) -> Moments:
    """Tr N_k of (17), N_0 = I and N_k = Σ_j v_j A_jᵀ N_{k−1} A_j, for k = 0, …, last."""
    return second_moments(noise_part(recursion), last)


def lower_traces(recursion: LinearRecursion, last: int) -> Moments:
    """Tr M_k with M_k = (A_0ᵀ)ᵏ A_0ᵏ + N_k, the lower bound of Lemma 4.7 from k = 1 on (M_0 = 2 I), for k = 0, …, last."""
    mean, noise = second_moments(mean_part(recursion), last), noise_traces(recursion, last)
    values = mean.values + noise.values
    if recursion.exact:
        return Moments(values, mean.errors)
    with np.errstate(over="ignore"):
        return _infinite_where_unknown(Moments(values, (mean.errors + noise.errors + np.abs(values) * gamma(2)) * (1 + 1e-9)))


def _infinite_where_unknown(found: Moments) -> Moments:
    """With infinite numbers for what is infinite or NaN in any of them. An error has all steps before it in it, so that none is missed."""
    if found.values.dtype == object:
        return found
    unknown = ~np.isfinite(found.values) | ~np.isfinite(found.errors)
    norms = None if found.norms is None else np.where(np.isfinite(found.norms), found.norms, np.inf)
    return Moments(np.where(unknown, np.inf, found.values), np.where(unknown, np.inf, found.errors), norms)


def _frobenius_bound(m: Array) -> Any:
    """At least ‖M‖_F; scaled, so that no square of a float overflows."""
    largest = np.abs(m).max(axis=(-2, -1))
    scale = np.where(largest > 0, largest, 1.0)
    part = m / scale[..., None, None]
    return np.sqrt((part * part).sum(axis=(-2, -1))) * scale * (1 + 1e-9)


def _relative_error(recursion: LinearRecursion) -> Any:
    """At least ‖float Φ(M) − Φ(M)‖ / ‖M‖_F: for X, Y >= 0 entry by entry, xᵀ Yᵀ X Y x <= ‖X‖_F ‖Y x‖²."""
    magnitudes = magnitude_map(recursion)
    return 2 * gamma(magnitudes.steps) * norm_bound(magnitudes.apply(magnitudes.identity())) * (1 + 1e-9)


def _summing(m: Array, start: Array | None) -> Any:
    """What rounding does to a trace or a quadratic form."""
    d = m.shape[-1]
    if start is None:
        return gamma(d) * np.abs(np.diagonal(m, axis1=-2, axis2=-1)).sum(axis=-1) + TINY
    return gamma(2 * d) * (np.abs(start) @ (np.abs(m) @ np.abs(start))) + TINY
