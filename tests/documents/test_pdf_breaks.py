"""What stands around a page break, and what a page break cuts."""

from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from analyzer.documents.document import BlockKind, Document
from tests.documents.drawn_pdf import PROSE, ROWS, blocks, drawn, prose, read, text_lines, texts

Row = tuple[str, ...]
NAMES: Row = ("Risk", "What we would do")


def test_the_foot_of_a_landscape_page_is_furniture_as_that_of_the_other_pages() -> None:
    def draw(canvas: Canvas) -> None:
        for number, size in enumerate((letter, landscape(letter), letter), start=1):
            canvas.setPageSize(size)
            prose(canvas, 72, size[1] - 120)
            text_lines(canvas, [f"In confidence, page {number}"], 72, 30, size=8)
            canvas.showPage()

    feet = texts(read(drawn(draw)), BlockKind.FURNITURE)
    assert feet == ["In confidence, page 1", "In confidence, page 2", "In confidence, page 3"]


def ruled_rows(canvas: Canvas, rows: list[Row], y: float) -> float:
    """Draws ``rows`` downwards from ``y``, their cells with a line for each line of their text."""
    for row in rows:
        height = 12 * max(cell.count("\n") + 1 for cell in row) + 8
        for x, cell in zip((72, 222), row, strict=True):
            canvas.rect(x, y - height, 150, height)
            font = "Helvetica-Bold" if row == NAMES else "Helvetica"
            text_lines(canvas, cell.split("\n"), x + 4, y - 12, font=font)
        y -= height
    return y


def rows_over_a_page_break(before: list[Row], after: list[Row]) -> list[Row]:
    """The rows that are read of a table with ``before`` on one page and ``after`` on the next."""

    def draw(canvas: Canvas) -> None:
        prose(canvas, 72, 740)
        ruled_rows(canvas, before, 40 + 20 * len(before) + 24)
        canvas.showPage()
        prose(canvas, 72, ruled_rows(canvas, after, 740) - 30)

    document = read(drawn(draw))
    rows = [row for row in blocks(document, *ROWS) if row.kind is BlockKind.TABLE_ROW]
    assert {row.header for row in rows} == {NAMES}
    return [tuple(" ".join(document.quote(cell).split()) for cell in row.cells) for row in rows]


def test_a_row_that_a_page_break_cuts_is_one_row() -> None:
    before = [NAMES, ("The two spreadsheets cannot", "Count the loads in both yards")]
    after = [("be reconciled", "for a week"), ("Winter", "Wait for the spring")]
    assert rows_over_a_page_break(before, after) == [
        ("The two spreadsheets cannot be reconciled", "Count the loads in both yards for a week"),
        after[1],
    ]


def test_a_row_that_a_page_break_cuts_is_one_row_where_the_column_names_come_again() -> None:
    before = [NAMES, ("A cold and wet winter that", "Wait")]
    after = [NAMES, ("comes before the depot", ""), ("No reception", "Confirm later")]
    assert rows_over_a_page_break(before, after) == [
        ("A cold and wet winter that comes before the depot", "Wait"),
        after[2],
    ]


def test_a_row_whose_cells_begin_small_is_a_row_of_its_own_where_the_last_has_room_for_more() -> None:
    before = [NAMES, ("late drivers", "a call")]
    after = [("no reception", "a later call"), ("winter", "a rest")]
    assert rows_over_a_page_break(before, after) == [*before[1:], *after]


def document_with_a_foot(mark: str, foot: list[str]) -> Document:
    """Two pages of one paragraph; a word of the first ends in ``mark``, and has ``foot`` below it."""
    lines = simpleSplit(PROSE.replace("manual", f"manual{mark}"), "Helvetica", 10, 450)

    def draw(canvas: Canvas) -> None:
        text_lines(canvas, lines[:2], 72, 700)
        text_lines(canvas, foot, 72, 80, size=8, leading=10)
        canvas.showPage()
        text_lines(canvas, lines[2:], 72, 700)

    return read(drawn(draw))


def test_notes_at_the_foot_are_notes_and_come_after_the_paragraph_that_goes_on_over_the_page_break() -> None:
    foot = ["1The manual of 2019, with its", "two changes.", "2 Unpublished."]
    document = document_with_a_foot("1 and the notes2", foot)
    assert [block.kind for block in document.blocks] == ["paragraph", "note", "note"]
    assert texts(document)[0].endswith("its reason and its price.")
    assert texts(document, BlockKind.NOTE) == [
        "1The manual of 2019, with its two changes.",
        "2 Unpublished.",
    ]


def test_small_print_that_no_mark_in_the_text_refers_to_is_no_note() -> None:
    document = document_with_a_foot("", ["12 Harbour Street", "4 March 2026"])
    assert not texts(document, BlockKind.NOTE)


def test_a_line_of_the_size_of_the_text_is_no_note() -> None:
    def draw(canvas: Canvas) -> None:
        y = prose(canvas, 72, 700, text="The sum of x1 and of x2 is what we look for.")
        prose(canvas, 72, y - 30, text="1 A line that begins with a number.")

    assert not texts(read(drawn(draw)), BlockKind.NOTE)
