"""``extract``: what was read from a file, passage by passage or as one document."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.inputs import FROM_HELP, check_output, read_inputs, write_output

if TYPE_CHECKING:
    from analyzer.documents.document import Document
    from analyzer.passages.passage import Passage


class ExtractFormat(StrEnum):
    """What an extraction is written as."""

    JSONL = "jsonl"
    JSON = "json"


def extract(
    file: Annotated[Path, typer.Argument(help="The file to read, or '-' for standard input.")],
    format: Annotated[
        ExtractFormat, typer.Option(help="jsonl: a line a passage. json: the document with its text.")
    ] = ExtractFormat.JSONL,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file.", metavar="FILE")
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", help=FROM_HELP, metavar="FORMAT")] = None,
) -> None:
    """Print what was read from a file, with the place of every passage."""
    from analyzer.errors import DocumentError

    check_output(output, [file])
    (document,) = read_inputs([file], from_)
    if isinstance(document, DocumentError):
        raise document
    for notice in document.notices:
        typer.echo(f"partnerlens: {document.name}: {notice.message}", err=True)
    if format is ExtractFormat.JSON:
        write_output(_document_json(document), output)
        return
    from analyzer.passages.split import split_passages

    rows = (_row(document, passage) for passage in split_passages(document))
    write_output("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), output)


def _document_json(document: "Document") -> str:
    from pydantic import TypeAdapter

    from analyzer.documents.document import Document

    return TypeAdapter(Document).dump_json(document, indent=2).decode() + "\n"


def _row(document: "Document", passage: "Passage") -> dict[str, object]:
    boxes = document.boxes(passage.span)
    return {
        "id": passage.id,
        "text": passage.text,
        "heading": passage.heading,
        "page": passage.page,
        "boxes": [{"page": b.page, "x0": b.x0, "top": b.top, "x1": b.x1, "bottom": b.bottom} for b in boxes],
        "start": passage.span.start,
        "end": passage.span.end,
        "kind": passage.kind.value,
        "speaker": passage.speaker,
    }
