"""The coherence matrix of weighted pairs, S_{ij,i'j'} = √Tr(D_ij D_i'j') with D_ij = a X_i + b Y_j, applied without being stored.

    Tr(D_ij D_i'j') = a² Tr(X_i X_i') + ab Tr(X_i Y_j') + ab Tr(X_i' Y_j) + b² Tr(Y_j Y_j')

so S follows from the Gram matrix of the n + m members; a product with S takes (nm)²/2 square roots, tile by tile, and memory for the Gram
matrix alone. Members that stand in the family more than once count as often in every sum. In single precision a product takes a third of
the time (`in_single`): still a bound, as entries are rounded up and what the sums lose is bounded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from math import frexp

import numpy as np

from verify.dynamics.directions import Array
from verify.dynamics.rounding import gamma

_TILE = 512  # pairs on each side of a tile
_WORTH_THREADS = 3_000  # pairs
_SINGLE_UNIT, _SMALLEST, _LEAST_PART = 2.0**-24, 2.0**-120, 2.0**-60  # of a vector in single precision: nothing underflows
_STEPS = 200  # at most so many reports of progress per product

Progress = Callable[[float], None]
Tile = tuple[slice, slice]


@dataclass(frozen=True, slots=True, eq=False)
class PairMatrix:
    """S for one choice of the trace products.

    left: a² Tr(X_i X_i'), (n, n). mixed: ab Tr(X_i Y_j), (n, m). right: b² Tr(Y_j Y_j'), (m, m). All ≥ 0.
    counts: (n, m), how often each pair stands in the family.
    """

    left: Array
    mixed: Array
    right: Array
    counts: Array

    @property
    def shape(self) -> tuple[int, int]:
        """The different members of each family, (n, m)."""
        return self.mixed.shape[0], self.mixed.shape[1]

    @property
    def diagonal(self) -> Array:
        """Tr(D_ij²), (n, m)."""
        return np.asarray(np.diag(self.left)[:, None] + 2 * self.mixed + np.diag(self.right)[None, :])

    @property
    def rounding(self) -> float:
        """A bound of the relative error of an entry of a product: a sum over all pairs, and a few roundings for the entry of S.

        In single precision only the sums within a tile and the entry are; the tiles are added up in double precision.
        """
        double = gamma(self.mixed.size + 24)
        return double if self.mixed.dtype == np.float64 else double + (_TILE + 8) * _SINGLE_UNIT * (1 + 1e-4)

    @property
    def spare(self) -> float:
        """In single precision a bound of (λ − λ_max(S)) / λ, for λ a Rayleigh quotient of this matrix but for the rounding of sums.

        Of n pairs in all, max S_pq = s <= λ_max(S): rounding up makes at most 2⁻²¹ of λ, raising numbers of 4 to an entry to 2⁻¹²⁰ at most
        n 2⁻⁵⁹ s/(s ≥ 1/2), and raising entries of a vector to 2⁻⁶⁰ of its largest at most n² 2⁻⁶⁰ s.
        """
        return 0.0 if self.mixed.dtype == np.float64 else 2.0**-21 + float(self.counts.sum()) ** 2 * 2.0**-57

    def in_single(self) -> tuple[PairMatrix, int]:
        """A matrix in single precision, and e: times 2ᵉ, its entries are at least those of S, and by hardly more: see `spare`.

        Every number is rounded up, after a scaling by 4⁻ᵉ to a largest of 1/4 to 1, to one of at least 2⁻¹²⁰, which adds at most 2⁻⁵⁹
        to an entry of S. λ_max(S) is at least the largest entry of its diagonal, above 1/2.
        """
        exponent = -(-frexp(float(self.diagonal.max()))[1] // 2)

        def rounded_up(array: Array) -> Array:
            single = np.nextafter(np.ldexp(array, -2 * exponent).astype(np.float32), np.float32(np.inf))
            return np.where(array > 0, np.maximum(single, np.float32(_SMALLEST)), np.float32(0))

        return PairMatrix(rounded_up(self.left), rounded_up(self.mixed), rounded_up(self.right), self.counts), exponent

    def among(self, i: Array, j: Array) -> Array:
        """The part of S in the rows and columns of some pairs (i_p, j_p)."""
        mixed = self.mixed[np.ix_(i, j)]
        return np.asarray(np.sqrt(self.left[np.ix_(i, i)] + mixed + mixed.T + self.right[np.ix_(j, j)]))

    def column(self, i: int, j: int) -> Array:
        """The column of S of one pair, (n, m)."""
        return np.asarray(np.sqrt((self.left[:, i] + self.mixed[:, j])[:, None] + (self.mixed[i] + self.right[j])[None, :]))

    def times(self, x: Array, progress: Progress | None = None) -> Array:
        """S x for x ≥ 0, (n, m), as y_p = Σ_q S_pq x_q: over the different pairs, without their counts."""
        if self.mixed.dtype == np.float64:
            return self._product(x, progress)
        exponent = frexp(float(x.max(initial=0.0)))[1]
        unit = np.ldexp(x, -exponent)
        single = np.where(x > 0, np.maximum(unit, _LEAST_PART), 0.0).astype(np.float32)
        return np.asarray(np.ldexp(self._product(single, progress), exponent))

    def _product(self, x: Array, progress: Progress | None) -> Array:
        tiles = list(self._tiles())
        threads = min(os.cpu_count() or 1, 8) if x.size > _WORTH_THREADS else 1
        rows = [(i, tiles) for i in range(len(tiles))]
        if threads == 1:
            return self._rows(rows, x, progress)
        parts = [rows[k::threads] for k in range(threads)]
        with ThreadPoolExecutor(threads) as pool:
            futures = [pool.submit(self._rows, part, x, progress if k == 0 else None) for k, part in enumerate(parts)]
            return np.asarray(sum(f.result() for f in futures))

    def _rows(self, rows: list[tuple[int, list[Tile]]], x: Array, progress: Progress | None) -> Array:
        """What the tiles in some rows of tiles, from the diagonal on, add to S x, with those that mirror them."""
        y = np.zeros(x.shape)
        space = np.empty(max(_size(tile, x) for tile in rows[0][1]) ** 2, dtype=x.dtype) if rows else x
        for done, (i, tiles) in enumerate(rows):
            first = tiles[i]
            for second in islice(tiles, i, None):
                block = self._block(first, second, space)
                y[first] += (block @ x[second].ravel()).reshape(x[first].shape)
                if second is not first:
                    y[second] += (x[first].ravel() @ block).reshape(x[second].shape)
            if progress is not None and done % max(1, len(rows) // _STEPS) == 0:
                progress(1 - (1 - (done + 1) / len(rows)) ** 2)
        return y

    def _block(self, first: Tile, second: Tile, space: Array) -> Array:
        """The entries of S between two tiles of pairs, in some space for them."""
        (i, j), (i_, j_) = first, second
        from_left = self.left[i, i_][:, :, None] + self.mixed[i, j_][:, None, :]
        from_right = self.mixed[i_, j].T[:, :, None] + self.right[j, j_][:, None, :]
        columns = from_left.shape[1] * from_left.shape[2]  # flat, so that one addition runs over all of them
        shape = len(from_left), len(from_right), columns
        block = space[: shape[0] * shape[1] * columns]
        np.add(from_left.reshape(-1, 1, columns), from_right.reshape(1, -1, columns), out=block.reshape(shape))
        np.sqrt(block, out=block)
        return np.asarray(block.reshape(-1, columns))

    def _tiles(self) -> Iterator[Tile]:
        n, m = self.shape
        height = max(1, _TILE // min(m, 16))
        width = max(1, _TILE // min(n, height))
        for i in range(0, n, height):
            for j in range(0, m, width):
                yield slice(i, i + height), slice(j, j + width)


def _size(tile: Tile, x: Array) -> int:
    """How many pairs a tile has."""
    return int(x[tile].size)
