"""What is proved of these claims."""

from verify.derivations import Derivation


def convex(p: Derivation) -> None:
    """The difference is the square (A - B)(A - B)."""
    p.order(p.goal, witness="(A - B)(A - B)")


DERIVATIONS = {"convex": convex}
