"""One false or true statement under attack, and under plain drawing: what was found and when.

Seconds are those of the processor, so that other work on the machine counts for neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from time import process_time
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from verify.decide import certify
from verify.decide.search.attack import attacks
from verify.decide.search.guided import THOROUGH, Depth
from verify.kernel.limits import Beyond
from verify.language.read import load_theory
from verify.language.statement import Role, Statement
from verify.meaning.exact import compile_statement
from verify.meaning.failures import Lacking
from verify.meaning.instance import Instance
from verify.strategies import instances

FOLDER = Path(__file__).parent / "hunt"
MANY = 10_000  # rounds: time ends a hunt
_AT_ONCE = 100  # examples of one Hypothesis run


@dataclass(frozen=True, slots=True)
class Size:
    """How large a certificate is. numbers: of its instance; digits: of the longest numerator or denominator among them."""

    numbers: int
    digits: int
    bytes: int


class Way(StrEnum):
    """How a counterexample is looked for."""

    ATTACK = "attack"
    SAMPLING = "sampling"


@dataclass(frozen=True, slots=True)
class Hunted:
    """What a statement came to in one way.

    limit: seconds that were allowed. refuted: seconds until it was refuted, None where it was not within the limit: by the attack with a
    minimal certificate that the kernel accepts, by sampling with an instance. spent: seconds in all. slack: the least that the attack met;
    size: of its certificate, be it late.
    """

    id: str
    false: bool
    way: Way
    limit: float
    refuted: float | None
    spent: float
    slack: float | None = None
    size: Size | None = None

    @property
    def kind(self) -> str:
        """In which way the statement is subtle."""
        return self.id.split("-")[0]


def false_and_true() -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The statements of the hunt."""
    claims = [s for s in load_theory(FOLDER) if s.role is Role.CLAIM]
    parted = {name: tuple(s for s in claims if Path(s.file).stem == name) for name in ("false", "true")}
    return parted["false"], parted["true"]


def attacked(statement: Statement, false: bool, seconds: float, seed: int, depth: Depth = THOROUGH) -> Hunted:
    """The attack, up to the first of its rounds that ends late. depth: of its rounds."""
    start = process_time()
    slack = None
    for state in attacks(statement, rounds=MANY, seed=seed, depth=depth):
        slack = state.slack
        if state.instance is not None:
            try:
                size = _size(certify.refuted(statement, state.instance).certificate)
            except Beyond:  # more than the kernel evaluates: no certificate, so not refuted
                break
            spent = process_time() - start
            return Hunted(statement.id, false, Way.ATTACK, seconds, spent if spent <= seconds else None, spent, slack, size)
        if process_time() - start > seconds:
            break
    return Hunted(statement.id, false, Way.ATTACK, seconds, None, process_time() - start, slack)


def _size(certificate: dict[str, Any]) -> Size:
    numbers = [Fraction(x) for x in _numbers(certificate["instance"])]
    digits = max(len(str(max(abs(x.numerator), x.denominator))) for x in numbers)
    return Size(len(numbers), digits, len(json.dumps(certificate)))


def _numbers(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (x for part in value.values() for x in _numbers(part))
        case _:
            yield from (x for part in value for x in _numbers(part))


def sampled(statement: Statement, false: bool, seconds: float, start_seed: int) -> Hunted:
    """Instances drawn by Hypothesis until one refutes the statement. The time that shrinking it would take is not counted."""
    start = process_time()
    judge = compile_statement(statement.context, statement.conclusion)
    drawn, found = instances(statement), []

    def breaks(instance: Instance) -> None:
        if not found and process_time() - start <= seconds and _refutes(judge, instance):
            found.append(process_time() - start)

    calm = settings(max_examples=_AT_ONCE, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    run = start_seed
    while not found and process_time() - start <= seconds:
        seed(run)(calm(given(drawn)(breaks)))()
        run += 1
    refuted = found[0] if found and found[0] <= seconds else None
    return Hunted(statement.id, false, Way.SAMPLING, seconds, refuted, process_time() - start)


def _refutes(judge: Any, instance: Instance) -> bool:
    try:
        return judge(instance).conclusion is False
    except Lacking:
        return False


def recorded(file: Path) -> tuple[Hunted, ...]:
    """What earlier runs wrote."""
    return tuple(map(_read, file.read_text("utf-8").splitlines() if file.exists() else ()))


def record(file: Path, one: Hunted) -> None:
    """Adds a line to a file of results."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(one)) + "\n")


def _read(line: str) -> Hunted:
    data = json.loads(line)
    size, way = data.pop("size"), Way(data.pop("way"))
    return Hunted(**data, way=way, size=None if size is None else Size(**size))
