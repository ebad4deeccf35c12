"""The normal form by which witnesses are proposed: what it equates, and that the kernel does not rest on it."""

from __future__ import annotations

import pytest

from tests.decide.prove.derivations import accepted, begun
from verify.decide.prove import terms, witness
from verify.decide.prove.terms import Reading, expanded
from verify.kernel.check import Rejected

CLAIM = r"\assume{$s > 0$} \conclude{$N_k X Y Z A + (s + t + n) S \operatorname{Tr}(H_R) \succeq \sum_{r \in D_r} H_r$}"
EQUAL = [
    ("(s + t)^2", "s^2 + 2st + t^2"),
    ("(X + Y)^2", "X^2 + XY + YX + Y^2"),
    (r"\frac{s^2 t}{s}", "st"),
    ("(XS)^T", "S X^T"),
    ("(XA)^T", "A X^T"),
    (r"\operatorname{Tr}(XYZ)", r"\operatorname{Tr}(ZXY)"),
    (r"\operatorname{Tr}(XS)", r"\operatorname{Tr}(S X^T)"),
    (r"\operatorname{Tr}(2I)", "2d"),
    (r"\sum_{r \in D_r} (s H_r + X H_r Y)", r"s \sum_{q \in D_r} H_q + X (\sum_{r \in D_r} H_r) Y"),
    ("N_{k+1-1}", "N_k"),
    ("X I Y", "XY"),
    ("X^k - X^{2k-k}", "0X"),
    (r"\sum_{i=1}^{n+1-1} s^i", r"\sum_{j=1}^{n} s^j"),
]
DIFFERENT = [
    ("XY", "YX"),
    ("X^T", "X"),
    (r"\operatorname{Tr}(XYZ)", r"\operatorname{Tr}(XZY)"),
    (r"\frac{t^2}{t}", "t"),
    (r"\sum_{r \in D_r} H_r X H_r", r"\sum_{r \in D_r} H_r H_r X"),
    (r"\sum_{i=1}^{n} s^i", r"\sum_{i=0}^{n} s^i"),
    ("N_{k+1}", "N_k"),
    ("X^k Y^k", "(XY)^k"),
]


def forms(pair):
    """The normal forms of two expressions, s being known not to be 0."""
    p = begun(CLAIM)
    reading = Reading(p.statement.context, nonzero=frozenset([("name", "s")]))
    return [expanded(p.read(side), reading) for side in pair]


@pytest.mark.parametrize("pair", EQUAL, ids=str)
def test_one_normal_form(pair):
    """Sums, powers, transposes of symmetric letters, cycles under the trace, sums over sets and ranges, indices."""
    a, b = forms(pair)
    assert a == b


@pytest.mark.parametrize("pair", DIFFERENT, ids=str)
def test_different_normal_forms(pair):
    """Products do not commute; nothing is cancelled that may be 0."""
    a, b = forms(pair)
    assert a != b


@pytest.mark.parametrize(
    ("claim", "premises"),
    [
        (r"\conclude{$XY = YX$}", []),
        (r"\assume{$XY = Z$} \conclude{$XAY = AZ$}", ["XY = Z"]),
        (r"\assume{$A \preceq G$} \conclude{$XAX^T \preceq XX^T G$}", [r"A \preceq G"]),
    ],
)
def test_a_wrong_normal_form_proves_nothing(claim, premises, monkeypatch):
    """Where products commute for the engine, it proposes witnesses for what is false, and the kernel rejects each."""

    def commuting(expr, reading):
        found = terms.combined(*[(w, {(f, tuple(sorted(word, key=repr))): 1}) for (f, word), w in expanded(expr, reading).items()])
        return {term: w for term, w in found.items() if w}

    monkeypatch.setattr(witness, "expanded", commuting)
    monkeypatch.setattr("verify.decide.prove.multiples.expanded", commuting)
    p = begun(claim)
    p.so(p.goal, *premises, hints=["X(G - A)X^T"] if "preceq" in claim else [])
    with pytest.raises(Rejected):
        accepted(p)
