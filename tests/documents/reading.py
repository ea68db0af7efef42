"""How the tests of the readers look at a document: its blocks as short rows."""

from analyzer.documents.document import Document
from analyzer.documents.formats import read_bytes
from analyzer.errors import DocumentError


def read(source: str | bytes, name: str) -> Document:
    """The document of a text that the test has written."""
    return read_bytes(source.encode() if isinstance(source, str) else source, name)


def rows(document: Document) -> list[tuple[str, str]]:
    """Each block as its kind, with its level, and its text."""
    return [(f"{b.kind}{b.level or ''}", document.quote(b.span)) for b in document.blocks]


def texts(document: Document) -> list[str]:
    """The text of each block."""
    return [document.quote(block.span) for block in document.blocks]


def outcome(data: bytes, name: str) -> Document | str:
    """The document of ``data``, or the line that says why there is none. Anything else that goes wrong
    is a fault."""
    try:
        return read_bytes(data, name)
    except DocumentError as error:
        return str(error)
