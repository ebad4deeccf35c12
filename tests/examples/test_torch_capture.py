"""Gauss–Newton factors: their algebra against closed forms in NumPy; where PyTorch is installed, its derivatives as well."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples.loaded import ROOT, example

torch_capture = example("torch_capture")
HAS_TORCH = find_spec("torch") is not None


def softmax(outputs):
    """Probabilities, (n, c)."""
    weights = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def cross_entropy_hessians(outputs):
    """diag(p) − p pᵀ, (n, c, c): of the cross-entropy in the outputs, whatever the class."""
    p = softmax(outputs)
    return p[:, :, None] * np.eye(p.shape[1], dtype=p.dtype) - p[:, :, None] * p[:, None, :]


def squares(factors):
    """A_i A_iᵀ."""
    return factors @ factors.transpose(0, 2, 1)


@given(st.lists(st.tuples(*[st.floats(-60, 60)] * 4), min_size=1, max_size=5), st.sampled_from((np.float32, np.float64)))
def test_square_roots_of_cross_entropy(outputs, precision):
    """L Lᵀ is the loss Hessian to a few roundings of its type, also where a class is all but certain and rounding makes it indefinite."""
    hessians = cross_entropy_hessians(np.array(outputs, dtype=precision))
    roots = torch_capture.square_roots(hessians)
    assert np.abs(squares(roots) - hessians).max() <= 32 * np.finfo(precision).eps


def test_no_root_of_an_indefinite_hessian():
    """The message names the sample and its eigenvalue."""
    with pytest.raises(ValueError, match=r"sample 1 is not convex in the outputs \(λ_min = -0\.25\)"):
        torch_capture.square_roots(np.array([[[1.0]], [[-0.25]]]))


@given(seed=st.integers(0, 99), n=st.integers(1, 4), c=st.integers(1, 3), p=st.integers(1, 5))
def test_factors_square_to_the_gauss_newton_matrix(seed, n, c, p):
    """A_i A_iᵀ = J_iᵀ H_i J_i, sample by sample, each factor of shape (p, c)."""
    rng = np.random.default_rng(seed)
    jacobians, roots = rng.integers(-3, 4, (n, c, p)).astype(float), rng.integers(-3, 4, (n, c, c)).astype(float)
    hessians = squares(roots)
    factors = torch_capture.gauss_newton_factors(jacobians, hessians)
    assert factors.shape == (n, p, c)
    for j, h, square in zip(jacobians, hessians, squares(factors), strict=True):
        np.testing.assert_allclose(square, j.T @ h @ j, atol=1e-9)


def captured_from_torch(inputs, weight, bias):
    """The factors of a linear classifier under cross-entropy, in two batches, by PyTorch; the bias first, then the weight."""
    import torch

    model = torch.nn.Linear(*reversed(weight.shape)).double()
    with torch.no_grad():
        model.weight.copy_(torch.from_numpy(weight))
        model.bias.copy_(torch.from_numpy(bias))
    x, y = torch.from_numpy(inputs), torch.zeros(len(inputs), dtype=torch.long)
    params = {"bias": model.bias, "weight": model.weight}
    data = list(zip(x.split(3), y.split(3), strict=True))
    of_module = torch_capture.capture(model, torch.nn.CrossEntropyLoss(), params, data)
    of_function = torch_capture.capture(lambda p, x: x @ p["weight"].T + p["bias"], torch.nn.CrossEntropyLoss(), params, data)
    of_list = torch_capture.capture(model, torch.nn.CrossEntropyLoss(), [model.bias, model.weight], data)
    np.testing.assert_array_equal(of_module, of_list)
    np.testing.assert_array_equal(of_module, of_function)
    return of_module


def test_a_linear_classifier_is_captured():
    """Its Gauss–Newton matrices are (diag p − p pᵀ) ⊗ x̃ x̃ᵀ, bias before weight; without PyTorch, `capture` says that it is missing."""
    rng = np.random.default_rng(0)
    inputs, weight, bias = rng.normal(size=(5, 4)), rng.normal(size=(3, 4)), rng.normal(size=3)
    if not HAS_TORCH:
        with pytest.raises(ImportError, match="torch"):
            torch_capture.capture(None, None, {}, [])
        return
    factors = captured_from_torch(inputs, weight, bias)
    for x, h, square in zip(inputs, cross_entropy_hessians(inputs @ weight.T + bias), squares(factors), strict=True):
        jacobian = np.hstack([np.eye(3), np.kron(np.eye(3), x)])  # of Wx + b, in b and in the rows of W
        np.testing.assert_allclose(square, jacobian.T @ h @ jacobian, atol=1e-13)


def test_the_example_runs(monkeypatch, tmp_path, capsys):
    """Saved and inspected where PyTorch is installed, else the message and exit code 2."""
    monkeypatch.chdir(ROOT)
    code = torch_capture.main(["--out", str(tmp_path / "h.npz")])
    said = " ".join(capsys.readouterr().out.split())
    assert code == (0 if HAS_TORCH else 2)
    assert ("100 retained and 20 forgotten Hessians, d = 39" in said) == HAS_TORCH


def test_without_pytorch(monkeypatch, tmp_path, capsys):
    """A message that says what to install, and exit code 2."""
    monkeypatch.setitem(sys.modules, "torch", None)
    assert torch_capture.main(["--out", str(tmp_path / "h.npz")]) == 2
    assert "pip install torch" in capsys.readouterr().err
    assert not (tmp_path / "h.npz").exists()
