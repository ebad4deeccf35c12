"""The scripts of a theory: how its statements are derived or refuted, in the Python files of its folder.

    DERIVATIONS = {"25.7": last_step}    # a statement's id → a function of a Derivation
    REFUTATIONS = {"L4.7.1m": missed}    # a statement's id → a function of a Refutation
    OPEN = {"33.2": "A rule for sums over …"}    # an unsettled statement's id → what would settle it

The first line of a function's docstring is the reason in short. The files are modules of one package, so that one imports from another by
`from .positivity import positivity`. A file without such a mapping is imported only if another asks for it.
"""

from __future__ import annotations

import ast
import difflib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import count
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from verify.decide.prove.derivation import Derivation, Script
from verify.decide.prove.pruned import pruned
from verify.decide.prove.refutation import Refutation, RefutationScript
from verify.errors import Code, Diagnostic, Fault, Place
from verify.language.read import Theory
from verify.language.statement import Statement

DERIVATIONS, REFUTATIONS, OPEN = "DERIVATIONS", "REFUTATIONS", "OPEN"
_FIXES = MappingProxyType({
    DERIVATIONS: ("functions", 'DERIVATIONS = {"25.7": last_step}'),
    REFUTATIONS: ("functions", 'REFUTATIONS = {"25.7": missed}'),
    OPEN: ("sentences", 'OPEN = {"25.7": "A bound of λ_max(N_k)."}'),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """The script for a statement, the reason in short ("" where it has none), and the file that has it. Of OPEN: the sentence."""

    id: str
    script: Callable[[Any], object]
    reason: str
    file: Path


@dataclass(frozen=True, slots=True)
class Derived:
    """The steps that a script wrote, as far as the last one needs them.

    places: for each, in the same order, where the script wrote it: `file:line`, or those of a block's steps.
    """

    steps: tuple[Mapping[str, Any], ...]
    places: tuple[object, ...]

    def place(self, path: tuple[int, ...]) -> str:
        """Where a step was written: the number of the step, behind those of the blocks around it; "" where that is not known."""
        found: object = self.places
        for number in path:
            found = found[number] if isinstance(found, tuple) and number < len(found) else ""
        return found if isinstance(found, str) else ""


@dataclass(frozen=True, slots=True)
class Refuting:
    """The instance, the facts that hold on it, and the steps that lead from them to another limit than the conclusion's, as JSON."""

    instance: Mapping[str, Any]
    facts: tuple[Any, ...]
    derived: Derived


def derived(statement: Statement, script: Script, theory: Theory) -> Derived:
    """What a script writes for a statement of a theory.

    Raises Fault (E-DERIVATION), whatever the script raises, with the line of the script.
    """
    p = Derivation(statement, theory.notation, {s.id: s for s in theory.statements})
    _run(script, p, theory, f"the derivation of {statement.id}")
    if not p.steps:
        message = f"the derivation of {statement.id} has no step"
        raise Fault(Diagnostic(Code.DERIVATION, message, "End it with p.conclude(…), or a step that says the conclusion."))
    steps, places = pruned(p.steps, p.places, len(p.hypotheses))
    return Derived(steps, _as_given(places, theory.directory))


def refuting(statement: Statement, script: RefutationScript, theory: Theory) -> Refuting:
    """What a script writes against a statement of a theory. Raises Fault as `derived`."""
    p = Refutation(statement, theory.notation, {s.id: s for s in theory.statements})
    _run(script, p, theory, f"the refutation of {statement.id}")
    if p.instance is None or p.derivation is None or not p.derivation.steps:
        message = f"the refutation of {statement.id} has no step"
        raise Fault(Diagnostic(Code.DERIVATION, message, "Begin with p.on(…), and end with the limit that contradicts the conclusion."))
    steps, places = pruned(p.derivation.steps, p.derivation.places, len(p.facts), p.needed)
    return Refuting(p.instance.to_json(), p.facts, Derived(steps, _as_given(places, theory.directory)))


def _run(script: Callable[[Any], object], p: object, theory: Theory, what: str) -> None:
    try:
        script(p)
    except Fault as fault:
        raise Fault(*[_located(diagnostic, theory.directory) for diagnostic in fault.diagnostics]) from None
    except Exception as error:  # the theory's own code may raise anything
        raise Fault(_raised(error, Path(theory.directory), f"{what} raises")) from error


def _located(diagnostic: Diagnostic, directory: Path) -> Diagnostic:
    place = diagnostic.place
    return diagnostic if place is None else replace(diagnostic, place=replace(place, file=_relative(place.file, directory)))


def _as_given(places: tuple[object, ...], directory: Path) -> tuple[object, ...]:
    return tuple(_relative(p, directory) if isinstance(p, str) else _as_given(p, directory) for p in places if isinstance(p, str | tuple))


def _relative(place: str, directory: Path) -> str:
    """A place in a file of the theory's folder, named as the folder is."""
    start = f"{directory.absolute()}{os.sep}"
    return str(directory / place.removeprefix(start)) if place.startswith(start) else place


def load_scripts(theory: Theory) -> Mapping[str, Written]:
    """The scripts of a theory's folder that derive statements, by statement id.

    Raises Fault (E-DERIVATION) for every file that cannot be imported or has something else for DERIVATIONS, for every id that the theory
    has no statement of, or that has two scripts.
    """
    return _loaded(theory, DERIVATIONS)


def load_refutations(theory: Theory) -> Mapping[str, Written]:
    """The scripts of a theory's folder that refute statements, by statement id. Raises Fault as `load_scripts`, for REFUTATIONS."""
    return _loaded(theory, REFUTATIONS)


def load_open(theory: Theory) -> Mapping[str, str]:
    """What would settle statements that are not: a sentence by statement id. Raises Fault as `load_scripts`, for OPEN."""
    return {id_: written.reason for id_, written in _loaded(theory, OPEN).items()}


def _loaded(theory: Theory, name: str) -> Mapping[str, Written]:
    faults: list[Diagnostic] = []
    found: dict[str, Written] = {}
    with _package(theory.directory) as package:
        for file in sorted(theory.directory.glob("*.py")):
            try:
                line = _line_of(file, name)
                for written in () if line is None else _read(file, package, name, line):
                    faults += _objections(written, line or 1, found, theory)
                    found.setdefault(written.id, written)
            except Fault as fault:
                faults += fault.diagnostics
    if faults:
        raise Fault(*faults)
    return found


def _line_of(file: Path, name: str) -> int | None:
    """The line at which a file gives this mapping, None where it gives none. Raises Fault."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    except (OSError, SyntaxError, ValueError) as error:
        raise Fault(_raised(error, file.parent, f"{file.name} cannot be read:", file)) from None
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return node.lineno
    return None


def _read(file: Path, package: str, name: str, line: int) -> Iterator[Written]:
    try:
        given = getattr(import_module(f"{package}.{file.stem}"), name)
    except (Exception, SystemExit) as error:  # the theory's own code may raise anything
        raise Fault(_raised(error, file.parent, f"{file.name} cannot be imported:", file)) from None
    sort, example = _FIXES[name]
    fits = isinstance(given, Mapping) and all(isinstance(id_, str) and _is_of(name, value) for id_, value in given.items())
    if not fits:
        raise Fault(_at(file, line, f"{name} is no mapping from statement ids to {sort}", f"Write {example}."))
    for id_, value in given.items():
        yield _written(id_, value, file)


def _is_of(name: str, value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) if name == OPEN else callable(value)


def _written(id_: str, value: str | Callable[[Any], object], file: Path) -> Written:
    """A script with its reason, or a sentence with none."""
    if isinstance(value, str):
        return Written(id_, _unwritten, " ".join(value.split()), file)
    return Written(id_, value, (value.__doc__ or "").strip().split("\n")[0], file)


def _unwritten(_: object) -> None:
    """The script of what is open: nothing."""


def _objections(written: Written, line: int, found: Mapping[str, Written], theory: Theory) -> Iterator[Diagnostic]:
    ids = [statement.id for statement in theory.statements]
    if written.id not in ids:
        near = difflib.get_close_matches(written.id, ids, n=1)
        fix = f"Did you mean {near[0]}?" if near else "`verify check` lists the ids."
        yield _at(written.file, line, f"no statement has the id {written.id}", fix)
    if written.id in found:
        message = f"{written.id} has a script in {found[written.id].file.name}, too"
        yield _at(written.file, line, message, "Remove one of the two.")


@contextmanager
def _package(directory: Path) -> Iterator[str]:
    """The name of a package that a folder is for a while; it leaves neither modules nor bytecode behind, which could be stale."""
    name = next(f"theory_{n}" for n in count() if f"theory_{n}" not in sys.modules)
    package = ModuleType(name)
    package.__path__ = [str(directory.absolute())]
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.modules[name] = package
    try:
        yield name
    finally:
        sys.dont_write_bytecode = before
        for loaded in [module for module in sys.modules if module == name or module.startswith(f"{name}.")]:
            del sys.modules[loaded]


def _raised(error: BaseException, directory: Path, what: str, file: Path | None = None) -> Diagnostic:
    """What went wrong in a theory's own code, at the last line of it that ran."""
    place, line = file, getattr(error, "lineno", None) or 1
    traceback = error.__traceback__
    while traceback is not None:
        ran = Path(traceback.tb_frame.f_code.co_filename)
        if ran.parent == directory.absolute():
            place, line = directory / ran.name, traceback.tb_lineno
        traceback = traceback.tb_next
    said = error.msg if isinstance(error, SyntaxError) else error
    message = f"{what} {type(error).__name__}: {said}"
    return Diagnostic(Code.DERIVATION, message, "Mend the script.") if place is None else _at(place, line, message, "Mend the script.")


def _at(file: Path, line: int, message: str, fix: str) -> Diagnostic:
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n") if file.is_file() else []
    return Diagnostic(Code.DERIVATION, message, fix, Place(str(file), line, 1), lines[line - 1] if line <= len(lines) else "")
