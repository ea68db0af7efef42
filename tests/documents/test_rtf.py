"""RTF, as word processors write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.document import Document
from analyzer.errors import EmptyDocument
from tests.documents.reading import outcome, read, rows, texts

_HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 A;}{\f2\fcharset128 Mincho;}}"
    r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s2 heading 2;}{\s3 Title;}}"
    r"{\info{\title no}{\author no}}"
)


def _read(body: str) -> Document:
    return read(f"{_HEAD}{body}}}", "offer.rtf")


def test_headings_lists_and_paragraphs_come_in_order_with_their_levels() -> None:
    document = _read(
        r"\pard\s3 Offer\par\pard\s1 Plan\par\pard\plain We {\b begin} with"
        "\r\n"
        r" interviews.\par{\listtext\bullet\tab}\pard\ls1\ilvl0 first\par"
        r"\pard{\listtext 1.\tab}\ls1\ilvl1 below\par\pard\outlinelevel1 Risks\par"
        r"\pard \bullet  typed by hand\par"
    )
    assert rows(document) == [
        ("heading1", "Offer"),
        ("heading1", "Plan"),
        ("paragraph", "We begin with interviews."),
        ("list_item1", "first"),
        ("list_item2", "below"),
        ("heading2", "Risks"),
        ("list_item1", "typed by hand"),
    ]


def test_the_mark_of_a_numbered_heading_leaves_it_a_heading() -> None:
    document = _read(r"\pard\plain\s1\outlinelevel0{\listtext\pard\plain \tab}\ls1 Plan\par\pard Words\par")
    assert rows(document) == [("heading1", "Plan"), ("paragraph", "Words")]


def test_table_rows_carry_the_names_of_their_columns_by_the_edges_of_the_cells() -> None:
    def row(edges: list[int], cells: list[str], more: str = "") -> str:
        return (
            rf"\trowd{more}"
            + "".join(rf"\cellx{edge}" for edge in edges)
            + "".join(rf"\pard\intbl {cell}\cell" for cell in cells)
            + r"\row"
        )

    document = _read(
        row([100, 2000, 4000], ["Role", "Days", "Place"], r"\trhdr")
        + row([100, 2000, 4000], ["Lead", "3", r"here\par and there"])
        + row([100, 4000], ["Both", "anywhere"])
        + r"\pard After.\par"
        + row([9000], ["A frame."])
    )
    assert [(str(b.kind), document.quote(b.span), b.header) for b in document.blocks] == [
        ("table_header", "Role | Days | Place", ("", "", "")),
        ("table_row", "Lead | 3 | here\nand there", ("Role", "Days", "Place")),
        ("table_row", "Both | anywhere", ("Role", "")),
        ("paragraph", "After.", ()),
        ("paragraph", "A frame.", ()),
    ]


def test_a_table_in_a_cell_follows_its_row() -> None:
    document = _read(
        r"\trowd\cellx1000\cellx2000\pard\intbl left\cell\pard\intbl\itap2 a\nestcell b\nestcell"
        r"{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}\pard\intbl right\cell\row"
    )
    assert rows(document) == [("table_row", "left | right"), ("table_row", "a | b")]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"M\'fcnchen", "München"),
        (r"{\f1 \'cd\'e0\'f7\'ed\'b8\'ec}", "Начнём"),
        (r"{\f2 \'93\'fa\'96{}\'7b}", "日\ufffd{"),
        (r"{\f2 \'93\'fa\'96\'7b}", "日本"),
        (r"\u26085?\u26412\'3f!", "日本!"),
        (r"\uc2\u26085 ??\uc0\u26412 x", "日本x"),
        (r"a\u-10179?\u-8704?", "a\U0001f600"),
        (r"9 \u8364", "9 €"),
        (r"\ldblquote a\rdblquote\emdash b\~c\_d\{\}\\", "“a”—b\xa0c‑d{}\\"),
        (r"soft\-hyphen", "softhyphen"),
        (r"{\upr{no}{\*\ud{yes}}}", "yes"),
    ],
)
def test_characters_are_read_however_they_are_written(written: str, text: str) -> None:
    assert texts(_read(rf"\pard {written}\par")) == [text]


def test_notes_comments_text_boxes_headers_and_footers_are_read_apart() -> None:
    document = _read(
        r"{\header\pard Acme\par}{\footerf\pard 2031\par}{\headerl\pard Acme\par}"
        r"\pard We begin{\footnote\pard{\super 1} In April.} soon"
        r"{\*\atnid A}{\*\atnauthor Ana}{\*\annotation{\*\atnref 1}\pard Too early?}"
        r"{\shp{\*\shpinst{\sp{\sn fill}{\sv no}}{\shptxt\pard In the box.\par}}{\shprslt no}}.\par Then.\par"
    )
    assert rows(document) == [
        ("paragraph", "In the box."),
        ("paragraph", "We begin soon."),
        ("paragraph", "Then."),
        ("note", "1 In April."),
        ("note", "Too early?"),
        ("furniture", "Acme"),
        ("furniture", "2031"),
    ]
    assert document.blocks[4].speaker == "Ana"


def test_fields_show_their_result_and_pictures_objects_and_unknown_groups_are_passed_over() -> None:
    document = _read(
        r"\pard See {\field{\*\fldinst HYPERLINK no}{\fldrslt the plan}}"
        r"{\pict\pngblip 89504e47}{\*\shppict{\pict 00}}{\*\new no {\b no}}"
        r"{\object{\*\objdata 00}{\result .}}"
        r"\bin5 }}}}}\par"
    )
    assert texts(document) == ["See the plan."]


def test_tracked_changes_are_read_as_accepted_and_hidden_text_is_named() -> None:
    document = _read(r"\pard We {\deleted may}{\revised begin}{\v not this}.\par")
    assert texts(document) == ["We begin."]
    assert [notice.message for notice in document.notices] == [
        "tracked changes are read as accepted: 1 insertions are in the text, 1 deletions are not",
        "1 pieces of hidden text are not read",
    ]


def test_html_wrapped_in_rtf_is_read_as_its_text() -> None:
    document = _read(
        r"\fromhtml1{\*\htmltag64 <p>}\htmlrtf\par\htmlrtf0 We begin.{\*\htmltag72 </p>}"
        r"\htmlrtf{no}\htmlrtf0\par Then."
    )
    assert texts(document) == ["We begin.", "Then."]


def test_groups_nested_without_end_are_read() -> None:
    assert texts(read(_HEAD + "{" * 200_000 + "deep" + "}" * 200_000, "a.rtf")) == ["deep"]
    assert texts(read(_HEAD + r"{\footnote " * 2_000 + "deep", "a.rtf")) == ["deep"]
    assert texts(_read("We begin." + "}" * 1_000 + " Then.")) == ["We begin. Then."]


def test_a_file_without_words_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        _read(r"\pard\par")


_MARKS = r"""
{ } \par \pard \intbl \cell \row \nestcell \nestrow \trowd \cellx9 \footnote {\footnote {\header {\*\x
{\listtext \'e4 \'9 \u9731? \uc3 \bin4 \v \v0 \deleted \htmlrtf \* \f9 \ansicpg9 word \
"""


@given(st.lists(st.sampled_from(_MARKS.split()), max_size=40))
def test_any_mixture_of_marks_ends_as_a_document_or_an_error_of_ours(marks: list[str]) -> None:
    assert outcome(f"{_HEAD}{' '.join(marks)}".encode(), "a.rtf")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=30))
def test_text_of_every_plane_comes_back_as_it_was(text: str) -> None:
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)]
    document = _read(r"\pard word" + "".join(rf"\u{code}?" for code in codes) + r"\par")
    assert document.text == f"word{text}"
