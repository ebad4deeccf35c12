"""The value of each operator and binder that the kernel evaluates, worked out by hand."""

from __future__ import annotations

import pytest

from tests.kernel.forms import ONE, TWO, ZERO, declare, define, mem, num, statement, sym
from verify.kernel.evaluate import Scope, evaluate
from verify.kernel.limits import Budget, Rejected
from verify.kernel.statement import parse
from verify.kernel.values import Array, from_json

A, H, V, D = sym("A"), mem("H", sym("#1")), sym("v"), sym("D")
HALF, MATRIX = ["divide", ONE, TWO], ["matrix", TWO]
SYMBOLS = [
    declare("A", "matrix", TWO), declare("B", "matrix", TWO), declare("v", "vector", TWO), declare("q"),
    declare("D", "index_set", TWO), declare("E", "index_set", ZERO), declare("H", "matrix", TWO, over=[["D"]]),
    declare("M", over=[["integers"]]), declare("F", over=[["integers"]]),
]  # fmt: skip
FIBONACCI = ["add", mem("F", ["add", sym("#1"), num(-1)]), mem("F", ["add", sym("#1"), num(-2)])]
DEFINITIONS = [define("F", [ZERO], ZERO), define("F", [ONE], ONE), define("F", [sym("#1")], FIBONACCI, [["<=", TWO, sym("#1")]])]
THREE = ["number", "3"]
ROWS, COLUMNS = ["range", ONE, TWO], ["range", ["number", "5"], ["number", "6"]]
VALUES = {
    ("A", ()): from_json("matrix", [["1", "2"], ["3", "4"]]), ("B", ()): from_json("matrix", [["0", "1"], ["0", "0"]]),
    ("v", ()): from_json("vector", ["3", "4"]), ("q", ()): from_json("real", "-3/2"),
    ("H", (("D", 1),)): from_json("matrix", [["1", "0"], ["0", "0"]]), ("H", (("D", 2),)): from_json("matrix", [["1", "1"], ["0", "1"]]),
    ("M", (from_json("integer", "1"),)): from_json("real", "5"),
}  # fmt: skip


def table(entry, *domains):
    """Tables one in another, the first domain outermost."""
    for place in range(len(domains), 0, -1):
        entry = ["table", f"#{place}", domains[place - 1], entry, ["real"]]
    return entry


DIGITS = ["add", *[["multiply", ["power", ["number", "10"], num(4 - n)], sym(f"#{n}")] for n in (1, 2, 3, 4)]]


def value(expr):
    """The value of an expression as JSON data, or as it is where it is no array."""
    of = parse(statement(SYMBOLS, ["=", expr, expr], (), DEFINITIONS))
    found = evaluate(of.conclusion[1], Scope(of, Budget(), dict(VALUES)))
    return found.data if isinstance(found, Array) else found


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (["add", ONE, TWO, ["negate", ["number", "5"]]], "-2"),
        (["add", A, sym("B")], [["1", "3"], ["3", "4"]]),
        (["multiply", TWO, A], [["2", "4"], ["6", "8"]]),
        (["multiply", A, TWO], [["2", "4"], ["6", "8"]]),
        (["multiply", A, sym("B")], [["0", "1"], ["0", "3"]]),
        (["multiply", sym("B"), A], [["3", "4"], ["0", "0"]]),
        (["multiply", A, V], ["11", "25"]),
        (["multiply", ["transpose", V], A], ["15", "22"]),
        (["multiply", ["transpose", V], V], "25"),
        (["multiply", V, ["transpose", V]], [["9", "12"], ["12", "16"]]),
        (["multiply", ["transpose", V], A, V], "133"),
        (["transpose", A], [["1", "3"], ["2", "4"]]),
        (["transpose", sym("q")], "-3/2"),
        (["negate", A], [["-1", "-2"], ["-3", "-4"]]),
        (["divide", A, TWO], [["1/2", "1"], ["3/2", "2"]]),
        (["divide", TWO, sym("q")], "-4/3"),
        (["power", sym("q"), TWO], "9/4"),
        (["power", sym("q"), num(-2)], "4/9"),
        (["power", ZERO, ZERO], "1"),
        (["power", A, ZERO], [["1", "0"], ["0", "1"]]),
        (["power", A, ["number", "3"]], [["37", "54"], ["81", "118"]]),
        (["root", ["divide", ["number", "4"], ["number", "9"]]], "2/3"),
        (["root", ZERO], "0"),
        (["trace", A], "5"),
        (["identity", TWO], [["1", "0"], ["0", "1"]]),
        (["inner", V, V], "25"),
        (["norm_2", V], "5"),
        (["norm_frobenius", ["multiply", V, ["transpose", V]]], "25"),
        (["norm_1", ["negate", V]], "7"),
        (["largest_eigenvalue", ["multiply", V, ["transpose", V]]], "25"),
        (["largest_eigenvalue", ["negate", ["multiply", V, ["transpose", V]]]], "0"),
        (["largest_eigenvalue", ["divide", ["identity", ONE], num(-3)]], "-1/3"),
        (table(["trace", ["multiply", H, mem("H", sym("#2"))]], D, D), [["1", "1"], ["1", "2"]]),
        (table(["add", ["multiply", ["number", "10"], sym("#1")], sym("#2")], ROWS, COLUMNS), [["15", "16"], ["25", "26"]]),
        (table(DIGITS, ROWS, ["range", sym("#1"), TWO], ["range", ONE, ONE], ["range", ONE, THREE]),
         [["1111", "1112", "1113"], ["1211", "1212", "1213"], ["2211", "2212", "2213"]]),
        (["absolute", sym("q")], "3/2"),
        (["binomial", ["number", "5"], TWO], "10"),
        (["binomial", TWO, ["number", "5"]], "0"),
        (["binomial", TWO, num(-1)], "0"),
        (["binomial", num(-2), ["number", "3"]], "-4"),
        (["binomial", ZERO, ZERO], "1"),
        (["sum", "#1", D, H, MATRIX], [["2", "1"], ["0", "1"]]),
        (["sum", "#1", sym("E"), ONE, ["real"]], "0"),
        (["sum", "#1", sym("E"), A, MATRIX], [["0", "0"], ["0", "0"]]),
        (["sum", "#1", sym("E"), V, ["vector", TWO]], ["0", "0"]),
        (["sum", "#1", sym("E"), ["transpose", V], ["row", TWO]], ["0", "0"]),
        (["sum", "#1", ["range", num(-1), TWO], ["power", sym("#1"), TWO], ["integer"]], "6"),
        (["sum", "#1", ["range", TWO, ONE], sym("#1"), ["integer"]], "0"),
        (["sum", "#1", ["range", ONE, THREE], ["sum", "#2", ["range", sym("#1"), THREE], sym("#2"), ["integer"]], ["integer"]], "14"),
        (["sum", "#1", ["such_that", "#1", ["range", ONE, THREE], ["<", ONE, sym("#1")], ["boolean"]], sym("#1"), ["integer"]], "5"),
        (["product", "#1", D, H, MATRIX], [["1", "1"], ["0", "0"]]),
        (["reversed_product", "#1", D, H, MATRIX], [["1", "0"], ["0", "0"]]),
        (["product", "#1", sym("E"), H, MATRIX], [["1", "0"], ["0", "1"]]),
        (["product", "#1", ["range", ONE, ["number", "4"]], sym("#1"), ["integer"]], "24"),
        (["maximum", "#1", D, ["trace", H], ["real"]], "2"),
        (mem("M", ONE), "5"),
        (mem("F", ["number", "10"]), "55"),
        (["<", ONE, ONE], False),
        (["<=", ONE, ONE], True),
        ([">", TWO, ONE], True),
        ([">=", sym("q"), ZERO], False),
        (["=", A, ["transpose", A]], False),
        (["and", ["<", ZERO, ONE], ["<", ONE, ZERO]], False),
        (["for_all", "#1", D, ["<=", ONE, ["trace", H]], ["boolean"]], True),
        (["for_all", "#1", D, ["<=", TWO, ["trace", H]], ["boolean"]], False),
        (["for_all", "#1", sym("E"), ["<", ONE, ONE], ["boolean"]], True),
        (["for_all", "#1", D, ["in", sym("#1"), D], ["boolean"]], True),
        (["for_all", "#1", D, ["in", sym("#1"), sym("E")], ["boolean"]], False),
        (["for_all", "#1", D, ["for_all", "#2", D, ["=", sym("#1"), sym("#2")], ["boolean"]], ["boolean"]], False),
        (["loewner<=", ["multiply", ZERO, A], ["multiply", ["transpose", A], A]], True),
        (["loewner>=", ["multiply", ["transpose", A], A], ["identity", TWO]], False),
        (["loewner>=", A, A], True),
        (["loewner>=", A, ["multiply", ZERO, A]], False),
        (["loewner>=", TWO, ONE], True),
        (["in", TWO, ["naturals"]], True),
        (["in", ZERO, ["naturals"]], True),
        (["in", num(-1), ["naturals"]], False),
        (["in", HALF, ["naturals"]], False),
        (["in", HALF, ["reals"]], True),
        (["in", HALF, ["range", ZERO, ONE]], False),
        (["in", ONE, ["range", ZERO, ONE]], True),
        (["in", ONE, ["open_interval", ZERO, ONE]], False),
        (["in", ONE, ["closed_interval", ZERO, ONE]], True),
        (["in", HALF, ["open_interval", ZERO, ONE]], True),
        (["in", V, ["real_space", TWO]], True),
        (["in", V, ["real_space", ONE]], False),
        (["in", A, ["real_space", TWO, TWO]], True),
        (["in", A, ["real_space", TWO, ONE]], False),
    ],
)  # fmt: skip
def test_value(expr, expected):
    """The kernel's value is the one found by hand."""
    assert value(expr) == expected


@pytest.mark.parametrize(
    "expr",
    [
        ["inner", A, A], ["inner", ["transpose", V], V], ["trace", V], ["norm_2", A], ["norm_frobenius", V], ["absolute", A],
        ["identity", HALF], ["identity", ["number", "17"]], ["binomial", HALF, ONE], ["binomial", ONE, HALF], ["power", V, TWO],
        ["power", TWO, A], ["divide", ONE, A], ["in", A, ["reals"]], ["in", V, ["real_space", TWO, TWO]], ["in", ONE, D],
        ["in", ["=", ONE, ONE], ["reals"]], ["add", ["=", ONE, ONE], ONE], ["multiply", ["=", ONE, ONE], ONE], ["<", ["=", ONE, ONE], ONE],
        ["range", ONE, TWO], mem("M", TWO), mem("M", ZERO), mem("F", num(-1)), ["sum", "#1", ["naturals"], ONE, ["real"]],
        ["sum", "#1", D, ["=", ONE, ONE], ["boolean"]], ["sum", "#1", D, sym("#1"), ["element"]], ["loewner>=", V, V],
        ["norm_1", A], ["norm_1", ONE], ["largest_eigenvalue", A], ["largest_eigenvalue", V], ["largest_eigenvalue", ONE],
        table(ONE, ROWS), table(ONE, ROWS, ROWS, ROWS), table(ONE, ROWS, sym("E")),
        table(ONE, ROWS, ["range", ONE, THREE]), table(ONE, ["range", ONE, ["number", "17"]], ["range", ONE, ["number", "17"]]),
        table(ONE, ROWS, ["range", sym("#1"), ["add", sym("#1"), ONE]]), table(V, ROWS, ROWS), table(["<", ONE, TWO], ROWS, ROWS),
        table(ONE, ["range", ONE, num(10**9)], ROWS), table(ONE, ["naturals"], ROWS), ["=", table(ONE, ROWS, ROWS), ONE],
        ["for_all", "#1", D, ONE, ["boolean"]], ["and", ONE, ["=", ONE, ONE]],
    ],
    ids=str,
)  # fmt: skip
def test_no_value(expr):
    """Arguments of the wrong sort, or outside the domain, have no value."""
    with pytest.raises(Rejected):
        value(expr)
