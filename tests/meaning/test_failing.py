"""Where a conclusion fails: the relation, the elements, the outcome of the selectors, and the two sides there."""

from __future__ import annotations

import pytest

from tests.small_theory import read_claim
from verify.language.render import render
from verify.meaning.failing import Failing, failing
from verify.meaning.instance import from_json

INSTANCE = from_json(
    {
        "values": {"d": "1", "n_r": "2", "n_f": "1", "B": "1", "n": "2", "s": "1", "t": "1/2"},
        "members": {"H": {"D_r": [[["1"]], [["2"]]], "D_f": [[["3"]]]}},
    }
)


def found(claim: str) -> Failing:
    """Where a claim fails on the instance."""
    statement = read_claim(claim)
    assert statement.conclusion is not None
    return failing(statement.context, statement.conclusion, INSTANCE)


@pytest.mark.parametrize(
    ("claim", "relation", "at", "sides"),
    [
        (r"\conclude{$s \le t$}", r"s \leq t", (), ("1", "1/2")),
        (r"\conclude{$s = 1 \le t$}", r"1 \leq t", (), ("1", "1/2")),
        (r"\conclude{$\operatorname{Tr}(H_r) \le s \forall r \in D_r$}", r"\operatorname{Tr}[H_{r}] \leq s", (("r", "D_r#2"),), ("2", "1")),
        (r"\assume{$r \in D_r$} \conclude{$H_r \preceq s I$}", r"H_{r} \preceq s I_{d}", (("r", "D_r#2"),), ([["2"]], [["1"]])),
        (
            r"\assume{$r \in D_r$}, \assume{$f \in D_f$} \assume{$\operatorname{Tr}(H_r) \ge 2$} \conclude{$\operatorname{Tr}(H_f) = s$}",
            r"\operatorname{Tr}[H_{f}] = s",
            (("r", "D_r#2"), ("f", "D_f#1")),
            ("3", "1"),
        ),
        (r"\conclude{$i \le s \forall i \in [n]$}", r"i \leq s", (("i", "2"),), ("2", "1")),
        (r"\conclude{$t = i \forall i \in \mathbb{N}$}", r"t = i", (("i", "0"),), ("1/2", "0")),
        (r"\conclude{$t \in [s, 2] \forall i \in [n]$}", r"t \in [s, 2]", (("i", "1"),), (None, None)),
    ],
)
def test_the_first_relation_that_fails(claim: str, relation: str, at: tuple[tuple[str, str], ...], sides: tuple[object, object]):
    """With the elements of the quantifiers around it; sides are values, where it is a relation between values."""
    where = found(claim)
    assert (render(where.relation), where.at, (where.left, where.right), where.outcome) == (relation, at, sides, ())


def test_the_outcome_for_which_it_fails():
    """What is drawn, as far as it was looked at."""
    where = found(r"\assume{$r \in D_r$} \conclude{$x_{r,1} + x_{r,2} \le 1$}")
    assert (where.left, where.right) == ("2", "1")
    ((_, element),) = where.at
    assert {f"x[{element}, 1]": 1, f"x[{element}, 2]": 1}.items() <= dict(where.outcome).items()
