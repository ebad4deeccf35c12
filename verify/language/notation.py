"""A theory's notation: which names there are and of what sort; no formula and no inequality."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verify.language.expression import Expr, Kind, Number, Symbol
from verify.language.statement import INTEGERS, Declaration, Shape

_NAME = re.compile(r"[A-Za-z]+'*(_[A-Za-z0-9]+'*)*")


@dataclass(frozen=True, slots=True)
class Index:
    """A name that only a binder gives a meaning to. over: where it ranges when the binder does not say; () = nowhere."""

    name: str
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Elliptic:
    """A macro for an elliptic product.

    step: by how much the index changes from factor to factor; None = told by the second factor. printed: how many factors it takes: the
    first and the last, from three on the second, with four the last but one.
    """

    macro: str
    step: int | None = None
    printed: int = 2


@dataclass(frozen=True, slots=True)
class Sums:
    """A macro for sums of which print leaves out the middle: it takes what stands below the first, the second and the last sign."""

    macro: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two indices that print writes as one: what stands behind the second (a subscript, a prime) belongs to both."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A real number that only `there is` gives a meaning to."""

    name: str


Entry = Declaration | Index | Elliptic | Sums | Pair | Constant


@dataclass(frozen=True, slots=True)
class Notation:
    """All declared names.

    naturals: the integer symbols that are ≥ 0 by declaration. sizes: those that are ≥ 1 because nothing else is said.
    """

    declarations: tuple[Declaration, ...] = ()
    indices: tuple[Index, ...] = ()
    elliptics: tuple[Elliptic, ...] = ()
    sums: tuple[Sums, ...] = ()
    pairs: tuple[Pair, ...] = ()
    constants: tuple[Constant, ...] = ()
    naturals: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Natural:
    """An integer declaration that is ≥ 0."""

    declaration: Declaration


Entries = tuple["Entry | _Natural", ...]


def real(*names: str) -> Entries:
    """Real numbers."""
    return tuple(Declaration(n, Kind.REAL) for n in _checked(names))


def integer(*names: str) -> Entries:
    """Integers."""
    return tuple(Declaration(n, Kind.INTEGER) for n in _checked(names))


def natural(*names: str) -> Entries:
    """Integers ≥ 0."""
    return tuple(_Natural(Declaration(n, Kind.INTEGER)) for n in _checked(names))


def matrix(*names: str, size: str | int = "d", shape: str = "general") -> Entries:
    """Square matrices. shape: "general", "symmetric" or "psd"."""
    return tuple(Declaration(n, Kind.MATRIX, _size(size), Shape(shape)) for n in _checked(names))


def vector(*names: str, size: str | int = "d") -> Entries:
    """Column vectors."""
    return tuple(Declaration(n, Kind.VECTOR, _size(size)) for n in _checked(names))


def index_set(*names: str, size: str | int) -> Entries:
    """Finite index sets; those of different names have no element in common."""
    return tuple(Declaration(n, Kind.INDEX_SET, _size(size)) for n in _checked(names))


def family(members: Entries, over: str | tuple[str, ...] | tuple[tuple[str, ...], ...]) -> Entries:
    """Families of what `members` declares.

    over: an index set, "integers", or a tuple of names whose union the index runs through; for several indices a tuple of such tuples.
    """
    domains = _domains(over)
    declared = tuple(replace(m, over=domains) for m in members if isinstance(m, Declaration))
    if len(declared) != len(members):
        raise ValueError("a family is one of reals, integers, vectors, matrices or index sets")
    return declared


def selectors(*names: str, over: str | tuple[str, ...]) -> Entries:
    """Families of random variables; a definition `x_r \\sim …` gives their law, Bernoulli, Moments or WithoutReplacement."""
    return tuple(Declaration(n, Kind.REAL, over=_domains(over), selector=True) for n in _checked(names))


def indices(*names: str, over: str | tuple[str, ...] = ()) -> Entries:
    """Names of bound indices. over: the domain of `\\sum_r` where print leaves it out."""
    sets = (over,) if isinstance(over, str) else over
    return tuple(Index(n, sets) for n in _checked(names))


def constants(*names: str) -> Entries:
    """Real constants that exist by a theorem (`\\thereis`)."""
    return tuple(Constant(n) for n in _checked(names))


def pairs(*names: str) -> Entries:
    """Pairs of indices of one letter each: where print has `rf_1`, pairs("rf") says that it is the pair r_1, f_1."""
    for name in names:
        if len(name) != 2 or not name.isalpha() or name[0] == name[1]:
            raise ValueError(f"{name!r} is no pair; write the letters of two indices, e.g. rf")
    return tuple(Pair(*name) for name in names)


def elliptic(macro: str, step: int | None = None, printed: int | None = None) -> Entries:
    """A macro for an elliptic product. step: 1 or -1 where the macro takes two arguments (first, last); None where it takes more.

    printed: 3 (the default without a step) for the first, the second and the last factor; 4 for the last but one before the last.
    """
    if step not in (None, 1, -1):
        raise ValueError(f"step of {macro} must be 1, -1 or None, not {step!r}")
    number = printed or (3 if step is None else 2)
    if number not in ((3, 4) if step is None else (2,)):
        raise ValueError(f"{macro} with {'no step' if step is None else 'a step'} cannot take {number} factors")
    return (Elliptic(_macro(macro), step, number),)


def sums(macro: str) -> Entries:
    """A macro for sums of which print leaves out the middle. It takes what stands below the first, the second and the last sign."""
    return (Sums(_macro(macro)),)


def _macro(name: str) -> str:
    if not (name.isascii() and name.isalpha()):
        raise ValueError(f"{name!r} is no macro; write its name without the backslash")
    return name


def notation(*groups: Entries) -> Notation:
    """The notation of a theory. Raises ValueError where a name is declared twice, or an index set is not declared."""
    entries = [e for group in groups for e in group]
    declared = [e.declaration if isinstance(e, _Natural) else e for e in entries if isinstance(e, Declaration | _Natural)]
    seen: set[tuple[str, int]] = set()
    for d in declared:
        if (d.name, len(d.over)) in seen:
            raise ValueError(f"{d.name} is declared twice")
        seen.add((d.name, len(d.over)))
    known = {INTEGERS} | {d.name for d in declared if d.kind is Kind.INDEX_SET}
    over = [(d.name, s) for d in declared for sets in d.over for s in sets]
    over += [(e.name, s) for e in entries if isinstance(e, Index) for s in e.over]
    for name, index_set_ in over:
        if index_set_ not in known:
            raise ValueError(f"{name} is over {index_set_}, which is no declared index set")
    letters = {e.name for e in entries if isinstance(e, Index)}
    for letter in (letter for e in entries if isinstance(e, Pair) for letter in (e.first, e.second)):
        if letter not in letters:
            raise ValueError(f"{letter} is in a pair and no declared index")
    sizes = tuple(dict.fromkeys(s for d in declared for s in _size_names(d) if (s, 0) not in seen))
    return Notation(
        declarations=(*declared, *(Declaration(s, Kind.INTEGER) for s in sizes)),
        indices=tuple(e for e in entries if isinstance(e, Index)),
        elliptics=tuple(e for e in entries if isinstance(e, Elliptic)),
        sums=tuple(e for e in entries if isinstance(e, Sums)),
        pairs=tuple(e for e in entries if isinstance(e, Pair)),
        constants=tuple(e for e in entries if isinstance(e, Constant)),
        naturals=tuple(e.declaration.name for e in entries if isinstance(e, _Natural)),
        sizes=sizes,
    )


def _size_names(declaration: Declaration) -> Iterator[str]:
    if isinstance(declaration.size, Symbol):
        yield declaration.size.name


def _size(size: str | int) -> Expr:
    return Number(size) if isinstance(size, int) else Symbol(size)


def _domains(over: str | tuple[str, ...] | tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    if isinstance(over, str):
        return ((over,),)
    if all(isinstance(o, str) for o in over):
        return (tuple(o for o in over if isinstance(o, str)),)
    return tuple((o,) if isinstance(o, str) else o for o in over)


def _checked(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if not _NAME.fullmatch(name) or name == INTEGERS:
            raise ValueError(f"{name!r} is no name; write it plainly, e.g. eta, C_r, H_R")
    return names
