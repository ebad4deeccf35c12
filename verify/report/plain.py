"""Typed expressions as a person would write them in plain text: what was read, not what was printed.

η (1 - α) (1/B) Σ(r∈D_r) x[r] H[r]: brackets stand only where they are needed.
"""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType
from typing import assert_never

from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Member, Number, Operator, Relation, Symbol
from verify.language.render import table_name


class _Level(IntEnum):
    """How tightly an expression holds together."""

    FORMULA = 0
    SIDE = 1
    SUM = 2
    PRODUCT = 3
    FACTOR = 4
    ATOM = 5


SIGNS = MappingProxyType(
    {
        Relation.EQUAL: "=",
        Relation.LESS: "<",
        Relation.LESS_EQUAL: "≤",
        Relation.GREATER: ">",
        Relation.GREATER_EQUAL: "≥",
        Relation.LOEWNER_LESS_EQUAL: "⪯",
        Relation.LOEWNER_GREATER_EQUAL: "⪰",
        Relation.IN: "∈",
        Relation.DISTRIBUTED: "~",
    }
)
_BINDERS = MappingProxyType(
    {
        Binder.SUM: "Σ",
        Binder.PRODUCT: "Π",
        Binder.REVERSED_PRODUCT: "Π",
        Binder.MAXIMUM: "max",
        Binder.SUPREMUM: "sup",
        Binder.LIMIT: "lim",
        Binder.FOR_ALL: "for all ",
        Binder.EXISTS: "for some ",
        Binder.EVENTUALLY: "for large ",
        Binder.SUCH_THAT: "",
        Binder.CHOICES: "×",
        Binder.TABLE: "",
    }
)
_CONSTANTS = MappingProxyType({Operator.REALS: "ℝ", Operator.NATURALS: "ℕ", Operator.INFINITY: "∞"})
_BRACKETS = MappingProxyType(
    {
        Operator.EXPECTATION: ("E[", "]"),
        Operator.TRACE: ("Tr(", ")"),
        Operator.INNER: ("⟨", "⟩"),
        Operator.NORM_1: ("‖", "‖₁"),
        Operator.NORM_2: ("‖", "‖₂"),
        Operator.NORM_FROBENIUS: ("‖", "‖_F"),
        Operator.NORM_SCHATTEN_1: ("‖", "‖_S₁"),
        Operator.NORM_OPERATOR: ("‖", "‖_op"),
        Operator.ABSOLUTE: ("|", "|"),
        Operator.LARGEST_EIGENVALUE: ("λmax(", ")"),
        Operator.INDICATOR: ("1[", "]"),
        Operator.GAMMA: ("Γ(", ")"),
        Operator.LANDAU: ("O(", ")"),
        Operator.OPEN_INTERVAL: ("(", ")"),
        Operator.CLOSED_INTERVAL: ("[", "]"),
        Operator.PROBABILITY: ("P[", "]"),
        Operator.BERNOULLI: ("Bernoulli(", ")"),
        Operator.MOMENTS: ("Moments(", ")"),
        Operator.WITHOUT_REPLACEMENT: ("WithoutReplacement(", ")"),
        Operator.GAUSSIAN: ("N(", ")"),
        Operator.REAL_SPACE: ("ℝ^(", ")"),
    }
)
_NAMES = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega"
_GREEK = MappingProxyType(dict(zip(_NAMES.split(), "αβγδεζηθικλμνξπρστυφχψω", strict=True)))
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain(expr: Expr) -> str:
    """An expression on one line."""
    return _text(expr)[0]


def plain_name(name: str) -> str:
    """A name with its Greek letters: eta is η, sigma_max is σ_max."""
    return "_".join(_GREEK.get(part.rstrip("'"), part.rstrip("'")) + part[len(part.rstrip("'")) :] for part in name.split("_"))


def _at(expr: Expr, level: _Level) -> str:
    """An expression where one of at least this level is needed."""
    text, own = _text(expr)
    return text if own >= level else f"({text})"


def _list(exprs: tuple[Expr, ...]) -> str:
    return ", ".join(_at(e, _Level.SIDE) for e in exprs)


def _text(expr: Expr) -> tuple[str, _Level]:
    match expr:
        case Number(value):
            return str(value), _Level.ATOM
        case Symbol(name):
            return plain_name(name), _Level.ATOM
        case Member(family, indices):
            return f"{plain_name(family)}[{_list(indices)}]", _Level.ATOM
        case Compare(relation, left, right):
            return f"{_at(left, _Level.SIDE)} {SIGNS[relation]} {_at(right, _Level.SIDE)}", _Level.FORMULA
        case Bind():
            return _bind(expr)
        case Apply():
            return _apply(expr)
        case _:
            assert_never(expr)


def _bind(expr: Bind) -> tuple[str, _Level]:
    head, variable, domain = _BINDERS[expr.binder], plain_name(expr.variable), expr.domain
    match expr.binder, domain:
        case Binder.TABLE, _:
            return plain_name(table_name(expr)), _Level.ATOM
        case Binder.SUCH_THAT, _:
            return f"{{{variable} ∈ {_at(domain, _Level.ATOM)}: {plain(expr.body)}}}", _Level.ATOM
        case Binder.LIMIT, _:
            over = f"{variable}→{_at(domain, _Level.ATOM)}"
        case (Binder.FOR_ALL | Binder.EXISTS | Binder.EVENTUALLY), _:
            return f"{head}{variable} ∈ {_at(domain, _Level.ATOM)}: {plain(expr.body)}", _Level.FORMULA
        case Binder.REVERSED_PRODUCT, Apply(Operator.RANGE, (low, high)):
            over = f"{variable}={_at(high, _Level.SUM)}..{_at(low, _Level.SUM)}"
        case _, Apply(Operator.RANGE, (low, high)):
            over = f"{variable}={_at(low, _Level.SUM)}..{_at(high, _Level.SUM)}"
        case _:
            over = f"{variable}∈{_at(domain, _Level.ATOM)}{' reversed' if expr.binder is Binder.REVERSED_PRODUCT else ''}"
    return f"{head}({over}) {_at(expr.body, _Level.PRODUCT)}", _Level.PRODUCT


def _apply(expr: Apply) -> tuple[str, _Level]:
    operator, arguments = expr.operator, expr.arguments
    if operator in _CONSTANTS:
        return _CONSTANTS[operator], _Level.ATOM
    if operator in _BRACKETS:
        opening, closing = _BRACKETS[operator]
        return f"{opening}{plain(arguments[0]) if len(arguments) == 1 else _list(arguments)}{closing}", _Level.ATOM
    match operator, arguments:
        case Operator.ADD, (first, *rest):
            return _at(first, _Level.SUM) + "".join(_term(e) for e in rest), _Level.SUM
        case Operator.MULTIPLY, (_, *_):
            return _product(arguments), _Level.PRODUCT
        case Operator.NEGATE, (one,):
            return f"-{_at(one, _Level.PRODUCT)}", _Level.SUM
        case Operator.DIVIDE, (over, under):
            return f"{_at(over, _Level.FACTOR)}/{_at(under, _Level.ATOM)}", _Level.PRODUCT
        case Operator.POWER, (base, Number(value)):
            return f"{_at(base, _Level.ATOM)}{str(value).translate(_SUPERSCRIPTS)}", _Level.FACTOR
        case Operator.POWER, (base, exponent):
            return f"{_at(base, _Level.ATOM)}^{_at(exponent, _Level.ATOM)}", _Level.FACTOR
        case Operator.ROOT, (one,):
            return f"√{_at(one, _Level.ATOM)}", _Level.FACTOR
        case Operator.TRANSPOSE, (one,):
            return f"{_at(one, _Level.ATOM)}ᵀ", _Level.FACTOR
        case Operator.CHOICE_AT, (assignment, place):
            return f"{_at(assignment, _Level.ATOM)}({plain(place)})", _Level.ATOM
        case Operator.LETTER_AT, (string, position):
            return f"{_at(string, _Level.ATOM)}[{plain(position)}]", _Level.ATOM
        case Operator.BY_LETTER, (letter, _, _, *_):
            cases = arguments[1:]
            pairs = ", ".join(f"{plain(of)}: {plain(value)}" for of, value in zip(cases[::2], cases[1::2], strict=True))
            return f"({pairs})[{plain(letter)}]", _Level.ATOM
        case Operator.IDENTITY, _:
            return "I", _Level.ATOM
        case Operator.RANGE, (low, high):
            return f"{{{_at(low, _Level.SUM)}..{_at(high, _Level.SUM)}}}", _Level.ATOM
        case Operator.UNION, _:
            return " ∪ ".join(_at(e, _Level.ATOM) for e in arguments), _Level.PRODUCT
        case Operator.STRINGS, (length, *letters):
            return f"{{{_list(tuple(letters))}}}^{_at(length, _Level.ATOM)}", _Level.ATOM
        case Operator.AND, _:
            return " and ".join(_at(e, _Level.FORMULA if isinstance(e, Compare) else _Level.SIDE) for e in arguments), _Level.FORMULA
        case Operator.IMPLIES, (premiss, conclusion):
            return f"{plain(premiss)} ⟹ {plain(conclusion)}", _Level.FORMULA
        case Operator.SURELY, (one,):
            return f"surely {plain(one)}", _Level.FORMULA
        case Operator.THERE_ARE, (members, *kept, claim):
            same = f", with the same {' and '.join(map(plain, kept))}" if kept else ""
            return f"there are, {plain(members)}{same}, such that {plain(claim)}", _Level.FORMULA
        case _:
            return f"{operator.value}({_list(arguments)})", _Level.ATOM


def _term(expr: Expr) -> str:
    """A further term of a sum, with its sign."""
    match expr:
        case Apply(Operator.NEGATE, (one,)):
            return f" - {_at(one, _Level.PRODUCT)}"
        case _:
            return f" + {_at(expr, _Level.PRODUCT)}"


def _product(factors: tuple[Expr, ...]) -> str:
    """Factors side by side; a big operator may stand last without brackets; a dot keeps digits apart."""
    last = len(factors) - 1
    texts = [_at(f, _Level.PRODUCT if n == last and isinstance(f, Bind) else _Level.FACTOR) for n, f in enumerate(factors)]
    return texts[0] + "".join(f" · {t}" if t[0].isdigit() else f" {t}" for t in texts[1:])
