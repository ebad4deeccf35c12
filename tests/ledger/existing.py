"""A small theory about what there is: some of it is there, and some is not."""

from __future__ import annotations

from pathlib import Path

from verify.language.read import Theory, load_theory

NOTATION = """from verify.notation import constants, family, index_set, indices, integer, matrix, natural, notation, real

NOTATION = notation(
    integer("d", "n_r"), natural("n"), real("s", "t", "h"), constants("C", "K"), index_set("D_r", size="n_r"), indices("r", over="D_r"),
    family(matrix("H", size="d", shape="psd"), over=("D_r",)),
)
"""
PAPER = r"""
\begin{setup}{S} \assume{$d \geq 1$}, \assume{$n_r \geq 1$} \end{setup}
\begin{claim}{some} \assume{$s \geq 0$}: \thereis{a constant $C$} with \conclude{$s \leq C t^2 + s C$}. \end{claim}
\begin{claim}{small} \thereis{a constant $C$} with \conclude{$C \leq s^2$}. \end{claim}
\begin{claim}{late} \conclude{$s \leq n$} \largeenough{$n$}. \end{claim}
\begin{claim}{early} \conclude{$n \leq s$} \largeenough{$n$}. \end{claim}
\begin{claim}{bound} \conclude{$0 \leq \sum_{r \in D_r} \operatorname{Tr}(H_r)$} \end{claim}
\begin{claim}{choice} \assume{$h \geq 0$}, \assume{$\sum_{r \in D_r} \operatorname{Tr}(H_r) = d n_r h$}:
\thereis{a choice of $\{H_r\}$} with the same \assigned{$\sum_{r \in D_r} \operatorname{Tr}(H_r)$} and
\conclude{$H_r = h I \forall r \in D_r$}. \end{claim}
\begin{claim}{spread} \thereis{a choice of $\{H_r\}$} with the same \assigned{$\sum_{r \in D_r} \operatorname{Tr}(H_r)$} and
\conclude{$H_r = H_{r'} \forall r, r' \in D_r$}. \end{claim}
\begin{claim}{squares} \conclude{$0 \leq \sum_{r \in D_r} \operatorname{Tr}(H_r^2)$} \end{claim}
\begin{claim}{negative} \thereis{a choice of $\{H_r\}$} with \conclude{$\sum_{r \in D_r} \operatorname{Tr}(H_r^2) < 0$}. \end{claim}
\begin{claim}{none} \thereis{a choice of $\{H_r\}$} with \conclude{$\sum_{r \in D_r} \operatorname{Tr}(H_r) < 0$}. \end{claim}
\begin{claim}{kept} \thereis{a choice of $\{H_r\}$} with the same \assigned{$\sum_{r \in D_r} \operatorname{Tr}(H_r)$} and
\conclude{$\sum_{r \in D_r} \operatorname{Tr}(H_r^2) > s$}. \end{claim}
"""
SCRIPTS = r'''"""What there is, and what there is not."""


def one(p):
    """C = 1."""
    p.witness(1, p.order("s \\leq 1 t^2 + s 1", witness="t^2"), p.so("0 < 1"))


def evenly(p):
    """H_r = h I."""
    with p.block("r", "D_r"):
        p.order(r"h I \succeq 0I", r"h \geq 0", witness="h I")
    with p.choose(D_r=("r", "h I")) as c:
        put_in = p.replace(r"\sum_{r \in D_r} \operatorname{Tr}(H_r)", *c.are)
        same = p.lemma("sum_constant", D="D_r", n="n_r", c="h d")
        total = p.order(r"\sum_{r \in D_r} \operatorname{Tr}(H_r) = d n_r h", put_in, same, witness=p.plus(p.gap(put_in), p.gap(same)))
        p.both(total, *c.are)


def spread(p):
    """H_r = c I/(d n_r) for the trace c that is given."""
    total, share = r"\sum_{r \in D_r} \operatorname{Tr}(H_r)", r"(s \frac{1}{d} \frac{1}{n_r})"
    size = [p.so("0 < d", r"d \geq 1"), p.so("0 < n_r", r"n_r \geq 1")]
    with p.block("s", r"\mathbb{R}", [f"{total} = s"]) as given:
        nonnegative = p.order(r"0 \leq s", *given.supposed, witness=p.minus(total, p.gap(*given.supposed)))
        with p.block("r", "D_r"):
            p.order(rf"{share} I \succeq 0I", nonnegative, *size, witness=f"{share} I")
        with p.choose(D_r=("r", f"{share} I")) as c:
            put_in = p.replace(total, *c.are)
            same = p.lemma("sum_constant", D="D_r", n="n_r", c=f"{share} d")
            kept = p.order(f"{total} = s", put_in, same, *size, witness=p.plus(p.gap(put_in), p.gap(same)))
            with p.block("r", "D_r") as every, p.block("r'", "D_r"):
                one, other = p.use(*c.are, at="r"), p.use(*c.are, at="r'")
                p.order("H_r = H_{r'}", one, other, witness=p.minus(p.gap(one), p.gap(other)))
            p.both(kept, every.fact)
    p.use(given.fact, p.order(f"{total} = {total}"), at=total)


def negative(p):
    """No trace of a positive semidefinite matrix is negative."""
    q = p.on({"d": 1, "n_r": 1, "H": {"D_r": [[[1]]]}}, r"d \geq 1", r"n_r \geq 1")
    below = q.read(r"\sum_{r \in D_r} \operatorname{Tr}(H_r) < 0")
    with q.block(suppose=[below]) as supposed:
        bound = q.lemma("bound")
        q.order("0 < 0", *supposed.supposed, bound, witness=q.plus(q.gap(below), q.gap(bound)))


def nonnegative(p):
    """Traces are not negative."""
    p.order(p.goal, witness=r"\sum_{r \in D_r} \operatorname{Tr}(H_r)")


def squares(p):
    """Squares are positive semidefinite."""
    p.order(p.goal, witness=r"\sum_{r \in D_r} \operatorname{Tr}(H_r H_r)")


DERIVATIONS = {"some": one, "choice": evenly, "spread": spread, "bound": nonnegative, "squares": squares}
REFUTATIONS = {"none": negative}
'''


def make(directory: Path, scripts: str = SCRIPTS) -> Theory:
    """The theory in a folder."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in (("paper.tex", PAPER), ("notation.py", NOTATION), ("existing.py", scripts)):
        (directory / name).write_text(text, encoding="utf-8")
    return load_theory(directory)
