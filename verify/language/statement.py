"""What a theory states: declared symbols, definitions, hypotheses, and one conclusion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from verify.errors import Diagnostic
from verify.language.expression import Apply, Compare, Expr, Kind, Operator, Relation

INTEGERS = "integers"  # the domain of an index that counts (N_k, J_k), beside the names of index sets


class Shape(Enum):
    """What is known of a declared matrix."""

    GENERAL = "general"
    SYMMETRIC = "symmetric"
    PSD = "psd"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declared symbol or family.

    size: of a matrix or vector, its dimension; of an index set, how many elements it has.
    over: for a family, per index the names of the index sets (or INTEGERS) it may come from; () for a plain symbol.
    selector: a family of random variables, whose law a definition gives, drawn independently for each step and, but for a batch without
        replacement, for each index; its members take one further index, the step (x_{r,k}), which print may leave out.
    """

    name: str
    kind: Kind
    size: Expr | None = None
    shape: Shape = Shape.GENERAL
    over: tuple[tuple[str, ...], ...] = ()
    selector: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """`name` with `parameters` is `body`, where `given` holds.

    parameters: each a Symbol (a variable) or a Number (that value only). () for a plain symbol.
    law: the body is the law of a selector, not its value.
    """

    id: str
    name: str
    parameters: tuple[Expr, ...]
    body: Expr
    given: tuple[Expr, ...] = ()
    law: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """All that a conclusion rests on, closed: every symbol, definition and hypothesis that it can reach."""

    symbols: tuple[Declaration, ...] = ()
    definitions: tuple[Definition, ...] = ()
    hypotheses: tuple[Expr, ...] = ()

    def declaration(self, name: str, indices: int = 0) -> Declaration | None:
        """The declaration of a symbol (indices = 0) or of a family with so many indices; a selector's step may be left out."""
        for d in self.symbols:
            if d.name == name and (len(d.over) == indices or (d.selector and len(d.over) + 1 == indices)):
                return d
        return None

    def definitions_of(self, name: str, indices: int = 0) -> tuple[Definition, ...]:
        """The clauses that define a name, in the order in which they stand."""
        return tuple(d for d in self.definitions if d.name == name and len(d.parameters) == indices)


class Role(Enum):
    """How a statement stands in its theory."""

    DEFINITION = "definition"
    LINK = "link"  # a relation of a display
    CONDITION = "condition"  # a displayed assumption of a claim or a proof
    CLAIM = "claim"  # the conclusion of a lemma or theorem


@dataclass(frozen=True, slots=True)
class Statement:
    """One relation of a theory, with all that it rests on.

    latex: the relation as it is printed. tag: the display's number ("27"). readings: how macros and conventions were read.
    conclusion: a Boolean expression; None where the print has no meaning, and then `fault` says why.
    repairs: the id of the statement that this one replaces. source: whom the theory cites for it.
    proves: the id of the claim in whose proof it is a link.
    """

    id: str
    tag: str
    file: str
    line: int
    latex: str
    role: Role
    context: Context
    conclusion: Expr | None
    fault: Diagnostic | None = None
    readings: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    repairs: str | None = None
    source: str | None = None
    proves: str | None = None

    @property
    def given(self) -> tuple[Expr, ...]:
        """The hypotheses."""
        return self.context.hypotheses

    @property
    def _compare(self) -> Compare:
        conclusion = self.conclusion
        if isinstance(conclusion, Apply) and conclusion.operator is Operator.SURELY:
            conclusion = conclusion.arguments[0]
        if not isinstance(conclusion, Compare):
            raise AttributeError(f"statement {self.id} is not a single relation")
        return conclusion

    @property
    def lhs(self) -> Expr:
        """The left side. Raises AttributeError where the statement is not a single relation."""
        return self._compare.left

    @property
    def rhs(self) -> Expr:
        """The right side. Raises AttributeError where the statement is not a single relation."""
        return self._compare.right

    @property
    def relation(self) -> Relation:
        """The relation. Raises AttributeError where the statement is not a single relation."""
        return self._compare.relation
