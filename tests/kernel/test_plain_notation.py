"""The plain notation: a statement can be read back from its text, so no two statements share one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.forms import statement
from verify.kernel.plain import expression, plain
from verify.kernel.statement import ARITIES, BINDERS, KINDS, RELATIONS, parse

SIGNS = {"+": "add", "*": "multiply", "/": "divide", "^": "power", "and": "and"} | {name: name for name in RELATIONS}
TOKEN = re.compile(r"#?[A-Za-z0-9_']+|loewner[<>]=|:=|<=|>=|[-+*/^=<>()\[\]{}:|;,]")


class Reader:
    """A recursive reader of the plain notation."""

    def __init__(self, text):
        self.tokens = re.findall(r"loewner[<>]=|" + TOKEN.pattern, text)
        self.at = 0

    def peek(self):
        """The token that is next."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *expected):
        """The next token, which must be one of these if any are given."""
        token = self.peek()
        assert not expected or token in expected, (expected, self.tokens[self.at - 5 : self.at + 5])
        self.at += 1
        return token

    def several(self, end):
        """Expressions between commas, up to a bracket."""
        found = []
        while self.peek() != end:
            found.append(self.expression())
            if self.peek() != end:
                self.take(",")
        self.take(end)
        return found

    def type(self):
        """A kind and perhaps a size."""
        kind = self.take()
        if self.peek() != "(":
            return [kind]
        self.take("(")
        return [kind, *self.several(")")]

    def expression(self):
        """An expression."""
        token = self.take()
        if token == "-":
            return ["negate", self.expression()]
        if token == "(":
            parts = [self.expression()]
            sign = self.take(*SIGNS)
            parts.append(self.expression())
            while self.take(")", sign) == sign:
                parts.append(self.expression())
            return [SIGNS[sign], *parts]
        if token.isdecimal():
            return ["number", token]
        match self.peek():
            case "[":
                self.take("[")
                return ["member", token, self.several("]")]
            case "(":
                self.take("(")
                return [token, *self.several(")")]
            case "{":
                self.take("{")
                variable, _ = self.take(), self.take("in")
                domain, _ = self.expression(), self.take(":")
                body, _ = self.expression(), self.take("|")
                type_, _ = self.type(), self.take("}")
                return [token, variable, domain, body, type_]
        return ["symbol", token]

    def statement(self):
        """A statement."""
        read = {"symbols": [], "definitions": [], "hypotheses": [], "conclusion": None}
        while True:
            word = self.take("declare", "selector", "define", "law", "assume", "conclude")
            if word in ("declare", "selector"):
                read["symbols"].append(self.declaration(word == "selector"))
            elif word in ("define", "law"):
                read["definitions"].append(self.clause(word == "law"))
            elif word == "assume":
                read["hypotheses"].append(self.expression())
            else:
                read["conclusion"] = self.expression()
                assert self.at == len(self.tokens)
                return read
            self.take(";")

    def declaration(self, selector):
        """A declared symbol."""
        name, over = self.take(), []
        if self.take("[", ":") == "[":
            over, separator = [[self.take()]], self.take("|", ",", "]")
            while separator != "]":
                if separator == "|":
                    over[-1].append(self.take())
                else:
                    over.append([self.take()])
                separator = self.take("|", ",", "]")
            self.take(":")
        shape = self.take() if self.peek() in ("psd", "symmetric") else "general"
        kind, *size = self.type()
        return {"name": name, "kind": kind, "size": size[0] if size else None, "shape": shape, "over": over, "selector": selector}

    def clause(self, law):
        """A clause of a definition."""
        name, parameters, given = self.take(), [], []
        if self.peek() == "[":
            self.take("[")
            parameters = self.several("]")
        self.take(":=")
        body = self.expression()
        if self.peek() == "if":
            self.take("if")
            given.append(self.expression())
            while self.peek() == ",":
                self.take(",")
                given.append(self.expression())
        return {"name": name, "parameters": parameters, "body": body, "given": given, "law": law}


# Names that are words of the notation too.
NAMES = st.sampled_from(["a", "C'_r", "in", "and", "sum", "trace", "real", "law", "assume", "naturals", "psd", "loewner"])


def nested(children):
    """Expressions of every head around smaller ones."""
    operators = [
        st.lists(children, min_size=low, max_size=min(high, 3)).map(lambda parts, head=head: [head, *parts])
        for head, (low, high) in sorted(ARITIES.items())
    ]
    types = st.one_of(st.sampled_from(KINDS).map(lambda kind: [kind]), st.tuples(st.sampled_from(KINDS), children).map(list))
    binders = st.tuples(st.sampled_from(BINDERS), st.sampled_from(["#1", "#2"]), children, children, types).map(list)
    members = st.tuples(st.just("member"), NAMES, st.lists(children, min_size=1, max_size=2)).map(list)
    return st.one_of(*operators, binders, members)


SYMBOLS = (NAMES | st.just("#1")).map(lambda name: ["symbol", name])
LEAVES = SYMBOLS | st.integers(0, 20).map(lambda n: ["number", str(n)])
EXPRESSIONS = st.recursive(LEAVES, nested, max_leaves=12)


@settings(max_examples=200)
@given(EXPRESSIONS)
def test_expressions_can_be_read_back(expr):
    """An expression's text gives the expression back."""
    assert Reader(expression(expr)).expression() == expr


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "accept").iterdir()), ids=lambda path: path.stem)
def test_statements_can_be_read_back(path):
    """A statement's text gives the statement back."""
    data = json.loads(path.read_text())["statement"]
    assert Reader(plain(parse(data))).statement() == data


def test_an_example():
    """The notation, once in full."""
    text = (
        "declare D_r: index_set(n_r); declare H[D_r]: psd matrix(d); declare d: integer; declare n_r: integer; "
        "assume (1 <= d); conclude (trace(sum{#1 in D_r: (H[#1] ^ 2) | matrix(d)}) >= -n_r)"
    )
    data = Reader(text).statement()
    assert plain(parse(data)) == text
    assert data == statement(**data)
