"""A derivation under construction: what the scripts of a theory write steps with.

Wherever an expression or a relation is wanted, a script gives LaTeX in the notation of its theory, an expression, a fact (what it says)
or a number. A premise that is no fact yet is looked up among all that is known. Every method that adds a step returns what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager

from verify.decide.prove import existence, logic, order, witness
from verify.decide.prove.definition import definition
from verify.decide.prove.existence import Members
from verify.decide.prove.instance_of import put
from verify.decide.prove.lemma import end, lemma
from verify.decide.prove.logic import Block
from verify.decide.prove.record import Fact, Record
from verify.decide.prove.rewriting import conjuncts
from verify.decide.prove.work import Family, Given, Over, Work
from verify.language.canonical import Json
from verify.language.expression import Apply, Compare, Expr, Number, Operator, Relation
from verify.language.notation import Notation
from verify.language.statement import Statement

Script = Callable[["Derivation"], object]


class Derivation:
    """The steps that lead from a statement's hypotheses to its conclusion. Every method raises Fault where a step cannot be made."""

    def __init__(
        self,
        statement: Statement,
        notation: Notation,
        earlier: Mapping[str, Statement] | None = None,
        given: Iterable[Expr] | None = None,
    ) -> None:
        """earlier: the statements of the theory by id, which `lemma` can use. given: what is known at first, the hypotheses where None.

        Raises ValueError for a statement without a meaning.
        """
        if statement.conclusion is None:
            raise ValueError(f"statement {statement.id} has no meaning, so no derivation")
        self._given = statement.context.hypotheses if given is None else tuple(given)
        self._work = Work(statement.context, notation, earlier or {}, Record(self._given))
        self.statement = statement
        self.goal: Expr = statement.conclusion

    # What is there

    @property
    def body(self) -> Expr:
        """The conclusion; where it is to hold for every outcome of the selectors, what is to hold."""
        match self.goal:
            case Apply(Operator.SURELY, (sure,)):
                return sure
            case goal:
                return goal

    @property
    def hypotheses(self) -> tuple[Fact, ...]:
        """What is known at first, in its order: the statement's hypotheses, or facts on the instance that refutes it."""
        return tuple(self._work.record.frames[0].facts[: len(self._given)])

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All that is known here."""
        return tuple(self._work.record.facts)

    @property
    def steps(self) -> list[dict[str, Json]]:
        """The steps so far, as a certificate has them."""
        return self._work.record.frames[0].steps

    @property
    def places(self) -> tuple[object, ...]:
        """Where the script wrote each step: `file:line`, or those of a block's steps."""
        return self._work.record.written

    def has(self, name: str) -> bool:
        """Whether the statement rests on something of this name, with or without indices."""
        return any(declared.name == name for declared in self.statement.context.symbols)

    # Expressions

    def read(self, given: Given) -> Expr:
        """An expression or relation."""
        return self._work.read(given)

    def relation(self, given: Given) -> Compare:
        """A single relation."""
        return self._work.relation(given)

    def fact(self, given: Given) -> Fact:
        """The latest fact that says this."""
        return self._work.fact(given)

    def put(self, given: Given, **values: Given) -> Expr:
        r"""The expression with others for some of its symbols: `p.put(r"N_k \succeq 0I", k="k-1")`."""
        return put(self.read(given), {name: self.read(value) for name, value in values.items()})

    def plus(self, *parts: Given) -> Expr:
        """The sum."""
        return witness.sum_of([self.read(part) for part in parts])

    def minus(self, a: Given, b: Given) -> Expr:
        """The difference a − b."""
        return Apply(Operator.ADD, (self.read(a), Apply(Operator.NEGATE, (self.read(b),))))

    def times(self, *parts: Given) -> Expr:
        """The product, in this order."""
        return witness.product_of([self.read(part) for part in parts])

    def transpose(self, part: Given) -> Expr:
        """The transpose."""
        return Apply(Operator.TRANSPOSE, (self.read(part),))

    def trace(self, part: Given) -> Expr:
        """The trace."""
        return Apply(Operator.TRACE, (self.read(part),))

    def equation(self, a: Given, b: Given) -> Expr:
        """a = b."""
        return Compare(Relation.EQUAL, self.read(a), self.read(b))

    def gap(self, relation: Given) -> Expr:
        """What has the sign that a relation says: left − right of an equation, the greater side minus the smaller of an inequality."""
        return witness.difference(self._work.relation(relation))

    # Relations

    def order(self, relation: Given, *premises: Given, witness: Given | None = None, unfold: Iterable[str] = ()) -> Fact:
        """A relation where the greater side minus the smaller has the normal form of the witness, which shows its sign (none: 0).

        unfold: names whose definitions, of one clause without conditions, are put in.
        """
        shown = None if witness is None else self.read(witness)
        return order.shown(self._work, self._work.relation(relation), self._work.facts(premises), shown, unfold)

    def equal(self, relation: Given, *premises: Given, unfold: Iterable[str] = ()) -> Fact:
        """An equation by normal form, rational multiples of premises that are equations added where needed."""
        return order.equal(self._work, self._work.relation(relation), self._work.facts(premises), unfold)

    def so(
        self, relation: Given, *premises: Given, unfold: Iterable[str] = (), degree: int | None = None, hints: Iterable[Given] = ()
    ) -> Fact:
        """A relation whose witness is found: a nonnegative combination of what the premises say and of products of that.

        degree: how many factors at most (2). hints: further expressions that are ≥ 0 or ⪰ 0 by their form (squares, norms, XᵀPX).
        """
        return order.so(self._work, self._work.relation(relation), self._work.facts(premises), unfold, degree, hints)

    def chain(self, *facts: Given) -> Fact:
        """What a chain of relations says of its ends: a ≤ b, b = c, c < e give a < e."""
        return order.chain(self._work, self._work.facts(facts))

    # Definitions, values, lemmas

    def definition(self, named: Given, *premises: Given) -> Fact:
        """`F[i] = …`, by the clause whose conditions are known or follow from the premises."""
        found = self.read(named)
        return definition(self._work, found.left if isinstance(found, Compare) else found, self._work.facts(premises))

    def value(self, index: Given, least: int = 0) -> Fact:
        """least ≤ index, as the statement has F[index], or a power of a matrix to it, outside every binder."""
        return self._work.record.add("value", Compare(Relation.LESS_EQUAL, Number(least), self.read(index)), ())

    def lemma(self, name: str, *premises: Given, **of: Given | Family) -> Fact:
        """What an axiom, or another statement of the theory, says with these expressions for its symbols.

        What it supposes is known or follows from the premises. Of an axiom, symbols that the premises show, and the size of matrices,
        need not be given. A family is given as ("i", an expression in i).
        """
        return lemma(self._work, name, self._work.facts(premises), of)

    def last(self, of: Given, *premises: Given) -> Fact:
        """A sum or product over a range with its last term apart; the premises show that it has one."""
        return end(self._work, "last", self.read(of), self._work.facts(premises))

    def first(self, of: Given, *premises: Given) -> Fact:
        """A sum or product over a range with its first term apart; the premises show that it has one."""
        return end(self._work, "first", self.read(of), self._work.facts(premises))

    def empty(self, of: Given, *premises: Given) -> Fact:
        """A sum or product over a range that the premises show to be empty."""
        return end(self._work, "empty", self.read(of), self._work.facts(premises))

    def shift(self, of: Given, by: Given) -> Fact:
        """A sum or product over a range, its variable greater by an integer."""
        return end(self._work, "shift", self.read(of), (), c=by)

    # Logic

    def use(self, fact: Given, *premises: Given, at: Given | Sequence[Given] = ()) -> Fact:
        """What a fact for all values says at these; what it supposes is known or follows from the premises."""
        items = [at] if isinstance(at, Given) else at
        return logic.use(self._work, self.fact(fact), self._work.facts(premises), [self.read(item) for item in items])

    def part(self, fact: Given, number: int = 0) -> Fact:
        """A part of a conjunction, counted from 0; what holds surely."""
        return logic.part(self._work, self.fact(fact), number)

    def both(self, *facts: Given) -> Fact:
        """The conjunction of some facts."""
        return logic.both(self._work, self._work.facts(facts))

    def surely(self, fact: Given) -> Fact:
        """A fact is one for every outcome of the selectors."""
        return logic.surely(self._work, self.fact(fact))

    def replace(self, expr: Given, *equations: Given) -> Fact:
        """`expr = …` with the left sides of equations exchanged for the right ones; under binders also by equations for all."""
        return logic.replace(self._work, self.read(expr), self._work.facts(equations))

    def exchange(self, says: Given, fact: Given, *equations: Given) -> Fact:
        """What a fact says, sides of equations exchanged in it, either way; under binders also by equations for all."""
        return self._work.record.add("replace", self.read(says), [self.fact(fact), *self._work.facts(equations)])

    def block(
        self, variable: str | None = None, over: Over | None = None, suppose: Iterable[Given] = ()
    ) -> AbstractContextManager[Block]:
        r"""`with p.block("n", r"\mathbb{N}", [r"n \leq k"]) as b:` steps under a fixed variable, or a supposition, or both; then `b.fact`.

        over: `D_r`, `\mathbb{N}`, `[k]`, or (lowest, highest).
        """
        return logic.block(self._work, variable, over, suppose)

    def induction(self, variable: str, claim: Given, base: Given) -> AbstractContextManager[Block]:
        """`with p.induction("n", claim, base) as step:` steps from the claim at n to `step.goal`, the claim at n + 1; then `step.fact`.

        base: shows the claim at 0.
        """
        return logic.induction(self._work, variable, claim, self.fact(base))

    # What there is

    def witness(self, at: Given, *premises: Given, says: Given | None = None) -> Fact:
        """That there is something (None: what the conclusion says), namely `at`. What is said of it is known, or follows from the premises.

        Of what holds from some number on, that it does for all from `at` on is known. The premises also show that `at` is in the domain,
        and that what is said has a value there.
        """
        return existence.witness(self._work, self.goal if says is None else self.read(says), self.read(at), self._work.facts(premises))

    def some(self, claimed: Given, follows: Given, says: Given) -> Fact:
        """What follows from a fact that there is something: the second fact says that it does, whatever it is."""
        return self._work.record.add("some", self.read(says), [self.fact(claimed), self.fact(follows)])

    def choose(self, says: Given | None = None, *premises: Given, **members: Family) -> AbstractContextManager[Members]:
        r"""`with p.choose(D_r=("r", "h_r I"), D_f=("f", "0I")) as c:` steps about members that are put in for a family; then `c.fact`.

        says: that there are such members, the conclusion where None. It is known that each is positive semidefinite, and what is kept had
        the value that the last step within says; that step says `A = c` of each A that is kept, and what is claimed, in a conjunction.
        """
        return existence.choose(self._work, self.goal if says is None else self.read(says), members, self._work.facts(premises))

    # The end

    def conclude(self, *facts: Given, unfold: Iterable[str] = ()) -> Fact:
        """The conclusion, from facts that say it up to normal form; of a conjunction, each part."""
        known = self._work.facts(facts)
        if self._work.record.is_last(self.goal):
            return self._work.record.facts[-1]
        match self.goal:
            case Apply(Operator.AND):
                return self.both(*[order.required(self._work, "conclude", part, known, unfold) for part in conjuncts(self.goal)])
            case Apply(Operator.SURELY, (sure,)):
                return self.surely(order.required(self._work, "conclude", sure, known, unfold))
            case goal:
                return order.required(self._work, "conclude", goal, known, unfold, anew=True)
