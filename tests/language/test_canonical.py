"""The canonical form: what does not matter leaves the bytes alone, what matters changes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from tests.language.certificate_form import BINDERS, HEADS, OPERATORS, RELATIONS, is_expression, is_statement
from tests.language.expressions import expressions
from tests.language.formulas import expression
from tests.samples import NOTATION, SAMPLES
from verify.errors import Fault
from verify.language.canonical import canonical_bytes, dump, expression_json
from verify.language.expression import Apply, Bind, Compare, Expr, Member, Number, Relation, Symbol
from verify.language.notation import Notation
from verify.language.read import load_theory, read_theory
from verify.language.scope import Typed
from verify.language.statement import Statement

PROOFS = Path(__file__).resolve().parents[2] / "proofs"
TEXT = r"""
\begin{setup}{S} \assume{$\eta > 0$}, \assume{$1 \le B \le n_r$} \end{setup}
\begin{definition}{DefN0} \[ N_0 = I \] \end{definition}
\begin{definition}{DefN} \assume{$k \ge 1$} \[ N_k = \eta \sum_{r \in D_r} H_r N_{k-1} H_r \] \end{definition}
\begin{definition}{DefJ} \[ J = I - \eta H_R \] \end{definition}
\begin{definition}{DefH} \[ H_R = \frac{1}{n_r} \sum_{r \in D_r} H_r \] \end{definition}
\begin{claim}{A} \assume{$J \preceq I$} \[ \sum_{i=0}^k \operatorname{Tr}(J N_i) \le B \] \end{claim}
"""


def canonical(expr: Expr) -> bytes:
    """The bytes of an expression."""
    return dump(expression_json(expr))


def claim(text: str = TEXT, notation: Notation = NOTATION) -> Statement:
    """The claim A of a text."""
    found = read_theory({"a.tex": text}, notation)["A"]
    assert found.fault is None, found.fault
    return found


def renamed(expr: Expr, names: dict[str, str], fresh: Iterator[str]) -> Expr:
    """The expression with a new name for every bound variable."""
    match expr:
        case Number():
            return expr
        case Symbol(name):
            return Symbol(names.get(name, name))
        case Member(family, indices):
            return Member(family, tuple(renamed(i, names, fresh) for i in indices))
        case Apply(operator, arguments):
            return Apply(operator, tuple(renamed(a, names, fresh) for a in arguments))
        case Compare(relation, left, right):
            return Compare(relation, renamed(left, names, fresh), renamed(right, names, fresh))
        case Bind(binder, variable, domain, body, type_):
            new = next(fresh)
            return Bind(binder, new, renamed(domain, names, fresh), renamed(body, {**names, variable: new}, fresh), type_)


@settings(max_examples=300)
@given(typed=expressions())
def test_names_of_bound_variables_do_not_matter(typed: Typed):
    """Whatever the bound variables are called, the bytes are the same, and of the form that the documentation says."""
    again = renamed(typed.expr, {}, (f"z_{n}" for n in count()))
    assert canonical(again) == canonical(typed.expr)
    assert is_expression(json.loads(canonical(typed.expr)))


def test_names_of_bound_variables_in_print():
    """The same for a theory: bound variables, and the parameters of definitions."""
    other = TEXT.replace(r"\sum_{i=0}^k \operatorname{Tr}(J N_i)", r"\sum_{j=0}^k \operatorname{Tr}(J N_j)")
    other = other.replace(r"\sum_{r \in D_r} H_r N_{k-1} H_r", r"\sum_{a \in D_r} H_a N_{n-1} H_a")
    other = other.replace(r"\assume{$k \ge 1$} \[ N_k", r"\assume{$n \ge 1$} \[ N_n")
    assert other.count("n-1") == other.count("N_n ") == other.count("N_j") == 1
    assert canonical_bytes(claim(other)) == canonical_bytes(claim())


def test_places_do_not_matter():
    """Nor do lines, files, layout, ids of definitions and prose."""
    other = "\n\nSome prose.\n" + TEXT.replace(" ", "\n ").replace("{DefJ}", "{3.1}").replace(r"\le B", r"\leq B.")
    found = claim(other)
    assert found.line != claim().line
    assert canonical_bytes(found) == canonical_bytes(claim())
    assert canonical_bytes(replace(claim(), id="B", tag="9", latex="", readings=("x",))) == canonical_bytes(claim())


@settings(max_examples=25)
@given(order=st.permutations(NOTATION.declarations))
def test_the_order_of_declarations_does_not_matter(order: list[object]):
    """Nor that of definitions of different names."""
    notation = replace(NOTATION, declarations=tuple(order))
    lines = TEXT.strip().split("\n")
    swapped = "\n".join([lines[0], lines[4], lines[1], lines[2], lines[3], lines[5]])
    assert canonical_bytes(claim(TEXT, notation)) == canonical_bytes(claim(swapped)) == canonical_bytes(claim())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"\eta > 0", r"\eta \ge 0"),
        (r"\le B \le n_r", r"\le B \le n_f"),
        ("N_0 = I", "N_0 = X"),
        ("N_0 = I", "N_1 = I"),
        (r"k \ge 1", r"k \ge 2"),
        ("N_{k-1}", "N_{k-2}"),
        (r"\frac{1}{n_r}", r"\frac{2}{n_r}"),
        (r"J \preceq I", r"J \succeq I"),
        (r"i=0", "i=1"),
        ("J N_i", "N_i J"),
        (r"\le B \]", r"< B \]"),
    ],
)
def test_whatever_a_statement_rests_on_matters(old: str, new: str):
    """Ranges, definitions, guards, hypotheses and the conclusion."""
    assert TEXT.count(old) == 1
    assert canonical_bytes(claim(TEXT.replace(old, new))) != canonical_bytes(claim())


def test_the_order_of_clauses_matters():
    """The first clause that matches is the value, so two clauses of one name do not commute."""
    lines = TEXT.strip().split("\n")
    swapped = "\n".join([lines[0], lines[2], lines[1], *lines[3:]])
    assert canonical_bytes(claim(swapped)) != canonical_bytes(claim())


SWAPS = {
    "+": "-", "-": "+", "0": "1", "1": "2", "2": "3", "3": "2", "T": "2", r"\top": "2", r"\infty": "0", "F": "op",
    "=": r"\le", r"\le": "=", r"\leq": "=", "<": ">", ">": "<", r"\ge": r"\le", r"\geqslant": "<", r"\lt": ">", r"\in": "=",
    r"\preceq": r"\succeq", r"\succeq": r"\preceq", r"\sum": r"\max", r"\max": r"\sum", r"\prod": r"\sum",
    r"\eta": r"\alpha", r"\alpha": r"\eta", r"\epsilon": r"\eta", r"\sigma": r"\eta", r"\delta": r"\eta",
    "X": "Y", "Y": "X", "J": "X", "D": "X", "v": "w", "w": "v", "M": "N", "N": "M", "k": "n", "n": "k", "B": "m", "s": r"\eta",
    "r": "f", "f": "r", "i": "j", r"\log": r"\Gamma", r"\binom": r"\frac", r"\frac": r"\binom",
}  # fmt: skip


def mutants(latex: str) -> Iterator[str]:
    """A formula with one token changed."""
    for token in re.finditer(r"\\[a-zA-Z]+|\\.|[a-zA-Z0-9]|\S", latex):
        if token[0] in SWAPS:
            space = " " if SWAPS[token[0]][-1].isalpha() else ""
            yield latex[: token.start()] + SWAPS[token[0]] + space + latex[token.end() :]


def readable(latexes: Iterator[str]) -> Iterator[tuple[str, Expr]]:
    """Those that have a meaning."""
    for latex in latexes:
        try:
            yield latex, expression(latex)
        except (Fault, ValueError):  # no formula, or several
            continue


@pytest.mark.parametrize("latex", SAMPLES)
def test_a_changed_token_changes_the_bytes(latex: str):
    """A sign, an index, an exponent, a relation: one token more or less and it is another statement."""
    before = canonical(expression(latex))
    assert [m for m, expr in readable(mutants(latex)) if canonical(expr) == before] == []


def test_tokens_are_changed():
    """There are mutants that have a meaning, many for most samples."""
    assert sum(len(list(readable(mutants(latex)))) for latex in SAMPLES) > 300


def test_samples_differ():
    """No two samples say the same, but for those that are there for their spelling."""
    spelled: dict[bytes, list[str]] = {}
    for latex in SAMPLES:
        spelled.setdefault(canonical(expression(latex)), []).append(latex)
    twice = [group for group in spelled.values() if len(group) > 1]
    assert all(len({re.sub(r"\s", "", s) for s in group}) == len(group) for group in twice)
    assert len(spelled) > 0.9 * len(SAMPLES)


@pytest.mark.parametrize("latex", SAMPLES)
def test_samples_have_the_documented_form(latex: str):
    """Nested lists, numbers as strings, bound variables numbered by depth, ASCII."""
    data = json.loads(canonical(expression(latex)))
    assert is_expression(data)
    assert canonical(expression(latex)).isascii()


def test_statements_of_the_paper_have_the_documented_form():
    """Symbols sorted, definitions without ids, everything closed under the one encoding."""
    for s in load_theory(PROOFS):
        if s.conclusion is None or s.role.value == "definition":
            continue
        data = canonical_bytes(s)
        assert is_statement(json.loads(data)), s.id
        assert dump(json.loads(data)) == data


def test_the_form_is_a_check():
    """The check refuses what is not of the form."""
    assert not is_expression(["number", 3])
    assert not is_expression(["number", "03"])
    assert not is_expression(["symbol", "#1"])
    assert not is_expression(["nonsense", ["number", "1"]])
    assert not is_expression(["sum", "#2", ["symbol", "D_r"], ["symbol", "#2"], ["real"]])
    assert not is_statement({"symbols": []})


def test_no_two_namespaces_share_a_head():
    """A head says what an expression is."""
    assert len(OPERATORS) + len(BINDERS) + len(RELATIONS) + len(HEADS) == len(OPERATORS | BINDERS | RELATIONS | set(HEADS))


def test_a_statement_without_meaning_has_no_bytes():
    """There is nothing to compare."""
    found = read_theory({"a.tex": r"\[ X = \eta \tag{A} \]"}, NOTATION)["A"]
    with pytest.raises(ValueError, match="A has no meaning"):
        canonical_bytes(found)


def test_a_relation_is_one_of_the_enum():
    """Comparisons render and encode for every relation."""
    pair = (Symbol("k"), Number(1))
    assert len({canonical(Compare(r, *pair)) for r in Relation}) == len(Relation)
