"""The stability boundary of SGD against coherence: a published experiment beside its exact answer.

    python examples/coherence_boundary.py [--plot FILE.svg] [--seed N]

The experiment (Dexter, Ocejo, Keerthi, Gupta, Acharya, Khanna, "A precise characterization of SGD stability using loss surface geometry",
ICLR 2024): n = 100 Hessians, H_i = m e_1 e_1ᵀ for i ≤ σ, each of the others m on an axis of its own, m = 2n/σ; a step is
J = I − (η/B) Σ x_i H_i with a batch of about B (Bernoulli) or of just B (without replacement). A run diverges when its norm has grown a
thousandfold within 1000 steps; (σ, B, η) counts as divergent when most of 10 runs diverge. σ is also the coherence of the family.

No axis mixes with another, so E‖w_k‖² is decided axis by axis, by one number: the growth factor of its second moment in a step. It is a
rational function of σ, and where it is 1 is the exact boundary, in rationals.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from verify.dynamics import LinearRecursion, exact_array, moment_map

N = 100
ETAS = (Fraction(1, 5), Fraction(1, 2), Fraction(4, 5))
BATCHES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
STEPS, RUNS, GROWN = 1000, 10, 1000.0

Rule = Callable[..., LinearRecursion]
Sampling = Callable[[int, np.random.Generator], np.ndarray[Any, Any]]


@dataclass(frozen=True, slots=True)
class Boundary:
    """The σ below which E‖w_k‖² grows, along e_1 (for integers σ) and along each of the other axes."""

    shared: Fraction
    single: Fraction

    @property
    def sigma(self) -> Fraction:
        """Below it one of the two grows."""
        return max(self.shared, self.single)


def bernoulli_boundary(batch: int, eta: Fraction) -> Boundary:
    """From (1 − 2η)² + 4η² (n/B − 1)/σ = 1 along e_1, and (1 − 2η/σ)² + 4η² (n/B − 1)/σ² = 1 along another axis."""
    return Boundary(eta / (1 - eta) * (Fraction(N, batch) - 1), eta * N / batch)


def without_replacement_boundary(batch: int, eta: Fraction) -> Boundary:
    """From (1 − 2η)² + 4η² (n − B)/(B (n − 1)) (n/σ − 1) = 1 along e_1; one Hessian alone is drawn as by Bernoulli."""
    return Boundary(N / (1 + (1 - eta) / eta * Fraction(batch * (N - 1), N - batch)), eta * N / batch)


def theorem_threshold(batch: int, eta: Fraction) -> float:
    """The σ up to which the coherence theorem says that the second moment grows: λ_1(H̄) = 2 ≥ (σ/η) (n/B − 1)^(−1/2)."""
    return float(2 * eta) * math.sqrt(N / batch - 1)


def growth_factors(sigma: int, batch: int, eta: Fraction, rule: Rule) -> tuple[Fraction, ...]:
    """What a step multiplies E w² with, along e_1 and (for σ < n) along one of the other axes: the diagonal of Φ(I), exact.

    Two axes stand for all, as the others are alike. rule: `unlearning_sgd` (Bernoulli) or `without_replacement`, without a forget set.
    """
    axes = 2 if sigma < N else 1
    hessians = np.zeros((N, axes, axes), dtype=object)
    hessians[:sigma, 0, 0] = Fraction(2 * N, sigma)
    hessians[sigma : sigma + 1, axes - 1, axes - 1] = Fraction(2 * N, sigma)
    recursion = rule(exact_array(hessians), exact_array(np.zeros((0, axes, axes))), eta, 0, batch)
    prepared = moment_map(recursion)
    image = prepared.apply(prepared.identity())
    return tuple(Fraction(int(image[i, i].p), int(image[i, i].q)) for i in range(axes))


def typical_growth(sigma: int, batch: int, eta: Fraction) -> float:
    """The rate at which almost every Bernoulli run moves: E log|J| along e_1, or along another axis where that is more."""
    along = _mean_log(sigma, sigma, batch, eta)
    return max(along, _mean_log(1, sigma, batch, eta)) if sigma < N else along


def _mean_log(members: int, sigma: int, batch: int, eta: Fraction) -> float:
    """E log|1 − 2ηn K/(σB)| with K ~ Binomial(members, B/n)."""
    p, step = batch / N, float(2 * eta * N / (sigma * batch))
    weights = [math.comb(members, k) * p**k * (1 - p) ** (members - k) for k in range(members + 1)]
    factors = [abs(1 - step * k) for k in range(members + 1)]
    if any(weight > 0 and factor == 0 for weight, factor in zip(weights, factors, strict=True)):
        return -math.inf  # a step that puts the component to 0 comes sooner or later
    return sum(weight * math.log(factor) for weight, factor in zip(weights, factors, strict=True))


def bernoulli(batch: int, rng: np.random.Generator) -> np.ndarray[Any, Any]:
    """Which of the n Hessians each step draws, (STEPS, n) of bool."""
    return rng.random((STEPS, N)) < batch / N


def without_replacement(batch: int, rng: np.random.Generator) -> np.ndarray[Any, Any]:
    """The same for batches of just B."""
    drawn = np.zeros((STEPS, N), dtype=bool)
    np.put_along_axis(drawn, rng.random((STEPS, N)).argpartition(batch - 1, axis=1)[:, :batch], True, axis=1)
    return drawn


def diverging_runs(batch: int, sampling: Sampling, seed: int) -> np.ndarray[Any, Any]:
    """How many of the runs diverge, (etas, n): for each η and for σ = 1, …, n. The runs of all σ see the same draws."""
    rng = np.random.default_rng((seed, batch))
    count = np.zeros((len(ETAS), N), dtype=int)
    for _ in range(RUNS):
        drawn = sampling(batch, rng)
        on_axis = drawn.cumsum(axis=1)  # (STEPS, n): how many of the first σ are drawn
        so_far = drawn.cumsum(axis=0)  # (STEPS, n): how often each was drawn
        for at, eta in enumerate(ETAS):
            count[at] += [_diverges(on_axis[:, sigma - 1], so_far[:, sigma:], sigma, batch, float(eta)) for sigma in range(1, N + 1)]
    return count


def _diverges(on_axis: np.ndarray[Any, Any], so_far: np.ndarray[Any, Any], sigma: int, batch: int, eta: float) -> bool:
    """Whether ‖w_k‖ exceeds GROWN ‖w_0‖ at some step, from w_0 = (1, …, 1). on_axis: (STEPS,). so_far: (STEPS, n − σ)."""
    step = eta * 2 * N / (sigma * batch)
    with np.errstate(over="ignore"):  # what overflows has diverged
        along = np.cumprod(np.abs(1 - step * on_axis)) ** 2
        others = (np.abs(1 - step) ** np.arange(STEPS + 1)) ** 2
        squared = along + others[so_far].sum(axis=1)
    return bool(np.any(squared > GROWN**2 * (1 + N - sigma)))


def simulated_boundary(counts: np.ndarray[Any, Any]) -> int:
    """The largest σ for which most runs diverge, 0 where there is none. counts: (n,), for σ = 1, …, n."""
    return max((sigma for sigma in range(1, N + 1) if counts[sigma - 1] > RUNS / 2), default=0)


@dataclass(frozen=True, slots=True)
class Row:
    """One (η, B): the exact boundaries, the theorem's threshold, the simulated boundaries, and where almost every run decays."""

    eta: Fraction
    batch: int
    independent: Fraction
    subsets: Fraction
    theorem: float
    typical: int
    simulated: int
    simulated_subsets: int


def rows(seed: int, batches: tuple[int, ...] = BATCHES) -> tuple[Row, ...]:
    """The whole figure as numbers."""
    counts = {b: (diverging_runs(b, bernoulli, seed), diverging_runs(b, without_replacement, seed)) for b in batches}
    return tuple(_row(eta, at, batch, *counts[batch]) for at, eta in enumerate(ETAS) for batch in batches)


def _row(eta: Fraction, at: int, batch: int, independent: np.ndarray[Any, Any], subsets: np.ndarray[Any, Any]) -> Row:
    return Row(
        eta,
        batch,
        independent=bernoulli_boundary(batch, eta).sigma,
        subsets=without_replacement_boundary(batch, eta).sigma,
        theorem=theorem_threshold(batch, eta),
        typical=max((s for s in range(1, N + 1) if typical_growth(s, batch, eta) > 0), default=0),
        simulated=simulated_boundary(independent[at]),
        simulated_subsets=simulated_boundary(subsets[at]),
    )


EXPLANATION = """\
Each column but B is the largest σ at which something grows (above 100: every σ
that there is). What lies between them:

theorem, mean square   The theorem weighs the noise of one Hessian against 1.
    Along e_1 the exact boundary is √(n/B − 1) / (2 (1 − η)) times as far out.
mean square, runs      E‖w_k‖² is carried by rare runs. Almost every run moves
    by E log|J|, which is below ½ log E J²: between "typical" and the exact
    boundary the mean square grows while almost every run decays.
typical, 10 runs       A thousandfold takes a rate of log(1000)/1000 = 0.7 %.
Bernoulli, subsets     In a batch of just B the noise along e_1 is smaller by
    (n − σ)/(n − 1). One Hessian alone is drawn alike in both, so along the
    other axes, which decide for η near 1 and B = 1, nothing changes.
"""


def print_table(found: tuple[Row, ...]) -> None:
    """A table at 80 columns."""
    print("largest σ that grows      mean square, exact       theorem  typical   10 runs")
    print("  η     B            Bernoulli        subsets                       Bern. subs.")
    for r in found:
        exact = f"{_short(r.independent):>16} {_short(r.subsets):>16}"
        print(f"{float(r.eta):4.1f} {r.batch:4d}    {exact}  {r.theorem:8.2f} {r.typical:8d} {r.simulated:7d} {r.simulated_subsets:5d}")
    print("\n" + EXPLANATION, end="")


def _short(value: Fraction) -> str:
    return f"{value} = {float(value):.2f}" if value.denominator > 1 else str(value)


def draw(found: tuple[Row, ...], path: Path) -> None:
    """The figure: one panel for each η. Raises ImportError without Matplotlib."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 4.2), layout="constrained")
    panels = figure.subplots(1, len(ETAS), sharey=True)
    for panel, eta in zip(panels, ETAS, strict=True):
        mine = [r for r in found if r.eta == eta]
        batches = [r.batch for r in mine]
        panel.plot(batches, [float(r.independent) for r in mine], "C0-", label="mean square, Bernoulli (exact)")
        panel.plot(batches, [float(r.subsets) for r in mine], "C1--", label="mean square, without replacement (exact)")
        panel.plot(batches, [r.theorem for r in mine], "k:", label="coherence theorem")
        panel.plot(batches, [max(r.simulated, 0.5) for r in mine], "C0o", mfc="none", label="most of 10 runs, Bernoulli")
        panel.plot(batches, [max(r.simulated_subsets, 0.5) for r in mine], "C1x", label="most of 10 runs, without replacement")
        panel.set(xscale="log", yscale="log", xlabel="batch size B", title=f"η = {float(eta)}", ylim=(0.4, 500))
        panel.axhline(N, color="0.7", lw=0.8)
    panels[0].set_ylabel("largest coherence σ that diverges (0 drawn at 0.5)")
    panels[-1].legend(fontsize=7, loc="upper right")
    figure.savefig(path, metadata={"Date": None})


def main(arguments: list[str] | None = None) -> int:
    """Prints the table, and draws the figure where it is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--plot", type=Path, metavar="FILE.svg", help="where to draw the figure (needs Matplotlib)")
    parser.add_argument("--seed", type=int, default=0, help="of the simulated runs")
    options = parser.parse_args(arguments)
    found = rows(options.seed)
    print_table(found)
    if options.plot is not None:
        try:
            draw(found, options.plot)
        except ImportError:
            print("drawing needs Matplotlib: pip install 'verify-theory[plots]'", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
