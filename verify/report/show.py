"""One statement in full: its formula, how it was read, its verdict, and the evidence, laid out so that a person can check it."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, assert_never

from rich.console import Console
from rich.text import Text

from verify.decide.outcome import Cited, Defined, Effort, Malformed, Proved, Refuted, Unsettled, Vacuous
from verify.decide.prove.moments import is_limit
from verify.errors import Diagnostic, text
from verify.language.expression import Apply, Compare, Expr, Member, Operator, Symbol
from verify.language.statement import Definition, Statement
from verify.ledger.entry import Entry, Ledger
from verify.meaning.failing import Failing, failing
from verify.meaning.instance import Instance, from_json
from verify.report.derivation import axiom_lines, derivation_lines, fact_lines, given_lines
from verify.report.derived import derived, hypothesis_lines, in_numbers, terms_of_sides
from verify.report.display import display_sections
from verify.report.in_short import FAILS, counterexample_in_short, evidence_in_short, nothing_will_do
from verify.report.plain import plain, plain_name
from verify.report.rules import Step
from verify.report.standing import formula_lines, proof_lines, repair_lines
from verify.report.symbols import symbol_lines
from verify.report.terminal import verdict_text
from verify.report.values import block, instance_blocks

_WIDEST = 100
Section = tuple[str, list[str]]  # a title, and its lines


def print_entry(ledger: Ledger, id_: str, console: Console) -> None:
    """Print an entry and, in short, the entries that stand instead of it."""
    entry = next(e for e in ledger.entries if e.id == id_)
    s = entry.statement
    console.print(Text.assemble((s.id, "bold"), "  ", verdict_text(entry.verdict), f"  {s.role.value}, {s.file}:{s.line}"), soft_wrap=True)
    width = min(console.width, _WIDEST) - 2
    _print_sections([*_statement(entry), *_evidence(entry, width), *_unsupported(entry), *_proof(ledger, id_)], console)
    for repair in (e for e in ledger.entries if e.statement.repairs == id_):
        head = ("\n", ("repair ", "bold"), f"{repair.id}  ", verdict_text(repair.verdict), f"  {evidence_in_short(repair)}")
        console.print(Text.assemble(*head), soft_wrap=True)
        _print_lines(list(repair_lines(repair, entry)), console)
    _print_sections([*_reading(entry)], console)


def print_display(ledger: Ledger, tag: str, console: Console) -> None:
    """Print the lines of a display: as printed, and as they stand."""
    first = next(e for e in ledger.entries if e.statement.tag == tag).statement
    console.print(Text.assemble((f"({tag})", "bold"), f"  a display, {first.file}:{first.line}"), soft_wrap=True)
    _print_sections(list(display_sections(ledger, tag, min(console.width, _WIDEST) - 2)), console)


def _print_sections(sections: list[Section], console: Console) -> None:
    for title, lines in sections:
        console.print(Text(f"\n{title}", style="bold"))
        _print_lines(lines, console)


def _print_lines(lines: list[str], console: Console) -> None:
    """Lines under a title. One that is too long is continued further in; a word is never broken."""
    for line in lines:
        aligned = "  " in line  # the rows of a matrix stay as they are
        wrapped = wrap(line, min(console.width, _WIDEST) - 2, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
        for part in [line] if aligned else wrapped:
            console.print(Text(f"  {part}"), soft_wrap=True)


def _statement(entry: Entry) -> Iterator[Section]:
    s = entry.statement
    yield "as printed", s.latex.splitlines()
    if s.conclusion is not None:
        yield "as read", formula_lines(s.conclusion)
    if s.readings:
        yield "how it was read", list(s.readings)
    if s.repairs is not None:
        yield "stands instead of", [s.repairs]
    if entry.depends_on:
        yield "rests on", [", ".join(entry.depends_on)]
    if s.conclusion is not None and (lines := list(symbol_lines(s.context))):
        yield "symbols", lines
    if s.conclusion is not None and s.context.definitions:
        yield "by definition", [_definition(d) for d in s.context.definitions]


def _definition(d: Definition) -> str:
    """A clause of a definition in plain notation."""
    left = plain(Member(d.name, d.parameters) if d.parameters else Symbol(d.name))
    given = f" where {' and '.join(plain(g) for g in d.given)}" if d.given else ""
    return f"{left} {'~' if d.law else '='} {plain(d.body)}{given}"


def _proof(ledger: Ledger, id_: str) -> Iterator[Section]:
    if lines := list(proof_lines(ledger, id_)):
        yield "its printed proof, link by link", lines


def _reading(entry: Entry) -> Iterator[Section]:
    match entry.outcome:
        case Proved() | Refuted() | Vacuous() as outcome:
            yield "the kernel's reading", outcome.accepted.text.split("; ")
        case _:
            return


def _evidence(entry: Entry, width: int) -> Iterator[Section]:
    outcome, s = entry.outcome, entry.statement
    match outcome:
        case Proved(certificate=certificate, effort=effort):
            yield from _derivation(entry, certificate["steps"], width)
            yield from _effort(effort)
        case Refuted():
            yield from _counterexample(entry, outcome, width)
        case Vacuous():
            yield from _contradiction(s, outcome.certificate["steps"], width)
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
            if entry.open:
                yield "what would settle it", [entry.open]
            yield from _effort(effort)
            if fault is not None:
                yield "what could not be read", _diagnostic(fault)
        case _:
            assert_never(outcome)


def _derivation(entry: Entry, steps: list[Step], width: int) -> Iterator[Section]:
    """The steps, each with its rule and the facts that it is made of; the axioms, written out; the named results behind it."""
    if entry.reason:
        yield "in short", [entry.reason]
    if entry.statement.given:
        yield "given", list(given_lines(entry.statement))
    yield "so, step by step", list(derivation_lines(entry.statement, steps, width))
    if axioms := list(axiom_lines(steps)):
        yield "by the axioms", axioms
    if entry.cites:
        yield "and on the word of", list(entry.cites)


def _contradiction(s: Statement, steps: list[Step], width: int) -> Iterator[Section]:
    """What the hypotheses come to together."""
    yield "given", list(given_lines(s))
    yield "why they contradict each other", list(derivation_lines(s, steps, width))
    if axioms := list(axiom_lines(steps)):
        yield "by the axioms", axioms


def _unsupported(entry: Entry) -> Iterator[Section]:
    if entry.unsupported:
        reason = "derivation uses" if entry.uses else "printed proof rests on"
        yield "unsupported", [f"it may hold, but its {reason} what is not established: {', '.join(entry.unsupported_by)}"]


def _counterexample(entry: Entry, outcome: Refuted, width: int) -> Iterator[Section]:
    s, certificate = entry.statement, outcome.certificate
    instance = from_json(certificate["instance"])
    yield "an exact counterexample", instance_blocks(certificate["instance"])
    lines = [line for expr, value in derived(s, instance) for line in block(plain(expr), value)]
    if lines:
        yield "so that", lines
    if outcome.accepted.kind == "refutation":
        yield from _limits(entry, certificate, width)
        return
    yield "given", [f"✓ {line}" for line in hypothesis_lines(s, instance)]
    for name, terms in terms_of_sides(s, instance):
        yield f"the {name} side, term by term", [line for term, value in terms for line in _term(term, value)]
    if s.conclusion is not None:
        yield from _failure(s, s.conclusion, failing(s.context, s.conclusion, instance), instance)


def _limits(entry: Entry, certificate: dict[str, Any], width: int) -> Iterator[Section]:
    """What holds on the instance, and what follows: the limits of hypotheses, and another than is claimed; or that nothing will do."""
    s, facts, steps = entry.statement, certificate["facts"], certificate["steps"]
    instance = from_json(certificate["instance"])
    if entry.reason:
        yield "in short", [entry.reason]
    if s.given:
        yield "given", [f"✓ {line}" for line in hypothesis_lines(s, instance)]
    yield "on it", list(fact_lines(s, facts))
    yield "so, step by step", list(derivation_lines(s, steps, width, len(facts)))
    if axioms := list(axiom_lines(steps)):
        yield "by the axioms", axioms
    if nothing_will_do(certificate):
        yield "so nothing will do", [counterexample_in_short(certificate)]
    elif s.conclusion is not None and not is_limit(s.conclusion):
        yield from _failure(s, s.conclusion, failing(s.context, s.conclusion, instance), instance)
    else:
        yield "but the limits differ", [counterexample_in_short(certificate)]


def _failure(s: Statement, conclusion: Expr, found: Failing, instance: Instance) -> Iterator[Section]:
    """The relation that fails, for which elements, in which outcome of the selectors; and its two sides there."""
    match found.relation:
        case Apply(Operator.IMPLIES, (premise, then)) if not found.at and not found.outcome:
            yield "so that what is supposed holds", [in_numbers(s, premise, instance)]
            yield "but what should follow does not", [in_numbers(s, then, instance).replace(", that is ", ", which would be ")]
            return
    places = [", ".join(f"{plain_name(name)} = {value}" for name, value in pairs) for pairs in (found.at, found.outcome) if pairs]
    if found.relation != conclusion:
        yield "what fails", [plain(found.relation), *places]
    sign = FAILS.get(found.relation.relation.value) if isinstance(found.relation, Compare) else None
    sides = [*block("left ", found.left), *block("right", found.right)]
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
            *_slack_lines(effort),
            f"rounds {effort.rounds}, seed {effort.seed}{cut}. Nothing found is no guarantee.",
        ],
    )


def _slack_lines(effort: Effort) -> list[str]:
    """The smallest slack, and where about it was found."""
    if effort.slack is None:
        return []
    head = f"smallest relative slack {effort.slack:.3g}, in floats, among {effort.evaluated:,} instances that minimisation looked at"
    return [head] if effort.nearest is None else [f"{head}; about there:", *instance_blocks(effort.nearest.to_json())]


def _diagnostic(fault: Diagnostic) -> list[str]:
    return text(fault).splitlines()
