"""False statements, each an edit of one that is proved, are not: neither by the steps of the true one, nor by others at hand."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import zip_longest

import pytest

from tests.kernel.facts import said, scopes
from tests.kernel.forms import frozen
from tests.kernel.test_derivation_mutants import SCRIPTS, STATEMENTS, is_symbolic, meaning
from tests.proofs.theory import THEORY
from tests.quality.statement_edits import KINDS, edits
from verify.derivations import derived
from verify.kernel.limits import Budget, Rejected
from verify.kernel.normal import put
from verify.kernel.proof import Proof
from verify.kernel.rules import derivation
from verify.kernel.statement import parse
from verify.language.canonical import canonical_bytes

EACH = 16  # edits of one statement that are looked at, of different kinds as far as there are
QUICK = ("13.1", "14", "20.5", "22", "23.4", "24.1", "27.7r", "28.3r", "L4.2")


def bare(relation):
    """What is to hold for every outcome of the selectors, where a conclusion says that something does."""
    return relation[1] if relation[0] == "surely" else relation


def of(id_, conclusion):
    """A statement with another conclusion."""
    true = json.loads(canonical_bytes(THEORY[id_]))
    return {**true, "conclusion": ["surely", conclusion] if true["conclusion"][0] == "surely" else conclusion}


@cache
def false_edits(id_, each=EACH):
    """Edits of a statement that an instance refutes, no two of one meaning."""
    true = json.loads(canonical_bytes(THEORY[id_]))["conclusion"]
    instances = [scope for scope in scopes(STATEMENTS[id_], 6, seed=4) if said(true, scope)]
    found, seen = {kind: [] for kind in KINDS}, set()
    for kind, edited in edits(bare(true)):
        if len(found[kind]) >= each // 2:
            continue
        changed = of(id_, edited)
        try:
            statement = parse(changed)
        except Rejected:  # no expression any more
            continue
        key = repr(meaning(put(frozen(edited), {}), Proof(statement, Budget(), (), {}, {})))
        if key not in seen and any(said(changed["conclusion"], scope) is False for scope in instances):
            seen.add(key)
            found[kind].append(edited)
    turns = zip_longest(*[[(kind, edited) for edited in some] for kind, some in found.items()])
    return [one for turn in turns for one in turn if one is not None][:each]


@cache
def steps_of(id_):
    """The steps of the script of the true statement."""
    return json.loads(json.dumps(derived(THEORY[id_], SCRIPTS[id_].script, THEORY).steps))


def attempts(id_, edited):
    """Steps that might prove an edit: those of the true statement, and one step from all that these show, or from the hypotheses alone."""
    true, steps = bare(json.loads(canonical_bytes(THEORY[id_]))["conclusion"]), steps_of(id_)
    sure = [{"rule": "both", "says": ["surely", edited], "from": [-1]}] if of(id_, edited)["conclusion"][0] == "surely" else []
    yield json.loads(json.dumps(steps).replace(json.dumps(true), json.dumps(edited)))
    witnesses = [None, *[step["witness"] for step in steps if "witness" in step]]
    plain = [key for key, clauses in STATEMENTS[id_].clauses.items() if len(clauses) == 1 and not clauses[0].given and not clauses[0].law]
    unfold = [list(key) for key in plain]
    count = len(STATEMENTS[id_].hypotheses)
    for before in ([], [step for step in steps[:-1] if step.get("says") != true]):
        facts = list(range(count + len(before)))
        for witness in witnesses[:3]:
            last = {"rule": "order", "says": edited, "from": facts, "unfold": unfold, **({} if witness is None else {"witness": witness})}
            yield [*before, last, *[{**one, "from": [len(facts)]} for one in sure]]


def proved(id_, edited):
    """Whether the kernel takes one of the attempts for a proof."""
    statement = parse(of(id_, edited))
    for steps in attempts(id_, edited):
        try:
            derivation.check(statement, {"steps": steps}, Budget(), STATEMENTS)
        except Rejected:
            continue
        return True
    return False


@pytest.mark.parametrize("id_", QUICK)
def test_false_edits_are_not_proved(id_):
    """Of a few statements."""
    found = false_edits(id_, 6)
    assert len(found) == 6
    assert [edited for _, edited in found if proved(id_, edited)] == []


@pytest.mark.slow
@pytest.mark.parametrize("id_", SCRIPTS)
def test_more_false_edits_are_not_proved(id_):
    """Of every statement."""
    assert [edited for _, edited in false_edits(id_) if proved(id_, edited)] == []


@pytest.mark.slow
def test_there_are_enough_false_edits():
    """These are 200 or more, of each kind some, and at least half of them about sets of symbolic size, or k, with matrices."""
    found = {id_: false_edits(id_) for id_ in SCRIPTS}
    kinds = Counter(kind for some in found.values() for kind, _ in some)
    symbolic = sum(len(some) for id_, some in found.items() if is_symbolic(STATEMENTS[id_]))
    assert kinds.total() >= 200
    assert min(kinds[kind] for kind in KINDS) >= 5
    assert 2 * symbolic >= kinds.total()


def test_the_attempts_prove_what_is_true():
    """Their steps are not refused for want of form: those of the true statement prove it."""
    for id_ in ("20.1", "24.1", "25.7"):
        true = bare(json.loads(canonical_bytes(THEORY[id_]))["conclusion"])
        assert proved(id_, true)
