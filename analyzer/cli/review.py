"""``review``, ``demo`` and ``schema``: the main job, its first minute, and the shape of its result."""

import sys
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.exits import Exit
from analyzer.cli.inputs import FROM_HELP, check_output, read_inputs, write_output
from analyzer.cli.models import ACCURATE, ModelChoice, load_detector

if TYPE_CHECKING:
    from analyzer.documents.document import Document
    from analyzer.errors import DocumentError
    from analyzer.workflow import Reviewed

DEMO_PARTNER = "Brightwater Digital (invented)"


class ReviewFormat(StrEnum):
    """What a review is written as."""

    HTML = "html"
    JSON = "json"


class FailOn(StrEnum):
    """What makes a review end with exit code 1."""

    RED_FLAGS = "red-flags"


Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write the report to this file: .html or .json.", metavar="FILE"),
]
Format = Annotated[
    ReviewFormat | None,
    typer.Option("--format", help="Write the report as this; without --output to standard output."),
]


def review(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Proposals, rate sheets, mails, minutes, transcripts: PDF, DOCX, PPTX, XLSX, ODT, RTF, "
            "HTML, EML, MSG, Markdown, text, VTT, SRT, or '-'."
        ),
    ],
    partner: Annotated[
        str | None, typer.Option(help="The partner's name. Default: the first file's name.", metavar="NAME")
    ] = None,
    output: Output = None,
    format: Format = None,
    model: ModelChoice = ACCURATE,
    fail_on: Annotated[
        FailOn | None, typer.Option(help="End with exit code 1 where any red flag was found.")
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", help=FROM_HELP, metavar="FORMAT")] = None,
) -> None:
    """Review one partner's documents: red flags, strengths and gaps, with the words that prove them."""
    written_as = _report_format(output, format)
    check_output(output, files)
    readings = read_inputs(files, from_)
    reviewed = _reviewed(partner or _name_of(files[0]), readings, model)
    _report(reviewed, output, written_as)
    for failure in reviewed.failures:
        typer.echo(f"partnerlens: {failure}", err=True)
    if reviewed.failures:
        raise typer.Exit(Exit.UNREADABLE)
    if fail_on is FailOn.RED_FLAGS and reviewed.review.profile.red_flags:
        raise typer.Exit(Exit.FLAGS_FOUND)


def demo(output: Output = None, format: Format = None, model: ModelChoice = ACCURATE) -> None:
    """Review an invented partner whose proposal and minutes come with partnerlens."""
    from analyzer.workflow import read_all

    written_as = _report_format(output, format)
    check_output(output, ())
    with resources.as_file(resources.files("analyzer") / "demo") as folder:
        readings = read_all(sorted(folder.iterdir()))
    _report(_reviewed(DEMO_PARTNER, readings, model), output, written_as)


def schema() -> None:
    """Print the JSON Schema of a review's JSON."""
    import json

    from analyzer.reports.export import review_schema

    write_output(json.dumps(review_schema(), indent=2) + "\n", None)


def _report_format(output: Path | None, format: ReviewFormat | None) -> ReviewFormat | None:
    """What to write: what was asked for, else what the file's name says; None for the summary alone."""
    if format is not None or output is None:
        return format
    try:
        return ReviewFormat(output.suffix.lower().lstrip("."))
    except ValueError:
        raise typer.BadParameter(
            f"cannot tell from {output.name!r} what to write: name it .html or .json, or add --format",
            param_hint="--output",
        ) from None


def _name_of(file: Path) -> str:
    return file.stem if file.stem != "-" else "standard input"


def _reviewed(partner: str, readings: "tuple[Document | DocumentError, ...]", model: str) -> "Reviewed":
    from analyzer.workflow import review as review_documents

    return review_documents(partner, readings, load_detector(model))


def _report(reviewed: "Reviewed", output: Path | None, written_as: ReviewFormat | None) -> None:
    """Writes the report, and prints the summary unless the report itself goes to standard output."""
    match written_as:
        case ReviewFormat.HTML:
            from analyzer.reports.html import render_html

            write_output(render_html(reviewed.review, reviewed.documents), output)
        case ReviewFormat.JSON:
            from analyzer.reports.export import review_json

            write_output(review_json(reviewed.review), output)
        case None:
            pass
    if written_as is None or (output is not None and output != Path("-")):
        from rich.console import Console

        from analyzer.reports.terminal import print_review

        print_review(reviewed.review, Console(file=sys.stdout))
        if output is not None:
            typer.echo(f"Report written to {output}")
