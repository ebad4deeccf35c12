"""Building a ledger: every statement once, in one process or several, with one result."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from tests.ledger.examples import FALSE, MEANINGLESS, REPAIR, SAME, STATEMENTS, decide, refuted, theory
from verify.decide.certify import SoundnessAlarm
from verify.decide.outcome import Unsettled, Verdict
from verify.errors import Code, Diagnostic, Fault
from verify.ledger.build import build


def alarm(of, **_):
    """Raises as the kernel's door does."""
    raise SoundnessAlarm("the kernel rejects it", {"id": of.id})


def fault(of, **_):
    """Raises as a reader does."""
    raise Fault(Diagnostic(Code.ARGUMENT, of.id, "Mend it"), Diagnostic(Code.ARGUMENT, "more", "Mend it"))


def die(*_, **__):
    """Ends the process."""
    os._exit(1)


def count(of, *, seed, **_):
    """Tells how it was called."""
    return Unsettled(f"{of.id} {seed} {os.getpid()}")


def test_one_process_or_several_give_one_ledger(tmp_path):
    """Verdicts and evidence do not depend on the number of processes."""
    one, several = (build(theory(tmp_path), jobs=jobs, decide=decide) for jobs in (1, 2))
    assert [e.outcome for e in one.entries] == [e.outcome for e in several.entries]
    assert [e.id for e in several.entries] == [s.id for s in STATEMENTS]
    assert several.summary() == {
        Verdict.REFUTED: 2,
        Verdict.VACUOUS: 1,
        Verdict.MALFORMED: 1,
        Verdict.DEFINED: 1,
        Verdict.UNSETTLED: 1,
    }


def test_several_processes_are_used(tmp_path):
    """With two jobs, no statement is decided in this process."""
    ledger = build(theory(tmp_path, FALSE, REPAIR), jobs=2, decide=count, seed=7)
    assert {e.outcome.reason.split()[1] for e in ledger.entries} == {"7"}
    assert str(os.getpid()) not in {e.outcome.reason.split()[2] for e in ledger.entries}


def test_identical_statements_are_decided_once(tmp_path):
    """What says the same is asked once; its time is counted once."""
    ledger = build(theory(tmp_path, FALSE, SAME, REPAIR), jobs=1, decide=count)
    assert [e.outcome.reason.split()[0] for e in ledger.entries] == ["1.1", "1.1", "1.1r"]
    assert ledger.entries[1].seconds == 0


def test_a_repair_is_named_by_what_it_repairs(tmp_path):
    """The entry of a refuted statement leads to the one that stands instead."""
    ledger = build(theory(tmp_path), jobs=1, decide=decide)
    assert {e.id: e.repair for e in ledger.entries if e.repair} == {"1.1": "1.1r"}


def test_a_repair_that_falls_is_passed_over(tmp_path):
    """Of several repairs, the first that is not itself refuted is named."""
    fallen = replace(FALSE, id="1.1r", repairs="1.1")
    ledger = build(theory(tmp_path, FALSE, fallen, replace(REPAIR, id="1.1r2")), jobs=1, decide=decide)
    assert ledger.entries[0].repair == "1.1r2"
    ledger = build(theory(tmp_path, FALSE, fallen), jobs=1, decide=decide)
    assert ledger.entries[0].repair == "1.1r"


def test_only_some(tmp_path):
    """A ledger of a part has that part alone, and looks at no other certificate."""
    ledger = build(theory(tmp_path), jobs=1, decide=decide, only=["1.1", "1.1r"])
    assert [e.id for e in ledger.entries] == ["1.1", "1.1r"]
    assert ledger.entries[0].repair == "1.1r"


def test_progress_counts_statements(tmp_path):
    """Progress ends at all of them."""
    seen = []
    build(theory(tmp_path), jobs=1, decide=decide, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(STATEMENTS), len(STATEMENTS))
    assert seen == sorted(seen)


def test_an_empty_theory_has_an_empty_ledger(tmp_path):
    """Nothing to decide is no error."""
    assert build(theory(tmp_path, MEANINGLESS), jobs=2, decide=decide, only=[]).entries == ()


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_alarm_comes_through(tmp_path, jobs):
    """A soundness alarm reaches the caller from another process too."""
    with pytest.raises(SoundnessAlarm, match=r"statement 1\.1r?: the kernel rejects it"):
        build(theory(tmp_path, FALSE, REPAIR), jobs=jobs, decide=alarm)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_comes_through_whole(tmp_path, jobs):
    """All diagnostics of a fault reach the caller from another process too."""
    with pytest.raises(Fault, match="E-ARGUMENT") as caught:
        build(theory(tmp_path, FALSE, REPAIR), jobs=jobs, decide=fault)
    assert len(caught.value.diagnostics) == 2


def test_a_process_that_dies_is_told(tmp_path):
    """No hanging and no traceback where a process is killed."""
    with pytest.raises(Fault, match="E-WORKER"):
        build(theory(tmp_path, FALSE, REPAIR), jobs=2, decide=die)


def test_outcomes_have_no_truth_value():
    """`if outcome:` would hide five of the seven verdicts."""
    with pytest.raises(TypeError, match="no truth value"):
        bool(refuted(FALSE))
