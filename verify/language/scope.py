"""What names mean at a point of a theory, and a typed expression."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lark import Token, Tree

from verify.errors import Code, Fault
from verify.language.expression import Expr, Kind, Type
from verify.language.notation import Notation
from verify.language.parse import Source, Syntax
from verify.language.statement import INTEGERS, Declaration

INTEGER = Type(Kind.INTEGER)
REAL = Type(Kind.REAL)
BOOLEAN = Type(Kind.BOOLEAN)


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression and its type. sets: for an element of index sets, their names."""

    expr: Expr
    type: Type
    sets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """What a bound variable stands for. sets: the index sets it comes from, or (INTEGERS,)."""

    type: Type
    sets: tuple[str, ...]


def bound_over(sets: tuple[str, ...]) -> Bound:
    """A variable that ranges over index sets or integers."""
    return Bound(INTEGER if sets == (INTEGERS,) else Type(Kind.ELEMENT), sets)


@dataclass(frozen=True, slots=True)
class Scope:
    """The names at a point: declarations (the first of a name counts), bound variables, and the notation they come from.

    notes collects how conventions were read; it is the only thing that changes.
    """

    source: Source
    notation: Notation
    declarations: tuple[Declaration, ...]
    bound: Mapping[str, Bound] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list, compare=False)

    def declaration(self, name: str, indices: int) -> Declaration | None:
        """The declaration of a name with so many indices; a selector may leave out its step."""
        for d in self.declarations:
            if d.name == name and (len(d.over) == indices or (d.selector and len(d.over) + 1 == indices)):
                return d
        return None

    def bind(self, variables: Mapping[str, Bound]) -> Scope:
        """The scope inside a binder."""
        return replace(self, bound={**self.bound, **variables})

    def default_sets(self, variable: str) -> tuple[str, ...]:
        """Where an index ranges by declaration; a prime or number (r', r_1) does not matter. () where nothing is declared."""
        letter = variable.split("_")[0].rstrip("'")
        return next((i.over for i in self.notation.indices if i.name == letter), ())

    def sizes(self) -> tuple[Expr, ...]:
        """The sizes that vectors and matrices have here, those that a claim declares first."""
        sized = (d.size for d in self.declarations if d.kind in (Kind.VECTOR, Kind.MATRIX))
        return tuple(dict.fromkeys(s for s in sized if s is not None))

    def is_index(self, variable: str) -> bool:
        """Whether a name is declared as a bound index."""
        letter = variable.split("_")[0].rstrip("'")
        return any(i.name == letter for i in self.notation.indices)

    def fault(self, code: Code, tree: Syntax | Token, message: str, fix: str) -> Fault:
        """A fault at a piece of syntax."""
        return self.source.fault(code, offset(tree), message, fix)

    def note(self, text: str) -> None:
        """Record how something was read, once."""
        if text not in self.notes:
            self.notes.append(text)

    def suggestion(self, name: str) -> str:
        """A near name that is declared, as a sentence; "" where there is none."""
        names = {d.name for d in self.declarations} | set(self.bound)
        near = difflib.get_close_matches(name, names, n=1)
        return f"Did you mean {near[0]}? " if near else ""


def offset(tree: Syntax | Token) -> int:
    """Where a piece of syntax begins in its formula."""
    if isinstance(tree, Token):
        return tree.start_pos or 0
    return 0 if tree.meta.empty else tree.meta.start_pos


def span(tree: Syntax | Token) -> tuple[int, int]:
    """Where a piece of syntax begins and ends in its formula."""
    if isinstance(tree, Token):
        return tree.start_pos or 0, tree.end_pos or 0
    return (0, 0) if tree.meta.empty else (tree.meta.start_pos, tree.meta.end_pos)


def trees(tree: Syntax) -> list[Syntax]:
    """The children that are trees."""
    return [c for c in tree.children if isinstance(c, Tree)]


def only(tree: Syntax) -> Syntax | None:
    """The only child of a tree, where it is a tree."""
    child = tree.children[0] if len(tree.children) == 1 else None
    return child if isinstance(child, Tree) else None


def wrapped(expr: Syntax) -> Syntax:
    """An `expr` tree as the formula that it is."""
    chain: Syntax = Tree("chain", [expr], expr.meta)
    implication: Syntax = Tree("implication", [chain], expr.meta)
    return Tree("quantified", [implication], expr.meta)
