"""The command `verify explain`."""

from __future__ import annotations

from typing import Annotated

import typer

Name = Annotated[str, typer.Argument(metavar="CODE", help="The code of a message, such as E-INDEX-SCOPE.", show_default=False)]


def explain(code: Name) -> None:
    """Say what an error code means, and the fix."""
    from verify.report.explain import explain as explained

    typer.echo(explained(code), nl=False)
