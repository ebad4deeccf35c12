"""What an expression means on a batch of instances, in float64: the same compiled formulas as the exact meaning's, on arrays.

Nothing found here is a verdict; it guides a search and draws pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
from flint import fmpq

from verify.language.expression import Expr, Kind
from verify.language.statement import Context
from verify.meaning import closed_form
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.floats.arrays import Matrices, Reals, reals
from verify.meaning.floats.batch import Array, FloatBatch, from_arrays, from_instances
from verify.meaning.floats.operations import FLOATS
from verify.meaning.floats.truth import Parted, truth
from verify.meaning.frame import NOTHING_BOUND, SCALARS, Code, World, frame_in, member_key
from verify.meaning.operations import Operations
from verify.meaning.program import compiler_for

__all__ = ["FloatBatch", "Lacking", "NoValue", "Undecided", "compile_floats", "from_arrays", "from_instances", "slack"]


def compile_floats(context: Context, expr: Expr) -> Callable[[FloatBatch], Array]:
    """The values of an expression on batches, with the batch as first axis: scalars (b,), vectors and rows (b, d), matrices (b, d, d).

    A Boolean expression gives bools, (b,), that are right up to rounding. An instance on which the expression has no value has nan.
    Raises Lacking, at once or on a batch, for a construct without a float meaning (what the exact one lacks, but for Γ, log and powers);
    NoValue where no instance can have a value; Undecided beyond the limits; ValueError for an integer that differs within the batch.
    """
    code = _compiled(context, expr)
    if code.kind is Kind.BOOLEAN:
        return partial(_whole, context, code, lambda found: truth(found).holds)
    return partial(_whole, context, code, lambda found: _array(found, code.kind))


def slack(context: Context, conclusion: Expr, operations: Operations = FLOATS) -> Callable[[FloatBatch], Array]:
    """How far a Boolean expression is from failing on each instance of a batch, (b,): negative where it fails.

    a ≤ b: b − a. A ⪯ B: λ_min of the symmetric part of B − A, or minus the largest entry of B − A − (B − A)ᵀ where that is less and more
    than rounding. =: −|difference|, of matrices the largest entry's. x ∈ [a, b]: to the nearer end. Of a conjunction, of ∀ and over all
    outcomes of `surely` the smallest; of ∀ over infinitely many numbers that of the first few; of an implication infinite where the premiss
    fails. Infinite for what no number changes. operations: RELATIVE for slacks relative to the size of the sides.
    Raises as `compile_floats`.
    """
    code = _compiled(context, conclusion, operations)
    if code.kind is not Kind.BOOLEAN:
        raise Lacking(f"the slack of {code.kind.value}")
    return partial(_whole, context, code, lambda found: truth(found).slack)


def _compiled(context: Context, expr: Expr, operations: Operations = FLOATS) -> Code:
    return compiler_for(operations, context, closed_form.average).compile(NOTHING_BOUND, expr)


def _whole(context: Context, code: Code, read: Callable[[Any], Array], batch: FloatBatch) -> Array:
    """What is read from the code's value, for every instance of a batch; a batch whose instances part ways is taken in two parts."""
    try:
        found = read(_run(context, code, batch))
    except Parted as parted:
        return _joined(partial(_whole, context, code, read), batch, parted.holds)
    return np.array(np.broadcast_to(found, (batch.size, *found.shape[1:])))


def _joined(of: Callable[[FloatBatch], Array], batch: FloatBatch, chosen: Array) -> Array:
    """What is found for two parts of a batch, together; nan (or False) for a part without a value. Raises NoValue where both are."""
    found, missing = None, NoValue()
    for place in (chosen, ~chosen):
        try:
            part = of(batch.where(place))
        except NoValue as failure:
            missing = failure
            continue
        if found is None:
            found = np.full((batch.size, *part.shape[1:]), False if part.dtype == bool else np.nan)
        found[place] = part
    if found is None:
        raise missing
    return found


def _run(context: Context, code: Code, batch: FloatBatch) -> Any:
    """The code's value on a batch; overflow and the like give infinities and nan, not warnings."""
    for d in context.symbols:
        if d.kind is Kind.INTEGER and not d.over and d.name in batch.values:
            raise ValueError(f"{d.name} is an integer and differs within the batch; a batch has one value of each integer")
    try:
        with np.errstate(all="ignore"):
            return code.run(frame_in(_world(batch)))
    except RecursionError:
        raise Undecided("definitions that unfold too deeply") from None


def _world(batch: FloatBatch) -> World:
    values: dict[str, Any] = {name: fmpq(value) for name, value in batch.integers.items()}
    values |= {name: _value(array) for name, array in batch.values.items()}
    return World(values, {name: _members(sets) for name, sets in batch.families.items()})


def _members(sets: Mapping[str, Array]) -> dict[Any, Any]:
    return {member_key(s, i + 1): _value(array[:, i]) for s, array in sets.items() for i in range(array.shape[1])}


def _value(array: Array) -> Any:
    match array.ndim:
        case 1:
            return Reals(array)
        case 2:
            return Matrices(array[:, :, np.newaxis])
        case _:
            return Matrices(array)


def _array(found: Any, kind: Kind) -> Array:
    if kind in SCALARS:
        return reals(found).array
    if not isinstance(found, Matrices):
        raise Lacking(f"a float value of {kind.value}")
    match kind:
        case Kind.VECTOR:
            return found.array[:, :, 0]
        case Kind.ROW:
            return found.array[:, 0, :]
        case _:
            return found.array
