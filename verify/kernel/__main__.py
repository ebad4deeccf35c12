"""`python -m verify.kernel FILE…`: a line for each certificate. Exits with 0 (all accepted), 1 (one rejected) or 2 (one unreadable)."""

import gc
import sys

from verify.kernel.replay import replayed

if __name__ == "__main__":
    gc.disable()  # looking for what refers to itself takes a tenth of the time, and finds nothing
    lines = replayed(sys.argv[1:]) or [(2, "usage: python -m verify.kernel FILE...")]
    print(*[line.encode("unicode_escape").decode("ascii") for _, line in lines], sep="\n")  # a line each, whatever a name contains
    sys.exit(max(code for code, _ in lines))
