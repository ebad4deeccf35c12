"""What a one-character edit comes to: another meaning, a fault, or the same meaning by a rule of the language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from tests.proofs.edits import Edit
from tests.proofs.places import Meanings, Paper, alone, meanings, said
from verify.language.statement import Statement

_LAYOUT = frozenset(("&", r"\\", r"\,", r"\ ", r"\;", r"\:", "~", r"\quad", r"\qquad", r"\left", r"\right"))
_LINE_END = re.compile(r"(?:[\s~]|\\[,;: ])*(?:\\\\|\\tag|\\end|\\forall|\\\]|\$|$)")
_LIMIT = re.compile(r"\\sum_\{[^{}]*\\in [^{}]*\}$")
_MEMBERS = re.compile(r"^\s*(?:[A-Za-z]|\\(?:upto|downto|upcdots|downcdots|backwards)\{[^{}]*\}\{[^{}]*\})(?=\s*\\in\s*\\mathbb\{R\})")
_FAMILY = re.compile(r"\\\{\s*[A-Za-z]\s*_\s*$")


class Effect(Enum):
    """What an edit comes to."""

    CHANGED = "another meaning"
    FAULT = "a fault"
    LAYOUT = "the same: alignment, line breaks, spaces, and punctuation at a line's end say nothing"
    TIMES = "the same: the sign of a product says nothing"
    COMMA = "the same: a comma between indices, or between what a sum binds, says nothing"
    LIMIT = "the same: an upper limit above i ∈ D is redundant, and noted so"
    PAIR = "the same: what stands behind a declared pair belongs to both of its names, and is noted so"
    NUMBER = "the same: any norm of a number is its absolute value, and noted so"
    VECTOR = "the same: the norm of a vector that is not named is ℓ2"
    SIZE = "the same: I alone has the size that all vectors and matrices have"
    RANGE = "the same: which members a declaration names says nothing where all it says is what kind they are"
    FAMILY = "the same: the index in braces, {H_i}, stands for every member, whatever its letter"
    UNREAD = "the same: the relation has no meaning, before and after"
    SILENT = "the same, and no rule says why"


@dataclass(frozen=True, slots=True)
class Finding:
    """An edit and what it comes to."""

    edit: Edit
    effect: Effect


def effects(paper: Paper, edits: Iterable[Edit], before: Sequence[Statement]) -> list[Finding]:
    """What edits of one formula come to, by its item alone. before: the item's statements."""
    meant = meanings(before)
    return [Finding(e, effect(e, before, meant, alone(paper, e.place, e.formula))) for e in edits]


def effect(edit: Edit, before: Sequence[Statement], meant: Meanings, after: Sequence[Statement] | None) -> Effect:
    """What an edit comes to by the statements before and after it (None: the theory is refused)."""
    if after is None:
        return Effect.FAULT
    now = meanings(after)
    if now == meant:
        return _rule(edit, before, after)
    lost = list(now.values()).count(None) > list(meant.values()).count(None)
    gained = set(now.values()) - set(meant.values()) - {None}
    return Effect.FAULT if lost and not gained else Effect.CHANGED


def _rule(edit: Edit, before: Sequence[Statement], after: Sequence[Statement]) -> Effect:
    """The rule by which an edit keeps the meaning."""
    notes, later = ([note for s in found for note in s.readings] for found in (before, after))
    concerned = said(edit.place, before)
    if edit.place.linked and not edit.before.strip():  # the sign of a relation is that of the first one alone
        concerned = concerned[:1]
    if all(s.conclusion is None for s in concerned):
        return Effect.UNREAD
    if any("is a pair" in note and note not in notes for note in later):
        return Effect.PAIR
    if edit.new == "":
        return _left_out(edit, notes)
    if _is_norm(edit) and any("the norm of a number" in note for note in notes):
        return Effect.NUMBER
    if _FAMILY.search(edit.before) and edit.place.formula[edit.end :].lstrip().startswith(r"\}"):
        return Effect.FAMILY
    return Effect.RANGE if _names_members(edit) else Effect.SILENT


def _left_out(edit: Edit, notes: Sequence[str]) -> Effect:
    """The rule by which a character can be left out. notes: how conventions were read."""
    after = edit.place.formula[edit.end :] + edit.place.after
    if edit.old in _LAYOUT or (edit.old in (",", ".", ";") and _LINE_END.match(after)):
        return Effect.LAYOUT
    if edit.old in (r"\cdot", r"\times"):
        return Effect.TIMES
    if edit.old == "," and _is_lowered(edit.before):
        return Effect.COMMA
    if edit.old.startswith("^") and _LIMIT.search(edit.before) and any("is redundant" in note for note in notes):
        return Effect.LIMIT
    if _is_norm(edit):
        return Effect.NUMBER if any("the norm of a number" in note for note in notes) else Effect.VECTOR
    if edit.old.startswith("_") and edit.before.endswith("I"):
        return Effect.SIZE
    return Effect.RANGE if _names_members(edit) else Effect.SILENT


def _is_norm(edit: Edit) -> bool:
    """Whether an edit is of the 1 or 2 that says which norm is meant."""
    return (
        edit.old in ("1", "2") and edit.before.endswith("}{") and edit.place.formula[edit.end :].startswith("}") and "norm" in edit.before
    )


def _names_members(edit: Edit) -> bool:
    """Whether an edit is in the members of `v \\in \\mathbb{R}…` or `\\upto{M_1}{M_k} \\in \\mathbb{R}…`, the whole of an assumption."""
    declared = _MEMBERS.match(edit.place.formula)
    return declared is not None and edit.place.said_by is None and edit.end <= declared.end()


def _is_lowered(before: str) -> bool:
    """Whether what follows some LaTeX stands in a subscript's braces."""
    depth = 0
    for position in range(len(before) - 1, -1, -1):
        depth += {"{": 1, "}": -1}.get(before[position], 0)
        if depth == 1:
            return before[position - 1 : position] == "_"
    return False


def report(findings: Sequence[Finding]) -> str:
    """How many edits of each formula came to what, and of all."""
    formulas: dict[str, Counter[Effect]] = {}
    for f in findings:
        name = f"{f.edit.place.file}, {f.edit.place.said_by or f.edit.place.kind}"
        formulas.setdefault(name, Counter())[f.effect] += 1
    total = Counter(f.effect for f in findings)
    lines = [f"{name}: {_counted(counts)}" for name, counts in formulas.items()]
    return "\n".join([*lines, f"{len(findings)} edits", *(f"  {total[e]:6} {e.value}" for e in Effect if total[e])])


def _counted(counts: Counter[Effect]) -> str:
    """The counts of one formula, those that keep the meaning by the names of their rules."""
    names = {Effect.CHANGED: "another meaning", Effect.FAULT: "a fault"}
    return ", ".join(f"{counts[e]} {names.get(e, 'kept by ' + e.name)}" for e in Effect if counts[e])
