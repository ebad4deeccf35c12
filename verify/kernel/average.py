"""Expectations in normal form: selectors by their first two moments, and what different steps decide apart from each other."""

from collections.abc import Callable

from verify.kernel.limits import Beyond, require
from verify.kernel.normal import (
    Algebra,
    Atom,
    Poly,
    added,
    atomic,
    constant,
    formed,
    is_selector,
    put,
    renamed,
    single,
    term,
    times,
    unfolded,
)
from verify.kernel.statement import Statement, key_of, parts, reads

Expand = Callable[[Atom, Algebra], Poly]
Span = tuple[Poly, Poly] | None  # the first and the last step that something reads; None: a step of its own


def averaged(poly: Poly, algebra: Algebra, expand: Expand) -> Poly:
    """The expectation of a normal form."""
    return added(*[(weight, _moments(key, algebra, expand)) for key, weight in poly.items()])


def spans(atom: Atom, algebra: Algebra, expand: Expand) -> list[Span]:
    """The steps whose selectors an atom reads."""
    known = algebra.found.get(("spans", atom))
    if known is None:
        known = algebra.found["spans", atom] = _spans(atom, algebra, expand) if reads(atom, algebra.statement.random) else []
    return list(known)


def _spans(atom: Atom, algebra: Algebra, expand: Expand) -> list[Span]:
    match atom:
        case ("symbol" | "member", *_) if key_of(atom) in algebra.statement.symbols:
            declared = algebra.statement.symbols[key_of(atom)]
            if declared.selector:
                own = (formed(atom[2][-1][1]), formed(atom[2][-1][1])) if len(atom[2]) > len(declared.over) else None
                return [own, *spans(atom[2], algebra, expand)]  # a step may be random itself
            return spans(atomic(expand(unfolded(algebra.statement, atom), algebra)), algebra, expand)
        case ("product" | "reversed_product", ("range", *ends), variable, body):
            return [*spans(tuple(ends), algebra, expand), *[span and _over(span, variable, ends) for span in spans(body, algebra, expand)]]
    return [span for part in atom if isinstance(part, tuple) for span in spans(part, algebra, expand)]


def _over(span: tuple[Poly, Poly], variable: str, ends: list[Atom]) -> Span:
    """What is read where a variable runs over a range, if a step is that variable, and a number more or less."""
    varies = ("symbol", variable) in [part for step in span for part in parts(atomic(step))]
    offsets = [added((1, step), (-1, single(("symbol", variable)))) for step in span]
    require(not varies or all(constant(offset) is not None for offset in offsets), "a step that is not the variable of its product", Beyond)
    low, high = [added((1, offset), (1, formed(end))) for offset, end in zip(offsets, ends, strict=True)]
    return (low, high) if varies else span


def _disjoint(a: Span, b: Span) -> bool:
    if a is None or b is None:
        return a is not b
    return any((constant(added((1, later[0]), (-1, earlier[1]))) or 0) >= 1 for earlier, later in ((a, b), (b, a)))


def _moments(key: Atom, algebra: Algebra, expand: Expand) -> Poly:
    """The expectation of a term: the selectors of each step that nothing else reads are averaged, the rest stays in an expectation."""
    variables, factors, word = key
    require(not spans(variables, algebra, expand), "how many terms a sum has is random", Beyond)
    chosen = [f for f in factors if is_selector(f, algebra.statement)]
    for one in chosen:
        step, *more = spans(one, algebra, expand)
        group = [f for f in chosen if f[1] == one[1] and spans(f, algebra, expand) == [step]]
        others = tuple(f for f in factors if f not in group)
        if not more and all(_disjoint(step, span) for span in spans((others, word), algebra, expand)):
            return averaged(_averages(group, (variables, others, word), algebra, expand), algebra, expand)
    return {_apart(key, algebra, expand): 1}


def _averages(group: list[Atom], rest: Atom, algebra: Algebra, expand: Expand) -> Poly:
    """E x_i and, of two sets, E x_i E x_j. Over one set, E x_i² for i = j and c = E x_i x_j for i ≠ j: c + [i = j](E x_i² − c)."""
    domains, names = dict(rest[0]), sorted([str(f[2][0][1]) for f in group])
    require(all(name in domains for name in names), "a moment of no summed selector", Beyond)
    laws = {name: moments(group[0][1], domains[name], algebra.statement) for name in names}
    names = [name for n, name in enumerate(names) if name not in names[:n] or laws[name][0] != laws[name][1]]  # x² = x, it is 0 or 1
    require(len(names) <= 2, "a moment above the second", Beyond)
    mean, square, other = [expand(part, algebra) for part in laws[names[0]]]
    if len(names) == 1:
        return times(algebra, {rest: 1}, mean)
    if names[0] == names[1]:
        return times(algebra, {rest: 1}, square)
    if domains[names[0]] != domains[names[1]]:
        return times(algebra, {rest: 1}, times(algebra, mean, expand(laws[names[1]][0], algebra)))
    variables, factors, word = renamed(rest, {names[1]: names[0]})
    same = term(dict(variables), factors, word, algebra)  # the ends of ranges may read the index, too
    return added((1, times(algebra, {rest: 1}, other)), (1, times(algebra, {same: 1}, added((1, square), (-1, other)))))


def moments(selector: str, domain: Atom, statement: Statement) -> tuple[Atom, Atom, Atom]:
    """E x_i, E x_i² and, for i ≠ j of one step, E x_i x_j of the selectors over a set.

    Without replacement, B of n: B/n twice, and B(B − 1)/n(n − 1). Of one member there are no i ≠ j, so that 1/0 does not count.
    """
    for clause in [found for key, clauses in statement.clauses.items() if key[0] == selector for found in clauses if found.law]:
        if clause.given == (("in", ("symbol", "#1"), domain),):
            law, mean, *others = put(clause.body, {})
            match law:
                case "bernoulli":
                    return mean, mean, ("multiply", mean, mean)
                case "moments":
                    return mean, ("add", ("multiply", mean, mean), *others), ("multiply", mean, mean)
                case "without_replacement":
                    size = put(statement.symbols[domain[1], 0].size or (), {})
                    less = [("add", count, ("negate", ("number", "1"))) for count in (mean, size)]
                    first = ("divide", mean, size)
                    return first, first, ("multiply", first, ("divide", *less))
    raise Beyond(f"no law of {selector} over {domain[1]} that is known here")


def _apart(key: Atom, algebra: Algebra, expand: Expand) -> Atom:
    """A term with its random factors, and its word from the first random letter to the last, in an expectation."""
    variables, factors, word = key
    random = tuple(f for f in factors if spans(f, algebra, expand))
    sure = tuple(f for f in factors if f not in random)
    places = [n for n, letter in enumerate(word) if spans(letter, algebra, expand)]
    if len(random) == 1 and random[0][0] == "cycle" and not places:  # E Tr(A P B) = Tr(B A E P)
        cycle = random[0][1]
        places = [n for n, letter in enumerate(cycle) if spans(letter, algebra, expand)]
        gap, start = max((after - before, after) for before, after in zip(places, (*places[1:], places[0] + len(cycle)), strict=True))
        turned = tuple(cycle[(start + n) % len(cycle)] for n in range(len(cycle)))  # the longest sure part last
        inner = ("expectation", atomic(single(word=turned[: len(cycle) + 1 - gap])))
        return term(dict(variables), (*sure, ("cycle", (inner, *turned[len(cycle) + 1 - gap :]))), word, algebra)
    if not random and not places:
        return key
    start, end = (places[0], places[-1] + 1) if places else (0, 0)
    inside = ("expectation", atomic(single(*random, word=word[start:end])))
    if places:
        return term(dict(variables), sure, (*word[:start], inside, *word[end:]), algebra)
    return term(dict(variables), (*sure, inside), word, algebra)
