"""One statement in full: its formula, how it was read, its verdict, and the evidence, laid out so that a person can check it."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, assert_never

from rich.console import Console
from rich.text import Text

from verify.decide.outcome import Cited, Defined, Effort, Malformed, Refuted, Unsettled, Vacuous
from verify.errors import Diagnostic, text
from verify.language.expression import Apply, Expr, Member, Operator, Symbol
from verify.language.statement import Definition, Statement
from verify.ledger.entry import Entry, Ledger
from verify.meaning.instance import from_json
from verify.report.contradiction import contradiction_lines
from verify.report.derived import derived, terms_of_sides
from verify.report.in_short import evidence_in_short, failing_sign
from verify.report.plain import plain
from verify.report.terminal import verdict_text
from verify.report.values import block, instance_blocks

_WIDEST = 100
Section = tuple[str, list[str]]  # a title, and its lines


def print_entry(ledger: Ledger, id_: str, console: Console) -> None:
    """Print an entry and, in short, the entries that stand instead of it."""
    entry = next(e for e in ledger.entries if e.id == id_)
    s = entry.statement
    console.print(Text.assemble((s.id, "bold"), "  ", verdict_text(entry.verdict), f"  {s.role.value}, {s.file}:{s.line}"), soft_wrap=True)
    for title, lines in [*_statement(s), *_evidence(entry)]:
        console.print(Text(f"\n{title}", style="bold"))
        _print_lines(lines, console)
    for repair in (e for e in ledger.entries if e.statement.repairs == id_):
        head = ("\n", ("repair ", "bold"), f"{repair.id}  ", verdict_text(repair.verdict), f"  {evidence_in_short(repair.outcome)}")
        console.print(Text.assemble(*head), soft_wrap=True)
        _print_lines(_formula(repair.statement), console)


def _print_lines(lines: list[str], console: Console) -> None:
    """Lines under a title. One that is too long is continued further in; a word is never broken."""
    for line in lines:
        aligned = "  " in line  # the rows of a matrix stay as they are
        wrapped = wrap(line, min(console.width, _WIDEST) - 2, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
        for part in [line] if aligned else wrapped:
            console.print(Text(f"  {part}"), soft_wrap=True)


def _statement(s: Statement) -> Iterator[Section]:
    yield "as printed", s.latex.splitlines()
    if s.conclusion is not None:
        yield "as read", _formula(s)
    if s.readings:
        yield "how it was read", list(s.readings)
    if s.repairs is not None:
        yield "stands instead of", [s.repairs]
    if s.depends_on:
        yield "rests on", [", ".join(s.depends_on)]
    if s.conclusion is not None and s.context.definitions:
        yield "by definition", [_definition(d) for d in s.context.definitions]


def _definition(d: Definition) -> str:
    """A clause of a definition in plain notation."""
    left = plain(Member(d.name, d.parameters) if d.parameters else Symbol(d.name))
    given = f" where {' and '.join(plain(g) for g in d.given)}" if d.given else ""
    return f"{left} {'~' if d.law else '='} {plain(d.body)}{given}"


def _formula(s: Statement) -> list[str]:
    return s.latex.splitlines() if s.conclusion is None else [plain(c) for c in _conjuncts(s.conclusion)]


def _evidence(entry: Entry) -> Iterator[Section]:
    outcome, s = entry.outcome, entry.statement
    match outcome:
        case Refuted():
            yield from _counterexample(s, outcome)
            yield "the kernel's reading", outcome.accepted.text.split("; ")
        case Vacuous():
            yield from _hypotheses(s, "")
            yield "why they contradict each other", list(contradiction_lines(s, outcome.certificate["steps"]))
            yield "the kernel's reading", outcome.accepted.text.split("; ")
        case Cited(source=source, effort=effort):
            yield from _hypotheses(s, "")
            yield "taken from", [source]
            yield from _effort(effort)
        case Malformed(fault):
            yield "it has no meaning", _diagnostic(fault)
        case Defined():
            yield "a definition", ["nothing to decide"]
        case Unsettled(reason, effort, fault):
            yield from _hypotheses(s, "")
            yield "unsettled", [reason]
            yield from _effort(effort)
            if fault is not None:
                yield "what could not be read", _diagnostic(fault)
        case _:
            assert_never(outcome)


def _counterexample(s: Statement, outcome: Refuted) -> Iterator[Section]:
    certificate = outcome.certificate
    instance = from_json(certificate["instance"])
    yield "an exact counterexample", instance_blocks(certificate["instance"])
    lines = [line for expr, value in derived(s, instance) for line in block(plain(expr), value)]
    if lines:
        yield "so that", lines
    yield from _hypotheses(s, "✓ ")
    for name, terms in terms_of_sides(s, instance):
        yield f"the {name} side, term by term", [line for term, value in terms for line in _term(term, value)]
    sides = [*block("left ", certificate["lhs"]), *block("right", certificate["rhs"])]
    sign = failing_sign(certificate)
    yield "but the two sides are", sides if sign is None else [*sides, f"left {sign} right"]


def _term(term: Expr, value: Any) -> list[str]:
    """A term, and its value below it."""
    return [plain(term), *(f"  {line}" for line in block("", value))]


def _hypotheses(s: Statement, mark: str) -> Iterator[Section]:
    if s.given:
        yield "given", [f"{mark}{plain(h)}" for h in s.given]


def _effort(effort: Effort | None) -> Iterator[Section]:
    if effort is None:
        return
    cut = "; cut short" if effort.cut_short else ""
    yield (
        "how hard it was tried",
        [
            f"{effort.instances:,} instances that satisfy the hypotheses, of {effort.drawn:,} drawn: none breaks the conclusion",
            f"rounds {effort.rounds}, seed {effort.seed}{cut}. Nothing found is no guarantee.",
        ],
    )


def _diagnostic(fault: Diagnostic) -> list[str]:
    return text(fault).splitlines()


def _conjuncts(expr: Expr) -> list[Expr]:
    if isinstance(expr, Apply) and expr.operator is Operator.AND:
        return [c for argument in expr.arguments for c in _conjuncts(argument)]
    return [expr]
