"""A derivation as a person reads it."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from tests.ledger.derived import make
from tests.small_theory import NOTATION, read_claims
from verify.decide.certify import proved
from verify.decide.prove.derivation import Derivation
from verify.ledger.build import build
from verify.report.derivation import axiom_lines, derivation_lines, given_lines, step_count
from verify.report.show import print_entry

READ = read_claims({
    "N": r"\conclude{$N_k + \operatorname{Tr}(I) I \succeq \operatorname{Tr}(I) I$}",
    "each": r"\assume{$s > 0$} \conclude{$\sum_{r \in D_r} s \operatorname{Tr}(H_r H_r) \ge 0$}",
    "below": r"\assume{$0 < s \le 1$, $t = s$} \conclude{$s^2 \le s$, $s t = s^2$}",
})  # fmt: skip


def by_induction(p: Derivation) -> None:
    """N_k is a sum of H N H, from N_0 = I on."""
    base = p.definition("N_0")
    start = p.order(r"N_0 \succeq 0I", base, witness=p.plus(p.gap(base), "I"))
    with p.induction("n", r"N_n \succeq 0I", start) as step:
        guards = [p.order(r"n + 1 \geq 1", *step.ends, witness="n"), p.order("0 < n + 1", *step.ends, witness="1 + n")]
        recursion = p.definition("N_{n+1}", *guards)
        p.order(step.goal, recursion, *step.supposed, witness=p.plus(p.gap(recursion), r"\sum_{i \in D_r} H_i N_n H_i"))
    known = p.use(step.fact, p.order(r"0 \leq k", r"k \geq 0", witness="k"), at="k")
    p.order(p.goal, known, witness="N_k")


def for_each(p: Derivation) -> None:
    """Each term is one."""
    with p.block("q", over="D_r", suppose=[r"\operatorname{Tr}(H_q) \ge 1"]) as block:
        p.order(r"\operatorname{Tr}(H_q) + s \geq 0", *block.supposed, "s > 0", witness=r"\operatorname{Tr}(H_q) + s")
    p.order(p.goal, "s > 0", witness=r"\sum_{r \in D_r} s \operatorname{Tr}(H_r H_r)")


def in_parts(p: Derivation) -> None:
    """One part after the other."""
    low = p.hypotheses[0]
    square = p.order(r"s^2 \leq s", low, p.hypotheses[1], witness="s (1 - s)")
    same = p.replace("s t", p.hypotheses[2])
    other = p.order("s t = s^2", same, witness=p.gap(same))
    p.both(square, other)


def steps_of(id_, script):
    """What a script writes, accepted by the kernel."""
    p = Derivation(READ[id_], NOTATION)
    script(p)
    return proved(READ[id_], p.steps).certificate["steps"]


def test_it_is_told_line_by_line():
    """What each step says, by which rule, from which facts; a block further in, before what it comes to."""
    assert list(derivation_lines(READ["N"], steps_of("N", by_induction), 78)) == [
        "(1) N[0] = I  [definition of N, clause 1]",
        "(2) N[0] ⪰ 0  [by (1), the difference is I]",
        "(3) Let n ∈ ℕ. Suppose:",
        "    (3.1) 0 ≤ n  [since n ∈ ℕ]",
        "    (3.2) N[n] ⪰ 0  [supposed]",
        "    (3.3) n + 1 ≥ 1  [the difference is n, from (3.1)]",
        "    (3.4) 0 < n + 1  [the difference is 1 + n, from (3.1)]",
        "    (3.5) N[n + 1] = Σ(r∈D_r) H[r] N[n + 1 - 1] H[r]",
        "        [definition of N, clause 2, from (3.3), (3.4)]",
        "    (3.6) N[n + 1] ⪰ 0",
        "        [by (3.5), the difference is Σ(r∈D_r) H[r] N[n] H[r], from (3.2)]",
        "(3) for all n ∈ ℕ: N[n] ⪰ 0 ⟹ N[n + 1] ⪰ 0  [the block above]",
        "(4) for all n ∈ ℕ: N[n] ⪰ 0  [axiom induction, from (2), (3)]",
        "(5) 0 ≤ k  [the difference is k, from (a)]",
        "(6) N[k] ⪰ 0  [(4) at k, by (5)]",
        "(7) N[k] + Tr(I) I ⪰ Tr(I) I  [the difference is N[k], from (6)]",
    ]
    assert list(given_lines(READ["N"]))[:2] == ["(a) k ≥ 0", "(b) d ≥ 1"]


def test_a_variable_has_the_printed_name():
    """An element of D_r is called r, as in print."""
    assert list(derivation_lines(READ["each"], steps_of("each", for_each), 78)) == [
        "(1) Let r ∈ D_r. Suppose:",
        "    (1.1) Tr(H[r]) ≥ 1  [supposed]",
        "    (1.2) Tr(H[r]) + s ≥ 0  [the difference is Tr(H[r]) + s, from (1.1), (e)]",
        "(1) for all r ∈ D_r: Tr(H[r]) ≥ 1 ⟹ Tr(H[r]) + s ≥ 0  [the block above]",
        "(2) Σ(r∈D_r) s Tr(H[r] H[r]) ≥ 0",
        "    [the difference is Σ(r∈D_r) s Tr(H[r] H[r]), from (e)]",
    ]


def test_parts_are_put_together():
    """Equals for equals; a conjunction of what was shown."""
    assert list(derivation_lines(READ["below"], steps_of("below", in_parts), 78)) == [
        "(1) s² ≤ s  [the difference is s (1 - s), from (a), (b)]",
        "(2) s t = s s  [equals for equals, by (c)]",
        "(3) s t = s²  [by (2)]",
        "(4) s² ≤ s and s t = s²  [(1) and (3)]",
    ]


def test_lines_fit():
    """At every width, but for what cannot be broken."""
    steps = steps_of("N", by_induction)
    for width in (40, 60, 78, 120):
        assert max(map(len, derivation_lines(READ["N"], steps, width))) <= width


def test_numbers_refer_to_what_was_said():
    """Every fact that a reason names stands before it, under that name."""
    steps = steps_of("N", by_induction)
    seen = {line.split()[0] for line in given_lines(READ["N"])}
    for line in derivation_lines(READ["N"], steps, 1000):
        said, _, why = line.strip().partition("  [")
        named = {f"({part.split(')')[0]})" for part in why.split("(")[1:] if part.split(")")[0].replace(".", "").isdigit()}
        assert named <= seen, line
        seen.add(said.split()[0])


def test_axioms_are_written_out():
    """Each that is used, once, with what it supposes."""
    steps = steps_of("N", by_induction)
    assert list(axiom_lines(steps)) == ["induction: P[0]; for all n ∈ ℕ: P[n] ⟹ P[n + 1] ⊢ for all n ∈ ℕ: P[n]"]
    assert list(axiom_lines([*steps, *steps])) == list(axiom_lines(steps))


def test_steps_in_blocks_count():
    """A block is a step, and so is each within."""
    assert step_count(steps_of("N", by_induction)) == 11
    assert step_count([]) == 0


@pytest.mark.parametrize(
    ("domain", "labels"),
    [
        (["open_interval", ["negate", ["infinity"]], ["number", "1"]], ["(1) Let", "(1.1) n < 1", "(1.2) 0 ≤ 0", "(1) for all"]),
        (["closed_interval", ["number", "0"], ["infinity"]], ["(1) Let", "(1.1) 0 ≤ n", "(1.2) 0 ≤ 0", "(1) for all"]),
        (["reals"], ["(1) Let", "(1.1) 0 ≤ 0", "(1) for all"]),
    ],
)
def test_an_infinite_end_is_no_fact(domain, labels):
    """The facts of a block have the numbers that the kernel gives them: an end that is infinite has none."""
    zero = ["number", "0"]
    block = {"over": domain, "suppose": [], "steps": [{"rule": "order", "says": ["<=", zero, zero], "from": []}]}
    lines = [line.strip() for line in derivation_lines(READ["N"], [block], 100)]
    assert all(line.startswith(label) for line, label in zip(lines, labels, strict=True)), lines


def test_sums_over_assignments_are_told():
    """What is taken apart, and that there is nothing to give."""
    given, none = (
        ["choices", "#1", ["range", ["number", "1"], end], ["symbol", "D_r"], ["index_set"]] for end in (["symbol", "k"], ["number", "0"])
    )
    one, two = ["number", "1"], ["sum", "#1", given, ["sum", "#2", ["symbol", "D_r"], ["number", "1"], ["real"]], ["real"]]
    for left, right, told in (
        (["sum", "#1", given, one, ["real"]], two, "[what the last is given, apart, from (a)]"),
        (["sum", "#1", none, one, ["real"]], one, "[there is nothing to give, from (a)]"),
    ):
        made = {"rule": "choices", "says": ["=", left, right], "from": [0]}
        assert " ".join("".join(derivation_lines(READ["N"], [made], 300)).split()).endswith(told)


NEXT, EACH = ["add", ["symbol", "k"], ["number", "1"]], ["member", "N", [["symbol", "#1"]]]


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ({"rule": "order", "unfold": [["J", 0], ["H_R", 0]]}, "with J, H_R unfolded, both sides have one normal form, from (a)"),
        ({"rule": "value", "from": []}, "or the statement has no value"),
        ({"rule": "part"}, "part of (a)"),
        ({"rule": "use", "at": []}, "(a)"),
        ({"rule": "lemma", "name": "power_matrix", "of": {}}, "axiom power matrix, from (a)"),
        ({"rule": "lemma", "name": "25.7", "of": {}}, "statement 25.7, from (a)"),
        ({"rule": "lemma", "name": "25.7", "of": {"k": NEXT, "s": ["symbol", "s"]}}, "statement 25.7 with k = k + 1, from (a)"),
        ({"rule": "lemma", "name": "25.7", "of": {"M": EACH}}, "statement 25.7 with M[n] = N[n], from (a)"),
    ],
)  # fmt: skip
def test_every_rule_is_named(step, why):
    """By which rule, from which facts; an earlier statement with what stands for its symbols."""
    made = {"says": ["<=", ["number", "0"], ["symbol", "k"]], "from": [0], **step}
    assert " ".join("".join(derivation_lines(READ["N"], [made], 200)).split()) == f"(1) 0 ≤ k [{why}]"


def test_a_proved_statement_in_full(tmp_path):
    """The reason in short, what is given, the steps, the named results behind it, how hard it was attacked all the same."""
    ledger = build(make(tmp_path), jobs=1, rounds=20)
    file = StringIO()
    print_entry(ledger, "L8", Console(file=file, width=80))
    lines = file.getvalue().splitlines()
    assert lines[0].startswith("L8  proved")
    for title, first in (
        ("in short", "What was shown before, and more."),
        ("given", "(a) k ≥ 0"),
        ("and on the word of", "trace-at-most-trace-norm"),
        ("rests on", "B"),
    ):
        assert lines[lines.index(title) + 1].strip() == first
    assert "[statement B, from (a), (b)]" in file.getvalue()
    assert "none breaks the conclusion" in " ".join(file.getvalue().split())
    assert max(map(len, lines[1:])) <= 80


def test_what_it_lacks_is_told(tmp_path):
    """An unsupported statement names what its derivation, or its printed proof, rests on."""
    ledger = build(make(tmp_path), jobs=1, rounds=20)
    for id_, said in (("5", "derivation uses what is not established: 4"), ("L6", "printed proof rests on what is not established: 6.a")):
        file = StringIO()
        print_entry(ledger, id_, Console(file=file, width=80))
        assert f"it may hold, but its {said}" in " ".join(file.getvalue().split())
