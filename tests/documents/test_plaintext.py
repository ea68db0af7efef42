"""Plain text, as people set it with keys alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.plaintext import table_rows, text_drafts
from tests.documents.reading import read, rows


def _rows(source: str) -> list[tuple[str, str]]:
    return rows(read(source, "notes.txt"))


def test_blank_lines_part_paragraphs_and_broken_lines_do_not() -> None:
    source = "We begin with interviews, because we do\nnot know your dispatchers yet.\n\nThen we plan."
    assert _rows(source) == [
        ("paragraph", "We begin with interviews, because we do\nnot know your dispatchers yet."),
        ("paragraph", "Then we plan."),
    ]


def test_lines_that_were_ended_on_purpose_are_paragraphs() -> None:
    source = "Scope agreed.\nBudget is open until the steering group has met in June.\nNext call on Friday."
    assert [kind for kind, _ in _rows(source)] == ["paragraph"] * 3


def test_lists_keep_their_depth_and_lose_their_marks() -> None:
    source = "- first\n  that goes on\n    - below it\n    * [x] done\n- second\n\n1) one\n2) two\n• bullet"
    assert _rows(source) == [
        ("list_item1", "first\nthat goes on"),
        ("list_item2", "below it"),
        ("list_item2", "done"),
        ("list_item1", "second"),
        ("list_item1", "one"),
        ("list_item1", "two"),
        ("list_item1", "bullet"),
    ]


def test_headings_are_underlined_or_marked_or_in_capitals_or_numbered() -> None:
    source = "Plan\n====\nFirst words.\n\nRisks\n-----\nSecond words.\n\nNEXT STEPS\n\nThird.\n\n"
    source += "2.1 Scope\n\nFourth.\n\n## Costs\nFifth."
    assert _rows(source) == [
        ("heading1", "Plan"),
        ("paragraph", "First words."),
        ("heading2", "Risks"),
        ("paragraph", "Second words."),
        ("heading1", "NEXT STEPS"),
        ("paragraph", "Third."),
        ("heading2", "2.1 Scope"),
        ("paragraph", "Fourth."),
        ("heading2", "Costs"),
        ("paragraph", "Fifth."),
    ]


def test_numbered_lines_in_a_row_are_a_list_and_no_headings() -> None:
    source = "1. Scope the work\n\n2. Plan the work\n\n3. Do the work"
    assert [kind for kind, _ in _rows(source)] == ["list_item1"] * 3


def test_a_sentence_in_capitals_or_an_abbreviation_is_no_heading() -> None:
    assert [kind for kind, _ in _rows("DO NOT PANIC.\n\nTBD\n\nWords.")] == ["paragraph"] * 3


def test_what_a_mail_quotes_is_left_as_it_is() -> None:
    assert _rows("> we need it\n> by June\n\nNo, July.")[0] == ("paragraph", "> we need it\n> by June")


def test_pipes_and_tabs_make_tables() -> None:
    document = read("Role | Days\nLead | 3\n\nRole\tDays\tPlace\nLead\t3\tHere", "a.txt")
    assert rows(document)[0] == ("paragraph", "Role | Days\nLead | 3")
    document = read(
        "| Role | Days |\n|------|------|\n| Lead | 3 |\n\nRole\tDays\tPlace\nLead\t3\tHere", "a.txt"
    )
    assert [(b.kind, b.header) for b in document.blocks] == [
        ("table_header", ("", "")),
        ("table_row", ("Role", "Days")),
        ("table_header", ("", "", "")),
        ("table_row", ("Role", "Days", "Place")),
    ]


def test_values_do_not_name_columns() -> None:
    assert [row.header for row in table_rows(["Date:\tMay 2", "Place:\tHere"])] == [(), ()]


@given(st.text(st.sampled_from("aB1 -*#|\t\n.:=>")))
def test_no_word_is_lost_whatever_the_lines_look_like(text: str) -> None:
    drafts = list(text_drafts(text))
    kept = "".join(draft.text + "".join(draft.cells) for draft in drafts)
    assert [c for c in kept if c in "aB"] == [c for c in text if c in "aB"] or _lettered(text)


def _lettered(text: str) -> bool:
    """True where a letter may stand as the mark of a list item (``a.``)."""
    return any(line.strip()[:2] in ("a.", "B.") for line in text.split("\n"))


ALIGNED = """\
  Role                  Rate per day   Days
  ---------------------------------------------
  Lead                       € 1,150     24
  Tester of bad goods          € 870
  Trainer                      € 760      9
"""


def test_columns_that_only_spaces_align_are_a_table() -> None:
    rows = table_rows(ALIGNED.splitlines())
    assert [row.cells for row in rows] == [
        ["Role", "Rate per day", "Days"],
        ["Lead", "€ 1,150", "24"],
        ["Tester of bad goods", "€ 870", ""],
        ["Trainer", "€ 760", "9"],
    ]
    assert {tuple(row.header) for row in rows[1:]} == {("Role", "Rate per day", "Days")}


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Lead      24", "Tester    30"], id="two lines"),
        pytest.param(["1.  Agree", "2.  Build", "10. Decide"], id="a list"),
        pytest.param(["Ana:    We begin.", "Jonas:  In May?", "Ana:    In May."], id="turns"),
        pytest.param(["Rate:    900", "Days:    12", "Place:   here"], id="labels"),
        pytest.param(
            [
                "We begin with    a steering group",
                "interviews in    meets and what",
                "the depots       it decides",
            ],
            id="columns of prose",
        ),
        pytest.param(
            ["We begin.  Then we", "ask.  Nobody is left", "out.  That is all."], id="spaces after sentences"
        ),
    ],
)
def test_what_only_looks_aligned_is_no_table(lines: list[str]) -> None:
    assert table_rows(lines) == []
