"""Columns that change down a page: others below them, a card beside a text, a heading under both."""

from reportlab.pdfgen.canvas import Canvas

from analyzer.documents.document import BlockKind
from tests.documents.drawn_pdf import PROSE, drawn, prose, read, text_lines, texts

CARD = ["Six weeks to the first", "decision, and one depot", "on one shift, and no", "more than that."]


def heading(canvas: Canvas, text: str, y: float, x: float = 50) -> float:
    return text_lines(canvas, [text], x, y, font="Helvetica-Bold", size=14, leading=18)


def text_beside_a_card(canvas: Canvas, y: float, *, card: float) -> float:
    """Draws a text from ``y`` on, and beside it a card from ``card`` on; returns the y below both."""
    text_lines(canvas, CARD, 420, card)
    return prose(canvas, 50, y, width=340)


def test_short_columns_end_above_others_that_leave_one_of_their_gutters_free() -> None:
    parts = [f"Column {name}. {PROSE}" for name in ("one", "two", "three")]

    def draw(canvas: Canvas) -> None:
        ends = [prose(canvas, x, 700, width=150, text=t) for x, t in zip((50, 230, 420), parts, strict=True)]
        y = heading(canvas, "Our promise", min(ends) - 20)
        y = text_beside_a_card(canvas, y, card=y)
        prose(canvas, 50, y - 20, width=520)

    assert texts(read(drawn(draw))) == [*parts, "Our promise", PROSE, " ".join(CARD), PROSE]


def test_a_heading_under_a_text_beside_a_card_comes_after_the_card() -> None:
    def draw(canvas: Canvas) -> None:
        y = heading(canvas, "Our promise", 700)
        y = heading(canvas, "What it costs", text_beside_a_card(canvas, y, card=y) - 6)
        prose(canvas, 50, y, width=520)

    document = read(drawn(draw))
    assert texts(document) == ["Our promise", PROSE, " ".join(CARD), "What it costs", PROSE]
    assert texts(document, BlockKind.HEADING) == ["Our promise", "What it costs"]


def test_a_paragraph_that_begins_above_the_card_beside_it_is_whole() -> None:
    def draw(canvas: Canvas) -> None:
        y = prose(canvas, 50, 700, width=520) - 20
        y = text_beside_a_card(canvas, y, card=y - 14)
        prose(canvas, 50, y - 20, width=520)

    assert texts(read(drawn(draw))) == [PROSE, PROSE, " ".join(CARD), PROSE]


def test_the_last_line_of_a_paragraph_over_columns_stays_with_it() -> None:
    def draw(canvas: Canvas) -> None:
        y = prose(canvas, 50, 700, width=520)
        for x in (50, 320):
            prose(canvas, x, y, width=240)

    assert texts(read(drawn(draw)))[0].startswith(PROSE)
