"""The entry of the kernel: a certificate goes in, what it shows comes out, or the reason why it shows nothing."""

import json
import re
from collections.abc import Iterable
from dataclasses import InitVar, dataclass
from functools import cache
from types import MappingProxyType

from verify.kernel.limits import Beyond, Budget, Rejected, Unreadable, require, shown
from verify.kernel.plain import plain
from verify.kernel.rules import cite, contradiction, derivation, instance, refutation
from verify.kernel.statement import Statement, parse

__all__ = ["Accepted", "Beyond", "Rejected", "Unreadable", "check"]

_KINDS = {"counterexample": instance, "vacuous": contradiction, "cited": cite, "derivation": derivation, "refutation": refutation}
_RULES = MappingProxyType(_KINDS)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._'-]{0,63}")
_TOKEN = object()  # only this file has it


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the kernel accepted; only `check` makes one."""

    id: str
    kind: str
    statement: bytes  # canonical
    text: str  # the statement in plain notation
    left: str | None  # of the relation that fails
    right: str | None
    uses: tuple[str, ...]  # the statements, accepted before, on which a derivation stands
    token: InitVar[object]

    def __post_init__(self, token: object) -> None:
        if token is not _TOKEN:
            raise TypeError("only the kernel's check accepts")


def check(certificate: object, accepted: Iterable[Accepted] = ()) -> Accepted:
    """What a certificate shows, a derivation on the strength of those accepted before.

    Raises Rejected where it does not show it, Unreadable where it is no certificate.
    """
    try:
        data = json.loads(json.dumps(certificate))  # a copy that is JSON and nothing else
    except (TypeError, ValueError, RecursionError) as error:
        raise Unreadable(f"no JSON: {error}") from error
    return checked(data, accepted)


def checked(data: object, accepted: Iterable[Accepted]) -> Accepted:
    """The same of what was just read as JSON, and is nobody else's."""
    match data:
        case {"format": "verify-certificate/1", "id": str(name), "kind": str(kind), "statement": content, **evidence}:
            require(kind in _RULES and _ID.fullmatch(name) is not None, f"{shown(kind)} is no kind, or {shown(name)} no id")
        case _:
            raise Unreadable("no object with the format verify-certificate/1, an id, a kind and a statement")
    try:
        require(evidence.keys() == set(_RULES[kind].KEYS), f"the evidence of a {kind} is {_RULES[kind].KEYS}, not {shown([*evidence])}")
        # A derivation holds where 1/0 is 0, too; a result of the literature need not.
        usable = [one for one in accepted if one.kind == "derivation" or (one.kind == "cited" and b'"divide"' not in one.statement)]
        named = derivation.named_lemmas(evidence["steps"]) if kind in ("derivation", "vacuous", "refutation") else {}
        missing = [f"{place}{shown(name)}" for name, place in named.items() if name not in {one.id for one in usable}]
        require(not missing, f"{''.join(missing[:1])} is no axiom, nor accepted before")
        statement = parse(content)
        lemmas = {one.id: _stated(one.statement) for one in usable if one.id in named}
        left, right = _RULES[kind].check(statement, evidence, Budget(), lemmas)
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")
        return Accepted(name, kind, canonical, plain(statement), left, right, tuple(sorted(lemmas)), _TOKEN)
    except (LookupError, TypeError, ValueError) as error:  # a part that a rule reads is not there, or is of another form
        raise Rejected(f"not of the form that a rule reads: {error}") from error
    except (RecursionError, MemoryError) as error:  # the limits come first, unless the caller's own stack was nearly full
        raise Beyond(f"beyond the means of this machine: {error}") from error


@cache
def _stated(canonical: bytes) -> Statement:
    """What was accepted, read anew."""
    return parse(json.loads(canonical))
