"""A .tex file as environments, marks and displays; prose is skipped. docs/language.md says what is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verify.errors import Code, Diagnostic, Fault
from verify.language.parse import Source

ENVIRONMENTS = ("setup", "definition", "claim", "proofof")
MARKS = ("assume", "conclude", "define", "repairs", "inherit", "source", "withprobability", "thereis", "assigned", "largeenough")
MAX_NESTING = 20  # environments in one another
_MARKS_IN = {
    "": (),
    "setup": ("assume",),
    "definition": ("assume", "define"),
    "claim": ("assume", "conclude", "repairs", "inherit", "source", "withprobability", "thereis", "assigned", "largeenough"),
    "proofof": ("assume",),
}
_INSIDE = {
    "": ENVIRONMENTS,
    "setup": ("definition",),
    "definition": (),
    "claim": ("definition", "claim", "proofof"),
    "proofof": ("definition",),
}

_EVENT = re.compile(
    r"\\begin\{(?P<begin>setup|definition|claim|proofof)\}(?:\{(?P<id>[^{}]*)\})?"
    r"|\\end\{(?P<end>setup|definition|claim|proofof)\}"
    rf"|\\(?P<mark>{'|'.join(MARKS)})(?![a-zA-Z])\s*\{{"
    r"|(?P<open>(?<!\\)\\\[|\\begin\{(?P<display>equation\*?|align\*?|gather\*?)\})"
)
_MATH = re.compile(r"\$(?P<inline>[^$]*)\$|(?<!\\)\\\[(?P<display>.*?)(?<!\\)\\\]", re.DOTALL)
_TAG = re.compile(r"\\tag\*?\s*\{([^{}]*)\}")
_COMMENT = re.compile(r"((?<!\\)(?:\\\\)*)(%[^\n]*)")
_BRACE = re.compile(r"(?<!\\)(?:\\\\)*([{}])")


@dataclass(frozen=True, slots=True)
class Mark:
    """`\\assume{…}` and its like; the body is text[start:end]."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Display:
    """A displayed formula: text[start:end], with its tag."""

    start: int
    end: int
    tag: str | None


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment with its id and what is in it, in order."""

    kind: str
    id: str
    start: int
    items: tuple[Item, ...]

    def marks(self, name: str) -> list[Mark]:
        """The marks of one name, not those of inner environments."""
        return [i for i in self.items if isinstance(i, Mark) and i.name == name]

    def displays(self) -> list[Display]:
        """The displays, not those of inner environments."""
        return [i for i in self.items if isinstance(i, Display)]

    def environments(self) -> list[Environment]:
        """The inner environments."""
        return [i for i in self.items if isinstance(i, Environment)]


Item = Mark | Display | Environment


@dataclass(frozen=True, slots=True)
class Document:
    """A file: its text with comments blanked, and what is in it, in order."""

    file: str
    text: str
    items: tuple[Item, ...]

    def source(self, start: int, end: int) -> Source:
        """A piece of the file."""
        return Source(self.file, self.text, start, end)

    def body(self, mark: Mark) -> str:
        """The text of a mark."""
        return self.text[mark.start : mark.end].strip()

    def math(self, mark: Mark) -> list[tuple[Source, str]]:
        """The formulas between $ $ or \\[ \\] in a mark, each with the text before it."""
        found: list[tuple[Source, str]] = []
        before = mark.start
        for match in _MATH.finditer(self.text, mark.start, mark.end):
            start, end = match.span("inline") if match["inline"] is not None else match.span("display")
            found.append((self.source(start, end), self.text[before : match.start()].strip()))
            before = match.end()
        return found

    def displays_in(self, mark: Mark) -> list[Display]:
        """The tagged displays in a mark."""
        spans = [m.span("display") for m in _MATH.finditer(self.text, mark.start, mark.end) if m["display"] is not None]
        tags = [_TAG.search(self.text, *span) for span in spans]
        return [Display(*span, tag[1]) for span, tag in zip(spans, tags, strict=True) if tag is not None]


def read_document(file: str, text: str) -> Document:
    """A file's structure. Raises Fault with every fault of braces, environments and tags."""
    text = _COMMENT.sub(lambda m: m[1] + " " * len(m[2]), text)
    whole = Source(file, text, 0, len(text))
    faults = list(_unbalanced(whole))
    if faults:
        raise Fault(*faults)
    items, faults = _structure(whole)
    if faults:
        raise Fault(*faults)
    return Document(file, text, items)


def _diagnostic(source: Source, offset: int, code: Code, message: str, fix: str) -> Diagnostic:
    return source.fault(code, offset, message, fix).diagnostics[0]


def _unbalanced(source: Source) -> Iterator[Diagnostic]:
    """The first brace that closes nothing, and the braces that are never closed."""
    opened: list[int] = []
    for match in _BRACE.finditer(source.text):
        if match.group(1) == "{":
            opened.append(match.start(1))
        elif opened:
            opened.pop()
        else:
            yield _diagnostic(source, match.start(1), Code.BRACES, "this brace closes nothing", "Remove it, or open one before it.")
            return
    for position in opened[-3:]:
        yield _diagnostic(source, position, Code.BRACES, "this brace is never closed", "Close it where its argument ends.")


@dataclass(slots=True)
class _Frame:
    """An environment that is being read."""

    kind: str
    id: str
    start: int
    items: list[Item]


def _structure(source: Source) -> tuple[tuple[Item, ...], list[Diagnostic]]:
    stack = [_Frame("", "", 0, [])]
    faults: list[Diagnostic] = []
    position = 0
    while (event := _EVENT.search(source.text, position)) is not None:
        position = event.end()
        if event["begin"]:
            faults += _begin_faults(source, event, stack)
            stack.append(_Frame(event["begin"], event["id"] or "", event.start(), []))
        elif event["end"]:
            if stack[-1].kind != event["end"]:
                message = f"\\end{{{event['end']}}} closes no such environment"
                faults.append(_diagnostic(source, event.start(), Code.ENVIRONMENT, message, "Close the innermost open environment first."))
                break
            frame = stack.pop()
            stack[-1].items.append(Environment(frame.kind, frame.id, frame.start, tuple(frame.items)))
        elif event["mark"]:
            end = _closing(source.text, position)
            if event["mark"] not in _MARKS_IN[stack[-1].kind]:
                message = f"\\{event['mark']} has no meaning {_where(stack[-1])}"
                faults.append(_diagnostic(source, event.start(), Code.ENVIRONMENT, message, "Move it into an environment that reads it."))
            stack[-1].items.append(Mark(event["mark"], position, end))
            position = end
        else:
            position = _display(source, event, stack[-1], faults)
    for frame in stack[1:]:
        message = f"\\begin{{{frame.kind}}} is never closed"
        faults.append(_diagnostic(source, frame.start, Code.ENVIRONMENT, message, f"Write \\end{{{frame.kind}}}."))
    return tuple(stack[0].items), faults


def _where(frame: _Frame) -> str:
    return f"in a {frame.kind}" if frame.kind else "outside every environment"


def _begin_faults(source: Source, event: re.Match[str], stack: list[_Frame]) -> Iterator[Diagnostic]:
    """What is wrong with an environment's beginning."""
    kind = event["begin"]
    if not event["id"]:
        fix = f"Write \\begin{{{kind}}}{{ID}}."
        yield _diagnostic(source, event.start(), Code.TAG_MISSING, f"\\begin{{{kind}}} has no id", fix)
    if kind not in _INSIDE[stack[-1].kind]:
        message = f"a {kind} cannot stand {_where(stack[-1])}"
        yield _diagnostic(source, event.start(), Code.ENVIRONMENT, message, f"Close the {stack[-1].kind} before it.")
    if len(stack) == MAX_NESTING:
        message = f"environments are nested more than {MAX_NESTING} deep"
        yield _diagnostic(source, event.start(), Code.DEPTH, message, "Close some of them before.")


def _display(source: Source, event: re.Match[str], frame: _Frame, faults: list[Diagnostic]) -> int:
    """Read a display into the open environment; returns where it ends."""
    closing = r"(?<!\\)\\\]" if event["display"] is None else rf"\\end\{{{re.escape(event['display'])}\}}"
    end = re.compile(closing).search(source.text, event.end())
    inner = _EVENT.search(source.text, event.end())
    if end is None or (inner is not None and inner.start() < end.start() and not inner["mark"]):
        fix = "Write \\]." if event["display"] is None else f"Write \\end{{{event['display']}}}."
        faults.append(_diagnostic(source, event.start(), Code.ENVIRONMENT, "this display is never closed", fix))
        return event.end()
    tag = _TAG.search(source.text, event.end(), end.start())
    if tag is None and frame.kind not in ("claim", "definition"):
        faults.append(
            _diagnostic(source, event.start(), Code.TAG_MISSING, "this display has no tag", "Write \\tag{…} in it, or put it into a claim.")
        )
    frame.items.append(Display(event.end(), end.start(), tag[1] if tag else None))
    return end.end()


def _closing(text: str, position: int) -> int:
    """Where the brace that was opened just before a position is closed (the braces are balanced)."""
    depth = 1
    while depth:
        match = _BRACE.search(text, position)
        if match is None:
            return len(text)
        depth += 1 if match.group(1) == "{" else -1
        position = match.end()
    return position - 1
