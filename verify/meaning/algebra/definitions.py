"""The definition of a random letter, as a SymPy object."""

from __future__ import annotations

from typing import Any

import sympy

from verify.errors import Code, Diagnostic, Fault
from verify.meaning.algebra.from_sympy import from_sympy
from verify.meaning.algebra.to_sympy import to_sympy
from verify.meaning.algebra.unfold import unfolded_randomness


def definition_of(member: Any) -> Any:
    """What a random member is by its definition, in terms of selectors. Raises Fault (E-UNDEFINED) where it is not at hand."""
    context = member.origin.context
    if context is None:
        message = f"{member} is random, and its definition is not at hand"
        raise Fault(Diagnostic(Code.UNDEFINED, message, "Take it from a statement of the theory (to_sympy), or write its definition out."))
    places = {i: sympy.Symbol(f"index{n}", integer=True) for n, i in enumerate(member.indices) if not i.is_Integer}
    general = member.func(member.args[0], [places.get(i, i) for i in member.indices], *member.args[2:])
    found = to_sympy(unfolded_randomness(from_sympy(general), context), context)
    return found.xreplace({_undeclared(place): index for index, place in places.items()})


def _undeclared(place: Any) -> Any:
    """The symbol that `to_sympy` makes of a name that the context does not declare."""
    return sympy.Symbol(place.name)
