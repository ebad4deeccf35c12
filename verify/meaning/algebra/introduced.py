"""The indices that a statement written with SymPy introduces: with Contains(i, D) given, it holds for each element i of D."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy

from verify.errors import Code, Diagnostic, Fault
from verify.language.expression import Binder, Operator
from verify.meaning.algebra.applied import BooleanApplied, SetApplied
from verify.meaning.algebra.bound import SetBound, bound
from verify.meaning.algebra.members import IndexSet


def introduced(relation: Any, given: Iterable[Any]) -> tuple[Any, tuple[Any, ...]]:
    """The relation for every value of the indices, the first that is given outermost, and the relations that are not about one.

    What is given of an index narrows the set that the last index in it ranges over. Raises Fault (E-AMBIGUOUS) where one is given twice.
    """
    facts = tuple(given)
    indices: dict[Any, Any] = {}
    for fact in facts:
        if _introduces(fact):
            variable, domain = fact.args
            if variable in indices:
                message = f"{variable} can be read as an element of {indices[variable]} and of {domain}"
                raise Fault(Diagnostic(Code.AMBIGUOUS, message, "Give one of the two another name."))
            indices[variable] = domain
    narrowing: dict[Any, list[Any]] = {variable: [] for variable in indices}
    outside: list[Any] = []
    for fact in facts:
        last = next((v for v in reversed(indices) if v in fact.free_symbols), None)
        if last is None:
            outside.append(fact)
        elif not _introduces(fact):
            narrowing[last].append(fact)
    for variable, domain in reversed(indices.items()):
        relation = bound(Binder.FOR_ALL, variable, _narrowed(variable, domain, narrowing[variable]), relation)
    return relation, tuple(outside)


def _introduces(fact: Any) -> bool:
    """Whether a fact is that a symbol is an element of an index set: of a part of one, of several."""
    return isinstance(fact, sympy.Contains) and isinstance(fact.args[0], sympy.Symbol) and _is_of_elements(fact.args[1])


def _is_of_elements(domain: Any) -> bool:
    match domain:
        case SetBound():
            return _is_of_elements(domain.args[2])
        case SetApplied(operator=Operator.UNION):
            return all(_is_of_elements(part) for part in domain.arguments)
        case _:
            return isinstance(domain, IndexSet)


def _narrowed(variable: Any, domain: Any, facts: list[Any]) -> Any:
    if not facts:
        return domain
    condition = facts[0] if len(facts) == 1 else BooleanApplied(Operator.AND.value, *facts)
    return bound(Binder.SUCH_THAT, variable, domain, condition)
