"""A refutation under construction: a statement about limits, or what there is, falls by one instance, of which its contrary is derived.

A script gives the instance and facts that hold on it; from these, in the place of the hypotheses, its steps lead to each limit that the
statement supposes, and last to the limit that contradicts its conclusion; or, from what is claimed to be there, whatever it is, to 0 < 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from verify.decide.prove.derivation import Derivation
from verify.decide.prove.moments import is_limit
from verify.decide.prove.record import Record
from verify.decide.prove.work import Given, Work
from verify.kernel.limits import Budget, Rejected
from verify.kernel.rules.instance import scope_of
from verify.kernel.statement import parse
from verify.language.canonical import Json, expression_json, statement_json
from verify.language.expression import Expr
from verify.language.notation import Notation
from verify.language.render import render
from verify.language.statement import Statement
from verify.meaning.exact import holds
from verify.meaning.failures import Lacking, NoValue
from verify.meaning.instance import Instance, Value

Values = Mapping[str, Any]  # by name: a number, nested lists of numbers, or a family: a list of members for each of its index sets
RefutationScript = Callable[["Refutation"], object]


class Refutation:
    """The instance, the facts and the steps that refute a statement. Every method raises Fault where that cannot be."""

    def __init__(self, statement: Statement, notation: Notation, earlier: Mapping[str, Statement] | None = None) -> None:
        """earlier: the statements of the theory by id, which `lemma` can use. Raises ValueError for a statement without a meaning."""
        if statement.conclusion is None:
            raise ValueError(f"statement {statement.id} has no meaning, so no refutation")
        self._work = Work(statement.context, notation, {}, Record(()))
        self._notation = notation
        self._earlier = earlier or {}
        self.statement = statement
        self.goal: Expr = statement.conclusion
        self.instance: Instance | None = None
        self.facts: tuple[Json, ...] = ()
        self.derivation: Derivation | None = None

    def on(self, values: Values, *facts: Given) -> Derivation:
        r"""The derivation that begins with these facts, which hold on the instance: `p.on({"d": 1, "w_0": [0]}, "d = 1", r"w_0 = 0 w_0")`.

        values: of every primitive symbol; numbers are ints, Fractions or texts ("3/8"), a family is `{"D_r": [[[2]], [[2]]], "D_f": []}`.
        """
        instance = self._fitting(values)
        said = [self._work.read(fact) for fact in facts]
        for fact in said:
            self._require(fact, instance, "the fact")
        for hypothesis in self.statement.context.hypotheses:
            if not is_limit(hypothesis):
                self._require(hypothesis, instance, "the hypothesis")
        self.instance = instance
        self.facts = tuple(expression_json(fact, {}) for fact in said)
        self.derivation = Derivation(self.statement, self._notation, self._earlier, given=said)
        return self.derivation

    @property
    def needed(self) -> tuple[int, ...]:
        """The numbers of the steps that say what the statement supposes; the last step does not stand on them."""
        supposed = [expression_json(hypothesis, {}) for hypothesis in self.statement.context.hypotheses]
        steps = [] if self.derivation is None else self.derivation.steps
        return tuple(number for number, step in enumerate(steps) if step.get("says") in supposed)

    def _fitting(self, values: Values) -> Instance:
        plain = sorted((name, value) for name, value in values.items() if not isinstance(value, Mapping))
        families = sorted((name, sorted(value.items())) for name, value in values.items() if isinstance(value, Mapping))
        try:
            members = tuple((name, tuple((one, tuple(map(_value, items))) for one, items in sets)) for name, sets in families)
            instance = Instance(tuple((name, _value(value)) for name, value in plain), members)
            scope_of(parse(statement_json(self.statement.context, self.goal)), instance.to_json(), Budget())
        except (ValueError, TypeError, ZeroDivisionError, Rejected) as error:
            self._work.record.fail("on", f"the instance does not fit: {error}", "Give every primitive symbol an exact value of its kind.")
        return instance

    def _require(self, says: Expr, instance: Instance, what: str) -> None:
        try:
            found = holds(self.statement.context, says, instance)
            problem = "" if found else "does not hold" if found is False else "is undecided"
        except NoValue as error:
            problem = f"has no value ({error})"
        except Lacking as error:
            problem = f"has no exact meaning yet ({error})"
        if problem:
            self._work.record.fail("on", f"{what} {render(says)} {problem} on the instance", "Change one of the two.")


def _value(given: Any) -> Value:
    """A number, a vector or a matrix. Raises ValueError, TypeError."""
    if isinstance(given, float):
        raise ValueError(f"{given} is no exact number")
    if isinstance(given, int | str | Fraction):
        return Fraction(given)
    if not isinstance(given, Iterable):
        raise TypeError(f"{given!r} is neither a number nor a list")
    return tuple(_value(part) for part in given)  # type: ignore[return-value]  # the kernel's fit tells vectors from matrices
