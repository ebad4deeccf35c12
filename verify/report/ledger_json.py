"""The ledger as JSON, schema `verify-ledger/1`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, assert_never

from verify.decide.outcome import Cited, Defined, Effort, Malformed, Proved, Refuted, Unsettled, Vacuous
from verify.errors import Diagnostic
from verify.ledger.entry import Entry, Ledger, SetAside, evidence_of
from verify.ledger.lock import Change, Comparison, Locked
from verify.report.derivation import step_count

SCHEMA = "verify-ledger/1"


def ledger_text(ledger: Ledger, lock: Comparison) -> str:
    """The whole ledger as one JSON object."""
    return _text(ledger_json(ledger, lock))


def entry_text(entry: Entry) -> str:
    """One statement's entry as a JSON object, as it stands in the list of the ledger."""
    return _text({"schema": SCHEMA, **entry_json(entry)})


def entries_text(entries: Iterable[Entry]) -> str:
    """Several entries, those of a display, as a JSON object with a list of them."""
    return _text({"schema": SCHEMA, "statements": [entry_json(e) for e in entries]})


def ledger_json(ledger: Ledger, lock: Comparison) -> dict[str, Any]:
    """The ledger as data: statements in the order of print, counts, the lock, certificates that could not be used."""
    return {
        "schema": SCHEMA,
        "theory": ledger.theory,
        "statements": [entry_json(e) for e in ledger.entries],
        "summary": {verdict.value: count for verdict, count in ledger.summary().items()},
        "lock": {"matches": lock.matches, "changed": [_change(c) for c in lock.changed]},
        "certificates": {"set_aside": [_set_aside(s) for s in ledger.set_aside]},
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """One statement and its verdict as data."""
    s = entry.statement
    return {
        "id": s.id,
        "tag": s.tag,
        "file": s.file,
        "line": s.line,
        "latex": s.latex,
        "role": s.role.value,
        "readings": list(s.readings),
        "verdict": entry.verdict.value,
        "unsupported": entry.unsupported,
        "unsupported_by": list(entry.unsupported_by),
        "evidence": {"kind": evidence_of(entry.outcome).value, **evidence_json(entry)},
        "repair": entry.repair,
        "repairs": s.repairs,
        "depends_on": list(entry.depends_on),
        "seconds": round(entry.seconds, 3),
    }


def evidence_json(entry: Entry) -> dict[str, Any]:
    """What a verdict rests on: exact values as strings, matrices as nested lists of them."""
    outcome = entry.outcome
    match outcome:
        case Proved():
            count = step_count(outcome.certificate["steps"])
            derivation = {"reason": entry.reason, "step_count": count, "uses": list(entry.uses)}
            return derivation | {"effort": effort_json(outcome.effort), "cites": list(entry.cites)}
        case Refuted():
            certificate = {"lhs": None, "rhs": None, **outcome.certificate}
            steps = {key: certificate[key] for key in ("facts", "steps") if key in certificate}
            return {key: certificate[key] for key in ("instance", "lhs", "rhs")} | steps | {"cites": []}
        case Vacuous():
            return {"steps": outcome.certificate["steps"], "cites": []}
        case Cited():
            return {"source": outcome.source, "effort": effort_json(outcome.effort), "cites": [outcome.certificate["name"]]}
        case Malformed():
            return _diagnostic(outcome.fault) | {"cites": []}
        case Defined():
            return {"cites": []}
        case Unsettled(reason, effort, fault):
            tried = {"reason": reason, "open": entry.open, "effort": effort_json(effort)}
            return tried | ({} if fault is None else _diagnostic(fault)) | {"cites": []}
        case _:
            assert_never(outcome)


def effort_json(effort: Effort | None) -> dict[str, Any] | None:
    """How hard a statement was attacked; slack and nearest are null where floats found none."""
    if effort is None:
        return None
    return {
        "instances": effort.instances,
        "drawn": effort.drawn,
        "rounds": effort.rounds,
        "seed": effort.seed,
        "cut_short": effort.cut_short,
        "evaluated": effort.evaluated,
        "slack": effort.slack,
        "nearest": None if effort.nearest is None else effort.nearest.to_json(),
    }


def _diagnostic(fault: Diagnostic) -> dict[str, Any]:
    place = fault.place
    where = None if place is None else {"file": place.file, "line": place.line, "column": place.column}
    return {"code": fault.code.value, "message": fault.message, "fix": fault.fix, "place": where}


def _change(change: Change) -> dict[str, Any]:
    return {"id": change.id, "before": _locked(change.before), "after": _locked(change.after)}


def _locked(line: Locked | None) -> dict[str, str] | None:
    return None if line is None else {"verdict": line.verdict.value, "statement": line.statement, "evidence": line.evidence.value}


def _set_aside(certificate: SetAside) -> dict[str, str]:
    return {"id": certificate.id, "reason": certificate.reason}


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
