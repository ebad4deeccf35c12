"""An attack as JSON, schema `verify-attack/1`."""

from __future__ import annotations

import json
from typing import Any

from verify.decide.outcome import Proved, Refuted, Vacuous
from verify.report.attack import Attacked
from verify.report.ledger_json import effort_json

SCHEMA = "verify-attack/1"


def attack_text(attacked: Attacked, seconds: float) -> str:
    """One attack as a JSON object."""
    return json.dumps(attack_json(attacked, seconds), indent=1, ensure_ascii=False) + "\n"


def attack_json(attacked: Attacked, seconds: float) -> dict[str, Any]:
    """One attack as data: every exact value as a string. counterexample: null where none was found; of a limit without sides."""
    certificate = attacked.outcome.certificate if isinstance(attacked.outcome, Refuted) else None
    limits = attacked.limits
    return {
        "schema": SCHEMA,
        "id": attacked.statement.id,
        "found": certificate is not None,
        "counterexample": None if certificate is None else {key: certificate.get(key) for key in ("instance", "lhs", "rhs")},
        "vacuous": isinstance(attacked.outcome, Vacuous),
        "proved": isinstance(attacked.outcome, Proved),
        "note": attacked.note,
        "effort": effort_json(attacked.attack.effort),
        "rounds_asked": attacked.rounds,
        "interrupted": attacked.interrupted,
        "uncertified": attacked.attack.uncertified,
        "limits": {"d": limits.max_d, "n": limits.max_n, "k": limits.max_k, "far_k": limits.far_k},
        "saved": None if attacked.saved is None else str(attacked.saved),
        "seconds": round(seconds, 3),
    }
