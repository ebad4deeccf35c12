"""Hypotheses that cannot hold together.

    steps lead from the hypotheses to 0 < 0
    ─────────────────────────────────────────
    no instance satisfies all the hypotheses
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from verify.kernel.limits import Budget, require, shown
from verify.kernel.rules import derivation
from verify.kernel.statement import Statement

KEYS = ("steps",)
_ZERO = ("number", "0")


def check(statement: Statement, evidence: dict[str, Any], budget: Budget, lemmas: Mapping[str, Statement]) -> tuple[None, None]:
    """Nothing, where the steps end in 0 < 0; that the conclusion has a value is not used. Raises Rejected."""
    bare = replace(statement, conclusion=("=", _ZERO, _ZERO))
    last = derivation.concluded(bare, evidence["steps"], budget, lemmas)
    require(last == ("<", _ZERO, _ZERO), f"the last step says {shown(str(last))}, which is no contradiction")
    return None, None
