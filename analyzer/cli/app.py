"""The command ``partnerlens``: its groups of commands, and how it ends.

Nothing here imports a heavy library, so that ``--help`` is instant.
"""

import contextlib
import os
import sys
import traceback
from io import TextIOWrapper
from typing import Annotated, NoReturn

import typer

from analyzer import __version__
from analyzer.cli import classify, evaluate, extract, review, signals, train
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
app.command()(evaluate.evaluate)


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
    """Runs the command line and exits: an `AnalyzerError` is one line on standard error.

    A fault of this program ends with a traceback and a code of its own, so that no script takes it for a
    finding.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        app()
    except AnalyzerError as error:
        typer.echo(f"partnerlens: {error}", err=True)
        sys.exit(Exit.UNREADABLE)
    except BrokenPipeError:
        _discard_output()
        sys.exit(Exit.DONE)
    except OSError as error:
        _discard_output()
        typer.echo(f"partnerlens: the output cannot be written ({error.strerror or error})", err=True)
        sys.exit(Exit.UNWRITABLE)
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    except Exception:  # noqa: BLE001  whatever it is, it must not look like an answer
        traceback.print_exc()
        sys.exit(Exit.FAULT)
    sys.exit(Exit.DONE)


def _discard_output() -> None:
    """Points standard output at nothing: Python flushes it once more on exit, and would complain again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
