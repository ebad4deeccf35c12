"""The verdict of a small family as a certificate that the kernel accepts: one matrix M, and one number c on the right side of 1.

    stable      M ⪰ εI, ε > 0 and Φ(M) ⪯ cM with c < 1: then Φᵏ(I) ⪯ cᵏ M / ε, and the second moment goes to 0
    unstable    M ⪰ 0, Tr M > 0 and Φ(M) ⪰ cM with c > 1: then Tr Φᵏ(I) ≥ cᵏ Tr M / λ_max(M), and it grows

The kernel knows counterexamples: the statement is that whatever M fulfils the first line has c ≥ 1 (c ≤ 1), and this family, M and c refute
it. The step from there to the limit, above, is not part of the certificate.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from verify.decide.certify import refuted
from verify.dynamics import Side, Stability, Verdict, certificate, exact_array, unlearning_sgd
from verify.dynamics.exact import flint_matrix
from verify.inspection.setting import Setting
from verify.kernel.check import Beyond
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol, Type
from verify.language.statement import Context, Declaration, Definition, Role, Shape, Statement
from verify.meaning.instance import Instance, Matrix, Value
from verify.meaning.matrix import is_psd

LARGEST = 16  # the kernel's largest d
_D, _M, _ONE = Symbol("d"), Symbol("M"), Number(1)
_SETS = (("r", "D_r", "n_r"), ("f", "D_f", "n_f"))


def stability_certificate(setting: Setting, found: Stability) -> Mapping[str, Any] | str:
    """The certificate, for `python -m verify.kernel`; or why there is none."""
    if found.verdict is Verdict.UNDECIDED:
        return "the verdict is undecided"
    if found.compared:
        return "the verdict is that of the exact comparison with 1, and no bound has a margin to it"
    if setting.hessians.d > LARGEST:
        return f"the kernel evaluates matrices up to d = {LARGEST}, and d is {setting.hessians.d}"
    retain, forget = (exact_array(a) for a in (setting.hessians.retain, setting.hessians.forget))
    if setting.hessians.factored:
        retain, forget = (a @ a.swapaxes(-1, -2) for a in (retain, forget))
    recursion = unlearning_sgd(retain, forget, Fraction(setting.eta), Fraction(setting.alpha), setting.batch)
    side, bound = (Side.ABOVE, found.hi) if found.verdict is Verdict.STABLE else (Side.BELOW, found.lo)
    c = ((1 + Fraction(bound)) / 2).limit_denominator(int(16 / abs(1 - Fraction(bound))) + 1)
    made = certificate(recursion, side, c)
    if made is None:
        return "no rational matrix was found that shows it"
    least = _least(made.matrix) if side is Side.ABOVE else None
    values = (*_given(setting), ("M", made.rows), ("c", c), *([] if least is None else [("epsilon", least)]))
    members = (("H", (("D_r", _rows(retain)), ("D_f", _rows(forget)))),)
    try:
        return refuted(_statement(side), Instance(values, members)).certificate
    except Beyond as beyond:
        return f"the kernel does not evaluate a family of this size: {beyond}"


def _given(setting: Setting) -> tuple[tuple[str, Value], ...]:
    hessians = setting.hessians
    numbers = {"B": setting.batch, "d": hessians.d, "n_r": hessians.n_r, "n_f": hessians.n_f, "eta": setting.eta, "alpha": setting.alpha}
    return tuple((name, Fraction(value)) for name, value in numbers.items())


def _rows(array: Any) -> tuple[Matrix, ...]:
    return tuple(tuple(tuple(Fraction(int(x.p), int(x.q)) for x in row) for row in h) for h in array)


def _least(m: Any) -> Fraction:
    """An ε > 0 with M ⪰ εI for an M ≻ 0."""
    epsilon, identity = Fraction(1), exact_array([[int(i == j) for j in range(len(m))] for i in range(len(m))])
    while not is_psd(flint_matrix(m - identity * exact_array([epsilon])[0])):
        epsilon /= 2
    return epsilon


def _statement(side: Side) -> Statement:
    """That no M of this kind has c beyond 1. The weights of the noise are those of independent draws with probability B/n."""
    image, multiple = _image(), _times(Symbol("c"), _M)
    below = Compare(Relation.LOEWNER_LESS_EQUAL, image, multiple)
    zero = Number(0)
    match side:
        case Side.ABOVE:
            definite = Compare(Relation.LOEWNER_GREATER_EQUAL, _M, _times(Symbol("epsilon"), Apply(Operator.IDENTITY, (_D,))))
            given: tuple[Expr, ...] = (Compare(Relation.GREATER, Symbol("epsilon"), zero), definite, below)
            conclusion = Compare(Relation.GREATER_EQUAL, Symbol("c"), _ONE)
        case Side.BELOW:
            trace = Compare(Relation.GREATER, Apply(Operator.TRACE, (_M,)), zero)
            given = (trace, Compare(Relation.LOEWNER_GREATER_EQUAL, image, multiple))
            conclusion = Compare(Relation.LESS_EQUAL, Symbol("c"), _ONE)
    context = Context(_symbols(side), _definitions(), given)
    return Statement("stability", "stability", "", 1, "", Role.CLAIM, context, conclusion)


def _symbols(side: Side) -> tuple[Declaration, ...]:
    reals = ("eta", "alpha", "c", "v_r", "v_f", *(["epsilon"] if side is Side.ABOVE else []))
    return (
        *(Declaration(name, Kind.INTEGER) for name in ("B", "d", "n_r", "n_f")),
        *(Declaration(name, Kind.REAL) for name in reals),
        *(Declaration(name, Kind.INDEX_SET, size=Symbol(size)) for _, name, size in _SETS),
        Declaration("H", Kind.MATRIX, size=_D, shape=Shape.SYMMETRIC, over=(("D_r", "D_f"),)),
        Declaration("M", Kind.MATRIX, size=_D, shape=Shape.SYMMETRIC if side is Side.ABOVE else Shape.PSD),
        Declaration("J", Kind.MATRIX, size=_D),
    )


def _definitions() -> tuple[Definition, ...]:
    """J = I − η(1 − α)/n_r Σ H_r + ηα/n_f Σ H_f, and v = (step)² (1/n)(1/B − 1/n)."""
    eta, alpha, batch = (Symbol(name) for name in ("eta", "alpha", "B"))
    steps = {"r": _times(eta, _plus(_ONE, _negative(alpha))), "f": _times(eta, alpha)}
    parts: list[Expr] = [Apply(Operator.IDENTITY, (_D,))]
    clauses = []
    for i, name, size in _SETS:
        mean = _times(steps[i], _over(_ONE, Symbol(size)), _sum(i, name, Member("H", (Symbol(i),))))
        parts.append(_negative(mean) if i == "r" else mean)
        spread = _plus(_over(_ONE, batch), _negative(_over(_ONE, Symbol(size))))
        variance = _times(Apply(Operator.POWER, (steps[i], Number(2))), _over(_ONE, Symbol(size)), spread)
        clauses.append(Definition(f"v_{i}", f"v_{i}", (), variance))
    return (Definition("J", "J", (), _plus(*parts)), *clauses)


def _image() -> Expr:
    """Φ(M) = J M J + v_r Σ H_r M H_r + v_f Σ H_f M H_f."""
    noise = []
    for i, name, _ in _SETS:
        member = Member("H", (Symbol(i),))
        noise.append(_times(Symbol(f"v_{i}"), _sum(i, name, _times(member, _M, member))))
    return _plus(_times(Symbol("J"), _M, Symbol("J")), *noise)


def _sum(variable: str, domain: str, body: Expr) -> Expr:
    return Bind(Binder.SUM, variable, Symbol(domain), body, Type(Kind.MATRIX, _D))


def _times(*parts: Expr) -> Expr:
    return Apply(Operator.MULTIPLY, parts)


def _plus(*parts: Expr) -> Expr:
    return Apply(Operator.ADD, parts)


def _negative(part: Expr) -> Expr:
    return Apply(Operator.NEGATE, (part,))


def _over(above: Expr, below: Expr) -> Expr:
    return Apply(Operator.DIVIDE, (above, below))
