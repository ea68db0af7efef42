"""What the PDF reader makes of a page: paragraphs, columns, headings, lists, tables."""

from collections.abc import Iterable

import pytest
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from analyzer.documents.document import BlockKind
from analyzer.passages.split import split_passages
from tests.documents.drawn_pdf import HEIGHT, PROSE, ROWS, blocks, drawn, prose, read, text_lines, texts


def test_a_paragraph_is_one_block_with_a_line_end_between_its_lines() -> None:
    document = read(drawn(lambda canvas: prose(canvas, 72, 700)))
    assert texts(document) == [PROSE]
    assert document.text.split("\n") == simpleSplit(PROSE, "Helvetica", 10, 450)


def test_each_word_has_its_box_on_the_page_as_shown() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(100, 700, "Working together")

    document = read(drawn(draw))
    (box,) = document.boxes(document.blocks[0].span)
    assert box.page == 1
    assert box.x0 == pytest.approx(100, abs=1)
    assert box.top < HEIGHT - 700 < box.bottom
    assert 10 < box.bottom - box.top < 18


def test_several_spaces_of_any_kind_are_one_separator() -> None:
    document = read(drawn(lambda canvas: canvas.drawString(72, 700, "Scope   of \u00a0 the  work")))
    assert document.text == "Scope of the work"


def test_a_word_split_at_a_line_end_keeps_its_hyphen_and_its_lines() -> None:
    lines = [
        "This sentence is set to the full width of its column and ends in an exam-",
        "ple of a split word.",
    ]
    document = read(drawn(lambda canvas: text_lines(canvas, lines, 72, 700)))
    assert document.text == "\n".join(lines)
    assert len(document.boxes(document.blocks[0].span)) == 2


def test_a_line_stretched_to_fill_its_column_stays_one_line() -> None:
    def draw(canvas: Canvas) -> None:
        stretched = canvas.beginText(72, 712)
        stretched.setFont("Helvetica", 10)
        stretched.setWordSpace(11)
        stretched.textOut("The decisions are taken together every week by the")
        canvas.drawText(stretched)
        prose(canvas, 72, 700, text="steering group of the two sides, and written down.", width=400)

    (text,) = texts(read(drawn(draw)))
    assert text.startswith("The decisions are taken together every week by the steering group")


def test_two_columns_are_read_one_after_the_other() -> None:
    first = "Left column. " + PROSE
    second = "Right column. " + PROSE

    def draw(canvas: Canvas) -> None:
        text_lines(canvas, ["A title over both of the columns"], 72, 740, font="Helvetica-Bold", size=16)
        for x, text in ((72, first), (320, second)):
            prose(canvas, x, 700, width=220, text=text)

    document = read(drawn(draw))
    assert texts(document) == ["A title over both of the columns", first, second]


def test_three_columns_and_a_line_under_them_are_read_in_order() -> None:
    parts = [f"Column {name}. {PROSE}" for name in ("one", "two", "three")]
    last = "After the columns the text goes on over the whole width of the page, as it did before them."

    def draw(canvas: Canvas) -> None:
        for x, text in zip((50, 230, 410), parts, strict=True):
            prose(canvas, x, 700, width=150, text=text)
        prose(canvas, 50, 400, width=500, text=last)

    assert texts(read(drawn(draw))) == [*parts, last]


def test_a_paragraph_goes_on_over_a_column_break() -> None:
    lines = simpleSplit(PROSE + " " + PROSE, "Helvetica", 10, 220)

    def draw(canvas: Canvas) -> None:
        text_lines(canvas, lines[:7], 72, 700)
        text_lines(canvas, lines[7:], 320, 700)

    assert len(texts(read(drawn(draw)))) == 1


def test_a_paragraph_goes_on_over_a_page_break_and_each_word_keeps_its_page() -> None:
    lines = simpleSplit(PROSE, "Helvetica", 10, 450)

    def draw(canvas: Canvas) -> None:
        for number, part in enumerate((lines[:2], lines[2:]), start=1):
            text_lines(canvas, ["Acme proposal 2026"], 72, 760, size=8)
            text_lines(canvas, part, 72, 700)
            text_lines(canvas, [f"Page {number} of 2"], 280, 30, size=8)
            canvas.showPage()

    document = read(drawn(draw))
    (paragraph,) = blocks(document, BlockKind.PARAGRAPH)
    assert " ".join(document.quote(paragraph.span).split()) == PROSE
    assert [box.page for box in document.boxes(paragraph.span)] == [1, 1, *[2] * (len(lines) - 2)]
    assert sorted(texts(document, BlockKind.FURNITURE)) == [
        "Acme proposal 2026",
        "Acme proposal 2026",
        "Page 1 of 2",
        "Page 2 of 2",
    ]


def test_running_heads_and_page_numbers_are_furniture_and_a_heading_is_not() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 5):
            text_lines(canvas, ["Proposal for a new register"], 72, 765, size=8)
            text_lines(canvas, [f"Part {'ABCD'[number - 1]}"], 72, 730, font="Helvetica-Bold", size=14)
            prose(canvas, 72, 700)
            text_lines(canvas, [str(number)], 300, 30, size=8)
            canvas.showPage()

    document = read(drawn(draw))
    assert texts(document, BlockKind.HEADING) == ["Part A", "Part B", "Part C", "Part D"]
    assert texts(document, BlockKind.FURNITURE).count("Proposal for a new register") == 4
    assert {"1", "2", "3", "4"} <= set(texts(document, BlockKind.FURNITURE))


def test_headings_have_the_level_of_their_number() -> None:
    def draw(canvas: Canvas) -> None:
        y = 740.0
        for title, size in (("1 Approach", 16), ("1.1 Discovery", 13), ("1.2 Delivery", 13), ("2 Team", 16)):
            y = text_lines(canvas, [title], 72, y, font="Helvetica-Bold", size=size, leading=22)
            y = prose(canvas, 72, y) - 20

    document = read(drawn(draw))
    headings = [(document.quote(b.span), b.level) for b in blocks(document, BlockKind.HEADING)]
    assert headings == [("1 Approach", 1), ("1.1 Discovery", 2), ("1.2 Delivery", 2), ("2 Team", 1)]


def test_a_heading_in_capitals_stands_beside_the_numbered_ones_of_its_size() -> None:
    def draw(canvas: Canvas) -> None:
        y = 740.0
        for title, size in (("Our offer", 24), ("1 Approach", 16), ("OUR PROMISE", 16), ("2 Team", 16)):
            y = text_lines(canvas, [title], 72, y, font="Helvetica-Bold", size=size, leading=22)
            y = prose(canvas, 72, y) - 20

    assert [b.level for b in blocks(read(drawn(draw)), BlockKind.HEADING)] == [1, 2, 2, 2]


def test_headings_without_numbers_are_ranked_by_their_look() -> None:
    def draw(canvas: Canvas) -> None:
        y = 740.0
        for title, font, size in (
            ("Our proposal", "Helvetica-Bold", 20),
            ("What we understood", "Helvetica-Bold", 14),
            ("Your users", "Helvetica-Bold", 10),
            ("HOW WE WORK", "Helvetica", 10),
        ):
            y = text_lines(canvas, [title], 72, y, font=font, size=size, leading=22)
            y = prose(canvas, 72, y) - 20

    levels = [b.level for b in blocks(read(drawn(draw)), BlockKind.HEADING)]
    assert levels == [1, 2, 3, 4]


def test_a_letter_spaced_heading_is_read_as_its_words() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 740)
        text.setFont("Helvetica-Bold", 18)
        text.setCharSpace(6)
        text.textOut("PROPOSAL")
        canvas.drawText(text)
        prose(canvas, 72, 700)

    def draw_with_spaces(canvas: Canvas) -> None:
        text_lines(canvas, ["P R O P O S A L   T O   A C M E"], 72, 740, font="Helvetica-Bold", size=18)
        prose(canvas, 72, 700)

    assert texts(read(drawn(draw)))[0] == "PROPOSAL"
    assert texts(read(drawn(draw_with_spaces)))[0] == "PROPOSAL TO ACME"


def test_a_short_word_of_a_letter_spaced_heading_is_a_word_though_it_stands_far_from_the_next() -> None:
    def draw(canvas: Canvas) -> None:
        x = 72.0
        canvas.setFont("Helvetica-Bold", 15)
        for letter in "OUR PROMISE":
            canvas.drawString(x, 740, letter.strip())
            x += canvas.stringWidth(letter) + 8
        prose(canvas, 72, 700)

    assert texts(read(drawn(draw)), BlockKind.HEADING) == ["OUR PROMISE"]


def test_letters_that_are_the_cells_of_a_row_stay_apart() -> None:
    def draw(canvas: Canvas) -> None:
        for i, letter in enumerate("YNYYN"):
            canvas.drawString(100 + 40 * i, 700, letter)

    assert texts(read(drawn(draw))) == ["Y N Y Y N"]


@pytest.mark.parametrize("bullet", ["\u2022", "-", "\u2013", "*"])
def test_list_items_hang_and_lose_their_bullet(bullet: str) -> None:
    items = [
        "A weekly report that says what was done, what it cost and which risks are new, on one page,",
        "a demonstration every second Friday",
    ]

    def draw(canvas: Canvas) -> None:
        y = prose(canvas, 72, 740, text="You will get:")
        for item in items:
            canvas.drawString(80, y, bullet)
            y = prose(canvas, 95, y, width=250, text=item)
        canvas.drawString(110, y, bullet)
        prose(canvas, 125, y, text="open to all of your staff")

    document = read(drawn(draw))
    assert texts(document) == ["You will get:", *items, "open to all of your staff"]
    assert [b.level for b in blocks(document, BlockKind.LIST_ITEM)] == [1, 1, 2]


def test_a_bullet_drawn_as_a_shape_makes_a_list_item() -> None:
    def draw(canvas: Canvas) -> None:
        y = prose(canvas, 72, 740, text="Together we will:")
        for item in ("agree on the goals", "measure them every month", "report what we find"):
            canvas.circle(84, y + 3, 1.5, fill=1)
            y = prose(canvas, 95, y, text=item)

    assert texts(read(drawn(draw)), BlockKind.LIST_ITEM) == [
        "agree on the goals",
        "measure them every month",
        "report what we find",
    ]


def test_numbered_and_lettered_items_keep_their_number() -> None:
    items = ["1. Discovery with your team", "2. A first release", "a) with ten users", "b) with all users"]

    def draw(canvas: Canvas) -> None:
        y = prose(canvas, 72, 740) - 12
        for item in items:
            y = prose(canvas, 80 if item[0].isdigit() else 100, y, text=item)

    document = read(drawn(draw))
    assert texts(document, BlockKind.LIST_ITEM) == items
    assert [b.level for b in blocks(document, BlockKind.LIST_ITEM)] == [1, 1, 2, 2]


def test_lines_of_a_contents_list_stay_apart_and_are_no_passages() -> None:
    entries = [
        "1 Introduction ........................ 3",
        "2. Managing risks ............................ 7",
        "Appendix: the team \u2026\u2026\u2026\u2026\u2026 xii",
    ]

    def draw(canvas: Canvas) -> None:
        text_lines(canvas, entries, 72, 700)
        for _ in range(7):
            canvas.showPage()

    document = read(drawn(draw))
    assert texts(document, BlockKind.CONTENTS) == entries
    assert split_passages(document) == ()


@pytest.mark.parametrize("end", ["", " 900", "2"])
def test_dots_that_lead_to_no_page_of_the_document_are_no_contents_list(end: str) -> None:
    line = "An architect, for one day: ................................" + end
    document = read(drawn(lambda canvas: prose(canvas, 72, text_lines(canvas, [line], 72, 700))))
    assert not texts(document, BlockKind.CONTENTS)
    assert line in texts(document)


TABLE = [
    ("Role", "Days", "Rate"),
    ("Architect", "12", "900"),
    ("Engineer who also tests", "40", "700"),
    ("Designer", "8", "650"),
]


def ruled_table(canvas: Canvas, rows: Iterable[tuple[str, ...]], y: float) -> float:
    edges = (72, 300, 400, 500)
    for row in rows:
        for left, right, cell in zip(edges, edges[1:], row, strict=False):
            canvas.rect(left, y - 6, right - left, 20)
            canvas.drawString(left + 4, y, cell)
        y -= 20
    return y


def test_a_ruled_table_is_rows_with_the_names_of_their_columns() -> None:
    def draw(canvas: Canvas) -> None:
        y = prose(canvas, 72, 740)
        prose(canvas, 72, ruled_table(canvas, TABLE, y - 30) - 20)

    document = read(drawn(draw))
    rows = blocks(document, *ROWS)
    cells = [tuple(document.quote(cell) for cell in row.cells) for row in rows]
    assert cells == TABLE
    assert [row.header for row in rows] == [("", "", ""), *[TABLE[0]] * 3]
    assert [row.kind for row in rows] == [ROWS[0], *[ROWS[1]] * 3]
    assert texts(document, BlockKind.PARAGRAPH) == [PROSE, PROSE]


def test_a_table_takes_its_column_names_over_a_page_break() -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas, 72, 740)
        ruled_table(canvas, TABLE[:3], 120)
        canvas.showPage()
        prose(canvas, 72, ruled_table(canvas, TABLE[3:], 720) - 40)

    rows = blocks(read(drawn(draw)), *ROWS)
    assert [row.header for row in rows][1:] == [TABLE[0]] * 3
    assert [row.page for row in rows] == [1, 1, 1, 2]


def test_aligned_short_cells_without_rules_are_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        y = prose(canvas, 72, 740) - 20
        for row in TABLE:
            for x, cell in zip((72, 300, 400), row, strict=True):
                canvas.drawString(x, y, cell)
            y -= 14
        prose(canvas, 72, y - 20)

    document = read(drawn(draw))
    rows = blocks(document, *ROWS)
    assert [tuple(document.quote(cell) for cell in row.cells) for row in rows] == TABLE
    assert rows[1].header == TABLE[0]


def test_the_last_row_of_a_table_without_rules_stays_in_it_above_a_short_heading() -> None:
    table = [("Expense", "Limit", "Paid by"), ("Railway", "140 euros", "Northmoor")]
    table += [("Hotel", "95 euros", "Northmoor"), ("Hire car", "60 euros", "Northmoor")]

    def draw(canvas: Canvas) -> None:
        y = prose(canvas, 72, 740) - 20
        for row in table:
            for x, cell in zip((72, 300, 400), row, strict=True):
                canvas.drawString(x, y, cell)
            y -= 18
        y = text_lines(canvas, ["What could go wrong"], 72, y - 24, font="Helvetica-Bold", size=15)
        prose(canvas, 72, y - 10)

    document = read(drawn(draw))
    rows = blocks(document, *ROWS)
    assert [tuple(document.quote(cell) for cell in row.cells) for row in rows] == table


def test_a_frame_around_a_paragraph_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 600, 480, 120)
        prose(canvas, 72, 700)

    assert texts(read(drawn(draw)), BlockKind.PARAGRAPH) == [PROSE]
