"""`verify inspect`, run as a person runs it, against this paper's theory."""

from __future__ import annotations

import json
import math
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from tests.cli.command import ROOT, make_theory, verify

NUMBERS = ("--eta", "0.25", "--alpha", "0.25", "--batch", "1")
RETAIN = np.array([[[1.0, 0.5], [0.5, 1.0]], [[2.0, 0.0], [0.0, 0.0]]])
FORGET = np.array([[[0.5, 0.0], [0.0, 0.5]]])
GIVEN = "from verify.figures import figures\nFIGURES = figures(measured={}, shown={})"


def inspect(tmp_path, *arguments, retain=RETAIN, forget=FORGET, numbers=NUMBERS, **environment):
    """What the command prints on a family."""
    np.savez(tmp_path / "h.npz", retain=retain, forget=forget)
    return verify("inspect", "h.npz", *numbers, "--theory", str(ROOT / "proofs"), *arguments, cwd=tmp_path, **environment)


def refused(result, *parts):
    """Exit code 2, nothing on the standard output, the parts in the message."""
    assert (result.returncode, result.stdout) == (2, "")
    for part in parts:
        assert part in result.stderr


def test_the_table_and_the_json_and_the_picture(tmp_path):
    """80 columns; the contract's figures; an SVG; the simulation agrees."""
    result = inspect(tmp_path, "--json", "f.json", "--plot", "f.svg", "--simulate", "--runs", "500", "--steps", "3")
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


def test_json_on_the_standard_output(tmp_path):
    """Then the table is on the standard error; undefined is null with a reason, infinite is "inf"."""
    numbers = ("--eta", "0.25", "--alpha", "1", "--batch", "1")
    result = inspect(tmp_path, "--json", "-", numbers=numbers, forget=RETAIN)
    data = json.loads(result.stdout)
    assert "ρ(Φ)" in result.stderr
    assert data["threshold_2_3_printed"] == "inf"
    assert data["threshold_2_3"] is None
    assert data["undefined"]["threshold_2_3"]
    quiet = json.loads(inspect(tmp_path, "--json", "-", forget=RETAIN, numbers=("--eta", "1", "--alpha", "0.5", "--batch", "2")).stdout)
    assert (quiet["C_r"], quiet["C_f"], quiet["sigma"], quiet["undefined"]["sigma"]) == (0.0, 0.0, None, "C_r = C_f = 0")


def test_an_indefinite_family(tmp_path):
    """Exact stability stands, theorems name index and λ_min; --require-psd refuses it."""
    retain = RETAIN.copy()
    retain[1] = [[1.0, 0.0], [0.0, -0.25]]
    result = inspect(tmp_path, "--json", "f.json", retain=retain)
    assert result.returncode == 0
    assert "not applicable: retain[1] is not positive semidefinite, λ_min = -0.25" in " ".join(result.stdout.split())
    data = json.loads((tmp_path / "f.json").read_text())
    assert data["semidefinite"]["indefinite"] == [{"array": "retain", "index": 1, "smallest": -0.25}]
    assert data["stability"] in ("stable", "unstable")
    assert not any(t["applies"] for t in data["theorems"])
    refused(inspect(tmp_path, "--require-psd", retain=retain), "E-HESSIANS", "h.npz", "`retain`[1]", "-0.25")


def test_a_family_that_is_semidefinite_within_rounding_is_told(tmp_path):
    """Its nearest semidefinite one stands for it."""
    factor = np.random.default_rng(0).normal(size=(3, 8, 1))
    result = inspect(tmp_path, "--require-psd", retain=factor @ factor.transpose(0, 2, 1), forget=np.eye(8)[None])
    assert result.returncode == 0
    assert "3 of `retain` are positive semidefinite within rounding only" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("--eta", "-1", "--alpha", "1.5", "--batch", "2"), ("--eta -1", "--alpha 1.5", "--batch 2", "n_f = 1")),
        (("--batch", "1.5"), ("--batch",)),
        (("--eta", "many"), ("--eta",)),
        (("--theory", "nowhere"), ("E-THEORY", "nowhere")),
        (("--json", "nowhere/f.json"), ("E-WRITE",)),
        (("--plot", "f.png"), ("--plot", ".svg")),
        (("--json", "-", "--plot", "-"), ("two reports",)),
    ],
)
def test_arguments_that_cannot_be_used(tmp_path, arguments, parts):
    """The last of an option counts; each has its own message."""
    refused(inspect(tmp_path, *arguments), *parts)


@pytest.mark.parametrize("missing", ["--eta", "--alpha", "--batch"])
def test_numbers_that_are_missing(tmp_path, missing):
    """All three are needed."""
    numbers = [x for pair in zip(NUMBERS[::2], NUMBERS[1::2], strict=True) if pair[0] != missing for x in pair]
    refused(inspect(tmp_path, numbers=numbers), missing)


def test_archives_that_cannot_be_used(tmp_path):
    """Not there, not symmetric, of Python objects, cut short: the file is named, nothing is unpickled."""
    refused(verify("inspect", "nowhere.npz", *NUMBERS, cwd=tmp_path), "E-READ", "nowhere.npz")
    refused(inspect(tmp_path, retain=RETAIN + np.triu(np.ones((2, 2)), 1)), "E-HESSIANS", "h.npz", "not symmetric", "index 0")
    refused(inspect(tmp_path, retain=np.array([RETAIN[0], "evil"], dtype=object)), "E-HESSIANS", "never unpickled")
    (tmp_path / "h.npz").write_bytes((tmp_path / "h.npz").read_bytes()[:-40])
    refused(verify("inspect", "h.npz", *NUMBERS, cwd=tmp_path), "E-HESSIANS", "cut short")


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
def test_a_theory_without_figures(tmp_path, figures, part):
    """figures.py is the theory's own; what is wrong with it is told."""
    make_theory(tmp_path / "small")
    if figures is not None:
        (tmp_path / "small" / "figures.py").write_text(figures)
    np.savez(tmp_path / "h.npz", retain=RETAIN, forget=FORGET)
    refused(verify("inspect", "h.npz", *NUMBERS, "--theory", "small", cwd=tmp_path), "E-FIGURES", part)


def test_any_theory_with_figures(tmp_path):
    """A theory of its own, without a lock: its formulas are evaluated, and nothing is concluded."""
    paper = r"""
\begin{setup}{S} \assume{$s > 0$} \end{setup}
\[ t \le \frac{2}{s} \tag{1} \]
\begin{claim}{T} If \assume{$s < 3$}, then \conclude{$t < 3$}. \end{claim}
"""
    make_theory(tmp_path / "small", paper)
    (tmp_path / "small" / "figures.py").write_text(
        "from verify.figures import figures\n"
        "FIGURES = figures(measured={'lambda_max_D': 't', 'eta': 's'}, shown={'limit': ('1', 'right')}, theorems=('T',))\n"
    )
    np.savez(tmp_path / "h.npz", retain=RETAIN, forget=FORGET)
    result = verify("inspect", "h.npz", *NUMBERS, "--theory", "small", "--json", "f.json", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    data = json.loads((tmp_path / "f.json").read_text())
    assert data["limit"] == 8.0
    assert [(t["id"], t["verdict"], t["applies"], t["concludes"]) for t in data["theorems"]] == [("T", None, True, None)]
    assert "there is no theory.lock" in " ".join(result.stdout.split())


def test_without_matplotlib(tmp_path):
    """Everything but --plot works, and that says what to install."""
    hidden = (
        "import importlib.util as util\n"
        "found = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'matplotlib' else found(name, *rest)"
    )
    np.savez(tmp_path / "h.npz", retain=RETAIN, forget=FORGET)
    result = verify("inspect", "h.npz", *NUMBERS, "--plot", "f.svg", cwd=tmp_path, before=hidden)
    refused(result, "Matplotlib", "pip install")
