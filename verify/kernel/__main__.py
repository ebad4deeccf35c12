"""`python -m verify.kernel FILE…`: a line for each certificate. Exits with 0 (all accepted), 1 (one rejected) or 2 (one unreadable)."""

import gc
import sys

from verify.kernel.check import Accepted, Rejected, Unreadable, checked
from verify.kernel.read import load


def report(path: str, accepted: list[Accepted]) -> tuple[int, str]:
    """The exit code for one file, and the line that says why; what is accepted joins those before."""
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


def reports(paths: list[str]) -> list[tuple[int, str]]:
    """The reports in the order of the files. A derivation may stand on a file after it, so what is rejected is tried again."""
    accepted: list[Accepted] = []
    done: dict[str, tuple[int, str]] = {}
    while True:
        before = len(accepted)
        done |= {path: report(path, accepted) for path in paths if done.get(path, (1, ""))[0] == 1}
        if len(accepted) == before:
            return [done[path] for path in paths]


if __name__ == "__main__":
    gc.disable()  # looking for what refers to itself takes a tenth of the time, and finds nothing
    lines = reports(sys.argv[1:]) or [(2, "usage: python -m verify.kernel FILE...")]
    print(*[line.encode("unicode_escape").decode("ascii") for _, line in lines], sep="\n")  # a line each, whatever a name contains
    sys.exit(max(code for code, _ in lines))
