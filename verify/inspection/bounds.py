"""The theory's bounds on the second moment, from its parsed formulas, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from verify.decide.outcome import Verdict
from verify.inspection.conclusions import Hypothesis, Standing, Verdicts, hypothesis, needed_semidefinite, verdict_of, with_choices
from verify.inspection.definiteness import Definiteness, Indefinite
from verify.inspection.exact_hypotheses import Small
from verify.inspection.measured import Measured, Value
from verify.inspection.rewriting import mentions
from verify.inspection.timing import Clock
from verify.language.statement import Statement

LOWER, UPPER = "lower", "upper"
SHOWN = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # steps of the table, and the last one
EVERY = 200  # steps up to which a bound is evaluated at each; a formula at k may be a sum of k terms


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound on the second moment for k = 1, …, K. side: "lower" or "upper". values: the formula's; None where it has no value.

    Beyond EVERY it is evaluated at the steps of the table. applies: for each k, whether all hypotheses are known to hold. fails: the first
    hypothesis that does not, with its k; indefinite: the first Hessian that is not semidefinite where that is needed.
    """

    id: str
    side: str
    verdict: Verdict | Standing
    values: tuple[Value, ...]
    applies: tuple[bool, ...]
    fails: tuple[int, Hypothesis] | None
    indefinite: Indefinite | None

    @property
    def established(self) -> bool:
        """Whether the ledger has it as proved."""
        return self.verdict in (Verdict.PROVED, Verdict.CITED)


def bounds(
    measured: Measured,
    steps: int,
    definiteness: Definiteness,
    verdicts: Verdicts | None,
    small: Small | None,
    clock: Clock,
) -> Iterator[Bound]:
    """Every bound of figures.py. Many steps take long: the clock is told the share that is done."""
    figures = measured.theory.figures
    wanted = [(side, id_) for side, ids in ((LOWER, figures.lower), (UPPER, figures.upper)) for id_ in ids]
    for done, (side, id_) in enumerate(wanted):

        def tell(k: int, before: int = done) -> None:
            clock.tell("bounds", (before + k / steps) / len(wanted))

        yield _bound(measured.theory.theory[id_], side, measured, steps, definiteness, verdicts, small, tell)


def _bound(
    statement: Statement,
    side: str,
    measured: Measured,
    steps: int,
    definiteness: Definiteness,
    verdicts: Verdicts | None,
    small: Small | None,
    tell: Callable[[int], None],
) -> Bound:
    index = measured.theory.figures.index
    chosen = with_choices(measured, statement, small)
    right = measured.theory.read(statement, statement.rhs)
    indefinite = needed_semidefinite(statement, definiteness)
    values, applies, first = [], [], None
    steady, by_step = ([h for h in statement.given if mentions(h, index) is there] for there in (False, True))
    always = [h for given in steady if (h := hypothesis(statement, given, chosen, small)).holds is not True]
    for k in range(1, steps + 1):
        if k > EVERY and k not in SHOWN and k != steps:
            values.append(Value(None, f"beyond k = {EVERY} evaluated at the steps of the table only"))
            applies.append(False)
            continue
        tell(k)
        at = chosen.having(index, Fraction(k))
        fails = always + [h for given in by_step if (h := hypothesis(statement, given, at, small)).holds is not True]
        values.append(at.evaluate(statement, right))
        applies.append(not fails and indefinite is None)
        first = (k, fails[0]) if fails and first is None else first
    return Bound(statement.id, side, verdict_of(statement, verdicts), tuple(values), tuple(applies), first, indefinite)
