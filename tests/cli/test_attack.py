"""`verify attack`: what it prints, keeps, and refuses."""

from __future__ import annotations

import json

import pytest

from tests.cli.command import make_theory, verify

QUICK = ("--jobs", "1", "--rounds", "2")
INTERRUPTED = """
import verify.decide.search.attack as attack
real = attack.guided_round
def stops(of, seed, number, depth):
    if number == 1:
        raise KeyboardInterrupt
    return real(of, seed, number, depth)
attack.guided_round = stops
"""
BEYOND = """
from verify.decide import certify
from verify.kernel.check import Beyond
def beyond(statement, instance):
    raise Beyond("too many outcomes")
certify.refuted = beyond
"""


@pytest.fixture
def theory(tmp_path):
    """A folder in which `proofs` is a small theory."""
    make_theory(tmp_path / "proofs")
    return tmp_path


def test_a_false_statement(theory):
    """The table, then the counterexample as `verify show` prints it; it is kept, and tried first the next time."""
    first = verify("attack", "1", *QUICK, cwd=theory)
    assert first.returncode == 0
    for part in ("found", "smallest slack", "an exact counterexample", "✓ s > 0", "left", "right"):
        assert part in first.stdout
    assert all(len(line) <= 80 for line in first.stdout.split("as printed")[0].splitlines())
    kept = theory / "proofs" / ".verify" / "attacks" / "1.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["instances"]
    again = json.loads(verify("attack", "1", *QUICK, "--rounds", "0", "--json", "-", cwd=theory).stdout)
    assert again["found"]


def test_a_true_statement(theory):
    """Nothing found is exit code 0, and no guarantee."""
    result = verify("attack", "2", *QUICK, cwd=theory)
    assert result.returncode == 0
    assert "no guarantee" in result.stdout
    assert "2 of 2, seed 0" in result.stdout


def test_as_json_twice_the_same(theory):
    """Seed and rounds fix the result; only the time differs."""
    one, two = (json.loads(verify("attack", "1r", *QUICK, "--json", "-", cwd=theory).stdout) for _ in range(2))
    assert {**one, "seconds": 0} == {**two, "seconds": 0}
    assert one["schema"] == "verify-attack/1"
    assert one["effort"]["rounds"] == 2


def test_an_interrupt_keeps_the_best_so_far(theory):
    """Ctrl-C in the second round: the first one counts, what it found is kept, and the exit code is 0."""
    result = verify("attack", "1r", *QUICK, "--json", "-", cwd=theory, before=INTERRUPTED)
    assert result.returncode == 0
    data = json.loads(result.stdout)
    assert data["interrupted"]
    assert data["effort"]["rounds"] == 1
    kept = theory / "proofs" / ".verify" / "attacks" / "1r.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["slack"] == data["effort"]["slack"]


def test_what_was_kept_and_cannot_be_read_is_left_aside(theory):
    """Nothing rests on it."""
    folder = theory / "proofs" / ".verify" / "attacks"
    folder.mkdir(parents=True)
    (folder / "2.json").write_text("{", encoding="utf-8")
    assert verify("attack", "2", *QUICK, cwd=theory).returncode == 0


@pytest.mark.parametrize(("id_", "part"), [("3", "it is not read"), ("L11", "E-UNKNOWN-ID")])
def test_nothing_to_attack(theory, id_, part):
    """Exit code 2, one message, nothing on the standard output."""
    result = verify("attack", id_, *QUICK, cwd=theory)
    assert result.returncode == 2
    assert result.stdout == ""
    assert part in result.stderr


def test_what_the_kernel_cannot_evaluate_is_not_found(theory):
    """It is told and kept, but is no counterexample."""
    result = verify("attack", "1", *QUICK, "--json", "-", cwd=theory, before=BEYOND)
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert not told["found"]
    assert told["uncertified"] >= 1
    assert (theory / "proofs" / ".verify" / "attacks" / "1.json").is_file()


def test_hypotheses_that_contradict_each_other(theory):
    """There is nothing to search for, and the derivation is shown."""
    result = verify("attack", "L1", *QUICK, cwd=theory)
    assert result.returncode == 0
    assert "contradict each other" in result.stdout
    assert "0 < 0" in result.stdout
    told = json.loads(verify("attack", "L1", *QUICK, "--json", "-", cwd=theory).stdout)
    assert told["vacuous"]
    assert not told["found"]


LIMITS = r"""
\begin{setup}{S} \assume{$s > 0$} \end{setup}
\begin{definition}{D0} \[ N_0 = I \] \end{definition}
\begin{definition}{D1} for \assume{$k \ge 1$} \[ N_k = s N_{k-1} \] \end{definition}
\begin{claim}{falls} \conclude{$\lim_{k \to \infty} \mathrm{Tr}(N_k) = 0$} \end{claim}
\begin{claim}{stands} For \assume{$s < 1$}, \conclude{$\lim_{k \to \infty} \mathrm{Tr}(N_k) = 0$} \end{claim}
\begin{claim}{other} \conclude{$\lim_{k \to \infty} s^k = 0$} \end{claim}
\begin{claim}{constant} \thereis{$c$}: \conclude{$s \le c$} \end{claim}
"""
LIMIT_NAMES = """from verify.notation import constants, family, matrix, natural, notation, real

NOTATION = notation(real("s"), natural("k"), family(matrix("N", size="d"), over="integers"), constants("c"))
"""


def test_limits_and_what_there_is(tmp_path):
    """A false limit falls by an instance; of another a line says why not; what is claimed to exist is named."""
    make_theory(tmp_path / "proofs", LIMITS, LIMIT_NAMES)
    falls, stands, constant = (verify("attack", id_, *QUICK, cwd=tmp_path) for id_ in ("falls", "stands", "constant"))
    assert falls.returncode == stands.returncode == 0
    assert "refuted" in falls.stdout
    assert "the limits differ" in falls.stdout
    assert "no counterexample found, which is no guarantee" in stands.stdout
    assert "smallest slack" in stands.stdout
    assert constant.returncode == 0
    assert "what is claimed to exist is named" in constant.stdout


def test_a_limit_under_an_attack_that_ends_early(tmp_path):
    """Ctrl-C in the second round and `--seconds` leave the rounds before; what was nearest is kept, and tried first the next time."""
    make_theory(tmp_path / "proofs", LIMITS, LIMIT_NAMES)
    ended = json.loads(verify("attack", "stands", *QUICK, "--json", "-", cwd=tmp_path, before=INTERRUPTED).stdout)
    assert (ended["interrupted"], ended["effort"]["rounds"]) == (True, 1)
    kept = tmp_path / "proofs" / ".verify" / "attacks" / "stands.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["slack"] == ended["effort"]["slack"]
    late = json.loads(verify("attack", "stands", *QUICK, "--seconds", "0", "--json", "-", cwd=tmp_path).stdout)
    assert late["effort"]["cut_short"]
    assert (late["effort"]["rounds"], late["effort"]["slack"]) == (1, ended["effort"]["slack"])


def test_a_limit_of_another_sequence(tmp_path):
    """A line says what the attack has no means for."""
    make_theory(tmp_path / "proofs", LIMITS, LIMIT_NAMES)
    other = verify("attack", "other", *QUICK, cwd=tmp_path)
    assert other.returncode == 0
    assert "It gives a limit to what are no second moments" in other.stdout
