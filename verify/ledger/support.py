"""What an entry's verdict rests on, and what its reason rests on that is not established."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from verify.decide.outcome import Verdict
from verify.language.read import Theory
from verify.language.statement import Statement
from verify.ledger.derivations import Derivation, is_established
from verify.ledger.entry import Entry

_NEEDS_REASON = (Verdict.PROVED, Verdict.UNSETTLED)


def rests_on(statements: Iterable[Statement], theory: Theory) -> Iterator[str]:
    """The ids of some statements, and of the links of the printed proofs of those that are claims."""
    ids = frozenset(s.id for s in statements)
    return (s.id for s in theory.statements if s.id in ids or s.proves in ids)


def supported(entry: Entry, found: Mapping[str, Derivation], theory: Theory) -> Entry:
    """An entry with what its derivation uses and cites.

    One that nothing settles names what its derivation, or where there is none its printed proof, rests on that is not established. What
    is refuted, vacuous or malformed needs no reason.
    """
    if entry.verdict not in _NEEDS_REASON:
        return entry
    own = found.get(entry.id)
    if own is not None:
        entry = replace(entry, uses=own.uses, cites=own.cites, unsupported_by=own.missing)
        return replace(entry, reason=own.reason, rejected=own.proved is None)
    links = [s for s in theory.statements if s.proves == entry.id]
    return replace(entry, unsupported_by=tuple(s.id for s in links if not is_established(s, found)))
