"""LaTeX of a formula → its syntax tree, by the grammar in math.lark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from lark.exceptions import UnexpectedEOF

from verify.errors import Code, Diagnostic, Fault, Place

MAX_LENGTH = 20_000  # characters of one formula
MAX_DEPTH = 50  # nesting that a reader could follow, with room to spare; an expression's depth is about four times that
_FORALL_DEPTH = 8  # a \\forall without a domain is tried in two readings

GREEK = frozenset(
    [
        "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa",
        "lambda", "mu", "nu", "xi", "pi", "rho", "varrho", "sigma", "tau", "upsilon", "phi", "varphi", "chi", "psi",
        "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega", "ell",
    ]
)
RELATIONS = frozenset(
    [
        "le", "leq", "leqslant", "ge", "geq", "geqslant", "preceq", "succeq", "preccurlyeq", "succcurlyeq", "in", "to",
        "rightarrow", "sim", "lt", "gt",
    ]
)
_KEYWORDS: Mapping[str, str] = {
    **dict.fromkeys(GREEK, "GREEK"),
    **dict.fromkeys(RELATIONS, "RELATION"),
    **dict.fromkeys(("frac", "tfrac", "dfrac"), "FRAC"),
    **dict.fromkeys(("binom", "tbinom", "dbinom"), "BINOM"),
    **dict.fromkeys(("sum", "prod", "lim", "max", "sup"), "BIG"),
    **dict.fromkeys(("implies", "Longrightarrow", "Rightarrow"), "IMPLIES"),
    **dict.fromkeys(("cdot", "times"), "TIMES"),
    **dict.fromkeys(("infty", "emptyset", "top"), "CONSTANT"),
    **dict.fromkeys(("dots", "cdots", "ldots", "vdots"), "ELLIPSIS"),
    "sqrt": "SQRT",
    "choose": "CHOOSE",
    "forall": "FORALL",
    "partial": "PARTIAL",
    "cup": "CUP",
    "langle": "LANGLE",
    "rangle": "RANGLE",
    "mid": "MID",
    "log": "NAME",
    "ln": "NAME",
    "exp": "NAME",
    "Pr": "NAME",
}
_JOINS = ("implies", "Longrightarrow", "Rightarrow", "cdot", "times", "cup", "rangle")
# How big a delimiter is drawn says nothing; blanked before lexing so that positions stay.
_SIZES = re.compile(
    r"\\(?:left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits|quad|qquad|nonumber|notag)(?![a-zA-Z])"
)
# Punctuation at the end of the display and before \forall; that before \\; commas between the names behind \forall.
_PUNCTUATION = re.compile(r"(?<!\.)[.,;](?=(?:[\s~]|\\[,;: ])*(?:\\forall(?![a-zA-Z])|$))")
_LINE_END = re.compile(r"(?<!\.)[.,;](?=(?:[\s~]|\\[,;: ])*\\\\)")
_GAP = re.compile(r"(?:[\s~&]|\\[,;:! ]|\\\\(?:\[[^\]]*\])?)*")
_CONTINUES = re.compile(rf"[-+=<>/)\]}}]|\\\}}|\\(?:{'|'.join([*RELATIONS, *_JOINS])})(?![a-zA-Z])|$")
_FORALL_NAMES = re.compile(r"\\forall(?:[\s,~]|\\[,;: ]|\\?[a-zA-Z]+'*(?:_(?:\{\w*'*\}|\w))?'*(?=[\s,~\\]))*\\in(?![a-zA-Z])")
_TAGS = re.compile(r"\\(?:tag|label)\*?\s*\{[^{}]*\}")
_ENVIRONMENTS = re.compile(r"\\(?:begin|end)\{(?:split|aligned|gathered|array|multlined)\}(?:\{[^{}]*\})?")

Syntax = Tree[Token]


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of a file's text: `text[start:end]` is the formula. Places are those of the whole file."""

    file: str
    text: str
    start: int
    end: int

    @property
    def latex(self) -> str:
        """The formula as printed."""
        return self.text[self.start : self.end]

    def place(self, offset: int) -> Place:
        """The place of the formula's character at an offset."""
        position = min(self.start + max(offset, 0), len(self.text))
        before = self.text.rfind("\n", 0, position)
        return Place(self.file, self.text.count("\n", 0, position) + 1, position - before)

    def line(self, place: Place) -> str:
        """The text of a place's line."""
        return self.text.split("\n")[place.line - 1]

    def fault(self, code: Code, offset: int, message: str, fix: str) -> Fault:
        """A fault at an offset of the formula."""
        place = self.place(offset)
        return Fault(Diagnostic(code, message, fix, place, self.line(place)))


@dataclass(frozen=True, slots=True)
class Parser:
    """A parser for formulas that use certain macros. Make one with `parser`."""

    lark: Lark
    macros: frozenset[str]


def parser(macros: Mapping[str, str]) -> Parser:
    """A parser. macros: the terminal of the grammar that each is, by its name."""
    return _parser(tuple(sorted(macros.items())))


@cache  # building the tables takes longer than reading most theories
def _parser(macros: tuple[tuple[str, str], ...]) -> Parser:
    keywords = {**_KEYWORDS, **dict(macros)}
    lark = Lark(
        Path(__file__).with_name("math.lark").read_text(encoding="utf-8"),
        parser="lalr",
        lexer="basic",
        strict=True,
        start="formulas",
        propagate_positions=True,
        maybe_placeholders=False,
        postlex=_Keywords(keywords),
    )
    return Parser(lark, frozenset(name for name, _ in macros))


class _Keywords:
    """Gives each control word the terminal of its kind."""

    always_accept = ("COMMAND", "REVERSED", "ELLIPSIS")

    def __init__(self, keywords: Mapping[str, str]) -> None:
        self.keywords = keywords

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        before = ""
        for token in stream:
            match token.type:
                case "COMMAND":
                    yield Token.new_borrow_pos(self.keywords.get(token.value[1:], "UNKNOWN"), token.value, token)
                case "DIGITS" if before == "FRAC" and len(token.value) == 2:  # \frac12
                    yield Token.new_borrow_pos("DIGITS", token.value[0], token)
                    yield Token.new_borrow_pos("DIGITS", token.value[1], token)
                case "REVERSED":
                    yield Token.new_borrow_pos("BIG", token.value, token)
                case _:
                    yield token
            before = self.keywords.get(token.value[1:], "") if token.type == "COMMAND" else ""


def parse(parser: Parser, source: Source) -> Syntax:
    """The syntax tree of a formula. Raises Fault (E-SYNTAX, E-DEPTH)."""
    text = source.latex
    if len(text) > MAX_LENGTH:
        raise source.fault(Code.DEPTH, 0, f"the formula has {len(text)} characters, more than {MAX_LENGTH}", "Split the display.")
    try:
        tree = parser.lark.parse(blank_layout(text))
    except UnexpectedInput as error:
        raise _syntax_fault(source, error) from None
    _check_depth(source, tree)
    return tree


def blank_layout(text: str) -> str:
    """The text with tags, delimiter sizes, inner environments and punctuation that says nothing replaced by as many blanks."""
    for pattern in (_TAGS, _SIZES, _ENVIRONMENTS, _PUNCTUATION):
        text = pattern.sub(lambda m: " " * len(m.group()), text)
    text = _LINE_END.sub(_line_end, text)
    return _FORALL_NAMES.sub(lambda m: m.group().replace(",", " "), text)


def _line_end(punctuation: re.Match[str]) -> str:
    """What punctuation at a line's end comes to: nothing where the next line goes on, else it parts two formulas."""
    gap = _GAP.match(punctuation.string, punctuation.end())
    return " " if gap is not None and _CONTINUES.match(punctuation.string, gap.end()) else ","


def _check_depth(source: Source, tree: Syntax) -> None:
    """Refuse nesting that no reader could follow before any recursion meets it."""
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        depth += node.data in ("formulas", "big", "sums")
        depth += _FORALL_DEPTH if node.data == "quantified" and len(node.children) > 1 else 0
        if depth > MAX_DEPTH:
            message = f"the formula is nested more than {MAX_DEPTH} deep"
            raise source.fault(Code.DEPTH, node.meta.start_pos, message, "Name a part of the formula and use the name.")
        waiting += [(child, depth) for child in node.children if isinstance(child, Tree)]


def _syntax_fault(source: Source, error: UnexpectedInput) -> Fault:
    """The fault for what the grammar does not know, named by what stands there."""
    if isinstance(error, UnexpectedEOF) or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        offset = len(source.latex.rstrip()) - 1
        return source.fault(
            Code.SYNTAX,
            offset,
            "the formula ends too early",
            "Something must follow here: a body for a sum, an operand, a closing bracket.",
        )
    offset = error.pos_in_stream or 0
    if isinstance(error, UnexpectedCharacters):
        character = source.latex[offset : offset + 1]
        return source.fault(
            Code.SYNTAX, offset, f"the character {character!r} has no meaning in a formula", "Remove it, or write the LaTeX command for it."
        )
    token = error.token if isinstance(error, UnexpectedToken) else Token("UNKNOWN", "")
    return source.fault(Code.SYNTAX, offset, *_construct(token))


def _construct(token: Token) -> tuple[str, str]:
    """What is wrong with a token that cannot stand where it does, and the fix."""
    match token.type:
        case "UNKNOWN":
            return (
                f"the command {token.value} is not known to the language",
                "Use one that is (docs/language.md), or declare a macro in notation.py.",
            )
        case "ELLIPSIS":
            return (
                "an ellipsis has no meaning by itself",
                "Write it with a macro that takes the printed first and last terms (elliptic(…) in notation.py).",
            )
        case "SIGN" | "RELATION" | "SLASH" | "TIMES" | "COMMA" | "IMPLIES":
            return f"{token.value} has no operand on its left", "Write the operand, or remove the sign."
        case "RPAR" | "RSQB" | "RBRACE":
            return f"{token.value} closes nothing, or closes too early", "Balance the brackets; every sum needs a body."
        case _:
            return (
                f"{token.value} cannot stand here",
                "Put brackets around what belongs together; a big operator stands last in its product.",
            )
