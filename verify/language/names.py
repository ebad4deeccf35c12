"""Names with primes and subscripts: which part is a label, which an index.

A subscript that is part of a declared name is a label (C_r, n_r, D_r); any other is an index (H_r, x_{r,k}). Substitution and
renaming work on indices, so they never touch a label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from lark import Token, Tree

from verify.errors import Code, Fault, Place
from verify.language.expression import Apply, Bind, Binder, Expr, Kind, Member, Operator, Symbol, Type
from verify.language.notation import Pair
from verify.language.parse import Syntax
from verify.language.scope import Bound, Scope, Typed, only, trees, wrapped
from verify.language.statement import INTEGERS, Declaration

Elaborate = Callable[[Syntax, Scope], Typed]  # a `quantified` tree → a typed expression


def plain(token: Token) -> str:
    """The plain name of a letter or command: `\\eta` is eta, `\\mathrm{SNR}` is SNR, `\\mathbb{E}` is E."""
    text = str(token)
    if "{" in text:
        text = re.sub(r"^\\[a-zA-Z]+\s*\{\s*|\s*\}$", "", text)
    return text.strip().lstrip("\\")


def simple_name(factor: Syntax) -> str | None:
    """The name of a factor that is a bare name with primes and at most a label (r, r', r_1, a_k); None for anything else."""
    head = factor.children[0]
    if not isinstance(head, Tree) or head.data not in ("name", "number"):
        return None
    name = plain(head.children[0]) if isinstance(head.children[0], Token) else ""
    scripts = trees(factor)[1:]
    name += "'" * sum(s.data == "prime" for s in scripts)
    for script in scripts:
        if script.data == "sub" and (text := label(script)) is not None:
            name += f"_{text}"
        elif script.data != "prime":
            return None
    return name


def label(script: Syntax) -> str | None:
    """The text of a subscript that could be a label; None where it is an expression."""
    argument = trees(script)[0]
    if argument.data == "single":
        token = argument.children[0]
        return plain(token) if isinstance(token, Token) else None
    parts = comma_parts(argument)
    factors = juxtaposed(parts[0]) if len(parts) == 1 else []
    return simple_name(factors[0]) if len(factors) == 1 else None


def comma_parts(argument: Syntax) -> list[Syntax]:
    """The comma-separated parts of a braced argument, or of a bracket."""
    inner = trees(argument)
    return trees(inner[0]) if len(inner) == 1 and inner[0].data == "formulas" else []


def juxtaposed(tree: Syntax) -> list[Syntax]:
    """The factors of a formula that is nothing but a product of factors; [] for anything else."""
    node: Syntax | None = tree
    while node is not None and node.data != "term":
        node = only(node)
    if node is None or any(isinstance(c, Token) for c in node.children):
        return []
    return [c for c in trees(node) if c.data == "factor"] if all(c.data == "factor" for c in trees(node)) else []


def paired(tree: Syntax, scope: Scope) -> list[Syntax]:
    """The factors of a subscript, as `index_factors` has them; where a pair is decorated, that is noted.

    Raises Fault (E-AMBIGUOUS) where a prime stands behind a pair.
    """
    factors = index_factors(tree, scope.notation.pairs)
    for plain_, read, following in zip(juxtaposed(tree), factors, factors[1:], strict=False):
        if plain_ != read:
            first, second = simple_name(plain_), _stem(following)
            if any(script.data == "prime" for script in trees(following)):
                message = f"{first}{second}' can be read as the pair ({first}', {second}') and as ({first}, {second}')"
                raise scope.fault(Code.AMBIGUOUS, following, message, f"Write {first}'{second}' or {{{first}}} {second}'.")
            scope.note(f"{first}{second} is a pair: what stands behind it belongs to both")
    return factors


def _stem(factor: Syntax) -> str:
    """The name of a factor without its scripts."""
    return simple_name(Tree("factor", [factor.children[0]], factor.meta)) or ""


def index_factors(tree: Syntax, pairs: Iterable[Pair] = ()) -> list[Syntax]:
    """The factors of a subscript like `rf`; what stands behind a pair belongs to both of its names (`rf_1` is r_1, f_1)."""
    factors = juxtaposed(tree)
    known = {(pair.first, pair.second) for pair in pairs}
    for n, (first, second) in enumerate(pairwise(list(factors))):
        head, *scripts = trees(second)
        bare: Syntax = Tree("factor", [head], second.meta)
        decorates = scripts and all(s.data in ("sub", "prime") for s in scripts)
        if decorates and len(first.children) == 1 and (simple_name(first), simple_name(bare)) in known:
            factors[n] = Tree("factor", [*first.children, *scripts], first.meta)
    return factors


def index_names(tree: Syntax, pairs: Iterable[Pair] = ()) -> list[str]:
    """The names of a subscript like `rf`; [] where a part is no bare name."""
    names = [simple_name(f) for f in index_factors(tree, pairs)]
    return [n for n in names if n is not None] if all(n is not None for n in names) else []


def bound_names(tree: Syntax, pairs: Iterable[Pair] = ()) -> list[str]:
    """The names that a binder binds (`r`, `rf`, `r r'`); [] where a part is no bare name."""
    names = index_names(tree, pairs)
    return [] if any(n[:1].isdigit() for n in names) else names


def single(argument: Syntax, scope: Scope) -> Syntax:
    """The factor that an argument without braces is. Raises Fault (E-AMBIGUOUS) where LaTeX takes less than what stands there."""
    token = argument.children[0]
    kind = {"DIGITS": "number", "CONSTANT": "constant"}.get(token.type, "name") if isinstance(token, Token) else "name"
    if kind == "number" and len(str(token)) > 1:
        message = f"LaTeX takes only the first digit of {token}"
        raise scope.fault(Code.AMBIGUOUS, argument, message, f"Write {{{token}}}, or a space between.")
    return Tree("factor", [Tree(kind, [token], argument.meta)], argument.meta)


def as_expression(factor: Syntax) -> Syntax:
    """A factor as the `expr` tree that it is."""
    return Tree("expr", [Tree("term", [factor], factor.meta)], factor.meta)


def only_formula(tree: Syntax, scope: Scope) -> Syntax:
    """The one formula in a bracket. Raises Fault where there are several."""
    parts = comma_parts(tree)
    if len(parts) != 1:
        at = parts[1] if len(parts) > 1 else tree
        raise scope.fault(Code.SYNTAX, at, "one formula is needed here", "Remove the comma, or write an interval behind \\in.")
    return parts[0]


def argument_expression(argument: Syntax, scope: Scope) -> Syntax:
    """The `expr` tree of an argument that is one expression. Raises Fault (E-SYNTAX) where it is a relation."""
    if argument.data == "single":
        return as_expression(single(argument, scope))
    found = sides(only_formula(argument, scope))
    if len(found) != 1 or found[0].data != "expr":
        raise scope.fault(Code.SYNTAX, argument, "one expression is needed here", "A relation stands below the operator.")
    return found[0]


def sides(formula: Syntax) -> list[Syntax]:
    """The sides of a chain; [] for a formula that is more than one."""
    node: Syntax | None = formula
    while node is not None and node.data != "chain":
        node = only(node)
    return [] if node is None else trees(node)


def signs(formula: Syntax) -> list[Token]:
    """The relation signs of a chain."""
    node: Syntax | None = formula
    while node is not None and node.data != "chain":
        node = only(node)
    return [] if node is None else [c for c in node.children if isinstance(c, Token)]


def resolve(factor: Syntax, scope: Scope, elaborate: Elaborate) -> tuple[Typed, list[Syntax]]:
    """What a name stands for, and the scripts that are left over (powers).

    Raises Fault: E-UNDECLARED, E-INDEX-SCOPE, E-ARITY, E-KIND.
    """
    head, *scripts = trees(factor)
    token = head.children[0]
    base = plain(token) if isinstance(token, Token) else ""
    base += "'" * sum(s.data == "prime" for s in scripts)
    subs = [s for s in scripts if s.data == "sub"]
    rest = [s for s in scripts if s.data == "sup"]
    if len(subs) > 1:
        raise scope.fault(Code.SYNTAX, subs[1], "there are two subscripts", "Put both into one pair of braces, with a comma.")
    if not subs:
        return _plain_symbol(base, factor, scope), rest
    if (argument := trees(subs[0])[0]).data == "single":
        single(argument, scope)
    return _subscripted(base, subs[0], factor, scope, elaborate), rest


def _plain_symbol(name: str, factor: Syntax, scope: Scope) -> Typed:
    place = scope.source.place(factor.meta.start_pos)
    if (b := scope.bound.get(name)) is not None:
        return Typed(Symbol(name, place), b.type, b.sets)
    if (d := scope.declaration(name, 0)) is not None:
        return Typed(Symbol(name, place), Type(d.kind, d.size))
    if (table := _table(name, scope, place)) is not None:
        return table
    if any(b.type.kind is Kind.STRING and name in b.sets for b in scope.bound.values()):
        return Typed(Symbol(name, place), Type(Kind.STRING))  # a letter
    raise unknown(name, factor, scope)


def _table(name: str, scope: Scope, place: Place) -> Typed | None:
    """The matrix of a family's members: of numbers, the second half of whose indices ranges as the first does."""
    for d in scope.declarations:
        half = len(d.over) // 2
        if d.name == name and d.kind is Kind.REAL and half and d.over[:half] == d.over[half:] and all(len(o) == 1 for o in d.over):
            sets = [scope.declaration(o[0], 0) for o in d.over]
            sizes = tuple(s.size for s in sets[:half] if s is not None and s.size is not None)
            variables = [f"#{n}" for n in range(len(sets))]  # no name of print
            expr: Expr = Member(name, tuple(map(Symbol, variables)), place)
            for variable, over in zip(reversed(variables), reversed(d.over), strict=True):
                expr = Bind(Binder.TABLE, variable, Symbol(over[0]), expr, Type(Kind.REAL), place)
            size = sizes[0] if half == 1 else Apply(Operator.MULTIPLY, sizes)
            return Typed(expr, Type(Kind.MATRIX, size)) if len(sizes) == half else None
    return None


def unknown(name: str, factor: Syntax, scope: Scope) -> Fault:
    """The fault for a name that means nothing here."""
    if scope.is_index(name) or any(c.name == name for c in scope.notation.constants):
        what = "a sum over it" if scope.is_index(name) else "a \\thereis{…} that gives it"
        sets = scope.default_sets(name)
        where = f"\\sum_{{{name} \\in {sets[0]}}} …" if sets else f"\\sum_{{{name} …}}"
        fix = (
            f"Bind it ({where}) or declare {name} as a constant in notation.py."
            if scope.is_index(name)
            else "Name the constant that exists."
        )
        return scope.fault(Code.INDEX_SCOPE, factor, f"{name} is used outside {what}", fix)
    families = [d for d in scope.declarations if d.name == name]
    if families:
        wanted = len(families[0].over)
        return scope.fault(
            Code.ARITY, factor, f"{name} is a family and needs {wanted} index{'es' if wanted > 1 else ''}", f"Write {name} with its index."
        )
    return scope.fault(Code.UNDECLARED, factor, f"{name} is declared nowhere", f"{scope.suggestion(name)}Declare it in notation.py.")


def _subscripted(base: str, sub: Syntax, factor: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    """A name with a subscript: the longest label that is declared wins."""
    place = scope.source.place(factor.meta.start_pos)
    text = label(sub)
    if text is not None:
        name = f"{base}_{text}"
        if name in scope.bound or scope.declaration(name, 0) is not None or any(c.name == name for c in scope.notation.constants):
            return _plain_symbol(name, factor, scope)
    if (bound := scope.bound.get(base)) is not None and bound.type.kind is Kind.CHOICE:
        return _chosen(base, bound, sub, factor, scope, elaborate)
    if (string := _letter_of(sub, scope)) is not None:
        return _by_letter(base, string, sub, factor, scope, elaborate)
    found = find_family(base, sub, scope)
    if found is None:
        name = base if text is None else f"{base}_{text}"
        if text is not None and scope.is_index(name) and scope.is_index(base):
            raise unknown(name, factor, scope)
        if text is None and scope.is_index(base) and not any(d.name == base for d in scope.declarations):
            message = f"an index {base} with an index that is an expression is not known to the language"
            raise scope.fault(Code.SYNTAX, sub, message, "Bind it by a sum whose sign print leaves out, with a macro.")
        declared = [d for d in scope.declarations if d.name == base and d.over]
        if declared and (text is None or _is_known(text, scope)):
            raise scope.fault(
                Code.ARITY, sub, f"{base} takes {len(declared[0].over)} index(es)", "Give it as many as notation.py declares."
            )
        raise scope.fault(Code.UNDECLARED, factor, f"{name} is declared nowhere", f"{scope.suggestion(name)}Declare it in notation.py.")
    declaration, indices = found
    typed = [_index(i, declaration, n, scope, elaborate) for n, i in enumerate(indices)]
    return Typed(Member(declaration.name, tuple(t.expr for t in typed), place), Type(declaration.kind, declaration.size))


def _chosen(base: str, bound: Bound, sub: Syntax, factor: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    """`a_i`, the value of an assignment a at an integer. Raises Fault (E-KIND)."""
    argument = trees(sub)[0]
    where = elaborate(wrapped(argument_expression(argument, scope)), scope)
    if where.type.kind is not Kind.INTEGER:
        raise scope.fault(Code.KIND, argument, f"{base} is looked at an integer, not at {where.type.kind.value}", "Write a_1, a_{k-1}.")
    place = scope.source.place(factor.meta.start_pos)
    return Typed(Apply(Operator.CHOICE_AT, (Symbol(base), where.expr), place), Type(Kind.ELEMENT), bound.sets)


def _letter_of(sub: Syntax, scope: Scope) -> Bound | None:
    """The string of which a subscript like `L_k[i]` is a letter; None for any other subscript."""
    parts = comma_parts(trees(sub)[0])
    factors = juxtaposed(parts[0]) if len(parts) == 1 else []
    if len(factors) != 2 or trees(factors[1])[0].data != "brackets":
        return None
    string = scope.bound.get(simple_name(factors[0]) or "")
    return string if string is not None and string.type.kind is Kind.STRING else None


def _by_letter(base: str, string: Bound, sub: Syntax, factor: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    """`D_{L_k[i]}`: D_r where the letter is r, D_f where it is f. Raises Fault where one of these is unknown, or of another kind."""
    letter = elaborate(comma_parts(trees(sub)[0])[0], scope).expr
    if taken := [name for name in string.sets if name in scope.bound]:
        message = f"{taken[0]} can be read as a letter and as what is bound around"
        raise scope.fault(Code.AMBIGUOUS, factor, message, "Give the index of that name another one.")
    cases = [(Symbol(name), _plain_symbol(f"{base}_{name}", factor, scope)) for name in string.sets]
    types = {Type(Kind.INDEX_SET) if c.type.kind is Kind.INDEX_SET else c.type for _, c in cases}
    if len(types) != 1:
        names = " and ".join(f"{base}_{name}" for name in string.sets)
        raise scope.fault(Code.KIND, factor, f"{names} are of different kinds", "Let the letters stand for things of one kind.")
    sets = tuple(dict.fromkeys(s for _, c in cases for s in (c.sets or _own_set(c))))
    pairs = tuple(part for name, c in cases for part in (name, c.expr))
    return Typed(Apply(Operator.BY_LETTER, (letter, *pairs), scope.source.place(factor.meta.start_pos)), types.pop(), sets)


def _own_set(of: Typed) -> tuple[str, ...]:
    """The name of an index set, as what its elements come from."""
    return (of.expr.name,) if of.type.kind is Kind.INDEX_SET and isinstance(of.expr, Symbol) else ()


def _is_known(name: str, scope: Scope) -> bool:
    """Whether a name, or a number, could be an index."""
    return name.isdigit() or name in scope.bound or scope.is_index(name) or scope.declaration(name, 0) is not None


def find_family(base: str, sub: Syntax, scope: Scope) -> tuple[Declaration, list[Syntax]] | None:
    """The family that a subscripted name is a member of, and the syntax of its indices (after the label)."""
    argument = trees(sub)[0]
    parts = [argument] if argument.data == "single" else comma_parts(argument)
    candidates = [(base, parts)]
    if argument.data != "single" and len(parts) > 1:
        first = index_names(parts[0])
        if len(first) == 1:
            candidates.insert(0, (f"{base}_{first[0]}", parts[1:]))
        flat = [factor for part in parts for factor in paired(part, scope)]
        candidates.append((base, flat))
    elif argument.data != "single" and len(flat := paired(parts[0], scope)) > 1:
        names = index_names(parts[0], scope.notation.pairs)
        elements = bool(names) and all(n in scope.bound and scope.bound[n].type.kind is Kind.ELEMENT for n in names)
        candidates = [(base, flat)] if elements else [(base, flat), (base, parts)]
    for name, indices in candidates:
        declaration = scope.declaration(name, len(indices))
        if declaration is not None and declaration.over:
            return declaration, indices
    return None


def _index(tree: Syntax, family: Declaration, position: int, scope: Scope, elaborate: Elaborate) -> Typed:
    """One index of a family's member, checked against where the family lets it come from."""
    typed = _single_index(tree, scope, elaborate)
    allowed = family.over[position] if position < len(family.over) else (INTEGERS,)
    sets = (INTEGERS,) if typed.type.kind is Kind.INTEGER else typed.sets if typed.type.kind is Kind.ELEMENT else ()
    if not sets or not set(sets) <= set(allowed):
        got = " or ".join(sets) if sets else typed.type.kind.value
        raise scope.fault(
            Code.KIND,
            tree,
            f"an index of {family.name} comes from {' or '.join(allowed)}, not from {got}",
            "Use an index that does, or declare the family otherwise.",
        )
    return typed


def _single_index(tree: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    factor = single(tree, scope) if tree.data == "single" else tree
    return elaborate(wrapped(as_expression(factor)) if factor.data == "factor" else tree, scope)
