"""The formulas of two texts, the extracted appendix and the transcription, piece by piece under the same keys.

A piece is a display, keyed by its number (`(27)`) or, where it has none, by the claim that it stands in; or all formulas in the
text between two displays, keyed `after (27)`.
"""

from __future__ import annotations

import re
from itertools import pairwise

from tests.proofs.latex_tokens import uncommented

_BLOCK = re.compile(r"\$\$(.*?)\$\$(?:\s*\((\d+)\))?", re.DOTALL)
_INNER_NUMBER = re.compile(r"\\tag\{(\d+)\}|\((\d+)\)\s*$")
_DISPLAY = re.compile(r"\\\[(.*?)\\\]", re.DOTALL)
_CLAIM = re.compile(r"\\begin\{claim\}\{([^}]*)\}")
_LINE_NUMBER = re.compile(r"^\d{4}\s*\n", re.MULTILINE)
_INLINE = re.compile(r"\$([^$]+)\$")

Pieces = dict[str, str]


def appendix_pieces(text: str, names: dict[str, str]) -> Pieces:
    """The pieces of sections 4.2 to 4.6. names: what an unnumbered display is called, by the key of the one before it."""
    section = _LINE_NUMBER.sub("", text[text.index("### 4.2") :])
    pieces: Pieces = {}
    before = ""
    for group in _groups(section):
        formula, number = _numbered(group)
        key = f"({number})" if number else names[before]
        pieces[key] = formula
        before = key
    return pieces | _between(section, [(g[0].start(), g[-1].end()) for g in _groups(section)], list(pieces))


def _groups(section: str) -> list[list[re.Match[str]]]:
    """The displays, each as the blocks that the extraction cut it into: those with only blanks between them, up to one with its number."""
    groups: list[list[re.Match[str]]] = []
    for block in _BLOCK.finditer(section):
        if groups and not groups[-1][-1][2] and not section[groups[-1][-1].end() : block.start()].strip():
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _numbered(group: list[re.Match[str]]) -> tuple[str, str | None]:
    """The formula of a display and its number, wherever that ended up."""
    formulas = [block[1].rstrip() for block in group]
    inner = [found for formula in formulas if (found := _INNER_NUMBER.search(formula)) is not None]
    number = group[-1][2] or next((found[1] or found[2] for found in inner), None)
    return " ".join(_INNER_NUMBER.sub("", formula) for formula in formulas), number


def paper_pieces(text: str) -> Pieces:
    """The pieces of paper.tex."""
    text = uncommented(text)
    pieces: Pieces = {}
    displays = list(_DISPLAY.finditer(text))
    for display in displays:
        tag = re.search(r"\\tag\{(\d+)\}", display[1])
        key = f"({tag[1]})" if tag else _CLAIM.findall(text[: display.start()])[-1]
        pieces[key] = display[1]
    return pieces | _between(text, [d.span() for d in displays], list(pieces))


def _between(text: str, spans: list[tuple[int, int]], keys: list[str]) -> Pieces:
    """The formulas in the text after each display, before the next."""
    ends = [*spans, (len(text), len(text))]
    gaps = [text[end:start] for (_, end), (start, _) in pairwise(ends)]
    return {f"after {key}": " ".join(_INLINE.findall(gap)) for key, gap in zip(keys, gaps, strict=True)}
