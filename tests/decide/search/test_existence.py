"""What is claimed to exist is proved by naming it, or refuted where it is absurd whatever there is, or left open with what was tried."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.ledger.existing import make
from verify.decide.decide import decide
from verify.decide.outcome import Proved, Refuted, Unsettled, Verdict, verdict_of
from verify.decide.search.absurd import by_absurdity, what_was_tried
from verify.decide.search.naming import by_naming, is_about_existence
from verify.kernel.check import check
from verify.meaning.instance import Instance


@pytest.fixture(scope="module")
def theory(tmp_path_factory):
    """The small theory about what there is."""
    return make(tmp_path_factory.mktemp("existing"))


@pytest.mark.parametrize(("id_", "tried"), [("some", 1), ("late", 10), ("choice", 3)])
def test_what_is_named(theory, id_, tried):
    """1 for a constant; s for what is beyond s; h I for members with a trace of d h. The kernel accepts each."""
    named = by_naming(theory[id_])
    assert isinstance(named.outcome, Proved)
    assert named.tried == tried
    assert check(named.outcome.certificate).kind == "derivation"


@pytest.mark.parametrize("id_", ["small", "early", "none", "kept"])
def test_nothing_that_is_named_is_what_is_not_there(theory, id_):
    """Nothing is shown of what is false."""
    assert by_naming(theory[id_]).outcome is None


@pytest.mark.parametrize(("id_", "values"), [("small", {"s": "0"}), ("early", {"s": "0"}), ("none", {"d": "1", "n_r": "1"})])
def test_what_is_absurd(theory, id_, values):
    """On the smallest instances: there is no positive number up to 0, no trace below 0."""
    absurd = by_absurdity(theory[id_], rounds=0)
    assert isinstance(absurd.outcome, Refuted)
    assert absurd.outcome.certificate["instance"]["values"] == values
    assert check(absurd.outcome.certificate).kind == "refutation"


@pytest.mark.parametrize("id_", ["some", "late", "choice"])
def test_what_is_there_is_not_absurd(theory, id_):
    """Instances satisfy the hypotheses, and nothing follows."""
    absurd = by_absurdity(theory[id_], rounds=0)
    assert absurd.outcome is None
    assert absurd.effort.instances > 0


def test_the_seed_fixes_the_result(theory):
    """Whatever is drawn."""
    one, two = (by_absurdity(theory["kept"], rounds=1, seed=3).effort for _ in range(2))
    assert one == two


def test_candidates_come_first(theory):
    """An instance that is handed over is the first that is looked at."""
    one, none, three = Fraction(1), Fraction(0), Fraction(3)
    given = Instance((("d", Fraction(2)), ("n_r", one)), (("H", (("D_r", (((one, none), (none, three)),)),)),))
    absurd = by_absurdity(theory["none"], rounds=0, candidates=[given])
    assert isinstance(absurd.outcome, Refuted)
    assert absurd.outcome.certificate["instance"] == given.to_json()


def test_what_was_tried_is_said(theory):
    """Where neither is found: of these members only what their traces add up to is known."""
    kept = theory["kept"]
    named, absurd = by_naming(kept), by_absurdity(kept, rounds=0)
    said = f"none of {named.tried} things is seen to be what is claimed to exist; instances on which it is not seen to be absurd: "
    assert what_was_tried(kept, named, absurd) == f"{said}{absurd.effort.instances}"
    outcome = decide(kept, rounds=0)
    assert isinstance(outcome, Unsettled)
    assert outcome.reason.startswith(said)


@pytest.mark.parametrize(
    ("id_", "verdict"), [("some", Verdict.PROVED), ("choice", Verdict.PROVED), ("none", Verdict.REFUTED), ("small", Verdict.REFUTED)]
)
def test_the_ledger_has_it(theory, id_, verdict):
    """Without a script."""
    assert verdict_of(decide(theory[id_], rounds=0)) is verdict


def test_other_statements(theory):
    """Nothing is named for what says of all."""
    assert not is_about_existence(theory["bound"])
    with pytest.raises(ValueError, match="says nothing of what there is"):
        by_naming(theory["bound"])
