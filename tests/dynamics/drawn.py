"""Drawn instances as recursions, exact and in floats, and as setups of the slow references."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.reference.moments import Setup
from verify.dynamics import RULES, DrivenRecursion, LinearRecursion, exact_array
from verify.strategies import UnlearningInstance

EVERY_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


def linear(rule: Any, arguments: dict[str, Any]) -> LinearRecursion:
    """The linear part of a rule."""
    made = rule(**arguments)
    return made.recursion if isinstance(made, DrivenRecursion) else made


def exact(instance: UnlearningInstance) -> dict[str, Any]:
    """The arguments of an update rule, in rationals."""
    families = {name: exact_array(getattr(instance, name).members) for name in ("retain", "forget")}
    return {**families, "eta": instance.eta, "alpha": instance.alpha, "batch": instance.batch}


def rounded(instance: UnlearningInstance) -> dict[str, Any]:
    """The same in floats, which may stand for other numbers: see `exactly`."""
    return instance.to_numpy()


def exactly(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments of an update rule in rationals that are exactly given floats."""
    return {
        name: exact_array(value) if isinstance(value, np.ndarray) else value if name == "batch" else Fraction(value)
        for name, value in arguments.items()
    }


def setup(arguments: dict[str, Any]) -> Setup:
    """The setup of the slow references, from arguments in rationals."""
    families = (tuple([[fraction(x) for x in row] for row in m] for m in arguments[name]) for name in ("retain", "forget"))
    return Setup(*families, Fraction(arguments["eta"]), Fraction(arguments["alpha"]), arguments["batch"])


def fraction(value: Any) -> Fraction:
    """A Fraction from a rational of flint's."""
    return Fraction(int(value.p), int(value.q))
