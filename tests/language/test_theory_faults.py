"""Each fault of a theory's structure names its place, and all of them are reported at once; ‸ stands before the place."""

from __future__ import annotations

import pytest

from tests.language.carets import places, pointed, unmarked
from tests.samples import NOTATION
from verify.errors import Code, Diagnostic, Fault
from verify.language.read import Theory, read_theory

GOOD = r"\begin{claim}{L1} \assume{$\alpha > 0$} \conclude{$\alpha \ge 0$} \end{claim}"

FATAL = (
    ((Code.BRACES,), r"\[ \frac‸{1 \tag{1} \]"),
    ((Code.BRACES, Code.BRACES), "a ‸{ b\n ‸{ c"),
    ((Code.BRACES,), r"a ‸} b { c"),
    ((Code.BRACES,), r"\{ ‸} \} \\{ c }"),
    ((Code.ENVIRONMENT,), r"‸\begin{claim}{A} \conclude{$1 = 1$}"),
    ((Code.ENVIRONMENT, Code.ENVIRONMENT), r"‸\begin{setup}{A} ‸\end{claim}"),
    ((Code.ENVIRONMENT,), r"‸\end{claim}"),
    ((Code.ENVIRONMENT,), r"‸\[ 1 = 1 \tag{1}"),
    ((Code.ENVIRONMENT,), "‸\\[ 1 = 1 \\tag{1}\n\\[ 2 = 2 \\tag{2} \\]"),
    ((Code.ENVIRONMENT,), r"‸\begin{align} 1 = 1 \tag{1} \end{align*}"),
    ((Code.ENVIRONMENT,), r"‸\assume{$\eta > 0$}"),
    ((Code.ENVIRONMENT,), r"\begin{setup}{S} ‸\conclude{$\eta > 0$} \end{setup}"),
    ((Code.ENVIRONMENT,), r"\begin{setup}{S} ‸\begin{claim}{A} \conclude{$1 = 1$} \end{claim} \end{setup}"),
    ((Code.TAG_MISSING,), r"‸\[ 1 = 1 \]"),
    ((Code.TAG_MISSING, Code.TAG_MISSING), "‸\\[ 1 = 1 \\]\n ‸\\[ 2 = 2 \\]"),
    ((Code.TAG_MISSING,), GOOD + r"\begin{proofof}{L1} ‸\[ 1 = 1 \label{one} \] \end{proofof}"),
    ((Code.TAG_MISSING,), r"‸\begin{claim} \[ 1 = 1 \] \end{claim}"),
    ((Code.TAG_MISSING,), r"‸\begin{claim}{A} \assume{$\eta > 0$} \end{claim}"),
    ((Code.TAG_TWICE,), "\\[ 1 = 1 \\tag{1} \\]\n  ‸\\[ 2 = 2 \\tag{1} \\]"),
    ((Code.TAG_TWICE,), GOOD + "\n‸" + GOOD),
    ((Code.UNKNOWN_ID,), r"\begin{claim}{A} \inherit{‸L2} \[ 1 = 1 \] \end{claim}"),
    ((Code.UNKNOWN_ID,), r"‸\begin{proofof}{L2} \[ 1 = 1 \tag{1} \] \end{proofof}"),
    ((Code.UNKNOWN_ID,), r"‸\begin{claim}{1r} \repairs{1} \[ 1 = 1 \] \end{claim}"),
    ((Code.UNDECLARED, Code.UNDECLARED), "\\[ ‸q = 1 \\tag{1} \\]\n\\[ 1 = ‸z \\tag{2} \\]"),
    (
        (Code.UNDECLARED, Code.UNDECLARED),
        r"\begin{setup}{S} \assume{$‸q > 0$} \end{setup} \begin{claim}{A} \assume{$‸z > 0$} \[ 1 = 1 \] \end{claim}",
    ),
    ((Code.UNDECLARED,), r"\begin{claim}{A} \assume{$‸q \in D_r$} \[ 1 = 1 \] \end{claim}"),
    ((Code.UNDECLARED,), r"\begin{claim}{A} \assume{$r \in ‸D_q$} \[ \operatorname{Tr}(H_r) \ge 0 \] \end{claim}"),
    ((Code.INDEX_SCOPE,), r"\begin{setup}{S} \assume{$‸r \in D_r$} \end{setup}"),
    ((Code.SYNTAX,), r"\begin{setup}{S} \assume{‸B is positive} \end{setup}"),
    ((Code.KIND,), r"\begin{setup}{S} \assume{$‸2 \eta + 1$} \end{setup}"),
    (
        (Code.UNDECLARED, Code.TAG_MISSING, Code.TAG_TWICE),
        "\\[ ‸q = 1 \\tag{1} \\]\n‸\\begin{claim}{A} \\end{claim}\n\\[ 1 = 1 \\tag{2} \\]\n‸\\[ 1 = 1 \\tag{2} \\]",
    ),
)  # fmt: skip

MALFORMED = (
    (Code.SYNTAX, r"\begin{claim}{A} \assume{‸nothing} \[ 1 = 1 \] \end{claim}"),
    (Code.SYNTAX, r"\begin{claim}{A} \assume{$‸\eta$} \[ 1 = 1 \] \end{claim}"),
    (Code.KIND, r"\begin{claim}{A} \assume{$‸2 \eta$} \[ 1 = 1 \] \end{claim}"),
    (Code.SYNTAX, r"\begin{claim}{A} \assume{$N_i = I$ for all $‸2$} \[ 1 = 1 \] \end{claim}"),
    (Code.SYNTAX, r"\begin{claim}{A} \assume{$‸s, \eta > 0$} \[ 1 = 1 \] \end{claim}"),
    (Code.AMBIGUOUS, r"\begin{claim}{A} \assume{$r \in D_r$} \assume{$‸r \in D_r$} \[ 1 = 1 \] \end{claim}"),
    (Code.AMBIGUOUS, r"\begin{claim}{A} \assume{$i \in D_r, ‸i \in [n]$} \[ 1 = 1 \] \end{claim}"),
    (Code.AMBIGUOUS, r"\begin{claim}{A} \assume{$i \in D_r$} \assume{$‸i \in \mathbb{N}$} \[ 1 = 1 \] \end{claim}"),
    (Code.AMBIGUOUS, r"\begin{claim}{A} \assume{$i \in D_r$} \assume{$‸i \sim \gaussian{0}{1}$} \[ 1 = 1 \] \end{claim}"),
    (Code.INDEX_SCOPE, r"\begin{claim}{A} \assume{$‸i \in (0, 1)$} \[ 1 = 1 \] \end{claim}"),
    (Code.KIND, r"\begin{claim}{A} \assume{$\eta ‸\in D_r$} \[ 1 = 1 \] \end{claim}"),
    (Code.INDEX_SCOPE, r"\begin{definition}{A} \assume{$‸i \in D_r$} \[ X = I \] \end{definition}"),
    (Code.SYNTAX, r"\begin{claim}{A} \thereis{‸$2$} \[ 1 = 1 \] \end{claim}"),
    (Code.KIND, r"\begin{claim}{A} \thereis{$‸\{N_i\}$} \[ 1 = 1 \] \end{claim}"),
    (Code.SYNTAX, r"\begin{claim}{A} \thereis{‸$\{H_r, H_f\}$} \[ 1 = 1 \] \end{claim}"),
    (Code.KIND, r"\begin{claim}{A} \assigned{$‸X$} \thereis{$\{H_i\}$} \[ 1 = 1 \] \end{claim}"),
    (Code.SYNTAX, r"\begin{claim}{A} \largeenough{‸} \[ 1 = 1 \] \end{claim}"),
    (Code.KIND, r"\begin{claim}{A} \withprobability{$‸X$} \[ 1 = 1 \] \end{claim}"),
    (Code.MACRO, r"\begin{claim}{A} \assume{$‸\upto{Z_1}{W_k} \in \mathbb{R}^d$} \[ 1 = 1 \] \end{claim}"),
    (Code.MACRO, r"\begin{claim}{A} \assume{$\upto‸{Z}{Z_k} \in \mathbb{R}^d$} \[ 1 = 1 \] \end{claim}"),
    (Code.KIND, r"\begin{claim}{A} \assume{$z \sim ‸\eta$} \[ 1 = 1 \] \end{claim}"),
    (Code.KIND, r"\[ ‸\eta \tag{A} \]"),
    (Code.INDEX_SCOPE, r"\[ \operatorname{Tr}(N_‸i) \ge 0 \tag{A} \]"),
    (Code.SYNTAX, r"\[ \eta ‸\foo 1 \tag{A} \]"),
    (Code.KIND, r"\begin{definition}{A} \[ ‸\eta + 1 = 2 \] \end{definition}"),
    (Code.KIND, r"\begin{definition}{A} \[ ‸N_{k+1} = I \] \end{definition}"),
    (Code.KIND, r"\begin{definition}{A} \[ ‸\eta \le 1 \] \end{definition}"),
    (Code.KIND, r"\begin{definition}{A} \[ ‸N_i = I \forall i \in \mathbb{N} \] \end{definition}"),
)


def faults(*texts: str) -> tuple[Diagnostic, ...]:
    """What is wrong with a theory."""
    with pytest.raises(Fault) as caught:
        read_theory({f"{n}.tex": text for n, text in enumerate(texts)}, NOTATION)
    return caught.value.diagnostics


def theory(text: str) -> Theory:
    """The theory of a text."""
    return read_theory({"a.tex": text}, NOTATION)


@pytest.mark.parametrize(("codes", "marked"), FATAL)
def test_what_leaves_nothing_to_decide_stops(codes: tuple[Code, ...], marked: str):
    """Every fault is reported, each at its place."""
    found = faults(unmarked(marked))
    assert sorted((c.value, p) for c, p in zip([d.code for d in found], pointed(found), strict=True)) == sorted(
        (c.value, p) for c, p in zip(codes, places(marked), strict=True)
    )


@pytest.mark.parametrize(("code", "marked"), MALFORMED)
def test_a_fault_in_a_statement_does_not_stop(code: Code, marked: str):
    """The statement carries the fault, and the others are read."""
    read = theory(unmarked(marked) + GOOD)
    fault = read["A"].fault
    assert fault is not None
    assert read["A"].conclusion is None
    assert (fault.code, pointed([fault])) == (code, places(marked))
    assert read["L1"].fault is None


def test_faults_of_all_files_are_reported():
    """A brace in one file does not hide another file's environment."""
    found = faults("a { b", r"\end{claim}", r"\[ 1 = 1 \]")
    assert [(d.code, d.place and d.place.file) for d in found] == [
        (Code.BRACES, "0.tex"),
        (Code.ENVIRONMENT, "1.tex"),
        (Code.TAG_MISSING, "2.tex"),
    ]


def test_the_same_id_in_two_files_names_the_first():
    """Where the id was given first is said."""
    (found,) = faults(GOOD, "\n" + GOOD)
    assert found.code is Code.TAG_TWICE
    assert "0.tex:1" in found.message
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("1.tex", 2)


def test_near_ids_are_suggested():
    """A slip in an id is named."""
    (found,) = faults(GOOD + r"\begin{claim}{A} \inherit{L11} \[ 1 = 1 \] \end{claim}")
    assert "Did you mean L1?" in found.fix


def test_an_unknown_statement_names_near_ones():
    """Asking a theory for an id that it has not gives those that it has."""
    read = theory(r"\[ 1 = 1 = 1 \tag{27} \]")
    with pytest.raises(Fault) as caught:
        read["27"]
    (found,) = caught.value.diagnostics
    assert found.code is Code.UNKNOWN_ID
    assert "27.1" in found.fix
    assert "27.2" in found.fix


def test_a_definition_without_meaning_is_felt_by_those_who_use_it():
    """A statement that rests on it, directly or not, is undefined; others are not."""
    text = r"""
    \begin{definition}{DefX} \[ X = \operatorname{Tr}(Y) \] \end{definition}
    \begin{definition}{DefJ} \[ J = X + I \] \end{definition}
    \[ J = I \tag{1} \] \[ D = I \tag{2} \]"""
    read = theory(text)
    fault = read["1"].fault
    assert read["DefX"].fault is not None
    assert read["DefX"].fault.code is Code.KIND
    assert fault is not None
    assert fault.code is Code.UNDEFINED
    assert "DefX" in fault.message
    assert pointed([fault]) == [(4, 5)]
    assert read["1"].conclusion is None
    assert read["2"].fault is None


def test_a_fault_in_a_hypothesis_is_felt_by_all_that_have_it():
    """Claims inside, proofs and those that inherit are not decided under fewer hypotheses."""
    text = r"""
    \begin{claim}{A} \assume{$2 \eta$} \[ \eta = 1 \]
      \begin{claim}{B} \[ \eta = 1 \] \end{claim}
    \end{claim}
    \begin{claim}{C} \inherit{A} \[ \eta = 1 \] \end{claim}
    \begin{proofof}{B} \[ \eta = 1 \tag{1} \] \end{proofof}
    \begin{claim}{D} \[ \eta = 1 \] \end{claim}"""
    read = theory(text)
    assert {s.id: s.fault and s.fault.code for s in read} == {"A": Code.KIND, "B": Code.KIND, "C": Code.KIND, "1": Code.KIND, "D": None}
