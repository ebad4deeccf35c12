"""Where minimisations start: random points, and the structures in which inequalities are tight or false."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from verify.decide.search.parameters import Parameters, Slot, ends
from verify.language.expression import Kind
from verify.language.statement import Shape
from verify.meaning.floats.batch import Array

Generator = np.random.Generator
T = TypeVar("T")

_BLUR = 0.05  # how far from a structure a blurred start is
_WIDE = (-2.0, 3.5)  # exponents of ten: the sizes of single families where they differ


def starts(parameters: Parameters, random: Generator, count: int) -> Array:
    """So many vectors θ, (count, length): random ones, and such with one structure for all their matrices, every other of these with
    families of very different sizes. They depend on the generator's state alone.
    """
    found = [_structured_start(parameters, random, at % 4 == 3) if at % 2 else _plain_start(parameters, random) for at in range(count)]
    return np.array(found).reshape(count, parameters.length)


def _plain_start(parameters: Parameters, random: Generator) -> Array:
    """Normally distributed parameters, reals inside their intervals."""
    theta = random.normal(size=parameters.length)
    for s in parameters.slots:
        least, largest = ends(s.interval)
        if s.unit.is_scalar and s.interval.low is not None and s.interval.high is not None:
            theta[s.start] = random.uniform(least, largest)
    return theta


def _structured_start(parameters: Parameters, random: Generator, wide: bool) -> Array:
    theta = np.zeros(parameters.length)
    members = {(s.dimension, s.unit.shape): 0 for s in parameters.slots if s.unit.kind is Kind.MATRIX}
    for s in parameters.slots:
        if s.unit.kind is Kind.MATRIX:
            members[s.dimension, s.unit.shape] += s.count
    structures = {key: _structured(random, key[1], n, key[0]) for key, n in members.items()}
    scale = 10.0 ** (_one(random, (0.0, 0.0, 0.5, 1.0)) * random.uniform(-1, 1))
    quiet = random.integers(len(parameters.slots) + 3)  # a family that is small, now and then
    for at, s in enumerate(parameters.slots):
        if wide and random.integers(2):
            scale = 10.0 ** random.uniform(*_WIDE)
        if s.unit.kind is Kind.MATRIX:
            values, structures[s.dimension, s.unit.shape] = np.split(structures[s.dimension, s.unit.shape], [s.count])
            values = values * (scale * (0.01 if at == quiet else 1.0))
        else:
            values = _unmatrixed(s, random, scale)
        theta[s.start : s.stop] = parameters.of_values(s, values[np.newaxis])[0] if s.stop > s.start else 0
        if s.unit.kind is Kind.REAL and s.unit.index_set is None:
            theta[s.start] = _real(s, random)
    if random.integers(2):
        theta = theta + _BLUR * random.normal(size=len(theta)) * (np.abs(theta) + 0.1)
    return theta


def _real(slot: Slot, random: Generator) -> float:
    """The parameter of a real: within its interval, at an end, or near one."""
    least, largest = ends(slot.interval)
    if np.isinf(least):
        return float(_one(random, (0.0, 1.0, -1.0, random.normal(), 3 * random.normal())))
    if slot.interval.low is None or slot.interval.high is None:
        return float(_one(random, (0.0, random.normal(), 3 * random.normal())))
    inside = random.uniform(least, largest)
    near = least + (largest - least) * 0.01 * random.random()
    return float(_one(random, (inside, inside, inside, (least + largest) / 2, least, largest, near, least + largest - near)))


def _unmatrixed(slot: Slot, random: Generator, scale: float) -> Array:
    """Vectors, or the numbers of a family, (count, …)."""
    shape = (slot.count, slot.dimension) if slot.unit.kind in (Kind.VECTOR, Kind.ROW) else (slot.count,)
    values = random.normal(size=shape)
    match random.integers(5):
        case 0:
            values = np.sign(values)
        case 1 if len(shape) > 1 and shape[1]:
            values = np.eye(shape[1])[random.integers(shape[1], size=slot.count)]
        case 2 if slot.count:
            values = np.repeat(values[:1], slot.count, axis=0)
        case _:
            values = values * scale
    return np.abs(np.rint(values)) if slot.unit.kind is Kind.INTEGER else values


def _structured(random: Generator, shape: Shape, n: int, d: int) -> Array:
    """n matrices of size d of one structure, (n, d, d)."""
    if n == 0 or d == 0:
        return np.zeros((n, d, d))
    match shape:
        case Shape.PSD:
            return _one(random, _PSD)(random, n, d)
        case Shape.SYMMETRIC:
            signs = random.choice((-1.0, 1.0), size=(n, 1, 1)) if random.integers(3) else np.ones((n, 1, 1))
            return signs * _one(random, _PSD)(random, n, d) if random.integers(2) else _symmetric(random, n, d)
        case Shape.GENERAL:
            return _one(random, _GENERAL)(random, n, d)


def _full(random: Generator, n: int, d: int) -> Array:
    factor = random.normal(size=(n, d, d))
    return factor @ factor.swapaxes(1, 2) / d


def _rank_one(random: Generator, n: int, d: int) -> Array:
    v = random.normal(size=(n, d, 1))
    return v @ v.swapaxes(1, 2)


def _commuting(random: Generator, n: int, d: int) -> Array:
    basis = _orthogonal(random, 1, d)[0] if random.integers(2) else np.eye(d)
    diagonals = random.exponential(size=(n, d)) * (random.random(size=(n, d)) < 0.8)
    return np.asarray((basis * diagonals[:, np.newaxis, :]) @ basis.T)


def _alike(random: Generator, n: int, d: int) -> Array:
    return np.repeat(_full(random, 1, d), n, axis=0)


def _flipped(random: Generator, n: int, d: int) -> Array:
    """Pairs A, D A D with a diagonal D of signs: their mean has zeros where no member has."""
    one, signs = np.repeat(_full(random, (n + 1) // 2, d), 2, axis=0)[:n], np.ones((n, d))
    signs[1::2] = random.choice((-1.0, 1.0), size=(len(signs[1::2]), d))
    return np.asarray(one * signs[:, :, np.newaxis] * signs[:, np.newaxis, :])


def _turned(random: Generator, n: int, d: int) -> Array:
    """One matrix, turned differently for each member: one spectrum, nothing that commutes."""
    spectrum, bases = random.exponential(size=d), _orthogonal(random, n, d)
    return np.asarray((bases * spectrum) @ bases.swapaxes(1, 2))


def _projectors(random: Generator, n: int, d: int) -> Array:
    """Multiples of projectors onto the directions of one basis, or onto a few directions in the plane."""
    angles = random.choice(np.pi * np.array((0, 1 / 2, 1 / 4, 1 / 3, 2 / 3, 1 / 6)), size=n)
    v = np.zeros((n, d))
    v[:, 0] = np.cos(angles)
    v[:, -1] += np.sin(angles) if d > 1 else 0.0
    return np.asarray(v[:, :, np.newaxis] * v[:, np.newaxis, :] * random.choice((1.0, 1.0, 2.0, 0.5), size=(n, 1, 1)))


def _nearly_identity(random: Generator, n: int, d: int) -> Array:
    return np.eye(d) * random.exponential(size=(n, 1, 1)) + 0.1 * _rank_one(random, n, d) * random.integers(2)


def _steep(random: Generator, n: int, d: int) -> Array:
    """Members of very different sizes."""
    return _full(random, n, d) * 10.0 ** random.uniform(-3, 3, size=(n, 1, 1))


def _symmetric(random: Generator, n: int, d: int) -> Array:
    m = random.normal(size=(n, d, d))
    return (m + m.swapaxes(1, 2)) / 2


def _any(random: Generator, n: int, d: int) -> Array:
    return random.normal(size=(n, d, d))


def _orthogonal(random: Generator, n: int, d: int) -> Array:
    """Orthogonal matrices: products of d reflections at random."""
    product = np.repeat(np.eye(d)[np.newaxis], n, axis=0)
    for _ in range(int(random.integers(1, d + 1))):
        v = random.normal(size=(n, d, 1))
        product = product - 2 * v @ (v.swapaxes(1, 2) @ product) / (v * v).sum(axis=(1, 2), keepdims=True)
    return np.asarray(product)


def _nilpotent(random: Generator, n: int, d: int) -> Array:
    return np.triu(random.normal(size=(n, d, d)), k=1)


def _skew(random: Generator, n: int, d: int) -> Array:
    m = random.normal(size=(n, d, d))
    return (m - m.swapaxes(1, 2)) / 2


_PSD = (_full, _full, _full, _rank_one, _commuting, _alike, _flipped, _turned, _projectors, _nearly_identity, _steep)
_GENERAL = (_any, _any, _any, _symmetric, _orthogonal, _nilpotent, _skew, _full)


def _one(random: Generator, options: tuple[T, ...]) -> T:
    return options[int(random.integers(len(options)))]


Structure = Callable[[Generator, int, int], Array]
