"""What a theory concludes about a setting: which of its theorems apply, and which of those the ledger lets conclude anything.

A theorem concludes where the lock has it as proved (or cited), for the statement as it is printed now, and all its hypotheses hold. One
that is refuted, vacuous, malformed, unsettled or reworded since concludes nothing; its repairs stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from verify.decide.outcome import Verdict
from verify.inspection.definiteness import Definiteness, Indefinite
from verify.inspection.exact_hypotheses import Small
from verify.inspection.measured import Measured, Value
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Number, Operator, Relation
from verify.language.statement import Shape, Statement
from verify.language.walk import free_names
from verify.ledger.lock import Locked, fingerprint


class Outcome(Enum):
    """What a theorem says of the long run."""

    DIVERGES = "diverges"
    CONVERGES = "converges"
    OTHER = "other"


class Standing(Enum):
    """Where a statement without an accepted verdict stands."""

    NO_LOCK = "there is no theory.lock"
    NOT_LOCKED = "it is not in theory.lock"
    REWORDED = "it was reworded since theory.lock was written"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A hypothesis, and whether it holds here; None where that is not known, and the reason. sides: of a relation between numbers."""

    expr: Expr
    holds: bool | None
    reason: str = ""
    sides: tuple[Value, Value] | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """A theorem, or a repair of one, on this setting.

    verdict: what the lock has for it, or why it has none. applies: whether all hypotheses hold; None where that is not known.
    indefinite: the first Hessian that is not semidefinite where the theorem needs that, and then it does not apply.
    concludes: whether it says anything here.
    """

    statement: Statement
    verdict: Verdict | Standing
    hypotheses: tuple[Hypothesis, ...]
    applies: bool | None
    indefinite: Indefinite | None
    outcome: Outcome
    concludes: bool

    @property
    def id(self) -> str:
        """The id of the statement."""
        return self.statement.id

    @property
    def decisive(self) -> Hypothesis | None:
        """The first hypothesis that fails, else the first that is not known; None where all hold."""
        failing = (h for h in self.hypotheses if h.holds is False)
        return next(failing, next((h for h in self.hypotheses if h.holds is None), None))


Verdicts = Mapping[str, Locked]


def applications(measured: Measured, definiteness: Definiteness, verdicts: Verdicts | None, small: Small | None) -> Iterator[Application]:
    """Every theorem of figures.py, each with its repairs. verdicts: the lock's lines by id, None without a lock."""
    for statement in measured.theory.claims():
        yield application(statement, measured, definiteness, verdicts, small)


def application(
    statement: Statement, measured: Measured, definiteness: Definiteness, verdicts: Verdicts | None, small: Small | None
) -> Application:
    """One theorem on this setting."""
    verdict = verdict_of(statement, verdicts)
    found = hypotheses(statement, with_choices(measured, statement, small), small)
    indefinite = needed_semidefinite(statement, definiteness)
    truths = {h.holds for h in found}
    applies = None if None in truths or statement.conclusion is None else True
    applies = False if indefinite is not None or False in truths else applies
    concludes = applies is True and verdict in (Verdict.PROVED, Verdict.CITED)
    return Application(statement, verdict, found, applies, indefinite, outcome_of(statement.conclusion), concludes)


def verdict_of(statement: Statement, verdicts: Verdicts | None) -> Verdict | Standing:
    """The accepted verdict of a statement as it is printed now."""
    if verdicts is None:
        return Standing.NO_LOCK
    line = verdicts.get(statement.id)
    if line is None:
        return Standing.NOT_LOCKED
    return line.verdict if line.statement == fingerprint(statement) else Standing.REWORDED


def with_choices(measured: Measured, statement: Statement, small: Small | None) -> Measured:
    """With values for the symbols that a claim leaves open, as figures.py chooses them: the lower end of what the choice comes to."""
    open_names = {name for h in statement.given for name, _ in free_names(h)}
    for name, expr in measured.theory.choices:
        if name in open_names and name not in measured.numbers.values and not statement.context.definitions_of(name):
            found = measured.evaluate(statement, measured.theory.read(statement, expr))
            exact = None if small is None or found.interval is not None else small.value(statement, expr)
            if found.interval is not None:
                measured = measured.having(name, (found.interval[0], found.interval[0]))
            elif exact is not None:
                measured = measured.having(name, exact)
    return measured


def hypotheses(statement: Statement, measured: Measured, small: Small | None) -> tuple[Hypothesis, ...]:
    """Each hypothesis of a statement, on what is measured; in small families those about matrices, in fractions."""
    return tuple(hypothesis(statement, given, measured, small) for given in statement.given)


def hypothesis(statement: Statement, given: Expr, measured: Measured, small: Small | None) -> Hypothesis:
    """One hypothesis."""
    read = measured.theory.read(statement, given)
    holds, reason = measured.truth(statement, read)
    if holds is None and small is not None:
        exact = small.truth(statement, given, measured)
        if exact is not None:
            return Hypothesis(given, exact)
    if isinstance(read, Compare) and read.relation is not Relation.IN:
        left, right = (measured.evaluate(statement, side) for side in (read.left, read.right))
        if left.interval is not None and right.interval is not None:
            return Hypothesis(given, holds, reason, (left, right))
    return Hypothesis(given, holds, reason)


def needed_semidefinite(statement: Statement, definiteness: Definiteness) -> Indefinite | None:
    """The first Hessian that is not semidefinite, for a statement about Hessians that its theory declares to be."""
    needs = any(d.shape is Shape.PSD and d.over for d in statement.context.symbols)
    return definiteness.indefinite[0] if needs and definiteness.indefinite else None


def outcome_of(conclusion: Expr | None) -> Outcome:
    """What a conclusion says of a limit."""
    match conclusion:
        case Compare(Relation.EQUAL, Bind(Binder.LIMIT), Apply(Operator.INFINITY)):
            return Outcome.DIVERGES
        case Compare(Relation.EQUAL, Bind(Binder.LIMIT), Number(0)):
            return Outcome.CONVERGES
        case _:
            return Outcome.OTHER
