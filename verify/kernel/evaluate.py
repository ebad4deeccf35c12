"""Exact values of expressions: on an instance, or without one for what needs none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import reduce

from verify.kernel.limits import MAXIMUM_SIZE, MAXIMUM_STEPS, Beyond, Budget, Rejected, require
from verify.kernel.statement import BINDERS, Declaration, Expr, Statement
from verify.kernel.values import (
    OPERATORS,
    Array,
    Value,
    alike,
    array,
    diagonal,
    integer,
    is_integer,
    is_psd,
    number,
    rational,
    scalar,
    sort,
    transpose,
    truth,
)

Call = tuple[str, tuple[Value, ...]]  # a name and its indices; of a selector, the step last where there is one
Drawn = dict[tuple[Fraction | int, ...], Call | Array]  # by what the selectors are that a definition has read: the next one, or the value


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands."""

    statement: Statement
    budget: Budget
    values: dict[Call, Value]  # of primitive symbols and members; those of definitions join them when they are found
    bound: tuple[Value, ...] = ()  # the values of #1, #2, …
    decide: Callable[[Call], Fraction | int] | None = None  # what a selector is in the outcome at hand; None outside every expectation
    depth: int = 0  # of evaluation
    drawn: dict[Call, Drawn] = field(default_factory=dict)  # of definitions that read selectors
    laws: dict[Call, tuple[str, list[Fraction]]] = field(default_factory=dict)  # of selectors

    def deeper(self, items: tuple[Value, ...]) -> "Scope":
        """The scope of the next step of evaluation, which is paid for: inside binders of variables with these values."""
        self.budget.spend(1, self.depth)
        return Scope(self.statement, self.budget, self.values, (*self.bound, *items), self.decide, self.depth + 1, self.drawn, self.laws)


def evaluate(expr: Expr, scope: Scope, *items: Value) -> Value:
    """The value of an expression, in binders whose variables are these items. Raises Rejected where it has none."""
    scope = scope.deeper(items)
    match expr:
        case ["number", digits]:
            return number(scope.budget.pay(Fraction(int(digits))))
        case ["symbol" | "member", name, *indices]:
            return _named((name, tuple([evaluate(index, scope) for part in indices for index in part])), scope)
        case ["and", *parts]:
            return all(truth(evaluate(part, scope)) for part in parts)
        case ["implies", supposed, then]:
            return not truth(evaluate(supposed, scope)) or truth(evaluate(then, scope))
        case ["surely", body]:
            return all(truth(value) for _, value in _outcomes(body, scope))
        case ["expectation", body]:
            weighted = [OPERATORS["multiply"](scope.budget, number(weight), value) for weight, value in _outcomes(body, scope)]
            return OPERATORS["add"](scope.budget, *weighted)
        case ["in", item, domain]:
            return contains(domain, evaluate(item, scope), scope)
        case ["table", *_]:
            return _table(expr, scope)
        case [head, *_] if head in BINDERS:
            return _bind(expr, scope)
        case [head, *arguments] if head in OPERATORS:
            return OPERATORS[head](scope.budget, *[evaluate(argument, scope) for argument in arguments])
    raise Beyond(f"{expr[0]} is not known to the kernel here")


def _named(named: Call, scope: Scope) -> Value:
    """The value of a symbol or member: a bound variable's, the instance's, what decides a selector, or what a definition gives."""
    name, indices = named
    if name[0] == "#":
        return scope.bound[int(name[1:]) - 1]
    declared = scope.statement.symbols[name, len(indices)]
    for index, sets in zip(indices, (*declared.over, ("integers",)), strict=False):  # a selector's step is an integer
        if not (index[0] in sets if isinstance(index, tuple) else sets == ("integers",) and is_integer(index)):
            raise Rejected(f"{name} is indexed by {index}, which is not in {' or '.join(sets)}")
    if declared.selector and scope.decide is None:
        raise Rejected(f"the selector {name} stands outside every expectation, or in a size or a probability")
    if declared.selector and scope.decide:
        return number(scope.decide(named))
    if scope.decide and (name, len(indices)) in scope.statement.random:
        return _drawn(named, declared, scope, scope.decide)
    if named not in scope.values:
        scope.values[named] = fit(declared, evaluate(*unfolded(named, replace(scope, decide=None))), scope)
    return scope.values[named]


def _drawn(named: Call, declared: Declaration, scope: Scope, decide: Callable[[Call], Fraction | int]) -> Array:
    """What a definition gives in the outcome at hand, evaluated once for all outcomes in which the selectors that it reads are the same.

    The selectors that were read, and what they were, decide which one is read next, or the value.
    """
    known = scope.drawn.setdefault(named, {})
    read: tuple[Fraction | int, ...] = ()
    while isinstance(found := known.get(read), tuple):
        read = (*read, decide(found))
    if found is None:
        seen: list[Fraction | int] = []

        def recorded(selector: Call) -> Fraction | int:
            known[tuple(seen)] = selector
            seen.append(decide(selector))
            return seen[-1]

        found = array(fit(declared, evaluate(*unfolded(named, replace(scope, decide=recorded))), scope))
        known[tuple(seen)] = found
    return found


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
    wanted = _zero(declared.kind, declared.size, replace(scope, bound=(), decide=None))
    fits = sort(value) == sort(wanted) and (declared.kind != "integer" or is_integer(value))
    fits = fits and (declared.shape == "general" or transpose(value) == value)
    if not fits or (declared.shape == "psd" and not is_psd(scope.budget, value)):
        raise Rejected(f"{declared.name} is declared a {declared.shape} {declared.kind} ({sort(wanted)}), and its value is {value}")
    return value


def _zero(kind: str, size: Expr | None, scope: Scope) -> Array:
    """The zero of a type."""
    if kind in ("real", "integer"):
        return number(0)
    known = kind in ("matrix", "vector", "row") and size is not None
    require(known, f"a type of kind {kind}{'' if size else ' without a size'} has no values known to the kernel")
    return diagonal(kind, integer(evaluate(size or (), scope), 1, MAXIMUM_SIZE), 0)


def _outcomes(body: Expr, scope: Scope) -> Iterator[tuple[Fraction, Value]]:
    """Each outcome of positive probability of the selectors that the body reads: its probability, and the body's value under it.

    The body is evaluated; a selector that it reads first is taken to have one value that is possible, and another is put off. A
    selector that it does not read would only split an outcome into two of the same value.
    """
    pending: list[dict[Call, tuple[Fraction | int, Fraction]]] = [{}]
    while pending:
        decided = pending.pop()

        def decide(selector: Call, decided: dict[Call, tuple[Fraction | int, Fraction]] = decided) -> Fraction | int:
            if selector not in decided:
                scope.budget.spend(len(decided))
                decided[selector], *other = [way for way in _ways(selector, decided, replace(scope, decide=None)) if way[1] > 0]
                pending.extend([{**decided, selector: way} for way in other])
            return decided[selector][0]

        value = evaluate(body, replace(scope, decide=decide))
        scope.budget.spend(1, outcomes=1)
        yield reduce(lambda weight, way: scope.budget.pay(weight * way[1]), decided.values(), Fraction(1)), value


def _law(selector: Call, scope: Scope) -> tuple[str, list[Fraction]]:
    (name, indices), clauses = selector, scope.statement.clauses
    over = len(scope.statement.symbols[name, len(indices)].over)
    if selector not in scope.laws:
        law, inner = unfolded((name, indices if (name, len(indices)) in clauses else indices[:over]), scope, law=True)  # or at each step
        require(law[0] in ("bernoulli", "moments", "without_replacement"), f"the law {law[0]} of {name} is not known to the kernel", Beyond)
        scope.laws[selector] = law[0], [rational(evaluate(part, inner)) for part in law[1:]]
    return scope.laws[selector]


def _ways(selector: Call, decided: Mapping[Call, tuple[Fraction | int, Fraction]], scope: Scope) -> list[tuple[Fraction | int, Fraction]]:
    """The values of a selector, each with its probability where others are decided; of two moments, by one of the laws that have them."""
    (name, (place, *step)), (law, [first, *others]) = selector, _law(selector, scope)
    if law == "moments":
        require(others[0] >= 0, f"no value: the variance of {name} is {others[0]}")
        return [(first + 1, others[0] / (1 + others[0])), (first - others[0], 1 / (1 + others[0]))]
    if law == "without_replacement":
        members = [(name, (item, *step)) for item in elements(("symbol", place[0] if isinstance(place, tuple) else name), scope)]
        require(all(_law(one, scope) == (law, [first]) for one in members), f"{name} is no batch of one whole index set", Beyond)
        drawn = [decided[one][0] for one in members if one in decided]
        first = (integer(number(first), 0, len(members)) - sum(drawn)) / Fraction(len(members) - len(drawn))
    require(0 <= first <= 1, f"no value: the probability of {name} is {first}")
    return [(1, first), (0, 1 - first)]


def _bind(expr: Expr, scope: Scope) -> Value:
    head, _, domain, body, type_ = expr
    values = (evaluate(body, scope, item) for item in elements(domain, scope))
    if (head, type_) == ("for_all", ("boolean",)):
        return all(map(truth, values))
    require(head in ("sum", "product", "reversed_product", "maximum"), f"{head} is not known to the kernel here", Beyond)
    zero, found = _zero(type_[0], type_[1] if type_[1:] else None, scope), list(values)
    require(all(sort(value) == sort(zero) for value in found), f"the body of a {head} is not always a {sort(zero)}")
    if head == "maximum":
        require(found, "no value: a maximum of nothing")
        return number(max(map(scalar, found)))
    if head == "sum":
        return OPERATORS["add"](scope.budget, zero, *found)
    one = diagonal(array(zero, "scalar", "matrix").kind, zero.size, 1)
    return OPERATORS["multiply"](scope.budget, *((found if head == "product" else found[::-1]) or [one]))


def _table(expr: Expr, scope: Scope) -> Array:
    """Tables one in another: the first half of their variables gives a matrix its rows, the second half its columns."""
    places: list[tuple[Value, ...]] = [()]
    counts = [1]
    while expr[0] == "table":
        _, _, domain, expr, _ = expr
        places = [(*outer, item) for outer in places for item in elements(domain, scope, *outer)]
        require(len(places) <= MAXIMUM_SIZE**2, f"a table of {len(places)} entries is no matrix known to the kernel", Beyond)
        counts.append(len(places))
    half, odd = divmod(len(counts) - 1, 2)
    size, columns = counts[half], [place[half:] for place in places]
    require(not odd and 0 < size**2 == len(places) and columns == columns[:size] * size, "no value: a table that is no square matrix")
    entries = [scalar(evaluate(expr, scope, *place)) for place in places]
    return Array("matrix", tuple([tuple(entries[start : start + size]) for start in range(0, len(places), size)]))


def elements(domain: Expr, scope: Scope, *items: Value) -> list[Value]:
    """The elements of a finite set in their order, in binders whose variables are these items."""
    scope = scope.deeper(items)
    match domain:
        case ["symbol", name] if (name, 0) not in scope.statement.clauses and (declared := scope.statement.symbols.get((name, 0))):
            require(declared.kind == "index_set" and declared.size is not None, f"{name} is no index set with a size")
            count = integer(evaluate(declared.size or (), replace(scope, bound=(), decide=None)), 0, MAXIMUM_STEPS)
            scope.budget.spend(count)
            return [(name, n + 1) for n in range(count)]
        case ["symbol" | "member", name, *indices]:
            return elements(*unfolded((name, tuple([evaluate(index, scope) for part in indices for index in part])), scope))
        case ["range", low, high]:
            first, last = integer(evaluate(low, scope)), integer(evaluate(high, scope))
            scope.budget.spend(max(last - first + 1, 0))
            return [number(n) for n in range(first, last + 1)]
        case ["such_that", _, whole, condition, ["boolean"]]:
            return [item for item in elements(whole, scope) if truth(evaluate(condition, scope, item))]
    raise Beyond(f"the domain {domain[0]} is not known to the kernel as a finite set")


def contains(domain: Expr, item: Value, scope: Scope) -> bool:
    """Whether a value of the right sort is in a set."""
    match domain:
        case ["reals"]:
            return scalar(item) is not None
        case ["naturals"]:
            return is_integer(item) and scalar(item) >= 0
        case ["open_interval" | "closed_interval" as kind, low, high]:
            least, x, most = scalar(evaluate(low, scope)), scalar(item), scalar(evaluate(high, scope))
            return least < x < most or (kind == "closed_interval" and least <= x <= most)
        case ["real_space", *sizes]:
            return {integer(evaluate(size, scope)) for size in sizes} == {array(item, "vector" if len(sizes) == 1 else "matrix").size}
    found = elements(domain, scope)
    return alike("compared", item, *found) and item in found
