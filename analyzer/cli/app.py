"""The command ``partnerlens``: its groups of commands, and how it ends.

Nothing here imports a heavy library, so that ``--help`` is instant.
"""

import os
import sys
from typing import Annotated, NoReturn

import typer

from analyzer import __version__
from analyzer.cli import classify, extract, review, signals, train
from analyzer.cli.exits import Exit
from analyzer.errors import AnalyzerError

app = typer.Typer(
    name="partnerlens",
    help="What kind of partner would this technology vendor be? Reads proposals and meeting notes, "
    "and shows strengths, red flags and gaps with the words that prove them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(review.review)
app.command()(review.demo)
app.command()(extract.extract)
app.command()(classify.classify)
app.command()(signals.signals)
app.command()(review.schema)
app.command()(train.train)
app.command()(train.evaluate)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"partnerlens {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    pass


def main() -> NoReturn:
    """Runs the command line and exits: an `AnalyzerError` is one line on standard error."""
    try:
        app()
    except AnalyzerError as error:
        typer.echo(f"partnerlens: {error}", err=True)
        sys.exit(Exit.UNREADABLE)
    except BrokenPipeError:
        # Whoever read our output has closed it: not a failure. Python would complain once more when it
        # flushes on exit, so standard output is pointed at nothing first.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.DONE)
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    sys.exit(Exit.DONE)
