"""Why an expression has no exact value here."""

from __future__ import annotations


class NoValue(Exception):
    """The expression means nothing on this instance: division by zero, a root of a negative number, an undefined member, …"""


class Undecided(Exception):
    """The expression has a truth value, but the limits of this program are reached before it is found."""


class Lacking(Exception):
    """A construct has no exact meaning in this program yet; the argument names it."""
