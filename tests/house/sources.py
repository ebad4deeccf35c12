"""The project's source files as syntax trees, and rules over them; a rule gives the offences that it finds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("verify", "proofs")
_SILENCE = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:)")


@dataclass(frozen=True, slots=True)
class Source:
    """A file by its path from the project's root, with "/"."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, self.path)


def sources(*rooms: str) -> tuple[Source, ...]:
    """Every Python file in these folders of the project."""
    files = sorted(file for room in rooms for file in (ROOT / room).rglob("*.py"))
    return tuple(Source(file.relative_to(ROOT).as_posix(), file.read_text("utf-8")) for file in files)


def calls(source: Source) -> Iterator[tuple[str, int]]:
    """The last name of every function that a file calls (`b` in `a.b(…)`), with its line."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name, node.lineno


def imports(source: Source) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, anywhere in it, with the line."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Import(names=names):
                yield from ((alias.name, node.lineno) for alias in names)
            case ast.ImportFrom(module=str(module)):
                yield module, node.lineno


def long_files(found: tuple[Source, ...], limit: int) -> list[str]:
    """Files with more lines than the limit."""
    return [f"{s.path} ({n} lines)" for s in found if (n := len(s.text.splitlines())) > limit]


def long_functions(found: tuple[Source, ...], limit: int) -> list[str]:
    """Functions with more lines than the limit."""
    return [
        f"{s.path}:{node.lineno} {node.name} ({n} lines)"
        for s in found
        for node in ast.walk(s.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (n := (node.end_lineno or 0) - node.lineno + 1) > limit
    ]


def running_text(found: tuple[Source, ...]) -> list[str]:
    """Places that run text as code, or load objects from bytes."""
    running, loading = ("eval", "exec", "sympify", "parse_expr"), ("pickle", "marshal", "shelve", "dill")
    ran = [f"{s.path}:{line} {name}" for s in found for name, line in calls(s) if name in running]
    return ran + [f"{s.path}:{line} {name}" for s in found for name, line in imports(s) if name.split(".")[0] in loading]


def constructions(found: tuple[Source, ...], names: tuple[str, ...], allowed: tuple[str, ...]) -> list[str]:
    """Places that build one of the named types outside the allowed paths."""
    return [
        f"{s.path}:{line} {name}" for s in found for name, line in calls(s) if name in names and not s.path.startswith(allowed)
    ]


def vague_names(found: tuple[Source, ...]) -> list[str]:
    """Files whose name says nothing."""
    vague = ("utils", "util", "helpers", "helper", "common", "base", "core", "manager", "misc")
    return [s.path for s in found if Path(s.path).stem in vague or Path(s.path).parent.name in vague]


def bare_silences(found: tuple[Source, ...]) -> list[str]:
    """Lines that silence a check without a reason beside it: a second comment after the first."""
    lines = [(s, n, line) for s in found for n, line in enumerate(s.text.splitlines(), start=1)]
    return [f"{s.path}:{n}" for s, n, line in lines if (silence := _SILENCE.search(line)) and "#" not in line[silence.end() :]]


def evasions(found: tuple[Source, ...]) -> list[str]:
    """Tests that are skipped, or expected to fail."""
    evading = ("skip", "skipif", "xfail", "importorskip", "skipTest")
    return [f"{s.path}:{n.lineno}" for s in found for n in ast.walk(s.tree) if isinstance(n, ast.Attribute) and n.attr in evading]


def assertions(found: tuple[Source, ...]) -> list[str]:
    """`assert` statements: they are gone under `python -O`."""
    return [f"{s.path}:{node.lineno}" for s in found for node in ast.walk(s.tree) if isinstance(node, ast.Assert)]


def private_imports(found: tuple[Source, ...], public: tuple[str, ...]) -> list[str]:
    """Imports from verify that are not from its public modules."""
    return [f"{s.path}:{line} {name}" for s in found for name, line in imports(s) if name.split(".")[0] == "verify" and name not in public]
