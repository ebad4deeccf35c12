"""Many certificates, replayed by a process per processor: those that stand on each other by one."""

import gc
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from verify.kernel.check import Accepted, Rejected, Unreadable, checked
from verify.kernel.read import load
from verify.kernel.rules.derivation import named_lemmas

FEW = 4  # so many groups are not worth processes of their own


def replayed(paths: list[str]) -> list[tuple[int, str]]:
    """For each file the exit code, and the line that says why."""
    groups = grouped(paths)
    if len(groups) <= FEW:
        done = reports(paths)
    else:
        with ProcessPoolExecutor(initializer=gc.disable) as processes:
            done = {path: found for part in processes.map(reports, groups) for path, found in part.items()}
    return [done[path] for path in paths]


def grouped(paths: list[str]) -> list[list[str]]:
    """The files, those together that stand on each other; the largest groups first."""
    groups: list[tuple[set[str], list[str]]] = []
    for path in dict.fromkeys(paths):
        names, files = _names(path), [path]
        for group in [group for group in groups if not names.isdisjoint(group[0])]:
            groups.remove(group)
            names, files = names | group[0], group[1] + files
        groups.append((names, files))
    return sorted([files for _, files in groups], key=lambda files: -sum(map(_bytes, files)))


def reports(paths: list[str]) -> dict[str, tuple[int, str]]:
    """The same by file, in one process. A derivation may stand on a file after it, so what is rejected is tried again."""
    accepted: list[Accepted] = []
    done: dict[str, tuple[int, str]] = {}
    while True:
        before = len(accepted)
        done |= {path: _report(path, accepted) for path in paths if done.get(path, (1, ""))[0] == 1}
        if len(accepted) == before:
            return done


def _report(path: str, accepted: list[Accepted]) -> tuple[int, str]:
    """For one file; what is accepted joins those before."""
    try:
        found = checked(load(path), accepted)
    except Rejected as reason:
        return 1, f"rejected {path}: {reason}"
    except Unreadable as reason:
        return 2, f"unreadable {path}: {reason}"
    accepted.append(found)
    sides = "" if found.left is None else f" (left side {found.left}, right {found.right})"
    standing = f" (standing on {', '.join(found.uses)})" if found.uses else ""
    return 0, f"accepted {path}: {found.id} {found.kind}{sides}{standing}: {found.text}"


def _names(path: str) -> set[str]:
    """The statement that a file is about, and those that it stands on; of what is no certificate, nothing."""
    try:
        data = load(path)
        return {str(data["id"]), *named_lemmas(data.get("steps"))}
    except (Unreadable, Rejected, LookupError, TypeError, AttributeError, RecursionError):
        return set()


def _bytes(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return 0
