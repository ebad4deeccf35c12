"""Per-sample Gauss–Newton factors of any PyTorch classifier, captured, saved and held against the theory.

    python examples/torch_capture.py [--out captured.npz] [--eta X] [--alpha X] [--batch N]

`capture(model_func, loss_func, params, data)` takes what curvlinops' `GGNLinearOperator` takes: a module in eval mode; a loss of (outputs,
y), such as `CrossEntropyLoss()`; parameters, in a list or by name (then the model may also be a function (params, X) → outputs); batches
(X, y). For each sample's own loss it gives a factor of the Gauss–Newton matrix, A_i A_iᵀ = J_iᵀ H_i J_i: J_i is the Jacobian of the c
outputs in the p parameters (flattened, in the order of `params`), H_i the Hessian of the loss in the outputs. `GGNLinearOperator` is the
mean of the A_i A_iᵀ (their sum with reduction="sum"). Where the outputs are linear in the parameters, A_i A_iᵀ is the Hessian of the loss.

The classifier here is a small network on three clouds of points, and those to be forgotten are of one class.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from verify.cli.main import exit_code

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module

Array = np.ndarray[Any, Any]
CLASSES, SAMPLES, FORGOTTEN, WIDTH, STEPS = 3, 120, 20, 6, 200  # a network of that width, trained for so many steps


def square_roots(hessians: Array) -> Array:
    """L_i with L_i L_iᵀ = H_i, (n, c, c), of symmetric H_i. Raises ValueError where one is not semidefinite.

    What is below 0 by rounding alone, in the type of the array and for probabilities, which are of size 1, counts as 0.
    """
    values, vectors = np.linalg.eigh(hessians.astype(np.float64))
    if values.min() < -8 * hessians.shape[-1] * np.finfo(hessians.dtype).eps * max(1.0, values.max()):
        which = f"sample {values.min(axis=1).argmin()} is not convex in the outputs (λ_min = {values.min():.3g})"
        raise ValueError(f"the loss of {which}: it has no such factor")
    return np.asarray(vectors * np.sqrt(values.clip(min=0.0))[:, None, :])


def gauss_newton_factors(jacobians: Array, loss_hessians: Array) -> Array:
    """A_i = J_iᵀ L_i with L_i L_iᵀ = H_i, (n, p, c). jacobians: (n, c, p). loss_hessians: (n, c, c). Raises as `square_roots`."""
    return np.asarray(jacobians.transpose(0, 2, 1) @ square_roots(loss_hessians))


def capture(
    model_func: Module | Callable[[dict[str, Tensor], Tensor], Tensor],
    loss_func: Callable[[Tensor, Tensor], Tensor],
    params: dict[str, Tensor] | list[Tensor],
    data: Iterable[tuple[Tensor, Tensor]],
) -> Array:
    """The factors of all samples, (n, p, c), in the order of the data. Raises ImportError without PyTorch, ValueError as `square_roots`."""
    from torch.func import functional_call, jacrev, vmap
    from torch.nn import Module

    def outputs(given: dict[str, Tensor], x: Tensor) -> Tensor:
        return (functional_call(model_func, given, (x[None],)) if isinstance(model_func, Module) else model_func(given, x[None]))[0]

    if not isinstance(params, dict):
        params = {name: value for given in params for name, value in model_func.named_parameters() if value is given}
    fixed = {name: value.detach() for name, value in params.items()}
    jacobians, loss_hessians = [], []
    for x, y in data:
        predicted, slopes = (vmap(f, in_dims=(None, 0))(fixed, x) for f in (outputs, jacrev(outputs)))
        n, c = len(x), predicted[0].numel()
        curvature = vmap(jacrev(jacrev(lambda one, label: loss_func(one[None], label[None]))))(predicted, y)
        jacobians.append(np.concatenate([slope.reshape(n, c, -1).numpy(force=True) for slope in slopes.values()], axis=2))
        loss_hessians.append(curvature.reshape(n, c, c).numpy(force=True))
    return gauss_newton_factors(np.concatenate(jacobians), np.concatenate(loss_hessians))


def trained() -> tuple[Module, Module, Tensor, Tensor]:
    """A small network, its loss, the points that it was trained on, and their classes. Raises ImportError without PyTorch."""
    import torch

    torch.manual_seed(0)
    classes = torch.arange(SAMPLES) % CLASSES
    points = torch.randn(SAMPLES, 2) + 2 * torch.eye(CLASSES)[classes, :2]
    model = torch.nn.Sequential(torch.nn.Linear(2, WIDTH), torch.nn.Tanh(), torch.nn.Linear(WIDTH, CLASSES))
    loss, optimiser = torch.nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(STEPS):
        optimiser.zero_grad()
        loss(model(points), classes).backward()
        optimiser.step()
    return model.eval(), loss, points, classes


def main(arguments: list[str] | None = None) -> int:
    """Trains, captures, saves, inspects."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("captured.npz"), metavar="FILE.npz", help="where to save the factors")
    parser.add_argument("--eta", type=float, default=0.5, help="the learning rate")
    parser.add_argument("--alpha", type=float, default=0.02, help="the weight of ascent on the forget set")
    parser.add_argument("--batch", type=int, default=10, help="the batch size")
    options = parser.parse_args(arguments)
    try:
        model, loss, points, classes = trained()
    except ImportError:
        print("this example needs PyTorch, which is not installed: pip install torch", file=sys.stderr)
        return 2
    captured = capture(model, loss, list(model.parameters()), [(points, classes)])
    forget = np.flatnonzero(classes == 0)[:FORGOTTEN]
    np.savez(options.out, retain_factors=np.delete(captured, forget, axis=0), forget_factors=captured[forget])
    return exit_code(["inspect", str(options.out), f"--eta={options.eta}", f"--alpha={options.alpha}", f"--batch={options.batch}"])


if __name__ == "__main__":
    sys.exit(main())
