"""What a theorem or a bound comes to on a setting, in a sentence."""

from __future__ import annotations

from types import MappingProxyType

from verify.decide.outcome import Verdict
from verify.inspection.bounds import Bound
from verify.inspection.conclusions import Application, Hypothesis, Outcome, Standing
from verify.inspection.definiteness import Indefinite
from verify.language.expression import Compare
from verify.report.intervals import interval_text
from verify.report.plain import SIGNS, plain

_SAID = MappingProxyType({
    Outcome.DIVERGES: "the second moment grows beyond all bounds",
    Outcome.CONVERGES: "the second moment goes to 0",
    Outcome.OTHER: "its conclusion holds",
})


def application_in_words(found: Application) -> str:
    """What a theorem comes to."""
    if found.indefinite is not None:
        return _not_semidefinite(found.indefinite)
    if found.statement.conclusion is None:
        fault = found.statement.fault
        return "no formula to evaluate" + (f": {fault.message}" if fault is not None else "")
    decisive = found.decisive
    if found.applies is False and decisive is not None:
        return f"does not apply: {hypothesis_in_words(decisive)}"
    if found.applies is None and decisive is not None:
        return f"not known to apply: {hypothesis_in_words(decisive)}"
    if found.concludes:
        return f"applies: {_SAID[found.outcome]}"
    return f"concludes nothing, though its hypotheses hold: {_standing(found.verdict)}"


def bound_in_words(bound: Bound) -> str:
    """Where a bound applies, and why not elsewhere; "" where it applies throughout."""
    if bound.indefinite is not None:
        return _not_semidefinite(bound.indefinite)
    if bound.fails is None:
        return ""
    k, hypothesis = bound.fails
    return f"from k = {k} on it does not apply: {hypothesis_in_words(hypothesis)}"


def hypothesis_in_words(found: Hypothesis) -> str:
    """A hypothesis that fails or is not known, with its numbers."""
    said = plain(found.expr)
    if found.sides is not None and isinstance(found.expr, Compare):
        left, right = (interval_text(side.interval, 5) for side in found.sides)
        numbers = f"{left} {SIGNS[found.expr.relation]} {right}"
        said = f"{said}, here {numbers}" if numbers != said else said
    if found.holds is False:
        return f"{said} is false"
    return f"{said}: {found.reason}" if found.reason else said


def _not_semidefinite(first: Indefinite) -> str:
    return f"not applicable: {first.array}[{first.index}] is not positive semidefinite, λ_min = {first.smallest:.3g}"


def _standing(verdict: Verdict | Standing) -> str:
    return f"it is {verdict.value}" if isinstance(verdict, Verdict) else verdict.value
