"""Every small change of an accepted certificate: what is still accepted is another statement, or as good a proof of the same one."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from tests.kernel.mutation import mutants
from tests.kernel.reference import World, refutes
from verify.kernel.check import Rejected, Unreadable, check

ACCEPTED = {path.stem: json.loads(path.read_text()) for path in sorted((Path(__file__).parent / "accept").iterdir())}
COUNTEREXAMPLES = sorted(stem for stem, data in ACCEPTED.items() if data["kind"] == "counterexample")
CONTRADICTIONS = sorted(stem for stem, data in ACCEPTED.items() if data["kind"] == "vacuous")
GRID = [Fraction(n, 2) for n in range(-6, 7)]


@cache
def still_accepted(stem):
    """The mutants that the kernel accepts, with what it says of them, among more than a hundred that differ from the original."""
    found, count = [], 0
    for mutant in mutants(ACCEPTED[stem]):
        assert mutant != ACCEPTED[stem]
        count += 1
        try:
            found.append((check(mutant), mutant))
        except (Rejected, Unreadable):
            continue
    assert count > 100
    return found


def satisfying(of):
    """Points of a small grid that satisfy the hypotheses, "for all n" being looked at for n = 0, 1, 2."""
    text = json.dumps(of["hypotheses"]).replace('["naturals"], ["<', '["range", ["number", "0"], ["number", "2"]], ["<')
    names = sorted(d["name"] for d in of["symbols"] if d["kind"] in ("real", "integer") and not d["over"])
    fixed = {"C_f": ["1"], "C_r": ["1"], "n_f": ["0"], "n_r": ["0"], "d": ["1", "2"]}
    for point in product(*(fixed.get(name, [str(x) for x in GRID]) for name in names)):
        world = World(of, {"values": dict(zip(names, point, strict=True)), "members": {"H": {"D_f": [], "D_r": []}}})
        try:
            if world.admissible() and all(world.value(h, []) for h in json.loads(text)):
                yield point
        except (ArithmeticError, LookupError, TypeError, ValueError):  # a hypothesis that has no value does not hold
            continue


@pytest.mark.parametrize("stem", COUNTEREXAMPLES)
def test_accepted_mutants_of_counterexamples(stem):
    """A mutant that is accepted breaks the statement that it carries, by a second evaluation that shares nothing with the kernel."""
    for accepted, mutant in still_accepted(stem):
        assert refutes(mutant), mutant
        assert accepted.statement == json.dumps(mutant["statement"], sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize("stem", COUNTEREXAMPLES)
def test_rejected_mutants_of_sides(stem):
    """No other sides are accepted for the same statement and instance."""
    data = ACCEPTED[stem]
    for _, mutant in still_accepted(stem):
        if (mutant["statement"], mutant["instance"]) == (data["statement"], data["instance"]):
            assert (mutant["lhs"], mutant["rhs"]) == (data["lhs"], data["rhs"])


@pytest.mark.parametrize("stem", CONTRADICTIONS)
def test_accepted_mutants_of_contradictions(stem):
    """No point of a grid satisfies the hypotheses of an accepted mutant."""
    looked_at = set()
    for accepted, mutant in still_accepted(stem):
        if accepted.statement not in looked_at:
            looked_at.add(accepted.statement)
            assert next(satisfying(mutant["statement"]), None) is None, mutant
    assert len(looked_at) > 1


def test_the_grid_sees_points():
    """The search above finds a point where there is one: without its second hypothesis, a = b + 1 can hold."""
    of = {**ACCEPTED["equation"]["statement"], "hypotheses": ACCEPTED["equation"]["statement"]["hypotheses"][:1]}
    assert next(satisfying(of), None) is not None
