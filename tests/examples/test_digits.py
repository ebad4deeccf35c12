"""The Hessians of the digits: the example's mathematics on small data, against SymPy and closed forms; scikit-learn is not needed."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from tests.examples.loaded import ROOT, example

digits = example("digits")


def points(seed, n=40, d=6):
    """Images in [0, 1], and labels that some direction tells apart."""
    rng = np.random.default_rng(seed)
    images = rng.random((n, d))
    return images, np.where(images @ rng.normal(size=d) > 0, 1.0, -1.0)


@pytest.mark.parametrize("label", [-1, 1])
@pytest.mark.parametrize("image", [(1, 0), (1, 2), (-3, 1), (40, -30)])
def test_factors_and_gradient_are_those_of_the_loss(image, label):
    """At w = (log 2, log 3) derivatives of log(1 + exp(−s xᵀw)) are rational: A Aᵀ and the gradient are SymPy's, to some roundings."""
    w = sympy.symbols("w_1 w_2")
    loss = sympy.log(1 + sympy.exp(-label * sum(x * v for x, v in zip(image, w, strict=True))))
    at = dict(zip(w, (sympy.log(2), sympy.log(3)), strict=True))
    point, images = np.log([2.0, 3.0]), np.array([image], dtype=float)
    (a,) = digits.factors(point, images)
    hessian = [[sympy.simplify(entry.subs(at)) for entry in row] for row in sympy.hessian(loss, w).tolist()]
    slope = [sympy.simplify(loss.diff(v).subs(at)) for v in w]
    assert all(value.is_Rational for value in (*slope, *hessian[0], *hessian[1]))
    np.testing.assert_allclose(a @ a.T, np.array(hessian, dtype=float), rtol=1e-12)
    found = digits.gradient(point, images, np.array([float(label)]), penalty=0.0)
    np.testing.assert_allclose(found, np.array(slope, dtype=float), rtol=1e-12, atol=1e-15)


@given(st.floats(0.01, 20))
def test_one_image_is_fitted_exactly(w):
    """For x = 1, s = 1 the minimiser w solves penalty · w = 1/(1 + eʷ): with the penalty that this gives, w is found."""
    found = digits.fit(np.ones((1, 1)), np.ones(1), penalty=1 / (w * (1 + math.exp(w))))
    assert found[0] == pytest.approx(w, rel=1e-7)


@given(seed=st.integers(0, 99), penalty=st.sampled_from((1e-3, 1.0, 10.0)))
def test_the_fit_is_a_minimum(seed, penalty):
    """The gradient vanishes there, as far as it can be computed, also where the classes can be separated."""
    images, labels = points(seed)
    w = digits.fit(images, labels, penalty)
    assert np.abs(digits.gradient(w, images, labels, penalty)).max() < 1e-10


def test_confident_images_have_small_factors():
    """A margin of 2000 neither overflows nor gives anything but 0."""
    assert digits.factors(np.array([2000.0]), np.ones((1, 1))).tolist() == [[[0.0]]]


def test_all_images_are_kept_or_forgotten(tmp_path):
    """Both sets together are all factors, in their order; as many are forgotten as asked for."""
    captured = np.arange(24.0).reshape(8, 3, 1)
    forget = digits.forgotten(8, 3, seed=1)
    digits.save(tmp_path / "h.npz", captured, forget)
    with np.load(tmp_path / "h.npz") as saved:
        assert len(saved["forget_factors"]) == 3
        assert saved["forget_factors"].tolist() == captured[forget].tolist()
        assert saved["retain_factors"].tolist() == captured[~forget].tolist()


def run(monkeypatch, tmp_path, *arguments):
    """The exit code of the example, on other data, from the project's folder."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(digits, "load", lambda: points(0))
    return digits.main(["--out", str(tmp_path / "h.npz"), "--forget", "4", *arguments])


def test_what_is_saved_is_inspected(monkeypatch, tmp_path, capsys):
    """The archive is one that `verify inspect` reads, and its table follows."""
    assert run(monkeypatch, tmp_path, "--batch", "2") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "36 retained and 4 forgotten Hessians, d = 6" in said
    assert "ρ(Φ)" in said


def test_numbers_out_of_range(monkeypatch, tmp_path, capsys):
    """What `verify inspect` refuses, and a forget set of all images, are exit code 2 with a message."""
    assert run(monkeypatch, tmp_path, "--batch", "5") == 2
    assert "--batch 5 is above n_f = 4" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        run(monkeypatch, tmp_path, "--forget", "40")
    assert "from 1 to 39" in capsys.readouterr().err


def test_without_scikit_learn(monkeypatch, tmp_path, capsys):
    """A message that says what to install, and exit code 2."""
    for name in ("sklearn", "sklearn.datasets"):
        monkeypatch.setitem(sys.modules, name, None)
    assert digits.main(["--out", str(tmp_path / "h.npz")]) == 2
    assert "pip install scikit-learn" in capsys.readouterr().err
    assert not (tmp_path / "h.npz").exists()
