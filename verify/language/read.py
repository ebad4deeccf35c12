"""A theory's folder → its statements: the entry of this room."""

from __future__ import annotations

import difflib
import runpy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from verify.errors import Code, Diagnostic, Fault, Place
from verify.language.document import Document, read_document
from verify.language.notation import Notation
from verify.language.statement import Statement
from verify.language.theory import statements

ORDER = ("setup.tex", "paper.tex", "repairs.tex")
NOT_READ = ("macros.tex", "main.tex")


@dataclass(frozen=True, slots=True)
class Theory:
    """A theory: its statements in the order of print, and the notation in which they are written."""

    name: str
    directory: Path
    statements: tuple[Statement, ...]
    notation: Notation = field(default_factory=Notation)

    def __getitem__(self, id_: str) -> Statement:
        """The statement with an id. Raises Fault (E-UNKNOWN-ID) with near ones."""
        for statement in self.statements:
            if statement.id == id_:
                return statement
        near = difflib.get_close_matches(id_, [s.id for s in self.statements], n=3)
        inside = [s.id for s in self.statements if s.tag == id_]
        hint = f"Did you mean {', '.join(inside or near)}?" if inside or near else "`verify check` lists the ids."
        raise Fault(Diagnostic(Code.UNKNOWN_ID, f"no statement has the id {id_}", hint))

    def display(self, tag: str) -> tuple[Statement, ...]:
        """The lines of the display with a number, where it has several and none has that id."""
        lines = tuple(s for s in self.statements if s.tag == tag)
        return () if any(s.id == tag for s in self.statements) else lines

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def __len__(self) -> int:
        return len(self.statements)


def load_theory(path: str | Path = "proofs") -> Theory:
    """The theory in a folder.

    Raises Fault with every fault that leaves no statement to decide: unreadable files, unbalanced braces or environments, ids
    given twice, relations without a tag, undeclared symbols.
    """
    directory = Path(path)
    if not directory.is_dir():
        message = f"{path} is no directory" if directory.exists() else f"there is no directory {path}"
        raise Fault(Diagnostic(Code.THEORY, message, "Name the folder of a theory: verify check DIR."))
    files = [directory / name for name in ORDER if (directory / name).is_file()]
    if not files:
        files = sorted(p for p in directory.glob("*.tex") if p.name not in NOT_READ)
    if not files:
        raise Fault(Diagnostic(Code.THEORY, f"{path} holds no .tex file", "Write the theory's statements into one (docs/language.md)."))
    faults: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for file in files:
        try:
            texts[str(file)] = _text(file)
        except Fault as fault:
            faults += fault.diagnostics
    notation = Notation()
    try:
        notation = load_notation(directory / "notation.py")
    except Fault as fault:
        faults += fault.diagnostics
    if faults:
        raise Fault(*faults, *_documents(texts)[1])
    return read_theory(texts, notation, name=directory.resolve().name, directory=directory)


def read_theory(texts: Mapping[str, str], notation: Notation, *, name: str = "theory", directory: Path = Path()) -> Theory:
    """The theory in some texts (file name → LaTeX, in order of reading). Raises Fault."""
    documents, faults = _documents(texts)
    if faults:
        raise Fault(*faults)
    return Theory(name, directory, statements(documents, notation), notation)


def _documents(texts: Mapping[str, str]) -> tuple[list[Document], list[Diagnostic]]:
    """The files that have a structure, and the faults of those that have none."""
    documents: list[Document] = []
    faults: list[Diagnostic] = []
    for file, text in texts.items():
        try:
            documents.append(read_document(file, text))
        except Fault as fault:
            faults += fault.diagnostics
    return documents, faults


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Fault(
            Diagnostic(Code.READ, f"{file} cannot be read: {error.strerror}", "Check that it exists and its permissions.")
        ) from None
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line = before.count("\n") + 1
        place = Place(str(file), line, len(before) - before.rfind("\n"))
        shown = data.decode("utf-8", errors="replace").split("\n")[line - 1].rstrip("\r")
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise Fault(Diagnostic(Code.ENCODING, message, "Save the file as UTF-8.", place, shown)) from None


def load_notation(file: Path) -> Notation:
    """The NOTATION of a notation.py. It is the theory's own Python and runs as such. Raises Fault (E-NOTATION)."""
    if not file.is_file():
        raise Fault(
            Diagnostic(
                Code.NOTATION, f"there is no {file}", "Write one that declares the symbols: NOTATION = notation(…) (docs/language.md)."
            )
        )
    try:
        found = runpy.run_path(str(file.absolute())).get("NOTATION")  # leaves no bytecode behind, which could be stale
    except (Exception, SystemExit) as error:  # whatever the theory's own code raises is a fault of its file
        raise Fault(_notation_fault(file, error)) from None
    if not isinstance(found, Notation):
        raise Fault(_notation_diagnostic(file, 1, 1, "it defines no NOTATION", "Write NOTATION = notation(…)."))
    return found


def _notation_fault(file: Path, error: BaseException) -> Diagnostic:
    line, column = 1, 1
    if isinstance(error, SyntaxError):
        line, column = error.lineno or 1, error.offset or 1
    traceback = error.__traceback__
    while traceback is not None:
        if Path(traceback.tb_frame.f_code.co_filename) == file.absolute():
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    said = error.msg if isinstance(error, SyntaxError) else error
    return _notation_diagnostic(file, line, column, f"{type(error).__name__}: {said}", "Mend notation.py.")


def _notation_diagnostic(file: Path, line: int, column: int, message: str, fix: str) -> Diagnostic:
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    source = lines[line - 1] if line <= len(lines) else ""
    return Diagnostic(Code.NOTATION, message, fix, Place(str(file), line, column), source)
