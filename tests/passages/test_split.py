from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.document import BlockKind
from analyzer.passages.split import MAX_WORDS, HeadingPath, split_passages
from tests.invented import builder_for, document_of

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=400)
PARAGRAPHS = st.lists(TEXT, max_size=8)


@given(PARAGRAPHS)
def test_passages_are_slices_in_order_and_cover_every_word(paragraphs: list[str]) -> None:
    document = document_of(*paragraphs)
    passages = split_passages(document)
    end = 0
    for passage in passages:
        assert document.text[passage.span.start : passage.span.end] == passage.text
        assert passage.span.start >= end
        assert not document.text[end : passage.span.start].strip()
        end = passage.span.end
    assert not document.text[end:].strip()


def test_a_paragraph_of_a_hundred_words_stays_whole() -> None:
    document = document_of(" ".join(["word"] * MAX_WORDS))
    assert len(split_passages(document)) == 1


def test_a_long_paragraph_is_split_at_a_sentence_end() -> None:
    sentence = "The vendor names six risks and says what each of them would cost us in weeks. "
    passages = split_passages(document_of(sentence * 10))
    assert len(passages) == 2
    assert all(passage.text.endswith("weeks.") for passage in passages)
    assert all(len(passage.text.split()) <= MAX_WORDS for passage in passages)


def test_ten_thousand_words_without_a_full_stop_are_cut_into_readable_passages() -> None:
    passages = split_passages(document_of("word " * 10_000))
    assert sum(len(passage.text.split()) for passage in passages) == 10_000
    assert max(len(passage.text.split()) for passage in passages) <= 120


def test_a_passage_carries_the_path_of_its_headings() -> None:
    builder = builder_for("report")
    builder.add(BlockKind.HEADING, "Delivery", level=1)
    builder.add(BlockKind.HEADING, "Team\nand roles", level=2)
    builder.add(BlockKind.PARAGRAPH, "First.")
    builder.add(BlockKind.HEADING, "Price", level=1)
    builder.add(BlockKind.PARAGRAPH, "Second.")
    first, second = split_passages(builder.build())
    assert first.heading_path == ("Delivery", "Team and roles")
    assert second.heading_path == ("Price",)
    assert second.heading == "Price"


def test_headings_and_furniture_are_not_passages() -> None:
    builder = builder_for("report")
    builder.add(BlockKind.FURNITURE, "Page 3 of 9")
    builder.add(BlockKind.HEADING, "Risks", level=1)
    builder.add(BlockKind.LIST_ITEM, "The interface is unknown.", level=1)
    (passage,) = split_passages(builder.build())
    assert passage.text == "The interface is unknown."
    assert passage.kind is BlockKind.LIST_ITEM


def test_a_long_table_row_stays_whole_with_its_columns() -> None:
    builder = builder_for("table")
    builder.add_row(["Risk one", "word " * 200], ["Risk", "Answer"])
    (passage,) = split_passages(builder.build())
    assert passage.header == ("Risk", "Answer")
    assert len(passage.cells) == 2


def test_a_deeper_heading_closes_with_its_parent() -> None:
    path = HeadingPath()
    for level, title in [(1, "A"), (3, "B"), (2, "C"), (1, "D")]:
        path.enter(level, title)
    assert path.titles == ("D",)
