"""The words for writing a theory's formulas with SymPy: families, index sets, selectors, expectations, the order of matrices.

All else is SymPy's own: `MatrixSymbol`, `Trace`, `Identity`, `binomial`, `sqrt`, `Eq`, `Le`, `Implies`, …
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from verify.language.expression import Binder, Operator
from verify.meaning.algebra.applied import NumberApplied, SetApplied, mean
from verify.meaning.algebra.bound import bound
from verify.meaning.algebra.given import positive_semidefinite
from verify.meaning.algebra.members import IndexSet, MatrixMember, NumberMember, Selector
from verify.meaning.algebra.relations import loewner_ge, loewner_le

__all__ = [
    "expectation",
    "index_set",
    "integers",
    "largest_eigenvalue",
    "loewner_ge",
    "loewner_le",
    "matrices",
    "norm",
    "numbers",
    "positive_semidefinite",
    "product_over",
    "selectors",
    "sum_over",
]

_NORMS = {
    1: Operator.NORM_1,
    2: Operator.NORM_2,
    "F": Operator.NORM_FROBENIUS,
    "S_1": Operator.NORM_SCHATTEN_1,
    "op": Operator.NORM_OPERATOR,
}


def index_set(name: str, size: Any) -> Any:
    """A finite index set with `size` elements; those of different names have no element in common."""
    return IndexSet(name, (), (size,))


def integers(lowest: Any, highest: Any) -> Any:
    """The integers from the lowest to the highest; none where the highest is below the lowest."""
    return SetApplied(Operator.RANGE.value, lowest, highest)


def matrices(name: str, size: Any, *, shape: str = "general") -> Callable[..., Any]:
    """A family of square matrices: H = matrices("H", d, shape="psd"), then H(i). shape: "general", "symmetric" or "psd"."""
    return lambda *indices: MatrixMember(name, indices, size, size, shape)


def numbers(name: str) -> Callable[..., Any]:
    """A family of real numbers: S = numbers("S"), then S(i, j)."""
    return lambda *indices: NumberMember(name, indices)


def selectors(
    name: str, probability: Any = None, *, moments: tuple[Any, Any] | None = None, batch: Any = None
) -> Callable[..., Any]:
    """Random variables: x = selectors("x", B / n), then x(i), or x(i, k) at step k, which is independent of every other step.

    Just one law is given. probability: independent ones that are 1 with it, else 0. moments: independent ones with this mean and this
    variance, of which no more is known. batch: exactly so many over an index set are 1, any so many alike, the others 0.
    """
    laws = {Operator.BERNOULLI: (probability,), Operator.MOMENTS: moments or (None,), Operator.WITHOUT_REPLACEMENT: (batch,)}
    given = [(operator.value, *numbers) for operator, numbers in laws.items() if numbers[0] is not None]
    if len(given) != 1:
        raise ValueError(f"{name} needs one law: a probability, moments, or a batch")
    return lambda index, *step: Selector(name, (index,), step, given[0])


def expectation(value: Any) -> Any:
    """E of a number or matrix over every selector in it."""
    return mean(value)


def sum_over(body: Any, variable: Any, domain: Any) -> Any:
    """Σ of numbers or matrices over an index set or `integers`."""
    return bound(Binder.SUM, variable, domain, body)


def product_over(body: Any, variable: Any, domain: Any, *, reverse: bool = False) -> Any:
    """Π, the first element of the domain leftmost; with `reverse`, rightmost."""
    return bound(Binder.REVERSED_PRODUCT if reverse else Binder.PRODUCT, variable, domain, body)


def largest_eigenvalue(matrix: Any) -> Any:
    """λ_max of a symmetric matrix."""
    return NumberApplied(Operator.LARGEST_EIGENVALUE.value, matrix)


def norm(value: Any, which: int | str = 2) -> Any:
    """‖x‖₁, ‖x‖₂ of a vector; ‖A‖_F, ‖A‖_{S_1}, ‖A‖_op of a matrix. which: 1, 2, "F", "S_1", "op"."""
    if which not in _NORMS or (which in (1, 2)) is not (value.shape[1] == 1):
        raise ValueError(f"there is no norm {which!r} of something of shape {value.shape}")
    return NumberApplied(_NORMS[which].value, value)
