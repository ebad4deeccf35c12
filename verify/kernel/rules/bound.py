"""What keeps a sequence from a limit that is claimed, by facts that may be about matrices of an instance's own.

    lim f = b      a or b is ∞, and not both     f(n) ≤ c for all n     a is ∞, or a > c     c ≤ f(n) for all n     a < c
    ────────────────────────────────────────     ───────────────────────────────────────     ────────────────────────────
                   not lim f = a                              not lim f = a                           not lim f = a
"""

from dataclasses import replace
from typing import Any

from verify.kernel.evaluate import Scope, evaluate
from verify.kernel.expand import size_of
from verify.kernel.limits import require
from verify.kernel.normal import put
from verify.kernel.statement import NAME, Declaration, Expr, Key, Statement, fields_of, key_of, named
from verify.kernel.values import truth

_INFINITE = ("infinity",)


def with_matrices(statement: Statement, data: Any) -> Statement:
    """The statement with a symmetric matrix of each further name to which an instance gives a value: its facts may be about it."""
    names = fields_of(data, values=dict, members=dict)["values"].keys() - {name for name, _ in statement.symbols}
    require(all(NAME.fullmatch(name) for name in names), "the instance gives a value to what is no name")
    made = {(name, 0): Declaration(name, "matrix", size_of(statement) or None, "symmetric", (), False) for name in names}
    return replace(statement, symbols={**statement.symbols, **made})


def excluded(claim: Expr, last: Expr, scope: Scope, anew: frozenset[Key]) -> bool:
    """Whether a fact gives a sequence another limit than is claimed, infinite for finite or the other way round, or keeps it from that.

    anew: the names whose values rest on members that are chosen, so that a bound is compared with no limit that does.
    """
    (_, sequence, _), limit = put(claim, {}), claim[2]
    match last:
        case ["=", same, other]:
            return bool(same == sequence) and (other == _INFINITE) != (limit == _INFINITE)
        case ["for_all", "@1", ["naturals"], ["<=", low, high], _] if low == sequence[3] and limit == _INFINITE:
            return not named(high) and evaluate(high, scope) is not None
        case ["for_all", "@1", ["naturals"], ["<=", low, high], _] if sequence[3] in (low, high) and limit != _INFINITE:
            bound, beyond = (high, ("<", high, limit)) if low == sequence[3] else (low, ("<", limit, low))
            known = not named(bound) and not any(key_of(one) in anew for one in named(limit))
            return known and truth(evaluate(beyond, scope))
    return False
