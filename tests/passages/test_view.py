import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.document import BlockKind
from analyzer.passages.split import split_passages
from analyzer.passages.view import plain, read_view
from tests.invented import builder_for, document_of


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("the require-\nments of the client", "the requirements of the client"),
        ("the require \u00ad\nments of typst", "the requirements of typst"),
        ("a well-\nKnown name", "a well- Known name"),
        ("from 10-\n20 days", "from 10- 20 days"),
        ("co\u00adope\u00adration", "cooperation"),
        ("e\ufb03cient \ufb01les", "efficient files"),
        ("tabs\tand\n  lines", "tabs and lines"),
        ("zero\u200bwidth", "zerowidth"),
        ("man-\u00ad\u2010days", "man-days"),
        ("non\u2011breaking", "non-breaking"),
        ("  \n ", ""),
    ],
)
def test_what_is_read_is_free_of_how_it_was_set(printed: str, read: str) -> None:
    assert plain(printed) == read


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_each_character_read_knows_where_it_stands(text: str) -> None:
    document = document_of(text)
    for passage in split_passages(document):
        view = read_view(passage)
        assert len(view.text) == len(view.origins)
        assert list(view.origins) == sorted(view.origins)
        for i, origin in enumerate(view.origins):
            printed = document.text[origin]
            assert view.text[i] == printed or printed.isspace() or view.text[i] in plain(printed)


def test_a_table_row_is_read_with_its_column_names_and_points_to_its_cells() -> None:
    builder = builder_for("rates")
    builder.add_row(["Tester", "", "45"], ["Role", "Level", "Days"])
    document = builder.build()
    (passage,) = split_passages(document)
    view = read_view(passage)
    assert passage.text == "Tester | 45"
    assert view.text == "Role: Tester | Days: 45"
    at = view.text.index("Days: 45")
    span = view.span(at, at + len("Days: 45"))
    assert span is not None
    assert document.quote(span) == "45"
    assert view.span(0, 4) is None


def test_a_word_split_at_a_line_end_points_to_both_its_parts() -> None:
    document = document_of("all require-\nments")
    (passage,) = split_passages(document)
    view = read_view(passage)
    span = view.span(view.text.index("requirements"), len(view.text))
    assert span is not None
    assert document.quote(span) == "require-\nments"


def test_a_code_block_keeps_its_kind() -> None:
    builder = builder_for("code")
    builder.add(BlockKind.CODE, "x = 1\ny = 2")
    (passage,) = split_passages(builder.build())
    assert passage.kind is BlockKind.CODE
