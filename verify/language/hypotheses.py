"""The `\\assume`s of an environment: hypotheses, and names that a claim declares for itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lark import Token

from verify.errors import Code, Fault
from verify.language import binders, domains, elaborate, requirements
from verify.language.arithmetic import describe
from verify.language.document import Document, Mark
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Operator, Relation, Symbol, Type
from verify.language.linear import same_integer, shifted
from verify.language.names import bound_names, comma_parts, juxtaposed, plain
from verify.language.parse import Parser, Source, Syntax, parse
from verify.language.scope import BOOLEAN, Scope, trees, wrapped
from verify.language.statement import INTEGERS, Declaration
from verify.language.universal import Index, introduced, new_name


@dataclass(frozen=True, slots=True)
class Assumed:
    """The scope after some assumptions, the hypotheses they make, and the indices that they introduce, where they may."""

    scope: Scope
    hypotheses: tuple[Expr, ...] = ()
    indices: tuple[Index, ...] = ()
    may_introduce: bool = False


def assume(document: Document, mark: Mark, parser: Parser, before: Assumed) -> Assumed:
    """The assumptions of a mark, after those before. Raises Fault."""
    formulas = document.math(mark)
    if not formulas:
        whole = document.source(mark.start, mark.end)
        raise whole.fault(Code.SYNTAX, 0, "an assumption has no formula", "Write it between $ $.")
    result = before
    position = 0
    while position < len(formulas):
        source, _ = formulas[position]
        scope = replace(result.scope, source=source)
        tree = parse(parser, source)
        following = formulas[position + 1] if position + 1 < len(formulas) else None
        if following is not None and following[1] == "for all":
            body, name = trees(tree)[0], _variable(following[0], parser)
            typed = binders.for_all_named(body, name, scope, elaborate.quantified)
            result = replace(result, hypotheses=(*result.hypotheses, typed.expr))
            position += 2
            continue
        result = _assume_formula(tree, scope, result)
        position += 1
    return replace(result, scope=replace(result.scope, source=before.scope.source))


def _variable(source: Source, parser: Parser) -> str:
    names = bound_names(trees(parse(parser, source))[0])
    if len(names) != 1:
        raise source.fault(Code.SYNTAX, 0, "`for all` is followed by a name", "Write for all $r$.")
    return names[0]


def _assume_formula(tree: Syntax, scope: Scope, result: Assumed) -> Assumed:
    """A comma-separated list: names wait for the set they are in (`$n, k \\in \\mathbb{N}$`)."""
    waiting: list[Syntax] = []
    for quantified in trees(tree):
        local = _local(quantified)
        chain = trees(trees(quantified)[0])[0]
        if len(chain.children) == 1 and len(trees(quantified)) == 1 and _names_something(trees(chain)[0], scope):
            waiting.append(trees(chain)[0])
            continue
        inner = replace(result.scope, source=scope.source)
        if result.may_introduce and (indices := introduced(waiting, quantified, inner, result.indices)):
            bound = inner.bind({index.name: index.bound for index in indices})
            result = replace(result, scope=bound, indices=(*result.indices, *indices))
        elif local is not None:
            for side in (*waiting, local[0]):
                result = _declare(side, local[1], local[2], replace(result.scope, source=scope.source), result)
        else:
            if waiting:
                raise _no_relation(waiting[0], scope)
            relation = requirements.relation(elaborate.quantified(quantified, inner), quantified, inner)
            result = replace(result, hypotheses=(*result.hypotheses, *_conjuncts(relation)))
        waiting = []
    if waiting:
        raise _no_relation(waiting[0], scope)
    return result


def _no_relation(at: Syntax, scope: Scope) -> Fault:
    return scope.fault(Code.SYNTAX, at, "an assumption is a relation", "Say what holds, or which set the name is in.")


def _names_something(expr: Syntax, scope: Scope) -> bool:
    """Whether a formula is a bare name, or a family's first and last member in an elliptic macro."""
    return bool(bound_names(wrapped(expr))) or _elliptic(expr, scope) is not None


def _elliptic(expr: Syntax, scope: Scope) -> Syntax | None:
    """The elliptic macro that a formula consists of."""
    factors = juxtaposed(wrapped(expr))
    macro = trees(factors[0])[0] if len(factors) == 1 else None
    known = {e.macro for e in scope.notation.elliptics}
    return macro if macro is not None and macro.data == "macro" and str(macro.children[0])[1:] in known else None


def _conjuncts(expr: Expr) -> tuple[Expr, ...]:
    return expr.arguments if isinstance(expr, Apply) and expr.operator is Operator.AND else (expr,)


def _local(quantified: Syntax) -> tuple[Syntax, Token, Syntax] | None:
    """The sides of `name ∈ ℝ…`, `name ∈ ℕ` or `name ∼ law`, which declare the name."""
    implication, *binder = trees(quantified)
    chain = trees(implication)[0]
    if binder or len(trees(implication)) != 1 or len(chain.children) != 3:
        return None
    left, right = trees(chain)
    sign = chain.children[1]
    if not isinstance(sign, Token):
        return None
    head = next(right.scan_values(lambda t: isinstance(t, Token)), "")
    declares = (str(sign) == r"\in" and str(head).startswith((r"\mathbb", r"\{"))) or str(sign) == r"\sim"
    return (left, sign, right) if declares else None


def _declare(left: Syntax, sign: Token, right: Syntax, scope: Scope, result: Assumed) -> Assumed:
    """Declare the name on the left by the set or law on the right."""
    if str(sign) == r"\sim":
        law = elaborate.expression(right, scope)
        if law.type.kind is not Kind.LAW:
            raise scope.fault(Code.KIND, right, f"{describe(law.type)} is no distribution", "Write \\gaussian{0}{\\sigma^2 I_d}.")
        kind = Type(Kind.REAL) if law.type.size is None else Type(Kind.VECTOR, law.type.size)
        relation, domain = Relation.DISTRIBUTED, law.expr
    else:
        domain = domains.domain(right, scope, elaborate.quantified).expr
        relation, kind = Relation.IN, _member_type(domain)
    declaration, range_ = _declaration(left, kind, scope)
    new_name(declaration.name, left, scope, result.indices)
    result = replace(result, scope=replace(result.scope, declarations=(declaration, *result.scope.declarations)))
    informative = relation is Relation.DISTRIBUTED or domain == Apply(Operator.NATURALS, ())
    if not informative:
        return result
    if range_ is None:
        hypothesis: Expr = Compare(relation, Symbol(declaration.name), domain)
    else:
        member = Member(declaration.name, (Symbol("t"),))
        hypothesis = Bind(Binder.FOR_ALL, "t", range_, Compare(relation, member, domain), BOOLEAN)
    return replace(result, hypotheses=(*result.hypotheses, hypothesis))


def _member_type(domain: Expr) -> Type:
    match domain:
        case Apply(Operator.NATURALS, ()):
            return Type(Kind.INTEGER)
        case Apply(Operator.STRINGS, _):
            return Type(Kind.STRING)
        case Apply(Operator.REAL_SPACE, (size,)):
            return Type(Kind.VECTOR, size)
        case Apply(Operator.REAL_SPACE, (size, _)):
            return Type(Kind.MATRIX, size)
        case _:
            return Type(Kind.REAL)


def _declaration(left: Syntax, type_: Type, scope: Scope) -> tuple[Declaration, Expr | None]:
    """The declaration of a bare name, or of a family whose first and last members an elliptic macro names (with its range)."""
    names = bound_names(wrapped(left))
    if len(names) == 1:
        return Declaration(names[0], type_.kind, type_.size), None
    macro = _elliptic(left, scope)
    if macro is not None:
        return _family(macro, type_, scope)
    raise scope.fault(Code.SYNTAX, left, "this declares no name", "Write a bare name, or the first and last member in an elliptic macro.")


def _family(macro: Syntax, type_: Type, scope: Scope) -> tuple[Declaration, Expr]:
    """`\\upto{M_1}{M_k}`: the family M over integers, and its range."""
    elliptic = next(e for e in scope.notation.elliptics if e.macro == str(macro.children[0])[1:])
    ends = [_member(given, scope) for given in trees(macro)]
    (name, low), (_, high) = ends[0], ends[-1]
    if any(other != name for other, _ in ends):
        raise scope.fault(Code.MACRO, macro, "the members are not of one family", "Write members of one, as in \\upto{M_1}{M_k}.")
    down = elliptic.step == -1 or (elliptic.step is None and same_integer(shifted(low, -1), ends[1][1]))
    declaration = Declaration(name, type_.kind, type_.size, over=((INTEGERS,),))
    return declaration, Apply(Operator.RANGE, (high, low) if down else (low, high))


def _member(given: Syntax, scope: Scope) -> tuple[str, Expr]:
    """The name and the index of `M_1` in a macro's argument. Raises Fault (E-MACRO)."""
    parts = comma_parts(given)
    factors = juxtaposed(parts[0]) if len(parts) == 1 else []
    head, *scripts = trees(factors[0]) if len(factors) == 1 else [given]
    if head.data != "name" or [s.data for s in scripts] != ["sub"]:
        raise scope.fault(Code.MACRO, given, "this is no member of a family", "Write a name with one index, as in M_1.")
    index = trees(scripts[0])[0]
    token = head.children[0]
    return plain(token) if isinstance(token, Token) else "", requirements.integer(elaborate.argument(index, scope), index, scope)
