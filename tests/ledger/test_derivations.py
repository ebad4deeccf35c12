"""Derivations in a ledger: each after those that it uses, with one result however it is computed."""

from __future__ import annotations

import json
from itertools import pairwise
from types import MappingProxyType

import pytest

from tests.ledger.derived import CIRCLE, PAPER, SCRIPTS, make
from verify.decide.certify import SoundnessAlarm
from verify.decide.outcome import Proved, Unsettled, Verdict
from verify.decide.prove.scripts import load_scripts
from verify.errors import Code, Fault
from verify.kernel.check import check
from verify.kernel.rules import derivation as kernel_derivation
from verify.ledger.build import build
from verify.ledger.certificates import FOLDER, store_certificates
from verify.ledger.derivations import derivations

QUICK = {"jobs": 1, "rounds": 20}
HOPELESS = 'def hopeless(p):\n    """It cannot be."""\n    p.so("0 < 0")\n\nDERIVATIONS = {"1": hopeless, "2": hopeless}\n'


@pytest.fixture
def theory(tmp_path):
    """The theory with derivations."""
    return make(tmp_path / "theory")


@pytest.fixture
def ledger(theory):
    """The theory with derivations, decided."""
    return build(theory, **QUICK)


def file_of(theory, id_):
    """The file of a stored certificate."""
    return theory.directory / FOLDER / f"{id_}.json"


def break_the_kernel(monkeypatch):
    """Let the kernel believe every inequality."""
    rules = MappingProxyType({**kernel_derivation._RULES, "order": lambda *_, **__: None})
    monkeypatch.setattr(kernel_derivation, "_RULES", rules)


def test_what_is_derived_is_proved(ledger):
    """With what it uses, which stands behind the definitions in what it depends on, and the script's reason."""
    proved = [e for e in ledger.entries if e.verdict is Verdict.PROVED]
    assert {e.id: e.uses for e in proved} == {"1": (), "2": ("1",), "6.b": ("L7",), "L7": ("1",), "L8": ("B",)}
    assert all(e.depends_on == e.uses and not e.unsupported for e in proved)
    assert proved[0].reason == "A positive number and one are positive."
    assert proved[0].outcome.effort.instances > 0


def test_a_statement_that_says_the_same_is_proved_too(ledger):
    """By a derivation under its own id, which others can use."""
    one, other = ledger.entry("2").outcome, ledger.entry("L7").outcome
    assert one.certificate["steps"] == other.certificate["steps"]
    assert one.certificate["statement"] == other.certificate["statement"]


def test_print_may_come_before_what_it_uses(theory, ledger):
    """6.b is printed before L7, which it uses."""
    ids = [s.id for s in theory.statements]
    assert ids.index("6.b") < ids.index("L7")
    assert ledger.entry("6.b").verdict is Verdict.PROVED


def test_what_rests_on_a_refuted_statement_is_unsupported(ledger):
    """Through others too; each names what it rests on itself, and says what the kernel objects to."""
    assert ledger.entry("3").verdict is Verdict.REFUTED
    for id_, ground in (("4", "3"), ("5", "4")):
        entry = ledger.entry(id_)
        assert (entry.verdict, entry.unsupported_by, entry.rejected) == (Verdict.UNSETTLED, (ground,), True)
        assert f"{ground} is no axiom, nor accepted before" in entry.outcome.reason
        assert "scripts.py" in entry.outcome.reason


def test_a_claim_rests_on_its_printed_proof(tmp_path, ledger):
    """Where a link of it falls and nothing derives the claim otherwise, it is unsupported; a derivation supports it."""
    assert ledger.entry("L6").unsupported_by == ("6.a",)
    derived = build(make(tmp_path / "other", scripts=SCRIPTS.replace('"1": positive', '"1": positive, "L6": earlier("6.b")')), **QUICK)
    assert derived.entry("L6").verdict is Verdict.PROVED
    assert not derived.entry("L6").unsupported


def test_named_results_are_passed_on(tmp_path, ledger):
    """Whatever stands on a named result, through others too, lists it."""
    assert ledger.entry("B").verdict is Verdict.CITED
    assert ledger.entry("L8").cites == ("trace-at-most-trace-norm",)
    paper = PAPER.replace(r"\begin{claim}{3r}", r"\begin{claim}{L9} \conclude{$s + 1 > 0$, $\operatorname{Tr}[\prod_{i=1}^{k} M_i] \leq "
                          r"\norm{\prod_{i=1}^{k} M_i}{S_1} + 2$} \end{claim} \begin{claim}{3r}")  # fmt: skip
    scripts = SCRIPTS.replace("DERIVATIONS = {", 'def both(p):\n    p.conclude(p.lemma("1"), p.lemma("L8"))\n\nDERIVATIONS = {"L9": both, ')
    entry = build(make(tmp_path / "more", paper, scripts), **QUICK).entry("L9")
    assert (entry.verdict, entry.cites) == (Verdict.PROVED, ("trace-at-most-trace-norm",))
    assert set(entry.uses) == {"1", "L8"}


def test_what_is_vacuous_is_not_called_proved(tmp_path):
    """Though a derivation does not use the hypothesis that cannot hold, freshly written or stored."""
    paper = PAPER.replace(r"\begin{claim}{3r}", r"\begin{claim}{V} \assume{$s < 0$} \conclude{$s + 1 > 0$} \end{claim} \begin{claim}{3r}")
    theory = make(tmp_path, paper, SCRIPTS.replace('"1": positive', '"1": positive, "V": lambda p: p.so(p.goal, "s > 0")'))
    found = derivations(theory, load_scripts(theory), ["V"])
    (tmp_path / FOLDER).mkdir()
    for fresh in (True, False):
        assert build(theory, fresh=fresh, **QUICK).entry("V").verdict is Verdict.VACUOUS
        file_of(theory, "V").write_text(json.dumps(found["V"].proved.certificate))


def test_processes_change_nothing(theory, ledger):
    """Entries are the same from one process and from two, but for the time they took."""
    several = build(theory, jobs=2, rounds=20)
    assert [(e.outcome, e.uses, e.cites, e.unsupported_by) for e in several.entries] == [
        (e.outcome, e.uses, e.cites, e.unsupported_by) for e in ledger.entries
    ]


@pytest.mark.parametrize("id_", ["1", "2", "3", "4", "5", "L6", "L7", "L8"])
def test_one_statement_alone_is_the_same(theory, ledger, id_):
    """What it uses is derived though it is not asked for."""
    alone = build(theory, only=[id_], **QUICK).entry(id_)
    whole = ledger.entry(id_)
    assert (alone.outcome, alone.uses, alone.cites, alone.unsupported_by) == (whole.outcome, whole.uses, whole.cites, whole.unsupported_by)


def test_stored_derivations_are_replayed_first(theory, ledger):
    """Without a script that works they still stand, unless all is to be derived anew."""
    store_certificates(ledger, theory.directory)
    assert json.loads(file_of(theory, "L7").read_text())["kind"] == "derivation"
    (theory.directory / "scripts.py").write_text(HOPELESS)
    again = build(theory, **QUICK)
    assert [e.outcome for e in again.entries if e.verdict is Verdict.PROVED] == [
        e.outcome for e in ledger.entries if e.verdict is Verdict.PROVED
    ]
    assert again.set_aside == ()
    fresh = build(theory, fresh=True, **QUICK)
    assert Verdict.PROVED not in fresh.summary()
    assert "its script fails" in fresh.entry("1").outcome.reason
    assert "scripts.py:3" in fresh.entry("1").outcome.reason


def test_stored_derivations_can_be_checked_by_the_kernel_alone(theory, ledger):
    """Each in the order in which others use it."""
    store_certificates(ledger, theory.directory)
    accepted = []
    for id_ in ("B", "1", "L7", "2", "6.b", "L8"):
        accepted.append(check(json.loads(file_of(theory, id_).read_text()), accepted))
    assert accepted[4].uses == ("L7",)


def test_an_edit_of_a_lemma_is_derived_anew(theory, ledger):
    """What used the lemma as it was is not replayed; its script is run, and the old files are named."""
    store_certificates(ledger, theory.directory)
    edited = make(theory.directory, PAPER.replace("s + 1 > 0", r"s + 1 > \frac{1}{2}"))
    again = build(edited, **QUICK)
    assert {e.id for e in again.entries if e.verdict is Verdict.PROVED} == {e.id for e in ledger.entries if e.verdict is Verdict.PROVED}
    assert {s.id for s in again.set_aside} == {"1", "2", "L7"}


@pytest.mark.parametrize("steps", [[], "lemma", [1], [{"rule": "lemma", "name": "2"}], [{"steps": [{"steps": 7}]}]])
def test_a_stored_derivation_that_does_not_hold_is_set_aside(theory, ledger, steps):
    """The script is run instead."""
    store_certificates(ledger, theory.directory)
    file = file_of(theory, "1")
    file.write_text(json.dumps({**json.loads(file.read_text()), "steps": steps}))
    again = build(theory, **QUICK)
    assert again.entry("1").outcome == ledger.entry("1").outcome
    assert [s.id for s in again.set_aside] == ["1"]


def test_a_circle_is_refused(tmp_path):
    """The message names it, and what to do."""
    theory = make(tmp_path / "theory", scripts=CIRCLE)
    with pytest.raises(Fault) as caught:
        build(theory, **QUICK)
    (found,) = caught.value.diagnostics
    assert found.code is Code.CYCLE
    circle = found.message.split(": ")[1].split(" uses ")
    assert circle[0] == circle[-1]
    assert {*pairwise(circle)} == {("1", "5"), ("5", "4"), ("4", "2"), ("2", "1")}


def test_a_circle_with_what_is_stored_is_none(theory, ledger):
    """A stored derivation of the time before is dropped where the scripts go round no circle."""
    store_certificates(ledger, theory.directory)
    turned = SCRIPTS.replace('"1": positive, "2": earlier("1")', '"1": earlier("2"), "2": positive')
    file_of(theory, "1").unlink()
    again = build(make(theory.directory, scripts=turned), **QUICK)
    assert (again.entry("1").uses, again.entry("2").uses) == (("2",), ())
    assert again.entry("1").verdict is again.entry("2").verdict is Verdict.PROVED


def test_each_comes_after_what_it_uses(theory):
    """Also what nobody asked for."""
    found = derivations(theory, load_scripts(theory), ["6.b", "5"])
    assert list(found).index("1") < list(found).index("L7") < list(found).index("6.b")
    assert set(found) == {"1", "L7", "6.b", "4", "5"}
    assert isinstance(found["6.b"].proved, Proved)
    assert found["5"].missing == ("4",)


WRONG = SCRIPTS.replace('"1": positive', '"3": lambda p: p.order(p.goal)')


def test_an_instance_against_a_derivation_is_an_alarm(tmp_path, monkeypatch):
    """A kernel that believes too much is found out by the attack."""
    break_the_kernel(monkeypatch)
    with pytest.raises(SoundnessAlarm, match="statement 3: an instance contradicts the derivation"):
        build(make(tmp_path / "theory", scripts=WRONG), **QUICK)


def tell(_, *, stored, candidates, **__):
    """Tells what is to be replayed, and what is to be tried."""
    return Unsettled(f"{None if stored is None else stored['kind']} {[i.to_json()['values'] for i in candidates]}")


def test_a_stored_counterexample_is_tried_against_a_derivation(theory, ledger, monkeypatch):
    """A derivation that the kernel accepts is what is replayed; what is stored against it is tried before all else."""
    store_certificates(ledger, theory.directory)
    assert build(theory, only=["3"], decide=tell, **QUICK).entry("3").outcome.reason == "counterexample []"
    break_the_kernel(monkeypatch)
    wrong = make(theory.directory, scripts=WRONG)
    assert build(wrong, only=["3"], decide=tell, **QUICK).entry("3").outcome.reason == "derivation [{'s': '1'}]"
    file_of(theory, "3").write_text(json.dumps({"kind": "counterexample", "instance": {"values": 1}}))
    assert build(wrong, only=["3"], decide=tell, **QUICK).entry("3").outcome.reason == "derivation []"
