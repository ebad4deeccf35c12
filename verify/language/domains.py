"""What stands on the right of ∈: index sets, intervals, ℕ, ℝ, ℝ^d, [n], strings, unions; and what is in them."""

from __future__ import annotations

from collections.abc import Callable

from lark import Token

from verify.errors import Code
from verify.language import arithmetic, requirements
from verify.language.expression import Apply, Bind, Binder, Expr, Kind, Member, Number, Operator, Symbol, Type
from verify.language.names import argument_expression, as_expression, bound_names, comma_parts, plain
from verify.language.parse import Syntax
from verify.language.scope import REAL, Bound, Scope, Typed, bound_over, only, trees, wrapped
from verify.language.statement import INTEGERS

Elaborate = Callable[[Syntax, Scope], Typed]  # a `quantified` tree → a typed expression

NATURALS = Apply(Operator.NATURALS, ())
_SET = Type(Kind.INDEX_SET)


def domain(tree: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    """The set that a side of a relation stands for. Raises Fault (E-KIND) where it is none."""
    typed = _domain(tree, scope, elaborate)
    if elements(typed) is None:
        fix = "Write an index set (index_set in notation.py), an interval, \\mathbb{N} or \\mathbb{R}."
        raise scope.fault(Code.KIND, tree, f"{arithmetic.describe(typed.type)} is no set", fix)
    return typed


def _domain(tree: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    if tree.data == "union":
        return _union([domain(t, scope, elaborate) for t in trees(tree)], tree, scope)
    factor = _single_factor(tree)
    if factor is not None:
        head, *scripts = trees(factor)
        token = head.children[0] if head.children else None
        if head.data == "name" and isinstance(token, Token) and token.value.startswith(r"\mathbb"):
            return _number_set(plain(token), scripts, tree, scope, elaborate)
        if head.data in ("parentheses", "brackets") and not scripts:
            parts = comma_parts(head)
            if len(parts) == 2:
                ends = tuple(requirements.number(elaborate(p, scope), p, scope) for p in parts)
                return Typed(Apply(Operator.OPEN_INTERVAL if head.data == "parentheses" else Operator.CLOSED_INTERVAL, ends), _SET)
            if len(parts) == 1 and head.data == "brackets":
                return Typed(Apply(Operator.RANGE, (Number(1), requirements.integer(elaborate(parts[0], scope), parts[0], scope))), _SET)
        if head.data == "set":
            return _strings(head, scripts, scope, elaborate)
    typed = elaborate(wrapped(tree), scope)
    return Typed(typed.expr, typed.type, index_sets(typed.expr) or typed.sets)


def _union(parts: list[Typed], at: Syntax, scope: Scope) -> Typed:
    sets = tuple(dict.fromkeys(s for p in parts for s in p.sets))
    if any(not p.sets for p in parts):
        raise scope.fault(Code.KIND, at, "a union is one of index sets", "Write D_r \\cup D_f, with sets declared in notation.py.")
    return Typed(Apply(Operator.UNION, tuple(p.expr for p in parts)), _SET, sets)


def elements(of: Typed) -> Bound | None:
    """What a variable that ranges over a set stands for; None where it is no set."""
    match of.expr:
        case Apply(Operator.NATURALS | Operator.RANGE):
            return bound_over((INTEGERS,))
        case Apply(Operator.STRINGS, (_, *letters)):
            return Bound(Type(Kind.STRING), tuple(letter.name for letter in letters if isinstance(letter, Symbol)))
        case Apply(Operator.REALS | Operator.OPEN_INTERVAL | Operator.CLOSED_INTERVAL):
            return Bound(REAL, ())
        case Apply(Operator.REAL_SPACE, sizes):
            return Bound(Type(Kind.VECTOR if len(sizes) == 1 else Kind.MATRIX, sizes[0]), ())
        case Bind(Binder.CHOICES):
            return Bound(Type(Kind.CHOICE), of.sets) if of.sets else None
        case Bind(Binder.SUCH_THAT, _, wider, _, _):
            return elements(Typed(wider, of.type, of.sets))
        case _:
            return bound_over(of.sets) if of.type.kind is Kind.INDEX_SET and of.sets else None


def may_hold(of: Typed, type_: Type) -> bool:
    """Whether things of a type can be elements of a set."""
    bound = elements(of)
    if bound is None:
        return False
    return bound.type == type_ or (arithmetic.is_scalar(bound.type) and arithmetic.is_scalar(type_))


def index_sets(expr: Expr) -> tuple[str, ...]:
    """The names of the index sets that the elements of a set come from."""
    match expr:
        case Symbol(name):
            return (name,)
        case Member(family, _):
            return (family,)
        case _:
            return ()


def _single_factor(tree: Syntax) -> Syntax | None:
    term = only(tree)
    factor = only(term) if term is not None else None
    return factor if factor is not None and factor.data == "factor" else None


def _number_set(name: str, scripts: list[Syntax], at: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    if name == "N" and not scripts:
        return Typed(NATURALS, _SET)
    if name == "R" and not scripts:
        return Typed(Apply(Operator.REALS, ()), _SET)
    if name == "R" and len(scripts) == 1 and scripts[0].data == "sup":
        return _real_space(argument_expression(trees(scripts[0])[0], scope), at, scope, elaborate)
    raise scope.fault(
        Code.SYNTAX, at, f"the set {name} is not known to the language", "Known: \\mathbb{N}, \\mathbb{R}, intervals, index sets."
    )


def _real_space(exponent: Syntax, at: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    """ℝ^n, or ℝ^{n × n}."""
    term = trees(exponent)[0]
    crossed = any(isinstance(c, Token) and c.value == r"\times" for c in term.children)
    parts = [as_expression(c) for c in trees(term)] if crossed else [exponent]
    sizes = tuple(requirements.integer(elaborate(wrapped(p), scope), p, scope) for p in parts)
    if len(sizes) > 2 or sizes[0] != sizes[-1]:
        raise scope.fault(Code.SIZE, at, "only square matrices are known to the language", "Write \\mathbb{R}^{n \\times n}.")
    return Typed(Apply(Operator.REAL_SPACE, sizes), _SET)


def _strings(head: Syntax, scripts: list[Syntax], scope: Scope, elaborate: Elaborate) -> Typed:
    """`\\{r,f\\}^k`. A letter has no other meaning around."""
    letters = [n for part in comma_parts(head) for n in (bound_names(part) if len(bound_names(part)) == 1 else [""])]
    if len(scripts) != 1 or scripts[0].data != "sup" or "" in letters:
        raise scope.fault(Code.SYNTAX, head, "a set in braces is known only as \\{r,f\\}^k and \\{i \\in D : …\\}", "Write one of these.")
    taken = [n for n in letters if n in scope.bound or scope.declaration(n, 0) is not None]
    if taken:
        message = f"{taken[0]} can be read as a letter and as what it stands for around"
        raise scope.fault(Code.AMBIGUOUS, head, message, "Give the index or symbol of that name another one.")
    exponent = argument_expression(trees(scripts[0])[0], scope)
    length = requirements.integer(elaborate(wrapped(exponent), scope), exponent, scope)
    return Typed(Apply(Operator.STRINGS, (length, *(Symbol(n) for n in letters))), _SET)
