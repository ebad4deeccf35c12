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
            first = known + _opening(step)
            values = step.get("values", ())
            blocks[number] = _kept(step["steps"], first, [fact - first for fact in values if fact >= first])
            facts = {fact for fact in (*blocks[number].outside, *values) if fact < known} | {*step.get("from", ())}
        needed |= {fact - before for fact in facts if fact >= before}
        outside |= {fact for fact in facts if fact < before}
    return _Kept(tuple(sorted(needed)), blocks, frozenset(outside))


def _opening(block: Step) -> int:
    """How many facts a block begins with: the ends of its domain, and what it supposes; or what is put in for each set of indices."""
    if "put" in block:
        return len(block["put"])
    return len(ends_of(block["over"], ["symbol", ""])) + len(block["suppose"])


def ends_of(domain: Any, item: Any) -> list[Any]:
    """What a block's domain says of its variable, as a certificate has it: the facts that come before what the block supposes."""
    match domain:
        case ["range" | "open_interval" | "closed_interval" as head, low, high]:
            relation = "<" if head == "open_interval" else "<="
            ends = [(low, item), (item, high)]
            return [[relation, a, b] for a, b in ends if a != ["negate", ["infinity"]] and b != ["infinity"]]
        case ["naturals"]:
            return [["<=", ["number", "0"], item]]
        case _:
            return []


def _renumbered(steps: Sequence[Step], before: int, kept: _Kept, names: Mapping[int, int]) -> tuple[Step, ...]:
    """The steps that are kept. names: the new numbers of the facts before them, of all that are kept."""
    new, found = dict(names), list[Step]()
    for number in kept.numbers:
        step, known = steps[number], before + number
        if number in kept.blocks:
            opening = {known + n: len(new) + n for n in range(_opening(step))}
            inside = {**new, **opening}
            inner = _renumbered(step["steps"], known + len(opening), kept.blocks[number], inside)
            inside |= {known + len(opening) + old: len(inside) + at for at, old in enumerate(kept.blocks[number].numbers)}
            places = [("from", new), ("values", inside)]
            renumbered = {key: [names[fact] for fact in step[key]] for key, names in places if key in step}
            found.append({**step, **renumbered, "steps": list(inner)})
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
