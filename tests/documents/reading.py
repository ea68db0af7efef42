"""How the tests of the readers look at a document: its blocks as short rows."""

from analyzer.documents.document import Document
from analyzer.documents.formats import read_bytes


def read(source: str | bytes, name: str) -> Document:
    """The document of a text that the test has written."""
    return read_bytes(source.encode() if isinstance(source, str) else source, name)


def rows(document: Document) -> list[tuple[str, str]]:
    """Each block as its kind, with its level, and its text."""
    return [(f"{b.kind}{b.level or ''}", document.quote(b.span)) for b in document.blocks]


def texts(document: Document) -> list[str]:
    """The text of each block."""
    return [document.quote(block.span) for block in document.blocks]
