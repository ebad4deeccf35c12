"""Unlearning handwritten digits: the per-sample Hessians of a logistic regression, captured, saved and held against the theory.

    python examples/digits.py [--out digits.npz] [--eta X] [--alpha X] [--batch N] [--forget N] [--seed N]

The task is 3 against 8 on scikit-learn's digits: 357 images of 8 × 8 pixels in [0, 1], so d = 64 weights, and no intercept. The loss of an
image x with label s = ±1 is log(1 + exp(−s xᵀw)). Its Hessian is p(1 − p) x xᵀ, with p = 1/(1 + exp(−xᵀw)), whatever the label: of rank one
and no approximation, so that the factor √(p(1 − p)) x, with H = A Aᵀ, is all there is to save.

The classes can be separated: without a penalty the losses have no minimiser. So w minimises Σ losses + ½‖w‖², over retained and forgotten
images; as unlearning SGD takes its steps on the losses of single images, the Hessians are those of the losses, without the penalty. Ten
pixels are never inked: nothing acts on their weights, and ρ(Φ) is never below 1; the inspection also gives it for the others.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np

from verify.cli.main import exit_code

Array = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

DIGITS = (3, 8)
PENALTY = 1.0
STEPS, HALVINGS = 100, 50  # of Newton's method, at most


def load() -> tuple[Array, Array]:
    """The images (n, 64), in [0, 1], and their labels (n,), −1 and 1. Raises ImportError without scikit-learn."""
    from sklearn.datasets import load_digits

    images, digits = load_digits(return_X_y=True)
    chosen = np.isin(digits, DIGITS)
    return images[chosen] / 16.0, np.where(digits[chosen] == DIGITS[1], 1.0, -1.0)


def objective(w: Array, images: Array, labels: Array, penalty: float = PENALTY) -> float:
    """Σ log(1 + exp(−s xᵀw)) + ½ penalty ‖w‖²."""
    return float(np.logaddexp(0.0, -labels * (images @ w)).sum() + penalty / 2 * (w @ w))


def gradient(w: Array, images: Array, labels: Array, penalty: float = PENALTY) -> Array:
    """Of the objective, (d,): −Σ s x / (1 + exp(s xᵀw)) + penalty w."""
    wrong = (1 - np.tanh(labels * (images @ w) / 2)) / 2  # 1/(1 + eᶻ), without overflow
    return np.asarray(penalty * w - images.T @ (labels * wrong))


def factors(w: Array, images: Array) -> Array:
    """A_i with A_i A_iᵀ the Hessian of the i-th loss at w, (n, d, 1): √(p(1 − p)) x."""
    z = np.abs(images @ w)  # p = 1/(1 + e⁻ᶻ) or 1 less that, so p(1 − p) = e⁻ᶻ/(1 + e⁻ᶻ)²
    return np.asarray((np.exp(-z / 2) / (1 + np.exp(-z)))[:, None, None] * images[:, :, None])


def fit(images: Array, labels: Array, penalty: float = PENALTY) -> Array:
    """The minimiser of the objective, (d,), for penalty > 0: Newton's method, its steps halved until the objective falls enough."""
    w: Array = np.zeros(images.shape[1])
    for _ in range(STEPS):
        slope, a = gradient(w, images, labels, penalty), factors(w, images)[:, :, 0]
        step = np.linalg.solve(a.T @ a + penalty * np.eye(len(w)), slope)
        here, fall = objective(w, images, labels, penalty), float(slope @ step)  # fall: the square of Newton's decrement
        sizes = (0.5**i for i in range(HALVINGS))
        size = next((t for t in sizes if objective(w - t * step, images, labels, penalty) < here - t * fall / 4), 0.0)
        w = w - (size or 1.0) * step
        if size == 0.0:  # nothing falls beyond rounding: that step was the last
            break
    return w


def forgotten(n: int, count: int, seed: int) -> Flags:
    """Which of n images are to be forgotten, (n,): count of them, drawn at random."""
    chosen = np.zeros(n, dtype=bool)
    chosen[np.random.default_rng(seed).choice(n, count, replace=False)] = True
    return chosen


def save(file: Path, captured: Array, forget: Flags) -> None:
    """The archive that `verify inspect` reads. captured: (n, d, k). forget: (n,)."""
    np.savez(file, retain_factors=captured[~forget], forget_factors=captured[forget])


def main(arguments: list[str] | None = None) -> int:
    """Captures, saves, inspects."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("digits.npz"), metavar="FILE.npz", help="where to save the factors")
    parser.add_argument("--eta", type=float, default=1.0, help="the learning rate")
    parser.add_argument("--alpha", type=float, default=0.02, help="the weight of ascent on the forget set")
    parser.add_argument("--batch", type=int, default=10, help="the batch size")
    parser.add_argument("--forget", type=int, default=50, metavar="N", help="how many images are to be forgotten")
    parser.add_argument("--seed", type=int, default=0, help="of their choice")
    options = parser.parse_args(arguments)
    try:
        images, labels = load()
    except ImportError:
        print("the digits come with scikit-learn, which is not installed: pip install scikit-learn", file=sys.stderr)
        return 2
    if not 0 < options.forget < len(images):
        parser.error(f"--forget {options.forget}: give a number of images from 1 to {len(images) - 1}")
    w = fit(images, labels)
    correct = np.mean(np.sign(images @ w) == labels)
    print(f"{DIGITS[0]} against {DIGITS[1]}: {len(images)} images, {correct:.1%} of them told apart, {options.forget} to be forgotten")
    save(options.out, factors(w, images), forgotten(len(images), options.forget, options.seed))
    return exit_code(["inspect", str(options.out), f"--eta={options.eta}", f"--alpha={options.alpha}", f"--batch={options.batch}"])


if __name__ == "__main__":
    sys.exit(main())
