"""Derivations as scripts write them: what each step says, that the kernel accepts it, and what a script is told that goes wrong."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.decide.prove.derivations import accepted, begun, holds, shown
from tests.small_theory import NOTATION, SETUP
from verify.derivations import Derivation
from verify.errors import Fault
from verify.kernel.check import Rejected
from verify.language.expression import Apply, Bind, Binder, Compare, Member, Number, Operator, Relation, Symbol
from verify.language.read import read_theory
from verify.language.render import render

MATRICES = r"\assume{$A \preceq G$}, \assume{$s \geq t$}, \assume{$t > 1$} \conclude{$s G \succeq tA$}"
NOISE = r"\conclude{$N_k \succeq 0I$}"


def test_an_order_with_its_witness():
    """The witness is taken as it is given, and the kernel judges it."""

    def script(p):
        p.order("t > 0", "t > 1", witness="(t - 1) + 1")
        p.order(p.goal, r"A \preceq G", r"s \geq t", "t > 0", witness="(s - t)G + t(G - A)")

    assert shown(MATRICES, script).accepted.kind == "derivation"


def test_a_wrong_witness_is_the_scripts_fault():
    """The kernel says what is left over."""
    with pytest.raises(Rejected, match="step 0: the difference of the sides is not the witness"):
        shown(MATRICES, lambda p: p.order(p.goal, r"A \preceq G", r"s \geq t", witness="(s - t)G"))


def test_an_order_whose_witness_is_found():
    """Products of a scalar and a matrix premise."""

    def script(p):
        p.so("t > 0", "t > 1")
        p.so(p.goal, r"A \preceq G", r"s \geq t", "t > 0", hints=["G"], degree=2)

    shown(MATRICES, script)


@pytest.mark.parametrize(
    ("claim", "relation", "premises", "hints"),
    [
        (r"\assume{$s \leq t$} \conclude{$2s + \frac{1}{3} \leq 2t + \frac{1}{2}$}", None, [r"s \leq t"], []),
        (r"\assume{$s \geq 1$}, \assume{$t \geq 2$} \conclude{$st \geq 2$}", None, [r"s \geq 1", r"t \geq 2"], []),
        (r"\conclude{$s^2 + t^2 \geq 2st$}", None, [], ["(s - t)^2"]),
        (r"\assume{$s = t$} \conclude{$sA = tA$}", None, ["s = t"], []),
        (r"\assume{$XY = Z$} \conclude{$\operatorname{Tr}(YAX) = \operatorname{Tr}(ZA)$}", None, ["XY = Z"], []),
        (r"\assume{$XY = Z$}, \assume{$YZ = I$} \conclude{$AXYYZ = AZ$}", None, ["XY = Z", "YZ = I"], []),
        (r"\assume{$s > 0$} \conclude{$\frac{st}{s} = t$}", None, ["s > 0"], []),
        (r"\assume{$s > 0$} \conclude{$\frac{1}{s} > 0$}", None, ["s > 0"], [r"\frac{1}{s}"]),
    ],
)
def test_witnesses_are_found(claim, relation, premises, hints):
    """Combinations with rational weights, products, hints, multiples of equations in words and traces."""
    if relation is None and claim.endswith(r"> 0$}"):
        shown(claim, lambda p: p.order(p.goal, *premises, witness=hints[0]))
    else:
        shown(claim, lambda p: p.so(p.goal, *premises, hints=hints))


@pytest.mark.parametrize(
    ("claim", "premises"),
    [
        (r"\assume{$s \leq t$} \conclude{$s < t$}", [r"s \leq t"]),
        (r"\assume{$s \leq t$} \conclude{$t \leq s$}", [r"s \leq t"]),
        (r"\assume{$A \preceq G$} \conclude{$XA \preceq XG$}", [r"A \preceq G"]),
        (r"\conclude{$XY = YX$}", []),
        (r"\assume{$s \geq 0$} \conclude{$s t \geq 0$}", [r"s \geq 0"]),
    ],
)
def test_no_witness_is_a_fault(claim, premises):
    """What is false, or needs more than it is given, is told with the premises."""
    with pytest.raises(Fault, match=r"E-DERIVATION: step 0, so: no combination of .* shows"):
        shown(claim, lambda p: p.so(p.goal, *premises))


def test_a_chain():
    """Up and through an equation; the strictest relation holds between the ends."""
    claim = r"\assume{$s \leq t$}, \assume{$t = 2$}, \assume{$2 < \epsilon$} \conclude{$s < \epsilon$}"
    shown(claim, lambda p: p.chain(r"s \leq t", "t = 2", r"2 < \epsilon"))


def test_a_chain_that_turns_is_a_fault():
    """≤ and ≥ do not go together."""
    p = begun(r"\assume{$s \leq t$}, \assume{$t \geq 2$} \conclude{$s = 2$}")
    with pytest.raises(Fault, match="go up and some go down"):
        p.chain(r"s \leq t", r"t \geq 2")


def noise_is_psd(p):
    """N_n ⪰ 0 for all n."""
    start = p.so(r"N_0 \succeq 0I", p.definition("N_0"), hints=["I"])
    with p.induction("m", r"N_m \succeq 0I", start) as step:
        recursion = p.definition("N_{m+1}", *step.ends)
        p.so(step.goal, recursion, *step.supposed, hints=[r"\sum_{r \in D_r} H_r N_m H_r"])
    return step.fact


def test_definitions_induction_and_use():
    """The clause is the one that holds; the claim at k is an instance of the claim for all."""

    def script(p):
        every = noise_is_psd(p)
        p.use(every, at="k")
        p.conclude()

    shown(NOISE, script)


def test_a_clause_that_is_not_known_to_hold():
    """It is said what would have to be shown."""
    p = begun(NOISE)
    with pytest.raises(Fault, match=r"definition: no clause of N_\{k\} is known to hold. Give premises that show .*k \\geq 1"):
        p.definition("N_k")


def test_what_is_not_defined_has_no_clause():
    """A primitive symbol."""
    with pytest.raises(Fault, match="Only what has a definition has clauses"):
        begun(NOISE).definition("k")


def test_what_the_statement_evaluates_has_a_value():
    """N_k is defined from 0 on."""

    def script(p):
        every, natural = noise_is_psd(p), p.value("k")
        p.use(every, natural, at="k")

    shown(NOISE, script)
    with pytest.raises(Rejected, match="nothing in the statement needs this"):
        shown(r"\conclude{$0 \leq k - 1$}", lambda p: p.value("k-1"))


def test_lemmas_find_their_symbols():
    """An axiom's symbols are those of the premises; what it supposes is derived from these."""
    p = begun(r"\assume{$s \in [2, t]$}, \assume{$n > 2$} \conclude{$X = Y$}")
    low = p.lemma("closed_interval_low", r"s \in [2, t]")
    assert low.says == Compare(Relation.LESS_EQUAL, Number(2), Symbol("s"))
    power = p.lemma("power", "n > 2", y="s", m="n - 1", n=2)
    assert render(power.says) == r"s^{(n - 1) + 2} = s^{n - 1} s^{2}"
    holds(p, power)


def test_a_symbol_that_nothing_shows():
    """It must be given."""
    p = begun(r"\conclude{$X = Y$}")
    with pytest.raises(Fault, match=r"lemma pascal: what k stands for is not shown by the premises. Give it: k=…"):
        p.lemma("pascal", n="1")


def test_a_lemma_that_is_none():
    """Neither an axiom nor a statement."""
    with pytest.raises(Fault, match="lemma: pasqual is no axiom"):
        begun(r"\conclude{$X = Y$}").lemma("pasqual")


def test_a_hypothesis_that_nothing_shows():
    """A lemma's hypothesis must follow from the premises."""
    p = begun(r"\conclude{$s = 0$}")
    with pytest.raises(Fault, match=r"lemma root: nothing shows 0 \\leq s"):
        p.lemma("root", x="s")


def test_earlier_statements_are_lemmas():
    """With another expression for one of their symbols; what they suppose of it must be known."""
    theory = read_theory({
        "setup.tex": SETUP,
        "paper.tex": rf"\begin{{claim}}{{A}} {NOISE} \end{{claim}} "
        r"\begin{claim}{B} \conclude{$\operatorname{Tr}(N_{k+1}) \geq 0$} \end{claim}",
    }, NOTATION)  # fmt: skip
    p = Derivation(theory["B"], NOTATION, {s.id: s for s in theory})
    p.lemma("A", r"k \geq 0", k="k+1")
    p.order(p.goal, r"N_{k+1} \succeq 0I", witness=r"\operatorname{Tr}(N_{k+1})")
    with pytest.raises(Rejected, match="A is no axiom, nor accepted before"):
        accepted(p)
    lemma = Derivation(theory["A"], NOTATION)
    lemma.use(noise_is_psd(lemma), r"k \geq 0", at="k")
    from verify.decide.certify import proved

    done = proved(theory["B"], p.steps, [accepted(lemma).accepted])
    assert done.accepted.uses == ("A",)


def test_end_terms():
    """The last and the first term, an empty sum, a sum shifted."""
    p = begun(r"\assume{$n \geq 1$} \conclude{$\sum_{i=1}^{n} s^i = \prod_{i=1}^{n} t$}")
    total = p.relation(p.goal).left
    assert render(p.last(total, r"n \geq 1").right) == r"\sum_{i=1}^{n - 1} s^{i} + s^{n}"
    assert render(p.first(total, r"n \geq 1").right) == r"s^{1} + \sum_{i=1 + 1}^{n} s^{i}"
    assert render(p.shift(total, by=2).right) == r"\sum_{i=1 + 2}^{n + 2} s^{i - 2}"
    holds(p, p.empty(r"\sum_{i=n}^{n-1} s"))


def test_parts_and_conjunctions():
    """Put together and taken apart again; those of the conclusion are derived from what is given."""

    def script(p):
        both = p.both("s < t", "1 < s")
        p.conclude(p.part(both, 1), p.part(both, 0))

    shown(r"\assume{$1 < s < t$} \conclude{$2s < 2t$, $1 < s$}", script)
    with pytest.raises(Fault, match="part: s < t has no part 0"):
        begun(r"\assume{$s < t$} \conclude{$s < t$}").part("s < t", 0)


def test_equals_for_equals_under_a_binder():
    """By an equation for all of its domain."""
    p = begun(r"\assume{$H_r = A \forall r$} \conclude{$\sum_{r \in D_r} H_r X = \sum_{r \in D_r} AX$}")
    found = p.replace(p.relation(p.goal).left, p.hypotheses[-1])
    assert p.conclude(found).says == p.goal
    accepted(p)


def test_nothing_to_replace_is_a_fault():
    """An equation whose left side does not occur."""
    p = begun(r"\assume{$X = Y$} \conclude{$Y = Z$}")
    with pytest.raises(Fault, match="replace: no left side of the equations stands in"):
        p.replace("Y + Z", "X = Y")


def test_blocks():
    """A variable over a set and a supposition: what the last step says is a fact for all of them."""
    p = begun(r"\assume{$A \preceq G$} \conclude{$\sum_{r \in D_r} H_r \succeq 0I$}")
    with p.block("j", "D_r", [r"A \preceq H_j"]) as block:
        p.so(r"0I \preceq 2H_j", hints=["H_j"])
    match block.fact.says:
        case Bind(Binder.FOR_ALL, "j", Symbol("D_r"), Apply(Operator.IMPLIES, (_, Compare()))):
            holds(p, block.fact)
        case other:
            pytest.fail(f"it says {other}")


def test_a_range_has_two_ends():
    """Both are known inside."""
    p = begun(NOISE)
    with p.block("m", ("1", "k")) as block:
        p.so("0 < m", block.ends[0])
    assert [render(end.says) for end in block.ends] == [r"1 \leq m", r"m \leq k"]
    holds(p, block.fact)


def test_a_fact_of_a_closed_block_is_refused():
    """Only what the block showed as a whole is known outside."""
    p = begun(NOISE)
    with p.block(suppose=[r"k \geq 2"]) as block:
        inside = p.so(r"k \geq 1", *block.supposed)
    with pytest.raises(Fault, match="a premise is a fact of a block that is closed"):
        p.so(r"k \geq 0", inside)


def test_an_open_block_has_no_fact():
    """It is there at the end of the `with`."""
    p = begun(NOISE)
    with p.block(suppose=[r"k \geq 2"]) as block:
        with pytest.raises(AttributeError, match="still open"):
            _ = block.fact
        p.so(r"k \geq 1", *block.supposed)


@pytest.mark.parametrize(
    ("variable", "over", "said"),
    [("k", r"\mathbb{N}", "k has a meaning already"), ("m", None, "go together"), (None, "D_r", "go together")],
)
def test_what_is_no_block(variable, over, said):
    """A name that is taken, a variable that ranges over nothing."""
    with pytest.raises(Fault, match=said), begun(NOISE).block(variable, over):
        pass


def test_an_induction_must_reach_the_next_claim():
    """The block ends in what the induction needs."""
    p = begun(NOISE)
    start = p.so(r"N_0 \succeq 0I", p.definition("N_0"), hints=["I"])
    with pytest.raises(Fault, match=r"block: nothing shows N_\{m \+ 1\} \\succeq"), p.induction("m", r"N_m \succeq 0I", start):
        p.so("0 < 1")


def test_what_nothing_says_yet():
    """A premise in LaTeX is looked up among the facts."""
    with pytest.raises(Fault, match=r"fact: nothing says s \\leq t yet"):
        begun(r"\conclude{$s = t$}").so("s = t", r"s \leq t")


def test_latex_without_a_meaning():
    """The line of the script is named, and what is wrong with the formula."""
    with pytest.raises(Fault, match="read: u is declared nowhere in 'u < 1'") as caught:
        begun(r"\conclude{$s = t$}").so("u < 1")
    place = caught.value.diagnostics[0].place
    assert place is not None
    assert place.file == __file__


def test_definitions_that_cannot_be_unfolded():
    """Of several clauses; a name of the theory that the statement lacks is passed over, any other is not."""
    p = begun(NOISE)
    p.so("0 < 1", unfold=["H_R"])
    for name in ("N", "Hr"):
        with pytest.raises(Fault, match=f"unfold: {name} is not defined by one clause"):
            p.so("0 < 1", unfold=[name])


def test_numbers_and_expressions_are_taken():
    """Beside LaTeX and facts."""
    p = begun(NOISE)
    assert p.read(-2) == Apply(Operator.NEGATE, (Number(2),))
    assert render(p.read(Fraction(3, 4))) == r"\frac{3}{4}"
    assert p.put("N_k", k="k+1") == Member("N", (Apply(Operator.ADD, (Symbol("k"), Number(1))),))
    assert render(p.minus(p.times(2, "N_k"), p.plus("N_k", "N_k"))) == r"2 N_{k} - (N_{k} + N_{k})"


def test_a_statement_without_meaning_has_no_derivation():
    """There is nothing to derive."""
    with pytest.raises(ValueError, match="has no meaning"):
        begun(r"\conclude{$X = X + 1$}")
