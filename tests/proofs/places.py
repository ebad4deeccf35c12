"""The formulas of the paper's theory at their places, each of which is read anew in the time that it takes alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from verify.errors import Fault
from verify.language.canonical import canonical_bytes
from verify.language.document import Display, Document, Environment, Item, Mark, read_document
from verify.language.expression import Kind, Symbol
from verify.language.notation import Notation
from verify.language.parse import Source
from verify.language.read import ORDER, load_notation
from verify.language.render import render
from verify.language.statement import Declaration, Statement
from verify.language.theory import Basis, basis, reread, statements

PROOFS = Path(__file__).parents[2] / "proofs"
_FORMULAS = ("assume", "conclude", "define", "withprobability", "thereis", "largeenough")  # the marks that hold formulas
_TAG = re.compile(r"\\tag\{[^{}]*\}")
_TOKEN = re.compile(r"(?P<line_end>[,.](?=\s*(?:\\\\|\\tag|\\end|$)))|\\[a-zA-Z]+|\\.|\S", re.DOTALL)
_SIGNS = frozenset(("=", "<", ">", r"\le", r"\leq", r"\ge", r"\geq", r"\preceq", r"\succeq"))
_OPEN, _CLOSE = frozenset(("(", "[", "{", r"\{", r"\langle")), frozenset((")", "]", "}", r"\}", r"\rangle"))
_NO_CHAIN = frozenset((",", r"\Longrightarrow", r"\implies", r"\forall", r"\in", r"\sim"))
_REPAIRS = re.compile(r"\\repairs\{[^{}]*\}")

Meanings = Mapping[str, bytes | None]  # a statement's id → its canonical bytes; None where it has no meaning


@dataclass(frozen=True, slots=True)
class Place:
    """A formula, text[start:end] of a file, and the rest of the item that it stands in.

    kind: the item's; "" for a display. A chain in a display is one place for each side; before and after it stand only the sides next to
    it. linked: the formula begins with the sign that links it to the side before. said_by: the tag or id of the statements that say it;
    None where it is assumed or defined.
    """

    file: str
    start: int
    end: int
    kind: str
    linked: bool
    said_by: str | None
    before: str
    formula: str
    after: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A theory's files, its formulas, and what its statements rest on."""

    texts: Mapping[str, str]
    notation: Notation
    places: tuple[Place, ...]
    basis: Basis


def read_paper(directory: Path = PROOFS) -> Paper:
    """The theory in a folder, with all its formulas: displays and what stands in marks."""
    documents = [read_document(name, (directory / name).read_text(encoding="utf-8")) for name in ORDER]
    notation = load_notation(directory / "notation.py")
    texts = {d.file: d.text for d in documents}
    return Paper(texts, notation, tuple(p for d in documents for p in _places(d)), basis(documents, notation))


def whole(paper: Paper, place: Place, formula: str) -> tuple[Statement, ...] | None:
    """All statements of the theory with another formula at a place; None where the theory is refused."""
    text = paper.texts[place.file]
    texts = {**paper.texts, place.file: text[: place.start] + formula + text[place.end :]}
    try:
        return statements([read_document(file, given) for file, given in texts.items()], paper.notation)
    except Fault:
        return None


def alone(paper: Paper, place: Place, formula: str) -> tuple[Statement, ...] | None:
    """The statements of an item with another formula at a place; None where the theory is refused.

    Those of claims and proofs rest on the theory as it is. Definitions are read without each other, and a set-up, which has no
    statements of its own, with a display that names all symbols.
    """
    text = place.before + formula + place.after
    try:
        match place.kind:
            case "definition":
                return statements([read_document(place.file, text)], paper.notation)
            case "setup":
                return statements([read_document(place.file, text + _naming(paper.notation.declarations))], paper.notation)
            case _:
                return reread([read_document(place.file, text)], paper.basis)
    except Fault:
        return None


def said(place: Place, found: Sequence[Statement]) -> list[Statement]:
    """The statements that say a formula, or all that assume it. found: those of its item."""
    return [s for s in found if place.said_by in (None, s.tag, s.id)]


def meanings(found: Sequence[Statement]) -> Meanings:
    """The canonical bytes of statements by id."""
    return {s.id: None if s.conclusion is None else canonical_bytes(s) for s in found}


def _naming(declarations: Sequence[Declaration]) -> str:
    """A display that names all symbols."""
    forms = {Kind.INTEGER: "{}", Kind.REAL: "{}", Kind.VECTOR: r"\norm{{{}}}{{2}}", Kind.MATRIX: r"\operatorname{{Tr}}({})"}
    named = [forms[d.kind].format(render(Symbol(d.name))) for d in declarations if d.kind in forms and not d.over]
    return rf"\[ {' + '.join(named)} = 0 \tag{{all}} \]"


def _places(document: Document) -> Iterator[Place]:
    for item, after in zip(document.items, (*document.items[1:], None), strict=True):
        start, end = _start(document, item), len(document.text) if after is None else _start(document, after)
        kind = item.kind if isinstance(item, Environment) else ""
        displays = item.displays() if isinstance(item, Environment) and kind == "proofof" else []
        for source, said_by in _formulas(document, item):
            linked = isinstance(item, Display) or any(source.start == d.start for d in displays)
            text = _blanked(document.text, [d for d in displays if d.start != source.start]) if linked else document.text
            text = _REPAIRS.sub(lambda m: " " * len(m[0]), text)  # which statement is repaired is no part of a meaning
            for low, high, first, last in _sides(source) if linked else [(source.start, source.end, source.start, source.end)]:
                rest = ("".join(_TAG.findall(source.latex)) if last < source.end else "") + text[source.end : end]
                before, after = text[start : source.start] + text[first:low], text[high:last] + rest
                yield Place(document.file, low, high, kind, low > source.start, said_by, before, text[low:high], after)


def _sides(source: Source) -> list[tuple[int, int, int, int]]:
    """The sides of a chain: where each begins (at the sign before it) and ends, and where what is next to it does (behind its sign).

    A formula that is no chain is one side.
    """
    starts, behind, depth = [source.start], [source.start], 0
    for token in _TOKEN.finditer(source.text, source.start, source.end):
        depth += (token[0] in _OPEN) - (token[0] in _CLOSE)
        if depth == 0 and token[0] in _SIGNS:
            starts.append(token.start())
            behind.append(token.end())
        elif depth == 0 and token[0] in _NO_CHAIN and token["line_end"] is None:
            return [(source.start, source.end, source.start, source.end)]
    ends = [*starts[1:], source.end]
    return list(zip(starts, ends, [source.start, *behind], [*ends[1:], source.end], strict=False))


def _blanked(text: str, displays: Sequence[Display]) -> str:
    """The text with some displays left out."""
    for d in displays:
        text = text[: d.start - 2] + " " * (d.end - d.start + 4) + text[d.end + 2 :]
    return text


def _start(document: Document, item: Item) -> int:
    return document.text.rindex(r"\[", 0, item.start) if isinstance(item, Display) else item.start


def _formulas(document: Document, item: Item, claim: str | None = None) -> Iterator[tuple[Source, str | None]]:
    """The formulas of an item, with the tag or id of the statements that say them."""
    match item:
        case Display(start, end, tag):
            yield document.source(start, end), tag or claim
        case Mark(name):
            said_by = None if name in ("assume", "define") else claim
            yield from ((source, said_by) for source, _ in document.math(item) if name in _FORMULAS)
        case Environment(kind, id_):
            for inner in item.items:
                yield from _formulas(document, inner, id_ if kind == "claim" else None)
