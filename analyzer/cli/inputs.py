"""Reading what the command line names, and writing where it says: files, or ``-`` for the streams."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from analyzer.documents.document import Document
    from analyzer.errors import DocumentError

STANDARD_STREAM = Path("-")

FORMAT_IDS = (
    "pdf",
    "docx",
    "pptx",
    "xlsx",
    "odt",
    "rtf",
    "html",
    "eml",
    "msg",
    "markdown",
    "text",
    "vtt",
    "srt",
)
FROM_HELP = f"The format of standard input: {', '.join(FORMAT_IDS)}."


def read_inputs(files: Sequence[Path], format: str | None) -> "tuple[Document | DocumentError, ...]":
    """Each file read, or the error that says why not. Usage errors: ``-`` twice, or without ``--from``."""
    from analyzer.workflow import read_all, read_stream

    if format is not None and format not in FORMAT_IDS:
        raise typer.BadParameter(f"no format is called {format!r}: {FROM_HELP}", param_hint="--from")
    if STANDARD_STREAM not in files:
        if format is not None:
            raise typer.BadParameter(
                "names the format of standard input, and no input is '-'", param_hint="--from"
            )
        return read_all(files)
    if files.count(STANDARD_STREAM) > 1:
        raise typer.BadParameter("standard input ('-') can be named only once")
    if format is None:
        raise typer.BadParameter("standard input ('-') needs its format: add --from, for example --from pdf")
    at = files.index(STANDARD_STREAM)
    before, after = read_all(files[:at]), read_all(files[at + 1 :])
    return (*before, read_stream(sys.stdin.buffer, format), *after)


def check_output(output: Path | None, inputs: Sequence[Path]) -> None:
    """Refuses, before any work is done, an output that has no folder, or that would destroy an input."""
    if output is None or output == STANDARD_STREAM:
        return
    if not output.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {output.parent}", param_hint="--output")
    if output.is_dir():
        raise typer.BadParameter(f"{output} is a folder", param_hint="--output")
    if output.exists() and any(file.exists() and output.samefile(file) for file in inputs):
        raise typer.BadParameter(f"{output} is one of the inputs", param_hint="--output")


def write_output(text: str, output: Path | None) -> None:
    """Writes ``text`` as UTF-8 to the file, whole or not at all, or to standard output (None or ``-``)."""
    if output is None or output == STANDARD_STREAM:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    elif output.exists() and not output.is_file():
        output.write_text(text, encoding="utf-8", newline="\n")
    else:
        unfinished = output.with_name(f".{output.name}.{os.getpid()}")
        try:
            unfinished.write_text(text, encoding="utf-8", newline="\n")
            unfinished.replace(output)
        finally:
            unfinished.unlink(missing_ok=True)
