"""Lists of contents without dots: lines that are headings further on."""

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from analyzer.documents.document import BlockKind
from tests.documents.drawn_pdf import HEIGHT, drawn, prose, read, text_lines, texts

TITLES = ("1 What we have understood", "1.1 What we saw", "2 How we would work", "A word at the end")


def document_of(entries: Sequence[str], *, titles: Sequence[str] = TITLES, text: bool = True) -> bytes:
    """A page with ``entries``, and one with ``titles`` as headings, each with text under it or none.

    What follows a tabulator in an entry stands at the right edge.
    """

    def draw(canvas: Canvas) -> None:
        y = prose(canvas, 72, 740) - 20
        for entry in entries:
            title, _, number = entry.partition("\t")
            canvas.drawRightString(540, y, number)
            y = text_lines(canvas, [title], 72, y, leading=14)
        prose(canvas, 72, y - 20)
        canvas.showPage()
        y = HEIGHT - 72
        for title in titles:
            y = text_lines(canvas, [title], 72, y, font="Helvetica-Bold", size=14, leading=20)
            y = prose(canvas, 72, y) - 20 if text else y - 10
        prose(canvas, 72, y)

    return drawn(draw)


def test_lines_that_are_headings_further_on_are_a_list_of_contents() -> None:
    document = read(document_of(TITLES))
    assert texts(document, BlockKind.CONTENTS) == list(TITLES)
    assert texts(document, BlockKind.HEADING) == list(TITLES)


@pytest.mark.parametrize("gap", [" ", "\t"])
@pytest.mark.parametrize("first", [2, 12])
def test_entries_with_the_numbers_of_their_pages_are_a_list_of_contents(gap: str, first: int) -> None:
    entries = [f"{title}{gap}{first}" for title in TITLES]
    assert texts(read(document_of(entries)), BlockKind.CONTENTS) == [e.replace("\t", " ") for e in entries]


@pytest.mark.parametrize("gap", [" ", "\t"])
def test_days_behind_the_names_of_sections_are_no_list_of_contents(gap: str) -> None:
    entries = [f"{title}{gap}{days}" for title, days in zip(TITLES, (5, 12, 20, 2), strict=True)]
    assert not texts(read(document_of(entries)), BlockKind.CONTENTS)


def test_an_entry_of_two_lines_is_one_entry() -> None:
    entries = [TITLES[0], "1.1 What", "we saw", *TITLES[2:]]
    assert texts(read(document_of(entries)), BlockKind.CONTENTS) == list(TITLES)


def test_lines_in_another_order_than_the_headings_are_no_list_of_contents() -> None:
    assert not texts(read(document_of(TITLES[::-1])), BlockKind.CONTENTS)


def test_two_headings_named_in_a_row_are_no_list_of_contents() -> None:
    assert not texts(read(document_of(TITLES[:2])), BlockKind.CONTENTS)


def test_the_headings_of_a_form_that_comes_again_are_no_list_of_contents() -> None:
    assert not texts(read(document_of(TITLES, text=False)), BlockKind.CONTENTS)
