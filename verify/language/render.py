"""A typed expression → LaTeX that parses to the same expression."""

from __future__ import annotations

from enum import IntEnum
from itertools import pairwise
from typing import assert_never

from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Member, Number, Operator, Relation, Symbol
from verify.language.parse import GREEK


class _Level(IntEnum):
    """How tightly what stands around binds."""

    FORMULA = 0
    IMPLICATION = 1
    CHAIN = 2
    SUM = 3
    PRODUCT = 4  # the last place of a product: a big operator may stand here
    FACTOR = 5
    BASE = 6  # of a power


def render(expr: Expr) -> str:
    """The LaTeX of an expression."""
    return _render(expr, _Level.FORMULA)


def _render(expr: Expr, level: _Level) -> str:
    match expr:
        case Number(value):
            return str(value)
        case Symbol(name):
            return latex_name(name)
        case Member(family, indices):
            return _member(family, indices)
        case Apply():
            text, own = _apply(expr)
        case Bind():
            text, own = _bind(expr)
        case Compare(relation, left, right):
            text, own = f"{_side(left)} {_SIGNS[relation]} {_side(right)}", _Level.CHAIN
        case _:
            assert_never(expr)
    return text if own >= level else f"({text})"


def _side(expr: Expr) -> str:
    return _render(expr, _Level.SUM)


def latex_name(name: str) -> str:
    """The LaTeX of a plain name: eta is \\eta, C'_r is C'_{r}, SNR is \\mathrm{SNR}."""
    base, _, label = name.partition("_")
    letters = base.rstrip("'")
    text = _word(letters) + "'" * (len(base) - len(letters))
    return f"{text}_{{{latex_name(label)}}}" if label else text


def _word(letters: str) -> str:
    if letters in GREEK:
        return f"\\{letters}"
    return letters if len(letters) == 1 or letters.isdigit() else f"\\mathrm{{{letters}}}"


def _member(family: str, indices: tuple[Expr, ...]) -> str:
    base, _, label = family.partition("_")
    head = latex_name(base)
    if label:
        return f"{head}_{{{latex_name(label)},{','.join(render(i) for i in indices)}}}"
    if not all(isinstance(i, Symbol) or _is_choice(i) for i in indices):
        return f"{head}_{{{','.join(render(i) for i in indices)}}}"
    texts = [render(i) for i in indices]
    apart = [f"{{{a}}}" if len(a) == 1 < len(b) else a for a, b in zip(texts, [*texts[1:], ""], strict=True)]
    return f"{head}_{{{' '.join(apart)}}}"  # {r} f_1, since r f_1 can be a pair


def _is_choice(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.operator is Operator.CHOICE_AT


_SIGNS = {
    Relation.EQUAL: "=",
    Relation.LESS: "<",
    Relation.LESS_EQUAL: r"\leq",
    Relation.GREATER: ">",
    Relation.GREATER_EQUAL: r"\geq",
    Relation.LOEWNER_LESS_EQUAL: r"\preceq",
    Relation.LOEWNER_GREATER_EQUAL: r"\succeq",
    Relation.IN: r"\in",
    Relation.DISTRIBUTED: r"\sim",
}
_CALLS = {
    Operator.TRACE: r"\operatorname{Tr}",
    Operator.EXPECTATION: r"\mathbb{E}",
    Operator.PROBABILITY: r"\mathbb{P}",
    Operator.LARGEST_EIGENVALUE: r"\lambda_{\max}",
    Operator.GAMMA: r"\Gamma",
    Operator.LOG: r"\log",
    Operator.LANDAU: r"\mathcal{O}",
    Operator.BERNOULLI: r"\operatorname{Bernoulli}",
    Operator.MOMENTS: r"\operatorname{Moments}",
    Operator.WITHOUT_REPLACEMENT: r"\operatorname{WithoutReplacement}",
}
_NORMS = {
    Operator.NORM_1: "1",
    Operator.NORM_2: "2",
    Operator.NORM_FROBENIUS: "F",
    Operator.NORM_SCHATTEN_1: "S_1",
    Operator.NORM_OPERATOR: "op",
}


def _apply(expr: Apply) -> tuple[str, _Level]:
    """The text of a function's application and how tightly it binds."""
    operator, arguments = expr.operator, expr.arguments
    if operator in _CALLS:
        return f"{_CALLS[operator]}[{', '.join(map(render, arguments))}]", _Level.BASE
    if operator in _NORMS:
        return f"\\norm{{{render(arguments[0])}}}{{{_NORMS[operator]}}}", _Level.BASE
    texts = [render(a) for a in arguments]
    match operator:
        case Operator.ADD:
            return _sum(arguments), _Level.SUM
        case Operator.NEGATE:
            return f"-{_render(arguments[0], _Level.PRODUCT)}", _Level.SUM
        case Operator.MULTIPLY:
            return _product(arguments), _Level.PRODUCT
        case Operator.POWER:
            return f"{_render(arguments[0], _Level.BASE)}^{{{texts[1]}}}", _Level.FACTOR
        case Operator.TRANSPOSE:
            return f"{_render(arguments[0], _Level.BASE)}^{{T}}", _Level.FACTOR
        case Operator.DIVIDE:
            return f"\\frac{{{texts[0]}}}{{{texts[1]}}}", _Level.BASE
        case Operator.BINOMIAL:
            return f"\\binom{{{texts[0]}}}{{{texts[1]}}}", _Level.BASE
        case Operator.ROOT:
            return f"\\sqrt{{{texts[0]}}}", _Level.BASE
        case Operator.IDENTITY:
            return f"I_{{{texts[0]}}}", _Level.BASE
        case Operator.INNER:
            return f"\\langle {texts[0]}, {texts[1]} \\rangle", _Level.BASE
        case Operator.ABSOLUTE:
            return f"\\abs{{{texts[0]}}}", _Level.BASE
        case Operator.INDICATOR:
            return f"1\\{{{texts[0]}\\}}", _Level.FACTOR
        case Operator.LETTER_AT:
            return f"{texts[0]}[{texts[1]}]", _Level.FACTOR
        case Operator.CHOICE_AT:
            return f"{texts[0]}_{{{texts[1]}}}", _Level.BASE
        case Operator.BY_LETTER:
            return _by_letter(texts[0], arguments[1:]), _Level.BASE
        case Operator.DERIVATIVE:
            return _derivative(*arguments), _Level.BASE
        case Operator.IMPLIES:
            return _implications((expr,)), _Level.IMPLICATION
        case Operator.AND:
            return _conjunction(arguments)
        case Operator.SURELY:
            return texts[0], _Level.FORMULA
        case Operator.THERE_ARE:
            return rf"\text{{there are }} {'; '.join(texts[:-1])}: {texts[-1]}", _Level.FORMULA
        case _:
            return _domain(operator, texts), _Level.BASE


def _domain(operator: Operator, texts: list[str]) -> str:
    """What stands on the right of ∈, and what stands nowhere but in a reading."""
    match operator:
        case Operator.OPEN_INTERVAL:
            return f"({texts[0]}, {texts[1]})"
        case Operator.CLOSED_INTERVAL:
            return f"[{texts[0]}, {texts[1]}]"
        case Operator.REALS:
            return r"\mathbb{R}"
        case Operator.NATURALS:
            return r"\mathbb{N}"
        case Operator.REAL_SPACE:
            sizes = r" \times ".join(texts)
            return f"\\mathbb{{R}}^{{{sizes}}}"
        case Operator.STRINGS:
            return f"\\{{{', '.join(texts[1:])}\\}}^{{{texts[0]}}}"
        case Operator.RANGE if texts[0] == "1":
            return f"[{texts[1]}]"
        case Operator.UNION:
            return r" \cup ".join(texts)
        case Operator.INFINITY:
            return r"\infty"
        case Operator.GAUSSIAN:
            return f"\\gaussian{{{texts[0]}}}{{{texts[1]}}}"
        case _:
            return f"\\operatorname{{{operator.value}}}({', '.join(texts)})"


def _sum(terms: tuple[Expr, ...]) -> str:
    text = ""
    for position, term in enumerate(terms):
        negated = isinstance(term, Apply) and term.operator is Operator.NEGATE
        body = term.arguments[0] if negated and isinstance(term, Apply) else term
        sign = "-" if negated else "+" if position else ""
        text += f" {sign} {_render(body, _Level.PRODUCT)}" if position else f"{sign}{_render(body, _Level.PRODUCT)}"
    return text


def _product(factors: tuple[Expr, ...]) -> str:
    """Factors side by side; a dot keeps digits apart."""
    *front, last = factors
    tail = _Level.PRODUCT if isinstance(last, Bind) else _Level.FACTOR
    first, *rest = [*(_render(f, _Level.FACTOR) for f in front), _render(last, tail)]
    return first + "".join(rf" \cdot {t}" if t[0].isdigit() else f" {t}" for t in rest)


def _by_letter(letter: str, cases: tuple[Expr, ...]) -> str:
    """`D_{L[i]}`, of D_r and D_f; things without one stem, one by one."""
    pairs = list(zip(cases[::2], cases[1::2], strict=True))
    named = [(a.name, b.name) for a, b in pairs if isinstance(a, Symbol) and isinstance(b, Symbol)]
    stems = {name.removesuffix(f"_{which}") for which, name in named if name.endswith(f"_{which}")}
    if len(named) == len(pairs) and len(stems) == 1 and all(f"{min(stems)}_{which}" == name for which, name in named):
        return f"{latex_name(min(stems))}_{{{letter}}}"
    return rf"\operatorname{{by letter}}({letter}, {', '.join(map(render, cases))})"


def _derivative(body: Expr, *variables: Expr) -> str:
    order = f"^{{{len(variables)}}}" if len(variables) > 1 else ""
    below = " ".join(rf"\partial {render(v)}" for v in variables)
    return rf"\frac{{\partial{order} {_render(body, _Level.PRODUCT)}}}{{{below}}}"


def _conjunction(parts: tuple[Expr, ...]) -> tuple[str, _Level]:
    """A chain where each relation, or implication, begins with what the one before ends with; else one by one."""
    if all(isinstance(a, Compare) and isinstance(b, Compare) and a.right == b.left for a, b in pairwise(parts)):
        rest = "".join(f" {_SIGNS[p.relation]} {_side(p.right)}" for p in parts[1:] if isinstance(p, Compare))
        return render(parts[0]) + rest, _Level.CHAIN
    links = tuple(p for p in parts if isinstance(p, Apply) and p.operator is Operator.IMPLIES)
    if len(links) == len(parts) and all(a.arguments[1] == b.arguments[0] for a, b in pairwise(links)):
        return _implications(links), _Level.IMPLICATION
    return r" \text{ and } ".join(_render(p, _Level.CHAIN) for p in parts), _Level.FORMULA


def _implications(links: tuple[Apply, ...]) -> str:
    """a ⟹ b ⟹ c, of the implications a ⟹ b and b ⟹ c."""
    chains = [links[0].arguments[0], *(link.arguments[1] for link in links)]
    return r" \implies ".join(_render(c, _Level.CHAIN) for c in chains)


_BIG = {
    Binder.SUM: r"\sum",
    Binder.PRODUCT: r"\prod",
    Binder.REVERSED_PRODUCT: r"\overleftarrow{\prod}",
    Binder.MAXIMUM: r"\max",
    Binder.SUPREMUM: r"\sup",
    Binder.LIMIT: r"\lim",
    Binder.CHOICES: r"\prod",
}


def _bind(expr: Bind) -> tuple[str, _Level]:
    """The text of a binder and how tightly it binds."""
    variable = latex_name(expr.variable)
    domain = render(expr.domain)
    match expr.binder:
        case Binder.FOR_ALL:
            return f"{_render(expr.body, _Level.IMPLICATION)} \\forall {_said(expr.domain, variable, domain)}", _Level.FORMULA
        case Binder.EXISTS | Binder.EVENTUALLY:
            quantifier = r"\exists" if expr.binder is Binder.EXISTS else r"\text{for large }"
            return f"{quantifier} {variable} \\in {domain}: {render(expr.body)}", _Level.FORMULA
        case Binder.TABLE:
            return latex_name(table_name(expr)), _Level.BASE
        case Binder.SUCH_THAT:
            return f"\\{{ {variable} \\in {domain} : {render(expr.body)} \\}}", _Level.BASE
        case _:
            body = _render(expr.body, _Level.PRODUCT)
            return f"{_BIG[expr.binder]}{_below(expr, variable, domain)} {body}", _Level.PRODUCT


def table_name(expr: Expr) -> str:
    """The name of the family whose members a table holds."""
    while isinstance(expr, Bind):
        expr = expr.body
    return expr.family if isinstance(expr, Member) else ""


def _said(domain: Expr, variable: str, text: str) -> str:
    """`i \\in D`, or `0 \\leq i \\leq n`."""
    match domain:
        case Apply(Operator.RANGE, (low, high)) if low != Number(1):
            return f"{_side(low)} \\leq {variable} \\leq {_side(high)}"
        case _:
            return f"{variable} \\in {text}"


def _below(expr: Bind, variable: str, domain: str) -> str:
    """What stands below and above a big operator."""
    if expr.binder is Binder.LIMIT:
        return f"_{{{variable} \\to {domain}}}"
    if isinstance(expr.domain, Apply) and expr.domain.operator is Operator.RANGE:
        low, high = (render(a) for a in expr.domain.arguments)
        return f"_{{{variable}={low}}}^{{{high}}}"
    return f"_{{{variable} \\in {domain}}}"
