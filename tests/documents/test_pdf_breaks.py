"""What stands around a page break, and what a page break cuts."""

from reportlab.lib.pagesizes import landscape, letter
from reportlab.pdfgen.canvas import Canvas

from analyzer.documents.document import BlockKind
from tests.documents.drawn_pdf import drawn, prose, read, text_lines, texts


def test_the_foot_of_a_landscape_page_is_furniture_as_that_of_the_other_pages() -> None:
    def draw(canvas: Canvas) -> None:
        for number, size in enumerate((letter, landscape(letter), letter), start=1):
            canvas.setPageSize(size)
            prose(canvas, 72, size[1] - 120)
            text_lines(canvas, [f"In confidence, page {number}"], 72, 30, size=8)
            canvas.showPage()

    feet = texts(read(drawn(draw)), BlockKind.FURNITURE)
    assert feet == ["In confidence, page 1", "In confidence, page 2", "In confidence, page 3"]
