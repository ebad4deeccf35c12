"""The rules of a derivation in a few words, without its steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from verify.kernel.rules.lemma import axioms
from verify.report.plain import plain_name

Step = Mapping[str, Any]  # docs/certificates.md, `derivation`


def rules_in_short(steps: list[Step]) -> str:
    """The definitions, statements and axioms that the steps use, each once, and what their normal forms unfold."""
    every = list(every_step(steps))
    defined = _listed("the definition", [plain_name(s["says"][1][1]) for s in every if s.get("rule") == "definition"])
    named = [s["name"] for s in every if s.get("rule") == "lemma"]
    statements = _listed("statement", [name for name in named if name not in axioms()])
    used = _listed("axiom", [name.replace("_", " ") for name in named if name in axioms()])
    unfolded = ", ".join(dict.fromkeys(plain_name(name) for s in every for name, _ in s.get("unfold", [])))
    orders = any(s.get("rule") == "order" for s in every)
    normal = f"normal forms{f' with {unfolded} unfolded' if unfolded else ''}" if orders else ""
    return "; ".join(part for part in (defined, statements, used, normal) if part)


def every_step(steps: list[Step]) -> Iterator[Step]:
    """The steps, those of a block before it."""
    for step in steps:
        yield from every_step(step.get("steps", []))
        yield step


def _listed(word: str, names: list[str]) -> str:
    once = list(dict.fromkeys(names))
    of = " of" if word.startswith("the ") else ""
    return f"{word}{'s' if len(once) > 1 else ''}{of} {', '.join(once)}" if once else ""
