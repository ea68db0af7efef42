"""Where words stand: one box for each line that a span touches."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.layout import LINES_AT_ONCE, Box, Layout


def _word(i: int, *, page: int = 1, line: int = 0) -> tuple[int, int, Box]:
    """Words of four characters and a space, ten a line of 12 points."""
    x = (i % 10) * 50.0
    return (5 * i, 5 * i + 4, Box(page=page, x0=x, top=line * 14.0, x1=x + 40, bottom=line * 14.0 + 12))


_THREE_LINES = Layout(_word(i, line=i // 10) for i in range(30))


def test_words_of_one_line_share_a_box() -> None:
    (box,) = _THREE_LINES.boxes(0, 49)
    assert box == Box(page=1, x0=0, top=0, x1=490, bottom=12)


def test_a_span_over_lines_has_a_box_for_each() -> None:
    assert [box.top for box in _THREE_LINES.boxes(40, 105)] == [0, 14, 28]


def test_a_word_touched_in_part_counts_whole() -> None:
    assert _THREE_LINES.boxes(2, 3) == _THREE_LINES.boxes(0, 4)


def test_white_space_between_words_has_no_box() -> None:
    assert _THREE_LINES.boxes(4, 5) == ()


def test_lines_at_one_height_on_two_pages_stay_apart() -> None:
    layout = Layout([_word(0), _word(1, page=2)])
    assert [box.page for box in layout.boxes(0, 9)] == [1, 2]


def test_the_page_between_words_is_that_of_the_next() -> None:
    layout = Layout([_word(0), _word(1, page=2)])
    assert [layout.page_at(offset) for offset in (0, 3, 4, 5, 99)] == [1, 1, 2, 2, 2]
    assert Layout().page_at(0) is None


def test_a_long_document_has_its_words_where_they_would_be_one_by_one() -> None:
    lines = range(2 * LINES_AT_ONCE + 1)
    placed = [
        (8 * i, "ab cde", 1 + i // 40, (0, i % 40, 2, i % 40 + 1, 3, i % 40, 6, i % 40 + 1)) for i in lines
    ]
    words = [
        (8 * i + start, 8 * i + end, Box(page=1 + i // 40, x0=start, top=i % 40, x1=end, bottom=i % 40 + 1))
        for i in lines
        for start, end in ((0, 2), (3, 6))
    ]
    assert Layout.of_words(placed) == Layout(words)


@pytest.mark.parametrize(("start", "end"), [(4, 4), (9, 7), (2, 8)])
def test_a_word_out_of_order_is_refused(start: int, end: int) -> None:
    layout = Layout([(0, 4, Box(page=1, x0=0, top=0, x1=1, bottom=1))])
    with pytest.raises(ValueError, match="out of order"):
        layout.append(start, end, Box(page=1, x0=0, top=0, x1=1, bottom=1))


@pytest.mark.parametrize("box", [(0, 0, 0, 1, 1), (1, 2, 0, 1, 1), (1, 0, 2, 1, 1)])
def test_a_box_that_is_none_is_refused(box: tuple[int, float, float, float, float]) -> None:
    page, x0, top, x1, bottom = box
    with pytest.raises(ValueError, match="not a box"):
        Box(page=page, x0=x0, top=top, x1=x1, bottom=bottom)


@given(st.integers(0, 160), st.integers(0, 160))
def test_boxes_run_down_the_page_and_only_where_there_are_words(a: int, b: int) -> None:
    start, end = sorted((a, b))
    boxes = _THREE_LINES.boxes(start, end)
    assert all(upper.bottom <= lower.top for upper, lower in pairwise(boxes))
    touched = [word for word in _THREE_LINES if word[0] < end and word[1] > start]
    assert bool(boxes) == bool(touched)
