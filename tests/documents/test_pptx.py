"""PowerPoint files: made with python-pptx, and by hand where it cannot make them."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation
from pptx.util import Inches, Pt

from analyzer.documents.document import Document, PageStatus
from analyzer.documents.formats import read_bytes
from analyzer.documents.slide_shapes import Frame, Shape, in_reading_order
from analyzer.errors import DamagedDocument, TooLarge
from tests.documents.reading import rows, texts

_TITLE, _CONTENT, _SECTION, _TITLE_ONLY, _BLANK = 0, 1, 2, 5, 6


def _bytes(make: Callable[[Presentation], object]) -> bytes:
    deck = pptx.Presentation()
    make(deck)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _read(make: Callable[[Presentation], object]) -> Document:
    return read_bytes(_bytes(make), "offer.pptx")


def _slide(deck: Presentation, layout: int, title: str = "") -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    return slide


def _box(slide: Any, text: str, left: float, top: float, width: float = 2, height: float = 0.5) -> Any:
    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
    box.text_frame.text = text
    return box


def _picture(slide: Any) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(stream, "PNG")
    slide.shapes.add_picture(io.BytesIO(stream.getvalue()), 0, 0)


def _with_parts(data: bytes, relations_of: str, relation: str, /, **parts: str) -> bytes:
    """``data`` with further parts, and one more relation of the part ``relations_of``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == relations_of:
                content = content.replace(b"</Relationships>", f"{relation}</Relationships>".encode())
            new.writestr(name, content)
        for name, content in parts.items():
            new.writestr(f"ppt/{name}.xml", content)
    return stream.getvalue()


def test_titles_lists_and_paragraphs_come_slide_by_slide_with_their_levels() -> None:
    def make(deck: Presentation) -> None:
        _slide(deck, _TITLE, "Offer").placeholders[1].text = "For the harbour"
        body = _slide(deck, _CONTENT, "Plan").placeholders[1].text_frame
        body.text = "We begin with interviews."
        below = body.add_paragraph()
        below.text, below.level = "Two weeks", 1
        _slide(deck, _SECTION, "Part two")

    document = _read(make)
    assert rows(document) == [
        ("heading1", "Offer"),
        ("paragraph", "For the harbour"),
        ("heading2", "Plan"),
        ("list_item1", "We begin with interviews."),
        ("list_item2", "Two weeks"),
        ("heading1", "Part two"),
    ]
    assert [block.page for block in document.blocks] == [1, 1, 2, 2, 2, 3]
    assert [(page.number, page.width, page.height) for page in document.pages] == [
        (number, 720, 540) for number in (1, 2, 3)
    ]


def test_text_boxes_are_read_column_by_column_whatever_their_order_in_the_file() -> None:
    def make(deck: Presentation) -> None:
        slide = _slide(deck, _TITLE_ONLY, "Phases")
        _box(slide, "Build text", 5, 2.6)
        _box(slide, "Learn", 1, 2)
        _box(slide, "at the foot", 1, 6, width=8)
        _box(slide, "Build", 5, 2)
        _box(slide, "Learn text", 1, 2.6)

    assert texts(_read(make)) == ["Phases", "Learn", "Learn text", "Build", "Build text", "at the foot"]


def test_the_shapes_of_a_group_stand_where_the_group_puts_them() -> None:
    def make(deck: Presentation) -> None:
        slide = _slide(deck, _BLANK)
        _box(slide, "third", 1, 5)
        group = slide.shapes.add_group_shape()
        for text, top in (("second", 30), ("first", 20)):
            box = group.shapes.add_textbox(Inches(1), Inches(top), Inches(2), Inches(1))
            box.text_frame.text = text
        group.left, group.top, group.width, group.height = Inches(1), Inches(1), Inches(2), Inches(2)

    assert texts(_read(make)) == ["first", "second", "third"]


@given(
    st.lists(
        st.tuples(*[st.integers(0, 60)] * 2, *[st.integers(1, 30)] * 2).map(
            lambda sides: Shape(
                element=None, frame=Frame(left=sides[0], top=sides[1], width=sides[2], height=sides[3])
            )
        ),
        max_size=12,
    )
)
def test_reading_order_keeps_every_shape_and_reads_a_shape_before_one_below_and_right_of_it(
    shapes: list[Shape],
) -> None:
    ordered = in_reading_order(shapes)
    assert sorted(map(id, ordered)) == sorted(map(id, shapes))
    for i, earlier in enumerate(ordered):
        for later in ordered[i + 1 :]:
            above = later.frame.bottom < earlier.frame.top
            assert not (above and later.frame.right < earlier.frame.left)


def test_table_rows_carry_the_names_of_their_columns_and_merged_cells_come_once() -> None:
    def make(deck: Presentation) -> None:
        slide = _slide(deck, _TITLE_ONLY, "Team")
        table = slide.shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(2)).table
        for i, row in enumerate([["Role", "Days", "Place"], ["Lead", "3", "here"], ["Both", "", "there"]]):
            for j, text in enumerate(row):
                table.cell(i, j).text = text
        table.cell(2, 0).merge(table.cell(2, 1))

    document = _read(make)
    assert [(str(b.kind), document.quote(b.span), b.header) for b in document.blocks[1:]] == [
        ("table_header", "Role | Days | Place", ("", "", "")),
        ("table_row", "Lead | 3 | here", ("Role", "Days", "Place")),
        ("table_row", "Both | there", ("Role", "Place")),
    ]


def test_a_chart_is_read_as_its_title_and_a_table() -> None:
    def make(deck: Presentation) -> None:
        data = CategoryChartData()
        data.categories = ["Spring", "Summer"]
        data.add_series("Effort", (3, 5))
        data.add_series("Budget", (7.5, 9))
        slide = _slide(deck, _BLANK)
        kind = XL_CHART_TYPE.COLUMN_CLUSTERED
        chart = slide.shapes.add_chart(kind, 0, 0, Inches(4), Inches(3), data).chart
        chart.has_title = True
        chart.chart_title.text_frame.text = "What it takes"

    document = _read(make)
    assert texts(document) == ["What it takes", "Effort | Budget", "Spring | 3 | 7.5", "Summer | 5 | 9"]
    assert document.blocks[-1].header == ("", "Effort", "Budget")


def test_speaker_notes_are_notes_of_their_slide() -> None:
    def make(deck: Presentation) -> None:
        _slide(deck, _TITLE_ONLY, "Plan").notes_slide.notes_text_frame.text = "Say that dates are open."
        _slide(deck, _TITLE_ONLY, "Risks")

    document = _read(make)
    assert [(*row, block.page) for row, block in zip(rows(document), document.blocks, strict=True)] == [
        ("heading2", "Plan", 1),
        ("note", "Say that dates are open.", 1),
        ("heading2", "Risks", 2),
    ]


@pytest.mark.parametrize(
    ("authors", "author", "comments", "comment"),
    [
        (
            "commentAuthors",
            '<p:cmAuthorLst xmlns:p="p"><p:cmAuthor id="4" name="Ana"/></p:cmAuthorLst>',
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
            '<p:cmLst xmlns:p="p"><p:cm authorId="4"><p:text>Too early?</p:text></p:cm></p:cmLst>',
        ),
        (
            "authors",
            '<n:authorLst xmlns:n="n"><n:author id="{4}" name="Ana"/></n:authorLst>',
            "http://schemas.microsoft.com/office/2018/10/relationships/comments",
            '<n:cmLst xmlns:n="n" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            '<n:cm authorId="{4}"><n:txBody><a:p><a:r><a:t>Too early?</a:t></a:r></a:p></n:txBody></n:cm>'
            "</n:cmLst>",
        ),
    ],
)
def test_comments_of_both_kinds_are_notes_with_their_author(
    authors: str, author: str, comments: str, comment: str
) -> None:
    data = _bytes(lambda deck: _slide(deck, _TITLE_ONLY, "Plan"))
    relation = f'<Relationship Id="x1" Type="{comments}" Target="/ppt/comments.xml"/>'
    data = _with_parts(data, "ppt/slides/_rels/slide1.xml.rels", relation, comments=comment)
    relation = f'<Relationship Id="x2" Type="office/{authors}" Target="authors.xml"/>'
    data = _with_parts(data, "ppt/_rels/presentation.xml.rels", relation, authors=author)
    document = read_bytes(data, "offer.pptx")
    assert rows(document) == [("heading2", "Plan"), ("note", "Too early?")]
    assert document.blocks[-1].speaker == "Ana"


def test_a_diagram_is_a_list_in_the_order_of_its_hierarchy() -> None:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    points = "".join(
        f'<d:pt modelId="{id_}"><d:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></d:t></d:pt>'
        for id_, text in ((3, "Build"), (1, "Learn"), (2, "Interviews"))
    )
    links = "".join(
        f'<d:cxn srcId="{above}" destId="{below}" srcOrd="{order}"/>'
        for above, below, order in ((0, 3, 1), (0, 1, 0), (1, 2, 0), (2, 1, 0))
    )
    data = (
        f'<d:dataModel xmlns:d="d" {a}><d:ptLst><d:pt modelId="0" type="doc"/>{points}</d:ptLst>'
        f"<d:cxnLst>{links}</d:cxnLst></d:dataModel>"
    )

    def make(deck: Presentation) -> None:
        slide = _slide(deck, _BLANK)
        frame = slide.shapes.add_table(1, 1, 0, 0, Inches(1), Inches(1))._element
        graphic = frame.find(".//{*}graphicData")
        graphic.remove(graphic[0])
        reference = graphic.makeelement(
            "relIds",
            {"{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm": "x1"},
        )
        graphic.append(reference)

    relation = '<Relationship Id="x1" Type="office/diagramData" Target="/ppt/data.xml"/>'
    file = _with_parts(_bytes(make), "ppt/slides/_rels/slide1.xml.rels", relation, data=data)
    assert rows(read_bytes(file, "offer.pptx")) == [
        ("list_item1", "Learn"),
        ("list_item2", "Interviews"),
        ("list_item1", "Build"),
    ]


def test_footers_dates_and_numbers_are_furniture() -> None:
    def make(deck: Presentation) -> None:
        slide = _slide(deck, _TITLE_ONLY, "Plan")
        for placeholder in deck.slide_layouts[_TITLE_ONLY].placeholders:
            if placeholder.placeholder_format.idx in (11, 12):
                slide.shapes.clone_placeholder(placeholder)
        for text, shape in zip(("Acme 2031", "7"), list(slide.placeholders)[1:], strict=True):
            shape.text = text

    assert rows(_read(make)) == [("heading2", "Plan"), ("furniture", "Acme 2031"), ("furniture", "7")]


def test_the_largest_words_at_the_head_of_a_slide_without_a_title_are_its_heading() -> None:
    def make(deck: Presentation) -> None:
        slide = _slide(deck, _BLANK)
        for text, top, size in (("Why us", 1, 32), ("Because we ask before we answer.", 2, 14)):
            _box(slide, text, 1, top, width=6).text_frame.paragraphs[0].runs[0].font.size = Pt(size)

    assert [kind for kind, _ in rows(_read(make))] == ["heading2", "paragraph"]


def test_hidden_slides_are_read_and_named() -> None:
    def make(deck: Presentation) -> None:
        _slide(deck, _TITLE_ONLY, "Plan")
        _slide(deck, _TITLE_ONLY, "Backup")._element.set("show", "0")

    document = _read(make)
    assert texts(document) == ["Plan", "Backup"]
    assert [(n.kind, n.message) for n in document.notices] == [
        ("hidden_text", "hidden slides are read as well: 2")
    ]


def test_a_slide_that_is_only_a_picture_is_unread_and_an_empty_one_is_blank() -> None:
    def make(deck: Presentation) -> None:
        _slide(deck, _TITLE_ONLY, "Plan")
        _picture(_slide(deck, _BLANK))
        _slide(deck, _BLANK)

    document = _read(make)
    assert [page.status for page in document.pages] == [
        PageStatus.READ,
        PageStatus.NO_TEXT,
        PageStatus.BLANK,
    ]
    assert document.unread_pages == (2,)
    assert [(notice.kind, notice.page) for notice in document.notices] == [("no_text", 2)]


def test_a_damaged_slide_is_named_and_the_others_are_read() -> None:
    def make(deck: Presentation) -> None:
        for title in ("Plan", "Risks"):
            _slide(deck, _TITLE_ONLY, title)

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_bytes(make))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<p:sld" if name == "ppt/slides/slide1.xml" else old.read(name))
    document = read_bytes(stream.getvalue(), "offer.pptx")
    assert texts(document) == ["Risks"]
    assert document.unread_pages == (1,)


@pytest.mark.parametrize(
    ("main", "error"),
    [
        ("<p:presentation", DamagedDocument),
        ("<!DOCTYPE p [<!ENTITY a 'lol'>]><p>&a;</p>", DamagedDocument),
        (f"<p>{' ' * 30_000_000}</p>", TooLarge),
    ],
)
def test_a_hostile_main_part_is_one_clear_line(main: str, error: type[Exception]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/presentation.xml", main)
    with pytest.raises(error):
        read_bytes(stream.getvalue(), "offer.pptx")


@given(st.integers(0, 28_000))
def test_a_presentation_cut_anywhere_is_damaged(cut: int) -> None:
    with pytest.raises(DamagedDocument):
        read_bytes(_WHOLE[:4] + _WHOLE[4:][:cut], "offer.pptx")


_WHOLE = _bytes(lambda deck: _slide(deck, _TITLE_ONLY, "Plan"))
