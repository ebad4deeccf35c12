"""The set-up of unlearning SGD, built by hand: (3), (13), (17), (18) and Definition 2, and the second moment in several forms."""

from __future__ import annotations

from tests.meaning.expressions import (
    BOOLEAN,
    MATRIX,
    add,
    apply,
    at_least,
    at_most,
    bind,
    compare,
    equal,
    identity,
    mean,
    member,
    minus,
    over,
    power,
    span,
    such_that,
    times,
    total,
    trace,
    transpose,
    within,
)
from verify.language.expression import Binder, Expr, Kind, Number, Operator, Relation, Symbol
from verify.language.statement import INTEGERS, Context, Declaration, Definition, Shape

D = Symbol("d")
SETS = ("D_f", "D_r")
STEPS = (INTEGERS,)


def scalar(name: str, kind: Kind = Kind.REAL) -> Declaration:
    return Declaration(name, kind)


def square(name: str, *over_sets: tuple[str, ...], shape: Shape = Shape.GENERAL) -> Declaration:
    return Declaration(name, Kind.MATRIX, D, shape, over_sets)


def define(name: str, body: Expr, *parameters: Expr, given: tuple[Expr, ...] = (), law: bool = False) -> Definition:
    return Definition(f"Def-{name}", name, parameters, body, given, law)


SYMBOLS = (
    *(scalar(n, Kind.INTEGER) for n in ("d", "n_r", "n_f", "B", "k")),
    *(scalar(n) for n in ("eta", "alpha", "epsilon", "C_r", "C_f")),
    Declaration("D_r", Kind.INDEX_SET, Symbol("n_r")),
    Declaration("D_f", Kind.INDEX_SET, Symbol("n_f")),
    Declaration("D_r", Kind.INDEX_SET, over=(STEPS,)),
    Declaration("D_f", Kind.INDEX_SET, over=(STEPS,)),
    square("H", SETS, shape=Shape.PSD),
    *(square(n) for n in ("J", "H_R", "H_F")),
    *(square(n, STEPS) for n in ("J", "K", "N", "M")),
    Declaration("w", Kind.VECTOR, D, over=(STEPS,)),
    Declaration("w_0", Kind.VECTOR, D),
    Declaration("x", Kind.INTEGER, over=(SETS,), selector=True),
)

RETAIN_RATE = times("eta", minus(1, "alpha"))
FORGET_RATE = times("eta", "alpha")
SUM_OF_WEIGHTS = over(1, "B")


def drawn(index: str, domain: str, *step: Expr | str | int) -> Expr:
    """Σ x H over an index set, at a step or without one."""
    return total(index, domain, times(member("x", index, *step), member("H", index)))


def update(*step: Expr | str | int) -> Expr:
    """J at a step as (18) prints it, second form."""
    retain = times(RETAIN_RATE, SUM_OF_WEIGHTS, drawn("r", "D_r", *step))
    forget = times(FORGET_RATE, SUM_OF_WEIGHTS, drawn("f", "D_f", *step))
    return add(minus(identity(), retain), forget)


def sampled_update(step: Expr | str | int) -> Expr:
    """J at a step as (18) prints it, first form: sums over the sampled subsets."""
    retain = times(RETAIN_RATE, SUM_OF_WEIGHTS, total("i", member("D_r", step), member("H", "i")))
    forget = times(FORGET_RATE, SUM_OF_WEIGHTS, total("i", member("D_f", step), member("H", "i")))
    return add(minus(identity(), retain), forget)


def noise(rate: Expr, size: str) -> Expr:
    """A noise weight of Definition 2."""
    return times(power(rate, 2), over(1, size), minus(over(1, "B"), over(1, size)))


def spread(middle: Expr) -> Expr:
    """C_f Σ H M H + C_r Σ H M H."""
    forget = times("C_f", total("i", "D_f", times(member("H", "i"), middle, member("H", "i"))))
    retain = times("C_r", total("i", "D_r", times(member("H", "i"), middle, member("H", "i"))))
    return add(forget, retain)


K, R, F = Symbol("k"), Symbol("r"), Symbol("f")

DEFINITIONS = (
    define("H_R", times(over(1, "n_r"), total("r", "D_r", member("H", "r")))),
    define("H_F", times(over(1, "n_f"), total("f", "D_f", member("H", "f")))),
    define("J", add(minus(identity(), times(RETAIN_RATE, "H_R")), times(FORGET_RATE, "H_F"))),
    define("J", update("k"), K),
    define("K", sampled_update("k"), K),
    define("D_r", such_that("i", "D_r", equal(member("x", "i", "k"), 1)), K),
    define("D_f", such_that("i", "D_f", equal(member("x", "i", "k"), 1)), K),
    define("C_r", noise(RETAIN_RATE, "n_r")),
    define("C_f", noise(FORGET_RATE, "n_f")),
    define("N", identity(), Number(0)),
    define("N", spread(member("N", minus("k", 1))), K, given=(at_least("k", 1),)),
    define("M", add(power("J", times(2, "k")), member("N", "k")), K),
    define("w", Symbol("w_0"), Number(0)),
    define("w", times(member("J", minus("k", 1)), member("w", minus("k", 1))), K, given=(at_least("k", 1),)),
    define("x", apply(Operator.BERNOULLI, over("B", "n_r")), R, given=(within("r", "D_r"),), law=True),
    define("x", apply(Operator.BERNOULLI, over("B", "n_f")), F, given=(within("f", "D_f"),), law=True),
)

HYPOTHESES = (
    compare(Relation.GREATER, "eta", 0),
    within("alpha", apply(Operator.CLOSED_INTERVAL, 0, 1)),
    at_least("B", 1),
    at_most("B", "n_r"),
    at_most("B", "n_f"),
    at_least("d", 1),
    at_least("k", 0),
)

CONTEXT = Context(SYMBOLS, DEFINITIONS, HYPOTHESES)


def steps(binder: Binder, body: Expr) -> Expr:
    """A product over the steps t = 0, …, k − 1."""
    return bind(binder, "t", span(0, minus("k", 1)), body, MATRIX)


PAST = steps(Binder.REVERSED_PRODUCT, member("J", "t"))  # J_{k−1} ⋯ J_0
SECOND_MOMENT = mean(trace(times(steps(Binder.PRODUCT, transpose(member("J", "t"))), PAST)))
SQUARE_OF_NORM = mean(power(apply(Operator.NORM_2, member("w", "k")), 2))
LOWER_BOUND = at_least(SECOND_MOMENT, trace(member("M", "k")))
ONE_STEP = add(power("J", 2), spread(identity()))  # what (23) says E[JᵀJ] is
SAMPLED_SUBSET = equal(member("K", "k"), member("J", "k"))  # the two forms of (18)

__all__ = ["BOOLEAN", "CONTEXT", "DEFINITIONS", "HYPOTHESES", "SYMBOLS"]
