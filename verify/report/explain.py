"""An error code explained, as text."""

from __future__ import annotations

from difflib import get_close_matches
from textwrap import fill

from verify.errors import Code, Diagnostic, Fault
from verify.explanations import explanation

_WIDTH = 80


def explain(name: str) -> str:
    """What a code means, its usual cause, the fix. Upper and lower case are one. Raises Fault for a code that does not exist."""
    wanted = name.strip().upper()
    codes = {code.value: code for code in Code}
    code = codes.get(wanted) or codes.get(f"E-{wanted}")
    if code is None:
        near = get_close_matches(wanted, codes, n=3, cutoff=0.5) or list(codes)
        raise Fault(Diagnostic(Code.ARGUMENT, f"there is no error code {name!r}", f"Name one of {', '.join(near)}."))
    said = explanation(code)
    parts = (("Meaning", said.meaning), ("Usual cause", said.cause), ("Fix", said.fix))
    return "\n".join([code.value, *(_paragraph(title, text) for title, text in parts)]) + "\n"


def _paragraph(title: str, text: str) -> str:
    return fill(text, _WIDTH, initial_indent=f"  {title + ':':<13}", subsequent_indent=" " * 15)
