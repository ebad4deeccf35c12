"""Steps without those that lead nowhere: a script may derive more than the conclusion needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Step = Mapping[str, Any]  # docs/certificates.md


@dataclass(frozen=True, slots=True)
class _Kept:
    """Which steps of a block are needed, the blocks among them with theirs; and which facts from outside these need."""

    numbers: tuple[int, ...]
    blocks: Mapping[int, _Kept]
    outside: frozenset[int]


def pruned(
    steps: Sequence[Step], places: Sequence[object], hypotheses: int, needed: Iterable[int] = ()
) -> tuple[tuple[Step, ...], tuple[object, ...]]:
    """The steps on which the last one stands, in their order, and what belongs to each. needed: numbers of steps that are kept, too."""
    kept = _kept(steps, hypotheses, needed)
    return _renumbered(steps, hypotheses, kept, {n: n for n in range(hypotheses)}), _chosen(places, kept)


def _kept(steps: Sequence[Step], before: int, also: Iterable[int] = ()) -> _Kept:
    """What the last of some steps needs, and others also. before: how many facts are known before the first."""
    needed, blocks, outside = {len(steps) - 1, *also}, dict[int, _Kept](), set[int]()
    for number in range(len(steps) - 1, -1, -1):
        if number not in needed:
            continue
        step, known = steps[number], before + number
        if "rule" in step:
            facts = set(step["from"])
        else:
            blocks[number] = _kept(step["steps"], known + _opening(step))
            facts = {fact for fact in blocks[number].outside if fact < known}
        needed |= {fact - before for fact in facts if fact >= before}
        outside |= {fact for fact in facts if fact < before}
    return _Kept(tuple(sorted(needed)), blocks, frozenset(outside))


def _opening(block: Step) -> int:
    """How many facts a block begins with: the ends of its domain, and what it supposes."""
    ends = {"range": 2, "naturals": 1}.get(block["over"][0], 0) if block["over"] is not None else 0
    return ends + len(block["suppose"])


def _renumbered(steps: Sequence[Step], before: int, kept: _Kept, names: Mapping[int, int]) -> tuple[Step, ...]:
    """The steps that are kept. names: the new numbers of the facts before them, of all that are kept."""
    new, found = dict(names), list[Step]()
    for number in kept.numbers:
        step, known = steps[number], before + number
        if number in kept.blocks:
            opening = {known + n: len(new) + n for n in range(_opening(step))}
            inner = _renumbered(step["steps"], known + len(opening), kept.blocks[number], {**new, **opening})
            found.append({**step, "steps": list(inner)})
        else:
            found.append({**step, "from": [new[fact] for fact in step["from"]]})
        new[known] = len(new)
    return tuple(found)


def _chosen(places: Sequence[object], kept: _Kept) -> tuple[object, ...]:
    found: list[object] = []
    for number in kept.numbers:
        place = places[number]
        found.append(_chosen(place, kept.blocks[number]) if number in kept.blocks and isinstance(place, tuple) else place)
    return tuple(found)
