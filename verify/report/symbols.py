"""What the symbols of a statement are that no definition gives a value."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from verify.language.expression import Kind
from verify.language.statement import INTEGERS, Context, Declaration, Shape
from verify.report.plain import plain, plain_name

_NUMBERS = MappingProxyType({Kind.REAL: ("a real number", "real numbers"), Kind.INTEGER: ("an integer", "integers")})
_SHAPES = MappingProxyType({Shape.GENERAL: "matrix", Shape.SYMMETRIC: "symmetric matrix", Shape.PSD: "PSD matrix"})


def symbol_lines(context: Context) -> Iterator[str]:
    """Numbers of a kind on one line; then vectors, matrices, families and index sets, each with its size."""
    defined = {(d.name, len(d.parameters)) for d in context.definitions}
    given = [d for d in context.symbols if (d.name, len(d.over)) not in defined and not d.selector]
    for kind, (one, many) in _NUMBERS.items():
        if names := [plain_name(d.name) for d in given if d.kind is kind and not d.over]:
            yield f"{', '.join(names)}: {one if len(names) == 1 else many}"
    for declared in given:
        if declared.over or declared.kind not in _NUMBERS:
            yield f"{plain_name(declared.name)}{_indices(declared)}: {_described(declared)}"


def _described(declared: Declaration) -> str:
    size = "" if declared.size is None else plain(declared.size)
    match declared.kind:
        case Kind.MATRIX:
            return f"a {_SHAPES[declared.shape]}, {size} by {size}"
        case Kind.VECTOR:
            return f"a vector of {size} numbers"
        case Kind.INDEX_SET:
            return f"a set of {size} elements" if size else "a set"
        case _:
            return _NUMBERS[declared.kind][0] if declared.kind in _NUMBERS else declared.kind.value.replace("_", " ")


def _indices(declared: Declaration) -> str:
    """`[i], i ∈ D_r or D_f`."""
    letters = "ijkl"
    indices = letters[: len(declared.over)]
    sets = [" or ".join("ℤ" if one == INTEGERS else plain_name(one) for one in over) for over in declared.over]
    return "" if not indices else f"[{', '.join(indices)}], {', '.join(f'{i} ∈ {one}' for i, one in zip(indices, sets, strict=True))}"
