"""The scripts of a theory's folder: how they are found, and what is told of those that cannot be used."""

from __future__ import annotations

import sys

import pytest

from tests.small_theory import NOTATION
from verify.derivations import derived, load_refutations, load_scripts, refuting
from verify.errors import Fault
from verify.language.read import load_theory

PAPER = r"""
\begin{setup}{Order} \assume{$s \leq t$} \end{setup}
\begin{claim}{A} \conclude{$s + 1 \leq t + 1$} \end{claim}
\begin{claim}{B} \conclude{$2s \leq 2t$} \end{claim}
\begin{claim}{G} \conclude{$\lim_{n \to \infty} s^2 n = \infty$} \end{claim}
"""
NOTATION_PY = 'from verify.notation import notation, real\nNOTATION = notation(real("s", "t"))\n'
SIDE = '''
def bigger(p):
    """It follows from s ≤ t.

    Further words.
    """
    p.so(p.goal, r"s \\leq t")
'''


def theory(tmp_path, **files):
    """A theory with these Python files beside its text."""
    (tmp_path / "paper.tex").write_text(PAPER, encoding="utf-8")
    (tmp_path / "notation.py").write_text(NOTATION_PY, encoding="utf-8")
    for name, text in files.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    return load_theory(tmp_path)


def fault(tmp_path, **files):
    """What is told of scripts that cannot be loaded."""
    with pytest.raises(Fault) as caught:
        load_scripts(theory(tmp_path, **files))
    assert all(d.code.value == "E-DERIVATION" for d in caught.value.diagnostics)
    return str(caught.value)


def test_scripts_and_their_reasons(tmp_path):
    """From all files that have some; the first line of the docstring is the reason. A file can import from another."""
    found = load_scripts(
        theory(
            tmp_path,
            orders=f'{SIDE}\nDERIVATIONS = {{"A": bigger}}',
            others='from .orders import bigger\nDERIVATIONS: dict[str, object] = {"B": lambda p: bigger(p)}',
        )
    )
    assert {id_: (written.reason, written.file.name) for id_, written in found.items()} == {
        "A": ("It follows from s ≤ t.", "orders.py"),
        "B": ("", "others.py"),
    }


def test_what_a_script_writes(tmp_path):
    """Its steps, and the line of each."""
    where = theory(tmp_path, orders=f'{SIDE}\nDERIVATIONS = {{"A": bigger}}')
    written = derived(where["A"], load_scripts(where)["A"].script, where)
    assert [step["rule"] for step in written.steps] == ["order"]
    assert written.place((0,)) == f"{tmp_path / 'orders.py'}:7"
    assert written.place((3,)) == written.place(()) == ""


def test_other_python_is_left_alone(tmp_path):
    """A file without DERIVATIONS is not run."""
    assert load_scripts(theory(tmp_path, figures='raise RuntimeError("run")')) == {}


def test_nothing_is_left_behind(tmp_path):
    """Neither modules nor bytecode: what is loaded next is what stands in the file then."""
    where = theory(tmp_path, orders=f'{SIDE}\nDERIVATIONS = {{"A": bigger}}')
    before = set(sys.modules)
    load_scripts(where)
    assert {name for name in set(sys.modules) - before if name.startswith("theory_")} == set()
    assert not (tmp_path / "__pycache__").exists()
    (tmp_path / "orders.py").write_text(f'{SIDE}\nDERIVATIONS = {{"B": bigger}}', encoding="utf-8")
    assert set(load_scripts(where)) == {"B"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("DERIVATIONS = {", "orders.py cannot be read: SyntaxError"),
        ("import nothing_of_this_name\nDERIVATIONS = {}", "orders.py cannot be imported: ModuleNotFoundError"),
        ("x = 1\ny = 1 / 0\nDERIVATIONS = {}", "orders.py:2:1: E-DERIVATION: orders.py cannot be imported: ZeroDivisionError"),
        ("raise SystemExit(4)\nDERIVATIONS = {}", "orders.py cannot be imported: SystemExit: 4"),
        ("DERIVATIONS = []", "DERIVATIONS is no mapping from statement ids to functions"),
        ('DERIVATIONS = {"A": 1}', "DERIVATIONS is no mapping from statement ids to functions"),
        ('DERIVATIONS = {"AB": print}', "no statement has the id AB. Did you mean"),
        ('\nDERIVATIONS = {"zzz": print}', "orders.py:2:1: E-DERIVATION: no statement has the id zzz. `verify check` lists the ids."),
    ],
)
def test_what_cannot_be_loaded(tmp_path, text, told):
    """The file and line, what is wrong, and what to do."""
    assert told in fault(tmp_path, orders=text)


def test_an_id_has_one_script(tmp_path):
    """In the whole folder. Every fault is told, not the first."""
    told = fault(tmp_path, one='DERIVATIONS = {"A": print}', two='DERIVATIONS = {"A": print, "C": print}')
    assert "two.py:1:1: E-DERIVATION: A has a script in one.py, too" in told
    assert "no statement has the id C" in told


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ('p.so("s < t", r"s \\leq t")', "step 0, so: no combination"),
        ("p.goal.sides", "the derivation of A raises AttributeError"),
        ("pass", "the derivation of A has no step"),
    ],
)
def test_a_script_that_fails(tmp_path, script, told):
    """The line of the script at which it did."""
    where = theory(tmp_path, orders=f'def bad(p):\n    {script}\nDERIVATIONS = {{"A": bad}}')
    with pytest.raises(Fault, match=told) as caught:
        derived(where["A"], load_scripts(where)["A"].script, where)
    place = caught.value.diagnostics[0].place
    assert place is None or (place.file, place.line) == (str(tmp_path / "orders.py"), 2)


REFUTING = """
def zero(p):
    \"\"\"Seen from 0.\"\"\"
    q = p.on({"s": 0, "t": 0}, "s = 0")
    with q.block("n", r"\\mathbb{N}") as each:
        q.equal("s^2 n = 0", "s = 0")
    q.lemma("limit_constant", each.fact, c=0, f=("n", "s^2 n"))
"""


def test_what_a_script_writes_against_a_statement(tmp_path):
    """The instance, the facts, the steps and their lines; DERIVATIONS and REFUTATIONS are apart."""
    text = f'{REFUTING}REFUTATIONS = {{"G": zero}}\n'
    where = theory(tmp_path, growth=text)
    assert load_scripts(where) == {}
    (written,) = load_refutations(where).values()
    assert (written.id, written.reason) == ("G", "Seen from 0.")
    found = refuting(where["G"], written.script, where)
    assert found.instance == {"values": {"s": "0", "t": "0"}, "members": {}}
    assert found.facts == (["=", ["symbol", "s"], ["number", "0"]],)
    assert [step.get("rule") for step in found.derived.steps] == [None, "lemma"]
    assert found.derived.place((1,)) == f"{tmp_path / 'growth.py'}:7"


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("pass", "the refutation of G has no step"),
        ('p.on({"s": 0, "t": 0}, "s = 0")', "the refutation of G has no step"),
        ('p.on({"s": 0, "t": 0}, "s = 1")', "the fact s = 1 does not hold on the instance"),
        ("p.goal.sides", "the refutation of G raises AttributeError"),
        ('p.on({"s": 0, "t": 0}).lemma("Z")', "step 0, lemma: Z is no axiom, and no statement"),
    ],
)
def test_a_refutation_that_fails(tmp_path, script, told):
    """The line of the script at which it did."""
    where = theory(tmp_path, growth=f'def bad(p):\n    {script}\nREFUTATIONS = {{"G": bad}}')
    with pytest.raises(Fault, match=told):
        refuting(where["G"], load_refutations(where)["G"].script, where)


def test_refutations_that_cannot_be_loaded(tmp_path):
    """Told as for derivations, by their own name."""
    with pytest.raises(Fault, match="REFUTATIONS is no mapping from statement ids to functions"):
        load_refutations(theory(tmp_path, growth="REFUTATIONS = []"))
    with pytest.raises(Fault, match="no statement has the id D"):
        load_refutations(theory(tmp_path, growth='REFUTATIONS = {"D": print}'))


def test_notation_is_the_theorys(tmp_path):
    """A theory brings the notation that its scripts are written in."""
    assert {d.name for d in theory(tmp_path).notation.declarations} == {"s", "t"}
    assert len(NOTATION.declarations) > 2
