"""Slack by exact evaluation: what floats lose to cancellation is there, and the sign is that of the exact check."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.small_theory import read_claim
from verify.decide.search.exact_slack import exact_slack
from verify.meaning.instance import Instance


def slack_on(claim, **values):
    """The slack of a claim's conclusion on an instance; numbers and nested lists."""
    statement = read_claim(claim)
    return exact_slack(statement.context, statement.conclusion)(Instance(tuple((n, exact(v)) for n, v in values.items()), ()))


def exact(value):
    """A number, or a matrix of such."""
    return tuple(map(exact, value)) if isinstance(value, list) else Fraction(value)


def test_nothing_cancels():
    """(s + 10⁻²⁰)² and s² + 2 · 10⁻²⁰ s differ by 10⁻⁴⁰, of which floats see nothing."""
    tiny = Fraction(1, 10**20)
    assert slack_on(r"\conclude{$s^2 + 2 s t \le (s + t)^2$}", s=1, t=tiny) == pytest.approx(0.5e-40)
    assert slack_on(r"\conclude{$(s + t)^2 \le s^2 + 2 s t$}", s=1, t=tiny) == pytest.approx(-0.5e-40)


def test_scale_changes_nothing():
    """Numbers and matrices alike; A ⪯ G by the worst direction."""
    for c in (1, 1000):
        a, g = [[c, 0], [0, 2 * c]], [[3 * c, 0], [0, c]]
        assert slack_on(r"\conclude{$A \preceq G$}", d=2, A=a, G=g) == pytest.approx(-1 / 3)
        assert slack_on(r"\conclude{$G \succeq A$}", d=2, A=a, G=g) == pytest.approx(-1 / 3)
        assert slack_on(r"\conclude{$\mathrm{Tr}(A) \le \mathrm{Tr}(G)$}", d=2, A=a, G=g) == pytest.approx(1 / 7)


def test_a_number_against_zero():
    """Over 1 + |s|, as floats have it."""
    assert slack_on(r"\conclude{$s \ge 0$}", s=-3) == pytest.approx(-0.75)


def test_what_is_no_inequality_has_none():
    """Neither an equation nor a side without a value."""
    assert slack_on(r"\conclude{$s = t$}", s=1, t=2) is None
    assert slack_on(r"\conclude{$\frac{1}{s} \le t$}", s=0, t=2) is None
