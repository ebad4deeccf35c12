"""Where the definitions of random names and of index sets stand, so that a SymPy object can be expanded without its statement."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from verify.language.canonical import definition_json, dump
from verify.language.expression import Expr, Kind
from verify.language.statement import Context, Definition
from verify.language.walk import free_names
from verify.meaning.algebra.members import Origin
from verify.meaning.randomness import Name, random_names


def origins(context: Context) -> Mapping[Name, Origin]:
    """The origin of each name that a definition of the context makes random, and of each index set that it defines."""
    defined = {(d.name, len(d.parameters)) for d in context.definitions if not d.law}
    sets = {(d.name, len(d.over)) for d in context.symbols if d.kind is Kind.INDEX_SET}
    return {name: Origin(_mark(name, context), context) for name in (random_names(context) | sets) & defined}


def _mark(name: Name, context: Context) -> str:
    """A digest of the definitions that a name rests on."""
    reached = sorted((d.name, dump(definition_json(d))) for d in _reached(name, context))
    return sha256(b"".join(text for _, text in reached)).hexdigest()[:16]


def _reached(name: Name, context: Context) -> list[Definition]:
    waiting = [name]
    seen: set[Name] = set()
    found: list[Definition] = []
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        for clause in context.definitions_of(*here):
            found.append(clause)
            waiting += [n for part in (clause.body, *clause.given) for n in _names(part)]
    return found


def _names(part: Expr) -> list[Name]:
    """The names in a part, a selector also without its step."""
    found = list(free_names(part))
    return found + [(name, count - 1) for name, count in found if count > 1]
