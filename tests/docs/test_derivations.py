"""docs/derivations.md: its examples are derivations and a refutation that the kernel accepts; its table names every kind of step."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from tests.ledger.existing import make
from tests.small_theory import SETUP
from verify.decide.certify import proved, refuted_by_steps
from verify.derivations import Derivation, derived, load_refutations, load_scripts, refuting
from verify.language.read import load_theory

PAGE = Path(__file__).parents[2] / "docs" / "derivations.md"
NOTATION = Path(__file__).parents[1] / "small_theory.py"


def example(number):
    """A block of Python on the page."""
    return re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[number]


def theory_with(directory, number, conclusion):
    """A theory that has the noise, and an example of the page as a file of it."""
    (directory / "paper.tex").write_text(SETUP + rf"\begin{{claim}}{{25.0}} \conclude{{${conclusion}$}} \end{{claim}}", encoding="utf-8")
    (directory / "notation.py").write_text("from tests.small_theory import NOTATION as NOTATION", encoding="utf-8")
    (directory / "noise.py").write_text(example(number), encoding="utf-8")
    return load_theory(directory)


def test_the_example(tmp_path):
    """As a file of a theory that has the noise."""
    theory = theory_with(tmp_path, 0, r"N_k \succeq 0I")
    written = load_scripts(theory)["25.0"]
    assert written.reason == "N_k ⪰ 0: N_0 = I, and each N_{n+1} is a sum of H N_n H with weights ≥ 0."
    steps = derived(theory["25.0"], written.script, theory).steps
    assert proved(theory["25.0"], steps).accepted.kind == "derivation"


def test_the_example_of_what_there_is(tmp_path):
    """As the file of a theory that claims it."""
    theory = make(tmp_path, example(1))
    written = load_scripts(theory)["choice"]
    steps = derived(theory["choice"], written.script, theory).steps
    assert proved(theory["choice"], steps).accepted.kind == "derivation"


def test_the_example_of_a_refutation(tmp_path):
    """As a file of a theory that claims that the noise grows."""
    theory = theory_with(tmp_path, 2, r"\lim_{k \to \infty} \operatorname{Tr}(N_k) = \infty")
    written = load_refutations(theory)["25.0"]
    assert written.reason == "For a single Hessian, I, N_k stays I."
    found = refuting(theory["25.0"], written.script, theory)
    assert refuted_by_steps(theory["25.0"], found.instance, found.facts, found.derived.steps).accepted.kind == "refutation"


def test_every_step_is_told():
    """Each public method of a derivation stands on the page."""
    page = PAGE.read_text(encoding="utf-8")
    told = set(re.findall(r"`p\.(\w+)|`with p\.(\w+)|`(\w+)(?:\(|`)", page))
    names = {name for found in told for name in found if name}
    methods = {name for name, _ in inspect.getmembers(Derivation) if not name.startswith("_")}
    assert methods - names - {"statement", "steps", "places", "relation", "fact"} == set()
