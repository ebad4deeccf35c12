"""Families whose members a claim chooses: `\\thereis{a choice of $\\{H_i\\}$}`."""

from __future__ import annotations

from lark import Token

from verify.errors import Code
from verify.language.document import Document, Mark
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Member, Number, Operator, Relation, Symbol
from verify.language.names import bound_names, comma_parts, juxtaposed, plain
from verify.language.parse import Parser, Syntax, parse
from verify.language.scope import BOOLEAN, Scope, trees
from verify.language.statement import INTEGERS, Shape


def chosen(document: Document, mark: Mark, parser: Parser, scope: Scope) -> Expr | None:
    """What is said of the members that are chosen, ∀i: H_i ⪰ 0 over all index sets of the family; None where a mark names none.

    Raises Fault (E-KIND) where the members are not PSD matrices over index sets.
    """
    for source, _ in document.math(mark):
        named = _named(trees(parse(parser, source))[0])
        if named is None:
            continue
        name, variable = named
        family = next((d for d in scope.declarations if d.name == name and len(d.over) == 1 and d.over[0] != (INTEGERS,)), None)
        if family is None or family.shape is not Shape.PSD or family.size is None:
            message = f"{name} is no family of PSD matrices over index sets"
            raise source.fault(Code.KIND, 0, message, "Choose the members of one that notation.py declares.")
        sets = tuple(Symbol(one) for one in sorted(family.over[0]))
        domain: Expr = sets[0] if len(sets) == 1 else Apply(Operator.UNION, sets)
        zero = Apply(Operator.MULTIPLY, (Number(0), Apply(Operator.IDENTITY, (family.size,))))
        psd = Compare(Relation.LOEWNER_GREATER_EQUAL, Member(name, (Symbol(variable),)), zero)
        scope.note(f"the {name}_{variable} that there are need not be those of the hypotheses; what is assigned is the same for both")
        return Bind(Binder.FOR_ALL, variable, domain, psd, BOOLEAN)
    return None


def _named(formula: Syntax) -> tuple[str, str] | None:
    """The name and the index of `\\{H_i\\}`."""
    outer = juxtaposed(formula)
    inner = trees(outer[0])[0] if len(outer) == 1 else formula
    parts = comma_parts(inner) if inner.data == "set" else []
    factors = juxtaposed(parts[0]) if len(parts) == 1 else []
    head, *scripts = trees(factors[0]) if len(factors) == 1 else [formula]
    token = head.children[0]
    if head.data != "name" or [script.data for script in scripts] != ["sub"] or not isinstance(token, Token):
        return None
    argument = trees(scripts[0])[0]
    index = argument.children[0]
    letters = [plain(index)] if isinstance(index, Token) else [n for part in comma_parts(argument) for n in bound_names(part)]
    return (plain(token), letters[0]) if len(letters) == 1 else None
