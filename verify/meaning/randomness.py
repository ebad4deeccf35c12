"""Which expressions depend on selectors that no expectation averages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from verify.language.expression import Apply, Bind, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol
from verify.language.statement import INTEGERS, Context, Declaration, Definition
from verify.meaning.keeping import mentioned

Name = tuple[str, int]  # a name and its number of indices

_AVERAGED = (Operator.EXPECTATION, Operator.PROBABILITY, Operator.SURELY)


def random_names(context: Context, *, batches: bool | None = None) -> frozenset[Name]:
    """The derived names whose definitions, followed to the end, meet a selector; the selectors themselves, with and without step.

    batches: only families of which some are, or none is, drawn without replacement.
    """
    chosen = [d for d in context.symbols if d.selector and batches in (None, _has_batch(context, d))]
    names = {(d.name, len(d.over) + step) for d in chosen for step in (0, 1)}
    values = [d for d in context.definitions if not d.law]
    while found := {_name(d) for d in values if _name(d) not in names and _mentions_random(d, names)}:
        names |= found
    return frozenset(names)


def _has_batch(context: Context, selector: Declaration) -> bool:
    laws = [d.body for d in context.definitions if d.law and d.name == selector.name]
    return any(isinstance(law, Apply) and law.operator is Operator.WITHOUT_REPLACEMENT for law in laws)


def is_random(expr: Expr, names: frozenset[Name] | set[Name]) -> bool:
    """Whether the expression mentions one of the names outside every expectation."""
    match expr:
        case Number():
            return False
        case Symbol(name):
            return (name, 0) in names
        case Member(family, indices):
            return (family, len(indices)) in names or any(is_random(i, names) for i in indices)
        case Apply(operator, arguments):
            return operator not in _AVERAGED and any(is_random(a, names) for a in arguments)
        case Bind(_, variable, domain, body, _):
            return is_random(domain, names) or is_random(body, frozenset(n for n in names if n != (variable, 0)))
        case Compare(_, left, right):
            return is_random(left, names) or is_random(right, names)
        case _:
            assert_never(expr)


def is_of_one_step(context: Context, name: Name) -> bool:
    """Whether a name with one index has one definition, and all that is random in it are selectors at the step that the index says.

    The index occurs nowhere else and the selectors' laws do not depend on it, so that the values at two steps differ in the step alone.
    """
    clauses = [d for d in context.definitions_of(*name) if not d.law]
    if name[1] != 1 or len(clauses) != 1 or clauses[0].given or not isinstance(clauses[0].parameters[0], Symbol):
        return False
    return _steps_alone(clauses[0].body, clauses[0].parameters[0], context, random_names(context))


def _steps_alone(expr: Expr, step: Symbol, context: Context, random: frozenset[Name]) -> bool:
    match expr:
        case Number():
            return True
        case Symbol(name):
            return name != step.name and (name, 0) not in random
        case Member(family, indices) if (family, len(indices)) in random:
            declaration = context.declaration(family, len(indices))
            steps_last = declaration is not None and declaration.selector and len(indices) == len(declaration.over) + 1
            others = all(_steps_alone(i, step, context, random) for i in indices[:-1])
            return steps_last and others and indices[-1] == step and not context.definitions_of(family, len(indices))
        case Member(_, indices):
            return all(_steps_alone(i, step, context, random) for i in indices)
        case Apply(operator, arguments):
            return operator not in _AVERAGED and all(_steps_alone(a, step, context, random) for a in arguments)
        case Bind(_, variable, domain, body, _):
            inside = variable != step.name and (variable, 0) not in random
            return inside and all(_steps_alone(part, step, context, random) for part in (domain, body))
        case Compare(_, left, right):
            return all(_steps_alone(part, step, context, random) for part in (left, right))
        case _:
            assert_never(expr)


def is_law_of_sets(context: Context, selector: Declaration) -> bool:
    """Whether the law of a selector depends on the index sets that its indices are from, and on nothing else of them."""
    sets = {d.name for d in context.symbols if d.kind is Kind.INDEX_SET and not d.over}
    if any(over == (INTEGERS,) for over in selector.over) or context.definitions_of(selector.name, len(selector.over) + 1):
        return False
    laws = [d for d in context.definitions_of(selector.name, len(selector.over)) if d.law]
    return all(_is_of_sets(law, sets - {d.name for d in context.definitions if not d.parameters}) for law in laws)


def _is_of_sets(law: Definition, sets: set[str]) -> bool:
    indices = {p.name for p in law.parameters if isinstance(p, Symbol)}
    if len(indices) != len(law.parameters) or indices.intersection(mentioned(law.body)):
        return False
    return all(_is_membership(given, sets) for given in law.given)


def _is_membership(given: Expr, sets: set[str]) -> bool:
    match given:
        case Compare(Relation.IN, Symbol(), Symbol(name)):
            return name in sets
        case _:
            return False


def _name(definition: Definition) -> Name:
    return definition.name, len(definition.parameters)


def _mentions_random(definition: Definition, names: set[Name]) -> bool:
    return any(is_random(part, names) for part in _parts(definition))


def _parts(definition: Definition) -> Iterator[Expr]:
    yield definition.body
    yield from definition.given
