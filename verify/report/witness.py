"""The witness of an order step in words: the facts that it adds up, and what is left of the difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Json = Any  # nested lists: docs/certificates.md
_OPPOSITE = frozenset({"<", "<=", "loewner<="})


def in_words(witness: Json, facts: Mapping[str, Json], plain: Callable[[Json], str]) -> tuple[str, frozenset[str]]:
    """How the difference of two sides is made of facts, by label, and which of them are named so.

    A term that is one side of a fact less the other is that fact; what is none of these is written out.
    """
    known = {plain(side): label for label, fact in facts.items() for side in _differences(fact)}
    labels: list[str] = []
    rest: list[Json] = []
    for term in _terms(witness, lambda part: plain(part) in known):
        label = known.get(plain(term))
        labels += [label] if label is not None and label not in labels else []
        rest += [term] if label is None else []
    named = ", ".join(f"({label})" for label in labels)
    left = "" if not rest else f"the difference is {plain(rest[0] if len(rest) == 1 else ['add', *rest])}"
    added = f"adding up {named}" if len(labels) > 1 and not rest else f"by {named}" if labels else ""
    return ", ".join(part for part in (added, left) if part), frozenset(labels)


def _differences(fact: Json) -> list[Json]:
    """What a relation says is zero, positive or semidefinite: a difference that stands nowhere else by chance, so none against 0."""
    match fact:
        case [str(relation), left, right] if ["number", "0"] not in (left, right) and not relation.startswith(("for_all", "implies")):
            more, less = (right, left) if relation in _OPPOSITE else (left, right)
            difference, reverse = ["add", more, ["negate", less]], ["add", less, ["negate", more]]
            turned = [reverse, ["negate", difference], ["negate", reverse]]
            return [difference, *(turned if relation == "=" else [])]
    return []


def _terms(witness: Json, is_fact: Callable[[Json], bool]) -> list[Json]:
    """The terms of a sum, as long as there is a fact among them."""
    match witness:
        case _ if is_fact(witness):
            return [witness]
        case ["add", *parts]:
            terms = [term for part in parts for term in _terms(part, is_fact)]
            return terms if any(map(is_fact, terms)) else [witness]
        case ["multiply", ["negate", ["number", "1"]], part] if is_fact(part):
            return [part]
    return [witness]
