"""Small changes of the steps of this paper's derivations: what the kernel still accepts is true, on every instance that is looked at."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from random import Random

import pytest

from tests.kernel.facts import said, scopes
from tests.kernel.mutation import mutant
from tests.kernel.readback import thawed
from tests.proofs.theory import THEORY
from verify.derivations import derived, load_scripts
from verify.kernel.expand import expand
from verify.kernel.limits import Budget, Rejected
from verify.kernel.normal import atomic, put
from verify.kernel.proof import Proof
from verify.kernel.rules import derivation
from verify.kernel.sign import facing
from verify.kernel.statement import parse
from verify.language.canonical import canonical_bytes

SCRIPTS = load_scripts(THEORY)
STATEMENTS = {id_: parse(json.loads(canonical_bytes(THEORY[id_]))) for id_ in SCRIPTS}
QUICK = ("13.1", "20.1", "23.1r", "24.1", "25.2r", "25.7", "L4.1")


def numbered(expr):
    """A fact as the JSON of an expression: what it binds is #1, #2, …"""
    if isinstance(expr, str):
        return expr.replace("@", "#")
    return [numbered(part) for part in expr]


@cache
def instances(id_):
    """Small instances that satisfy a statement's hypotheses, and on which its conclusion has a value."""
    of = STATEMENTS[id_]
    return [scope for scope in scopes(of, 12, seed=3) if said(of.conclusion, scope) is not None][:6]


@cache
def steps_of(id_):
    """The steps that the script of a statement writes, each with what is known before it."""
    of = STATEMENTS[id_]
    found, proof = [], Proof(of, Budget(), tuple(put(one, {}) for one in of.hypotheses), {}, STATEMENTS)
    for step in map(json.loads, map(json.dumps, derived(THEORY[id_], SCRIPTS[id_].script, THEORY).steps)):
        found.append((step, proof))
        proof = derivation.run([step], Proof(of, Budget(), proof.facts, {}, STATEMENTS))
    return found


def meaning(fact, proof):
    """What a fact says, up to the normal form of a difference."""
    try:
        (relation, more, less), *_ = facing(fact)
        algebra = Proof(proof.statement, Budget(), (), {}, {}).algebra()
        return relation, atomic(expand(("add", more, ("negate", less)), algebra))
    except (Rejected, ValueError):
        return fact


def outcome(step, proof):
    """What a step says, if it is accepted."""
    try:
        return derivation.run([step], Proof(proof.statement, Budget(), proof.facts, {}, proof.lemmas)).facts[-1]
    except Rejected:
        return None


@cache
def tried(id_, count, seed=0):
    """Mutants of a statement's steps: how many were refused, and accepted with another meaning. Each that is accepted is true."""
    random, seen, counts = Random(f"{id_} {seed}"), set(), Counter()
    names = sorted({name for name, _ in STATEMENTS[id_].symbols} | {"#1", "#2"})
    for _ in range(count):
        step, proof = random.choice(steps_of(id_))
        changed = mutant(step, names, random)
        text = json.dumps(changed, sort_keys=True)
        if text in seen or changed == step:
            continue
        seen.add(text)
        fact = outcome(changed, proof)
        if fact is None:
            counts["refused"] += 1
            counts["false"] += is_false(changed.get("says"), id_)
            continue
        same = meaning(fact, proof) == meaning(outcome(step, proof), proof)
        counts["as before" if same else "true"] += 1
        values = [said(numbered(thawed(fact)), scope) for scope in instances(id_)]
        assert False not in values, changed
        counts["looked at"] += True in values
    return counts


def is_false(says, id_):
    """Whether what a refused step says is an expression, and false on some instance."""
    try:
        Proof(STATEMENTS[id_], Budget(), (), {}, {}).read(says)
    except Rejected:
        return False
    return any(said(says, scope) is False for scope in instances(id_))


@pytest.mark.parametrize("id_", QUICK)
def test_mutants(id_):
    """Of one derivation."""
    counts = tried(id_, 60)
    assert counts["refused"] > 20


def test_mutants_are_about_something():
    """Some are refused and false; some are accepted, and true on an instance."""
    counts = sum([tried(id_, 60) for id_ in QUICK], Counter())
    assert counts["false"] > 10
    assert counts["looked at"] > 10


@pytest.mark.slow
@pytest.mark.parametrize("id_", SCRIPTS)
def test_many_mutants(id_):
    """Of every derivation."""
    assert tried(id_, 200, seed=1)["refused"] > 50


@pytest.mark.slow
def test_there_are_many_mutants():
    """At least 1,000 certificates are refused, or as good as before; at least half are about sets of symbolic size, or k, with matrices."""
    counts = {id_: tried(id_, 200, seed=1) for id_ in SCRIPTS}
    meant = {id_: found["refused"] + found["as before"] for id_, found in counts.items()}
    symbolic = {id_: count for id_, count in meant.items() if is_symbolic(STATEMENTS[id_])}
    assert sum(meant.values()) > 1000
    assert 2 * sum(symbolic.values()) > sum(meant.values())


def is_symbolic(statement):
    """Whether a statement has several matrices, and a set or number of steps that is a letter."""
    kinds = [declared.kind for declared in statement.symbols.values()]
    return ("matrix" in kinds) and ("index_set" in kinds or ("k", 0) in statement.symbols)
