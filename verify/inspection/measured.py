"""All that is known of a setting, under the names that figures.py uses, and a theory's formulas evaluated on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from verify.inspection.coherence_figures import CoherenceFigures
from verify.inspection.dynamics_figures import DynamicsFigures
from verify.inspection.setting import Setting
from verify.inspection.theory_figures import TheoryFigures
from verify.language.expression import Expr
from verify.language.statement import Statement
from verify.language.walk import free_names
from verify.meaning.enclosed import Interval, Known, Numbers, enclosed, holds_on_bounds, lacking_values, sequence
from verify.meaning.failures import Lacking, NoValue, Undecided


@dataclass(frozen=True, slots=True)
class Value:
    """An interval that contains a figure; or None, and the reason why there is none."""

    interval: Interval | None
    reason: str = ""

    @property
    def middle(self) -> float | None:
        """The middle of the interval, which is infinite for an infinite figure."""
        if self.interval is None:
            return None
        low, high = self.interval
        return low if low == high else low + (high - low) / 2


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured. numbers: by the theory's symbol. truths: by symbol; None where undecided. undefined: by symbol, with the reason."""

    theory: TheoryFigures
    numbers: Numbers
    truths: Mapping[str, bool | None]
    undefined: Mapping[str, str]

    def value(self, figure: str) -> Value:
        """A figure that figures.py gives a formula for."""
        found = self.theory.side(figure)
        return Value(None, "the theory gives no formula for it") if found is None else self.evaluate(*found)

    def evaluate(self, statement: Statement, expr: Expr) -> Value:
        """A rewritten scalar expression of a statement."""
        reason = self._why_not(statement, expr)
        if reason:
            return Value(None, reason)
        try:
            return Value(enclosed(statement.context, expr, self.numbers))
        except NoValue as failure:
            return Value(None, str(failure) or "it has no value")
        except (Undecided, Lacking) as failure:
            return Value(None, f"not decided: {failure}")

    def truth(self, statement: Statement, boolean: Expr) -> tuple[bool | None, str]:
        """Whether a rewritten relation of a statement holds; None with the reason why that is not known."""
        names = [name for name, _ in free_names(boolean)]
        if len(names) == 1 and names[0] in self.truths:
            found = self.truths[names[0]]
            return found, "" if found is not None else "the bounds do not decide it"
        reason = self._why_not(statement, boolean)
        if reason:
            return None, reason
        try:
            return holds_on_bounds(statement.context, boolean, self.numbers), ""
        except NoValue as failure:
            return None, str(failure) or "it has no value"
        except Undecided:
            return None, "the bounds do not decide it"
        except Lacking as failure:
            return None, f"{failure} is not evaluated"

    def having(self, symbol: str, number: Known) -> Measured:
        """With one more symbol known."""
        return replace(self, numbers=replace(self.numbers, values={**self.numbers.values, symbol: number}))

    def _why_not(self, statement: Statement, expr: Expr) -> str:
        for name in lacking_values(statement.context, expr, self.numbers, self.undefined):
            return self.undefined.get(name, f"{name} is not measured")
        return ""


def measured(
    theory: TheoryFigures,
    setting: Setting,
    dynamics: DynamicsFigures,
    coherence: CoherenceFigures | str,
    singles: Mapping[str, Interval],
) -> Measured:
    """Everything measured. coherence: the figures, or the reason why there are none. singles: noises of one Hessian."""
    values: dict[str, Known | None] = {**given(setting), **_numbers_of(dynamics), **singles}
    reasons: dict[str, str] = {}
    if isinstance(coherence, CoherenceFigures):
        for name in ("lambda_max_D", "largest_pair", "lambda_max_S", "sigma"):
            values[name] = getattr(coherence, name)
        reasons["sigma"] = "all Hessians of weight are zero, σ is 0/0"
    else:
        for name in ("lambda_max_D", "largest_pair", "lambda_max_S", "sigma"):
            values[name], reasons[name] = None, coherence
    sequences = {"noise_traces": dict(enumerate(dynamics.noise)), "mean_traces": dict(enumerate(dynamics.mean))}
    symbols = {p.name: p.symbol for p in theory.patterns}
    return Measured(
        theory,
        Numbers(
            {symbols[name]: value for name, value in values.items() if name in symbols and value is not None},
            {symbols[name]: sequence(found) for name, found in sequences.items() if name in symbols},
        ),
        {symbols["noise_grows"]: dynamics.noise_grows} if "noise_grows" in symbols else {},
        {symbols[name]: reason for name, reason in reasons.items() if name in symbols and values[name] is None},
    )


def given(setting: Setting) -> dict[str, Fraction]:
    """What the user gave, exactly."""
    hessians = setting.hessians
    return {
        "eta": Fraction(setting.eta),
        "alpha": Fraction(setting.alpha),
        "batch": Fraction(setting.batch),
        "d": Fraction(hessians.d),
        "n_r": Fraction(hessians.n_r),
        "n_f": Fraction(hessians.n_f),
    }


def before_measuring(theory: TheoryFigures, setting: Setting) -> Measured:
    """What is known without any Hessian, enough for the weights."""
    symbols = {p.name: p.symbol for p in theory.patterns}
    return Measured(theory, Numbers({symbols[n]: v for n, v in given(setting).items() if n in symbols}), {}, {})


def _numbers_of(dynamics: DynamicsFigures) -> dict[str, Known]:
    found: dict[str, Known] = {name: getattr(dynamics, name) for name in ("mean_largest", "mean_negated", "mean_norm", "noise_largest")}
    if len(dynamics.noise) > 1:
        found["first_noise"] = dynamics.noise[1]
    return found
