"""What a theory's text comes to: ids, definitions, hypotheses, and what each statement rests on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.formulas import expression
from tests.samples import NOTATION, RELATIONS
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol
from verify.language.read import Theory, load_theory, read_theory
from verify.language.statement import Context, Declaration, Role, Statement
from verify.language.walk import free_names

PROOFS = Path(__file__).resolve().parents[2] / "proofs"
SETUP = r"""
\begin{setup}{Ranges} \assume{$\eta > 0$}, \assume{$\alpha \in [0, 1]$}, \assume{$1 \le B \le n_r$}. \end{setup}
\begin{definition}{Law} \assume{$r \in D_r$} \[ x_r \sim \operatorname{Bernoulli}(\frac{B}{n_r}) \] \end{definition}
\begin{definition}{DefJk} \[ J_k = I - \eta \sum_{r \in D_r} x_{r,k} H_r \] \end{definition}
\begin{definition}{DefJ} \[ J = I - \eta H_R, \quad H_R = \frac{1}{n_r} \sum_{r \in D_r} H_r \] \end{definition}
\begin{definition}{DefN0} \define{$N_0 = I$} \end{definition}
\begin{definition}{DefN} \assume{$k \ge 1$} \[ N_k = \sum_{r \in D_r} H_r N_{k-1} H_r \tag{17} \] \end{definition}
"""


def theory(text: str, setup: str = SETUP) -> Theory:
    """The theory of a text, after the set-up."""
    return read_theory({"setup.tex": setup, "a.tex": text}, NOTATION)


def statement(text: str, id_: str = "A") -> Statement:
    """One statement of a text; it has a meaning."""
    found = theory(text)[id_]
    assert found.fault is None, found.fault
    return found


def claim(body: str) -> Statement:
    """The claim with that body."""
    return statement(rf"\begin{{claim}}{{A}} {body} \end{{claim}}")


def names(context: Context) -> set[str]:
    """The names of a context's symbols."""
    return {d.name for d in context.symbols}


# Ids, tags, lines


@pytest.mark.parametrize(
    ("display", "ids"),
    [
        (r"\eta = 1 \tag{7}", ["7"]),
        (r"\eta = 1 = \alpha \le 2 \tag{7}", ["7.1", "7.2", "7.3"]),
        (r"\eta = 1, \quad \alpha = 2 \tag{7}", ["7.1", "7.2"]),
        (r"\eta = 1 \\ \implies \alpha = 2 \\ \implies \eta \alpha = 2 \tag{7}", ["7.1", "7.2", "7.3"]),
        (r"\eta = \alpha = 1 \\ \implies \alpha = 2 \tag{7}", ["7.1", "7.2", "7.3"]),
        (r"x_r \le 1 \le 2 \forall r \tag{7}", ["7.1", "7.2"]),
        (r"\eta = \foo = 2 \tag{7}", ["7.1", "7.2"]),
        (r"\eta \foo \tag{7}", ["7"]),
    ],
)
def test_ids_count_the_relations_of_a_display(display: str, ids: list[str]):
    """A display of one relation has the bare number; what is outside the grammar does not change how they are counted."""
    assert [s.id for s in theory(rf"\[ {display} \]", setup="")] == ids


def test_a_starred_tag_is_a_tag():
    """\\tag* gives the number too."""
    assert [s.id for s in theory(r"\begin{align*} \eta &= 1 \tag*{7} \end{align*}", setup="")] == ["7"]


def test_a_line_of_implications():
    """The first line is a relation; each later line is one statement, the implication from the line before."""
    read = theory(r"\[ \eta = 1 \implies \alpha = 2 \implies \alpha \le 3 \tag{7} \]", setup="")
    parts = [expression(p) for p in (r"\eta = 1", r"\alpha = 2", r"\alpha \le 3")]
    assert [s.conclusion for s in read] == [parts[0], Apply(Operator.IMPLIES, tuple(parts[:2])), Apply(Operator.IMPLIES, tuple(parts[1:]))]


def test_a_quantified_chain():
    """What holds for all r holds relation by relation."""
    read = theory(r"\[ 0 \le y_r \le 1 \ \forall r \in D_r \tag{7} \]", setup="")
    assert [s.conclusion for s in read] == [expression(r"0 \le y_r \forall r \in D_r"), expression(r"y_r \le 1 \forall r \in D_r")]


def test_a_link_has_its_line_and_print():
    """Where a relation stands, and how it is printed."""
    read = theory("\n\\[\n\\eta &= 1, \\\\\n&\\le \\alpha. \\tag{7}\n\\]", setup="")
    assert [(s.file, s.line, s.latex, s.tag, s.role) for s in read] == [
        ("a.tex", 3, r"\eta = 1", "7", Role.LINK),
        ("a.tex", 4, r"1 \le \alpha", "7", Role.LINK),
    ]


def test_a_claim_is_the_conjunction_of_its_relations():
    """Several displays and conclusions are one statement; a tagged display is a link of its own besides."""
    read = theory(r"\begin{claim}{A} \conclude{$\eta = 1$} \[ \eta \le \alpha \le 2 \tag{7} \] \end{claim}", setup="")
    parts = tuple(expression(p) for p in (r"\eta = 1", r"\eta \le \alpha", r"\alpha \le 2"))
    assert [(s.id, s.role, s.tag) for s in read] == [("A", Role.CLAIM, "7"), ("7.1", Role.LINK, "7"), ("7.2", Role.LINK, "7")]
    assert read["A"].conclusion == Apply(Operator.AND, parts)
    assert [read["7.1"].conclusion, read["7.2"].conclusion] == list(parts[1:])


def test_a_claim_of_an_implication():
    """In a claim the line before ⟹ is a premiss, not a relation of its own; a tagged display has both."""
    read = theory(r"\begin{claim}{A} \[ \eta = 1 \implies \eta > 0 \tag{7} \] \end{claim}", setup="")
    link = expression(r"\eta = 1 \implies \eta > 0")
    assert read["A"].conclusion == read["7.2"].conclusion == link
    assert read["7.1"].conclusion == expression(r"\eta = 1")


def test_source_and_repairs():
    """Whom the theory cites, and what a repair stands for."""
    read = theory(r"\[ \eta = 2 \tag{7} \] \begin{claim}{7r} \repairs{7} \[ \eta = 1 \] (\source{Bhatia (2013)}) \end{claim}", setup="")
    assert (read["7r"].source, read["7r"].repairs) == ("Bhatia (2013)", "7")
    assert (read["7"].source, read["7"].repairs) == (None, None)


def test_comments_and_prose_are_not_read():
    """What is not marked is skipped, what is commented out too; a line break before a comment is no escape."""
    text = "Let $q$ be \\emph{anything} \\[2pt]. % \\[ q = 1 \\]\n\\[ \\eta = 1 \\\\% \\foo\n = 2 \\tag{7} \\] \\\\[2pt] and 5\\% more"
    assert [s.id for s in theory(text.replace(r" \[2pt].", r" \\[2pt]."), setup="")] == ["7.1", "7.2"]


def test_what_stands_in_a_setup_is_read():
    """Definitions and displays inside a set-up are statements too."""
    text = r"\begin{setup}{S} \begin{definition}{DefX} \[ X = I \] \end{definition} \[ X = I \tag{7} \] \end{setup}"
    assert [s.id for s in theory(text, setup="")] == ["DefX", "7"]


# Definitions


def test_ids_of_definitions():
    """The tag's where there is one, else the environment's, numbered where there are several."""
    assert [s.id for s in theory("")] == ["Law", "DefJk", "DefJ.1", "DefJ.2", "DefN0", "17"]
    assert all(s.role is Role.DEFINITION for s in theory(""))


def test_clauses():
    """Parameters are variables or numbers; the guard is what the environment assumes."""
    found = statement(r"\[ \operatorname{Tr}(N_k) \ge 0 \tag{A} \]").context.definitions_of("N", 1)
    assert [(d.id, d.parameters, d.given) for d in found] == [
        ("DefN0", (Number(0),), ()),
        ("17", (Symbol("k"),), (Compare(Relation.GREATER_EQUAL, Symbol("k"), Number(1)),)),
    ]
    assert found[1].body == expression(r"\sum_{r \in D_r} H_r N_{k-1} H_r")


def test_laws():
    """The law of a selector, for the index set that its guard says."""
    (law,) = statement(r"\[ \mathbb{E}[\sum_r x_r] = B \tag{A} \]").context.definitions_of("x", 1)
    assert law.law
    assert law.body == expression(r"s \sim \operatorname{Bernoulli}(\frac{B}{n_r})").right
    assert law.given == (Compare(Relation.IN, Symbol("r"), Symbol("D_r")),)


def test_the_domain_of_a_parameter_is_its_guard():
    """A parameter's declared domain narrows what the family allows; one that has none is free."""
    text = r"""\begin{definition}{D1} \[ y_r = 1 \] \end{definition}
    \begin{definition}{D2} \[ y_i = 2 \] \end{definition}
    \[ y_r = 1 \forall r \tag{A} \]"""
    given = [d.given for d in statement(text).context.definitions_of("y", 1)]
    assert given == [(Compare(Relation.IN, Symbol("r"), Symbol("D_r")),), ()]


def test_a_definition_depends_on_those_it_uses():
    """Through others too, but not on itself."""
    read = theory("")
    assert set(read["DefJ.1"].depends_on) == {"DefJ.2"}
    assert set(read["17"].depends_on) == {"DefN0"}


# Claims, proofs, hypotheses


def test_names_that_a_claim_declares():
    """`x ∈ ℝ^n` and its like declare the name, for the claim alone."""
    spaces = r"\assume{$Z \in \mathbb{R}^{n \times n}$}, \assume{$z \in \mathbb{R}^n$}, "
    found = claim(spaces + r"\assume{$a, b \in \mathbb{N}$}, \assume{$c \in \mathbb{R}$} \conclude{$z^T Z z + a + b = c$}")
    kinds = {d.name: (d.kind, d.size) for d in found.context.symbols}
    assert kinds["Z"] == (Kind.MATRIX, Symbol("n"))
    assert kinds["z"] == (Kind.VECTOR, Symbol("n"))
    assert kinds["a"] == kinds["b"] == (Kind.INTEGER, None)
    assert kinds["c"] == (Kind.REAL, None)
    naturals = {Compare(Relation.IN, Symbol(n), Apply(Operator.NATURALS, ())) for n in "ab"}
    assert naturals | {expression(r"n \ge 0")} == set(found.given)


def test_a_local_name_shadows():
    """A name that a claim declares has none of the theory's hypotheses and definitions."""
    assert claim(r"\conclude{$\eta > 0$}").given == (expression(r"\eta > 0"),)
    assert claim(r"\assume{$\eta \in \mathbb{R}$} \conclude{$\eta > 0$}").given == ()
    local = claim(r"\assume{$J \in \mathbb{R}^{d \times d}$} \conclude{$J = J^T$}")
    assert local.context.definitions == ()
    assert names(local.context) == {"J", "d"}


def test_a_local_family():
    """`M_1 … M_k ∈ …` and `x_1 … x_n ∼ …` declare families over integers."""
    found = claim(r"\assume{$\upto{Z_1}{Z_k} \in \mathbb{R}^{d \times d}$} \conclude{$\operatorname{Tr}(\upto{Z_1}{Z_k}) \le 1$}")
    assert found.context.declaration("Z", 1) == Declaration("Z", Kind.MATRIX, Symbol("d"), over=(("integers",),))
    drawn = claim(r"\assume{$\upto{z_1}{z_k} \sim \gaussian{0}{\sigma^2 I_d}$} \conclude{$\norm{z_1}{} \le 1$}")
    law = Compare(Relation.DISTRIBUTED, Member("z", (Symbol("t"),)), expression(r"v \sim \gaussian{0}{\sigma^2 I_d}").right)
    assert next(h for h in drawn.given if isinstance(h, Bind)).body == law
    downwards = claim(r"\assume{$\downto{z_k}{z_1} \sim \gaussian{0}{\sigma^2 I_d}$} \conclude{$\norm{z_1}{} \le 1$}")
    assert downwards.given == drawn.given


def test_I_in_a_claim_with_two_sizes_says_which():
    """Where a claim's matrix has a size of its own, I alone could be either."""
    found = theory(r"\begin{claim}{A} \assume{$Z \in \mathbb{R}^{n \times n}$} \conclude{$Z = I$} \end{claim}")["A"]
    assert found.fault is not None
    assert "size n" in found.fault.message
    assert "size d" in found.fault.message
    assert claim(r"\assume{$Z \in \mathbb{R}^{n \times n}$} \conclude{$Z = I_n$}").conclusion is not None


def test_hypotheses_of_claims_in_one_another():
    """A claim inside a claim has the outer one's hypotheses, before its own; so has one that inherits."""
    text = r"""\begin{claim}{A} \assume{$s > 1$} \[ s > 0 \]
      \begin{claim}{B} \assume{$s < 2$} \[ s > 0 \] \end{claim}
    \end{claim}
    \begin{claim}{C} \inherit{B} \assume{$s \le 3$} \[ s > 0 \] \end{claim}"""
    read = theory(text)
    more, less, at_most = (expression(p) for p in ("s > 1", "s < 2", r"s \le 3"))
    assert [read[i].given for i in "ABC"] == [(more,), (more, less), (more, less, at_most)]


def test_inheriting_twice():
    """Names and hypotheses of both come along."""
    text = r"""\begin{claim}{B} \assume{$a \in \mathbb{R}$} \assume{$a > 1$} \[ a > 0 \] \end{claim}
    \begin{claim}{C} \assume{$b \in \mathbb{R}$} \assume{$b > a + 1$ for all $a$} \[ b > 0 \] \end{claim}
    \begin{claim}{A} \inherit{B} \inherit{C} \[ a b > 0 \] \end{claim}"""
    found = statement(text)
    assert names(found.context) == {"a", "b"}
    assert len(found.given) == 2


def test_a_proof_has_its_claims_hypotheses_and_never_its_conclusion():
    """And what is assumed inside it, from there on."""
    text = r"""\begin{claim}{L} \assume{$s > 1$} \conclude{$s > \frac{1}{2}$} \end{claim}
    \begin{proofof}{L} \[ s > 0 \tag{1} \] \assume{$s < 2$} \[ s > 0 \tag{2} \] \end{proofof}
    \[ s > 0 \tag{3} \]"""
    read = theory(text)
    more, less = expression("s > 1"), expression("s < 2")
    assert [read[i].given for i in "123"] == [(more,), (more, less), ()]
    assert read["L"].given == (more,)


def test_a_link_of_a_proof_names_its_claim():
    """What is shown in a proof is shown for a claim; an assumption of the proof, and a link elsewhere, is for none."""
    read = theory(
        r"""\begin{claim}{L} \conclude{$s > 0$} \end{claim}
    \begin{proofof}{L} \assume{\[ s < 2 \tag{1} \]} \[ s > 0 \tag{2} \] \end{proofof} \[ s > 0 \tag{3} \]"""
    )
    assert {s.id: s.proves for s in read if s.id in ("L", "1", "2", "3")} == {"L": None, "1": None, "2": "L", "3": None}


def test_for_all_in_words():
    """`$…$ for all $r$` is a hypothesis for every value: of an index that counts, or of a set's elements."""
    counts = claim(r"\assume{$\operatorname{Tr}(N_r) \le \epsilon$ for all $r$} \conclude{$s = 1$}").given[-1]
    assert counts == expression(r"\operatorname{Tr}(N_r) \le \epsilon \forall r \in \mathbb{N}")
    runs = claim(r"\assume{$\operatorname{Tr}(H_r) \le \epsilon$ for all $r$} \conclude{$s = 1$}").given[-1]
    assert runs == expression(r"\operatorname{Tr}(H_r) \le \epsilon \forall r \in D_r")


def test_quantifiers_of_a_conclusion():
    """There is a constant, for all large n, with probability."""
    found = claim(r"\thereis{$c$}, \largeenough{$n, m$}, \withprobability{$1 - \delta$} \conclude{$s \le c + n + m$}").conclusion
    assert isinstance(found, Bind)
    binders: list[tuple[Binder, str]] = []
    inner: Expr = found
    while isinstance(inner, Bind):
        binders.append((inner.binder, inner.variable))
        inner = inner.body
    assert binders == [(Binder.EXISTS, "c"), (Binder.EVENTUALLY, "n"), (Binder.EVENTUALLY, "m")]
    assert isinstance(inner, Compare)
    assert inner.relation is Relation.GREATER_EQUAL
    assert isinstance(inner.left, Apply)
    assert inner.left.operator is Operator.PROBABILITY


def test_readings_of_hypotheses_are_noted():
    """How a macro in a hypothesis was read is said with the statement."""
    noted = claim(r"\assume{$\upto{M_1}{M_k} \le X$} \conclude{$X = Y$}").readings
    assert noted == (r"\upto{M_1}{M_k} read as \prod_{t=1}^{k} M_{t}", r"\le between matrices read as ⪯")
    assert claim(r"\conclude{$X = Y$}").readings == ()


# Randomness


def test_a_bare_selector_belongs_to_the_step_beside_it():
    """x_r beside J_k is x_{r,k}."""
    found = statement(r"\[ J_k = I - \eta \sum_{r \in D_r} x_r H_r \tag{A} \]")
    assert found.conclusion == Apply(Operator.SURELY, (expression(r"J_k = I - \eta \sum_{r \in D_r} x_{r,k} H_r"),))
    assert "selectors without a step are those of the step k" in found.readings


@pytest.mark.parametrize(
    "latex",
    [
        r"\mathbb{E}[\sum_{r \in D_r} x_r H_r] = H_R",
        r"\mathbb{E}[J_1 J_2 \sum_{r \in D_r} x_r] = H_R",
        r"\mathbb{E}[\upto{J_1}{J_k}] = \mathbb{E}[\sum_{r \in D_r} x_r H_r]",
        r"\mathbb{E}[J_k + \sum_{k \in D_r} x_k H_k] = H_R",
    ],
)
def test_a_bare_selector_that_could_be_of_several_steps_is_of_its_own(latex: str):
    """Without a step beside it, with two, with one that only a product gives a meaning to, or one that a sum would capture."""
    assert statement(rf"\[ {latex} \tag{{A}} \]").conclusion == expression(latex)


@pytest.mark.parametrize(
    ("latex", "random"),
    [
        (r"J_k \preceq I", True),
        (r"\sum_{r \in D_r} x_r \ge 0", True),
        (r"J_k = I \implies J_{k+1} = I", True),
        (r"x_r \le 1 \forall r \in D_r", True),
        (r"\mathbb{E}[J_k] = J", False),
        (r"\mathbb{P}[J_k = I] \ge 0", False),
        (r"N_k \succeq 0 I", False),
    ],
)
def test_a_relation_between_random_things_holds_surely(latex: str, random: bool):
    """A conclusion and a hypothesis that the selectors' outcome decides are for every outcome; an expectation is not random."""
    found = claim(rf"\assume{{${latex}$}} \conclude{{${latex}$}}")
    assert (isinstance(found.conclusion, Apply) and found.conclusion.operator is Operator.SURELY) is random
    assert found.given[-1] == found.conclusion


# What a statement rests on


def test_a_statement_rests_on_nothing_else():
    """A statement about ε alone carries no Hessian, no definition and no range of η."""
    found = claim(r"\conclude{$(1 - \epsilon)^2 \ge 0$}")
    assert names(found.context) == {"epsilon"}
    assert found.context.definitions == ()
    assert found.given == ()
    assert found.depends_on == ()


def test_a_statement_rests_on_what_it_reaches():
    """Through definitions, their guards, declarations and hypotheses."""
    found = claim(r"\conclude{$\operatorname{Tr}(J) \le 1$}")
    assert names(found.context) == {"J", "H_R", "H", "eta", "d", "n_r", "n_f", "D_r", "D_f", "B"}
    assert {d.id for d in found.context.definitions} == {"DefJ.1", "DefJ.2"}
    assert {expression(r"\eta > 0"), expression(r"1 \le B")} <= set(found.given)
    assert expression(r"\alpha \in [0, 1]") not in found.given


def undeclared(context: Context, *exprs: Expr) -> set[str]:
    """The free names of a context, and of these expressions, that it does not declare."""
    free = [name for e in (*exprs, *context.hypotheses) for name in free_names(e)]
    for d in context.definitions:
        own = frozenset(p.name for p in d.parameters if isinstance(p, Symbol))
        free += [name for e in (d.body, *d.given) for name in free_names(e, own)]
    for s in context.symbols:
        free += list(free_names(s.size)) if s.size is not None else []
        free += [(name, 0) for over in s.over for name in over if name != "integers"]
    return {name for name, indices in free if context.declaration(name, indices) is None}


def parameters(found: Statement) -> set[str]:
    """The names to which a definition itself gives a meaning."""
    head = found.lhs if found.role is Role.DEFINITION else None
    return {i.name for i in head.indices if isinstance(i, Symbol)} if isinstance(head, Member) else set()


def test_contexts_of_the_paper_are_closed():
    """Every name that a statement reaches is declared in its context."""
    meaningful = [s for s in load_theory(PROOFS) if s.conclusion is not None]
    assert len(meaningful) > 80
    for s in meaningful:
        assert s.conclusion is not None
        assert undeclared(s.context, s.conclusion) <= parameters(s), s.id
    assert undeclared(Context(), expression(r"\eta > 0")) == {"eta"}


@pytest.mark.parametrize("latex", RELATIONS)
def test_contexts_of_samples_are_closed(latex: str):
    """Every relation among the samples makes a claim with a closed context, for which the theory's hypotheses are known."""
    found = claim(rf"\conclude{{${latex}$}}")
    assert found.conclusion is not None
    assert undeclared(found.context, found.conclusion) == set()
