"""Short ways to write derivations: steps that name the facts they rest on, and instances that a statement must survive."""

from __future__ import annotations

from typing import Any

from tests.kernel.forms import ZERO, mem, num, sym
from verify.kernel.evaluate import evaluate
from verify.kernel.limits import Budget, Rejected
from verify.kernel.rules import derivation, instance
from verify.kernel.statement import parse
from verify.kernel.values import truth

Json = Any


def add(*terms: Json) -> Json:
    """A sum."""
    return ["add", *terms]


def neg(term: Json) -> Json:
    """The opposite."""
    return ["negate", term]


def sub(a: Json, b: Json) -> Json:
    """A difference."""
    return add(a, neg(b))


def mul(*factors: Json) -> Json:
    """A product."""
    return ["multiply", *factors]


def div(a: Json, b: Json) -> Json:
    """A quotient."""
    return ["divide", a, b]


def power(base: Json, exponent: Json) -> Json:
    """A power."""
    return ["power", base, exponent if isinstance(exponent, list) else num(exponent)]


def total(variable: int, domain: Json, body: Json, *type_: Json) -> Json:
    """The sum over #variable; its type is real where none is given."""
    return ["sum", f"#{variable}", domain, body, list(type_) or ["real"]]


def every(variable: int, domain: Json, body: Json) -> Json:
    """For all #variable."""
    return ["for_all", f"#{variable}", domain, body, ["boolean"]]


def mean(body: Json) -> Json:
    """The expectation."""
    return ["expectation", body]


def var(n: int) -> Json:
    """The variable #n."""
    return sym(f"#{n}")


def step(rule: str, says: Json, *premises: Json, **more: Json) -> Json:
    """A step; its premises are facts as they stand, or numbers."""
    return {"rule": rule, "says": says, "from": list(premises), **more}


def order(says: Json, *premises: Json, **more: Json) -> Json:
    """A step of the rule order."""
    return step("order", says, *premises, **more)


def block(over: Json, supposed: list[Json], *steps: Json) -> Json:
    """A block of steps."""
    return {"over": over, "suppose": supposed, "steps": list(steps)}


def _ends(over: Json, item: Json) -> list[Json]:
    """What is known of a fixed variable."""
    match over:
        case ["range" | "closed_interval", low, high]:
            return [["<=", low, item], ["<=", item, high]]
        case ["open_interval", low, high]:
            return [["<", low, item], *[["<", item, high]] * (high != ["infinity"])]
        case ["naturals"]:
            return [["<=", ZERO, item]]
    return []


def numbered(steps: list[Json], facts: list[Json], variables: int = 0) -> list[Json]:
    """The steps, with the numbers of the facts that they name for these."""
    facts, done = list(facts), []
    for one in steps:
        if "put" in one:
            item, (_, (_, _, _, [_, [_, family, _], _], _), *_) = var(variables + 1), one["says"]
            put = [every(variables + 1, sym(over), ["=", mem(family, item), body]) for over, body in sorted(one["put"].items())]
            inner = numbered(one["steps"], [*facts, *put], variables)
            known = {"from": facts, "values": [*facts, *put, *[made.get("says") for made in one["steps"]]]}
            numbers = {key: [_latest(among, place) for place in one[key]] for key, among in known.items()}
            done.append({**one, **numbers, "steps": inner})
            facts.append(one["says"])
        elif "rule" not in one:
            item, over = var(variables + 1), one["over"]
            ends = _ends(over, item) if over else []
            inner = numbered(one["steps"], [*facts, *ends, *one["suppose"]], variables + (over is not None))
            done.append({**one, "steps": inner})
            fact = inner[-1].get("says")
            for supposed in reversed(one["suppose"]):
                fact = ["implies", supposed, fact]
            facts.append(fact if over is None else every(variables + 1, over, fact))
        else:
            done.append({**one, "from": [place if isinstance(place, int) else _latest(facts, place) for place in one["from"]]})
            facts.append(one["says"])
    return done


def _latest(facts: list[Json], fact: Json) -> int:
    """The number of the latest fact that says this: one before may be about other members of a family."""
    return len(facts) - 1 - facts[::-1].index(fact)


def derive(statement: Json, *steps: Json, lemmas: dict[str, Json] | None = None) -> None:
    """Has the kernel check a derivation. Raises Rejected."""
    listed = numbered(list(steps), statement["hypotheses"])
    known = {name: parse(lemma) for name, lemma in (lemmas or {}).items()}
    derivation.check(parse(statement), {"steps": listed}, Budget(), known)


def accepts(statement: Json, *steps: Json, lemmas: dict[str, Json] | None = None) -> bool:
    """Whether the kernel accepts a derivation."""
    try:
        derive(statement, *steps, lemmas=lemmas)
    except Rejected:
        return False
    return True


def refuted(statement: Json, values: Json, members: Json | None = None) -> bool:
    """Whether the hypotheses hold on an instance, and the conclusion does not."""
    of = parse(statement)
    scope = instance.scope_of(of, {"values": values, "members": members or {}}, Budget())
    hold = all(truth(evaluate(hypothesis, scope)) for hypothesis in of.hypotheses)
    return hold and not truth(evaluate(of.conclusion, scope))
