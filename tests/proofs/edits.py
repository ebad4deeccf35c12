"""One-character edits of formulas. A LaTeX command counts as one character, and so does a script with its sign."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests.proofs.places import Place

_TOKEN = re.compile(
    r"(?P<skip>\\(?:tag|begin|end)\{[^{}]*\})"
    r"|\\(?:operatorname|mathrm|text|mathbb|mathbf|boldsymbol|mathcal)\s*\{[^{}]*\}|\\lambda_\{\\max\}"
    r"|\\[a-zA-Z]+|\\.|[^\s{}]",
    re.DOTALL,
)
_SCRIPT = re.compile(r"[_^](?:\\[a-zA-Z]+|[^\s{}]|(?P<brace>\{))")

# What is written instead of a character. Leaving it out is an edit of each.
INSTEAD = {
    "+": ("-",), "-": ("+",), "=": (r"\le", "<"), "<": (r"\le", ">"), ">": (r"\ge", "<"), "^": ("_",), "_": ("^",),
    **dict.fromkeys((r"\le", r"\leq"), ("<", r"\ge", "=")), **dict.fromkeys((r"\ge", r"\geq"), (">", r"\le", "=")),
    r"\preceq": (r"\succeq", "="), r"\succeq": (r"\preceq", "="), r"\in": ("=",), r"\sim": ("=",), r"\to": ("=",),
    **{str(n): (str((n + 1) % 10), str((n - 1) % 10)) for n in range(10)},
    "r": ("f", "k"), "f": ("r", "i"), "i": ("j", "r"), "j": ("i", "f"), "a": ("r",), "o": ("0",), "k": ("n", "r"), "n": ("k", "d"),
    "d": ("n", "k"), "m": ("n",), "x": ("w",), "w": ("x", "v"), "v": ("w",), "e": ("w",), "y": ("x",),
    "H": ("N", "D"), "N": ("M", "H"), "M": ("N", "J"), "J": ("N", "D"), "D": ("J", "H"), "S": ("D",), "I": ("J", "D"),
    "C": ("B", "D"), "B": ("C", "d"), "T": ("2",), "F": ("R", "1"), "R": ("F",), "E": (r"\operatorname{Tr}",), "L": ("J",),
    r"\eta": (r"\alpha", r"\epsilon"), r"\alpha": (r"\eta",), r"\epsilon": (r"\delta", r"\eta"), r"\sigma": (r"\epsilon",),
    r"\delta": (r"\epsilon",), r"\mu": ("v",), r"\xi": ("w",), r"\infty": ("0",),
    r"\sum": (r"\prod", r"\max"), r"\prod": (r"\sum",), r"\max": (r"\sum",), r"\sup": (r"\sum",), r"\lim": (r"\sum",),
    r"\frac": (r"\binom",), r"\binom": (r"\frac",), r"\choose": ("+",), r"\cdot": ("+",), r"\Gamma": (r"\log",), r"\log": (r"\Gamma",),
    r"\operatorname{Tr}": (r"\lambda_{\max}", r"\mathbb{E}"), r"\lambda_{\max}": (r"\operatorname{Tr}",),
    r"\mathbb{E}": (r"\operatorname{Tr}",), r"\mathbb{R}": (r"\mathbb{N}",), r"\mathbb{N}": (r"\mathbb{R}",),
    r"\upto": (r"\downto",), r"\downto": (r"\upto",), r"\upcdots": (r"\downcdots",), r"\downcdots": (r"\upcdots",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """A place's formula[start:end] replaced by something new, or left out."""

    place: Place
    start: int
    end: int
    new: str = ""

    @property
    def old(self) -> str:
        """What stands there."""
        return self.place.formula[self.start : self.end]

    @property
    def before(self) -> str:
        """The formula up to there."""
        return self.place.formula[: self.start]

    @property
    def formula(self) -> str:
        """The formula after the edit. What is new stands apart, so that no command's name runs into it."""
        return f"{self.before} {self.new} {self.place.formula[self.end :]}"

    def __str__(self) -> str:
        around = f"{self.before[-30:]}[{self.old}→{self.new}]{self.place.formula[self.end :][:20]}"
        return f"{self.place.file}, {self.place.said_by or self.place.kind}: {' '.join(around.split())}"


def edits(place: Place) -> Iterator[tuple[Edit, ...]]:
    """All edits of a formula, those of one character together. Braces are not edited alone, nor tags and environments."""
    for token in _TOKEN.finditer(place.formula):
        if token["skip"] is not None:
            continue
        changed = [Edit(place, *token.span(), new) for new in INSTEAD.get(token[0], ())]
        script = [Edit(place, token.start(), end) for end in _script(place.formula, token.start())]
        yield (*changed, *script, Edit(place, *token.span()))


def one_of_each(place: Place) -> list[Edit]:
    """One edit of each character: the next in turn where the character stands several times."""
    found: Counter[str] = Counter()
    chosen: list[Edit] = []
    for alternatives in edits(place):
        old = alternatives[-1].old
        chosen.append(alternatives[found[old] % len(alternatives)])
        found[old] += 1
    return chosen


def _script(formula: str, start: int) -> Iterator[int]:
    """Where the script that begins at a place ends, if one does."""
    script = _SCRIPT.match(formula, start)
    if script is None:
        return
    depth = 0
    for position in range(script.end() - 1, len(formula)):
        depth += {"{": 1, "}": -1}.get(formula[position], 0)
        if depth == 0:
            yield position + 1
            return
