"""What a statement says, and what its verdict rests on, in a few words each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, assert_never

from verify.decide.outcome import Cited, Defined, Effort, Malformed, Proved, Refuted, Unsettled, Vacuous
from verify.decide.prove.axioms import from_json
from verify.decide.search.naming import is_about_existence
from verify.language.statement import Statement
from verify.ledger.entry import Entry
from verify.report.derivation import step_count
from verify.report.plain import plain

FAILS = MappingProxyType({"=": "≠", "<": "≥", "<=": ">", ">": "≤", ">=": "<", "loewner<=": "⋠", "loewner>=": "⋡", "in": "∉"})
"""The sign that stands between two values for which a relation fails."""
FAILS_FOR_NUMBERS = MappingProxyType({"⋠": ">", "⋡": "<"})
Json = Any  # a rational as a string, or nested lists of them


def statement_in_short(statement: Statement) -> str:
    """The conclusion in plain notation, on one line; the LaTeX where it has no meaning."""
    return " ".join(statement.latex.split()) if statement.conclusion is None else plain(statement.conclusion)


def evidence_in_short(entry: Entry) -> str:
    """What a verdict rests on, on one line."""
    outcome = entry.outcome
    match outcome:
        case Proved():
            return entry.reason or _named(outcome.certificate["steps"]) or f"{step_count(outcome.certificate['steps'])} steps"
        case Refuted():
            return counterexample_in_short(outcome.certificate)
        case Vacuous():
            return "contradictory hypotheses"
        case Cited():
            return outcome.source
        case Malformed(fault):
            return fault.message
        case Defined():
            return ""
        case Unsettled(reason, effort, None):
            tried = reason if effort is None or is_about_existence(entry.statement) else effort_in_short(effort)
            return f"{tried}; {entry.open}" if entry.open else tried
        case Unsettled(fault=fault):
            return "" if fault is None else fault.message
        case _:
            assert_never(outcome)


def _named(steps: list[Mapping[str, Any]]) -> str:
    """What there is, where the last step says that; else ""."""
    match steps[-1]:
        case {"rule": "witness", "at": at}:
            return f"namely {plain(from_json(at))}"
        case {"put": dict(members)}:
            return ", ".join(f"{plain(from_json(body))} for {over}" for over, body in sorted(members.items()))
        case _:
            return ""


def effort_in_short(effort: Effort) -> str:
    """How hard a statement was attacked."""
    slack = "" if effort.slack is None else f", slack {effort.slack:.2g}"
    return f"survived {effort.instances:,} instances{slack}{' (cut short)' if effort.cut_short else ''}"


def failing_sign(certificate: Mapping[str, Any]) -> str | None:
    """The sign that holds between the two sides of a counterexample, None where the conclusion is not a single relation."""
    conclusion = certificate["statement"]["conclusion"]
    return FAILS.get(conclusion[0]) if isinstance(conclusion, list) and isinstance(conclusion[0], str) else None


def counterexample_in_short(certificate: Mapping[str, Any]) -> str:
    """The two sides, where they are numbers, or the two limits, or that nothing will do; the integers of the instance: 3/8 > 1/4 at d=1."""
    kinds = {d["name"]: d["kind"] for d in certificate["statement"]["symbols"]}
    values = certificate["instance"]["values"]
    sizes = " ".join(f"{name}={value}" for name, value in values.items() if kinds.get(name) == "integer")
    sides = _limits(certificate) if "steps" in certificate else _sides(failing_sign(certificate), certificate["lhs"], certificate["rhs"])
    return " at ".join([sides or "fails", *([sizes] if sizes else [])])


def nothing_will_do(certificate: Mapping[str, Any]) -> bool:
    """Whether a refutation is that a claim of what there is, whatever it is, is absurd: all that its last step comes to is 0 < 0."""
    last = certificate["steps"][-1]
    while "says" not in last:
        last = last["steps"][-1]
    return bool(last["says"] == ["<", ["number", "0"], ["number", "0"]])


def _limits(certificate: Mapping[str, Any]) -> str:
    """The limit that was derived, or a bound of all members, and the limit that the conclusion says, of any members that there could be:
    limit 0 ≠ ∞; "" where the conclusion is no limit."""
    conclusion = certificate["statement"]["conclusion"]
    claim = conclusion[-1] if conclusion[0] == "there_are" else conclusion
    if nothing_will_do(certificate):
        return "absurd, whatever there is"
    whatever = ", whatever is chosen," if claim is not conclusion else ""
    match claim, certificate["steps"][-1]:
        case ["=", ["limit", *_], claimed], {"says": ["=", _, derived]}:
            return f"limit {_plain(derived)} ≠ {_plain(claimed)}{whatever}"
        case ["=", ["limit", _, _, body, _], claimed], {"steps": [*_, {"says": ["<=", low, high]}]}:
            bound = f"≤ {_plain(high)}" if low == body else f"≥ {_plain(low)}"
            return f"every member {bound}, limit ≠ {_plain(claimed)}{whatever}"
    return ""


def _plain(data: Json) -> str:
    return plain(from_json(data))


def _sides(sign: str | None, left: Json, right: Json) -> str:
    """Two numbers, or the first entry in which two matrices differ; "" where neither says it."""
    match sign, left, right:
        case str(), str(), str():
            return f"{left} {sign} {right}"
        case str(), [[str() as one]], [[str() as other]]:
            return f"{one} {FAILS_FOR_NUMBERS.get(sign, sign)} {other}"
        case "≠", [[*_], *_], [[*_], *_]:
            size = range(len(left))
            return next((f"({i + 1},{j + 1}) {left[i][j]} ≠ {right[i][j]}" for i in size for j in size if left[i][j] != right[i][j]), "")
        case _:
            return ""
