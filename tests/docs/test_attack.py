"""docs/attack.md tells the truth: its options, its numbers, its example, its paths."""

from __future__ import annotations

import inspect
import json
import re
import sys
from pathlib import Path

import pytest
import typer

import verify.strategies
from benchmarks import attack_beats_sampling
from tests.house.sources import ROOT
from verify.cli.attack import attack
from verify.language.read import load_theory
from verify.language.statement import Role

TEXT = (ROOT / "docs" / "attack.md").read_text("utf-8")


def test_it_lists_the_options_of_the_command():
    """Each one that the command has, and no other."""
    command = typer.Typer()
    command.command()(attack)
    options = {o for p in typer.main.get_command(command).params for o in p.opts if o.startswith("--")}
    listed = set(re.findall(r"--[a-z]+", TEXT.split("Exit codes")[0]))
    assert listed == options - {"--install-completion", "--show-completion"}


def test_it_counts_the_hunt():
    """So many false statements, so many true ones, as many known counterexamples."""
    claims = [Path(s.file).stem for s in load_theory(ROOT / "benchmarks" / "hunt") if s.role is Role.CLAIM]
    assert f"{claims.count('false')} false statements" in TEXT
    assert f"{claims.count('true')} true ones" in TEXT
    assert len(json.loads((ROOT / "tests/quality/hunt_counterexamples.json").read_text("utf-8"))) == claims.count("false")


def test_its_table_and_picture_are_those_of_the_record(tmp_path, monkeypatch):
    """The command that it names writes both again, without hunting; every statement is in the record."""
    record = tmp_path / "measured.jsonl"
    record.write_bytes((ROOT / "benchmarks/hunt/measured.jsonl").read_bytes())
    options = ["--seed", "7", "--record", str(record), "--plot", str(tmp_path / "hunt.svg"), "--table", str(tmp_path / "hunt.md")]
    monkeypatch.setattr(sys, "argv", ["hunt", *options])
    assert attack_beats_sampling.main() == 0
    assert record.read_bytes() == (ROOT / "benchmarks/hunt/measured.jsonl").read_bytes()
    assert (tmp_path / "hunt.md").read_text("utf-8") in TEXT
    assert (tmp_path / "hunt.svg").read_text("utf-8") == (ROOT / "docs" / "hunt.svg").read_text("utf-8")


def test_its_example_can_be_written():
    """What it imports is there."""
    example = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert example is not None
    names = re.search(r"from verify.strategies import (.*)", example[1])
    assert names is not None
    assert set(names[1].split(", ")) <= set(verify.strategies.__all__)


@pytest.mark.parametrize("name", ["closing_in", "near_misses", "relative_slack"])
def test_it_names_the_arguments(name):
    """Every argument of the functions that it describes, but for the limits of a measure."""
    arguments = [p for p in inspect.signature(getattr(verify.strategies, name)).parameters if p != "limits"]
    described = re.search(rf"`{name}\((.*?)\)`", TEXT)
    assert described is not None
    assert re.findall(r"(\w+)(?==|,|$)", re.sub(r"=\w+", "=", described[1])) == arguments
