"""Derivations that a rule must accept, and derivations that it must refuse, each for its reason; and the reasons that a rule's file has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.kernel.derivations import derive, mul, sub, var
from tests.kernel.forms import ONE, ZERO, declare, define, mem, statement, sym
from verify.kernel.limits import Rejected

Json = Any
A, B, D, E, F, P, S, a, b, d, k, m, n, p, q, w = map(sym, "ABDEFPSabdkmnpqw")
NOTHING = mul(ZERO, ["identity", d])
SYMBOLS = [
    declare("D", "index_set", n), declare("E", "index_set", m), *[declare(name, "integer") for name in "dkmn"],
    *[declare(name) for name in "abcfpq"], *[declare(name, over=[["integers"]]) for name in "GN"], declare("w", "vector", d),
    *[declare(name, "matrix", d) for name in "AB"], declare("S", "matrix", d, shape="symmetric"), declare("P", "matrix", d, shape="psd"),
    declare("H", "matrix", d, over=[["D"]], shape="psd"), declare("y", over=[["D"]]), declare("x", "integer", over=[["D"]], selector=True),
]  # fmt: skip
LAW = define("x", [var(1)], ["bernoulli", p], [["in", var(1), D]], law=True)
DEFINITIONS = [
    define("N", [ZERO], ONE), define("N", [var(1)], mul(a, mem("N", sub(var(1), ONE))), [[">=", var(1), ONE]]),
    define("c", [], sub(a, b)), define("f", [], ["sum", "#1", D, mul(mem("x", var(1)), mem("y", var(1))), ["real"]]), LAW,
]  # fmt: skip
ORDERED, POSITIVE = ["<=", a, b], ["<", ZERO, a]


@dataclass(frozen=True, slots=True)
class Case:
    """What some steps are to say of a statement with these hypotheses, and the reason why they do not; "" where they do."""

    name: str
    conclusion: Json
    steps: list[Json]
    reason: str = ""
    hypotheses: tuple[Json, ...] = ()
    symbols: tuple[Json, ...] = tuple(SYMBOLS)
    definitions: tuple[Json, ...] = tuple(DEFINITIONS)
    lemmas: Json = field(default_factory=dict)

    @property
    def statement(self) -> Json:
        """The statement."""
        return statement(self.symbols, self.conclusion, self.hypotheses, self.definitions)

    def run(self) -> None:
        """Has the kernel check the steps; what it does must be what is expected."""
        if self.reason:
            with pytest.raises(Rejected, match=re.escape(self.reason)):
                derive(self.statement, *self.steps, lemmas=self.lemmas)
        else:
            derive(self.statement, *self.steps, lemmas=self.lemmas)


def last(name: str, *steps: Json, reason: str = "", **more: Any) -> Case:
    """A case whose conclusion is what the last step says."""
    return Case(name, steps[-1]["says"], list(steps), reason, **more)


def reasons(module: ModuleType) -> Iterable[list[str]]:
    """The texts in the reason of every refusal in a module's file."""
    tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="require"), args=[_, said, *_]) | ast.Raise(exc=ast.Call(args=[said, *_])):
                yield [one.value.strip(" ,:") for one in ast.walk(said) if isinstance(one, ast.Constant) and len(str(one.value)) > 5]


def unmet(module: ModuleType, cases: Iterable[Case]) -> list[list[str]]:
    """The reasons for which no case is refused."""
    given = [case.reason for case in cases]
    return [texts for texts in reasons(module) if texts and not any(text in reason for text in texts for reason in given)]
