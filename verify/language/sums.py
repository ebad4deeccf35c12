"""Sums of which print leaves out the middle: one sum over assignments for each index that their signs bind."""

from __future__ import annotations

from dataclasses import dataclass

from lark import Token

from verify.errors import Code, Place
from verify.language import binders, elliptic, requirements
from verify.language.domains import Elaborate, domain, index_sets
from verify.language.expression import Apply, Bind, Binder, Expr, Kind, Operator, Symbol, Type
from verify.language.names import argument_expression, comma_parts, paired, plain, sides, signs
from verify.language.parse import Syntax
from verify.language.render import latex_name, render
from verify.language.scope import Bound, Scope, Typed, offset, span, trees, wrapped


@dataclass(frozen=True, slots=True)
class _Sign:
    """What stands below one sign: the names that it binds, their common index, and the set on the right of ∈ where print has one."""

    names: tuple[str, ...]
    index: Expr
    over: Typed | None


def sums(tree: Syntax, scope: Scope, elaborate: Elaborate, product: binders.Product) -> Typed:
    """`\\chainedsums{a_1}{a_2}{a_k} body`: a sum for each of a_1, …, a_k. In the body a_i is the value of the assignment a at i.

    Raises Fault: E-MACRO where the signs do not follow each other.
    """
    *given, body = trees(tree)
    first, second, last = (_sign(g, scope, elaborate) for g in given)
    variable = elliptic.fresh(scope)
    low, high = _ends(first, second, last, tree, scope)
    over = Apply(Operator.RANGE, (low, high))
    place = scope.source.place(offset(tree))
    domains: list[tuple[str, Expr, Bound]] = []
    for name in first.names:
        of = _body(name, (first, second, last), variable, tree, scope)
        choices = Bind(Binder.CHOICES, variable, over, of.expr, Type(Kind.INDEX_SET), place)
        domains.append((name, choices, Bound(Type(Kind.CHOICE), of.sets)))
    typed = product(list(body.children), scope.bind({name: bound for name, _, bound in domains}), body)
    binders.check_body(Binder.SUM, typed, body, scope)
    _note(tree, domains, scope)
    return Typed(_around(typed, domains, place), typed.type)


def _around(body: Typed, domains: list[tuple[str, Expr, Bound]], place: Place) -> Expr:
    expr = body.expr
    for name, over, _ in reversed(domains):
        expr = Bind(Binder.SUM, name, over, expr, body.type, place)
    return expr


def _sign(given: Syntax, scope: Scope, elaborate: Elaborate) -> _Sign:
    """What an argument of the macro says. Raises Fault (E-MACRO) where it is no name with an index, perhaps with its set."""
    parts = comma_parts(given)
    formula = parts[0] if len(parts) == 1 else given
    relation = [str(s) for s in signs(formula)]
    left = wrapped(sides(formula)[0]) if relation == [r"\in"] else formula
    named = [_name(factor, scope) for factor in paired(left, scope)]
    names = tuple(name for name, _ in named)
    indices = [requirements.integer(elaborate(wrapped(argument_expression(sub, scope)), scope), sub, scope) for _, sub in named]
    if not names or relation not in ([], [r"\in"]) or any(not elliptic.alike(i, indices[0]) for i in indices):
        raise scope.fault(Code.MACRO, given, "this binds no name with an index", "Write a_k, a_k \\in D, or a declared pair, as in rf_k.")
    return _Sign(names, indices[0], domain(sides(formula)[1], scope, elaborate) if relation else None)


def _name(factor: Syntax, scope: Scope) -> tuple[str, Syntax]:
    """The name in `a_k`, and what its subscript holds. Raises Fault (E-MACRO)."""
    head, *scripts = trees(factor)
    token = head.children[0] if head.data == "name" else None
    if not isinstance(token, Token) or not scripts or scripts[-1].data != "sub" or any(s.data != "prime" for s in scripts[:-1]):
        raise scope.fault(Code.MACRO, factor, "this binds no name with an index", "Write a_k, a_k \\in D, or a declared pair, as in rf_k.")
    return plain(token) + "'" * (len(scripts) - 1), trees(scripts[-1])[0]


def _ends(first: _Sign, second: _Sign, last: _Sign, at: Syntax, scope: Scope) -> tuple[Expr, Expr]:
    """The lowest and the highest index. Raises Fault (E-MACRO) where the second sign does not follow the first."""
    alike = first.names == second.names == last.names and len({s.over is None for s in (first, second, last)}) == 1
    run = elliptic.Running(Symbol("#"), first.index, last.index)
    step = elliptic.step_of(run, "#", second.index)
    if not alike or step is None:
        message = f"what stands below the signs of {at.children[0]} does not follow each other"
        raise scope.fault(Code.MACRO, at, message, "Print the first, the second and the last, alike but for an index that runs.")
    return (first.index, last.index) if step == 1 else (last.index, first.index)


def _body(name: str, said: tuple[_Sign, _Sign, _Sign], variable: str, at: Syntax, scope: Scope) -> Typed:
    """The index set that the value at the running index comes from: what is said below the signs, else the declared one.

    Raises Fault (E-INDEX-SCOPE) where the sets below the signs follow no pattern.
    """
    first, second, last = said
    if first.over is None or second.over is None or last.over is None:
        return binders.declared_domain(name, at, scope)
    fix = "Print the same set below all signs, or one whose index is that of the sign: a_k \\in D_{L[k]}, …, a_1 \\in D_{L[1]}."
    template = _pattern(first, first.over.expr, second.over.expr, variable, scope)
    if template is None or not elliptic.alike(elliptic.at(template, variable, second.index), second.over.expr):
        message = f"{render(second.over.expr)} below the second sign does not follow {render(first.over.expr)} below the first"
        raise scope.fault(Code.INDEX_SCOPE, trees(at)[1], message, fix)
    if not elliptic.alike(meant := elliptic.at(template, variable, last.index), last.over.expr):
        message = f"{render(last.over.expr)} stands below the last sign, where the first two lead to {render(meant)}"
        raise scope.fault(Code.INDEX_SCOPE, trees(at)[2], message, fix)
    return Typed(template, Type(Kind.INDEX_SET), first.over.sets or index_sets(first.over.expr))


def _pattern(sign: _Sign, first: Expr, second: Expr, variable: str, scope: Scope) -> Expr | None:
    """The set at the running index, of which the first two signs have the first two values; None where these differ otherwise."""
    if first == second:
        return first
    run = elliptic.running(first, second, variable, scope)
    return run.template if run is not None and elliptic.alike(run.start, sign.index) else None


def _note(tree: Syntax, domains: list[tuple[str, Expr, Bound]], scope: Scope) -> None:
    """Note how the signs were read."""
    begin, stop = span(tree)[0], span(trees(tree)[-2])[1]
    written = " ".join(scope.source.latex[begin:stop].split())
    read = " ".join(f"\\sum_{{{latex_name(name)} \\in {render(over)}}}" for name, over, _ in domains)
    scope.note(f"{written} read as {read}")
