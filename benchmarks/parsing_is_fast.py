"""A display is read faster than SymPy's own LaTeX parser reads a short formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import sympy
from sympy.parsing.latex import parse_latex

from benchmarks.measure import Comparison, Measured
from verify.errors import Fault
from verify.language import macros
from verify.language.document import Display, Environment, Item, read_document
from verify.language.expression import Compare
from verify.language.links import Link, links
from verify.language.parse import Parser, Source, parser
from verify.language.read import ORDER, load_notation, load_theory
from verify.language.scope import Scope
from verify.language.statement import Statement
from verify.meaning.exact import value
from verify.meaning.instance import Instance

CLAIM = "parsing is fast"
PASCAL = r"\binom{n-1}{k-1} + \binom{n-1}{k}"  # the right side of (14), which SymPy's parser can read
SAME_AIM, OTHERS_AIM, TIMES = 20, 1, 30


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads the displays of a theory."""

    parser: Parser
    scope: Scope

    def read(self, source: Source) -> tuple[Link, ...]:
        """The relations of a display, parsed and typed; none where a name is one that the claim around it declares."""
        try:
            return tuple(links(self.parser, source, replace(self.scope, source=source)))
        except Fault:
            return ()


def run(smoke: bool) -> Iterator[Measured]:
    """(14) by both parsers; the middle and the slowest of all displays; the whole theory."""
    statement = load_theory("proofs")["14"]
    reader, by_sympy = _reader(), partial(parse_latex, PASCAL, backend="lark")
    sources = [s for s in _sources() if reader.read(s)]
    pascal = next(s for s in sources if PASCAL in s.latex)
    same = Comparison(CLAIM, "(14), against SymPy", partial(reader.read, pascal), by_sympy, partial(_agree, statement))
    yield same.at_least(SAME_AIM, smoke)
    by_time = sorted(sources, key=partial(_seconds, reader))
    for name, source in (("middle", by_time[len(by_time) // 2]), ("slowest", by_time[-1])):
        place = source.place(0)
        case = f"the {name} of {len(sources)} displays ({place.file}:{place.line}), against SymPy on (14)"
        yield Comparison(CLAIM, case, partial(reader.read, source), by_sympy, _both_read).at_least(OTHERS_AIM, smoke)
    case = f"proofs/ loaded, against SymPy on (14) {TIMES} times"
    yield Comparison(CLAIM, case, load_theory, lambda: [by_sympy() for _ in range(TIMES)], _both_read).at_least(OTHERS_AIM, smoke)


def _reader() -> Reader:
    notation = load_notation(Path("proofs/notation.py"))
    return Reader(parser(macros.terminals(notation)), Scope(Source("", "", 0, 0), notation, notation.declarations))


def _sources() -> Iterator[Source]:
    for name in ORDER:
        file = Path("proofs") / name
        document = read_document(str(file), file.read_text("utf-8"))
        yield from (document.source(display.start, display.end) for display in _displays(document.items))


def _displays(items: Sequence[Item]) -> Iterator[Display]:
    for item in items:
        if isinstance(item, Display):
            yield item
        elif isinstance(item, Environment):
            yield from _displays(item.items)


def _seconds(reader: Reader, source: Source) -> float:
    """The least of three times."""
    seconds = []
    for _ in range(3):
        start = perf_counter()
        reader.read(source)
        seconds.append(perf_counter() - start)
    return min(seconds)


def _agree(statement: Statement, ours: tuple[Link, ...], naive: sympy.Expr) -> bool:
    """Whether both read the same number for n = 5, k = 2."""
    (link,) = ours
    instance = Instance((("n", Fraction(5)), ("k", Fraction(2))))
    found = value(statement.context, link.expr.right, instance) if isinstance(link.expr, Compare) else None
    return str(found) == str(naive.subs({"n": 5, "k": 2}))


def _both_read(ours: Any, naive: Any) -> bool:
    """Different formulas: all that can be said is that both were read."""
    return bool(ours) and bool(naive)
