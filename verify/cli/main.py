"""The command `verify`: its parts put together, and what an exception comes to."""

from __future__ import annotations

import sys
from importlib.metadata import version as version_of
from io import TextIOWrapper
from typing import Annotated

import typer

from verify.cli.accept import accept
from verify.cli.attack import attack
from verify.cli.check import check
from verify.cli.explain import explain
from verify.cli.inspect import inspect
from verify.cli.options import EXIT_CODES
from verify.cli.show import show
from verify.errors import Fault

DISTRIBUTION = "verify-theory"


def application() -> typer.Typer:
    """The commands; what each one needs is imported when it runs."""
    app = typer.Typer(
        name="verify",
        help="Decide the statements of a theory from the LaTeX that is published.",
        epilog=EXIT_CODES,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,  # plain help: no box to break in a log, nothing more to import
        pretty_exceptions_enable=False,
    )
    app.callback()(verify)
    for command in (check, show, attack, inspect, accept, explain):
        app.command(epilog=EXIT_CODES)(command)
    return app


def run(arguments: list[str] | None = None) -> None:
    """The entry point: input that can't be used comes to its messages and exit code 2. arguments: those of the process, if None."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without ⪰ still gets its table
    try:
        application()(arguments, prog_name="verify")
    except Fault as fault:
        typer.echo(str(fault), err=True)
        sys.exit(2)


def exit_code(arguments: list[str]) -> int:
    """Run a command within a program: what `run` would leave the process with."""
    try:
        run(arguments)
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    return 0


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"verify {version_of(DISTRIBUTION)}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)]


def verify(version: Version = False) -> None:  # its callback prints it
    """Decide the statements of a theory from the LaTeX that is published."""
