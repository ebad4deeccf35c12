"""An attack on a terminal: what was tried, the smallest slack and where it was found, and the counterexample if there is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from verify.decide.draw.plan import Limits
from verify.decide.outcome import Proved, Refuted, Vacuous
from verify.decide.search.attack import Attack
from verify.language.statement import Statement
from verify.ledger.entry import Entry, Ledger
from verify.report.show import print_entry
from verify.report.values import instance_blocks

_WIDEST = 80


@dataclass(frozen=True, slots=True)
class Attacked:
    """An attack that has ended.

    rounds: those that were asked for. saved: the file that keeps the best that was found. outcome: the kernel's, of a counterexample, of
    hypotheses that contradict each other, or of what there is. note: what kept the attack from more, in a line.
    """

    theory: str
    statement: Statement
    attack: Attack
    rounds: int
    limits: Limits
    interrupted: bool
    saved: Path | None
    outcome: Proved | Refuted | Vacuous | None
    note: str = ""


def print_attack(attacked: Attacked, seconds: float, console: Console) -> None:
    """Print the table; then the counterexample as `verify show` does, or where the slack is smallest."""
    console.print(_table(attacked, seconds), width=min(console.width, _WIDEST))
    if attacked.outcome is not None:
        entry = Entry(attacked.statement, attacked.outcome, seconds, None)
        print_entry(Ledger(attacked.theory, (entry,)), entry.id, console)
        return
    nearest = attacked.attack.nearest
    if nearest is not None:
        console.print(Text("\nan instance about where the slack is smallest", style="bold"))
        for line in instance_blocks(nearest.to_json()):
            console.print(Text(f"  {line}"), soft_wrap=True)
    note = f" {attacked.note[0].upper()}{attacked.note[1:]}." if attacked.note else ""
    console.print(Text(f"\n{attacked.statement.id}: no counterexample found, which is no guarantee.{note}"), soft_wrap=True)


def _table(attacked: Attacked, seconds: float) -> Table:
    effort, limits = attacked.attack.effort, attacked.limits
    table = Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False, expand=True, show_header=False)
    table.add_column("what", no_wrap=True, ratio=2)
    table.add_column("figure", ratio=5)
    ended = "; interrupted" if attacked.interrupted else "; cut short" if effort.cut_short else ""
    rows = [
        ("attack on", attacked.statement.id),
        ("counterexample", _found(attacked.outcome)),
        ("smallest slack", _slack(attacked.attack)),
        ("rounds", f"{effort.rounds} of {attacked.rounds}, seed {effort.seed}{ended}"),
        ("exact instances", f"{effort.instances:,} that satisfy the hypotheses, of {effort.drawn:,} drawn"),
        ("float instances", f"{effort.evaluated:,}"),
        ("limits", f"dimension {limits.max_d}, members of a set {limits.max_n}, other integers {limits.max_k}{_far(limits)}"),
        ("time", f"{seconds:.1f} s"),
    ]
    if attacked.attack.uncertified:
        rows.append(("beyond the kernel", f"{attacked.attack.uncertified} instances that break it, which the kernel cannot evaluate"))
    if attacked.saved is not None:
        rows.append(("kept in", str(attacked.saved)))
    for what, figure in rows:
        table.add_row(Text(what, style="bold"), Text(figure))
    return table


def _far(limits: Limits) -> str:
    return "" if limits.far_k is None else f" (in some rounds {limits.far_k})"


def _found(outcome: Proved | Refuted | Vacuous | None) -> str:
    match outcome:
        case Refuted():
            return "found"
        case Proved():
            return "none can be: what is claimed to exist is named"
        case Vacuous():
            return "none can be: the hypotheses contradict each other"
        case None:
            return "none found"


def _slack(attack: Attack) -> str:
    """The smallest slack in words; relative, so between -1 and 1."""
    if attack.effort.drawn and not attack.effort.instances and attack.instance is None:
        return "none: nothing was found that satisfies the hypotheses"
    if attack.slack is None:
        return "none: no float instance has one"
    if attack.slack < 0 and attack.instance is None:
        return f"{attack.slack:.3g} (in floats alone: no exact instance confirms that it is below 0)"
    return f"{attack.slack:.3g} (relative to the two sides; found in floats, which guide and prove nothing)"
