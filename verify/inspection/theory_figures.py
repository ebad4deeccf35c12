"""A theory's figures.py read: its formulas ready to be evaluated on what is measured."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from verify.errors import Code, Diagnostic, Fault, Place
from verify.figures import Figures
from verify.inspection.rewriting import Pattern, pattern, rewritten
from verify.language.expression import Expr, Symbol
from verify.language.fragment import Surroundings, read_fragment
from verify.language.read import Theory
from verify.language.statement import Context, Statement

FILE = "figures.py"


@dataclass(frozen=True, slots=True)
class TheoryFigures:
    """What figures.py says of a theory. patterns: how the theory writes what is measured. choices: by open symbol."""

    theory: Theory
    figures: Figures
    patterns: tuple[Pattern, ...]
    choices: tuple[tuple[str, Expr], ...]

    def side(self, name: str) -> tuple[Statement, Expr] | None:
        """The statement of a figure and its side, rewritten; None where the theory does not give the figure."""
        found = dict(self.figures.shown).get(name)
        if found is None:
            return None
        statement = self.theory[found.id]
        return statement, self.read(statement, statement.lhs if found.side == "left" else statement.rhs)

    def read(self, statement: Statement, expr: Expr) -> Expr:
        """An expression of a statement in terms of what is measured."""
        return rewritten(expr, statement.context, self.patterns)

    def plain(self, name: str) -> str | None:
        """The symbol that stands for something measured, where it is one symbol."""
        return next((p.expr.name for p in self.patterns if p.name == name and isinstance(p.expr, Symbol)), None)

    def claims(self) -> Iterator[Statement]:
        """The theorems, each with its repairs, in the order of figures.py."""
        for id_ in self.figures.theorems:
            yield self.theory[id_]
            yield from (s for s in self.theory if s.repairs == id_)


def read_figures(theory: Theory) -> TheoryFigures:
    """The figures of a theory. It is the theory's own Python and runs as such. Raises Fault (E-FIGURES)."""
    file = theory.directory / FILE
    found = _run(file)
    surroundings = Surroundings(Context(symbols=theory.notation.declarations), theory.notation)
    patterns = tuple(pattern(name, _read(file, name, latex, surroundings), found.index) for name, latex in found.measured)
    choices = tuple((name, _read(file, name, latex, surroundings)) for name, latex in found.choices)
    for id_ in (*(s.id for _, s in found.shown), *found.lower, *found.upper, *found.theorems):
        try:
            theory[id_]
        except Fault as fault:
            raise _fault(file, 1, f"no statement of the theory has the id {id_}", fault.diagnostics[0].fix) from None
    for name, side in found.shown:
        _has_sides(file, theory[side.id], name)
    return TheoryFigures(theory, found, patterns, choices)


def _run(file: Path) -> Figures:
    if not file.is_file():
        raise Fault(Diagnostic(Code.FIGURES, f"there is no {file}", "Write one that says which formula is which figure (docs/inspect.md)."))
    try:
        found = runpy.run_path(str(file.absolute())).get("FIGURES")
    except (Exception, SystemExit) as error:  # whatever the theory's own code raises is a fault of its file
        line = error.lineno or 1 if isinstance(error, SyntaxError) else _line(file, error)
        raise _fault(file, line, f"{type(error).__name__}: {error}", "Mend figures.py.") from None
    if not isinstance(found, Figures):
        raise _fault(file, 1, "it defines no FIGURES", "Write FIGURES = figures(…).")
    return found


def _line(file: Path, error: BaseException) -> int:
    line, traceback = 1, error.__traceback__
    while traceback is not None:
        if Path(traceback.tb_frame.f_code.co_filename) == file.absolute():
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _read(file: Path, name: str, latex: str, within: Surroundings) -> Expr:
    try:
        return read_fragment(latex, within)
    except Fault as fault:
        first = fault.diagnostics[0]
        raise Fault(replace(first, code=Code.FIGURES, message=f"{file}: {name}: {first.message}", place=None)) from None


def _has_sides(file: Path, statement: Statement, name: str) -> None:
    try:
        statement.lhs  # noqa: B018  # raises where there are no sides
    except AttributeError:
        raise _fault(file, 1, f"{name}: statement {statement.id} has no two sides", "Name a single relation.") from None


def _fault(file: Path, line: int, message: str, fix: str) -> Fault:
    return Fault(Diagnostic(Code.FIGURES, message, fix, Place(str(file), line, 1)))
