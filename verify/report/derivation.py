"""A derivation as a person would write it: numbered steps, what each says, by which rule, from which facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from verify.decide.prove.pruned import ends_of
from verify.kernel.rules.lemma import axioms
from verify.language.statement import Statement
from verify.report.certified import Json, Names, expression, names_of
from verify.report.plain import plain, plain_name
from verify.report.rules import Step, every_step
from verify.report.witness import in_words
from verify.report.wrapped import STEP, wrapped


@dataclass(frozen=True, slots=True)
class _Known:
    """What the reader of a derivation has seen: the facts so far, their labels, and how variables are called."""

    labels: tuple[str, ...]
    facts: tuple[Json, ...]
    names: Names

    def plain(self, data: Json) -> str:
        return plain(expression(data, self.names))

    def after(self, label: str, fact: Json) -> _Known:
        return replace(self, labels=(*self.labels, label), facts=(*self.facts, fact))

    def chosen(self, places: list[int]) -> str:
        return ", ".join(f"({self.labels[place]})" for place in places)


def given_lines(statement: Statement) -> Iterator[str]:
    """The hypotheses as (a), (b), …"""
    return (f"({_letters(number)}) {plain(hypothesis)}" for number, hypothesis in enumerate(statement.given))


def fact_lines(statement: Statement, facts: list[Json]) -> Iterator[str]:
    """Facts that hold on an instance as (a), (b), …"""
    names = names_of(statement)
    return (f"({_letters(number)}) {plain(expression(fact, names))}" for number, fact in enumerate(facts))


def derivation_lines(statement: Statement, steps: list[Step], width: int, known: int | None = None) -> Iterator[str]:
    """The steps as (1), (2), …; those of a block are (2.1), (2.2), …, further in, and stand before what it comes to.

    width: columns at most, >= 20. known: how many facts stand before the first step, the hypotheses where None.
    """
    labels = tuple(_letters(number) for number in range(len(statement.given) if known is None else known))
    yield from _steps(steps, _Known(labels, (None,) * len(labels), names_of(statement)), "", 1, 0, width)


def axiom_lines(steps: list[Step]) -> Iterator[str]:
    """The axioms that steps use, each once, by name: what they suppose, and what they say."""
    used = dict.fromkeys(step["name"] for step in every_step(steps) if step.get("rule") == "lemma")
    for name in sorted(used):
        if name in axioms():
            axiom = axioms()[name]
            names = Names({}, frozenset(symbol for symbol, _ in axiom.symbols))
            supposed = "; ".join(plain(expression(h, names)) for h in axiom.hypotheses)
            yield f"{_words(name)}: {supposed + ' ⊢ ' if supposed else ''}{plain(expression(axiom.conclusion, names))}"


def step_count(steps: list[Step]) -> int:
    """How many steps there are, those in blocks included."""
    return sum(1 for _ in every_step(steps))


def _steps(steps: list[Step], known: _Known, outer: str, first: int, indent: int, width: int) -> Iterator[str]:
    """The steps of a block, the label of the first being `outer` and a number."""
    for number, step in enumerate(steps, start=first):
        label = f"{outer}{number}"
        if "rule" in step:
            yield from _line(f"({label}) {known.plain(step['says'])}", _reason(step, known), indent, width)
        elif "put" in step:
            yield from _members(step, known, label, indent, width)
        else:
            yield from _block(step, known, label, indent, width)
        known = known.after(label, step["says"] if "says" in step else _said(step, _variable(known)))


def _block(block: Step, known: _Known, label: str, indent: int, width: int) -> Iterator[str]:
    """What is fixed and supposed, the steps further in, and what they come to."""
    inner, ends, head = known, [], f"({label}) "
    variable = _variable(known)
    if block["over"] is not None:
        domain = expression(block["over"], known.names)
        inner = replace(known, names=known.names.with_variable(variable, domain))
        item, name = ["symbol", variable], plain_name(inner.names.bound[variable])
        head += f"Let {name} ∈ {plain(domain)}. "
        ends = ends_of(block["over"], item)
    yield from wrapped(f"{head}{'Suppose:' if block['suppose'] else ''}".rstrip(), indent, width)
    facts = [*((fact, f"since {name} ∈ {plain(domain)}") for fact in ends), *((fact, "supposed") for fact in block["suppose"])]
    for number, (fact, why) in enumerate(facts, start=1):
        yield from _line(f"({label}.{number}) {inner.plain(fact)}", why, indent + STEP, width)
        inner = inner.after(f"{label}.{number}", fact)
    yield from _steps(block["steps"], inner, f"{label}.", len(facts) + 1, indent + STEP, width)
    yield from _line(f"({label}) {known.plain(_said(block, variable))}", "the block above", indent, width)


def _variable(known: _Known) -> str:
    """What a block fixes next."""
    return f"#{len(known.names.bound) + 1}"


def _members(block: Step, known: _Known, label: str, indent: int, width: int) -> Iterator[str]:
    """What is put in for the members of a family, the steps further in, and that there are such members."""
    variable, family, inner = _variable(known), block["says"][1][3][1][1], known
    yield from wrapped(f"({label}) Let {plain_name(family)} have other members:", indent, width)
    for number, (over, body) in enumerate(sorted(block["put"].items()), start=1):
        member = ["member", family, [["symbol", variable]]]
        fact = ["for_all", variable, ["symbol", over], ["=", member, body], ["boolean"]]
        yield from _line(f"({label}.{number}) {known.plain(fact)}", "put in", indent + STEP, width)
        inner = inner.after(f"{label}.{number}", fact)
    yield from _steps(block["steps"], inner, f"{label}.", len(block["put"]) + 1, indent + STEP, width)
    yield from _line(f"({label}) {known.plain(block['says'])}", f"such are put in, by {known.chosen(block['from'])}", indent, width)


def _said(block: Step, variable: str) -> Json:
    """The fact that a block comes to."""
    last = block["steps"][-1]
    depth = int(variable[1:]) + (block["over"] is not None)
    fact = last["says"] if "says" in last else _said(last, f"#{depth}")
    for supposed in block["suppose"][::-1]:
        fact = ["implies", supposed, fact]
    return fact if block["over"] is None else ["for_all", variable, block["over"], fact, ["boolean"]]


def _reason(step: Step, known: _Known) -> str:
    """By which rule, from which facts."""
    places = step["from"]
    since = f", from {known.chosen(places)}" if places else ""
    match step["rule"]:
        case "order":
            return _order(step, known)
        case "definition":
            return f"definition of {plain_name(step['says'][1][1])}, clause {step.get('clause', 0) + 1}{since}"
        case "value":
            return "or the statement has no value"
        case "lemma" if step["name"] in axioms():
            return f"axiom {_words(step['name'])}{since}"
        case "lemma":
            return f"statement {step['name']}{_put(step['of'], known)}{since}"
        case "use":
            at = ", ".join(known.plain(item) for item in step.get("at", []))
            sides = f", by {known.chosen(places[1:])}" if places[1:] else ""
            return f"({known.labels[places[0]]}){f' at {at}' if at else ''}{sides}"
        case "part":
            return f"part of {known.chosen(places)}"
        case "both":
            return known.chosen(places).replace(", ", " and ")
        case "replace":
            return f"equals for equals, by {known.chosen(places)}"
        case "choices":
            apart = step["says"][2][0] == "sum" and step["says"][2][2][0] == "choices"
            return f"{'what the last is given, apart' if apart else 'there is nothing to give'}{since}"
        case "witness":
            return f"namely {known.plain(step['at'])}{since}"
        case "some":
            return f"whatever there is, by {known.chosen(places)}"
        case rule:
            return f"{rule}{since}"


def _order(step: Step, known: _Known) -> str:
    """What a relation's two sides differ by, and what shows the sign of that."""
    unfolded = ", ".join(dict.fromkeys(plain_name(name) for name, _ in step.get("unfold", [])))
    words, named = "both sides have one normal form", frozenset[str]()
    if step.get("witness") is not None:
        premises = {known.labels[place]: known.facts[place] for place in step["from"]}
        words, named = in_words(step["witness"], premises, known.plain)
    others = known.chosen([place for place in step["from"] if known.labels[place] not in named])
    return f"{f'with {unfolded} unfolded, ' if unfolded else ''}{words}{f', from {others}' if others else ''}"


def _put(of: Mapping[str, Json], known: _Known) -> str:
    """Which expressions an earlier statement is taken with, but for what stands for itself; for a family, with its indices."""
    values = []
    for symbol, data in of.items():
        names, indices = known.names, sorted(_free(data) - known.names.bound.keys())
        for index in indices:
            names = names.with_variable(index, expression(["naturals"], names))
        left = plain_name(symbol) + (f"[{', '.join(names.bound[i] for i in indices)}]" if indices else "")
        right = plain(expression(data, names))
        values += [f"{left} = {right}"] if left != right else []
    return f" with {', '.join(values)}" if values else ""


def _free(data: Json, bound: frozenset[str] = frozenset()) -> set[str]:
    """The variables #n that no binder of the expression binds."""
    match data:
        case ["symbol", str(name)]:
            return {name} - bound if name.startswith("#") else set()
        case [_, str(variable), *parts] if variable.startswith("#"):
            return {name for part in parts for name in _free(part, bound | {variable})}
        case list():
            return {name for part in data for name in _free(part, bound)}
    return set()


def _words(name: str) -> str:
    return name.replace("_", " ")


def _letters(number: int) -> str:
    """a, b, …, z, aa, ab, …"""
    first, last = divmod(number, 26)
    return (_letters(first - 1) if first else "") + chr(ord("a") + last)


def _line(text: str, why: str, indent: int, width: int) -> Iterator[str]:
    """What is said and why, on one line where that fits, else the reason below."""
    one = f"{' ' * indent}{text}  [{why}]"
    if len(one) <= width:
        yield one
        return
    yield from wrapped(text, indent, width)
    yield from wrapped(f"[{why}]", indent + STEP, width)

