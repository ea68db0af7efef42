"""OpenDocument texts: written part by part, and made by LibreOffice where it is installed."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.document import Document
from analyzer.documents.formats import read_bytes
from analyzer.errors import DamagedDocument, EncryptedDocument, TooLarge
from tests.documents.reading import outcome, rows, texts

_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("m", "manifest"),
    )
)
_MIMETYPE = "application/vnd.oasis.opendocument.text"


def _bytes(body: str, *, automatic: str = "", **parts: str) -> bytes:
    content = (
        f'<office:document-content {_NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _MIMETYPE)
        archive.writestr("content.xml", content)
        for name, part in parts.items():
            archive.writestr(f"{name.replace('__', '/')}.xml", part)
    return stream.getvalue()


def _read(body: str, *, automatic: str = "", **parts: str) -> Document:
    return read_bytes(_bytes(body, automatic=automatic, **parts), "offer.odt")


def _cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def test_headings_lists_and_paragraphs_come_in_order_with_their_levels() -> None:
    document = _read(
        '<text:h text:outline-level="1">Offer</text:h><text:p>We begin\n   with <text:span>inter</text:span>'
        'views<text:s text:c="2"/>now<text:tab/>and<text:line-break/>then.</text:p>'
        "<text:list><text:list-header><text:p>Steps</text:p></text:list-header>"
        "<text:list-item><text:p>first</text:p><text:p>more of it</text:p>"
        "<text:list><text:list-item><text:p>below</text:p></text:list-item></text:list></text:list-item>"
        '<text:list-item><text:h text:outline-level="2">Risks</text:h></text:list-item></text:list>'
        "<text:section><text:p>• typed by hand</text:p></text:section>"
    )
    assert rows(document) == [
        ("heading1", "Offer"),
        ("paragraph", "We begin with interviews  now\tand\nthen."),
        ("paragraph", "Steps"),
        ("list_item1", "first"),
        ("paragraph", "more of it"),
        ("list_item2", "below"),
        ("heading2", "Risks"),
        ("list_item1", "typed by hand"),
    ]


def test_a_title_is_known_by_the_styles_it_is_based_on() -> None:
    style = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    document = _read('<text:p text:style-name="P1">Offer</text:p><text:p>We begin.</text:p>', automatic=style)
    assert rows(document) == [("heading1", "Offer"), ("paragraph", "We begin.")]


def test_table_rows_carry_the_names_of_their_columns_and_merged_cells_come_once() -> None:
    header = _cell("Role") + _cell("2031", 'table:number-columns-spanned="2"') + "<table:covered-table-cell/>"
    same = _cell("3", 'table:number-columns-repeated="2"')
    document = _read(
        "<table:table><table:table-header-rows>"
        f"<table:table-row>{header}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{_cell('Lead')}{same}</table:table-row>"
        f"<table:table-row>{_cell('')}{_cell('4')}{_cell('')}</table:table-row></table:table>"
    )
    assert [(document.quote(b.span), b.header) for b in document.blocks] == [
        ("Role | 2031", ("", "")),
        ("Lead | 3 | 3", ("Role", "2031", "2031")),
        ("4", ("2031",)),
    ]


def test_a_table_of_one_column_is_a_frame_and_a_table_in_a_cell_follows_its_row() -> None:
    inner = f"<table:table><table:table-row>{_cell('a')}{_cell('b')}</table:table-row></table:table>"
    nested = f"<table:table-cell><text:p>right</text:p>{inner}</table:table-cell>"
    document = _read(
        f"<table:table><table:table-row>{_cell('Framed.')}</table:table-row></table:table>"
        f"<table:table><table:table-row>{_cell('left')}{nested}</table:table-row></table:table>"
    )
    assert rows(document) == [
        ("paragraph", "Framed."),
        ("table_row", "left | right"),
        ("table_row", "a | b"),
    ]


def test_notes_comments_and_text_boxes_are_read_after_the_words_they_stand_in() -> None:
    document = _read(
        "<text:p>We begin<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>In April.</text:p></text:note-body></text:note> soon<office:annotation>"
        "<dc:creator>Ana</dc:creator><dc:date>2031-04-01</dc:date><text:p>Too early?</text:p>"
        "</office:annotation>.<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box>"
        "</draw:frame></text:p><text:p>Then.</text:p>"
    )
    assert rows(document) == [
        ("paragraph", "We begin soon."),
        ("paragraph", "In the box."),
        ("paragraph", "Then."),
        ("note", "In April."),
        ("note", "Too early?"),
    ]
    assert document.blocks[-1].speaker == "Ana"


def test_tracked_changes_are_read_as_accepted_and_hidden_text_is_named() -> None:
    changes = "".join(
        f"<text:changed-region><text:{kind}><text:p>gone</text:p></text:{kind}></text:changed-region>"
        for kind in ("deletion", "insertion", "deletion")
    )
    hidden = (
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/>'
        "</style:style>"
    )
    document = _read(
        f"<text:tracked-changes>{changes}</text:tracked-changes><text:p>We <text:change-start/>begin"
        '<text:change-end/>.<text:span text:style-name="T1">not this</text:span></text:p>'
        '<text:section text:display="none"><text:p>nor this</text:p></text:section>',
        automatic=hidden,
    )
    assert texts(document) == ["We begin."]
    assert [notice.message for notice in document.notices] == [
        "tracked changes are read as accepted: 1 insertions are in the text, 2 deletions are not",
        "2 pieces of hidden text are not read",
    ]


def test_headers_footers_and_tables_of_contents_are_furniture() -> None:
    styles = (
        f'<office:document-styles {_NAMESPACES}><office:master-styles><style:master-page style:name="a">'
        "<style:header><text:p>Acme</text:p></style:header><style:footer><text:p>2031</text:p></style:footer>"
        '</style:master-page><style:master-page style:name="b"><style:header><text:p>Acme</text:p>'
        "</style:header></style:master-page></office:master-styles></office:document-styles>"
    )
    document = _read(
        "<text:table-of-content><text:index-body><text:p>Plan 3</text:p></text:index-body>"
        "</text:table-of-content><text:p>We begin.</text:p>",
        styles=styles,
    )
    assert rows(document) == [
        ("furniture", "Plan 3"),
        ("paragraph", "We begin."),
        ("furniture", "Acme"),
        ("furniture", "2031"),
    ]


def test_an_embedded_object_is_said_to_be_lost() -> None:
    document = _read("<text:p>We begin.<draw:frame><draw:object/></draw:frame></text:p>")
    assert [notice.kind for notice in document.notices] == ["lost"]


def test_a_locked_text_asks_for_a_copy_without_its_password() -> None:
    manifest = f"<m:manifest {_NAMESPACES}><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    with pytest.raises(EncryptedDocument):
        _read("", **{"META-INF__manifest": manifest})


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("<office:document", DamagedDocument),
        ("<a/>", DamagedDocument),
        ("<!DOCTYPE d [<!ENTITY a 'lol'>]><d>&a;</d>", DamagedDocument),
        (f"<a>{' ' * 30_000_000}</a>", TooLarge),
    ],
)
def test_hostile_content_ends_as_one_clear_line(content: str, error: type[Exception]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _MIMETYPE)
        archive.writestr("content.xml", content)
    with pytest.raises(error):
        read_bytes(stream.getvalue(), "offer.odt")


@given(st.lists(st.sampled_from(["p", "list", "table", "section", "box"]), max_size=12))
def test_no_word_is_lost_or_doubled_however_things_are_nested(kinds: list[str]) -> None:
    body = "<text:p>word0</text:p>"
    for i, kind in enumerate(kinds, 1):
        paragraph = f"<text:p>word{i}</text:p>"
        body = {
            "p": f"{body}{paragraph}",
            "list": f"<text:list><text:list-item>{paragraph}{body}</text:list-item></text:list>",
            "table": f"<table:table><table:table-row><table:table-cell>{paragraph}</table:table-cell>"
            f"<table:table-cell>{body}</table:table-cell></table:table-row></table:table>",
            "section": f"<text:section>{body}{paragraph}</text:section>",
            "box": f"<text:p>word{i}<draw:frame><draw:text-box>{body}</draw:text-box></draw:frame></text:p>",
        }[kind]
    words = _read(body).text.replace("|", " ").split()
    assert sorted(words) == sorted(f"word{i}" for i in range(len(kinds) + 1))


@given(st.integers(0, 2_000))
def test_a_text_cut_anywhere_ends_as_an_error_of_ours(cut: int) -> None:
    assert isinstance(outcome(_WHOLE[: min(4 + cut, len(_WHOLE) - 1)], "offer.odt"), str)


_WHOLE = _bytes("<text:p>We begin.</text:p>")
