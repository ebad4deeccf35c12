"""Limits under attack: an instance on which second moments grow, vanish or stay, with a certificate that the kernel accepts."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from tests.small_theory import SGD_NOTATION, SGD_SETUP, read_claim, read_claims, read_sgd_claims
from verify.decide.certify import refuted_by_steps
from verify.decide.decide import decide
from verify.decide.outcome import Refuted, Unsettled
from verify.decide.search.attack import attack
from verify.decide.search.evidence import refuted
from verify.decide.search.guided import QUICK
from verify.decide.search.limit_claim import is_about_a_limit
from verify.kernel.check import Beyond, Rejected
from verify.meaning.failures import Lacking
from verify.meaning.instance import Instance

STEPS = r"(\prod_{t=0}^{k-1} J_t^T) \overleftarrow{\prod}_{t=0}^{k-1} J_t"
TRACE = rf"\lim_{{k \to \infty}} \mathbb{{E}}\mathrm{{Tr}}({STEPS})"
FALSE = {
    "it grows with ascent": rf"\assume{{$\eta H_r \preceq I \forall r \in D_r$}} \conclude{{${TRACE} = 0$}}",
    "it vanishes with descent": rf"\assume{{$\alpha = 0$}} \assume{{$\frac{{1}}{{2}} I \preceq \eta H_R$}} \conclude{{${TRACE} = \infty$}}",
    "it stays where nothing moves": rf"\assume{{$\alpha = 0$}} \assume{{$\mathrm{{Tr}}(H_R) = 0$}} \conclude{{${TRACE} = \infty$}}",
    "the mean of the trace": r"\conclude{$\lim_{k \to \infty} \mathrm{Tr}(\mathbb{E}[" + STEPS + r"]) = 0$}",
    "in two dimensions": rf"\assume{{$d = 2$}} \assume{{$\eta H_r \preceq I \forall r \in D_r$}} \conclude{{${TRACE} = 0$}}",
    "a limit that is a number": rf"\conclude{{${TRACE} = d$}}",
    "noise that doubles": r"\assume{$N_1 \preceq 3I$} \conclude{$\lim_{k \to \infty} \mathrm{Tr}(N_k) = 0$}",
    "noise that vanishes": r"\assume{$\frac{1}{2} I \preceq N_1$} \conclude{$\lim_{k \to \infty} \mathrm{Tr}(N_k) = \infty$}",
}
LATER = r"\begin{definition}{Later} \[ w_k = (\overleftarrow{\prod}_{t=0}^{k-1} J_t) w_0 \] \end{definition}"
START = r"\lim_{k \to \infty} \mathbb{E}\norm{w_k}{}^2"
OF_A_START = {
    "a start at zero stays": rf"\assume{{$\alpha = 1$}} \assume{{$I \preceq \eta H_f \forall f \in D_f$}} \conclude{{${START} = \infty$}}",
    "another grows": rf"\conclude{{${START} = 0$}}",
    "another vanishes": rf"\assume{{$w_0^T w_0 \geq 1$}} \assume{{$\alpha = 0$}} \conclude{{${START} = \infty$}}",
}
NOISE, SEEN = r"\lim_{k \to \infty} \mathrm{Tr}(N_k)", r"\lim_{k \to \infty} v^T N_k v"
# In two dimensions, N_k = Σ H N_{k−1} H, so that Φ(I) = N_1 and ρ(Φ) ≥ Tr N_1 / 2. By the hypotheses N_1 is neither above nor below I.
LATER_POWERS = {
    "one step stretches, and all vanish": rf"\assume{{$\lambda_{{\max}}(N_1) \geq \frac{{11}}{{10}}$}} \conclude{{${NOISE} = \infty$}}",
    "two steps stretch, and all vanish": rf"\assume{{$\lambda_{{\max}}(N_2) \geq \frac{{6}}{{5}}$}} \conclude{{${NOISE} = \infty$}}",
    "it shrinks somewhere, and grows": (
        rf"\assume{{$\lambda_{{\max}}(-N_1) \geq -\frac{{1}}{{2}}$}} \assume{{$\frac{{1}}{{5}} I \preceq N_1$}} "
        rf"\assume{{$\mathrm{{Tr}}(N_1) \leq \frac{{11}}{{5}}$}} \assume{{$\mathrm{{Tr}}(N_2) \geq 3$}} \conclude{{${NOISE} = 0$}}"
    ),
    "the mean shrinks, and it grows": (
        rf"\assume{{$n_r = 2$}} \assume{{$\mathrm{{Tr}}(N_1) \leq \frac{{9}}{{5}}$}} \assume{{$I \preceq 20 N_1$}} "
        rf"\assume{{$\mathrm{{Tr}}(N_2) > \mathrm{{Tr}}(N_1)$}} \conclude{{${NOISE} = 0$}}"
    ),
    "one direction stretches": rf"\assume{{$v^T v = 1$}} \assume{{$v^T N_1 v \geq \frac{{11}}{{10}}$}} \conclude{{${SEEN} = \infty$}}",
}
SUPPOSED = {
    "growth, and not in the mean": rf"\assume{{${NOISE} = \infty$}} \conclude{{$\mathrm{{Tr}}(N_1) \geq 2$}}",
    "it vanishes, though a step stretches": rf"\assume{{${NOISE} = 0$}} \conclude{{$N_1 \preceq I$}}",
    "growth that a start does not see": rf"\assume{{${NOISE} = \infty$}} \conclude{{${SEEN} = \infty$}}",
}
BOUNDARY = {
    "it stays on the boundary": rf"\assume{{$\mathrm{{Tr}}(N_1) \geq 2$}} \assume{{$N_1 \preceq I$}} \conclude{{${NOISE} = \infty$}}",
    "it does not vanish there": rf"\assume{{$\lambda_{{\max}}(N_1) \leq 1$}} \conclude{{${NOISE} = 0$}}",
    "nor where I is no fixed point": (
        rf"\assume{{$n_r = 1$}} \assume{{$\lambda_{{\max}}(N_1) = 1$}} \assume{{$2 N_1 \preceq 2I - vv^T$}} \assume{{$v^T v = 1$}} "
        rf"\conclude{{${NOISE} = 0$}}"
    ),
}
TRUE = {
    "the trace grows": rf"\assume{{$\mathrm{{Tr}}(N_1) > 2$}} \conclude{{${NOISE} = \infty$}}",
    "two steps shrink": rf"\assume{{$\lambda_{{\max}}(N_2) \leq \frac{{9}}{{10}}$}} \conclude{{${NOISE} = 0$}}",
    "growth, and then somewhere a step stretches": rf"\assume{{${NOISE} = \infty$}} \conclude{{$\lambda_{{\max}}(N_1) \geq 1$}}",
    "it vanishes, so not in the mean": rf"\assume{{${NOISE} = 0$}} \conclude{{$\mathrm{{Tr}}(N_1) \leq 2$}}",
    "every start vanishes": rf"\assume{{$N_1 \preceq \frac{{9}}{{10}} I$}} \conclude{{${SEEN} = 0$}}",
    "growth from two steps": rf"\assume{{$\mathrm{{Tr}}(N_2) > 2$}} \conclude{{${NOISE} = \infty$}}",
}


ONCE = r"\mathbb{E}[J_0^T J_0]"
OF_STEPS = {
    "steps that grow in one direction": (
        rf"\assume{{$d = 2$}} \assume{{$\mathrm{{Tr}}({ONCE}) \leq \frac{{7}}{{4}}$}} "
        rf"\assume{{$\lambda_{{\max}}({ONCE}) \geq \frac{{3}}{{2}}$}} \conclude{{${TRACE} = 0$}}"
    ),
    "a start that vanishes after a step that stretches": (
        rf"\assume{{$d = 2$}} \assume{{$w_0^T w_0 \geq 1$}} "
        rf"\assume{{$\lambda_{{\max}}({ONCE}) \geq \frac{{11}}{{10}}$}} \conclude{{${START} = \infty$}}"
    ),
}
DEF = r"\begin{definition}{%s} \[ %s \] \end{definition}"
UNLIKE = {
    "a step that shrinks with time": DEF % ("Draw", r"J_k = \frac{1}{k + 1} I + \eta \sum_{r \in D_r} x_{r,k} H_r"),
    "steps that share a draw": DEF % ("Draw", r"J_k = I + \eta \sum_{r \in D_r} x_{r,0} H_r"),
    "steps of a given sequence": DEF % ("Draw", "J_k = H_R N_k"),
}
UNKNOWN = {
    "another sequence": r"\conclude{$\lim_{k \to \infty} \mathrm{Tr}(J^k) = 0$}",
    "another that is supposed": rf"\assume{{$\lim_{{k \to \infty}} \mathrm{{Tr}}(J^k) = 0$}} \conclude{{${TRACE} = \infty$}}",
}


def plane(claim):
    """A claim about two dimensions."""
    return read_claim(rf"\assume{{$d = 2$}} {claim}")


def matrices(certificate):
    """The names to which an instance gives a value beyond the statement's own."""
    return certificate["instance"]["values"].keys() - {symbol["name"] for symbol in certificate["statement"]["symbols"]}


@pytest.mark.parametrize("claim", FALSE.values(), ids=FALSE)
def test_a_false_limit_falls(claim):
    """The kernel accepts the certificate."""
    (statement,) = read_sgd_claims({"1": claim}).values()
    assert is_about_a_limit(statement)
    outcome = decide(statement, rounds=20)
    assert isinstance(outcome, Refuted)
    assert outcome.certificate["kind"] == "refutation"


@pytest.mark.parametrize("claim", OF_A_START.values(), ids=OF_A_START)
def test_a_false_limit_of_a_squared_norm_falls(claim):
    """Also where w_0 = 0 is the boundary at which nothing grows."""
    statement = read_claims({"1": claim}, SGD_SETUP + LATER, SGD_NOTATION)["1"]
    assert isinstance(decide(statement, rounds=20), Refuted)


@pytest.mark.parametrize("claim", LATER_POWERS.values(), ids=LATER_POWERS)
def test_what_one_step_does_to_the_identity_need_not_tell(claim):
    """ρ(Φ) is on the other side of 1; the certificate has a matrix of its own, by which the kernel sees it."""
    statement = plane(claim)
    found = attack(statement, rounds=6, depth=QUICK)
    assert found.instance is not None
    outcome = refuted(statement, found.instance)
    assert len(matrices(outcome.certificate)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("claim", OF_STEPS.values(), ids=OF_STEPS)
def test_nor_need_it_tell_of_products_of_steps(claim):
    """The same for E Tr(J_0ᵀ⋯J_0) and E‖w_k‖²."""
    statement = read_claims({"1": claim}, SGD_SETUP + LATER, SGD_NOTATION)["1"]
    found = attack(statement, rounds=6, depth=QUICK)
    assert found.instance is not None
    assert len(matrices(refuted(statement, found.instance).certificate)) == 1


def with_law(law):
    """The set-up, with another law of the selectors."""
    start = r"\begin{definition}{Start}"
    before, after = SGD_SETUP.split(r"\begin{definition}{Retain law}")[0], SGD_SETUP.split(start)[1]
    drawn = [rf"\assume{{${one} \in D_{one}$}} \[ x_{one} \sim {law} \] \end{{definition}}" for one in "rf"]
    return before + "".join(rf"\begin{{definition}}{{Law {n}}} {one}" for n, one in enumerate(drawn)) + start + after + LATER


@pytest.mark.parametrize(
    "setup",
    [SGD_SETUP + LATER, with_law(r"\operatorname{WithoutReplacement}(B)"), with_law(r"\operatorname{Moments}(\frac{1}{2}, \eta)")],
    ids=["each on its own", "a batch", "two moments"],
)
def test_a_start_sees_growth_in_one_direction(setup):
    """Of an instance at hand, on which one step shrinks another one; by each law of the selectors."""
    statement = read_claims({"1": rf"\assume{{$d = 2$}} \conclude{{${START} = 0$}}"}, setup, SGD_NOTATION)["1"]
    values = {"d": F(2), "n_r": F(1), "n_f": F(1), "B": F(1), "eta": F(1), "alpha": F(1, 2)}
    members = (("H", (("D_r", (((F(1, 2), F(0)), (F(0), F(1))),)), ("D_f", (((F(2), F(0)), (F(0), F(0))),)))),)
    outcome = refuted(statement, Instance((*values.items(), ("w_0", (F(1), F(1)))), members))
    assert len(matrices(outcome.certificate)) == 1


@pytest.mark.parametrize("claim", SUPPOSED.values(), ids=SUPPOSED)
def test_what_a_limit_is_said_to_imply_falls(claim):
    """The supposed limit is derived on the instance, and what should follow is false there."""
    statement = plane(claim)
    found = attack(statement, rounds=6, depth=QUICK)
    assert found.instance is not None
    steps = refuted(statement, found.instance).certificate["steps"]
    assert any(step.get("name") in ("limit_growth", "limit_zero") for step in steps)


@pytest.mark.parametrize("claim", BOUNDARY.values(), ids=BOUNDARY)
def test_what_holds_but_on_the_boundary_falls(claim):
    """There ρ(Φ) = 1: the moments stay, or stay bounded, or away from 0."""
    outcome = decide(plane(claim), rounds=100)
    assert isinstance(outcome, Refuted)
    assert "limit_growth" not in str(outcome.certificate["steps"])


@pytest.mark.parametrize("claim", TRUE.values(), ids=TRUE)
def test_a_true_limit_stands(claim):
    """Whatever is tried; the effort is on record."""
    outcome = decide(plane(claim), rounds=100)
    assert isinstance(outcome, Unsettled)
    assert outcome.effort.instances > 20
    assert outcome.effort.slack is not None
    assert not outcome.uncertified


@pytest.mark.parametrize("claim", UNKNOWN.values(), ids=UNKNOWN)
def test_of_another_sequence_nothing_is_known(claim):
    """The reason says so."""
    (statement,) = read_sgd_claims({"1": claim}).values()
    with pytest.raises(Lacking, match="such a limit"):
        attack(statement, rounds=1)
    assert decide(statement, rounds=1).reason == "no exact meaning yet: such a limit"


@pytest.mark.parametrize("step", UNLIKE.values(), ids=UNLIKE)
def test_steps_that_are_not_alike_are_no_powers_of_one_map(step):
    """So nothing is said of the limit of their product."""
    before, after = SGD_SETUP.split(r"\begin{definition}{Draw}")
    setup = before + step + after.split(r"\end{definition}", 1)[1]
    with pytest.raises(Lacking, match="such a limit"):
        attack(read_claims({"1": rf"\conclude{{${TRACE} = 0$}}"}, setup, SGD_NOTATION)["1"], rounds=1)


def test_the_result_depends_on_rounds_and_seed_alone():
    """Not on the processes."""
    statement = plane(LATER_POWERS["one step stretches, and all vanish"])
    one, two = (attack(statement, rounds=3, seed=3, jobs=jobs, depth=QUICK) for jobs in (1, 2))
    assert one == two
    assert one.instance is not None


def test_time_cuts_it_short_between_rounds():
    """As any other attack, with the best so far."""
    found = attack(plane(TRUE["two steps shrink"]), rounds=50, max_seconds=0.0, depth=QUICK)
    assert found.effort.cut_short
    assert found.effort.rounds == 1
    assert found.nearest is not None


def test_what_shows_no_limit_is_no_refutation():
    """An instance that satisfies the hypotheses, where the limit is as it is claimed to be."""
    statement = plane(TRUE["the trace grows"])
    near = attack(statement, rounds=1, depth=QUICK).nearest
    assert near is not None
    with pytest.raises(Beyond, match="no limit is known there"):
        refuted(statement, near)


def test_the_kernel_looks_at_each_part_of_a_certificate():
    """Another matrix, instance, or fact in its place is refused."""
    statement = plane(LATER_POWERS["one step stretches, and all vanish"])
    found = attack(statement, rounds=1, depth=QUICK)
    certificate = refuted(statement, found.instance).certificate
    instance, facts, steps = (certificate[key] for key in ("instance", "facts", "steps"))
    values = instance["values"]
    (name,) = matrices(certificate)
    others = [
        {**values, name: [["1", "0"], ["0", "1"]]},
        {**values, name: [["1", "0"], ["1", "1"]]},
        {**values, name: "1"},
        {key: value for key, value in values.items() if key != name},
        {**values, "d": "1"},
    ]
    for other in others:
        with pytest.raises(Rejected):
            refuted_by_steps(statement, {**instance, "values": other}, facts, steps)
    for number in range(3):
        for other in ([], [["=", ["number", "1"], ["number", "1"]]]):
            with pytest.raises(Rejected):
                refuted_by_steps(statement, instance, [*facts[:number], *other, *facts[number + 1 :]], steps)
    with pytest.raises(Rejected):
        refuted_by_steps(statement, instance, facts, steps[:-1])


def test_another_statement_is_none():
    """It is attacked otherwise."""
    assert not is_about_a_limit(read_claim(r"\conclude{$s^2 \ge 2$}"))
