"""The kernel as a program: alone, small, told apart by its exit codes, and the only maker of what it accepts."""

from __future__ import annotations

import copy
import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from verify.kernel.check import Accepted, Rejected, check
from verify.kernel.rules import cite
from verify.kernel.statement import ARITIES, BINDERS, KINDS, RELATIONS
from verify.language.expression import Binder, Kind, Operator, Relation

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
PARTS = {
    "shared": [
        *("__init__.py", "__main__.py", "check.py", "limits.py", "plain.py", "read.py", "statement.py"),
        *("rules/__init__.py", "rules/cite.py"),
    ],
    "many at once": ["replay.py"],
    "roots": ["roots.py"],
    "evaluation": ["values.py", "evaluate.py", "rules/instance.py"],
    "derivation": [
        *("normal.py", "expand.py", "average.py", "sign.py", "proof.py", "valued.py"),
        *(f"rules/{rule}.py" for rule in ("derivation", "contradiction", "order", "definition", "value", "lemma", "logic", "choices")),
        "rules/existence.py",
    ],
    "limits by both": ["rules/refutation.py", "rules/bound.py"],
}
ALONE = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        top = name.split('.')[0]
        if top not in sys.stdlib_module_names and name != 'verify' and not name.startswith('verify.kernel'):
            raise ImportError('outside the kernel: ' + name)
sys.meta_path.insert(0, Refuse())
sys.path.insert(0, sys.argv.pop(1))
import runpy
runpy.run_module('verify.kernel', run_name='__main__', alter_sys=True)
"""


def run(*paths):
    """The kernel in a fresh interpreter that can import nothing but the standard library and verify.kernel."""
    command = [sys.executable, "-I", "-S", "-c", ALONE, str(ROOT), *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def accept(stem):
    """A stored certificate."""
    return FOLDER / "accept" / f"{stem}.json"


def test_it_runs_alone():
    """All stored certificates replay, a line each, without any library or other room of the project."""
    paths = sorted((FOLDER / "accept").iterdir())
    result = run(*paths)
    assert (result.returncode, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert len(lines) == len(paths)
    assert all(line.startswith("accepted ") for line in lines)
    assert "(left side 81/4, right 9/2): declare C_f: real; " in result.stdout


@pytest.mark.parametrize(
    ("files", "code", "words"),
    [
        (["accept/vectors.json", "reject/conclusion_true.json"], 1, ["accepted", "rejected"]),
        (["reject/conclusion_true.json", "survive/empty.json", "accept/vectors.json"], 2, ["rejected", "unreadable", "accepted"]),
        (["accept/nowhere.json"], 2, ["unreadable"]),
        (["accept"], 2, ["unreadable"]),
        ([], 2, ["usage:"]),
    ],
)
def test_exit_codes(files, code, words):
    """0 all accepted, 1 one rejected, 2 one unreadable; no traceback."""
    result = run(*(FOLDER / file for file in files))
    assert (result.returncode, result.stderr) == (code, "")
    assert [line.split()[0] for line in result.stdout.splitlines()] == words


def test_a_name_cannot_forge_a_line(tmp_path):
    """A certificate is one line, whatever its file is called or its id says."""
    path = tmp_path / "a\naccepted b.json"
    path.write_text((FOLDER / "reject" / "id_on_two_lines.json").read_text())
    assert len(run(path).stdout.splitlines()) == 1


def test_nothing_else_can_be_imported():
    """The check above can fail: an import from another room is refused."""
    script = ALONE.replace("run_module('verify.kernel'", "run_module('verify.errors'")
    result = subprocess.run([sys.executable, "-I", "-S", "-c", script, str(ROOT)], capture_output=True, text=True, check=False, timeout=120)
    assert "outside the kernel: verify.errors" in result.stderr


def test_it_is_small(capsys):
    """What a `refuted` rests on has 1,095 lines, and those for roots; a `proved` has 1,650 beside what both share."""
    parts = {part: _length(names) for part, names in PARTS.items()}
    with capsys.disabled():
        print(f"\nverify/kernel: {sum(parts.values())} lines: {', '.join(f'{count} {part}' for part, count in parts.items())}")
    assert sum(parts.values()) == _length(["**/*.py"])  # no file is in two parts, or in none
    assert parts["shared"] + parts["evaluation"] <= 1095
    assert parts["roots"] <= 105
    assert parts["derivation"] <= 1650
    assert parts["limits by both"] <= 216


def _length(names):
    return sum(len(file.read_text().splitlines()) for name in names for file in (ROOT / "verify" / "kernel").glob(name))


def test_it_has_no_assert():
    """Nothing is checked by a statement that `python -O` removes."""
    for file in (ROOT / "verify" / "kernel").rglob("*.py"):
        assert not any(line.lstrip().startswith("assert ") for line in file.read_text().splitlines()), file


def test_only_the_kernel_accepts():
    """Accepted cannot be made, nor changed, by anyone else."""
    accepted = check(json.loads(accept("vectors").read_text()))
    with pytest.raises(TypeError):
        Accepted("1", "counterexample", b"", "", None, None, object())
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(accepted, id="2")
    with pytest.raises(dataclasses.FrozenInstanceError):
        accepted.id = "2"
    assert copy.copy(accepted) == accepted


def test_it_knows_the_language():
    """The kernel's vocabulary is the language's, so whatever can be stated can be cited."""
    assert set(ARITIES) == {o.value for o in Operator} | {r.value for r in Relation}
    assert set(BINDERS) == {b.value for b in Binder}
    assert set(RELATIONS) == {r.value for r in Relation}
    assert set(KINDS) == {k.value for k in Kind}


def test_cited(monkeypatch, tmp_path):
    """A statement is accepted as cited where its text is an entry, word for word, and rejected where one sign differs."""
    data = json.loads(accept("binomial").read_text())
    text = check(data).text
    certificate = {key: data[key] for key in ("format", "id", "statement")} | {"kind": "cited", "name": "Pascal"}
    monkeypatch.setattr(cite, "FILE", tmp_path / "cited.txt")
    cite.FILE.write_text(f"# a remark\n\n[Other]\nsource: nobody\nconclude (1 = 1)\n\n[Pascal]\nsource: Pascal (1665), § 1\n{text}\n")
    assert {name: entry.source for name, entry in cite.entries().items()} == {"Other": "nobody", "Pascal": "Pascal (1665), § 1"}
    assert (check(certificate).kind, check(certificate).text) == ("cited", text)
    for other in ("Other", "Nobody", None, ["Pascal"]):
        with pytest.raises(Rejected):
            check({**certificate, "name": other})
    cite.FILE.write_text(cite.FILE.read_text().replace("(k <= n)", "(k < n)"))
    with pytest.raises(Rejected, match="the entry Pascal is"):
        check(certificate)


def test_the_stored_citations_are_well_formed():
    """Every line of cited.txt is a remark, or belongs to an entry whose statement says something."""
    lines = [line for line in cite.FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert len(lines) == 3 * len(cite.entries())
    assert all("conclude " in entry.statement for entry in cite.entries().values())


@pytest.mark.parametrize("value", [None, 3, "text", [], {}, {1: 2}, {"format": float("nan")}, {"format": {1, 2}}, b"{}", object], ids=str)
def test_any_object_is_refused_in_good_order(value):
    """What is no certificate is unreadable, whatever its type."""
    with pytest.raises(Exception, match=r"no object with the format|no JSON") as caught:
        check(value)
    assert type(caught.value).__name__ == "Unreadable"


def test_a_cycle_is_refused():
    """An object that contains itself is no JSON."""
    data = json.loads(accept("vectors").read_text())
    data["statement"]["conclusion"][1] = data["statement"]["conclusion"]
    with pytest.raises(Exception, match="no JSON"):
        check(data)
