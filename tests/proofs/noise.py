"""proofs/NOISE.md: what counts as one spelling, and the differences between the extraction and the transcription."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.proofs.latex_tokens import Spelling, tokens

_SPELLING = re.compile(r"^- (dropped|dropped with its argument|letters|the same): (.*)$", re.MULTILINE)
_NAME = re.compile(r"^- (\S+): names the display that follows (\S+);", re.MULTILINE)
_REWRITE = re.compile(r"^- ((?:after )?\S+): `([^`]+)` → (?:`([^`]+)`|nothing); (.+)$", re.MULTILINE)
_CODE = re.compile(r"`([^`]*)`")


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A difference: in the piece `key`, print's `old` became `new`, because."""

    key: str
    old: str
    new: str
    because: str


@dataclass(frozen=True, slots=True)
class Noise:
    """What NOISE.md says. names: what an unnumbered display is called, by the display before it."""

    spelling: Spelling
    names: dict[str, str]
    rewrites: tuple[Rewrite, ...]


def read_noise(text: str) -> Noise:
    """The lists of NOISE.md. Raises ValueError where an item of a list is not of a known form."""
    known = {m.start() for form in (_SPELLING, _NAME, _REWRITE) for m in form.finditer(text)}
    for item in re.finditer(r"^- .*$", text, re.MULTILINE):
        if item.start() not in known:
            raise ValueError(f"NOISE.md: a line of no known form: {item.group()}")
    rewrites = tuple(Rewrite(*m.groups(default="")) for m in _REWRITE.finditer(text))
    return Noise(_spelling(text), {after: name for name, after in _NAME.findall(text)}, rewrites)


def _spelling(text: str) -> Spelling:
    lists: dict[str, list[list[str]]] = {}
    for kind, rest in _SPELLING.findall(text):
        lists.setdefault(kind, []).append(_CODE.findall(rest))
    return Spelling(
        dropped=frozenset(t for codes in lists["dropped"] for t in codes),
        with_argument=frozenset(t for codes in lists["dropped with its argument"] for t in codes),
        letters=frozenset(t for codes in lists["letters"] for t in codes),
        same=tuple((tokens(old), tokens(new)) for new, *olds in lists["the same"] for old in olds),
    )
