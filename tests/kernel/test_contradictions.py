"""Contradictory hypotheses: every form that is read as a polynomial, and weights that are right or not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.forms import ONE, TWO, ZERO, declare, define, mem, num, statement, sym, vacuous
from verify.kernel.check import Rejected, check

a, b, c, d, n, m = sym("a"), sym("b"), sym("c"), sym("d"), sym("#1"), sym("#2")
IDENTITY, THREE, FOUR = ["identity", d], ["number", "3"], ["number", "4"]
AT_LEAST_ONE = ["<=", ONE, a]
SYMBOLS = [
    declare("a"), declare("b"), declare("c"), declare("d", "integer"),
    declare("N", "matrix", d, over=[["integers"]]), declare("t", over=[["integers"], ["integers"]]),
]  # fmt: skip
DEFINITIONS = [
    define("N", [ZERO], IDENTITY), define("N", [n], ["multiply", n, mem("N", ["add", n, num(-1)])], [["in", n, ["naturals"]]]),
    define("c", [], ["add", a, ONE]), define("t", [n, m], ["add", ["multiply", n, a], m]),
]  # fmt: skip


def contradiction(hypotheses, *steps):
    """The kernel's answer to a derivation from hypotheses."""
    return check(vacuous(statement(SYMBOLS, ["=", a, b], hypotheses, DEFINITIONS), *steps))


def natural(body, domain=("naturals",)):
    """For all #1."""
    return ["for_all", "#1", list(domain), body, ["boolean"]]


@pytest.mark.parametrize(
    ("hypotheses", "steps"),
    [
        ([["in", a, ["naturals"]], ["<", a, ZERO]], [(0, None, [], "1"), (1, None, [], "1")]),
        ([AT_LEAST_ONE, [">=", ["negate", a], ZERO]], [(0, None, [], "1"), (1, None, [], "1")]),
        ([AT_LEAST_ONE, [">", ONE, a]], [(0, None, [], "1/3"), (1, None, [], "1/3")]),
        ([AT_LEAST_ONE, ["<=", ["divide", a, FOUR], ZERO]], [(0, None, [], "1"), (1, None, [], "4")]),
        ([["=", a, ONE], [">=", a, TWO]], [(0, None, [], "-1"), (1, None, [], "1")]),
        ([["=", a, TWO], ["<=", a, ONE]], [(0, None, [], "1"), (1, None, [], "1")]),
        ([["in", a, ["open_interval", ZERO, ONE]], [">=", a, ONE]], [(0, 1, [], "1"), (1, None, [], "1")]),
        ([["in", a, ["open_interval", ZERO, ONE]], ["<=", a, ZERO]], [(0, 0, [], "1"), (1, None, [], "1")]),
        ([["in", a, ["closed_interval", TWO, ONE]]], [(0, 0, [], "1"), (0, 1, [], "1")]),
        ([["and", AT_LEAST_ONE, ["<", a, ONE]]], [(0, 0, [], "1"), (0, 1, [], "1")]),
        ([AT_LEAST_ONE, ["<", c, TWO]], [(0, None, [], "1"), (1, None, [], "1")]),
        ([AT_LEAST_ONE, ["<=", ["sum", "#1", ["range", ONE, THREE], ["multiply", n, a], ["real"]], THREE]],
         [(0, None, [], "6"), (1, None, [], "1")]),
        ([AT_LEAST_ONE, ["<=", ["multiply", ["binomial", FOUR, TWO], a], THREE]], [(0, None, [], "6"), (1, None, [], "1")]),
        ([["<=", ONE, d], ["<=", ["trace", ["add", IDENTITY, ["multiply", TWO, IDENTITY]]], d]], [(0, None, [], "2"), (1, None, [], "1")]),
        ([["<=", ONE, d], [">=", ["trace", ["negate", IDENTITY]], ZERO]], [(0, None, [], "1"), (1, None, [], "1")]),
        ([["<=", ONE, d], ["<=", ["trace", ["sum", "#1", ["range", ONE, TWO], IDENTITY, ["matrix", d]]], d]],
         [(0, None, [], "1"), (1, None, [], "1")]),
        ([["<=", ONE, d], natural(["<", ["trace", mem("N", n)], d])], [(1, None, ["1"], "1"), (0, None, [], "0")]),
        ([["<=", ONE, d], natural(["<=", ["trace", mem("N", n)], ONE])], [(0, None, [], "6"), (1, None, ["3"], "1")]),
        ([natural(["<", a, n], ("range", ZERO, TWO)), [">=", a, ZERO]], [(0, None, ["0"], "1"), (1, None, [], "1")]),
        ([natural(["and", ["<", a, n], [">", a, n]])], [(0, 0, ["1"], "1"), (0, 1, ["1"], "1")]),
        ([natural(["for_all", "#2", ["range", ZERO, n], ["<", mem("t", n, m), ["multiply", TWO, a]], ["boolean"]])],
         [(0, None, ["2", "1"], "1")]),
        ([["<", ["power", ["add", a, ["negate", b]], TWO], ZERO],
          [">=", ["add", ["power", a, TWO], ["power", b, TWO]], ["multiply", a, TWO, b]]], [(0, None, [], "1"), (1, None, [], "1")]),
        ([["<", ["power", a, ZERO], ["multiply", ONE, ONE]]], [(0, None, [], "1")]),
    ],
)  # fmt: skip
def test_accepted(hypotheses, steps):
    """The weighted sum is a negative constant, or zero with a strict inequality."""
    assert contradiction(hypotheses, *steps).kind == "vacuous"


@pytest.mark.parametrize(
    "hypothesis",
    [
        ["<", ["power", a, num(-1)], ZERO], ["<", ["power", a, b], ZERO], ["<", ["power", a, ["divide", ONE, TWO]], ZERO],
        ["<", ["divide", a, ZERO], ZERO],
        ["<", ["absolute", a], ZERO], ["<", ["root", a], ZERO], ["<", IDENTITY, ZERO], ["<", ["trace", a], ZERO],
        ["<", ["trace", mem("N", num(-1))], ZERO], ["<", ["trace", mem("N", ["divide", ONE, TWO])], ZERO],
        ["<", ["trace", ONE], ZERO], ["<", mem("N", ZERO), ZERO],
        ["in", ONE, ["open_interval", ZERO, ["infinity"]]], ["in", num(-1), ["reals"]], ["loewner<=", ONE, ZERO], ["tends_to", ONE, ZERO],
        ["implies", ["=", ONE, ONE], ["<", ONE, ZERO]], ["surely", ["<", ONE, ZERO]],
        ["for_all", "#1", ["range", ONE, ZERO], ["<", ONE, ZERO], ["boolean"]],
        ["for_all", "#1", ["range", ZERO, a], ["<", ONE, ZERO], ["boolean"]], ["exists", "#1", ["naturals"], ["<", ONE, ZERO], ["boolean"]],
        ["<", ["sum", "#1", ["range", ZERO, a], a, ["real"]], ZERO], ["<", ["maximum", "#1", ["range", ZERO, ONE], a, ["real"]], ZERO],
    ],
    ids=str,
)  # fmt: skip
def test_rejected(hypothesis):
    """What has no polynomial, or is not instantiated in its domain, contradicts nothing, whatever the weights."""
    at = ["1"] if hypothesis[0] == "for_all" else []
    for part in (None, 0, 1):
        with pytest.raises(Rejected):
            contradiction([hypothesis], (0, part, at, "1"))


FRACTIONS = st.builds(Fraction, st.integers(-3, 3), st.integers(1, 2))


def literal(x):
    """A rational as an expression."""
    return ["divide", num(x.numerator), num(x.denominator)]


FORMS = st.tuples(FRACTIONS, FRACTIONS, FRACTIONS, st.booleans(), FRACTIONS)


@given(st.lists(FORMS, min_size=1, max_size=3), FRACTIONS, st.booleans(), st.booleans())
def test_linear_combinations(forms, last, strict, spoiled):
    """For random p = xa + yb + z, and a last one that cancels a and b: accepted exactly where the sum is a contradiction."""
    x, y = (-sum(weight * form[i] for *form, _, weight in forms) for i in (0, 1))
    forms = [*forms, (x + spoiled, y, last, strict, Fraction(1))]
    hypotheses = [
        [">" if s else ">=", ["add", ["multiply", literal(x), a], ["multiply", literal(y), b], literal(z)], ZERO] for x, y, z, s, _ in forms
    ]
    steps = [(i, None, [], str(weight)) for i, (*_, weight) in enumerate(forms)]
    constant = sum(weight * z for _, _, z, _, weight in forms)
    signs = all(weight >= 0 for *_, weight in forms)
    proves = signs and not spoiled and (constant < 0 or (constant == 0 and any(s and weight for *_, s, weight in forms)))
    if proves:
        assert contradiction(hypotheses, *steps).kind == "vacuous"
    else:
        with pytest.raises(Rejected):
            contradiction(hypotheses, *steps)
