"""Archives of Hessians: what is read, and every way in which one cannot be."""

from __future__ import annotations

import io
import pickle
import zipfile

import numpy as np
import pytest

from verify.errors import Code, Fault
from verify.inspection.hessians import Hessians, read_hessians
from verify.inspection.setting import setting

FAMILY = np.array([[[2.0, 1.0], [1.0, 3.0]], [[1.0, 0.0], [0.0, 0.0]]])
ONE, TWO = FAMILY[:1], np.concatenate([FAMILY, FAMILY])


def saved(path, **arrays):
    """An archive of arrays."""
    np.savez(path / "h.npz", **arrays)
    return str(path / "h.npz")


def changed(value, place=(1, 0, 1)):
    """The family with one entry changed."""
    family = FAMILY.copy()
    family[place] = value
    return family


def refused(file, *parts):
    """One diagnostic, which names the file, says each part and ends with a fix."""
    with pytest.raises(Fault) as fault:
        read_hessians(file)
    (told,) = fault.value.diagnostics
    assert told.code in (Code.HESSIANS, Code.READ)
    assert told.fix.endswith(".")
    for part in (file, *parts):
        assert part in told.message


def test_dense_families_are_read_as_they_are(tmp_path):
    """Numbers, sizes, form."""
    found = read_hessians(saved(tmp_path, retain=FAMILY, forget=ONE))
    assert (found.n_r, found.n_f, found.d, found.factored, found.symmetrised) == (2, 1, 2, False, ())
    assert (found.retain == FAMILY).all()
    assert found.retain.dtype == np.float64


def test_factors_of_different_widths_get_zero_columns(tmp_path):
    """H = A Aᵀ stays what it is."""
    a, b = np.ones((2, 3, 2)), np.ones((1, 3, 1))
    found = read_hessians(saved(tmp_path, retain_factors=a, forget_factors=b))
    assert (found.n_r, found.n_f, found.d, found.factored) == (2, 1, 3, True)
    assert found.forget.shape == (1, 3, 2)
    assert (found.forget @ found.forget.transpose(0, 2, 1) == b @ b.transpose(0, 2, 1)).all()


@pytest.mark.parametrize("dtype", ["float16", "float32", "longdouble", "int64", "uint8", ">f8"])
def test_other_types_of_real_numbers(tmp_path, dtype):
    """Integers are exact; what is coarser than float64 is said to be."""
    found = read_hessians(saved(tmp_path, retain=FAMILY.astype(dtype), forget=ONE))
    assert (found.retain == FAMILY).all()
    assert found.epsilon == np.finfo(dtype if dtype in ("float16", "float32") else "float64").eps


def test_a_little_asymmetry_is_rounding(tmp_path):
    """(H + Hᵀ)/2 stands for it, and it is counted."""
    found = read_hessians(saved(tmp_path, retain=changed(1e-16), forget=ONE))
    assert found.symmetrised == (("retain", 1),)
    assert (found.retain == found.retain.transpose(0, 2, 1)).all()


@pytest.mark.parametrize(
    ("arrays", "parts"),
    [
        ({"retain": changed(0.5), "forget": ONE}, ("`retain`", "not symmetric", "index 1", "0.5 at (0, 1)")),
        ({"retain": FAMILY, "forget": changed(np.nan)}, ("`forget`", "nan", "member 1, row 0, column 1")),
        ({"retain": changed(-np.inf), "forget": ONE}, ("`retain`", "-inf", "member 1")),
        ({"retain": FAMILY[0], "forget": ONE}, ("`retain`", "(2, 2)", "(n, d, d)")),
        ({"retain": FAMILY[:, :, :1], "forget": ONE}, ("`retain`", "(2, 2, 1)", "not square")),
        ({"retain": FAMILY[None], "forget": ONE}, ("`retain`", "(1, 2, 2, 2)")),
        ({"retain": FAMILY, "forget": np.ones((1, 3, 3))}, ("`retain` is about d = 2", "`forget` about d = 3")),
        ({"retain_factors": np.ones((1, 2, 1)), "forget_factors": np.ones((1, 3, 1))}, ("d = 2", "d = 3")),
        ({"retain": FAMILY[:0], "forget": ONE}, ("`retain`", "set is empty")),
        ({"retain": FAMILY, "forget": FAMILY[:0]}, ("`forget`", "set is empty")),
        ({"retain": np.ones((1, 0, 0)), "forget": ONE}, ("`retain`", "matrices are empty")),
        ({"retain": FAMILY}, ("`retain`", "no `forget`")),
        ({"forget": FAMILY}, ("`forget`", "no `retain`")),
        ({"retain_factors": FAMILY}, ("`retain_factors`", "no `forget_factors`")),
        ({}, ("neither `retain`",)),
        ({"weights": FAMILY}, ("neither `retain`",)),
        ({"retain": FAMILY, "forget_factors": FAMILY}, ("one form",)),
        ({"retain": FAMILY, "retain_factors": FAMILY}, ("not more",)),
        ({"retain": FAMILY, "forget": ONE, "retain_factors": FAMILY}, ("not more",)),
        ({"retain": FAMILY * 1j, "forget": ONE}, ("`retain`", "complex128")),
        ({"retain": FAMILY > 0, "forget": ONE}, ("`retain`", "bool")),
        ({"retain": FAMILY * 1e40, "forget": ONE}, ("`retain`", "above 1e+30", "member 0")),
        ({"retain": FAMILY.astype(int) * 2**53 + FAMILY.astype(int) // 3, "forget": ONE}, (str(3 * 2**53 + 1), "member 0, row 1")),
        ({"retain": np.array([[[2**64 - 1]]], dtype="uint64"), "forget": ONE}, ("`retain`", str(2**64 - 1), "rounded")),
        ({"retain": FAMILY, "forget": ONE / np.longdouble(3)}, ("`forget`", "0.66666666666666666", "rounded")),
        ({"retain": np.array([FAMILY[0], None], dtype=object), "forget": ONE}, ("`retain`", "never unpickled")),
    ],
)
def test_arrays_that_cannot_be_used(tmp_path, arrays, parts):
    """Each has its own message."""
    refused(saved(tmp_path, **arrays), *parts)


def test_all_faults_are_told(tmp_path):
    """Both arrays' at once."""
    with pytest.raises(Fault) as fault:
        read_hessians(saved(tmp_path, retain=changed(np.nan), forget=FAMILY[0]))
    assert len(fault.value.diagnostics) == 2


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "empty"),
        (b"hello, world", "no .npz archive"),
        (pickle.dumps([1, 2]), "no .npz archive"),
        (b"PK\x03\x04 and no more", "cut short or damaged"),
    ],
)
def test_files_that_are_no_archive(tmp_path, data, part):
    """Told without a traceback, and nothing is unpickled."""
    (tmp_path / "h.npz").write_bytes(data)
    refused(str(tmp_path / "h.npz"), part)


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_file_that_is_cut_short(tmp_path, share):
    """Wherever it ends."""
    file = saved(tmp_path, retain=TWO, forget=ONE)
    whole = (tmp_path / "h.npz").read_bytes()
    (tmp_path / "h.npz").write_bytes(whole[: int(share * len(whole))])
    refused(file, "cut short or damaged")


@pytest.mark.parametrize("compressed", [False, True])
def test_a_file_with_bytes_that_are_wrong(tmp_path, compressed):
    """Checksums are looked at."""
    (np.savez_compressed if compressed else np.savez)(tmp_path / "h.npz", retain=TWO, forget=ONE)
    data = bytearray((tmp_path / "h.npz").read_bytes())
    data[100:140] = bytes(255 for _ in range(40))
    (tmp_path / "h.npz").write_bytes(bytes(data))
    refused(str(tmp_path / "h.npz"), "`retain` is damaged")


def test_a_single_array_is_no_archive(tmp_path):
    """An .npy under the name of an .npz."""
    written = io.BytesIO()
    np.save(written, FAMILY)
    (tmp_path / "h.npz").write_bytes(written.getvalue())
    refused(str(tmp_path / "h.npz"), "single array")


def test_members_that_are_no_arrays(tmp_path):
    """A zip archive of something else."""
    with zipfile.ZipFile(tmp_path / "h.npz", "w") as archive:
        archive.writestr("retain.npy", "text")
        archive.writestr("forget.npy", "text")
    refused(str(tmp_path / "h.npz"), "`retain`")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("again", ["retain.npy", "retain"])
def test_a_member_that_is_there_twice(tmp_path, again):
    """Readers differ in which one they take."""
    file, written = saved(tmp_path, retain=FAMILY, forget=ONE), io.BytesIO()
    np.save(written, 2 * FAMILY)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(again, written.getvalue())
    refused(file, "`retain` is in it 2 times")


def test_what_is_no_file(tmp_path):
    """A folder, a name of nothing."""
    refused(str(tmp_path), "folder")
    refused(str(tmp_path / "nowhere.npz"), "no file")


@pytest.mark.parametrize(
    ("numbers", "parts"),
    [
        ((0.0, 0.5, 1), ("--eta 0",)),
        ((-1.0, 0.5, 1), ("--eta -1",)),
        ((float("nan"), 0.5, 1), ("--eta nan",)),
        ((float("inf"), 0.5, 1), ("--eta inf",)),
        ((1e160, 0.5, 1), ("--eta 1e+160", "squares of the update would overflow", "Give at most 1e+59")),
        ((0.1, 1.0000001, 1), ("--alpha 1.0000001 is outside",)),
        ((0.1, -0.1, 1), ("--alpha -0.1",)),
        ((0.1, 1.5, 1), ("--alpha 1.5",)),
        ((0.1, float("nan"), 1), ("--alpha nan",)),
        ((0.1, 0.5, 0), ("--batch 0", "below 1")),
        ((0.1, 0.5, 2), ("--batch 2", "n_f = 1", "`forget`", "h.npz")),
        ((0.1, 0.5, 5), ("--batch 5", "n_r = 2", "`retain`")),
        ((-1.0, 2.0, 9), ("--eta -1", "--alpha 2", "--batch 9")),
    ],
)
def test_numbers_out_of_their_range(numbers, parts):
    """η, α and B, each with its message."""
    hessians = Hessians("h.npz", FAMILY, ONE, False, 2.0**-52)
    with pytest.raises(Fault) as fault:
        setting(hessians, *numbers)
    said = str(fault.value)
    for part in parts:
        assert part in said
    assert all(d.code is Code.ARGUMENT for d in fault.value.diagnostics)


def test_the_ends_of_the_ranges_are_in():
    """α = 0 and 1, B = n_r = n_f."""
    hessians = Hessians("h.npz", ONE, ONE, False, 2.0**-52)
    for alpha in (0.0, 1.0):
        assert setting(hessians, 5e-324, alpha, 1).alpha == alpha
