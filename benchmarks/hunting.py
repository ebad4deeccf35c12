"""One false or true statement under attack, and under plain drawing: what was found and when.

Seconds are those of the processor, so that other work on the machine counts for neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from time import process_time
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from verify.decide import certify
from verify.decide.search.attack import attacks
from verify.decide.search.guided import THOROUGH, Depth
from verify.language.read import load_theory
from verify.language.statement import Role, Statement
from verify.meaning.exact import compile_statement
from verify.meaning.failures import Lacking
from verify.meaning.instance import Instance
from verify.strategies import instances

FOLDER = Path(__file__).parent / "hunt"
MANY = 1_000_000  # rounds: time ends a hunt
_AT_ONCE = 100  # examples of one Hypothesis run


@dataclass(frozen=True, slots=True)
class Size:
    """How large a certificate is. numbers: of its instance; digits: of the longest numerator or denominator among them."""

    numbers: int
    digits: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Hunted:
    """What a statement came to.

    attack, sampling: seconds until it was refuted, None where it was not within the limit: by the attack with a minimal certificate that
    the kernel accepts, by sampling with an instance. size: of that certificate. spent: seconds of the attack; slack: the least it met.
    """

    id: str
    false: bool
    limit: float
    attack: float | None
    sampling: float | None
    spent: float
    slack: float | None
    size: Size | None

    @property
    def kind(self) -> str:
        """In which way the statement is subtle."""
        return self.id.split("-")[0]


def false_and_true() -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The statements of the hunt."""
    claims = [s for s in load_theory(FOLDER) if s.role is Role.CLAIM]
    parted = {name: tuple(s for s in claims if Path(s.file).stem == name) for name in ("false", "true")}
    return parted["false"], parted["true"]


def hunted(statement: Statement, *, false: bool, seconds: float, seed: int, depth: Depth = THOROUGH) -> Hunted:
    """A statement attacked for so many seconds and, if it is false, sampled for as many. depth: of the attack's rounds."""
    attacked, spent, slack, size = _attacked(statement, seconds, seed, depth)
    sampled = _sampled(statement, seconds, seed) if false else None
    return Hunted(statement.id, false, seconds, attacked, sampled, spent, slack, size)


def _attacked(statement: Statement, seconds: float, seed: int, depth: Depth) -> tuple[float | None, float, float | None, Size | None]:
    """Stops with the first round that ends late; what a late round finds is told apart: it has a size and no time."""
    start = process_time()
    slack = None
    for state in attacks(statement, rounds=MANY, seed=seed, depth=depth):
        slack = state.slack
        if state.instance is not None:
            certificate = certify.refuted(statement, state.instance).certificate
            spent = process_time() - start
            return (spent if spent <= seconds else None), spent, slack, _size(certificate)
        if process_time() - start > seconds:
            break
    return None, process_time() - start, slack, None


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


def _sampled(statement: Statement, seconds: float, start_seed: int) -> float | None:
    """Seconds until an instance that Hypothesis draws refutes the statement. The time that shrinking would take is not counted."""
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
    return found[0] if found and found[0] <= seconds else None


def _refutes(judge: Any, instance: Instance) -> bool:
    try:
        return judge(instance).conclusion is False
    except Lacking:
        return False


def recorded(file: Path) -> dict[str, Hunted]:
    """What an earlier run wrote, by id."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return {h.id: h for h in map(_read, lines)}


def record(file: Path, one: Hunted) -> None:
    """Adds a line to a file of results."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(one)) + "\n")


def _read(line: str) -> Hunted:
    data = json.loads(line)
    size = data.pop("size")
    return Hunted(**data, size=None if size is None else Size(**size))
