"""The typed expression that every room shares.

An expression is an immutable value. Two expressions are equal when they say the same thing, wherever they were printed: the
place and the printed form are no part of equality.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from verify.errors import Place


class Kind(Enum):
    """What sort of thing an expression denotes."""

    REAL = "real"
    INTEGER = "integer"
    VECTOR = "vector"
    ROW = "row"
    MATRIX = "matrix"
    BOOLEAN = "boolean"
    INDEX_SET = "index_set"
    ELEMENT = "element"  # a member of an index set, bound or declared
    STRING = "string"  # a word over labels of index sets
    CHOICE = "choice"  # an assignment i ↦ element of an index set
    LAW = "law"  # a probability distribution


@dataclass(frozen=True, slots=True)
class Type:
    """Kind and, for vectors, rows and (square) matrices, the size: an integer expression."""

    kind: Kind
    size: Expr | None = None


class Operator(Enum):
    """Every function. The value is its name in certificates."""

    ADD = "add"  # n-ary
    MULTIPLY = "multiply"  # n-ary, ordered, noncommuting
    NEGATE = "negate"
    DIVIDE = "divide"  # numerator, denominator (a scalar)
    POWER = "power"  # base, exponent
    ROOT = "root"  # square root of a scalar
    TRANSPOSE = "transpose"
    TRACE = "trace"
    IDENTITY = "identity"  # size
    INNER = "inner"  # <x, y>
    EXPECTATION = "expectation"  # over every selector in its argument
    PROBABILITY = "probability"
    BINOMIAL = "binomial"
    NORM_1 = "norm_1"  # of a vector
    NORM_2 = "norm_2"  # of a vector
    NORM_FROBENIUS = "norm_frobenius"
    NORM_SCHATTEN_1 = "norm_schatten_1"
    NORM_OPERATOR = "norm_operator"
    ABSOLUTE = "absolute"
    LARGEST_EIGENVALUE = "largest_eigenvalue"
    INDICATOR = "indicator"  # of a Boolean
    GAMMA = "gamma"
    LOG = "log"
    LANDAU = "landau"  # O(.)
    LETTER_AT = "letter_at"  # L_k[i]: string, position
    BY_LETTER = "by_letter"  # D_{L_k[i]}: a letter, then each letter that it may be and what stands for it, in turn
    CHOICE_AT = "choice_at"  # a_i: assignment, where it is looked at
    DERIVATIVE = "derivative"  # of the first argument by each of the others
    RANGE = "range"  # lowest, highest integer; empty when highest < lowest
    STRINGS = "strings"  # length, then the letters: all strings of that length
    UNION = "union"
    OPEN_INTERVAL = "open_interval"
    CLOSED_INTERVAL = "closed_interval"
    REALS = "reals"
    NATURALS = "naturals"  # from 0 on
    REAL_SPACE = "real_space"  # R^d or, with two sizes, R^{n x n}
    INFINITY = "infinity"
    BERNOULLI = "bernoulli"  # P(1), else 0
    MOMENTS = "moments"  # mean, variance: any law that has them
    WITHOUT_REPLACEMENT = "without_replacement"  # how many members of the index's set are 1, any so many alike, the others 0
    GAUSSIAN = "gaussian"  # mean, covariance
    AND = "and"  # n-ary
    IMPLIES = "implies"
    SURELY = "surely"  # holds for every outcome of the selectors
    THERE_ARE = "there_are"  # all i: H_i ⪰ 0, some expressions, a Boolean: it holds for other H_i, for which these have the same values


class Binder(Enum):
    """Every construct that binds a variable. The value is its name in certificates."""

    SUM = "sum"
    PRODUCT = "product"  # ordered left to right by the domain
    REVERSED_PRODUCT = "reversed_product"  # ordered right to left
    MAXIMUM = "maximum"
    SUPREMUM = "supremum"
    LIMIT = "limit"  # the domain is what the variable tends to
    FOR_ALL = "for_all"
    EXISTS = "exists"
    EVENTUALLY = "eventually"  # for all large enough
    TABLE = "table"  # 2m of them, one in another: the matrix with the first m as row, the last m as column
    SUCH_THAT = "such_that"  # the subset of the domain where the body holds
    CHOICES = "choices"  # the set of the assignments that give each value of the variable an element of the body, an index set


class Relation(Enum):
    """Every relation that can stand in a chain. The value is its name in certificates."""

    EQUAL = "="
    LESS = "<"
    LESS_EQUAL = "<="
    GREATER = ">"
    GREATER_EQUAL = ">="
    LOEWNER_LESS_EQUAL = "loewner<="
    LOEWNER_GREATER_EQUAL = "loewner>="
    IN = "in"
    DISTRIBUTED = "distributed"  # the left is an independent draw from the law on the right


def _place() -> Place | None:
    return field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A nonnegative integer literal; other rationals are written with DIVIDE and NEGATE."""

    value: int
    place: Place | None = _place()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A named thing without an index: declared (`eta`, `C_r`, `D_r`), or bound by an enclosing binder (`i`)."""

    name: str
    place: Place | None = _place()


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a family: H_i, N_{k-1}, x_{r,k}. The family's name carries its label (`D_r` in D_{r,k})."""

    family: str
    indices: tuple[Expr, ...]
    place: Place | None = _place()


@dataclass(frozen=True, slots=True)
class Apply:
    """A function of its arguments."""

    operator: Operator
    arguments: tuple[Expr, ...]
    place: Place | None = _place()


@dataclass(frozen=True, slots=True)
class Bind:
    """A binder: `variable` ranges over `domain` in `body`; an inner binder of the same name shadows.

    type: the type of the body, so that an empty sum or product has a meaning.
    """

    binder: Binder
    variable: str
    domain: Expr
    body: Expr
    type: Type
    place: Place | None = _place()


@dataclass(frozen=True, slots=True)
class Compare:
    """A relation between two expressions."""

    relation: Relation
    left: Expr
    right: Expr
    place: Place | None = _place()


Expr = Number | Symbol | Member | Apply | Bind | Compare
