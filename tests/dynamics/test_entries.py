"""Hessians of other types than float64 are the numbers that they are, or are refused."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from verify.dynamics import Dense, Factored, exact_array, factors, second_moments, stability, unlearning_sgd
from verify.dynamics.entries import as_float64

TYPES = ("float16", "float32", "longdouble", "int8", "int64", "uint64", ">f8", ">f4")
WIDE = st.one_of(st.integers(-(2**63), 2**63 - 1), st.integers(0, 62).map(lambda e: 2**e), st.integers(0, 9).map(lambda e: 2**62 + 2**e))


def families(dtype):
    """Two Hessians, diagonal; small entries, as this type holds them."""
    whole = np.dtype(dtype).kind in "iu"
    entries = st.integers(0, 5) if whole else st.floats(0, 2, width=16).map(lambda x: x / 7)
    return arrays(dtype, (2, 2), elements=entries.map(np.dtype(dtype).type)).map(diagonal)


def diagonal(rows):
    """(n, d) as diagonal matrices, (n, d, d)."""
    out = np.zeros((*rows.shape, rows.shape[1]), rows.dtype)
    out[:, range(rows.shape[1]), range(rows.shape[1])] = rows
    return out


@pytest.mark.parametrize("form", [Dense, factors])
@pytest.mark.parametrize("dtype", [t for t in TYPES if t != "longdouble"])
@given(data=st.data(), eta=st.floats(0.125, 1, width=32))
def test_bounds_are_about_the_numbers_given(dtype, form, data, eta):
    """The interval of ρ(Φ) and of each moment contains the exact value, whatever type the numbers, and η, came in."""
    retain, forget = data.draw(families(dtype)), data.draw(families(dtype))
    floats = unlearning_sgd(form(retain), form(forget), np.float32(eta), np.float32(0.25), 1)
    found = stability(floats)
    make = exact_array if form is Dense else (lambda array: factors(exact_array(array)))
    recursion = unlearning_sgd(make(retain.astype(float)), make(forget.astype(float)), Fraction(eta), Fraction(1, 4), 1)
    exact = stability(recursion)
    assert Fraction(found.lo) <= exact.hi
    assert exact.lo <= Fraction(found.hi)
    moments, exactly = second_moments(floats, 3), second_moments(recursion, 3).values
    for value, error, true in zip(moments.values, moments.errors, exactly, strict=True):
        assert abs(Fraction(float(value)) - Fraction(int(true.p), int(true.q))) <= Fraction(float(error))


def test_single_precision_is_not_kept():
    """The interval contains the radius of the numbers as they are stored, (1 − η h)² + noise, to eleven digits and not to seven."""
    retain, forget = np.array([[[0.1]], [[0.3]]], np.float32), np.array([[[0.1]]], np.float32)
    found = stability(unlearning_sgd(retain, forget, 0.5, 0.0, 1))
    a, b = (Fraction(float(x)) for x in retain.ravel())
    radius = (1 - (a + b) / 4) ** 2 + Fraction(1, 4) * Fraction(1, 4) * (a * a + b * b)
    assert Fraction(found.lo) <= radius <= Fraction(found.hi)
    assert found.gap < 1e-11


@given(array=arrays(np.int64, 4, elements=WIDE))
def test_integers_are_kept_or_refused(array):
    """As Python's integers decide it."""
    if all(int(float(x)) == x for x in array.tolist()):
        assert [int(x) for x in as_float64(array)] == array.tolist()
    else:
        with pytest.raises(ValueError, match=r"between two floats"):
            as_float64(array)


def test_integers_do_not_wrap():
    """2⁶², squared, is 2¹²⁴."""
    z = np.array([[[2**62]]] * 4)
    assert second_moments(unlearning_sgd(z, z, 1.0, 0.0, 4), 1).values[1] == pytest.approx(2.0**124, rel=1e-12)


@pytest.mark.parametrize("form", [Dense, factors, lambda array: Factored(np.ones((1, 1, 1)), array)])
@pytest.mark.parametrize("number", [np.longdouble(1) / 3, np.uint64(2**63 + 1), 1j])
def test_other_numbers_are_refused(form, number):
    """Extended precision, wide integers, complex numbers, with a reason."""
    with pytest.raises(ValueError, match=r"between two floats|real numbers"):
        form(np.array([[[number]]]))


@pytest.mark.parametrize("numbers", [(Fraction(1, 3), 0.0), (0.5, Fraction(1, 3)), (np.longdouble(1) / 3, 0.0), ("0.5", 0.0)])
def test_rates_between_floats_are_refused(numbers):
    """η and α are the numbers that are given, or no numbers at all."""
    with pytest.raises(ValueError, match=r"eta|alpha"):
        unlearning_sgd(np.ones((1, 1, 1)), np.ones((1, 1, 1)), *numbers, 1)
