"""`python -m verify.kernel FILE…`: a line for each certificate. Exits with 0 (all accepted), 1 (one rejected) or 2 (one unreadable)."""

import sys

from verify.kernel.check import Rejected, Unreadable, check
from verify.kernel.read import load


def report(path: str) -> tuple[int, str]:
    """The exit code for one file, and the line that says why."""
    try:
        accepted = check(load(path))
    except Rejected as reason:
        return 1, f"rejected {path}: {reason}"
    except Unreadable as reason:
        return 2, f"unreadable {path}: {reason}"
    sides = "" if accepted.left is None else f" (left side {accepted.left}, right {accepted.right})"
    return 0, f"accepted {path}: {accepted.id} {accepted.kind}{sides}: {accepted.text}"


if __name__ == "__main__":
    reports = [report(path) for path in sys.argv[1:]] or [(2, "usage: python -m verify.kernel FILE...")]
    print(*[line.encode("unicode_escape").decode("ascii") for _, line in reports], sep="\n")  # a line each, whatever a name contains
    sys.exit(max(code for code, _ in reports))
