"""Short ways to write what there is, and cases of it."""

from __future__ import annotations

from typing import Any

from tests.kernel.derivations import every, step, total, var
from tests.kernel.forms import ONE, ZERO, mem, sym
from tests.kernel.rules.cases import Case, D, last, n

Json = Any
NATURALS, REALS, RANGE = ["naturals"], ["reals"], ["range", ONE, n]
INFINITY, v, z, f = ["infinity"], var(1), sym("z"), sym("f")
RAY = ["open_interval", ZERO, INFINITY]
DRAWN = total(1, D, mem("x", v))
NO_PREMISS = "what is said of it is no premiss"
SIGN = "is not shown to have a sign, and divides"


def there_is(domain: Json, body: Json, variable: int = 1) -> Json:
    """There is a #variable."""
    return ["exists", f"#{variable}", domain, body, ["boolean"]]


def at_last(body: Json, domain: Json = NATURALS) -> Json:
    """For all #1 large enough."""
    return ["eventually", "#1", domain, body, ["boolean"]]


def witness(says: Json, *premises: Json, at: Json) -> Json:
    """A step of `witness`."""
    return step("witness", says, *premises, at=at)


def some(says: Json, *premises: Json) -> Json:
    """A step of `some`."""
    return step("some", says, *premises)


def of(name: str, made: Json, reason: str = "", **more: Any) -> Case:
    """A case of one step, all its premises hypotheses."""
    return last(name, made, reason=reason, hypotheses=tuple(made["from"]), **more)


def later(low: Json, body: Json, domain: Json = NATURALS) -> Json:
    """The body, for all #1 from some number on."""
    return every(1, domain, ["implies", ["<=", low, v], body])


def put(expr: Json, old: Json, new: Json) -> Json:
    """The JSON with another part for each of these."""
    if expr == old:
        return new
    return [put(part, old, new) for part in expr] if isinstance(expr, list) else expr
