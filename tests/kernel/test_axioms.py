"""Every axiom is true, and needs each of its hypotheses.

An axiom is looked at on small instances. What no instance can hold is put in its place: for a proposition P a relation, for P[n] one in n,
for a sequence f[n] = b + c qⁿ, whose limit is known: b for |q| < 1, ∞ for q > 1 and c > 0. "For all naturals" is looked at up to 11, which
is enough for these sequences: two of them do not cross later. Why the axioms on limits hold for all sequences:

    limit_constant  a constant is its own limit.
    limit_above     f[n] ≥ g[n] from m on, and g[n] is above every bound from some n on, so f[n] is.
    limit_growth    f[n] ≥ c qⁿ ≥ c (1 + n (q − 1)), by Bernoulli's inequality, and that is above every bound from some n on.
    limit_zero      0 ≤ f[n] ≤ c qⁿ, and qⁿ is below every ε > 0 from some n on: (1/q)ⁿ grows without bound, as above.

An eigenvector of length 1 is looked for among those with small denominators, so the matrices are turned by such: Q diag Qᵀ. A matrix whose
root is evaluated is the square of a PSD one. A table T[i,j,k,l] has rank 1 (or is diagonal), else its eigenvalues are seldom rational.

And induction: if P[n] failed for some n, it would fail for a least one; that is not 0, and it is not one after another.
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from random import Random

import pytest

from tests.kernel.assignments import written_out
from tests.kernel.derivations import add, mul, power, sub, var
from tests.kernel.facts import REALS, drawn, said
from tests.kernel.forms import ONE, TWO, ZERO, declare, define, mem, num, sym
from verify.kernel.limits import Budget, Rejected
from verify.kernel.rules.instance import scope_of
from verify.kernel.rules.lemma import FILE, axioms
from verify.kernel.statement import parse

AXIOMS = json.loads(FILE.read_text(encoding="utf-8"))
DRAWS, LAST = 250, 12
HALF = ["divide", ONE, TWO]
RATIOS = [ZERO, HALF, ONE, TWO, num(3)]
CONSTANTS = [ZERO, ONE, num(-1), HALF, TWO]
FREE = {
    ("eigenvalue_bound", 0): "a matrix that is not symmetric has no largest eigenvalue",
    ("eigenvalue_least", 0): "what is ⪯ cI is symmetric",
    ("eigenvalue_least", 2): "every matrix has a size of at least 1",
    ("eigenvector", 0): "a matrix that is not symmetric has no largest eigenvalue",
    ("eigenvector", 1): "every matrix has a size of at least 1",
    ("maximum_least", 1): "a maximum of nothing has no value",
    ("root_matrix", 0): "a matrix that is not PSD has no such root",
    ("table_rayleigh", 0): "a table that is not symmetric has no largest eigenvalue",
    ("table_rayleigh", 1): "a table without entries has none",
    ("table_rayleigh", 2): "the same",
    ("table_paths", 0): "no integer is given anything",
    ("table_paths", 1): "a table without entries has no trace",
    ("table_paths", 2): "the same",
    ("table_power_trace", 0): "as for table_rayleigh",
    ("table_power_trace", 3): "the same",
    ("table_power_trace", 4): "the same",
    ("table_trace", 0): "the same",
    ("table_trace", 1): "the same",
    ("table_outer", 0): "as for table_rayleigh",
    ("table_outer", 6): "the same",
    ("table_outer", 7): "the same",
    ("inverse", 0): "1/0 has no value; that it is 0 in derivations is why it is needed there",
    ("inverse_negative", 0): "the same",
    ("power", 0): "0 to a negative power has no value; in derivations it is 0",
    ("power", 1): "the same",
    ("power_matrix", 0): "a matrix to a negative power has no value",
    ("power_matrix", 1): "the same",
    ("root", 0): "a negative number has no root",
    ("limit_zero", 2): "with f ≥ 0, c qⁿ is not negative for any n, so q is not, or c = 0",
}


def put(expr, name, new):
    """The expression with another for a symbol, or for each member of a family: `new` of its index."""
    if expr[:2] in (["symbol", name], ["member", name]):
        return new(expr[2][0] if expr[2:] else None)
    return [put(part, name, new) if isinstance(part, list) else part for part in expr]


def propositions(axiom, random):
    """The axiom with a relation for its proposition P."""
    low, high = random.choice(CONSTANTS), num(random.randrange(4))
    at = random.choice([
        lambda i: ["<=", i or low, high], lambda i: ["<=", high, i or low], lambda i: ["<=", low, add(i or sym("x"), ONE)],
        lambda i: ["=", mul(i or sym("x"), sub(i or sym("x"), ONE)), ZERO],
        lambda i: ["<", sym("a"), sym("x")] if i is None else ["<", ZERO, add(i, high)],
    ])  # fmt: skip
    changed = {**axiom, "hypotheses": [put(fact, "P", at) for fact in axiom["hypotheses"]], "conclusion": put(axiom["conclusion"], "P", at)}
    return {**changed, "symbols": [one for one in axiom["symbols"] if one["name"] != "P"]}


def sequences(axiom, random):
    """The axiom with definitions of its sequences, and the limits of these, "none" where there is none."""
    definitions, limits = [], {}
    for name in [one["name"] for one in axiom["symbols"] if one["name"] in "fg" and one["over"]]:
        b, c, q = random.choice(CONSTANTS), random.choice(CONSTANTS), random.choice(RATIOS)
        definitions.append(define(name, [var(1)], add(b, mul(c, power(q, var(1))))))
        limits[name] = b if ZERO in (c, q) or q == HALF else add(b, c) if q == ONE else ["infinity"] if c[0] != "negate" else "none"
    return {**axiom, "definitions": definitions}, limits


def limits_put(fact, limits):
    """An equation for a limit as one for the number that it is, or a false one."""
    if fact[0] != "=" or fact[1][0] != "limit":
        return fact
    found, claimed = limits[fact[1][3][1]], fact[2]
    if found == "none" or (found == ["infinity"]) != (claimed == ("infinity",)):
        return ["=", ZERO, ONE]
    return ["=", ZERO, ZERO] if found == ["infinity"] else ["=", found, claimed]


def tables(axiom, random):
    """The axiom with definitions of its families over pairs: u = z y, v = t y; T = b x y x y, u u + v v, b (u v + v u), and others."""
    at = [var(n) for n in range(1, 5)]
    x, y, z, t = (lambda i, name=name: mem(name, i) for name in "xyzt")
    outer = add(*[mul(mem(name, *at[:2]), mem(name, *at[2:])) for name in "uv"])
    off = mul(num(99), sym("b"), add(*[mul(mem(one, *at[:2]), mem(other, *at[2:])) for one, other in ("uv", "vu")]))
    pairs = [outer, outer, mul(TWO, outer), off, off]
    entry = random.choice(pairs if any(one["name"] == "v" for one in axiom["symbols"]) else [
        mul(sym("b"), x(at[0]), y(at[1]), x(at[2]), y(at[3])),
        mul(sym("b"), x(at[0]), y(at[1]), z(at[2]), y(at[3])),
        mul(sym("b"), ["indicator", ["=", at[0], at[2]]], ["indicator", ["=", at[1], at[3]]]),
    ])  # fmt: skip
    over = {"x": "D", "y": "E", "z": "D", "t": "D"}
    symbols = [*axiom["symbols"], declare("b"), *[declare(name, over=[[one]]) for name, one in over.items()]]
    definitions = {"T": entry, "u": mul(z(at[0]), y(at[1])), "v": mul(t(at[0]), y(at[1]))}
    sizes = [["sum", "#1", sym("D"), ["sum", "#2", sym("E"), power(mem(name, *at[:2]), TWO), ["real"]], ["real"]] for name in "uv"]
    known = [one["name"] for one in axiom["symbols"]]
    named = [define(name, at[: 4 if name == "T" else 2], body) for name, body in definitions.items() if name in known]
    named += [define("c", [], random.choice(sizes))] if "c" in known else []
    named.sort(key=lambda one: one["name"])
    return {**axiom, "symbols": sorted(symbols, key=lambda one: (one["name"], len(one["over"]))), "definitions": named}


def rooted(axiom):
    """The axiom with R R for the matrix A and the PSD matrix R for its root."""
    half = ["power", sym("A"), HALF]

    def with_root(expr):
        if expr in (half, sym("A")):
            return sym("R") if expr == half else mul(sym("R"), sym("R"))
        return [with_root(part) if isinstance(part, list) else part for part in expr]

    symbols = [*[one for one in axiom["symbols"] if one["name"] != "A"], declare("R", "matrix", sym("d"), shape="psd")]
    facts = {"hypotheses": [with_root(fact) for fact in axiom["hypotheses"]], "conclusion": with_root(axiom["conclusion"])}
    return {**axiom, **facts, "symbols": sorted(symbols, key=lambda one: one["name"])}


def turned(size, random):
    """A symmetric matrix with unit eigenvectors of small denominators: Q diag Qᵀ."""
    a, b, c = (Fraction(random.choice(REALS)) for _ in range(3))
    if size != 2:
        return [[str((a, b, c)[i] if i == j else 0) for j in range(size)] for i in range(size)]
    p, q = random.choice([(Fraction(3, 5), Fraction(4, 5)), (Fraction(1), Fraction(0))])
    across = p * q * (a - b)
    return [[str(a * p * p + b * q * q), str(across)], [str(across), str(a * q * q + b * p * p)]]


def instance(name, random):
    """Whether each hypothesis, and the conclusion, of an axiom is true on a random instance; None where there is no value."""
    axiom, limits = AXIOMS[name], {}
    if name.startswith("table"):
        axiom = tables(axiom, random)
    if name.startswith("root_matrix"):
        axiom = rooted(axiom)
    if any(one["kind"] == "boolean" for one in axiom["symbols"]):
        axiom = propositions(axiom, random)
    if name.startswith("limit"):
        axiom, limits = sequences(axiom, random)
    if name == "table_paths":
        count = num(random.randrange(1, 4))
        supposed = [["<=", ONE, count], *axiom["hypotheses"][1:]]
        axiom = {**axiom, "conclusion": written_out(axiom["conclusion"], {"k": count}), "hypotheses": supposed}
    of = parse({"definitions": [], **axiom})
    data = drawn(of, random)
    if name == "table_outer":  # often, u v = 0
        data["members"]["z"]["D"] = [random.choice(("0", "1", "2")) for _ in data["members"]["z"]["D"]]
        data["members"]["t"]["D"] = [random.choice("01" if one == "0" else "001") for one in data["members"]["z"]["D"]]
        data["values"]["b"] = random.choice(("1", "-1"))
    if name == "table_power_trace":
        data["values"]["k"] = random.choice(("0", "2", "3", "4"))
    if name == "eigenvector":
        data["values"]["A"] = turned(int(data["values"]["d"]), random)
    scope = scope_of(of, data, Budget())
    return tuple([said(limits_put(fact, limits), scope, LAST) for fact in (*of.hypotheses, of.conclusion)])


@cache
def instances(name):
    """Many of these."""
    random, found = Random(name), []
    for _ in range(DRAWS):
        try:
            found.append(instance(name, random))
        except Rejected:  # a size that is none
            continue
    return found


@pytest.mark.parametrize("name", AXIOMS)
def test_true(name):
    """Where the hypotheses hold, the conclusion does, and there are such instances."""
    conclusions = [conclusion for *hypotheses, conclusion in instances(name) if all(hypotheses)]
    assert False not in conclusions
    assert conclusions.count(True) >= 3


NEEDED = [(name, place) for name, axiom in AXIOMS.items() for place in range(len(axiom["hypotheses"]))]


@pytest.mark.parametrize(("name", "place"), [one for one in NEEDED if one not in FREE])
def test_needed(name, place):
    """Where one hypothesis fails and the others hold, the conclusion may fail."""
    assert any(all(others) and not left and conclusion is False for (*others, conclusion), left in without(name, place))


@pytest.mark.parametrize(("name", "place"), FREE)
def test_not_needed(name, place):
    """Here it does not, on any instance that is looked at."""
    assert not any(all(others) and conclusion is False for (*others, conclusion), _ in without(name, place))


def without(name, place):
    """The instances, one hypothesis set apart."""
    return [((*one[:place], *one[place + 1 :]), one[place]) for one in instances(name)]


def test_the_axioms_are_those_of_the_file():
    """Every one is looked at, none is derived from a definition, and none is about selectors."""
    assert axioms().keys() == AXIOMS.keys()
    assert all(not axiom.clauses and not axiom.random for axiom in axioms().values())
