"""What the builder promises to every reader, on text of every plane."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.builder import BLOCK_BREAK, CELL_BREAK, DocumentBuilder, Word, Words
from analyzer.documents.document import BlockKind, Document, Span
from analyzer.documents.layout import Box
from tests.invented import builder_for

# Any code point at all, lone surrogates and control characters included, and often an emoji or a
# letter beyond the basic plane, where code points and UTF-16 units part ways.
_TEXT = st.text(st.one_of(st.characters(), st.sampled_from("aé\u2014字🙂𝒳\x00\ud800 \n")), max_size=30)
_KINDS = st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.TABLE_ROW])
_BLOCKS = st.lists(
    st.one_of(st.tuples(_KINDS, _TEXT), st.tuples(st.just(BlockKind.TABLE_ROW), st.lists(_TEXT, max_size=4))),
    max_size=12,
)


def _builder() -> DocumentBuilder:
    return DocumentBuilder(id="0" * 64, name="a.txt", format="text")


def _built(parts: list[tuple[BlockKind, str | list[str]]]) -> tuple[Document, list[Span | None]]:
    builder = _builder()
    spans = [
        builder.add(kind, content) if isinstance(content, str) else builder.add_row(content)
        for kind, content in parts
    ]
    return builder.build(), spans


@given(_BLOCKS)
def test_a_span_is_where_its_block_landed(parts: list[tuple[BlockKind, str | list[str]]]) -> None:
    document, spans = _built(parts)
    assert [block.span for block in document.blocks] == [span for span in spans if span is not None]


@given(_BLOCKS)
def test_blocks_are_in_order_and_disjoint_and_nothing_stands_outside(
    parts: list[tuple[BlockKind, str | list[str]]],
) -> None:
    document, _ = _built(parts)
    quotes = [document.quote(block.span) for block in document.blocks]
    assert document.text == BLOCK_BREAK.join(quotes)
    assert all(quote.strip() for quote in quotes)


@given(_BLOCKS)
def test_the_text_can_be_written_as_utf8(parts: list[tuple[BlockKind, str | list[str]]]) -> None:
    document, _ = _built(parts)
    assert document.text.encode().decode() == document.text


@given(st.lists(_TEXT, min_size=1, max_size=5), st.lists(_TEXT, max_size=7))
def test_cells_are_parts_of_their_row_and_have_a_name_each(cells: list[str], header: list[str]) -> None:
    builder = _builder()
    span = builder.add_row(cells, header)
    document = builder.build()
    if span is None:
        assert document.blocks == ()
        return
    (row,) = document.blocks
    assert CELL_BREAK.join(document.quote(cell) for cell in row.cells) == document.quote(row.span)
    assert len(row.header) == len(row.cells)


@given(st.lists(st.text("aé字🙂𝒳", min_size=1, max_size=5), min_size=1, max_size=8))
def test_a_word_has_its_place_at_the_offsets_of_its_characters(words: list[str]) -> None:
    builder = _builder()
    pieces: list[str | Word] = []
    for i, word in enumerate(words):
        pieces += [Word(word, Box(page=1, x0=i, top=0, x1=i + 0.5, bottom=10)), " "]
    builder.add(BlockKind.PARAGRAPH, "Before it.")
    builder.add(BlockKind.PARAGRAPH, pieces[:-1], page=1)
    document = builder.build()
    placed = [(document.text[start:end], box.x0) for start, end, box in document.layout]
    assert placed == [(word, i) for i, word in enumerate(words)]


@given(st.lists(st.text("aé字🙂𝒳\x00", min_size=1, max_size=5), min_size=1, max_size=8))
def test_words_have_the_places_that_they_would_have_one_by_one(words: list[str]) -> None:
    boxes = [(i + 0.111, 0.0, i + 0.5, 10.0) for i in range(len(words))]
    together, apart = _builder(), _builder()
    line = Words(" ".join(words), 2, [value for box in boxes for value in box])
    together.add(BlockKind.PARAGRAPH, ["Before it. ", line])
    pieces: list[str | Word] = ["Before it. "]
    for word, (x0, top, x1, bottom) in zip(words, boxes, strict=True):
        if word.strip("\x00"):
            pieces += [Word(word, Box(page=2, x0=x0, top=top, x1=x1, bottom=bottom)), " "]
    apart.add(BlockKind.PARAGRAPH, pieces[:-1] if len(pieces) > 1 else pieces)
    assert together.build().text == apart.build().text
    assert together.build().layout == apart.build().layout


def test_words_without_a_place_each_are_refused() -> None:
    builder = _builder()
    builder.add(BlockKind.PARAGRAPH, [Words("two words", 1, [0, 0, 1, 1, 2, 0, 3])])
    with pytest.raises(ValueError, match="coordinates"):
        builder.build()


def test_a_block_without_words_leaves_no_trace() -> None:
    builder = _builder()
    assert builder.add(BlockKind.PARAGRAPH, " \x00\n") is None
    assert builder.add_row(["", " "]) is None
    assert builder.build().text == ""


def test_empty_cells_take_their_names_with_them() -> None:
    builder = _builder()
    builder.add_row(["Anna", "", "three days"], ["Who", "Where", "How\nlong"])
    (row,) = builder.build().blocks
    assert row.header == ("Who", "How long")
    assert builder.build().text == "Anna | three days"


def test_the_row_that_names_the_columns_of_the_next_is_a_table_header() -> None:
    builder = builder_for("rates")
    builder.add_row(["Role", "", "Days"])
    builder.add_row(["Tester", "45"], ["Role", "Days"])
    builder.add_row(["Role", "Days"], ["Role", "Days"])
    builder.add_row(["Designer"], ["Role", "Days"])
    kinds = [block.kind.value for block in builder.build().blocks]
    assert kinds == ["table_header", "table_row", "table_header", "table_row"]


def test_a_row_before_a_paragraph_names_no_columns() -> None:
    builder = builder_for("rates")
    builder.add_row(["Role", "Days"])
    builder.add(BlockKind.PARAGRAPH, "And then")
    builder.add_row(["Tester", "45"], ["Role", "Days"])
    assert builder.build().blocks[0].kind is BlockKind.TABLE_ROW
