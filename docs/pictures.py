"""The README's picture: what `verify check` prints of Lemma 4.7 and its proof, as an SVG.

    python docs/pictures.py           writes docs/check.svg anew
    python docs/pictures.py --check   says whether it is what would be written (exit code 1 if it is not)
"""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from verify.language.read import load_theory
from verify.ledger.build import build
from verify.ledger.entry import Entry
from verify.ledger.lock import compare, read_lock
from verify.report.terminal import print_ledger

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "check.svg"
LEMMA = tuple(str(number) for number in range(17, 29))  # the displays of Lemma 4.7 and of its proof


def check_svg() -> str:
    """The picture. Nothing in it depends on the machine."""
    theory = load_theory(ROOT / "proofs")
    ledger = build(theory)
    shown = replace(ledger, entries=tuple(e for e in ledger.entries if _is_shown(e)))
    console = Console(record=True, width=80, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    print_ledger(shown, compare(ledger, read_lock(theory.directory)), console)
    return console.export_svg(title="verify check", unique_id="check")


def _is_shown(entry: Entry) -> bool:
    """Whether a statement is the lemma's, as printed or repaired, or its proof's, as printed."""
    statement = entry.statement
    return statement.id.startswith("L4.7") or (Path(statement.file).name == "paper.tex" and statement.tag in LEMMA)


def main(arguments: list[str]) -> int:
    """Write the picture, or compare it."""
    drawn = check_svg()
    if arguments == ["--check"]:
        same = PICTURE.is_file() and PICTURE.read_text(encoding="utf-8") == drawn
        print("docs/check.svg is up to date" if same else "docs/check.svg differs: run `python docs/pictures.py`")
        return 0 if same else 1
    PICTURE.write_text(drawn, encoding="utf-8")
    print(f"wrote {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
