"""Pages drawn by the tests, so that what they say is known."""

import io
from collections.abc import Callable, Iterable

from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import Block, BlockKind, Document
from analyzer.documents.pdf import read_pdf

WIDTH, HEIGHT = letter
PROSE = (
    "We begin each phase with interviews of the people who use the system today, because what they do "
    "differs from what the manual says. The findings are written down, reviewed with your team and "
    "turned into a short list of changes, each with its reason and its price."
)


def drawn(draw: Callable[[Canvas], object], **options: object) -> bytes:
    """The bytes of a PDF on whose canvas ``draw`` has drawn."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, **options)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def read(data: bytes) -> Document:
    builder = DocumentBuilder(id="0" * 64, name="proposal.pdf", format="pdf")
    read_pdf(data, builder)
    return builder.build()


def text_lines(
    canvas: Canvas,
    lines: Iterable[str],
    x: float,
    y: float,
    *,
    font: str = "Helvetica",
    size: float = 10,
    leading: float = 12,
) -> float:
    """Draws lines downwards from ``y`` and returns the y of the next."""
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= leading
    return y


def prose(canvas: Canvas, x: float, y: float, *, width: float = 450, text: str = PROSE) -> float:
    return text_lines(canvas, simpleSplit(text, "Helvetica", 10, width), x, y)


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [
        " ".join(document.quote(block.span).split())
        for block in document.blocks
        if kind is None or block.kind is kind
    ]


ROWS = (BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW)


def blocks(document: Document, *kinds: BlockKind) -> list[Block]:
    return [block for block in document.blocks if block.kind in kinds]
