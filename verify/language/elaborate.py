"""Syntax → typed expressions: sums, products, powers, functions and relations. Sorts decide what juxtaposition means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lark import Token, Tree

from verify.errors import Code, Fault
from verify.language import arithmetic, binders, macros, requirements, sums
from verify.language.derivatives import derivative, is_derivative
from verify.language.domains import domain, may_hold
from verify.language.expression import Apply, Compare, Expr, Kind, Number, Operator, Relation, Type
from verify.language.functions import arguments, call, function_named
from verify.language.names import as_expression, comma_parts, juxtaposed, only_formula, resolve, simple_name, single
from verify.language.parse import Syntax
from verify.language.scope import BOOLEAN, INTEGER, REAL, Scope, Typed, trees

RELATIONS = {
    "=": Relation.EQUAL,
    "<": Relation.LESS,
    ">": Relation.GREATER,
    **dict.fromkeys((r"\lt",), Relation.LESS),
    **dict.fromkeys((r"\gt",), Relation.GREATER),
    **dict.fromkeys((r"\le", r"\leq", r"\leqslant"), Relation.LESS_EQUAL),
    **dict.fromkeys((r"\ge", r"\geq", r"\geqslant"), Relation.GREATER_EQUAL),
    **dict.fromkeys((r"\preceq", r"\preccurlyeq"), Relation.LOEWNER_LESS_EQUAL),
    **dict.fromkeys((r"\succeq", r"\succcurlyeq"), Relation.LOEWNER_GREATER_EQUAL),
    r"\in": Relation.IN,
    r"\sim": Relation.DISTRIBUTED,
}
_CLOSINGS = ("parentheses", "brackets", "group")
MAX_OPEN_FUNCTIONS = 8  # functions without brackets, one in another


def quantified(tree: Syntax, scope: Scope) -> Typed:
    """A formula: an expression, or a Boolean (a chain is the conjunction of its relations)."""
    implication, *binder = trees(tree)
    if binder:
        return binders.for_all(Tree("quantified", [implication], tree.meta), binder[0], scope, quantified)
    return _implication(implication, scope)


def _implication(tree: Syntax, scope: Scope) -> Typed:
    parts = [chain(c, scope) for c in trees(tree)]
    if len(parts) == 1:
        return parts[0]
    for part, at in zip(parts, trees(tree), strict=True):
        requirements.relation(part, at, scope)
    links = [Apply(Operator.IMPLIES, (a.expr, b.expr)) for a, b in pairwise(parts)]
    return Typed(conjunction(links), BOOLEAN)


def conjunction(booleans: Sequence[Expr]) -> Expr:
    """The conjunction of Booleans; a single one is itself."""
    return booleans[0] if len(booleans) == 1 else Apply(Operator.AND, tuple(booleans))


def chain(tree: Syntax, scope: Scope) -> Typed:
    """A chain a = b ≤ c, as the conjunction of its relations; a single side is an expression."""
    if len(tree.children) == 1:
        return expression(trees(tree)[0], scope)
    return Typed(conjunction(list(relations(tree, scope))), BOOLEAN)


def relations(tree: Syntax, scope: Scope) -> list[Expr]:
    """The relations of a chain, in order."""
    sides, signs = tree.children[::2], tree.children[1::2]
    return [relation(left, sign, right, scope) for left, sign, right in zip(sides, signs, sides[1:], strict=False)]


def relation(left: object, sign: object, right: object, scope: Scope) -> Expr:
    """One relation between two sides of a chain. Raises Fault: E-KIND where the sides do not fit."""
    if not (isinstance(left, Tree) and isinstance(sign, Token) and isinstance(right, Tree)):
        raise TypeError("a chain alternates sides and relation signs")
    meaning = RELATIONS.get(sign.value)
    if meaning is None:
        raise scope.fault(Code.SYNTAX, sign, f"{sign.value} is no relation of the language", "Write a limit as \\tendsto{…}{…}{k}.")
    place = scope.source.place(sign.start_pos or 0)
    a = expression(left, scope)
    if meaning is Relation.IN:
        held = domain(right, scope, quantified)
        if not may_hold(held, a.type):
            message = f"{arithmetic.describe(a.type)} is no element of what stands on the right of \\in"
            raise scope.fault(Code.KIND, sign, message, "Write a set of such things: an index set, an interval, \\mathbb{R}^{d}.")
        return Compare(meaning, a.expr, held.expr, place)
    b = expression(right, scope)
    if meaning is Relation.DISTRIBUTED:
        if b.type.kind is not Kind.LAW:
            raise scope.fault(Code.KIND, right, f"{arithmetic.describe(b.type)} is no distribution", "Write \\operatorname{Bernoulli}(p).")
        return Compare(meaning, a.expr, b.expr, place)
    read = arithmetic.comparison(meaning, a.type, b.type)
    if read is None:
        raise _misfit((a, b), f"compared by {sign.value}", sign, scope)
    if read is not meaning and a.type.kind is Kind.MATRIX:
        scope.note(f"{sign.value} between matrices read as {'⪯' if read is Relation.LOEWNER_LESS_EQUAL else '⪰'}")
    return Compare(read, a.expr, b.expr, place)


def _misfit(parts: Sequence[Typed], verb: str, at: Syntax | Token, scope: Scope) -> Fault:
    """The fault for things that differ in kind, or in size."""
    words = " and ".join(dict.fromkeys(arithmetic.describe(p.type) for p in parts))
    if any(arithmetic.sizes_differ(a.type, b.type) for a, b in pairwise(parts)):
        return scope.fault(Code.SIZE, at, f"{words} cannot be {verb}", "Declare sizes that agree in notation.py, or mend the formula.")
    return scope.fault(Code.KIND, at, f"{words} cannot be {verb}", "Use things of one kind (a number times I is a matrix).")


def expression(tree: Syntax, scope: Scope) -> Typed:
    """A sum of products with signs."""
    if tree.data == "union":
        raise scope.fault(Code.KIND, tree, "a union of sets is no expression", "Use it behind \\in.")
    terms: list[Typed] = []
    sign = "+"
    for child in tree.children:
        if isinstance(child, Token):
            sign = child.value
            continue
        term = product(list(child.children), scope, child)
        negated = Typed(Apply(Operator.NEGATE, (term.expr,), scope.source.place(child.meta.start_pos)), term.type)
        terms.append(negated if sign == "-" else term)
        sign = "+"
    if len(tree.children) == 1:
        return terms[0]
    type_ = arithmetic.join([t.type for t in terms])
    if type_ is None or not arithmetic.is_numeric(type_):
        raise _misfit(terms, "added", tree, scope)
    if len(terms) == 1:
        return terms[0]
    return Typed(Apply(Operator.ADD, tuple(t.expr for t in terms), scope.source.place(tree.meta.start_pos)), type_)


@dataclass(frozen=True, slots=True)
class _Step:
    """A factor that was read, and how many items of the product it took."""

    typed: Typed
    taken: int
    at: Syntax


def product(items: list[Syntax | Token], scope: Scope, at: Syntax) -> Typed:
    """A product: a flat list of factors, `/`, and at the end perhaps a big operator."""
    items = [i for i in items if not (isinstance(i, Token) and i.type == "TIMES")]
    factors: list[Typed] = []
    divided = False
    position = 0
    while position < len(items):
        item = items[position]
        if isinstance(item, Token):  # a slash: the grammar puts a factor on both of its sides
            position += 1
            step = _step(items, position, scope)
            if position + step.taken < len(items) or len(factors) > 1:
                raise _two_readings(item, scope)
            factors = [_divide(factors[0], step, scope)]
            divided = True
        else:
            step = _step(items, position, scope)
            factors.append(step.typed)
        position += step.taken
    return factors[0] if len(factors) == 1 or divided else _multiply(factors, at, scope)


def _two_readings(token: Token, scope: Scope) -> Fault:
    return scope.fault(Code.AMBIGUOUS, token, "a/bc can be read as (a/b)c and as a/(bc)", "Write \\frac{a}{b}c or \\frac{a}{bc}.")


def _divide(left: Typed, step: _Step, scope: Scope) -> Typed:
    if not arithmetic.is_scalar(step.typed.type):
        raise scope.fault(Code.KIND, step.at, f"{arithmetic.describe(step.typed.type)} is no divisor", "Divide by a number.")
    if not arithmetic.is_numeric(left.type):
        raise scope.fault(Code.KIND, step.at, f"{arithmetic.describe(left.type)} cannot be divided", "Divide a number, vector or matrix.")
    type_ = REAL if arithmetic.is_scalar(left.type) else left.type
    return Typed(Apply(Operator.DIVIDE, (left.expr, step.typed.expr)), type_)


def _multiply(factors: list[Typed], at: Syntax, scope: Scope) -> Typed:
    type_ = factors[0].type
    for factor in factors[1:]:
        joined = arithmetic.product(type_, factor.type)
        if joined is None:
            code = Code.SIZE if arithmetic.sizes_differ(type_, factor.type) else Code.KIND
            message = f"{arithmetic.describe(type_)} times {arithmetic.describe(factor.type)} has no meaning here"
            raise scope.fault(code, at, message, "Check transposes and sizes.")
        type_ = joined
    return Typed(Apply(Operator.MULTIPLY, tuple(f.expr for f in factors), scope.source.place(at.meta.start_pos)), type_)


def _step(items: list[Syntax | Token], position: int, scope: Scope) -> _Step:
    """The factor at a position, with the argument that a function takes."""
    item = items[position]
    if not isinstance(item, Tree):
        raise TypeError("a factor is a tree")
    if item.data == "big":
        return _Step(binders.big(item, scope, quantified, product), 1, item)
    if item.data == "sums":
        return _Step(sums.sums(item, scope, quantified, product), 1, item)
    function = function_named(item, scope)
    if function is not None:
        return _apply(function, item, items, position, scope)
    following = items[position + 1] if position + 1 < len(items) else None
    if isinstance(following, Tree) and _encloses(following) == "set" and simple_name(item) == "1":
        condition, *scripts = trees(following)
        return _Step(_scripts(_indicator(condition, scope), scripts, scope), 2, item)
    if (condition_ := _lowered_condition(item)) is not None:
        return _Step(_scripts(_indicator(condition_, scope), [s for s in trees(item)[1:] if s.data == "sup"], scope), 1, item)
    typed = _factor(item, scope)
    if typed.type.kind is Kind.STRING and isinstance(following, Tree) and _encloses(following) == "brackets":
        bracket, *scripts = trees(following)
        position_ = requirements.integer(quantified(only_formula(bracket, scope), scope), bracket, scope)
        letter = Typed(Apply(Operator.LETTER_AT, (typed.expr, position_)), Type(Kind.STRING))
        return _Step(_scripts(letter, scripts, scope), 2, item)
    return _Step(typed, 1, item)


def _indicator(braces: Syntax, scope: Scope) -> Typed:
    """1 where the relation in the braces holds, else 0."""
    condition = quantified(only_formula(braces, scope), scope)
    return Typed(Apply(Operator.INDICATOR, (requirements.relation(condition, braces, scope),)), INTEGER)


def _lowered_condition(factor: Syntax) -> Syntax | None:
    """The braces in `\\mathbf{1}_{\\{…\\}}`; None for anything else."""
    head, *scripts = trees(factor)
    subs = [s for s in scripts if s.data == "sub"]
    if simple_name(Tree("factor", [head], factor.meta)) != "1" or len(subs) != 1:
        return None
    parts = comma_parts(trees(subs[0])[0])
    factors = juxtaposed(parts[0]) if len(parts) == 1 else []
    return trees(factors[0])[0] if len(factors) == 1 and _encloses(factors[0]) == "set" else None


def _encloses(factor: Syntax) -> str | None:
    """The kind of brackets a factor is in."""
    head = factor.children[0]
    return head.data if isinstance(head, Tree) and factor.data == "factor" and head.data in (*_CLOSINGS, "set") else None


def _apply(operator: Operator, factor: Syntax, items: list[Syntax | Token], position: int, scope: Scope) -> _Step:
    """A function applied to the bracket that follows; the expectation, to all that follows; others, to a last factor."""
    rest = items[position + 1 :]
    if not rest or isinstance(rest[0], Token):
        raise scope.fault(Code.SYNTAX, factor, "a function has no argument", "Write its argument in brackets behind it.")
    if _encloses(rest[0]) in _CLOSINGS:
        head, *scripts = trees(rest[0])
        given = [quantified(formula, scope) for formula in arguments(operator, head, scope)]
        return _Step(_scripts(call(operator, given, factor, scope), scripts, scope), 2, factor)
    if operator is Operator.MOMENTS:
        raise scope.fault(Code.SYNTAX, factor, "a law's moments stand in brackets", "Write \\operatorname{Moments}(\\mu, v).")
    if sum(isinstance(i, Tree) and i.data == "factor" and function_named(i, scope) is not None for i in rest) > MAX_OPEN_FUNCTIONS:
        message = f"more than {MAX_OPEN_FUNCTIONS} functions without brackets stand in one another"
        raise scope.fault(Code.DEPTH, factor, message, "Put their arguments in brackets.")
    if operator is Operator.EXPECTATION or len(rest) == 1:
        return _Step(call(operator, [product(rest, scope, factor)], factor, scope), len(rest) + 1, factor)
    raise scope.fault(Code.AMBIGUOUS, factor, "f a b can be read as f(a) b and as f(a b)", "Put the function's argument in brackets.")


def _factor(tree: Syntax, scope: Scope) -> Typed:
    """An atom with its scripts."""
    head, *scripts = trees(tree)
    if head.data == "name":
        names = {n for n in (simple_name(tree), simple_name(Tree("factor", [head], head.meta))) if n is not None}
        declared = any(n in scope.bound or scope.declaration(n, 0) is not None for n in names)
        if not declared and any(n.split("_")[0] == "I" for n in names):
            return _scripts(_identity(tree, scope), [s for s in scripts if s.data != "sub"], scope)
        typed, powers = resolve(tree, scope, quantified)
        return _scripts(typed, powers, scope)
    return _scripts(_atom(head, scope), scripts, scope)


def _identity(tree: Syntax, scope: Scope) -> Typed:
    """I, of the size that the subscript says, else of the only size that vectors and matrices have."""
    subs = [s for s in trees(tree) if s.data == "sub"]
    given = argument(trees(subs[0])[0], scope) if subs else None
    size = requirements.sole_size("I", tree, scope) if given is None else requirements.integer(given, subs[0], scope)
    return Typed(Apply(Operator.IDENTITY, (size,)), Type(Kind.MATRIX, size))


def _scripts(typed: Typed, scripts: list[Syntax], scope: Scope) -> Typed:
    """Powers and transposes."""
    if len(powers := [s for s in scripts if s.data == "sup"]) > 1:
        raise scope.fault(Code.AMBIGUOUS, powers[1], "a^b^c can be read as (a^b)^c and as a^(b^c)", "Write (a^b)^c or a^{b^c}.")
    for script in scripts:
        place = scope.source.place(script.meta.start_pos)
        if script.data != "sup":
            raise scope.fault(
                Code.SYNTAX, script, "only a name can have a subscript or a prime", "Name the expression, or move the index inside."
            )
        if _is_transpose(script, scope):
            type_ = arithmetic.transpose(typed.type)
            typed = typed if type_ is None else Typed(Apply(Operator.TRANSPOSE, (typed.expr,), place), type_)
        else:
            exponent = argument(trees(script)[0], scope)
            type_ = arithmetic.power(typed.type, exponent.type, exponent.expr)
            typed = typed if type_ is None else Typed(Apply(Operator.POWER, (typed.expr, exponent.expr), place), type_)
        if type_ is None:
            raise scope.fault(
                Code.KIND, script, f"{arithmetic.describe(typed.type)} has no such power", "A matrix takes integer powers, 1/2 and T."
            )
    return typed


def _is_transpose(script: Syntax, scope: Scope) -> bool:
    """Whether an exponent is T or ⊤. Raises Fault (E-AMBIGUOUS) where T is a number of the theory."""
    inner = trees(script)[0]
    parts = [] if inner.data == "single" else comma_parts(inner)
    factors = juxtaposed(parts[0]) if len(parts) == 1 else []
    bare = single(inner, scope) if inner.data == "single" else factors[0] if len(factors) == 1 else inner
    declared = scope.declaration("T", 0)
    if simple_name(bare) == "T" and ("T" in scope.bound or (declared is not None and declared.kind in (Kind.REAL, Kind.INTEGER))):
        raise scope.fault(Code.AMBIGUOUS, script, "^T can be read as a transpose and as a power", "Write ^\\top or ^{(T)}.")
    head = trees(bare)[0] if len(bare.children) == 1 and bare.data == "factor" else bare
    return simple_name(bare) == "T" or (head.data == "constant" and str(head.children[0]) == r"\top")


def argument(tree: Syntax, scope: Scope) -> Typed:
    """The expression in a braced or single-token argument."""
    if tree.data == "single":
        return expression(as_expression(single(tree, scope)), scope)
    return quantified(only_formula(tree, scope), scope)


def _atom(tree: Syntax, scope: Scope) -> Typed:
    """A number, a bracket, a fraction, a root, a binomial, an inner product, a set, a macro."""
    place = scope.source.place(tree.meta.start_pos)
    match tree.data:
        case "number":
            return _number(str(tree.children[0]))
        case "constant" if str(tree.children[0]) == r"\infty":
            return Typed(Apply(Operator.INFINITY, (), place), REAL)
        case "parentheses" | "brackets" | "group":
            return quantified(only_formula(tree, scope), scope)
        case "fraction" if is_derivative(tree):
            return derivative(tree, scope, product)
        case "fraction":
            top, bottom = (argument(t, scope) for t in trees(tree))
            return _divide(top, _Step(bottom, 1, tree), scope)
        case "binomial":
            return _binomial(tree, scope)
        case "root":
            return Typed(Apply(Operator.ROOT, (requirements.number(argument(trees(tree)[0], scope), tree, scope),), place), REAL)
        case "inner":
            return _inner(tree, scope)
        case "comprehension":
            return binders.comprehension(tree, scope, quantified)
        case "macro":
            return macros.expand(tree, scope, quantified)
        case _:
            raise scope.fault(Code.SYNTAX, tree, "this cannot stand here", "A set is the domain of a binder; \\top stands in an exponent.")


def _inner(tree: Syntax, scope: Scope) -> Typed:
    """`\\langle x, y \\rangle` of two vectors of one size."""
    parts = [quantified(t, scope) for t in trees(trees(tree)[0])]
    if len(parts) != 2 or any(p.type.kind is not Kind.VECTOR for p in parts):
        raise scope.fault(Code.KIND, tree, "an inner product takes two vectors", "Write \\langle x, y \\rangle.")
    if parts[0].type != parts[1].type:
        raise _misfit(parts, "multiplied", tree, scope)
    return Typed(Apply(Operator.INNER, tuple(p.expr for p in parts), scope.source.place(tree.meta.start_pos)), REAL)


def _number(text: str) -> Typed:
    whole, _, decimals = text.partition(".")
    if not decimals:
        return Typed(Number(int(whole)), INTEGER)
    return Typed(Apply(Operator.DIVIDE, (Number(int(whole + decimals)), Number(10 ** len(decimals)))), REAL)


def _binomial(tree: Syntax, scope: Scope) -> Typed:
    parts = [argument(t, scope) if t.data in ("braced", "single") else expression(t, scope) for t in trees(tree)]
    entries = tuple(requirements.integer(p, tree, scope) for p in parts)
    return Typed(Apply(Operator.BINOMIAL, entries, scope.source.place(tree.meta.start_pos)), INTEGER)
