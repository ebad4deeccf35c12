"""Members of families, selectors and index sets as SymPy objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy
from sympy.core.kind import NumberKind
from sympy.core.symbol import Str
from sympy.core.sympify import _sympify
from sympy.matrices.expressions.matexpr import MatrixElement, MatrixExpr

from verify.language.expression import Operator
from verify.language.render import latex_name
from verify.language.statement import Context, Shape


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the definition of a random name, or of an index set, stands. mark: a digest of all that it rests on; "" where there is none.

    Two members are equal only if their marks are, so that letters of different theories are never confused.
    """

    mark: str = ""
    context: Context | None = None


class _Named:
    """What has a name and indices: args[0] and args[1]."""

    args: Any

    @property
    def name(self) -> str:
        return str(self.args[0].name)

    @property
    def indices(self) -> tuple[Any, ...]:
        return tuple(self.args[1])

    def _latex(self, printer: Any, exp: Any = None) -> str:
        text = member_latex(self.name, self.indices, printer)
        return text if exp is None else f"{text}^{{{exp}}}"

    def _sympystr(self, printer: Any) -> str:
        return f"{self.name}[{', '.join(printer._print(i) for i in self.indices)}]" if self.indices else self.name


class NumberMember(_Named, sympy.Expr):
    """A number of a family: S_{r f}. args: name, indices, whether it is an integer, the mark of what makes it random."""

    is_commutative = True
    is_real = True
    kind = NumberKind
    origin: Origin

    def __new__(cls, name: Any, indices: Any = (), integer: Any = False, origin: Any = Origin()) -> Any:
        made = sympy.Expr.__new__(cls, string(name), sympy.Tuple(*indices), truth(integer), string(_marked(origin).mark))
        made.origin = _marked(origin)
        return made

    @property
    def func(self) -> Callable[..., Any]:
        """The class, for the same definition."""
        return lambda *args: NumberMember(*(*args[:3], self.origin))

    def _eval_is_integer(self) -> bool | None:
        return True if self.args[2] else None

    def _eval_derivative(self, x: Any) -> Any:
        return None if self.has(x) else sympy.S.Zero


class Selector(_Named, sympy.Expr):
    """A random number: x_{r,k}, independent of every one of another step and, unless it is drawn without replacement, of every other one.

    args: name, index, the step as a tuple of at most one, the law as a tuple of its operator and its numbers, or of nothing, whether it
    is declared an integer.
    """

    is_commutative = True
    is_real = True
    kind = NumberKind

    def __new__(cls, name: Any, indices: Any, step: Any = (), law: Any = (), integer: Any = False) -> Any:
        parts = (sympy.Tuple(*indices), sympy.Tuple(*step), sympy.Tuple(*map(string, law[:1]), *law[1:]))
        return sympy.Expr.__new__(cls, string(name), *parts, truth(integer))

    @property
    def indices(self) -> tuple[Any, ...]:
        """The index, and the step where there is one."""
        return (*self.args[1], *self.args[2])

    @property
    def law(self) -> Operator | None:
        """BERNOULLI, MOMENTS or WITHOUT_REPLACEMENT; None where none is said."""
        return Operator(self.args[3][0].name) if self.args[3] else None

    @property
    def numbers(self) -> tuple[Any, ...]:
        """The numbers of its law: the probability of 1; the mean and the variance; how many are 1."""
        return tuple(self.args[3][1:])

    def _eval_derivative(self, x: Any) -> Any:
        return None if self.args[1].has(x) or self.args[2].has(x) else sympy.S.Zero

    def _latex(self, printer: Any, exp: Any = None) -> str:
        text = f"{latex_name(self.name)}_{{{','.join(printer._print(i) for i in self.indices)}}}"
        return text if exp is None else f"{text}^{{{exp}}}"


class MatrixMember(_Named, MatrixExpr):
    """A matrix, vector or row of a family: H_i, N_{k-1}. args: name, indices, rows, columns, shape, the mark of what makes it random.

    One without indices is a single random matrix.
    """

    origin: Origin

    def __new__(cls, name: Any, indices: Any, rows: Any, columns: Any, shape: Any = Shape.GENERAL.value, origin: Any = Origin()) -> Any:
        size = (_sympify(rows), _sympify(columns))
        made = MatrixExpr.__new__(cls, string(name), sympy.Tuple(*indices), *size, string(shape), string(_marked(origin).mark))
        made.origin = _marked(origin)
        return made

    @property
    def func(self) -> Callable[..., Any]:
        """The class, for the same definition."""
        return lambda *args: MatrixMember(*(*args[:5], self.origin))

    @property
    def shape(self) -> tuple[Any, Any]:
        return self.args[2], self.args[3]

    @property
    def known(self) -> Shape:
        """What is known of it: nothing, that it is symmetric, that it is PSD."""
        return Shape(self.args[4].name)

    def _entry(self, i: Any, j: Any, **_: Any) -> Any:
        return MatrixElement(self, i, j)

    def _eval_transpose(self) -> Any:
        return sympy.Transpose(self) if self.known is Shape.GENERAL else self

    def _eval_derivative(self, x: Any) -> Any:
        if self.has(x):
            raise NotImplementedError(f"the derivative of {self} by {x}, which is in its index or size")
        return sympy.ZeroMatrix(*self.shape)


class IndexSet(_Named, sympy.Set):
    """A finite index set, D_r, or a member of a family of such sets, D_{r,k}.

    args: name, indices, size as a tuple of at most one, the mark of its definition. One without a definition is primitive: it has no
    element in common with primitive sets of other names.
    """

    origin: Origin

    def __new__(cls, name: Any, indices: Any = (), size: Any = (), origin: Any = Origin()) -> Any:
        made = sympy.Set.__new__(cls, string(name), sympy.Tuple(*indices), sympy.Tuple(*size), string(_marked(origin).mark))
        made.origin = _marked(origin)
        return made

    @property
    def func(self) -> Callable[..., Any]:
        """The class, for the same definition."""
        return lambda *args: IndexSet(*(*args[:3], self.origin))

    @property
    def size(self) -> Any | None:
        """How many elements it has; None where that is not said."""
        return self.args[2][0] if self.args[2] else None

    def _contains(self, other: Any) -> None:
        """SymPy's Contains(i, D) stays as it is."""

    @property
    def is_primitive(self) -> bool:
        return not self.indices and not self.origin.mark


def member_latex(name: str, indices: tuple[Any, ...], printer: Any) -> str:
    """H_{i}, N_{k - 1}, D_{r f}; D_{r,k} of a family whose name has a label."""
    if not indices:
        return latex_name(name)
    texts = [printer._print(i) for i in indices]
    head, _, label = name.partition("_")
    if label:
        return f"{latex_name(head)}_{{{latex_name(label)},{','.join(texts)}}}"
    separator = " " if all(i.is_Symbol for i in indices) else ","
    return f"{latex_name(name)}_{{{separator.join(texts)}}}"


def _marked(origin: Any) -> Origin:
    """The origin; a bare mark, from the arguments of another member, leads to no definition."""
    return origin if isinstance(origin, Origin) else Origin(string(origin).name)


def string(text: Any) -> Any:
    """A name as a SymPy object."""
    return text if isinstance(text, Str) else Str(text)


def truth(value: Any) -> Any:
    """A Boolean as a SymPy object."""
    return sympy.S.true if value else sympy.S.false
