"""A relation from the sign of the difference.

    a − b and w have one normal form     the form of w, and the premises, show that w = 0, w > 0, w ≥ 0 or w ⪰ 0
    ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
                               a = b, a > b, a ≥ b or a ⪰ b     (w = 0 where none is given)
"""

from typing import Any

from verify.kernel.expand import expand
from verify.kernel.limits import require
from verify.kernel.normal import Atom, added
from verify.kernel.proof import Proof
from verify.kernel.sign import facing, sign

_ALLOWED = {"=": ("=",), ">": (">",), ">=": ("=", ">", ">=")}


def check(says: Atom, premises: list[Atom], proof: Proof, witness: Any = None, unfold: Any = ()) -> None:
    """Raises Rejected unless the relation follows."""
    require(bool(facing(says)), "no relation between values is said")
    relation, more, less = facing(says)[0]
    algebra = proof.algebra(premises, unfold)
    shown = proof.read(witness) if witness is not None else ("number", "0")
    rest = added((1, expand(more, algebra)), (-1, expand(less, algebra)), (-1, expand(shown, algebra)))
    require(not rest, f"the difference of the sides is not the witness: {list(rest.items())[:2]} is left over")
    require(sign(shown, premises, algebra) in _ALLOWED[relation], "the witness does not show its sign")
