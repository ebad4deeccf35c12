"""`verify inspect`: once run as a person runs it, against this paper's theory; what it refuses, within this process, on a small one."""

from __future__ import annotations

import json
import math
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.cli.command import ROOT, make_theory, verify
from verify.cli.main import exit_code
from verify.kernel.check import check

NUMBERS = ("--eta", "0.25", "--alpha", "0.25", "--batch", "1")
RETAIN = np.array([[[1.0, 0.5], [0.5, 1.0]], [[2.0, 0.0], [0.0, 0.0]]])
FORGET = np.array([[[0.5, 0.0], [0.0, 0.5]]])
SMALL = r"""
\begin{setup}{S} \assume{$s > 0$} \end{setup}
\[ t \le \frac{2}{s} \tag{1} \]
\begin{claim}{T} If \assume{$s < 3$}, then \conclude{$t < 3$}. \end{claim}
"""
FIGURES = (
    "from verify.figures import figures\n"
    "FIGURES = figures(measured={'lambda_max_D': 't', 'eta': 's'}, shown={'limit': ('1', 'right')}, theorems=('T',))\n"
)
NOTATION_OF_A_BOUND = "from verify.notation import natural, notation, real\nNOTATION = notation(real('t'), natural('k'))\n"
FIGURES_OF_A_BOUND = "from verify.figures import figures\nFIGURES = figures(measured={}, shown={}, lower=('1',), index='k')\n"
GIVEN = "from verify.figures import figures\nFIGURES = figures(measured={}, shown={})"


@dataclass(frozen=True)
class Printed:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def inspect(tmp_path, monkeypatch, capsys):
    """The command within this process, in a folder of its own, on a family that is saved first; the theory is a small one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    make_theory(tmp_path / "small", SMALL)
    (tmp_path / "small" / "figures.py").write_text(FIGURES)

    def run(*arguments, retain=RETAIN, forget=FORGET, numbers=NUMBERS, file="h.npz", theory="small"):
        if file == "h.npz":
            np.savez(file, retain=retain, forget=forget)
        code = exit_code(["inspect", file, *numbers, "--theory", str(theory), *arguments])
        return Printed(code, *capsys.readouterr())

    return run


def refused(result, *parts):
    """Exit code 2, nothing on the standard output, the parts in the message."""
    assert (result.returncode, result.stdout) == (2, "")
    for part in parts:
        assert part in result.stderr


def test_the_table_and_the_json_and_the_picture(tmp_path):
    """80 columns; the contract's figures; an SVG; the simulation agrees; the kernel accepts the certificate of the verdict."""
    np.savez(tmp_path / "h.npz", retain=RETAIN, forget=FORGET)
    options = ("--json", "f.json", "--plot", "f.svg", "--certificate", "c.json", "--simulate", "--runs", "500", "--steps", "3")
    result = verify("inspect", "h.npz", *NUMBERS, "--theory", str(ROOT / "proofs"), *options, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert max(map(len, result.stdout.splitlines())) <= 80
    for part in ("stable", "ρ(Φ)", "λ_max(S)", "threshold_2_2 (29)", "L4.7.2ar", "agrees with the exact moments"):
        assert part in result.stdout
    data = json.loads((tmp_path / "f.json").read_text())
    assert data["schema"] == "verify-inspect/1"
    assert (data["d"], data["n_r"], data["n_f"], data["stability"]) == (2, 2, 1, "stable")
    for name in ("rho", "lambda_max_S", "sigma"):
        low, high = data[name]
        assert low <= high <= low * (1 + 1e-6)
    for name in ("C_r", "C_f", "lambda_max_D", "threshold_2_2", "threshold_2_3", "threshold_2_3_printed"):
        assert math.isfinite(data[name])
    assert data["C_r"] == 0.25**2 * 0.75**2 / 4
    assert len(data["moments"]) == len(data["lower"]) == 3
    assert all(low <= moment for low, moment in zip(data["lower"], data["moments"], strict=True))
    assert all(data["simulation"]["agrees"])
    assert {t["id"] for t in data["theorems"]} >= {"T4.8", "T4.8r", "T4.9r"}
    assert all(set(t) >= {"id", "verdict", "applies", "concludes", "why"} for t in data["theorems"])
    assert set(data["seconds"]) >= {"rho", "lambda_max_D", "lambda_max_S", "sigma", "moments", "boundary"}
    assert ET.parse(tmp_path / "f.svg").getroot().tag.endswith("svg")
    assert check(json.loads((tmp_path / "c.json").read_text())).id == "stability"


def test_json_on_the_standard_output(inspect):
    """Then the table is on the standard error. A theory without figures.py's weights has no σ, and says so."""
    result = inspect("--json", "-")
    data = json.loads(result.stdout)
    assert "ρ(Φ)" in result.stderr
    assert (data["sigma"], data["undefined"]["sigma"]) == (None, "the theory gives no formula for it")


def test_an_indefinite_family(inspect):
    """Exact stability stands; --require-psd refuses it, with index and λ_min."""
    retain = RETAIN.copy()
    retain[1] = [[1.0, 0.0], [0.0, -0.25]]
    result = inspect(retain=retain)
    assert result.returncode == 0
    assert "retain[1] is not positive semidefinite: λ_min = -0.25" in " ".join(result.stdout.split())
    refused(inspect("--require-psd", retain=retain), "E-HESSIANS", "h.npz", "`retain`[1]", "-0.25")


def test_a_verdict_without_a_certificate(inspect):
    """What nothing acts on is exactly at 1: no certificate, exit code 2, and nothing is written, of whatever else was asked for."""
    axis = np.diag([1.0, 0.0])[None]
    result = inspect("--certificate", "c.json", "--json", "f.json", "--plot", "f.svg", retain=axis, forget=axis)
    refused(result, "--certificate c.json: there is none, as the verdict is undecided")
    assert sorted(path.name for path in Path().iterdir() if path.is_file()) == ["h.npz"]


def test_a_step_that_changes_next_to_nothing(inspect):
    """Fractions of a thousand digits decide it, and the bounds, which cannot, do not say otherwise."""
    result = inspect("--eta", "1e-320", "--json", "f.json")
    assert (result.returncode, result.stderr) == (0, "")
    assert "the exact comparison with 1 decides" in " ".join(result.stdout.split())
    data = json.loads(Path("f.json").read_text(encoding="utf-8"))
    assert (data["stability"], data["rho"][1], data["rho_is_one"]) == ("stable", 1.0, False)


def test_many_steps(inspect):
    """Every moment is there, without a NaN; bounds are at the steps of the table."""
    make_theory(Path("bounded"), "\\[ t \\le 7 + k \\tag{1} \\]", NOTATION_OF_A_BOUND)
    Path("bounded/figures.py").write_text(FIGURES_OF_A_BOUND)
    result = inspect("--eta", "5", "--steps", "600", "--json", "f.json", theory="bounded")
    assert (result.returncode, result.stderr) == (0, "")
    data = json.loads(Path("f.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert len(data["moments"]) == len(data["lower"]) == 600
    assert [k for k, value in enumerate(data["lower"], 1) if value is not None] == [*range(1, 201), 500, 600]
    assert data["moments"][-1] == "inf"
    assert "… ∞" in result.stdout


def test_a_step_that_overflows_soon(inspect):
    """Moments, the simulation and the picture of both: no warning, and nothing that is no JSON."""
    options = ("--eta", "1e50", "--simulate", "--runs", "5", "--json", "f.json", "--plot", "f.svg")
    result = inspect(*options)
    assert (result.returncode, result.stderr) == (0, "")
    data = json.loads(Path("f.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert (data["stability"], data["moments"][-1], data["simulation"]["means"][-1]) == ("unstable", "inf", "inf")
    assert ET.parse("f.svg").getroot().tag.endswith("svg")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("--eta", "-1", "--alpha", "1.5", "--batch", "2"), ("--eta -1", "--alpha 1.5", "--batch 2", "n_f = 1")),
        (("--batch", "1.5"), ("--batch",)),
        (("--eta", "many"), ("--eta",)),
        (("--theory", "nowhere"), ("E-THEORY", "nowhere")),
        (("--json", "nowhere/f.json"), ("E-WRITE",)),
        (("--plot", "f.png"), ("--plot", ".svg")),
        (("--json", "-", "--certificate", "-"), ("two reports",)),
        (("--json", "f.json", "--certificate", "f.json"), ("two reports go to one file, f.json",)),
        (("--json", "f.svg", "--plot", "small/../f.svg"), ("two reports go to one file, small/../f.svg",)),
    ],
)
def test_arguments_that_cannot_be_used(inspect, arguments, parts):
    """The last of an option counts; each has its own message."""
    refused(inspect(*arguments), *parts)


@pytest.mark.parametrize("missing", ["--eta", "--alpha", "--batch"])
def test_numbers_that_are_missing(inspect, missing):
    """All three are needed."""
    numbers = [x for pair in zip(NUMBERS[::2], NUMBERS[1::2], strict=True) if pair[0] != missing for x in pair]
    refused(inspect(numbers=numbers), missing)


def test_archives_that_cannot_be_used(inspect, tmp_path):
    """Not there, not symmetric, of Python objects, cut short: the file is named, nothing is unpickled."""
    refused(inspect(file="nowhere.npz"), "E-READ", "nowhere.npz")
    refused(inspect(retain=RETAIN + np.triu(np.ones((2, 2)), 1)), "E-HESSIANS", "h.npz", "not symmetric", "index 0")
    refused(inspect(retain=np.array([RETAIN[0], "evil"], dtype=object)), "E-HESSIANS", "never unpickled")
    (tmp_path / "cut.npz").write_bytes((tmp_path / "h.npz").read_bytes()[:-40])
    refused(inspect(file="cut.npz"), "E-HESSIANS", "cut short")


@pytest.mark.parametrize(
    ("figures", "part"),
    [
        (None, "there is no"),
        ("FIGURES = 3", "defines no FIGURES"),
        ("\n1 / 0", "figures.py:2:1"),
        (GIVEN.format("{'weather': 'k'}", "{}"), "weather is not measured"),
        (GIVEN.format("{'eta': 'q_q'}", "{}"), "eta: q_q is declared nowhere"),
        (GIVEN.format("{}", "{'t': ('9', 'right')}"), "no statement of the theory has the id 9"),
        (GIVEN.format("{}", "{'t': ('1', 'top')}"), "'top'"),
    ],
)
def test_a_theory_without_figures(inspect, tmp_path, figures, part):
    """figures.py is the theory's own; what is wrong with it is told."""
    file = tmp_path / "small" / "figures.py"
    file.unlink()
    if figures is not None:
        file.write_text(figures)
    refused(inspect(), "E-FIGURES", part)


def test_any_theory_with_figures(inspect, tmp_path):
    """A theory of its own, without a lock: its formulas are evaluated, and nothing is concluded."""
    result = inspect("--json", "f.json")
    assert result.returncode == 0, result.stderr
    data = json.loads((tmp_path / "f.json").read_text())
    assert data["limit"] == 8.0
    assert [(t["id"], t["verdict"], t["applies"], t["concludes"]) for t in data["theorems"]] == [("T", None, True, None)]
    assert "there is no theory.lock" in " ".join(result.stdout.split())


def test_without_matplotlib(inspect, monkeypatch):
    """Everything but --plot works, and that says what to install."""
    monkeypatch.setattr("importlib.util.find_spec", lambda *_: None)
    refused(inspect("--plot", "f.svg"), "Matplotlib", "pip install")
