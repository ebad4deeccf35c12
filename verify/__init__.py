"""Decides the statements of a theory from its published LaTeX.

The public names load on first use, so that `import verify` is cheap and `python -m verify.kernel` needs the standard library alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verify import algebra, derivations, figures, notation, strategies
    from verify.decide.decide import decide
    from verify.language.statement import Statement
    from verify.meaning.algebra.expand import expand
    from verify.meaning.algebra.formula import load_theory
    from verify.meaning.algebra.from_sympy import from_sympy
    from verify.meaning.algebra.stated import statement
    from verify.meaning.instance import Instance

__all__ = [
    "Instance",
    "Statement",
    "algebra",
    "decide",
    "derivations",
    "expand",
    "figures",
    "from_sympy",
    "load_theory",
    "notation",
    "statement",
    "strategies",
]


def __getattr__(name: str) -> Any:
    """A public name: a module of its own, or what stands under the same name in its room."""
    match name:
        case "algebra" | "derivations" | "figures" | "notation" | "strategies":
            return import_module(f"verify.{name}")
        case "Instance":
            return import_module("verify.meaning.instance").Instance
        case "Statement":
            return import_module("verify.language.statement").Statement
        case "load_theory":
            return import_module("verify.meaning.algebra.formula").load_theory
        case "expand":
            return import_module("verify.meaning.algebra.expand").expand
        case "from_sympy":
            return import_module("verify.meaning.algebra.from_sympy").from_sympy
        case "statement":
            return import_module("verify.meaning.algebra.stated").statement
        case "decide":
            return import_module("verify.decide")
        case _:
            raise AttributeError(f"module 'verify' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
