"""What a formula rests on: the declarations, definitions and set-up hypotheses that it can reach, and its randomness."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from verify.errors import Code, Diagnostic
from verify.language.expression import Apply, Bind, Expr, Member, Operator, Symbol
from verify.language.render import render
from verify.language.scope import Scope
from verify.language.statement import INTEGERS, Context, Declaration, Definition
from verify.language.walk import Name, children, free_names, rebuild


@dataclass(frozen=True, slots=True)
class Ground:
    """All that a theory fixes before its statements. broken: names whose definition has no meaning, with the definition's id."""

    definitions: tuple[Definition, ...] = ()
    assumptions: tuple[Expr, ...] = ()
    broken: Mapping[Name, str] = field(default_factory=dict)


def close(conclusion: Expr, hypotheses: tuple[Expr, ...], scope: Scope, ground: Ground) -> Context:
    """The context of a statement.

    A set-up hypothesis belongs to it when they share a name, directly or through definitions and other hypotheses.
    """
    keys: dict[tuple[str, int], Declaration] = {}
    assumed: list[Expr] = []
    used: list[Definition] = []
    waiting = [name for expr in (conclusion, *hypotheses) for name in free_names(expr)]
    while waiting:
        declaration = scope.declaration(*waiting.pop())
        if declaration is None or (key := (declaration.name, len(declaration.over))) in keys:
            continue
        keys[key] = declaration
        waiting += _declared_names(declaration)
        if not _is_local(declaration, scope):
            clauses = [d for d in ground.definitions if (d.name, len(d.parameters)) == key]
            used += clauses
            waiting += [name for d in clauses for name in _clause_names(d)]
            for assumption in ground.assumptions:
                names = list(free_names(assumption))
                if assumption not in assumed and any(_key(n, scope) == key for n in names):
                    assumed.append(assumption)
                    waiting += names
    return Context(
        symbols=tuple(sorted(keys.values(), key=lambda d: (d.name, len(d.over)))),
        definitions=tuple(d for d in ground.definitions if d in used),
        hypotheses=tuple(dict.fromkeys((*(a for a in ground.assumptions if a in assumed), *hypotheses))),  # what is said again is one
    )


def _clause_names(clause: Definition) -> list[Name]:
    """The names that a clause rests on: its parameters are its own."""
    own = frozenset(p.name for p in clause.parameters if isinstance(p, Symbol))
    return [name for expr in (clause.body, *clause.given) for name in free_names(expr, own)]


def _key(name: Name, scope: Scope) -> tuple[str, int] | None:
    """The theory's name that a name stands for; None for one that a claim declares for itself."""
    declaration = scope.declaration(*name)
    return None if declaration is None or _is_local(declaration, scope) else (declaration.name, len(declaration.over))


def _is_local(declaration: Declaration, scope: Scope) -> bool:
    """Whether a claim declares the name for itself, so that the theory's definitions and hypotheses are not about it."""
    own = scope.declarations[: len(scope.declarations) - len(scope.notation.declarations)]
    return any(declaration is d for d in own)


def _declared_names(declaration: Declaration) -> list[Name]:
    """The names in a declaration: sizes and index sets."""
    sizes = list(free_names(declaration.size)) if declaration.size is not None else []
    return sizes + [(s, 0) for sets in declaration.over for s in sets if s != INTEGERS]


def rests_on_broken(context: Context, ground: Ground) -> Diagnostic | None:
    """The diagnostic for a statement that uses a name whose definition has no meaning."""
    for d in context.symbols:
        if (broken := ground.broken.get((d.name, len(d.over)))) is not None:
            message = f"{d.name} has no meaning, for its definition {broken} has none"
            return Diagnostic(Code.UNDEFINED, message, f"Mend {broken} first.")
    return None


def random_families(scope: Scope, definitions: Iterable[Definition]) -> frozenset[tuple[str, int]]:
    """The names that stand for random things: selectors, and all that is defined by them."""
    found = {(d.name, len(d.over)) for d in scope.declarations if d.selector}
    while True:
        new = {(d.name, len(d.parameters)) for d in definitions if not d.law and is_random(d.body, scope, found)} - found
        if not new:
            return frozenset(found)
        found |= new


def is_random(expr: Expr, scope: Scope, random: Collection[tuple[str, int] | None]) -> bool:
    """Whether an expression depends on the outcome of selectors (an expectation or a probability does not)."""
    match expr:
        case Apply(Operator.EXPECTATION | Operator.PROBABILITY | Operator.SURELY):
            return False
        case Symbol(name) if _key((name, 0), scope) in random:
            return True
        case Member(family, indices) if _key((family, len(indices)), scope) in random:
            return True
        case _:
            return any(is_random(c, scope, random) for c in children(expr))


def fill_steps(expr: Expr, scope: Scope, random: frozenset[tuple[str, int]]) -> Expr:
    """The expression with the step of its selectors filled in, where print leaves it out.

    A selector printed without its step belongs to the step of the random matrix (J_k) in the same relation. Where there is none,
    it keeps a step of its own.
    """
    steps = list(dict.fromkeys(_steps(expr, scope, random)))
    if len(steps) != 1 or not _has_bare(expr, scope) or _captures(expr, frozenset(free_names(steps[0])), scope):
        return expr
    scope.note(f"selectors without a step are those of the step {render(steps[0])}")
    return _filled(expr, steps[0], scope)


def _captures(expr: Expr, names: frozenset[Name], scope: Scope) -> bool:
    """Whether a binder around a bare selector binds one of the names."""
    inner = isinstance(expr, Bind) and (expr.variable, 0) in names and _has_bare(expr.body, scope)
    return inner or any(_captures(c, names, scope) for c in children(expr))


def _steps(expr: Expr, scope: Scope, random: frozenset[tuple[str, int]]) -> list[Expr]:
    """The steps of the random families in an expression (the last index), but for those that only a binder gives a meaning to."""
    own: list[Expr] = []
    if isinstance(expr, Member) and _key((expr.family, len(expr.indices)), scope) in random and not _is_bare(expr, scope):
        own = [expr.indices[-1]]
    steps = own + [s for c in children(expr) for s in _steps(c, scope, random)]
    return [s for s in steps if (expr.variable, 0) not in free_names(s)] if isinstance(expr, Bind) else steps


def _is_bare(expr: Expr, scope: Scope) -> bool:
    if not isinstance(expr, Member):
        return False
    declaration = scope.declaration(expr.family, len(expr.indices))
    return declaration is not None and declaration.selector and len(expr.indices) == len(declaration.over)


def _has_bare(expr: Expr, scope: Scope) -> bool:
    return _is_bare(expr, scope) or any(_has_bare(c, scope) for c in children(expr))


def _filled(expr: Expr, step: Expr, scope: Scope) -> Expr:
    if isinstance(expr, Member) and _is_bare(expr, scope):
        return Member(expr.family, (*expr.indices, step), expr.place)
    return rebuild(expr, lambda part: _filled(part, step, scope))


def surely(expr: Expr, scope: Scope, random: frozenset[tuple[str, int]]) -> Expr:
    """A relation between random things holds when it holds for every outcome."""
    if is_random(expr, scope, random):
        scope.note("a relation between random matrices: for every outcome of the selectors")
        return Apply(Operator.SURELY, (expr,), expr.place)
    return expr
