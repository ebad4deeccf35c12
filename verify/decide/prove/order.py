"""The rule `order`: relations from the sign of the difference of their sides, with witnesses given or found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from verify.decide.prove import witness
from verify.decide.prove.record import Fact
from verify.decide.prove.rewriting import same
from verify.decide.prove.work import Given, Work
from verify.language.canonical import Json
from verify.language.expression import Apply, Compare, Expr, Number, Operator, Relation
from verify.language.render import render

_DEGREE = 2  # of products of premises, where a script does not say more
_STRENGTH = (  # of the relations of a chain the last one holds between its ends
    Relation.EQUAL,
    Relation.LOEWNER_GREATER_EQUAL,
    Relation.LOEWNER_LESS_EQUAL,
    Relation.GREATER_EQUAL,
    Relation.LESS_EQUAL,
    Relation.GREATER,
    Relation.LESS,
)


def shown(work: Work, says: Compare, facts: Sequence[Fact], witness_: Expr | None, unfold: Iterable[str]) -> Fact:
    """A step that says the relation, with this witness."""
    rest: dict[str, Json] = {} if witness_ in (None, Number(0)) else {"witness": work.record.json(witness_ or Number(0))}
    return work.record.add("order", says, facts, **rest, unfold=work.keys(unfold))


def equal(work: Work, says: Compare, facts: Sequence[Fact], unfold: Iterable[str]) -> Fact:
    """An equation by normal form, multiples of equations among the premises added where that is seen to help."""
    found = witness.witness(says, _orders(facts), work.reading(facts, unfold))
    return shown(work, says, facts, None if found is None else found[0], unfold)


def so(work: Work, says: Compare, facts: Sequence[Fact], unfold: Iterable[str], degree: int | None, hints: Iterable[Given]) -> Fact:
    """A relation whose witness is found. Raises Fault where none is."""
    found = sought(work, says, facts, unfold, degree or _DEGREE, hints)
    if found is None:
        known = "; ".join(render(fact.says) for fact in facts) or "no premise"
        message = f"no combination of {known} shows {render(says)}"
        work.record.fail("so", message, "Give further premises or hints, a greater degree, or the witness (order).")
    return shown(work, says, facts, found, unfold)


def sought(work: Work, says: Compare, facts: Sequence[Fact], unfold: Iterable[str], degree: int, hints: Iterable[Given]) -> Expr | None:
    """A witness, products of few premises being tried first."""
    reading = work.reading(facts, unfold)
    signed = [(work.read(hint), ">=") for hint in hints]
    for most in range(1, degree + 1):
        found = witness.witness(says, _orders(facts), reading, degree=most, hints=signed)
        if found is not None:
            return found[0]
    return None


def combined(work: Work, says: Compare, facts: Sequence[Fact], unfold: Iterable[str]) -> tuple[Expr, list[Fact]] | None:
    """A witness that is a combination of what facts say, and those of them that it is made of."""
    found = witness.witness(says, _orders(facts), work.reading(facts, unfold))
    related = [fact for fact in facts if isinstance(fact.says, Compare)]
    return None if found is None else (found[0], [related[n] for n in sorted(found[1])])


def chain(work: Work, known: Sequence[Fact]) -> Fact:
    """What a chain of relations says of its ends."""
    relations = [work.relation(fact) for fact in known]
    up = {"<" in r.relation.value for r in relations if r.relation is not Relation.EQUAL}
    if len(up) > 1:
        work.record.fail("chain", "some relations go up and some go down", "Turn them so that all go one way.")
    strength = max((r.relation for r in relations), key=_STRENGTH.index)
    parts = [_oriented(r, True in up) for r in relations]
    return shown(work, Compare(strength, relations[0].left, relations[-1].right), known, witness.sum_of(parts), ())


def _oriented(relation: Compare, up: bool) -> Expr:
    """The difference of the sides, the one that is greater in the chain first."""
    a, b = (relation.right, relation.left) if up else (relation.left, relation.right)
    return Apply(Operator.ADD, (a, Apply(Operator.NEGATE, (b,))))


def required(work: Work, rule: str, says: Expr, facts: Sequence[Fact], unfold: Iterable[str] = (), anew: bool = False) -> Fact:
    """The fact that says this, as it stands: known, or derived now from the premises. anew: by a step in any case. Raises Fault."""
    found = supplied(work, says, facts, unfold, anew)
    if found is None:
        work.record.fail(rule, f"nothing shows {render(says)}", "Derive it before, or give premises from which it follows.")
    return found


def supplied(work: Work, says: Expr, facts: Sequence[Fact], unfold: Iterable[str] = (), anew: bool = False) -> Fact | None:
    """The same; None where nothing shows it."""
    if not anew and (known := work.record.known(says)) is not None:
        return known
    if not isinstance(says, Compare) or says.relation not in witness.ORDERS:
        return None
    wanted = witness.difference(says)
    alike = [f for f in work.record.facts if isinstance(f.says, Compare) and same(witness.difference(f.says), wanted)]
    for premises in ([], alike[-1:], list(facts)):
        found = sought(work, says, premises, unfold, _DEGREE, ())
        if found is not None:
            return shown(work, says, premises, found, unfold)
    return None


def _orders(facts: Iterable[Fact]) -> list[Compare]:
    return [fact.says for fact in facts if isinstance(fact.says, Compare) and fact.says.relation in witness.ORDERS]
