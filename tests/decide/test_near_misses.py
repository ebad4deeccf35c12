"""Near misses: what is kept of them, in which order, and what becomes of entries that are none."""

from __future__ import annotations

from fractions import Fraction

from hypothesis.database import InMemoryExampleDatabase

from tests.small_theory import read_claim, read_claims
from verify.decide.strategies.near_misses import KEPT
from verify.meaning.instance import Instance
from verify.strategies import NearMiss, NearMisses, near_misses

CLAIM = r"\conclude{$t^2 \ge 0$}"
STATEMENT = read_claim(CLAIM)


def miss(slack: float) -> NearMiss:
    """One that is told from others by its slack."""
    return NearMiss(slack, Instance((("t", Fraction(slack)),)))


def test_the_nearest_come_first(tmp_path):
    """Whatever the order in which they were found, and in another run."""
    for slack in (0.5, 0.125, 0.25):
        near_misses(tmp_path).keep(STATEMENT, miss(slack))
    assert near_misses(tmp_path).of(STATEMENT) == (miss(0.125), miss(0.25), miss(0.5))


def test_only_the_nearest_are_kept():
    """What has more slack makes room, or never enters; what is found twice is kept once."""
    misses = NearMisses(InMemoryExampleDatabase())
    for n in (*range(KEPT + 3), 0):
        misses.keep(STATEMENT, miss(1 / (n + 1)))
    misses.keep(STATEMENT, miss(1.0))
    assert misses.of(STATEMENT) == tuple(miss(1 / (n + 1)) for n in reversed(range(3, KEPT + 3)))


def test_each_statement_has_its_own():
    """A reworded statement starts anew; the same one elsewhere does not."""
    misses = NearMisses(InMemoryExampleDatabase())
    misses.keep(STATEMENT, miss(0.5))
    other = read_claims({"first": r"\conclude{$t^2 \ge t$}", "second": CLAIM})
    assert misses.of(other["first"]) == ()
    assert misses.of(other["second"]) == (miss(0.5),)


def test_what_cannot_be_read_counts_for_nothing():
    """An entry of another program, one cut off, one without a number."""
    database = InMemoryExampleDatabase()
    NearMisses(database).keep(STATEMENT, miss(0.5))
    (key,) = [k for k, entries in database.data.items() if any(b"slack" in entry for entry in entries)]
    for entry in (b"\xff", b"{", b"[]", b"{}", b'{"slack":"nan","instance":{"values":{},"members":{}}}', b'{"slack":"1","instance":{}}'):
        database.save(key, entry)
    database.save(key, b'{"slack":"1","instance":{"values":{"t":"1/0"},"members":{}}}')
    assert NearMisses(database).of(STATEMENT) == (miss(0.5),)


def test_a_directory_is_made_when_there_is_something_to_keep(tmp_path):
    """Looking for near misses leaves nothing behind."""
    directory = tmp_path / "misses"
    assert near_misses(directory).of(STATEMENT) == ()
    assert not directory.exists()
    near_misses(directory).keep(STATEMENT, miss(0.5))
    assert directory.exists()
