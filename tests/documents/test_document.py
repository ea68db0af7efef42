"""What a `Document` refuses to be, and how it goes through JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from analyzer.documents.builder import DocumentBuilder, Word
from analyzer.documents.document import Block, BlockKind, Document, NoticeKind, Page, PageStatus, Span
from analyzer.documents.layout import Box, Layout
from analyzer.errors import Outcome

_ADAPTER = TypeAdapter(Document)


def _block(start: int, end: int) -> Block:
    return Block(span=Span(start=start, end=end), kind=BlockKind.PARAGRAPH)


def _document(text: str, *blocks: Block, pages: tuple[Page, ...] = ()) -> Document:
    return Document(
        id="0" * 64, name="a.txt", format="text", text=text, blocks=blocks, layout=Layout(), pages=pages
    )


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([(0, 3), (2, 5)], id="overlap"),
        pytest.param([(3, 5), (0, 2)], id="out of order"),
        pytest.param([(0, 2)], id="words outside"),
        pytest.param([(0, 5), (5, 9)], id="past the end"),
    ],
)
def test_blocks_that_do_not_cover_the_words_once_are_refused(blocks: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match=r"block|text outside"):
        _document("ab cd", *(_block(start, end) for start, end in blocks))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 1)])
def test_a_span_without_characters_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start=start, end=end)


def test_pages_out_of_order_are_refused() -> None:
    pages = tuple(Page(number=number, width=600, height=800) for number in (2, 1))
    with pytest.raises(ValueError, match="page 1 after page 2"):
        _document("", pages=pages)


def test_a_page_without_text_makes_the_reading_partial() -> None:
    read = Page(number=1, width=600, height=800)
    unread = Page(number=2, width=600, height=800, status=PageStatus.NO_TEXT)
    assert _document("ab", _block(0, 2), pages=(read,)).outcome is Outcome.OK
    document = _document("ab", _block(0, 2), pages=(read, unread))
    assert (document.outcome, document.unread_pages) == (Outcome.PARTIAL, (2,))


def test_lost_words_make_the_reading_partial() -> None:
    builder = DocumentBuilder(id="0" * 64, name="a", format="docx")
    builder.add(BlockKind.PARAGRAPH, "words")
    builder.notice(NoticeKind.LOST, "an attachment is not read")
    assert builder.build().outcome is Outcome.PARTIAL


def test_furniture_is_not_for_readers() -> None:
    builder = DocumentBuilder(id="0" * 64, name="a", format="docx")
    builder.add(BlockKind.FURNITURE, "Page 1 of 3")
    builder.add(BlockKind.PARAGRAPH, "We begin with interviews.")
    assert [block.kind for block in builder.build().readable_blocks()] == [BlockKind.PARAGRAPH]


@given(st.lists(st.text(min_size=1, max_size=12), max_size=6), st.integers(1, 9))
def test_a_document_goes_through_json_unchanged(words: list[str], page: int) -> None:
    builder = DocumentBuilder(id="0" * 64, name="a.pdf", format="pdf")
    builder.add_page(Page(number=page, width=595.28, height=841.89))
    for i, word in enumerate(words):
        builder.add(
            BlockKind.TURN,
            [Word(word, Box(page=page, x0=i / 3, top=0.1, x1=i / 3 + 7, bottom=12.34))],
            page=page,
            speaker=word.strip() or None,
            timestamp="00:01:02",
        )
        builder.add_row([word, "x"], ["Who", word])
    builder.notice(NoticeKind.LOST, "something", page)
    document = builder.build(language="en")
    assert _ADAPTER.validate_json(_ADAPTER.dump_json(document)) == document


def test_the_kind_of_a_notice_is_a_word_in_json_and_the_schema_names_them_all() -> None:
    builder = DocumentBuilder(id="0" * 64, name="a", format="docx")
    builder.notice(NoticeKind.LOST, "something")
    written = _ADAPTER.dump_json(builder.build())
    assert b'"notices":[{"kind":"lost","message":"something","page":null}]' in written
    assert _ADAPTER.json_schema()["$defs"]["NoticeKind"]["enum"] == [kind.value for kind in NoticeKind]


def test_every_outcome_of_a_file_that_was_not_searched_is_a_kind_of_notice() -> None:
    assert set(Outcome) - {Outcome.OK, Outcome.PARTIAL} <= {kind.value for kind in NoticeKind}


def test_a_broken_invariant_in_json_is_named() -> None:
    document = _document("ab", _block(0, 2))
    broken = _ADAPTER.dump_json(document).replace(b'"text":"ab"', b'"text":"a"')
    with pytest.raises(ValueError, match="block ends at 2, text at 1"):
        _ADAPTER.validate_json(broken)
