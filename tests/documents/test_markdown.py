"""Markdown: CommonMark and tables, and what people write instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.markdown import markdown_drafts
from tests.documents.reading import read, rows, texts


def _rows(source: str) -> list[tuple[str, str]]:
    return rows(read(source, "notes.md"))


def _text(source: str) -> str:
    return read(source, "notes.md").text


def test_headings_have_their_level_and_paragraphs_keep_their_line_ends() -> None:
    source = "# Plan\n\nWe begin\nwith interviews.\n\nRisks\n-----\n\n> Nobody knows.\n\n### Next ###\n\n"
    source += "    x = 1;\n"
    assert _rows(source) == [
        ("heading1", "Plan"),
        ("paragraph", "We begin\nwith interviews."),
        ("heading2", "Risks"),
        ("paragraph", "Nobody knows."),
        ("heading3", "Next"),
        ("code", "x = 1;"),
    ]


def test_list_items_have_their_level_and_lose_their_marks_and_boxes() -> None:
    source = "1. first\n\n   more of it\n2. second\n   - [x] done\n   - [ ] open\n     * deep\n"
    assert _rows(source) == [
        ("list_item1", "first"),
        ("paragraph", "more of it"),
        ("list_item1", "second"),
        ("list_item2", "done"),
        ("list_item2", "open"),
        ("list_item3", "deep"),
    ]


def test_table_rows_carry_the_names_of_their_columns() -> None:
    document = read("| Role | **Days** |\n|---|---|\n| Lead | 3<br>4 |\n| | [five](http://x.org) |\n", "a.md")
    assert [(document.quote(b.span), b.header) for b in document.blocks] == [
        ("Role | Days", ("", "")),
        ("Lead | 3 4", ("Role", "Days")),
        ("five", ("Days",)),
    ]


def test_rows_of_pipes_without_a_rule_are_a_table() -> None:
    document = read("|Role|Days|\n|Lead|3|\n|Tester|5|\n", "a.md")
    assert [b.header for b in document.blocks] == [("", ""), ("Role", "Days"), ("Role", "Days")]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("See [the **plan**](https://x.org/plan 'title').", "See the plan."),
        ("See [the plan][1].\n\n[1]: https://x.org", "See the plan."),
        ("![A chart of costs](costs.png)", "A chart of costs"),
        ("Mail <a@x.org> or <https://x.org>.", "Mail a@x.org or https://x.org."),
        ("Caf&eacute; &amp; bar, ~~old~~ `new` *and* __bold__\\*", "Café & bar, old new and bold*"),
        ("One<br>two <span class='x'>three</span><!-- not this -->.", "One\ntwo three."),
        ("<div>\n<p>One &lt;two&gt;</p>\n<script>not()</script>three\n</div>", "One <two>\n\nthree"),
        ("Replace <client name> with yours.", "Replace <client name> with yours."),
        ("[Ana]: Yes", "[Ana]: Yes"),
        ("Done.[^1]\n\n[^1]: Almost", "Done.[^1]\n\n[^1]: Almost"),
        ("# Hi\n\nwords <!-- that nobody closed\n\nand more", "Hi\n\nwords  that nobody closed\n\nand more"),
        ("---\ntitle: Not this\ntags:\n  - nor this\n---\n\nBut this.", "But this."),
        ("---\n\nProse between rules.\n\n---\n\nMore.", "Prose between rules.\n\nMore."),
    ],
)
def test_words_are_kept_and_marks_addresses_and_comments_are_not(source: str, text: str) -> None:
    assert _text(source) == text


def test_a_bold_line_alone_is_a_heading_below_all_others() -> None:
    assert _rows("# Call\n\n**Ana**\n\n- agrees\n\n**Next:**\nwe plan\n\n**We do not know this yet.**") == [
        ("heading1", "Call"),
        ("heading7", "Ana"),
        ("list_item1", "agrees"),
        ("heading7", "Next:"),
        ("paragraph", "we plan"),
        ("paragraph", "We do not know this yet."),
    ]


def test_bold_labels_begin_paragraphs_of_their_own() -> None:
    source = "Agreed on the call:\n**Audience**: the board\n**Access:** internal\nonly\n**Time**: two months"
    assert texts(read(source, "a.md")) == [
        "Agreed on the call:",
        "Audience: the board",
        "Access: internal\nonly",
        "Time: two months",
    ]


def test_lettered_lines_below_an_item_are_items_below_it() -> None:
    assert _rows("1. Design:\n  a. screens\n  b. flows\n2. Build:\n  a) first release") == [
        ("list_item1", "Design:"),
        ("list_item2", "screens"),
        ("list_item2", "flows"),
        ("list_item1", "Build:"),
        ("list_item2", "first release"),
    ]


def test_a_paragraph_underlined_by_accident_is_no_heading() -> None:
    assert _rows("word " * 40 + "\n---\n")[0][0] == "paragraph"


def test_prose_that_was_indented_is_no_code() -> None:
    source = "Text.\n\n    We indent the words of our plan, because it looks good.\n\nText.\n\n"
    source += "    a = b(c);\n    d(e);\n"
    assert [kind for kind, _ in _rows(source)] == ["paragraph", "paragraph", "paragraph", "code"]


def test_html_tables_lists_and_headings_are_read_as_such() -> None:
    source = (
        "<h2>Team</h2>\n<table><tr><th>Role</th><th>Days</th></tr>"
        "<tr><td>Lead</td><td></td></tr><tr><td></td><td>3</td></tr></table>\n<ul><li>one<li>two</ul>\n"
    )
    document = read(source, "a.md")
    assert rows(document) == [
        ("heading2", "Team"),
        ("table_header", "Role | Days"),
        ("table_row", "Lead"),
        ("table_row", "3"),
        ("list_item1", "one"),
        ("list_item1", "two"),
    ]
    assert [b.header for b in document.blocks[2:4]] == [("Role",), ("Days",)]


@pytest.mark.parametrize(
    "line",
    [
        lambda i: ">" * i + f" word{i}",
        lambda i: "  " * i + f"- word{i}",
        lambda i: "\t" * i + f"- word{i}",
        lambda i: "- " * i + f"word{i}",
        lambda i: "> - " * i + f"word{i}",
    ],
)
def test_nesting_of_any_depth_loses_no_word(line: object) -> None:
    assert callable(line)
    text = _text("\n".join(line(i) for i in range(1, 300)))
    assert [i for i in range(1, 300) if f"word{i}" not in text.split()] == []


@pytest.mark.parametrize("mark", ["[", "(", "![", "[a](", "**a", "<", "<!--", "*a_ ", "`", "<a href='", "&#"])
def test_marks_repeated_without_end_are_read_all_the_same(mark: str) -> None:
    assert _text(f"words\n\n{mark * (60_000 // len(mark))}").startswith("words")


@given(st.text(st.sampled_from("aB1 -*#|>`[]()<!&;:_~\\\t\n."), max_size=80))
def test_any_text_is_read_and_its_letters_kept_in_order(text: str) -> None:
    kept = "".join(draft.text + "".join(draft.cells) for draft in markdown_drafts(text))
    remaining = iter(text.replace("&", ""))
    assert all(character in remaining for character in kept if character == "B")


@given(st.lists(st.text(st.sampled_from("word ,.é🙂"), min_size=1).filter(str.strip), min_size=1, max_size=5))
def test_plain_paragraphs_come_back_as_they_are(paragraphs: list[str]) -> None:
    folded = [" ".join(paragraph.split()) for paragraph in paragraphs]
    drafts = list(markdown_drafts("\n\n".join(folded)))
    assert [draft.text for draft in drafts] == folded
