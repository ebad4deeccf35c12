"""Statements: symbols, definitions, hypotheses and a conclusion, with every head, count of parts and name checked."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any

from verify.kernel.limits import MAXIMUM_DEPTH, MAXIMUM_DIGITS, Beyond, Rejected, require, shown

Expr = tuple[Any, ...]  # nested tuples, the first entry of each a string: docs/certificates.md
Key = tuple[str, int]  # a name and its number of indices

KINDS = ("real", "integer", "vector", "row", "matrix", "boolean", "index_set", "element", "string", "choice", "law")
_FOLDS = ("sum", "product", "reversed_product", "maximum", "supremum")
BINDERS = (*_FOLDS, "limit", "for_all", "exists", "eventually", "table", "such_that", "choices")
RELATIONS = ("=", "<", "<=", ">", ">=", "loewner<=", "loewner>=", "in", "distributed")
# The least and the greatest number of arguments. Which operators have a value is for evaluate.py to say.
_COUNTS = {
    (0, 0): "reals naturals infinity",
    (1, 1): "negate root transpose trace identity expectation probability norm_1 norm_2 norm_frobenius norm_schatten_1 norm_operator "
    "absolute largest_eigenvalue indicator gamma log landau bernoulli without_replacement surely",
    (1, 2): "real_space",
    (2, 2): "divide power inner binomial letter_at choice_at range open_interval closed_interval gaussian moments implies "
    + " ".join(RELATIONS),
    (2, 1_000_000): "add multiply derivative strings union and there_are",
    (3, 1_000_000): "by_letter",
}
ARITIES = MappingProxyType({name: count for count, names in _COUNTS.items() for name in names.split()})
NAME = re.compile(r"(?!integers$)[A-Za-z][A-Za-z0-9_']*")
_NATURAL = re.compile(r"0|[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Declaration:
    """A symbol, or a family with an entry of `over` per index: names of index sets, or "integers"."""

    name: str
    kind: str
    size: Expr | None
    shape: str
    over: tuple[tuple[str, ...], ...]
    selector: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a definition; its variables are bound in the order of its parameters."""

    name: str
    parameters: tuple[Expr, ...]
    body: Expr
    given: tuple[Expr, ...]
    law: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A closed statement. `symbols` has a selector twice: without its step, and with it; `random` is what reads a selector."""

    symbols: Mapping[Key, Declaration]
    clauses: Mapping[Key, list[Clause]]
    hypotheses: tuple[Expr, ...]
    conclusion: Expr
    random: frozenset[Key]


def parse(data: Any) -> Statement:
    """The statement that JSON data in canonical form gives."""
    fields = fields_of(data, symbols=list, definitions=list, hypotheses=list, conclusion=list)
    declarations = [_declaration(item) for item in fields["symbols"]]
    keys = [(declared.name, len(declared.over)) for declared in declarations]
    steps = {(declared.name, len(declared.over) + 1): declared for declared in declarations if declared.selector}
    symbols = dict(zip(keys, declarations, strict=True)) | steps
    require(keys == sorted(keys) and len(symbols) == len(keys) + len(steps), "the symbols are not sorted by name, each once")
    sets = {declared.name for declared in declarations if declared.kind == "index_set" and not declared.over}
    for declared in declarations:
        fits = all(over == ("integers",) or (over and {*over} <= sets and over == tuple(sorted({*over}))) for over in declared.over)
        require(fits, f"an index of {declared.name} is over {shown(declared.over)}: no declared index sets, sorted, each once")
    definitions = [_clause(item, symbols) for item in fields["definitions"]]
    clauses = {key: list(group) for key, group in groupby(definitions, key=lambda clause: (clause.name, len(clause.parameters)))}
    require([*clauses] == sorted(clauses) and sum(map(len, clauses.values())) == len(definitions), "the definitions are not sorted by name")
    sized = {key: replace(one, size=one.size and expression_of(one.size, 0, symbols)) for key, one in symbols.items()}
    *hypotheses, conclusion = [expression_of(data, 0, symbols) for data in (*fields["hypotheses"], fields["conclusion"])]
    return Statement(sized, clauses, tuple(hypotheses), conclusion, _random(symbols, clauses))


def _random(symbols: Mapping[Key, Declaration], clauses: Mapping[Key, list[Clause]]) -> frozenset[Key]:
    """The selectors, and what reads one through definitions, outside every expectation."""
    found = {key for key, declared in symbols.items() if declared.selector}
    while more := {key for key, some in clauses.items() if any(reads((c.body, *c.given), found) for c in some if not c.law)} - found:
        found |= more
    return frozenset(found)


def parts(expr: Any, but: str = "expectation") -> Iterator[Any]:
    """The tuples in an expr, itself first, but for what is inside an operator."""
    pending = [expr] if isinstance(expr, tuple) else []
    while pending:
        found = pending.pop()
        yield found
        if found[:1] != (but,):
            pending += [part for part in found if isinstance(part, tuple)]


def named(expr: Expr) -> list[Expr]:
    """The symbols and members in an expression."""
    return [part for part in parts(expr, "") if part[:1] in (("symbol",), ("member",))]


def key_of(expr: Expr) -> Key:
    """The key of a symbol or member."""
    return (expr[1], len(expr[2]) if expr[2:] else 0)


def reads(expr: Expr, keys: Container[Key]) -> bool:
    """Whether one of these symbols or members stands in an expression, outside every expectation."""
    return any(part[:1] in (("symbol",), ("member",)) and key_of(part) in keys for part in parts(expr))


def fields_of(data: Any, **types: type) -> dict[str, Any]:
    """An object that has just these keys, and values of these types."""
    fits = isinstance(data, dict) and data.keys() == types.keys() and all(isinstance(data[key], type_) for key, type_ in types.items())
    if not fits:
        raise Rejected(f"{shown(data)} is no object with just {', '.join(types)}, each of its type")
    return dict(data)


def _declaration(data: Any) -> Declaration:
    fields = fields_of(data, name=str, kind=str, size=object, shape=str, over=list, selector=bool)
    named = NAME.fullmatch(fields["name"]) and all(isinstance(s, list) and all(isinstance(n, str) for n in s) for s in fields["over"])
    kinds = ("real", "integer") if fields["selector"] else KINDS
    shapes = ("general", "symmetric", "psd") if fields["kind"] == "matrix" else ("general",)
    require(named and fields["kind"] in kinds and fields["shape"] in shapes, f"no name, kind or shape: {shown(data)}")
    return Declaration(**fields | {"over": tuple(map(tuple, fields["over"]))})


def _clause(data: Any, symbols: Mapping[Key, Declaration]) -> Clause:
    fields = fields_of(data, name=str, parameters=list, body=list, given=list, law=bool)
    name, parameters = fields["name"], fields["parameters"]
    declared = symbols.get((name, len(parameters)))
    require(declared and (fields["law"] or not declared.selector), f"{shown(name)} is undeclared, or a selector without a law")
    variables = [p for p in parameters if not (isinstance(p, list) and p[:1] == ["number"])]
    numbered = variables == [["symbol", f"#{i + 1}"] for i in range(len(variables))]
    require(numbered, f"the parameters {shown(parameters)} are not numbers and #1, #2, … in order")
    body, *others = [expression_of(one, len(variables), symbols) for one in (fields["body"], *parameters, *fields["given"])]
    return Clause(name, tuple(others[: len(parameters)]), body, tuple(others[len(parameters) :]), fields["law"])


def expression_of(data: Any, bound: int, symbols: Mapping[Key, Declaration], own: str = "#") -> Expr:
    """The expression that JSON data gives under so many bound variables, which are named #1, #2, … from the outermost on.

    What it binds itself is named so, too; or, with "@" for `own`, @1, @2, …
    """

    def read(data: Any, names: dict[str, str], depth: int) -> Expr:
        if depth >= MAXIMUM_DEPTH:
            raise Rejected(f"an expression is nested more than {MAXIMUM_DEPTH} deep")
        listed: list[Any] = data if isinstance(data, list) and data else [None]
        head, *parts = listed
        if head == "symbol":
            (name,) = parts
            if (name, 0) not in symbols and name not in names:
                raise Beyond(f"the symbol {shown(name)} is neither declared nor bound here")  # but may be a letter
            return ("symbol", names.get(name, name))
        if head == "number":
            (digits,) = parts
            if len(digits) > MAXIMUM_DIGITS or not _NATURAL.fullmatch(digits):
                raise Rejected(f"{shown(digits)} is no natural number in digits")
            return ("number", digits)
        if head in ARITIES and ARITIES[head][0] <= len(parts) <= ARITIES[head][1]:
            return (head, *[read(part, names, depth + 1) for part in parts])
        if head == "member":
            name, indices = parts
            if (name, len(indices)) not in symbols or not indices:
                raise Rejected(f"{shown(name)} is not declared with {len(indices)} indices")
            return ("member", name, tuple([read(index, names, depth + 1) for index in indices]))
        if head in BINDERS:
            variable, domain, body, (kind, *size) = parts
            count = len(names) + 1
            require(variable == f"#{count}", f"the variable bound at depth {count} is {shown(variable)}, not #{count}")
            require(kind in KINDS and len(size) <= 1, f"{shown(kind)} is no kind with at most one size")
            inner = {**names, variable: f"{own}{count - outer}"}
            whole, *known = [read(part, names, depth + 1) for part in (domain, *size)]
            return (head, inner[variable], whole, read(body, inner, depth + 1), (kind, *known))
        raise Rejected(f"{shown(data)} has an unknown head, or not the parts that its head takes")

    outer = bound if own == "@" else 0
    try:
        return read(data, {f"#{n + 1}": f"#{n + 1}" for n in range(bound)}, 1)
    except (TypeError, ValueError) as error:  # too few parts, or too many, or parts of another type
        raise Rejected(f"{shown(data)} has a part of no known form: {error}") from error
