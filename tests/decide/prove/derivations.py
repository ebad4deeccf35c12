"""Derivations of small statements, and what the kernel says to them."""

from __future__ import annotations

from dataclasses import replace

from tests.small_theory import NOTATION, read_claim
from verify.decide.certify import proved
from verify.decide.outcome import Proved
from verify.decide.prove.pruned import pruned
from verify.derivations import Derivation


def begun(claim: str) -> Derivation:
    """A derivation of a claim, without a step."""
    return Derivation(read_claim(claim), NOTATION)


def accepted(p: Derivation) -> Proved:
    """What the kernel makes of a derivation that is written. Raises Rejected."""
    return proved(p.statement, pruned(p.steps, p.places, len(p.hypotheses))[0])


def shown(claim: str, script) -> Proved:
    """What the kernel makes of a script. Raises Fault, Rejected."""
    p = begun(claim)
    script(p)
    return accepted(p)


def holds(p: Derivation, fact) -> Proved:
    """The kernel accepts the steps so far as a derivation of what the last of them says. Raises Rejected."""
    return proved(replace(p.statement, conclusion=fact.says), p.steps)
