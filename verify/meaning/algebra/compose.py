"""Expressions put together from typed parts, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sympy

from verify.errors import Code, Diagnostic, Fault
from verify.language import arithmetic
from verify.language.expression import Apply, Expr, Kind, Number, Operator, Type
from verify.language.scope import INTEGER, REAL, Typed
from verify.language.statement import INTEGERS

_SET = Type(Kind.INDEX_SET)


def fault(code: Code, message: str, fix: str) -> Fault:
    """A fault that has no place in a file."""
    return Fault(Diagnostic(code, message, fix))


def unknown(value: Any) -> Fault:
    """The fault for what the language has no word for."""
    return fault(Code.SYNTAX, f"the language has no word for {type(value).__name__} ({value})", "docs/session.md says what has one.")


def named(name: str) -> str:
    """A name that the language can have; the names of bound variables in canonical form (#1) are none."""
    if not re.fullmatch(r"[^\W\d_][\w']*", name) or name == INTEGERS:
        raise fault(Code.SYNTAX, f"{name!r} is no name of the language", "Write it plainly: eta, C_r, H_R, r'.")
    return name


def rational(value: Any) -> Typed:
    """A rational: the quotient of two integers, after its sign."""
    top, bottom = Number(abs(int(value.p))), Number(int(value.q))
    size: Expr = top if value.q == 1 else Apply(Operator.DIVIDE, (top, bottom))
    type_ = INTEGER if value.q == 1 else REAL
    return Typed(Apply(Operator.NEGATE, (size,)) if value.p < 0 else size, type_)


def constant(value: Any) -> Typed:
    """∞, ℕ, ℝ. Raises Fault (E-SYNTAX) for anything else."""
    if value is sympy.oo:
        return Typed(Apply(Operator.INFINITY, ()), REAL)
    if value is -sympy.oo:
        return Typed(Apply(Operator.NEGATE, (Apply(Operator.INFINITY, ()),)), REAL)
    if value is sympy.S.Naturals0:
        return Typed(Apply(Operator.NATURALS, ()), _SET)
    if value is sympy.S.Reals:
        return Typed(Apply(Operator.REALS, ()), _SET)
    raise unknown(value)


def total(parts: Sequence[Typed]) -> Typed:
    """A sum. Raises Fault: E-KIND, E-SIZE."""
    if len(parts) == 1:
        return parts[0]
    return Typed(Apply(Operator.ADD, tuple(p.expr for p in parts)), joined(parts, "added"))


def joined(parts: Sequence[Typed], verb: str) -> Type:
    """The one type of things that are added or compared. Raises Fault: E-KIND, E-SIZE."""
    type_ = arithmetic.join([p.type for p in parts])
    if type_ is None:
        words = " and ".join(dict.fromkeys(arithmetic.describe(p.type) for p in parts))
        code = Code.SIZE if any(arithmetic.sizes_differ(parts[0].type, p.type) for p in parts) else Code.KIND
        raise fault(code, f"{words} cannot be {verb}", "Use things of one kind and size.")
    return type_


def multiplied(parts: Sequence[Typed]) -> Typed:
    """A product in this order. Raises Fault: E-KIND, E-SIZE."""
    type_ = parts[0].type
    for part in parts[1:]:
        product = arithmetic.product(type_, part.type)
        if product is None:
            words = f"{arithmetic.describe(type_)} times {arithmetic.describe(part.type)}"
            raise fault(Code.SIZE if arithmetic.sizes_differ(type_, part.type) else Code.KIND, f"{words} has no meaning", "Check sizes.")
        type_ = product
    return Typed(Apply(Operator.MULTIPLY, tuple(p.expr for p in parts)), type_)


def root_of(base: Expr, exponent: Any) -> Expr:
    """A positive fractional power: square roots as far as they go."""
    numerator, denominator = int(exponent.p), int(exponent.q)
    while denominator % 2 == 0:
        base, denominator = Apply(Operator.ROOT, (base,)), denominator // 2
    if denominator > 1:
        return Apply(Operator.POWER, (base, Apply(Operator.DIVIDE, (Number(numerator), Number(denominator)))))
    return base if numerator == 1 else Apply(Operator.POWER, (base, Number(numerator)))


def derivative_type(parts: Sequence[Typed]) -> Type:
    """A number by one vector is a vector, by two a matrix; a vector by numbers is a vector."""
    vectors = [p.type for p in parts[1:] if p.type.kind is Kind.VECTOR]
    if not vectors:
        return parts[0].type if parts[0].type.kind is Kind.VECTOR else REAL
    return vectors[0] if len(vectors) == 1 else Type(Kind.MATRIX, vectors[0].size)
