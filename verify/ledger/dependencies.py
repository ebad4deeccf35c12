"""Which statements derivations use: the graph of a theory, its order, its circles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from verify.errors import Code, Diagnostic, Fault
from verify.kernel.rules.lemma import axioms

Uses = Mapping[str, tuple[str, ...]]  # by a statement's id, the ids of those that its derivation uses


def used(steps: object) -> tuple[str, ...]:
    """The ids of the statements that the steps of a derivation use, those of blocks within included, in order of first use.

    An axiom is no statement: where both have one name, the kernel takes the axiom. What is no step uses nothing.
    """
    found: dict[str, None] = {}
    for step in steps if isinstance(steps, list | tuple) else ():
        match step:
            case {"rule": "lemma", "name": str(name)} if name not in axioms():
                found[name] = None
            case {"steps": inner}:
                found |= dict.fromkeys(used(inner))
    return tuple(found)


def schedule(ids: Iterable[str], uses: Uses) -> TopologicalSorter[str]:
    """The order in which statements can be decided, each after those that it uses. A use of what is not among the ids is passed over.

    Raises Fault (E-CYCLE) where statements use one another in a circle, naming it.
    """
    known = dict.fromkeys(ids)
    sorter: TopologicalSorter[str] = TopologicalSorter({id_: [o for o in uses.get(id_, ()) if o in known] for id_ in known})
    try:
        sorter.prepare()
    except CycleError as error:
        circle = " uses ".join(reversed(error.args[1]))  # there, each stands before one that uses it
        message = f"derivations go in a circle: {circle}"
        raise Fault(Diagnostic(Code.CYCLE, message, "Derive one of these statements without the next.")) from None
    return sorter
