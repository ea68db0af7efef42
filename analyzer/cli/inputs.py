"""Reading what the command line names: files, or standard input as ``-``."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from analyzer.documents.document import Document
    from analyzer.errors import DocumentError

STANDARD_INPUT = Path("-")

FROM_HELP = "The format of standard input: pdf, docx, markdown, text, vtt or srt."


def read_inputs(files: Sequence[Path], format: str | None) -> "tuple[Document | DocumentError, ...]":
    """Each file read, or the error that says why not. Usage errors: ``-`` twice, or without ``--from``."""
    from analyzer.workflow import read_all, read_stream

    if STANDARD_INPUT not in files:
        return read_all(files)
    if files.count(STANDARD_INPUT) > 1:
        raise typer.BadParameter("standard input ('-') can be named only once")
    if format is None:
        raise typer.BadParameter("standard input ('-') needs its format: add --from, for example --from pdf")
    at = files.index(STANDARD_INPUT)
    before, after = read_all(files[:at]), read_all(files[at + 1 :])
    return (*before, read_stream(sys.stdin.buffer, format), *after)


def write_output(text: str, output: Path | None) -> None:
    """Writes ``text`` as UTF-8 to the file, or to standard output where it is None or ``-``."""
    if output is None or output == STANDARD_INPUT:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise typer.BadParameter(f"cannot write {output}: {error.strerror}", param_hint="--output") from None
