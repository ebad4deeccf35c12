"""How one step is averaged within a product of many: J_s reads selectors that no other step reads."""

from __future__ import annotations

from verify.derivations import Derivation, Fact

from .lower_bound import OPERATORS, SPREAD, WEIGHTS

SIZES = ("0 < B", "0 < n_r", "0 < n_f")
# J_s by its selectors, and its mean J
STEP = r"(I - \eta (1 - \alpha) \frac{1}{B} \sum_{i \in D_r} x_{i,%s} H_i + \eta \alpha \frac{1}{B} \sum_{i \in D_f} x_{i,%s} H_i)"
MEAN = r"(I - \eta (1 - \alpha) \frac{1}{n_r} \sum_{i \in D_r} H_i + \eta \alpha \frac{1}{n_f} \sum_{i \in D_f} H_i)"


def written(p: Derivation, step: str) -> list[Fact]:
    """J_s and J_sᵀ by the selectors of step s. Where these equations are put in, the other steps stay letters."""
    return [p.order(f"J_{{{step}}}{t} = {STEP % (step, step)}", unfold=["J"]) for t in ("", "^T")]


def mean_written(p: Derivation) -> list[Fact]:
    """J and Jᵀ by the Hessians."""
    return [p.order(f"J{t} = {MEAN}", unfold=OPERATORS) for t in ("", "^T")]


def after(x: str) -> str:
    """E[J_sᵀ X J_s] = J X J + T(X), J written out."""
    return f"({MEAN} {x} {MEAN} + ({SPREAD % (x, x)}))"


def step_averaged(p: Derivation, equation: str, split: Fact, step: str) -> Fact:
    """A mean of many steps is one of fewer, J_s and J_sᵀ averaged. split: the left side, these apart. On the right, J is written out."""
    put_in = p.replace(split.right, *written(p, step))
    return p.order(equation, *SIZES, split, put_in, witness=p.plus(p.gap(split), p.gap(put_in)), unfold=WEIGHTS)


def independent(p: Derivation, equation: str, split: Fact, step: str) -> Fact:
    """A mean of many steps is one in which what stands between J_sᵀ and J_s has a mean of its own. split: the left side, these apart."""
    equations = written(p, step)
    left, right = p.replace(split.right, *equations), p.replace(p.relation(equation).right, *equations)
    return p.order(equation, split, left, right, witness=p.minus(p.plus(p.gap(split), p.gap(left)), p.gap(right)))
