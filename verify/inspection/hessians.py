"""A family of Hessians as it comes in: an .npz archive, read without pickle and looked at in full."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from verify.dynamics.entries import first_between_floats
from verify.errors import Code, Diagnostic, Fault

Array = npt.NDArray[np.float64]

DENSE, FACTORS = ("retain", "forget"), ("retain_factors", "forget_factors")
LARGEST = 1e30  # entries beyond it are refused, so that no product of a few of them overflows
SYMMETRIC = 8  # |H − Hᵀ| up to so many ε times the largest entry of H is rounding
_WRITE = "Save it with numpy.savez(file, retain=…, forget=…), arrays of numbers"


@dataclass(frozen=True, slots=True, eq=False)
class Hessians:
    """The two families. retain: (n_r, d, d), forget: (n_f, d, d), symmetric; where `factored`, A with H = A Aᵀ, (n_r, d, k), (n_f, d, k).

    epsilon: how finely the numbers were stored, the largest relative spacing of their types. symmetrised: by array, how many members
    were not quite symmetric and stand here as (H + Hᵀ)/2.
    """

    file: str
    retain: Array
    forget: Array
    factored: bool
    epsilon: float
    symmetrised: tuple[tuple[str, int], ...] = ()

    @property
    def d(self) -> int:
        """The size of the matrices."""
        return int(self.retain.shape[1])

    @property
    def n_r(self) -> int:
        """How many Hessians are retained."""
        return len(self.retain)

    @property
    def n_f(self) -> int:
        """How many are to be forgotten."""
        return len(self.forget)

    @property
    def arrays(self) -> tuple[tuple[str, Array], ...]:
        """Both families, by the names that they have in the file."""
        return tuple(zip(FACTORS if self.factored else DENSE, (self.retain, self.forget), strict=True))


def read_hessians(file: str) -> Hessians:
    """The families in an archive. Raises Fault with every fault that can be told at once; each names the file, the array and what to do."""
    found = _read(file)
    names = _names(file, tuple(found))
    faults = [fault for name in names for fault in _faults(file, name, found[name])]
    if faults:
        raise Fault(*faults)
    retain, forget = (found[name] for name in names)
    if retain.shape[1] != forget.shape[1]:
        sizes = f"`{names[0]}` is about d = {retain.shape[1]}, `{names[1]}` about d = {forget.shape[1]}"
        raise _fault(file, sizes, "Give both sets Hessians of one model")
    epsilon = max(float(np.finfo(a.dtype).eps) if a.dtype.kind == "f" else 0.0 for a in (retain, forget))
    epsilon = max(epsilon, float(np.finfo(np.float64).eps))
    retain, forget = (np.asarray(a, dtype=np.float64) for a in (retain, forget))
    if names == FACTORS:
        columns = max(retain.shape[2], forget.shape[2])
        return Hessians(file, _padded(retain, columns), _padded(forget, columns), True, epsilon)
    (retain, first), (forget, second) = (_symmetric(file, n, a, epsilon) for n, a in zip(names, (retain, forget), strict=True))
    counts = tuple((n, c) for n, c in zip(names, (first, second), strict=True) if c)
    return Hessians(file, retain, forget, False, epsilon, counts)


def _read(file: str) -> dict[str, npt.NDArray[Any]]:
    """The arrays of an archive that are asked for. Raises Fault."""
    path = Path(file)
    if not path.is_file():
        message = f"{file} is a folder" if path.is_dir() else f"there is no file {file}"
        raise Fault(Diagnostic(Code.READ, message, "Name an .npz archive of Hessians (docs/inspect.md)."))
    try:
        with path.open("rb") as stream:
            start = stream.read(6)
        with zipfile.ZipFile(path) as archive:
            listed = [name.removesuffix(".npy") for name in archive.namelist()]
        for name in (*DENSE, *FACTORS):
            if listed.count(name) > 1:
                raise _fault(file, f"`{name}` is in it {listed.count(name)} times, and which one is meant is not said", _WRITE)
        with np.load(path, allow_pickle=False) as archive:
            return {name: _array(file, archive, name) for name in (*DENSE, *FACTORS) if name in listed}
    except zipfile.BadZipFile:
        raise _no_archive(file, start) from None
    except OSError as error:
        raise Fault(Diagnostic(Code.READ, f"{file} cannot be read: {error.strerror or error}", "Check its permissions.")) from None


def _array(file: str, archive: Any, name: str) -> npt.NDArray[Any]:
    try:
        found = archive[name]
    except MemoryError:
        raise _fault(file, f"`{name}` does not fit into memory", "Give factors A with H = A Aᵀ, or fewer Hessians") from None
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError) as error:
        raise _fault(file, f"`{name}` is damaged: {error}", "Save or copy the file again") from None
    except ValueError as error:
        if "pickle" in str(error):
            message = f"`{name}` is an array of Python objects, which is never unpickled: it could run any code"
            raise _fault(file, message, "Save it as an array of floats, all members of one shape") from None
        raise _fault(file, f"`{name}` is damaged or cut short: {error}", "Save or copy the file again") from None
    if not isinstance(found, np.ndarray):
        raise _fault(file, f"`{name}` is no array of NumPy's", _WRITE)
    return found


def _no_archive(file: str, start: bytes) -> Fault:
    if start == b"\x93NUMPY":
        return _fault(file, "it is a single array (.npy), not an archive of two", _WRITE)
    if start.startswith(b"PK"):
        return _fault(file, "the archive is cut short or damaged", "Save or copy the file again")
    return _fault(file, "it is empty" if not start else "it is no .npz archive", _WRITE)


def _names(file: str, found: tuple[str, ...]) -> tuple[str, str]:
    """The names of the two arrays to use. Raises Fault."""
    if set(found) in (set(DENSE), set(FACTORS)):
        return DENSE if "retain" in found else FACTORS
    wanted = "either `retain` and `forget`, or `retain_factors` and `forget_factors`"
    if not found:
        raise _fault(file, f"it holds neither `retain` and `forget` nor `retain_factors` and `forget_factors`: {wanted} are needed", _WRITE)
    said = " and ".join(f"`{name}`" for name in found)
    if len(found) > 2 or len({name.removesuffix("_factors") for name in found}) < len(found):
        raise _fault(file, f"it holds {said}: {wanted} are needed, not more", "Leave out the others")
    if len(found) == 2:
        raise _fault(file, f"it holds {said}: both sets must come in one form", "Give both dense, or both as factors")
    missing = next(n for pair in (DENSE, FACTORS) for n in pair if found[0] in pair and n != found[0])
    raise _fault(file, f"it holds {said} and no `{missing}`", f"Add `{missing}`")


def _faults(file: str, name: str, array: npt.NDArray[Any]) -> list[Diagnostic]:
    """What is wrong with an array: the first kind of fault that it has."""
    if array.dtype.kind not in "fiu":
        return [_diagnostic(file, f"`{name}` holds numbers of type {array.dtype}", "Give real numbers, as floats")]
    what = "(n, d, k) with a factor A, H = A Aᵀ, for each Hessian" if name in FACTORS else "(n, d, d)"
    if array.ndim != 3:
        return [_diagnostic(file, f"`{name}` has the shape {array.shape}, not {what}", "Stack the Hessians along the first axis")]
    if 0 in array.shape:
        which = "the set is empty" if len(array) == 0 else "its matrices are empty"
        return [_diagnostic(file, f"`{name}` has the shape {array.shape}: {which}", "Give each set at least one Hessian")]
    if name in DENSE and array.shape[1] != array.shape[2]:
        return [_diagnostic(file, f"`{name}` has the shape {array.shape}: its matrices are not square", "Give (n, d, d), or factors")]
    bad = np.argwhere(~np.isfinite(array))
    if len(bad):
        i, j, k = (int(x) for x in bad[0])
        said = f"`{name}` holds {array[i, j, k]} in member {i}, row {j}, column {k}{_and_more(len(bad))}"
        return [_diagnostic(file, said, "Leave out that member, or compute it again")]
    if float(np.abs(array).max()) > LARGEST:
        i = int(np.argmax(np.abs(array).max(axis=(1, 2))))
        return [_diagnostic(file, f"`{name}` has an entry above {LARGEST:g} in member {i}", "Give the Hessians in other units")]
    between = first_between_floats(array)
    if between is not None:
        (i, j, k), number = between
        said = f"`{name}` holds {number} in member {i}, row {j}, column {k}, which is no float64, and would be rounded"
        return [_diagnostic(file, said, "Save it with astype(numpy.float64), so that what is inspected are the numbers in the file")]
    return []


def _symmetric(file: str, name: str, array: Array, epsilon: float) -> tuple[Array, int]:
    """The symmetric parts, and how many members were not symmetric. Raises Fault for members beyond rounding."""
    difference = np.abs(array - array.transpose(0, 2, 1)).max(axis=(1, 2))
    size = np.abs(array).max(axis=(1, 2))
    beyond = np.flatnonzero(difference > SYMMETRIC * epsilon * size)
    if len(beyond):
        i = int(beyond[0])
        place = np.unravel_index(int(np.argmax(np.abs(array[i] - array[i].T))), array[i].shape)
        row, column = (int(x) for x in place)
        values = f"{array[i, row, column]:.6g} at ({row}, {column}), {array[i, column, row]:.6g} at ({column}, {row})"
        said = f"`{name}` has a member that is not symmetric, index {i}: {values}{_and_more(len(beyond), 'member')}"
        raise _fault(file, said, "Give (H + Hᵀ)/2, or look for a slip in how H was computed")
    uneven = int((difference > 0).sum())
    return ((array + array.transpose(0, 2, 1)) / 2, uneven) if uneven else (array, 0)


def _padded(factors: Array, columns: int) -> Array:
    """Factors with zero columns added."""
    missing = columns - factors.shape[2]
    return np.pad(factors, ((0, 0), (0, 0), (0, missing))) if missing else factors


def _and_more(count: int, noun: str = "entry") -> str:
    plural = {"entry": "entries", "member": "members"}[noun] if count > 2 else noun
    return f" (and {count - 1} more {plural})" if count > 1 else ""


def _fault(file: str, message: str, fix: str) -> Fault:
    return Fault(_diagnostic(file, message, fix))


def _diagnostic(file: str, message: str, fix: str) -> Diagnostic:
    return Diagnostic(Code.HESSIANS, f"{file}: {message}", f"{fix}.")
