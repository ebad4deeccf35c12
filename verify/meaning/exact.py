"""What an expression means, exactly, on an instance.

docs/certificates.md, 'Meaning', is the reference; no floating-point number is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from flint import fmpq, fmpq_mat

from verify.language.expression import Apply, Compare, Expr, Kind, Operator, Relation
from verify.language.statement import Context
from verify.meaning.exact_operations import EXACT
from verify.meaning.expectation import Averaging, averager
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.frame import NOTHING_BOUND, Code, Frame, frame_in, world_of
from verify.meaning.instance import Instance
from verify.meaning.program import Compiler, compiled_sides, compiler_for
from verify.meaning.relations import Sides

__all__ = [
    "Averaging",
    "Check",
    "Lacking",
    "NoValue",
    "Undecided",
    "as_json",
    "check",
    "compile_statement",
    "compile_value",
    "holds",
    "value",
]


@dataclass(frozen=True, slots=True)
class Check:
    """What a statement comes to on an instance; None: undecided, or without a value, and `reason` says which.

    conclusion is looked at only where the hypotheses hold. left, right: where the conclusion is a relation (of a conjunction: the
    first that fails), the values of its sides as in `instance.value_json`; None where they are not rational.
    """

    hypotheses: bool | None
    conclusion: bool | None = None
    left: Any | None = None
    right: Any | None = None
    reason: str = ""


Result = TypeVar("Result")
CheckInstance = Callable[[Instance], Check]


def compile_statement(context: Context, conclusion: Expr, averaging: Averaging = Averaging.CLOSED_FORM) -> CheckInstance:
    """The check of a statement, to be run on many instances.

    It raises Lacking, at once or on an instance, where the statement needs a construct without an exact meaning.
    """
    compiler = compiler_for(EXACT, context, averager(averaging))
    hypotheses = [compiler.compile(NOTHING_BOUND, h) for h in context.hypotheses]
    conjuncts = [_conjunct(compiler, c) for c in _conjuncts(conclusion)]

    def run(instance: Instance) -> Check:
        frame = frame_in(world_of(instance))
        premiss = _premiss(hypotheses, frame)
        return _conclusion(conjuncts, frame) if premiss.hypotheses else premiss

    return run


def check(context: Context, conclusion: Expr, instance: Instance, averaging: Averaging = Averaging.CLOSED_FORM) -> Check:
    """Whether an instance satisfies a statement's hypotheses and, if so, its conclusion. Raises Lacking as `compile_statement`."""
    return compile_statement(context, conclusion, averaging)(instance)


def compile_value(context: Context, expr: Expr, averaging: Averaging = Averaging.CLOSED_FORM) -> Callable[[Instance], Any]:
    """The value of an expression, to be found on many instances: see `frame.Code` for what it is. Raises NoValue, Undecided, Lacking."""
    code = compiler_for(EXACT, context, averager(averaging)).compile(NOTHING_BOUND, expr)
    return lambda instance: _limited(code.run, frame_in(world_of(instance)))


def value(context: Context, expr: Expr, instance: Instance, averaging: Averaging = Averaging.CLOSED_FORM) -> Any:
    """The value of an expression on one instance."""
    return compile_value(context, expr, averaging)(instance)


def holds(context: Context, boolean: Expr, instance: Instance, averaging: Averaging = Averaging.CLOSED_FORM) -> bool | None:
    """The truth of a Boolean expression; None where it is undecided. Raises NoValue, Lacking."""
    try:
        return bool(value(context, boolean, instance, averaging))
    except Undecided:
        return None


def _premiss(hypotheses: list[Code], frame: Frame) -> Check:
    """Whether all hypotheses hold; one that fails outweighs others that are undecided or have no value."""
    doubt = ""
    for number, hypothesis in enumerate(hypotheses):
        try:
            if not _limited(hypothesis.run, frame):
                return Check(False, reason=f"hypothesis {number} does not hold")
        except (NoValue, Undecided) as failure:
            doubt = doubt or f"hypothesis {number}: {_reason(failure)}"
    return Check(None, reason=doubt) if doubt else Check(True)


def _conclusion(conjuncts: list[Code | Sides], frame: Frame) -> Check:
    """The conjuncts in order, up to the first that is not true."""
    last = Check(True, True)
    for conjunct in conjuncts:
        try:
            last = _limited(partial(_judged, conjunct), frame)
        except (NoValue, Undecided) as failure:
            return Check(True, None, reason=_reason(failure))
        if not last.conclusion:
            return last
    return last if len(conjuncts) == 1 else Check(True, True)


def _judged(conjunct: Code | Sides, frame: Frame) -> Check:
    if isinstance(conjunct, Code):
        return Check(True, bool(conjunct.run(frame)))
    left, right = conjunct.left.run(frame), conjunct.right.run(frame)
    return Check(True, conjunct.test(left, right), as_json(left, conjunct.left.kind), as_json(right, conjunct.right.kind))


def _conjuncts(expr: Expr) -> Iterator[Expr]:
    if isinstance(expr, Apply) and expr.operator is Operator.AND:
        for part in expr.arguments:
            yield from _conjuncts(part)
    else:
        yield expr


def _conjunct(compiler: Compiler, expr: Expr) -> Code | Sides:
    if isinstance(expr, Compare) and expr.relation is not Relation.IN:
        return compiled_sides(compiler, NOTHING_BOUND, expr)
    return compiler.compile(NOTHING_BOUND, expr)


def _limited(run: Callable[[Frame], Result], frame: Frame) -> Result:
    """Runs, and reports definitions that nest too deeply for Python as undecided."""
    try:
        return run(frame)
    except RecursionError:
        raise Undecided("definitions that unfold too deeply") from None


def _reason(failure: NoValue | Undecided) -> str:
    return f"{'no value' if isinstance(failure, NoValue) else 'undecided'}: {failure}"


def as_json(found: Any, kind: Kind) -> Any | None:
    """A rational value as JSON; None for any other."""
    if isinstance(found, fmpq):
        return str(found)
    if not isinstance(found, fmpq_mat):
        return None
    if kind is Kind.MATRIX:
        return [[str(entry) for entry in row] for row in found.tolist()]
    return [str(entry) for entry in found.entries()]
