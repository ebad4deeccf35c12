"""LaTeX as tokens in one spelling, macros expanded: written for the comparison of texts alone, apart from the engine's reader."""

from __future__ import annotations

import re
from dataclasses import dataclass

Tokens = tuple[str, ...]

_TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\S", re.DOTALL)
_NEWCOMMAND = re.compile(r"\\newcommand\{\\([a-zA-Z]+)\}(?:\[(\d)\])?\{(.*)\}$", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\\)%.*")


@dataclass(frozen=True, slots=True)
class Macro:
    """A \\newcommand: how many arguments it takes, and its body."""

    arity: int
    body: Tokens


@dataclass(frozen=True, slots=True)
class Spelling:
    """What counts as one spelling.

    dropped: tokens that say nothing; with_argument: those whose argument says nothing either. letters: text commands that count for
    the letters in their argument. same: pairs (old, new), each old is written new.
    """

    dropped: frozenset[str]
    with_argument: frozenset[str]
    letters: frozenset[str]
    same: tuple[tuple[Tokens, Tokens], ...]


def uncommented(text: str) -> str:
    """The text without its comments."""
    return _COMMENT.sub("", text)


def tokens(text: str) -> Tokens:
    """Control words, control symbols and single characters; blanks are none."""
    return tuple(_TOKEN.findall(text))


def macros(text: str) -> dict[str, Macro]:
    """The macros that a file of one-line \\newcommands defines."""
    return {f"\\{name}": Macro(int(arity or 0), tokens(body)) for name, arity, body in _NEWCOMMAND.findall(uncommented(text))}


def _argument(stream: Tokens, start: int) -> tuple[Tokens, int]:
    """The argument that begins at `start`, without its braces, and where it ends."""
    if stream[start] != "{":
        return stream[start : start + 1], start + 1
    depth = 0
    for end in range(start, len(stream)):
        depth += {"{": 1, "}": -1}.get(stream[end], 0)
        if depth == 0:
            return stream[start + 1 : end], end + 1
    raise ValueError(f"a brace is never closed: {' '.join(stream[start : start + 20])}")


def expand(stream: Tokens, known: dict[str, Macro]) -> Tokens:
    """The tokens with every known macro replaced by its body, again and again."""
    position = 0
    while position < len(stream):
        macro = known.get(stream[position])
        if macro is None:
            position += 1
            continue
        end, arguments = position + 1, []
        for _ in range(macro.arity):
            argument, end = _argument(stream, end)
            arguments.append(argument)
        stream = stream[:position] + _filled(macro.body, arguments) + stream[end:]
    return stream


def _filled(body: Tokens, arguments: list[Tokens]) -> Tokens:
    found: list[str] = []
    position = 0
    while position < len(body):
        if body[position] == "#":
            found += arguments[int(body[position + 1]) - 1]
            position += 2
        else:
            found.append(body[position])
            position += 1
    return tuple(found)


def normal(stream: Tokens, spelling: Spelling) -> Tokens:
    """The tokens in the one spelling; braces around a single token are left out."""
    found: list[str] = []
    position = 0
    while position < len(stream):
        token = stream[position]
        position += 1
        if token in spelling.with_argument:
            _, position = _argument(stream, position)
        elif token in spelling.letters:
            inside, position = _argument(stream, position)
            found += inside
        elif token not in spelling.dropped:
            found.append(token)
    for old, new in spelling.same:
        found = list(replaced(tuple(found), old, new))
    return _unbraced(tuple(found))


def occurrences(stream: Tokens, part: Tokens) -> list[int]:
    """Where a run of tokens begins in a stream."""
    return [i for i in range(len(stream) - len(part) + 1) if stream[i : i + len(part)] == part]


def replaced(stream: Tokens, old: Tokens, new: Tokens) -> Tokens:
    """The stream with every run `old` replaced."""
    found: list[str] = []
    position = 0
    while position < len(stream):
        if stream[position : position + len(old)] == old:
            found += new
            position += len(old)
        else:
            found.append(stream[position])
            position += 1
    return tuple(found)


def _unbraced(stream: Tokens) -> Tokens:
    found: list[str] = []
    for token in stream:
        found.append(token)
        if token == "}" and len(found) > 2 and found[-3] == "{" and found[-2] != "}":
            found[-3:] = [found[-2]]
    return tuple(found)
