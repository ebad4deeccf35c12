"""The indices that a claim's assumptions introduce (`r \\in D_r`): what is said then holds for each of their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verify.errors import Code
from verify.language import domains
from verify.language.elaborate import conjunction, quantified
from verify.language.expression import Apply, Bind, Binder, Expr, Kind, Operator
from verify.language.names import bound_names, sides, signs
from verify.language.parse import Syntax
from verify.language.scope import BOOLEAN, Bound, Scope, wrapped
from verify.language.walk import free_names


@dataclass(frozen=True, slots=True)
class Index:
    """A variable, and the set that it ranges over, which indices before it may occur in."""

    name: str
    domain: Expr
    bound: Bound


def introduced(waiting: Sequence[Syntax], formula: Syntax, scope: Scope, before: Sequence[Index]) -> list[Index]:
    """The indices that `r \\in D` introduces, those that wait for their set first; [] where the names are other things.

    Raises Fault: E-AMBIGUOUS for an index that is introduced before, E-UNDECLARED for a name that is declared nowhere.
    """
    if [str(s) for s in signs(formula)] != [r"\in"]:
        return []
    left, right = sides(formula)
    named = [(bound_names(wrapped(side)), side) for side in (*waiting, left)]
    if any(len(names) != 1 for names, _ in named):
        return []
    found: list[Index] = []
    for (name,), side in named:
        new_name(name, side, scope, (*before, *found))
        if name in scope.bound or any(d.name == name for d in scope.declarations):
            return []
        typed = domains.domain(right, scope, quantified)
        bound = domains.elements(typed)
        if bound is None or bound.type.kind not in (Kind.ELEMENT, Kind.INTEGER) or typed.expr == domains.NATURALS:
            return []
        if not scope.is_index(name):
            fix = f"{scope.suggestion(name)}Declare it in notation.py: indices({name!r})."
            raise scope.fault(Code.UNDECLARED, side, f"{name} is declared nowhere", fix)
        found.append(Index(name, typed.expr, bound))
    return found


def new_name(name: str, at: Syntax, scope: Scope, indices: Sequence[Index]) -> None:
    """Nothing, where a name is none of the indices. Raises Fault (E-AMBIGUOUS)."""
    if any(index.name == name for index in indices):
        message = f"{name} can be read as the index that is introduced before and as another"
        raise scope.fault(Code.AMBIGUOUS, at, message, f"Give one of them another name, as {name}' or {name}_1.")


def within(conclusion: Expr, hypotheses: tuple[Expr, ...], indices: Sequence[Index]) -> tuple[Expr, tuple[Expr, ...]]:
    """The conclusion for every value of the indices, and the hypotheses that stay outside.

    A hypothesis about an index narrows the set that the last index in it ranges over. Of a conjunction each part is for every value.
    """
    own = {index.name: [h for h in hypotheses if _last(h, indices) == index.name] for index in indices}
    if isinstance(conclusion, Apply) and conclusion.operator is Operator.AND:
        whole: Expr = Apply(Operator.AND, tuple(_for_all(part, indices, own) for part in conclusion.arguments))
    else:
        whole = _for_all(conclusion, indices, own)
    return whole, tuple(h for h in hypotheses if _last(h, indices) is None)


def _for_all(conclusion: Expr, indices: Sequence[Index], own: dict[str, list[Expr]]) -> Expr:
    for index in reversed(indices):
        domain, narrowed = index.domain, own[index.name]
        if narrowed:
            domain = Bind(Binder.SUCH_THAT, index.name, domain, conjunction(narrowed), BOOLEAN)
        conclusion = Bind(Binder.FOR_ALL, index.name, domain, conclusion, BOOLEAN, conclusion.place)
    return conclusion


def _last(hypothesis: Expr, indices: Sequence[Index]) -> str | None:
    """The last index in a hypothesis; None where it is about none."""
    names = set(free_names(hypothesis))
    return next((index.name for index in reversed(indices) if (index.name, 0) in names), None)
