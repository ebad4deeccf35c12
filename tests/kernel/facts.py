"""What statements and facts say on small instances, by the kernel's evaluation, which knows nothing of normal forms and rules.

A fact may have what the evaluation does not know: implications, and "for all naturals", which is looked at for the first few.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from tests.kernel.forms import frozen
from verify.kernel.evaluate import Scope, elements, evaluate
from verify.kernel.limits import MAXIMUM_OUTCOMES, MAXIMUM_STEPS, Budget, Rejected
from verify.kernel.rules.instance import scope_of
from verify.kernel.statement import Declaration, Statement
from verify.kernel.values import Array, Value, array, diagonal, integer, is_psd, multiply, number, truth

Json = Any
NATURALS = 4
MEMBERS = 6  # that an instance has of a family over the integers
INTEGERS = ("1", "1", "2", "2", "0", "3", "-1")
ENTRIES = ("0", "1", "-1", "3/5", "-3/5", "4/5", "-4/5")  # of vectors
REALS = ("0", "1", "1/2", "2", "1/3", "-1", "-1/2", "3/2")


def holds(fact: Json, scope: Scope, naturals: int = NATURALS) -> bool:
    """Whether a fact is true, "for all naturals" being looked at for so many. Raises Rejected where it has no value."""
    match fact:
        case ["implies", supposed, then]:
            return not holds(supposed, scope, naturals) or holds(then, scope, naturals)
        case ["and", *parts]:
            return all(holds(part, scope, naturals) for part in parts)
        case ["for_all", _, domain, body, _]:
            return all(holds(body, scope.deeper((item,)), naturals) for item in _items(domain, scope, naturals))
    return truth(evaluate(fact, scope))


def _items(domain: Json, scope: Scope, naturals: int) -> Iterable[Value]:
    """What a fact for all of a domain is looked at for: of ℝ^n, some vectors, those of length 1 among them that have small denominators."""
    match domain:
        case ["naturals"]:
            return [number(n) for n in range(naturals)]
        case ["real_space", size]:
            count = integer(evaluate(size, scope), 1, 3)
            columns = product(map(Fraction, ENTRIES if count < 3 else ENTRIES[:3]), repeat=count)
            return [Array("vector", tuple((entry,) for entry in column)) for column in columns]
    return elements(domain, scope)


def said(fact: Json, scope: Scope, naturals: int = NATURALS) -> bool | None:
    """Whether a fact is true; None where it has no value."""
    try:
        return holds(frozen(fact), scope, naturals)
    except Rejected:
        return None


def value(expr: Json, scope: Scope) -> Value | None:
    """The value of an expression, if it has one that can be found with a small part of a budget."""
    try:
        return evaluate(frozen(expr), replace(scope, budget=Budget(MAXIMUM_STEPS // 20, MAXIMUM_OUTCOMES // 100)))
    except Rejected:
        return None


def same(expected: Value, found: Value) -> bool:
    """Whether two values are the same, a number standing for its multiple of the identity, and zero for every zero."""
    one, other = array(expected), array(found)
    if other.kind == "scalar" and one.kind == "matrix":
        other = multiply(Budget(), other, diagonal("matrix", one.size, 1))
    return one == other or (agrees(one, "=") and agrees(other, "="))


def agrees(found: Value, sign: str) -> bool:
    """Whether a number or a matrix has a sign "=", ">=" or ">"."""
    if sign == "=":
        return all(entry == 0 for row in array(found).rows for entry in row)
    return is_psd(Budget(), found, definite=sign == ">")


def drawn(of: Statement, random: Random) -> Json:
    """Values for the primitive symbols of a statement, small and of their kinds, sizes and shapes."""
    primitive = [d for k, d in of.symbols.items() if not (d.selector or d.kind == "index_set" or k in of.clauses)]
    values = {d.name: random.choice(INTEGERS) for d in primitive if d.kind == "integer" and not d.over}
    scope = Scope(of, Budget(), {(name, ()): number(int(value)) for name, value in values.items()})
    members: dict[str, Json] = {}
    for declared in [d for d in primitive if d.name not in values]:
        if not declared.over:
            values[declared.name] = _value(declared, scope, random)
        else:
            counts = {one: MEMBERS if one == "integers" else len(elements(["symbol", one], scope)) for one in declared.over[0]}
            members[declared.name] = {one: [_value(declared, scope, random) for _ in range(count)] for one, count in counts.items()}
    return {"values": values, "members": members}


def _value(declared: Declaration, scope: Scope, random: Random) -> Json:
    if declared.kind == "integer":
        return random.choice(INTEGERS)
    if declared.kind == "real":
        return random.choice(REALS)
    size = integer(evaluate(declared.size or (), scope), 1, 3)
    if declared.kind != "matrix":
        return [random.choice(REALS) for _ in range(size)]
    rows = [[Fraction(random.choice(REALS[:6])) for _ in range(size)] for _ in range(size)]
    shape = random.choice(("general", "general", "symmetric", "psd")) if declared.shape == "general" else declared.shape
    if shape == "symmetric":
        rows = [[rows[max(i, j)][min(i, j)] for j in range(size)] for i in range(size)]
    if shape == "psd":
        rows = [[sum((row[i] * row[j] for row in rows), Fraction(0)) for j in range(size)] for i in range(size)]
    return [[str(entry) for entry in row] for row in rows]


def scopes(of: Statement, count: int, seed: int = 0, tries: int = 2_000) -> list[Scope]:
    """So many instances that satisfy the hypotheses, or as many as are found among so many drawn."""
    random, found = Random(seed), list[Scope]()
    for _ in range(tries):
        if len(found) == count:
            break
        try:
            scope = scope_of(of, drawn(of, random), Budget())
        except Rejected:  # a size that is none
            continue
        if all(said(hypothesis, scope) for hypothesis in of.hypotheses):
            found.append(scope)
    return found

