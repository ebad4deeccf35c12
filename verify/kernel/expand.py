"""Expressions brought to normal form."""

from fractions import Fraction
from functools import partial, reduce
from typing import Any

from verify.kernel.average import averaged
from verify.kernel.limits import Beyond, require
from verify.kernel.normal import (
    IDENTITY,
    Algebra,
    Atom,
    Poly,
    added,
    atomic,
    constant,
    formed,
    gathered,
    height,
    is_of,
    is_row,
    is_vector,
    put,
    renamed,
    single,
    term,
    times,
    transposed,
    unfolded,
)
from verify.kernel.statement import Statement, key_of, reads

_OPAQUE = ("binomial", "absolute", "norm_1", "norm_2", "norm_frobenius", "norm_schatten_1", "largest_eigenvalue")  # scalars


def expand(expr: Atom, algebra: Algebra) -> Poly:
    """The normal form of an expression. Raises Rejected where it has none, Beyond where a construct is not known here."""
    known = algebra.found.get(expr)
    if known is None:
        known = algebra.found[expr] = _expanded(expr, algebra)
    return dict(known)


def _expanded(expr: Atom, algebra: Algebra) -> Poly:
    algebra.budget.spend(1)
    below, multiply = partial(expand, algebra=algebra), partial(times, algebra)
    match expr:
        case ("number", digits):
            return added((int(digits), single()))
        case ("form", atom):
            return formed(atom)
        case ("symbol" | "member", *_):
            return _named(expr, algebra)
        case ("add", *terms):
            return added(*[(1, below(part)) for part in terms])
        case ("negate", part):
            return added((-1, below(part)))
        case ("multiply", *factors):
            return reduce(multiply, map(below, factors))
        case ("divide", a, b):
            return multiply(below(a), _inverse(below(b)))
        case ("power", ("norm_2", a), ("number", "2")):
            square = below(("inner", a, a))
            require(all(not word for _, _, word in square), "a norm of no vector")
            return square
        case ("power", ("norm_frobenius", a), ("number", "2")):
            return below(("trace", ("multiply", ("transpose", a), a)))
        case ("power", base, exponent):
            return _power(below(base), below(exponent), algebra)
        case ("root", a):
            return _power(below(a), added((Fraction(1, 2), single())), algebra)
        case ("transpose", a):
            return transposed(below(a), algebra)
        case ("inner", a, b):
            return multiply(transposed(below(a), algebra), below(b))
        case ("identity", size) if size == size_of(algebra.statement):
            return single(word=(IDENTITY,))
        case ("trace", ("power", ("table", *_) as table, exponent)):
            return single(("trace", ("power", _opaque(table, algebra), atomic(below(exponent)))))
        case ("trace", a):
            return added(*[(weight, _trace(key, algebra)) for key, weight in below(a).items()])
        case ("expectation", a):
            return averaged(below(a), algebra, expand)
        case ("largest_eigenvalue", ("table", *_) as table):
            return single(("largest_eigenvalue", _opaque(table, algebra)))
        case ("maximum", _, _, _, ("real",)):
            return single(_opaque(expr, algebra))
        case (head, *arguments) if head in _OPAQUE:
            return single((head, *[atomic(below(argument)) for argument in arguments]))
        case ("sum" | "product" | "reversed_product" as head, variable, domain, body, (_, *size)):
            require(size in ([], [size_of(algebra.statement)]), "a sum or product is of another size")
            over, opened = domain_of(domain, algebra), put(body, {variable: ("symbol", f"~{len(algebra.domains)}")})
            return _bound(head, over, opened, algebra, bool(size))
    raise Beyond(f"{expr[0]} has no normal form")


def size_of(statement: Statement) -> Atom:
    """The size of every matrix and vector. Raises Rejected where they have several."""
    sizes = {declared.size for declared in statement.symbols.values() if declared.kind in ("matrix", "vector", "row")}
    require(len(sizes) <= 1, "a derivation knows matrices and vectors of one size only")
    return next(iter(sizes), None) or ()


def _bound(head: str, domain: Atom, body: Atom, algebra: Algebra, of_matrices: bool) -> Poly:
    name = f"~{len(algebra.domains)}"
    inner = algebra.within(name, domain)
    inside = expand(body, inner)
    if head == "sum":
        return gathered([(term({name: domain, **dict(v)}, f, w, algebra), weight) for (v, f, w), weight in inside.items()])
    atom = atomic(inside)
    bound = f"${height((atom,), (), algebra) + 1}.0"
    if of_matrices:
        return single(word=((head, domain, bound, renamed(atom, {name: bound})),))
    require(is_of("real", inside, inner), "a product of numbers is one of something else")
    return single(("product", domain, bound, renamed(atom, {name: bound})))  # the order of numbers does not count


def _opaque(expr: Atom, algebra: Algebra) -> Atom:
    """A maximum of numbers, or a table of them, as an atom: its domain, and its body in normal form."""
    head, variable, domain, body, type_ = expr
    name, over = f"~{len(algebra.domains)}", domain_of(domain, algebra)
    inner, entry = algebra.within(name, over), put(body, {variable: ("symbol", name)})
    require(type_ == ("real",), f"a {head} of what is no number")
    inside = _opaque(entry, inner) if (head, entry[0]) == ("table", "table") else expand(entry, inner)
    if isinstance(inside, dict):
        require(is_of("real", inside, inner), f"a {head} of what is no number")
        inside = atomic(inside)
    require(not reads(inside, algebra.statement.random), f"a {head} of what is random", Beyond)
    bound = f"${height((inside,), (), algebra) + 1}.0"
    return (head, over, bound, renamed(inside, {name: bound}))


def _named(expr: Atom, algebra: Algebra) -> Poly:
    """A symbol or member: a variable, an atom, or what its definition says where that is to be unfolded."""
    if expr[1] in algebra.domains:
        return single(word=(expr,)) if algebra.domains[expr[1]][0] == "real_space" else single(expr)
    declared = algebra.statement.symbols.get(key_of(expr))
    if declared is None:
        raise Beyond(f"{expr[1]} is not known here")
    indices = []
    for index, over in zip(expr[2] if expr[2:] else (), (*declared.over, ("integers",)), strict=False):
        element = over != ("integers",)
        require(not element or _set_of(index, algebra) in over, f"{expr[1]} has an index that is not in {over}")
        indices.append(_normal_index(index, algebra) if element else ("form", atomic(expand(index, algebra))))
    if key_of(expr) in algebra.unfold:
        found = expand(unfolded(algebra.statement, expr), algebra)
        require(is_of(declared.kind, found, algebra), f"{expr[1]} is defined as something else than it is declared")
        return found
    atom = (*expr[:2], tuple(indices)) if indices else expr
    return single(atom) if declared.kind in ("real", "integer") else single(word=(atom,))


def _set_of(index: Atom, algebra: Algebra) -> Any:
    """The name of the index set that an index is an element of: a variable over it, or what an assignment gives an integer."""
    match index:
        case ("choice_at", ("symbol", name), _) if algebra.domains.get(name, ("",))[0] == "choices":
            return algebra.domains[name][2][1]
    return algebra.domains.get(index[1], (0, 0))[1]


def _normal_index(index: Atom, algebra: Algebra) -> Atom:
    return (*index[:2], ("form", atomic(expand(index[2], algebra)))) if index[0] == "choice_at" else index


def domain_of(domain: Atom, algebra: Algebra) -> Atom:
    """A domain, the ends of a range in normal form."""
    match domain:
        case ("range", *ends):
            return ("range", *[atomic(expand(end, algebra)) for end in ends])
        case ("symbol", name) if (found := algebra.statement.symbols.get((name, 0))) and found.kind == "index_set":
            require((name, 0) not in algebra.statement.clauses, f"{name} is defined", Beyond)
            return domain
        case ("naturals",):
            return ("naturals", ())
        case ("choices", _, ("range", *_) as places, ("symbol", _) as members, _):
            return ("choices", domain_of(places, algebra), domain_of(members, algebra))
    raise Beyond(f"a variable over {domain[0]} has no normal form")


def _power(base: Poly, exponent: Poly, algebra: Algebra) -> Poly:
    count, scalar = constant(exponent), all(not word for _, _, word in base)
    if count is None or count.denominator != 1:
        atom = ("power", atomic(base), atomic(exponent))
        return single(atom) if scalar else single(word=(atom,))
    require(abs(count.numerator) <= 64, "a power of more than 64", Beyond)
    one = single() if scalar else single(word=(IDENTITY,))
    return reduce(partial(times, algebra), [base if count.numerator >= 0 else _inverse(base)] * abs(count.numerator), one)


def _inverse(poly: Poly) -> Poly:
    """1/x; of a product it is the product of the inverses, and 1/0 is 0."""
    require(all(not word for _, _, word in poly), "only a scalar divides")
    if len(poly) == 1 and (found := next(iter(poly.items())))[0][0] == ():
        factors = tuple(f[1] if f[0] == "inverse" else ("inverse", f) for f in found[0][1])
        return {((), tuple(sorted(factors, key=repr)), ()): Fraction(1) / found[1]}
    return single(("inverse", atomic(poly))) if poly else {}


def _trace(key: Atom, algebra: Algebra) -> Poly:
    """The trace of a term; that of the identity is the size."""
    variables, factors, word = key
    require(bool(word) and is_vector(word[-1], algebra) == is_row(word[0], algebra), "a trace of no matrix")
    means = [n for n, letter in enumerate(word) if letter[0] == "expectation"]
    if len(means) == 1:  # Tr A E P = E Tr A P
        (n,), ((own, random, inner), weight), *more = means, *formed(word[means[0]][1]).items()
        require(not own and not more, "an expectation of a sum")
        opened = term(dict(variables), (*factors, *random, ("cycle", (*word[:n], *inner, *word[n + 1 :]))), (), algebra)
        return averaged({opened: weight}, algebra, expand)
    rest: Poly = {term(dict(variables), factors if word == (IDENTITY,) else (*factors, ("cycle", word)), (), algebra): 1}
    return times(algebra, rest, expand(size_of(algebra.statement), algebra)) if word == (IDENTITY,) else rest
