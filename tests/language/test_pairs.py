"""Indices that print writes as one, products with several running indices, and sums without a middle: how each is read."""

from __future__ import annotations

import pytest

from tests.language.formulas import expression, notes
from verify.language.expression import Apply, Bind, Binder, Expr, Kind, Member, Number, Operator, Symbol, Type
from verify.notation import elliptic, index_set, indices, notation, pairs, sums

BOUND = r"\sum_{r, r', r_1, r_2 \in D_r} \sum_{f, f', f_1, f_2 \in D_f}"


def pair_of(latex: str) -> tuple[str, ...]:
    """The names of the indices of a member that stands under sums over r and f, with primes and numbers."""
    body: Expr = expression(f"{BOUND} {latex}")
    while isinstance(body, Bind):
        body = body.body
    assert isinstance(body, Member)
    return tuple(i.name for i in body.indices if isinstance(i, Symbol))


@pytest.mark.parametrize(
    ("latex", "names"),
    [
        ("D_{rf}", ("r", "f")),
        ("D_{rf_1}", ("r_1", "f_1")),
        ("D_{r f_{1}}", ("r_1", "f_1")),
        ("D_{r'f}", ("r'", "f")),
        ("D_{r_1f_2}", ("r_1", "f_2")),
        ("D_{{r} f_1}", ("r", "f_1")),
        ("S_{rf,r'f'}", ("r", "f", "r'", "f'")),
        ("S_{rf_1,rf_2}", ("r_1", "f_1", "r_2", "f_2")),
        ("S_{rf_1rf_2}", ("r_1", "f_1", "r_2", "f_2")),
    ],
)
def test_what_stands_behind_a_pair_belongs_to_both(latex, names):
    """Unless the first of the two has something of its own."""
    assert pair_of(latex) == names


def test_a_pair_with_something_behind_it_is_noted():
    """A plain one says nothing that print does not."""
    assert notes(f"{BOUND} D_{{rf_1}}") == ["rf is a pair: what stands behind it belongs to both"]
    assert notes(f"{BOUND} D_{{rf}}") == []


def chosen(name: str, where: Expr) -> Expr:
    """r_t, the value of an assignment."""
    return Apply(Operator.CHOICE_AT, (Symbol(name), where))


def test_signs_of_pairs_are_sums_over_assignments():
    """One for each index of the pair, over all that it is declared to range over."""
    found = expression(r"\chainedsums{rf_1}{rf_2}{rf_k} \operatorname{Tr}(D_{rf_k})")
    k, real = Symbol("k"), Type(Kind.REAL)
    body: Expr = Apply(Operator.TRACE, (Member("D", (chosen("r", k), chosen("f", k))),))
    for name in ("f", "r"):
        domain = Bind(Binder.CHOICES, "t", Apply(Operator.RANGE, (Number(1), k)), Symbol(f"D_{name}"), Type(Kind.INDEX_SET))
        body = Bind(Binder.SUM, name, domain, body, real)
    assert found == body


@pytest.mark.parametrize(
    ("short", "written"),
    [
        (r"\chainedsums{a_1 \in D_r}{a_2 \in D_r}{a_k \in D_r} \eta", r"\sum_{a \in \prod_{t=1}^{k} D_r} \eta"),
        (r"\chainedsums{a_n \in D_r}{a_{n-1} \in D_r}{a_0 \in D_r} \eta", r"\sum_{a \in \prod_{t=0}^{n} D_r} \eta"),
        (r"\chainedsums{a_1 \in D_{r,1}}{a_2 \in D_{r,2}}{a_k \in D_{r,k}} \eta", r"\sum_{a \in \prod_{t=1}^{k} D_{r,t}} \eta"),
        (r"\fromto{M_1}{M_2}{M_{k-1}}{M_k}", r"\prod_{t=1}^{k} M_t"),
        (r"\fromto{M_k}{M_{k-1}}{M_2}{M_1}", r"\overleftarrow{\prod}_{t=1}^{k} M_t"),
        (r"\upto{M_1 M_2}{M_{k-1} M_k}", r"\prod_{t=1}^{k-1} M_t M_{t+1}"),
        (r"\upto{M_2 N_1}{M_{k+1} N_k}", r"\prod_{t=2}^{k+1} M_t N_{t-1}"),
        (r"\downto{M_k M_{k-1}}{M_2 M_1}", r"\overleftarrow{\prod}_{t=2}^{k} M_t M_{t-1}"),
        (r"\backwards{M_k M_{k+1}}{M_{k-1} M_k}{M_1 M_2}", r"\overleftarrow{\prod}_{t=1}^{k} M_t M_{t+1}"),
        (r"\upto{\operatorname{Tr} M_1}{\operatorname{Tr} M_k} \eta", r"(\prod_{t=1}^{k} \operatorname{Tr} M_t) \eta"),
        (r"\sum_{a \in \prod_{i=1}^{k} D_r} \upto{y_{a_1}}{y_{a_k}}", r"\sum_{a \in \prod_{i=1}^{k} D_r} \prod_{t=1}^{k} y_{a_t}"),
    ],
)
def test_an_ellipsis_is_what_it_stands_for(short, written):
    """Written out, it is the same expression."""
    assert expression(short) == expression(written)



@pytest.mark.parametrize("name", ["r", "rr", "r1", "rfx"])
def test_a_pair_is_two_letters(name):
    """Anything else is refused."""
    with pytest.raises(ValueError, match="no pair"):
        pairs(name)


def test_a_pair_is_one_of_indices():
    """Both letters are declared as such."""
    with pytest.raises(ValueError, match="f is in a pair"):
        notation(index_set("D", size="n"), indices("r", over="D"), pairs("rf"))


@pytest.mark.parametrize(("step", "printed"), [(1, 3), (None, 2), (None, 5), (-1, 4)])
def test_an_elliptic_macro_takes_what_tells_its_direction(step, printed):
    """Two factors with a step, three or four without one."""
    with pytest.raises(ValueError, match="cannot take"):
        elliptic("upto", step, printed)


def test_a_macro_is_named_without_its_backslash():
    """So is one for sums."""
    with pytest.raises(ValueError, match="no macro"):
        sums(r"\chainedsums")
