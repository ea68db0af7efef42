"""Word files: made with python-docx, and by hand where it cannot make them."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from analyzer.documents import zipped_xml
from analyzer.documents.document import Document, NoticeKind
from analyzer.documents.formats import read_bytes
from analyzer.errors import DamagedDocument, TooLarge
from tests.documents.reading import rows, texts

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _read(make: Callable[[WordDocument], object]) -> Document:
    word = docx.Document()
    make(word)
    stream = io.BytesIO()
    word.save(stream)
    return read_bytes(stream.getvalue(), "offer.docx")


def _package(body: str, **parts: str) -> bytes:
    """A Word file with this body; ``parts`` are further parts, each also its kind of relation."""
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for i, kind in enumerate(parts)
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_CONTENT_TYPES}"/>')
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
        )
        for kind, content in parts.items():
            archive.writestr(f"word/{kind}.xml", content)
    return stream.getvalue()


def _read_body(body: str, **parts: str) -> Document:
    return read_bytes(_package(body, **parts), "offer.docx")


def _p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def _r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_headings_lists_and_paragraphs_come_in_order_with_their_levels() -> None:
    def make(word: WordDocument) -> None:
        word.add_heading("Offer", 0)
        word.add_heading("Plan", 1)
        word.add_paragraph("We begin with interviews.")
        word.add_paragraph("first", style="List Bullet")
        word.add_paragraph("below", style="List Bullet 2")
        word.add_heading("Risks", 2)
        word.add_paragraph("• typed by hand")

    assert rows(_read(make)) == [
        ("heading1", "Offer"),
        ("heading1", "Plan"),
        ("paragraph", "We begin with interviews."),
        ("list_item1", "first"),
        ("list_item2", "below"),
        ("heading2", "Risks"),
        ("list_item1", "typed by hand"),
    ]


def test_a_style_is_a_heading_by_its_base_or_its_outline_level() -> None:
    def make(word: WordDocument) -> None:
        style = word.styles.add_style("House Title", 1)
        style.base_style = word.styles["Heading 3"]
        word.add_paragraph("Based", style="House Title")
        outlined = word.add_paragraph("Outlined")
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), "1")
        outlined._p.get_or_add_pPr().append(level)
        word.add_paragraph("Plain.")

    assert rows(_read(make)) == [("heading3", "Based"), ("heading2", "Outlined"), ("paragraph", "Plain.")]


def test_bold_lines_are_headings_where_no_others_are() -> None:
    def make(word: WordDocument) -> None:
        word.add_paragraph().add_run("Risks").bold = True
        word.add_paragraph("Nobody knows the interface.")
        word.add_paragraph().add_run("This sentence is bold for its weight.").bold = True

    assert [kind for kind, _ in rows(_read(make))] == ["heading7", "paragraph", "paragraph"]


def test_table_rows_carry_the_names_of_their_columns_and_merged_cells_come_once() -> None:
    def make(word: WordDocument) -> None:
        table = word.add_table(rows=4, cols=3)
        for i, row in enumerate([["Role", "Days", "Place"], ["Lead", "3", "here"], ["Tester", "5", "there"]]):
            for cell, text in zip(table.rows[i].cells, row, strict=True):
                cell.text = text
        table.cell(3, 0).merge(table.cell(3, 1)).text = "Both"
        table.cell(3, 2).text = "anywhere"

    document = _read(make)
    assert [(document.quote(b.span), b.header) for b in document.blocks] == [
        ("Role | Days | Place", ("", "", "")),
        ("Lead | 3 | here", ("Role", "Days", "Place")),
        ("Tester | 5 | there", ("Role", "Days", "Place")),
        ("Both | anywhere", ("", "Place")),
    ]


def test_pairs_of_label_and_value_have_no_header() -> None:
    def make(word: WordDocument) -> None:
        table = word.add_table(rows=2, cols=2)
        for row, (label, value) in zip(table.rows, [("Client", "Acme"), ("Place", "here")], strict=True):
            row.cells[0].paragraphs[0].add_run(label).bold = True
            row.cells[1].text = value

    document = _read(make)
    assert [b.header for b in document.blocks] == [("", ""), ("", "")]


def test_a_table_of_one_column_is_a_frame_around_paragraphs() -> None:
    def make(word: WordDocument) -> None:
        cell = word.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "We begin."
        cell.add_paragraph("Then we plan.")

    assert rows(_read(make)) == [("paragraph", "We begin."), ("paragraph", "Then we plan.")]


def test_rows_of_a_table_inside_a_cell_follow_its_row() -> None:
    def make(word: WordDocument) -> None:
        outer = word.add_table(rows=1, cols=2)
        outer.cell(0, 0).text = "outer"
        outer.cell(0, 1).text = "beside"
        inner = outer.cell(0, 0).add_table(rows=1, cols=2)
        inner.cell(0, 0).text = "inner"
        inner.cell(0, 1).text = "too"

    assert texts(_read(make)) == ["outer | beside", "inner | too"]


def test_a_cell_that_is_a_page_of_its_own_is_read_by_its_paragraphs() -> None:
    def make(word: WordDocument) -> None:
        table = word.add_table(rows=1, cols=2)
        table.cell(0, 0).text = "5 May"
        table.cell(0, 1).text = "Agreed on the scope with the client. " * 6
        table.cell(0, 1).add_paragraph("Ask for access.", style="List Bullet")
        table.cell(0, 1).add_paragraph("Plan the demo. " * 20)

    kinds = [kind for kind, _ in rows(_read(make))]
    assert kinds == ["table_row", "paragraph", "list_item1", "paragraph"]


def test_tracked_changes_are_read_as_accepted_and_said_to_be() -> None:
    body = _p(
        _r("We deliver in ")
        + '<w:del w:id="1"><w:r><w:delText>six</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2">{_r("eight")}</w:ins>'
        + _r(" weeks.")
    )
    merged = _p(_r("One "), "<w:rPr><w:del w:id='3'/></w:rPr>") + _p(_r("paragraph."))
    document = _read_body(body + merged)
    assert texts(document) == ["We deliver in eight weeks.", "One paragraph."]
    (notice,) = document.notices
    assert notice.kind is NoticeKind.TRACKED_CHANGES
    assert "1 insertions" in notice.message
    assert "1 deletions" in notice.message


def test_notes_come_last_comments_with_their_authors() -> None:
    notes = f'<w:footnotes {_W}><w:footnote w:type="separator">{_p(_r("-"))}</w:footnote>'
    notes += f'<w:footnote w:id="2">{_p(_r("If the interface holds."))}</w:footnote></w:footnotes>'
    comments = (
        f'<w:comments {_W}><w:comment w:id="0" w:author="Ana F">{_p(_r("Who?"))}</w:comment></w:comments>'
    )
    document = _read_body(_p(_r("We begin.")), footnotes=notes, comments=comments)
    assert [(b.kind, b.speaker, document.quote(b.span)) for b in document.blocks] == [
        ("paragraph", None, "We begin."),
        ("note", None, "If the interface holds."),
        ("note", "Ana F", "Who?"),
    ]


def test_headers_and_footers_are_furniture_each_text_once() -> None:
    def make(word: WordDocument) -> None:
        word.add_paragraph("We begin.")
        for _ in range(2):
            section = word.add_section()
            section.header.is_linked_to_previous = False
            section.header.paragraphs[0].text = "Confidential"
            section.footer.is_linked_to_previous = False
            section.footer.paragraphs[0].text = "Acme"

    assert rows(_read(make)) == [
        ("paragraph", "We begin."),
        ("furniture", "Confidential"),
        ("furniture", "Acme"),
    ]


def test_links_fields_controls_and_breaks_are_text_and_instructions_and_hidden_words_are_not() -> None:
    body = _p(
        f"<w:hyperlink>{_r('See')}</w:hyperlink><w:r><w:tab/></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGEREF x</w:instrText></w:r>'
        f"{_r('page 4')}<w:r><w:br/></w:r>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{_r('chosen')}</w:sdtContent></w:sdt>"
        f"<w:r><w:noBreakHyphen/></w:r>{_r('not this', '<w:vanish/>')}{_r('end')}"
    )
    document = _read_body(f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>")
    assert texts(document) == ["See\tpage 4\nchosen-end"]
    assert [notice.kind for notice in document.notices] == ["hidden_text"]


def test_a_text_box_that_word_writes_twice_is_read_once() -> None:
    box = f"<w:txbxContent>{_p(_r('In the box.'))}</w:txbxContent>"
    body = (
        '<w:p xmlns:mc="m">' + _r("Around it.") + f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(_read_body(body)) == ["Around it.", "In the box."]


_TITLE = '<w:outlineLvl w:val="0"/>'
_CARD = _p(_r("At a glance"), _TITLE) + _p(_r("Six weeks."))


def _boxed(content: str) -> str:
    return _p(_r("Around it.") + f"<w:r><w:txbxContent>{content}</w:txbxContent></w:r>")


def test_a_text_box_with_a_heading_of_its_own_comes_after_the_section_that_it_stands_in() -> None:
    body = _p(_r("Promise"), _TITLE) + _boxed(_CARD) + _p(_r("More of it.")) + _p(_r("Price"), _TITLE)
    found = ["Promise", "Around it.", "More of it.", "At a glance", "Six weeks.", "Price"]
    assert texts(_read_body(body)) == found


@pytest.mark.parametrize("content", [_p(_r("At a glance"), _TITLE), _p(_r("Six weeks."))])
def test_a_text_box_that_is_only_a_heading_or_only_text_stays_where_it_is(content: str) -> None:
    body = _p(_r("Promise"), _TITLE) + _boxed(content) + _p(_r("More of it."))
    assert texts(_read_body(body))[-1] == "More of it."


def test_a_title_in_a_text_box_above_all_sections_stays_there() -> None:
    body = _boxed(_CARD) + _p(_r("More of it.")) + _p(_r("Price"), _TITLE)
    assert texts(_read_body(body)) == ["Around it.", "At a glance", "Six weeks.", "More of it.", "Price"]


def test_a_table_of_contents_is_furniture() -> None:
    style = '<w:style w:type="paragraph" w:styleId="V1"><w:name w:val="toc 1"/></w:style>'
    styles = f"<w:styles {_W}>{style}</w:styles>"
    body = _p(_r("Plan 3"), '<w:pStyle w:val="V1"/>') + _p(_r("We begin."))
    assert rows(_read_body(body, styles=styles)) == [("furniture", "Plan 3"), ("paragraph", "We begin.")]


def test_minutes_in_word_have_turns() -> None:
    def make(word: WordDocument) -> None:
        for _ in range(3):
            word.add_paragraph("Ana: We should agree the scope before June.")
            word.add_paragraph("Jonas: The export of the yard system is late.")

    assert {b.speaker for b in _read(make).blocks} == {"Ana", "Jonas"}


def test_strict_files_and_files_without_relations_are_read() -> None:
    strict = _W.replace(
        "schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {strict}><w:body>{_p(_r('We begin.'))}</w:body></w:document>"
        )
    assert texts(read_bytes(stream.getvalue(), "offer.docx")) == ["We begin."]


def test_a_part_of_little_weight_may_be_broken() -> None:
    assert texts(_read_body(_p(_r("We begin.")), styles="<w:styles")) == ["We begin."]


@pytest.mark.parametrize(
    "document",
    [
        "<w:document",
        "",
        f"<w:document {_W}/>",
        f"<!DOCTYPE d [<!ENTITY a 'lol'>]><w:document {_W}><w:body>{_p(_r('&a;'))}</w:body></w:document>",
    ],
)
def test_a_main_part_that_is_no_document_is_damage(document: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", document)
    with pytest.raises(DamagedDocument):
        read_bytes(stream.getvalue(), "offer.docx")


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    with pytest.raises(TooLarge, match="Save it anew"):
        _read_body(_p(_r("a" * (zipped_xml.MAX_RATIO * 100_000))))


def test_an_embedded_document_is_said_to_be_lost() -> None:
    document = _read_body(_p(_r("We begin.")) + "<w:altChunk/>")
    assert [notice.kind for notice in document.notices] == ["lost"]


def test_tables_nested_without_end_are_read() -> None:
    body = _p(_r("deepest"))
    for _ in range(60):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    assert texts(_read_body(body)) == ["deepest"]


def test_the_words_of_every_run_are_kept_in_order() -> None:
    def make(word: WordDocument) -> None:
        for i in range(300):
            paragraph = word.add_paragraph(style="Heading 1" if i % 10 == 0 else None)
            for j in range(5):
                paragraph.add_run(f"word{i}x{j} ").bold = j % 2 == 0

    assert _read(make).text.split() == [f"word{i}x{j}" for i in range(300) for j in range(5)]
