"""Stored certificates: what must be accepted, what must be rejected and why, and what must not do harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.kernel.reference import refutes
from verify.kernel.check import Accepted, Beyond, Rejected, Unreadable, check
from verify.kernel.read import load

FOLDER = Path(__file__).parent

# What the kernel accepts: the sides of the relation that fails, worked out by hand.
ACCEPTED = {
    "binomial": ("1", "0"),
    "conjunction": ("1/2", "1/2"),
    "equation": (None, None),
    "gram_matrix": ("3", "2"),
    "maximum": ("2", "1"),
    "membership": (None, None),
    "noncommuting_product": ("[[1, 1], [0, 0]]", "[[1, 0], [1, 0]]"),
    "not_symmetric": ("[[1, 1], [0, 0]]", "[[0, 0], [0, 0]]"),
    "pair_of_a_batch": ("1", "3/2"),
    "random_subset": ("2", "4"),
    "recursion": ("81/4", "9/2"),
    "second_moment": ("[[1/2]]", "[[0]]"),
    "square": (None, None),
    "steps_are_independent": ("1/2", "1"),
    "surely": (None, None),
    "trace_at_zero": (None, None),
    "two_moments": ("1", "0"),
    "two_steps": ("[[1/4]]", "[[1/16]]"),
    "vectors": ("50", "25"),
}

# Why each defect is rejected: a part of the reason, and the files that have it.
REASONS = {
    "has an unknown head, or not the parts that its head takes": "sum_of_one_term unknown_head wrong_arity",
    "is not declared with 0 indices": "member_with_no_indices",
    "is no kind with at most one size": "type_unknown",
    "is not known to the kernel here": "binder_unknown_to_the_kernel operator_unknown_to_the_kernel relation_unknown_to_the_kernel",
    "is neither declared nor bound here": "family_without_index symbol_undeclared variable_outside_its_sum variable_unbound",
    "is not declared with 2 indices": "member_with_two_indices",
    "the variable bound at depth 1 is #2, not #1": "variable_misnumbered",
    "is no natural number in digits": "literal_in_other_digits literal_with_a_leading_zero negative_literal",
    "no name, kind or shape": "index_set_called_integers name_with_a_space selector_that_is_a_matrix "
    "shape_of_a_scalar unknown_shape unknown_symbol_kind",
    "is no object with just": "law_neither_true_nor_false unknown_key_in_definition "
    "unknown_key_in_instance unknown_key_in_statement unknown_key_in_symbol",
    "the evidence of a counterexample is": "missing_evidence unknown_key_in_certificate",
    "is no kind, or": "id_on_two_lines unknown_certificate_kind",
    "the symbols are not sorted by name, each once": "selector_and_family_of_one_form symbol_twice symbols_unsorted",
    "the definitions are not sorted by name": "definitions_unsorted",
    "an index of H is over": "index_over_nothing_declared index_sets_unsorted",
    "are not numbers and #1, #2, … in order": "parameter_misnumbered parameter_that_is_a_sum parameter_twice",
    "is undeclared, or a selector without a law": "definition_of_nothing_declared selector_with_a_value",
    "the primitive symbols are": "family_with_two_indices selector_given_a_value "
    "value_missing value_of_a_derived_symbol value_of_nothing_declared",
    "is no rational in lowest terms": "matrix_for_a_scalar value_in_decimals "
    "value_not_in_lowest_terms value_over_zero value_that_is_a_number",
    "of a size from 1 to 16": "matrix_not_square matrix_ragged matrix_too_large scalar_for_a_vector size_zero",
    "k is declared a general integer (scalar), and its value is 3/2": "integer_that_is_a_fraction",
    "A is declared a psd matrix (matrix of size 2), and its value is": "matrix_not_psd matrix_not_symmetric matrix_of_another_size",
    "H is declared a psd matrix (matrix of size 1), and its value is": "member_not_psd member_of_another_size",
    "H_R is declared a symmetric matrix (matrix of size 1), and its value is": "definition_of_another_size",
    "N is declared a psd matrix (matrix of size 1), and its value is [[-1]]": "definition_not_of_its_shape",
    "without a size has no values known": "matrix_without_a_size sum_of_an_unsized_type",
    "-1 stands where an integer must from 0": "size_negative",
    "members of H are given for the 1 elements of D_r": "member_too_few member_too_many",
    "the members of H are not given as lists by": "members_missing_for_a_set members_no_list members_of_another_set",
    "hypothesis 2 does not hold: (C_r in closed_interval(0, 1)), where the values are 2": "hypothesis_false",
    "no value: a division by zero": "conclusion_without_a_value hypothesis_without_a_value zero_to_a_negative_power",
    "is not known to the kernel as a finite set": "hypothesis_over_all_naturals sum_over_an_interval",
    "D_r is no index set with a size": "index_set_without_a_size",
    "a scalar stands where a truth value must": "hypothesis_that_is_a_number",
    "the conclusion holds: ((A * B) = (B * A)), where the values are [[1, 0], [0, 0]] and [[1, 0], [0, 0]]": "conclusion_true",
    "lhs and rhs are given as": "left_side_wrong right_side_wrong sides_of_the_wrong_conjunct sides_swapped",
    "cannot be added": "sum_of_matrix_and_scalar sum_of_two_sizes",
    "a vector of size 2 and a vector of size 2 cannot be multiplied": "product_of_vectors",
    "a vector of size 2 stands where a scalar or matrix must": "product_of_vectors_by_a_binder",
    "a matrix of size 2 stands where a scalar must": "order_between_matrices",
    "a matrix of size 2 and a scalar cannot be compared": "matrix_equals_scalar",
    "a scalar stands where a matrix must": "trace_of_a_scalar",
    "is not always a scalar": "element_as_a_number sum_of_another_type",
    "no value: a maximum of nothing": "maximum_of_nothing",
    "H is indexed by 1, which is not in D_f or D_r": "index_of_another_sort",
    "is indexed by 1/2, which is not in integers": "index_that_is_a_fraction step_that_is_a_fraction",
    "N[-1] has no value": "member_undefined",
    "nested 200 deep": "definition_circular index_set_circular",
    "the selector x stands outside every expectation": "selector_in_a_probability selector_outside_an_expectation",
    "the probability of x is 2": "probability_above_one",
    "x[('D_r', 1)] has no value": "law_guard_false law_missing",
    "the law gaussian of x is not known": "law_that_is_gaussian",
    "hypothesis 1 does not hold: ((norm_2(w) ^ 2) = 25), where the values are 2 and 25": "norm_irrational",
    "a root itself, is not known to the kernel": "root_of_a_root",
    "no value: a root of -1": "root_of_a_negative_number",
    "a negative power of a matrix is not known to the kernel": "matrix_to_a_negative_power",
    "the power 1/3 is not known": "fractional_power",
    "which is no contradiction": "last_step_no_contradiction",
    "no list of steps": "block_without_steps steps_no_list steps_none",
    "what is given to the rule does not fit": "step_with_unknown_key",
    "is no step of a known rule, and no block": "block_with_unknown_key rule_unknown",
    "are no numbers of facts so far": "fact_beyond_the_last fact_that_is_true",
    "is left over": "cancelled_without_being_positive equation_turned member_not_unfolded pair_of_a_batch_as_independent "
    "square_of_two_moments trace_left_out witness_too_small",
    "the variance of x is -1": "variance_negative",
    "3 stands where an integer must from 0 to 2": "batch_too_large",
    "x is no batch of one whole index set": "batch_whose_size_varies",
    "a moment above the second": "third_moment_derived",
    "what is drawn by a law in a hypothesis is no constant": "drawn_by_a_law",
    "the witness does not show its sign": "interval_as_an_order not_strict step_left_out witness_negative witness_none witness_zero",
    "no premiss has such a part": "part_of_an_inequality part_that_is_none",
    "open_interval_low says ('<', ('number', '0'), ('symbol', 'epsilon'))": "wrong_end_of_an_interval",
    "an instance is not shown to be in its domain": "variable_at_a_fraction variable_outside_its_domain",
    "the first premiss does not say this": "variable_instantiated_twice variable_not_instantiated",
    "a hypothesis is about what a selector decides": "hypothesis_about_a_selector",
    "t is defined by itself in a way that is not known here": "fixed_point_that_is_none",
    "nowhere is no entry of cited.txt": "name_of_no_entry",
}
CERTIFICATE = json.dumps({
    "format": "verify-certificate/1", "id": "1.1", "kind": "counterexample", "instance": {"values": {"a": "VALUE"}, "members": {}},
    "lhs": "1", "rhs": "0", "statement": {"definitions": [], "hypotheses": [], "conclusion": ["<", "SIDE", ["number", "0"]], "symbols": [
        {"name": "a", "kind": "real", "size": None, "shape": "general", "over": [], "selector": False}]},
}).replace('"SIDE"', "%s").replace("VALUE", "%s")
BY_FILE = {stem: reason for reason, stems in REASONS.items() for stem in stems.split()}
SURVIVED = sorted((FOLDER / "survive").iterdir())


def stems(folder: str) -> set[str]:
    """The names of a folder's files."""
    return {path.stem for path in (FOLDER / folder).iterdir()}


def test_every_file_has_its_line():
    """The tables here name the files of the folders, no more and no fewer."""
    assert stems("accept") == set(ACCEPTED)
    assert stems("reject") == set(BY_FILE)
    assert len(SURVIVED) > 10


@pytest.mark.parametrize("stem", sorted(ACCEPTED))
def test_accepted(stem):
    """A sound certificate is accepted, with its id, the canonical bytes of its statement, and both sides."""
    data = load(str(FOLDER / "accept" / f"{stem}.json"))
    accepted = check(data)
    assert isinstance(accepted, Accepted)
    assert (accepted.id, accepted.kind) == (data["id"], data["kind"])
    assert (accepted.left, accepted.right) == ACCEPTED[stem]
    assert accepted.statement == json.dumps(data["statement"], sort_keys=True, separators=(",", ":")).encode()
    assert "\n" not in accepted.text


@pytest.mark.parametrize("stem", sorted(ACCEPTED))
def test_a_second_evaluation_agrees(stem):
    """Each accepted counterexample refutes its statement by another way of evaluating it."""
    data = load(str(FOLDER / "accept" / f"{stem}.json"))
    assert data["kind"] == "vacuous" or refutes(data)


@pytest.mark.parametrize("stem", sorted(BY_FILE))
def test_rejected(stem):
    """A certificate with one defect is rejected, and the reason names the defect."""
    data = load(str(FOLDER / "reject" / f"{stem}.json"))
    with pytest.raises(Rejected) as caught:
        check(data)
    assert BY_FILE[stem] in str(caught.value)


def test_a_letter_is_beyond_the_kernel():
    """An undeclared symbol may be a letter of a string, so a certificate that has one is not said to be wrong."""
    with pytest.raises(Beyond, match="neither declared nor bound here"):
        check(load(str(FOLDER / "reject" / "symbol_undeclared.json")))


@pytest.mark.parametrize("path", SURVIVED, ids=lambda path: path.name)
def test_survived(path):
    """Hostile input ends in one of the two refusals."""
    with pytest.raises((Rejected, Unreadable)):
        check(load(str(path)))


HUGE = {
    "nested lists": "[" * 100_000 + "]" * 100_000,
    "nested objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "a nest that closes what it did not open": '{"a": "' + "]" * 500 + '", "b": ' + "[" * 100_000,
    "a long integer": '{"format": ' + "9" * 100_000 + "}",
    "a long file": " " * 4_000_001,
    "a long literal": CERTIFICATE % ('["number", "' + "9" * 100_000 + '"]', "1"),
    "a long value": CERTIFICATE % ('["symbol", "a"]', "9" * 100_000),
    "a long denominator": CERTIFICATE % ('["symbol", "a"]', "1/" + "9" * 100_000),
    "a long id": CERTIFICATE.replace('"1.1"', '"' + "1" * 100_000 + '"') % ('["symbol", "a"]', "1"),
    "a deep negation": CERTIFICATE % ('["negate", ' * 900 + '["symbol", "a"]' + "]" * 900, "1"),
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_survived_though_huge(text, tmp_path):
    """Input that is far beyond a limit is refused at once."""
    path = tmp_path / "huge.json"
    path.write_text(text)
    with pytest.raises((Rejected, Unreadable)):
        check(load(str(path)))


def test_swapped_statements_are_noticed():
    """The evidence of one statement does not refute another."""
    one, other = (load(str(FOLDER / "accept" / f"{stem}.json")) for stem in ("noncommuting_product", "not_symmetric"))
    for first, second in ((one, other), (other, one)):
        with pytest.raises(Rejected):
            check({**first, "statement": second["statement"]})
