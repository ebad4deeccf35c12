"""Exact values of expressions: on an instance, or without one for what needs none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial, reduce

from verify.kernel.limits import MAXIMUM_SIZE, MAXIMUM_STEPS, Beyond, Budget, Rejected, require
from verify.kernel.statement import BINDERS, Declaration, Expr, Statement
from verify.kernel.values import OPERATORS, Array, Value, array, identity, integer, is_psd, number, scalar, sort, truth

Call = tuple[str, tuple[Value, ...]]  # a name and its indices; of a selector, the step last where there is one


class Outside(Rejected):
    """A selector was read where nothing decides it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands."""

    statement: Statement
    budget: Budget
    values: dict[Call, Value]  # of primitive symbols and members; those of definitions join them when they are found
    bound: tuple[Value, ...] = ()  # the values of #1, #2, …
    decide: Callable[[Call], Value] | None = None  # what a selector is in the outcome at hand; None outside every expectation
    depth: int = 0  # of evaluation


def evaluate(expr: Expr, scope: Scope) -> Value:
    """The value of an expression. Raises Rejected where it has none, Outside where it rests on a selector that nothing decides."""
    budget = scope.budget
    budget.spend(1, scope.depth)
    scope = Scope(scope.statement, budget, scope.values, scope.bound, scope.decide, scope.depth + 1)
    match expr:
        case ["number", digits]:
            return number(budget.pay(Fraction(int(digits))))
        case ["symbol", name]:
            return scope.bound[int(name[1:]) - 1] if name[0] == "#" else _named((name, ()), scope)
        case ["member", name, indices]:
            return _named((name, tuple([evaluate(index, scope) for index in indices])), scope)
        case ["and", *parts]:
            return all(truth(evaluate(part, scope)) for part in parts)
        case ["surely", body]:
            return all(truth(value) for _, value in _outcomes(body, scope))
        case ["expectation", body]:
            return OPERATORS["add"](budget, *[OPERATORS["multiply"](budget, number(w), value) for w, value in _outcomes(body, scope)])
        case ["in", item, domain]:
            return contains(domain, evaluate(item, scope), scope)
        case ["=" | "<" | "<=" | ">" | ">=" | "loewner<=" | "loewner>=", left, right]:
            return _compare(expr[0], evaluate(left, scope), evaluate(right, scope), budget)
        case [head, *_] if head in BINDERS:
            return _bind(expr, scope)
        case [head, *arguments] if head in OPERATORS:
            return OPERATORS[head](budget, *[evaluate(argument, scope) for argument in arguments])
    raise Beyond(f"{expr[0]} is not known to the kernel here")


def _named(named: Call, scope: Scope) -> Value:
    """The value of a symbol or member: what the instance gives, what decides a selector, or what a definition gives."""
    name, indices = named
    declared = scope.statement.symbols[name, len(indices)]
    for index, sets in zip(indices, (*declared.over, ("integers",)), strict=False):  # a selector's step is an integer
        if not (index[0] in sets if isinstance(index, tuple) else sets == ("integers",) and scalar(index).denominator == 1):
            raise Rejected(f"{name} is indexed by {index}, which is not in {' or '.join(sets)}")
    if declared.selector and scope.decide:
        return scope.decide(named)
    if declared.selector:
        raise Outside(f"the selector {name} stands outside every expectation, or in a size or a probability")
    if named not in scope.values:
        try:
            scope.values[named] = fit(declared, evaluate(*unfolded(named, replace(scope, decide=None))), scope)
        except Outside:  # it rests on selectors, so it is not kept
            if scope.decide is None:
                raise
            return fit(declared, evaluate(*unfolded(named, scope)), scope)
    return scope.values[named]


def unfolded(named: Call, scope: Scope, law: bool = False) -> tuple[Expr, Scope]:
    """The body, and its scope, of the first clause of a definition whose parameters match and whose conditions hold."""
    name, indices = named
    for clause in scope.statement.clauses.get((name, len(indices)), []):
        pairs = list(zip(clause.parameters, indices, strict=True))
        inner = replace(scope, bound=tuple([index for parameter, index in pairs if parameter[0] == "symbol"]))
        matches = all(parameter[0] == "symbol" or index == number(int(parameter[1])) for parameter, index in pairs)
        if clause.law == law and matches and all(truth(evaluate(given, inner)) for given in clause.given):
            return clause.body, inner
    raise Rejected(f"{name}[{', '.join(map(str, indices))}] has no value" if indices else f"{name} has no value")


def fit(declared: Declaration, value: Value, scope: Scope) -> Value:
    """The value, unless it has not the kind, size and shape of a declaration."""
    wanted = _origin(declared.kind, declared.size, replace(scope, bound=(), decide=None))
    fits = sort(value) == sort(wanted) and (declared.kind != "integer" or scalar(value).denominator == 1)
    fits = fits and (declared.shape == "general" or OPERATORS["transpose"](scope.budget, value) == value)
    fits = fits and (declared.shape != "psd" or is_psd(scope.budget, array(value, "matrix")))
    if not fits:
        raise Rejected(f"{declared.name} is declared a {declared.shape} {declared.kind} ({sort(wanted)}), and its value is {value}")
    return value


def _origin(kind: str, size: Expr | None, scope: Scope) -> Array:
    """The zero of a type."""
    if kind in ("real", "integer"):
        return number(0)
    known = kind in ("matrix", "vector", "row") and size is not None
    require(known, f"a type of kind {kind}{'' if size else ' without a size'} has no values known to the kernel")
    count = integer(evaluate(size or [], scope), 1, MAXIMUM_SIZE)
    return Array(kind, ((Fraction(0),) * (1 if kind == "vector" else count),) * (1 if kind == "row" else count))


def _outcomes(body: Expr, scope: Scope) -> Iterator[tuple[Fraction, Value]]:
    """Each outcome of positive probability of the selectors that the body reads: its probability, and the body's value under it.

    The body is evaluated; a selector that it reads first is taken to be 1 or, if that is impossible, 0, and the other way is put
    off. A selector that it does not read would only split an outcome into two of the same value.
    """
    pending: list[dict[Call, tuple[Value, Fraction]]] = [{}]

    def decide(decided: dict[Call, tuple[Value, Fraction]], selector: Call) -> Value:
        if selector not in decided:
            scope.budget.spend(len(decided))
            chance = _probability(selector, replace(scope, decide=None))
            first, *other = [(number(side), share) for side, share in ((1, chance), (0, 1 - chance)) if share > 0]
            pending.extend([{**decided, selector: way} for way in other])
            decided[selector] = first
        return decided[selector][0]

    while pending:
        decided = pending.pop()
        value = evaluate(body, replace(scope, decide=partial(decide, decided)))
        scope.budget.spend(1, outcomes=1)
        yield reduce(lambda weight, way: scope.budget.pay(weight * way[1]), decided.values(), Fraction(1)), value


def _probability(selector: Call, scope: Scope) -> Fraction:
    (name, indices), clauses = selector, scope.statement.clauses
    over = len(scope.statement.symbols[name, len(indices)].over)
    law, inner = unfolded((name, indices if (name, len(indices)) in clauses else indices[:over]), scope, law=True)  # or at each step
    require(law[0] == "bernoulli", f"the law {law[0]} of {name} is not known to the kernel", Beyond)
    chance = scalar(evaluate(law[1], inner))
    require(0 <= chance <= 1, f"no value: the probability of {name} is {chance}")
    return chance


def _compare(relation: str, a: Value, b: Value, budget: Budget) -> bool:
    require(sort(a) == sort(b), f"a {sort(a)} and a {sort(b)} cannot be compared")
    if relation == "=":
        return a == b
    if relation in ("loewner<=", "loewner>="):
        less, more = (a, b) if relation == "loewner<=" else (b, a)
        return is_psd(budget, OPERATORS["add"](budget, more, OPERATORS["negate"](budget, array(less, "matrix", "scalar"))))
    return {"<": scalar(a) < scalar(b), "<=": scalar(a) <= scalar(b), ">": scalar(a) > scalar(b), ">=": scalar(a) >= scalar(b)}[relation]


def _bind(expr: Expr, scope: Scope) -> Value:
    head, _, domain, body, type_ = expr
    inner = [replace(scope, bound=(*scope.bound, item)) for item in elements(domain, scope)]
    if (head, type_) == ("for_all", ["boolean"]):
        return all(truth(evaluate(body, there)) for there in inner)
    require(head in ("sum", "product", "reversed_product", "maximum"), f"{head} is not known to the kernel here", Beyond)
    start, values = _origin(type_[0], type_[1] if type_[1:] else None, scope), [evaluate(body, there) for there in inner]
    require(all(sort(value) == sort(start) for value in values), f"the body of a {head} is not always a {sort(start)}")
    if head == "maximum":
        require(bool(values), "no value: a maximum of nothing")
        return number(max([scalar(value) for value in values]))
    if head == "sum":
        return OPERATORS["add"](scope.budget, start, *values)
    one = identity(array(start, "scalar", "matrix").kind, start.size)
    return OPERATORS["multiply"](scope.budget, one, *(values if head == "product" else values[::-1]))


def elements(domain: Expr, scope: Scope) -> list[Value]:
    """The elements of a finite set in their order."""
    scope.budget.spend(1, scope.depth)
    scope = replace(scope, depth=scope.depth + 1)
    match domain:
        case ["symbol", name] if (name, 0) not in scope.statement.clauses and (declared := scope.statement.symbols.get((name, 0))):
            require(declared.kind == "index_set" and declared.size is not None, f"{name} is no index set with a size")
            count = integer(evaluate(declared.size or [], replace(scope, bound=(), decide=None)), 0, MAXIMUM_STEPS)
            scope.budget.spend(count)
            return [(name, n + 1) for n in range(count)]
        case ["symbol" | "member", name, *indices]:
            return elements(*unfolded((name, tuple([evaluate(index, scope) for index in (indices[0] if indices else [])])), scope))
        case ["range", low, high]:
            first, last = integer(evaluate(low, scope)), integer(evaluate(high, scope))
            scope.budget.spend(max(last - first + 1, 0))
            return [number(n) for n in range(first, last + 1)]
        case ["such_that", _, whole, condition, ["boolean"]]:
            return [item for item in elements(whole, scope) if truth(evaluate(condition, replace(scope, bound=(*scope.bound, item))))]
    raise Beyond(f"the domain {domain[0]} is not known to the kernel as a finite set")


def contains(domain: Expr, item: Value, scope: Scope) -> bool:
    """Whether a value of the right sort is in a set."""
    match domain:
        case ["reals"]:
            return scalar(item) is not None
        case ["naturals"]:
            return scalar(item).denominator == 1 and scalar(item) >= 0
        case ["open_interval" | "closed_interval" as kind, low, high]:
            least, x, most = scalar(evaluate(low, scope)), scalar(item), scalar(evaluate(high, scope))
            return least < x < most or (kind == "closed_interval" and least <= x <= most)
        case ["real_space", *sizes]:
            return {integer(evaluate(size, scope)) for size in sizes} == {array(item, "vector" if len(sizes) == 1 else "matrix").size}
    found = elements(domain, scope)
    require(all(sort(item) == sort(one) for one in found), f"a {sort(item)} is compared with the elements of a {domain[0]}")
    return item in found
