"""The public names for deriving and refuting statements: the scripts of a theory write with them (`DERIVATIONS`, `REFUTATIONS`)."""

from verify.decide.prove.derivation import Derivation, Script
from verify.decide.prove.logic import Block
from verify.decide.prove.record import Fact
from verify.decide.prove.refutation import Refutation, RefutationScript
from verify.decide.prove.scripts import Derived, Refuting, derived, load_open, load_refutations, load_scripts, refuting

__all__ = [
    "Block",
    "Derivation",
    "Derived",
    "Fact",
    "Refutation",
    "RefutationScript",
    "Refuting",
    "Script",
    "derived",
    "load_open",
    "load_refutations",
    "load_scripts",
    "refuting",
]
