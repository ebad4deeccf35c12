"""What must hold where a statement has a value.

    F[e], or a power of a matrix, stands outside every binder in the statement     F is defined from the index m on
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
                            m ≤ e     (0 ≤ e for the power)

    a(i) stands in Σ_{a: lo…hi → D} outside every further binder (but sums over assignments of the same integers)
    ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
        lo ≤ hi, since with nothing to give there is one assignment, which gives nothing
"""

from collections.abc import Iterator

from verify.kernel.expand import expand
from verify.kernel.limits import Rejected, require
from verify.kernel.normal import Algebra, Atom, put
from verify.kernel.proof import Proof
from verify.kernel.statement import BINDERS, Clause, Statement, key_of


def check(says: Atom, _: list[Atom], proof: Proof) -> None:
    """Raises Rejected unless no instance on which the statement has a value breaks the inequality."""
    match says:
        case ("<=", ("number", least), index):
            pass
        case _:
            raise Rejected("nothing of the form m ≤ e is said")
    needed = [m for m, e in needs(proof.statement, proof.algebra()) if e == index]
    require(any(m >= int(least) for m in needed), "nothing in the statement needs this")


def needs(statement: Statement, algebra: Algebra) -> Iterator[tuple[float, Atom]]:
    """The least index m and the index e of each family, or of a power of a matrix, that stands in a statement outside every binder."""
    for expr in (*statement.hypotheses, statement.conclusion):
        for found in _evaluated(put(expr, {})):
            match found:
                case ("member", _, (e,)) if clauses := statement.clauses.get(key_of(found), []):
                    yield min(map(_from, clauses)), e
                case ("sum", a, ("choices", _, ("range", ("number", low), high) as places, _, _), body, _) if _looks_up(body, {a}, places):
                    yield int(low), high
                case ("power", base, e) if e[0] != "number" and (base[0] == "table" or all(word for _, _, word in expand(base, algebra))):
                    yield 0, e


def _looks_up(body: Atom, names: set[str], places: Atom) -> bool:
    """Whether what an assignment gives is evaluated whenever the body is."""
    for part in _evaluated(body):
        match part:
            case ("choice_at", ("symbol", name), _) if name in names:
                return True
            case ("sum", other, ("choices", _, same, _, _), inner, _) if same == places and _looks_up(inner, {*names, other}, places):
                return True
    return False


def _evaluated(expr: Atom) -> Iterator[Atom]:
    """What is evaluated whenever the expression is: all but the parts of a binder, of a choice of members, of propositions joined."""
    yield expr
    if expr[0] not in (*BINDERS, "and", "implies", "by_letter", "there_are"):
        for part in expr[2] if expr[0] == "member" else expr[1:]:
            if isinstance(part, tuple):
                yield from _evaluated(part)


def _from(clause: Clause) -> float:
    """The least index for which a clause of one parameter can hold."""
    if clause.parameters[0][0] == "number":
        return int(clause.parameters[0][1])
    ends = [int(given[2][1]) for given in clause.given if given[0] == ">=" and given[1] == ("symbol", "#1") and given[2][0] == "number"]
    return max(ends, default=float("-inf"))
