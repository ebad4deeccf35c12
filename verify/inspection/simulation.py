"""The second moment by Monte Carlo: many runs of the update itself, with error bars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from verify.dynamics.coherence.interval import Interval
from verify.inspection.hessians import Array
from verify.inspection.setting import Setting
from verify.inspection.timing import Clock

ERRORS = 4  # standard errors within which a mean is said to agree
_CHUNK = 2_000_000  # numbers held at a time


@dataclass(frozen=True, slots=True)
class Simulation:
    """For k = 0, …, K: the mean of ‖w_k‖² over the runs, and its standard error. agrees: with the exact moments, at each k."""

    runs: int
    seed: int
    means: tuple[float, ...]
    errors: tuple[float, ...]
    agrees: tuple[bool, ...]


def simulate(setting: Setting, exact: tuple[Interval, ...], runs: int, seed: int, clock: Clock) -> Simulation:
    """So many runs of as many steps as there are exact moments, each from a w_0 of independent signs, so that E w_0 w_0ᵀ = I.

    A batch is drawn as the theory draws it: every member independently with probability B/n. A mean agrees where it is within ERRORS of
    its standard errors of the exact moment. Where the second moment grows, rare runs carry it and the error bars are wide; where floats
    overflow, mean and error are infinite, and contradict nothing.
    """
    generator = np.random.default_rng(seed)
    squares = np.zeros((runs, len(exact)))
    hessians = setting.hessians
    per_run = max(hessians.d, (hessians.n_r + hessians.n_f) * hessians.retain.shape[2], 1 if hessians.factored else hessians.d**2)
    step = max(1, min(runs, _CHUNK // per_run))
    with clock.timed("simulation"), np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, runs, step):
            some = slice(start, min(start + step, runs))
            squares[some] = np.stack(list(_run(setting, some.stop - start, len(exact), generator)), axis=1)
            clock.tell("simulation", some.stop / runs)
    with np.errstate(over="ignore", invalid="ignore"):
        means = squares.mean(axis=0)
        errors = squares.std(axis=0, ddof=1) / np.sqrt(runs) if runs > 1 else np.full(len(exact), np.inf)
    means, errors = (np.where(np.isfinite(found), found, np.inf) for found in (means, errors))
    far = [max(low - m, m - high, 0.0) if np.isfinite(m) else 0.0 for (low, high), m in zip(exact, means, strict=True)]
    agrees = tuple(bool(f <= ERRORS * e + 1e-9 * abs(m)) for f, e, m in zip(far, errors, means, strict=True))
    return Simulation(runs, seed, tuple(map(float, means)), tuple(map(float, errors)), agrees)


def _run(setting: Setting, runs: int, count: int, generator: np.random.Generator) -> Iterator[Array]:
    """‖w_k‖² of some runs, (runs,), for k = 0, 1, …."""
    hessians = setting.hessians
    w = generator.choice(np.array([-1.0, 1.0]), size=(runs, hessians.d))
    for k in range(count):
        yield (w * w).sum(axis=1)
        if k + 1 < count:
            moves = []
            for array, rate in ((hessians.retain, -setting.eta * (1 - setting.alpha)), (hessians.forget, setting.eta * setting.alpha)):
                drawn = (generator.random((runs, len(array))) < setting.batch / len(array)).astype(np.float64)
                moves.append(rate / setting.batch * _drawn_sum(array, drawn, w, hessians.factored))
            w = w + moves[0] + moves[1]


def _drawn_sum(array: Array, drawn: Array, w: Array, factored: bool) -> Array:
    """Σ_j x_j H_j w for each run. drawn: (runs, n), 1 or 0."""
    n, d = array.shape[:2]
    if not factored:
        sums = (drawn @ array.reshape(n, -1)).reshape(-1, d, d)
        return np.asarray(np.einsum("rij,rj->ri", sums, w))
    wide = array.transpose(1, 0, 2).reshape(d, -1)
    images = (w @ wide).reshape(len(w), n, -1) * drawn[:, :, None]
    return np.asarray(images.reshape(len(w), -1) @ wide.T)
