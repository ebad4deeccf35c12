"""Statements: symbols, definitions, hypotheses and a conclusion, with every head, count of parts and name checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any

from verify.kernel.limits import MAXIMUM_DEPTH, MAXIMUM_DIGITS, Beyond, Rejected, require, shown

Expr = list[Any]  # nested lists, the first entry of each a string: docs/certificates.md
Key = tuple[str, int]  # a name and its number of indices

KINDS = ("real", "integer", "vector", "row", "matrix", "boolean", "index_set", "element", "string", "choice", "law")
_FOLDS = ("sum", "product", "reversed_product", "maximum", "supremum")
BINDERS = (*_FOLDS, "limit", "for_all", "exists", "eventually", "table", "such_that", "choices")
RELATIONS = ("=", "<", "<=", ">", ">=", "loewner<=", "loewner>=", "in", "distributed")
# The least and the greatest number of arguments. Which operators have a value is for evaluate.py to say.
_COUNTS = {
    (0, 0): "reals naturals infinity",
    (1, 1): "negate root transpose trace identity expectation probability norm_1 norm_2 norm_frobenius norm_schatten_1 norm_operator "
    "absolute largest_eigenvalue indicator gamma log landau bernoulli surely",
    (1, 2): "real_space",
    (2, 2): "divide power inner binomial letter_at choice_at range open_interval closed_interval gaussian implies " + " ".join(RELATIONS),
    (2, 1_000_000): "add multiply derivative strings union and",
    (3, 1_000_000): "by_letter",
}
ARITIES = MappingProxyType({name: count for count, names in _COUNTS.items() for name in names.split()})
_NAME = re.compile(r"(?!integers$)[A-Za-z][A-Za-z0-9_']*")
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
    parameters: list[Expr]
    body: Expr
    given: list[Expr]
    law: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A closed statement. `symbols` has a selector twice: without its step, and with it; `random` is what reads a selector."""

    symbols: Mapping[Key, Declaration]
    clauses: Mapping[Key, list[Clause]]
    hypotheses: list[Expr]
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
    sizes = [declared.size for declared in declarations if declared.size is not None]
    for expr in (*sizes, *fields["hypotheses"], fields["conclusion"]):
        check_expression(expr, 0, symbols)
    return Statement(symbols, clauses, fields["hypotheses"], fields["conclusion"], _random(symbols, clauses))


def _random(symbols: Mapping[Key, Declaration], clauses: Mapping[Key, list[Clause]]) -> frozenset[Key]:
    """The selectors, and what reads one through definitions, outside every expectation."""
    found = {key for key, declared in symbols.items() if declared.selector}
    while more := {key for key, some in clauses.items() if any(_reads([c.body, *c.given], found) for c in some if not c.law)} - found:
        found |= more
    return frozenset(found)


def _reads(expr: Any, keys: set[Key]) -> bool:
    match expr:
        case ["expectation", _]:
            return False
        case ["symbol", name]:
            return (name, 0) in keys
        case ["member", name, indices]:
            return (name, len(indices)) in keys or any(_reads(index, keys) for index in indices)
    return isinstance(expr, list) and any(_reads(part, keys) for part in expr)


def fields_of(data: Any, **types: type) -> dict[str, Any]:
    """An object that has just these keys, and values of these types."""
    fits = isinstance(data, dict) and data.keys() == types.keys() and all(isinstance(data[key], type_) for key, type_ in types.items())
    require(fits, f"{shown(data)} is no object with just {', '.join(types)}, each of its type")
    return dict(data)


def _declaration(data: Any) -> Declaration:
    fields = fields_of(data, name=str, kind=str, size=object, shape=str, over=list, selector=bool)
    named = _NAME.fullmatch(fields["name"]) and all(isinstance(s, list) and all(isinstance(n, str) for n in s) for s in fields["over"])
    kinds = ("real", "integer") if fields["selector"] else KINDS
    shapes = ("general", "symmetric", "psd") if fields["kind"] == "matrix" else ("general",)
    require(named and fields["kind"] in kinds and fields["shape"] in shapes, f"no name, kind or shape: {shown(data)}")
    return Declaration(**fields | {"over": tuple(map(tuple, fields["over"]))})


def _clause(data: Any, symbols: Mapping[Key, Declaration]) -> Clause:
    clause = Clause(**fields_of(data, name=str, parameters=list, body=list, given=list, law=bool))
    declared = symbols.get((clause.name, len(clause.parameters)))
    require(declared and (clause.law or not declared.selector), f"{shown(clause.name)} is undeclared, or a selector without a law")
    variables = [p for p in clause.parameters if not (isinstance(p, list) and p[:1] == ["number"])]
    numbered = variables == [["symbol", f"#{i + 1}"] for i in range(len(variables))]
    require(numbered, f"the parameters {shown(clause.parameters)} are not numbers and #1, #2, … in order")
    for expr in (*clause.parameters, clause.body, *clause.given):
        check_expression(expr, len(variables), symbols)
    return clause


def check_expression(expr: Any, bound: int, symbols: Mapping[Key, Declaration], depth: int = 1) -> None:
    """Refuses what is no expression under so many bound variables, which are named #1, #2, … from the outermost on."""
    require(depth < MAXIMUM_DEPTH, f"an expression is nested more than {MAXIMUM_DEPTH} deep")
    parts: list[Any] = []
    match expr:
        case ["number", str(digits)]:
            require(len(digits) <= MAXIMUM_DIGITS and _NATURAL.fullmatch(digits), f"{shown(digits)} is no natural number in digits")
        case ["symbol", str(name)]:
            known = (name, 0) in symbols or name in [f"#{i + 1}" for i in range(bound)]
            require(known, f"the symbol {shown(name)} is neither declared nor bound here", Beyond)  # but may be a letter
        case ["member", str(name), [_, *_] as parts]:
            require((name, len(parts)) in symbols, f"{shown(name)} is not declared with {len(parts)} indices")
        case [str(head), variable, domain, body, [str(kind), *size]] if head in BINDERS and kind in KINDS and len(size) <= 1:
            require(variable == f"#{bound + 1}", f"the variable bound at depth {bound + 1} is {shown(variable)}, not #{bound + 1}")
            check_expression(body, bound + 1, symbols, depth + 1)
            parts = [domain, *size]
        case [str(head), *parts] if head in ARITIES and ARITIES[head][0] <= len(parts) <= ARITIES[head][1]:
            pass
        case _:
            raise Rejected(f"{shown(expr)} has an unknown head, or not the parts that its head takes")
    for part in parts:
        check_expression(part, bound, symbols, depth + 1)
