"""Excel files: made with openpyxl, and by hand where it cannot make them."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from analyzer.documents import xlsx
from analyzer.documents.document import Document, NoticeKind
from analyzer.documents.formats import read_bytes
from analyzer.documents.sheet_tables import Row, sheet_drafts
from analyzer.errors import DamagedDocument, EmptyDocument, TooLarge
from tests.documents.reading import rows, texts

_ROW = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>'
)


def _bytes(make: Callable[[Workbook], object]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Rates"
    make(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _read(make: Callable[[Workbook], object]) -> Document:
    return read_bytes(_bytes(make), "rates.xlsx")


def _changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)
    return stream.getvalue()


def test_a_rate_sheet_is_a_heading_and_rows_under_the_names_of_their_columns() -> None:
    def make(book: Workbook) -> None:
        sheet = book.active
        sheet["B3"] = "Rate card"
        for row in (["Role", "Rate", "From", "Share"], ["Lead", 1250, datetime.date(2031, 4, 1), 0.25]):
            sheet.append([None, *row])
        sheet["C5"].number_format = "[$€-407] #,##0.00"
        sheet["D5"].number_format = "d mmm yyyy"
        sheet["E5"].number_format = "0%"
        sheet["B7"] = "Travel is billed at cost, and only where the client has asked for it before."

    document = _read(make)
    assert rows(document) == [
        ("heading1", "Rates"),
        ("heading2", "Rate card"),
        ("table_header", "Role | Rate | From | Share"),
        ("table_row", "Lead | € 1,250.00 | 1 Apr 2031 | 25%"),
        ("paragraph", "Travel is billed at cost, and only where the client has asked for it before."),
    ]
    assert document.blocks[3].header == ("Role", "Rate", "From", "Share")


def test_labels_between_the_rows_of_a_table_are_headings_of_what_follows() -> None:
    def make(book: Workbook) -> None:
        for row in (["Task", "Days"], ["Build"], ["Interfaces", 5], ["Run"], [], ["Support", 3]):
            book.active.append(row)

    document = _read(make)
    assert rows(document)[2:] == [
        ("heading3", "Build"),
        ("table_row", "Interfaces | 5"),
        ("heading3", "Run"),
        ("table_row", "Support | 3"),
    ]
    assert document.blocks[-1].header == ("Task", "Days")


def test_a_name_over_several_columns_is_part_of_each_name_and_merged_cells_come_once() -> None:
    def make(book: Workbook) -> None:
        sheet = book.active
        for row in (["Role", "2031", None], [None, "Spring", "Autumn"], ["Lead", 3, 4]):
            sheet.append(row)
        sheet.merge_cells("B1:C1")

    document = _read(make)
    assert texts(document)[1:] == ["Role | 2031", "Spring | Autumn", "Lead | 3 | 4"]
    assert document.blocks[-1].header == ("Role", "2031 Spring", "2031 Autumn")


def test_pairs_of_label_and_value_have_no_header() -> None:
    def make(book: Workbook) -> None:
        for row in (["Client", "Acme"], ["Place", "here"]):
            book.active.append(row)

    assert [block.header for block in _read(make).blocks[1:]] == [("", ""), ("", "")]


def test_a_second_table_has_names_of_its_own() -> None:
    def make(book: Workbook) -> None:
        for row in (["Role", "Rate"], ["Lead", 90], [], ["Item", "Price"], ["Licence", 40]):
            book.active.append(row)

    assert _read(make).blocks[-1].header == ("Item", "Price")


def test_a_sheet_of_sentences_is_paragraphs() -> None:
    sentences = [f"We assume that interface {i} is ready when the work begins." for i in range(4)]

    def make(book: Workbook) -> None:
        for sentence in sentences:
            book.active.append([sentence])
        book.active.append(["- typed by hand"])

    assert rows(_read(make))[1:] == [
        *(("paragraph", sentence) for sentence in sentences),
        ("list_item1", "typed by hand"),
    ]


def test_formulas_are_read_as_the_values_stored_with_them_and_said_to_be_lost_without() -> None:
    def make(book: Workbook) -> None:
        for row in (["Role", "Days"], ["Lead", 3], ["Sum", "=SUM(B2:B2)"], ["Again", "=HYPERLINK(1)"]):
            book.active.append(row)

    stored = _changed(
        _bytes(make),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(r"(<f>SUM.*?</f>)<v\s*/?>(</v>)?", r"\1<v>3</v>", xml),
    )
    document = read_bytes(stored, "rates.xlsx")
    assert texts(document)[3:] == ["Sum | 3", "Again"]
    assert [(n.kind, n.message[:10]) for n in document.notices] == [("lost", "1 formulas")]
    assert "SUM" not in document.text.replace("Sum", "")


def test_hidden_sheets_and_rows_are_read_and_named() -> None:
    def make(book: Workbook) -> None:
        for row in (["Role", "Rate"], ["Lead", 90], ["Junior", 40]):
            book.active.append(row)
        book.active.row_dimensions[3].hidden = True
        backup = book.create_sheet("Backup")
        backup["A1"] = "Margins are kept here, for us alone."
        backup.sheet_state = "hidden"

    document = _read(make)
    assert "Junior | 40" in texts(document)
    assert "Margins are kept here, for us alone." in texts(document)
    (notice,) = document.notices
    assert notice.kind is NoticeKind.HIDDEN_TEXT
    assert "1 rows" in notice.message
    assert "the sheet Backup" in notice.message


def test_comments_headers_and_titles_of_charts_are_read() -> None:
    def make(book: Workbook) -> None:
        sheet = book.active
        for row in (["Role", "Rate"], ["Lead", 90], ["Junior", 40]):
            sheet.append(row)
        sheet["B2"].comment = Comment("Open to talks.", "Ana")
        sheet.oddHeader.left.text = "Acme"
        sheet.oddFooter.center.text = "Page &P of 3"
        chart = BarChart()
        chart.title = "Rates by role"
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3))
        sheet.add_chart(chart, "D1")

    document = _read(make)
    assert rows(document)[4:] == [
        ("paragraph", "Rates by role"),
        ("note", "Open to talks."),
        ("furniture", "Acme"),
        ("furniture", "Page  of 3"),
    ]
    assert document.blocks[5].speaker == "Ana"


def test_strings_that_cells_share_are_read_with_their_runs() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Rates")
        for row in range(3):
            sheet.write_row(row, 0, ["Lead", "on site", row])
        sheet.write_rich_string(3, 0, "two ", book.add_format({"bold": True}), "runs")
    assert texts(read_bytes(stream.getvalue(), "rates.xlsx")) == [
        "Rates",
        *(f"Lead | on site | {row}" for row in range(3)),
        "two runs",
    ]


def test_truth_values_errors_and_rich_text_are_shown() -> None:
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="str"><v>made_x000A_here</v></c>'
        '<c t="inlineStr"><is><r><t>two </t></r><r><t>runs</t></r><rPh><t>no</t></rPh></is></c>'
        '<c t="s"><v>99</v></c><c><v>x</v></c><c t="d"><v>2031-04-01T00:00:00</v></c></row>'
        "</sheetData></worksheet>"
    )
    data = _changed(_bytes(lambda _: None), "xl/worksheets/sheet1.xml", lambda _: xml)
    assert texts(read_bytes(data, "a.xlsx"))[1] == "TRUE | #REF! | made\nhere | two runs | x | 2031-04-01"


def test_what_is_beyond_the_limit_is_said_to_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_CELLS", 10)

    def make(book: Workbook) -> None:
        for i in range(20):
            book.active.append([f"Task {i}", i])
        book.create_sheet("More")["A1"] = "We begin."

    document = _read(make)
    assert texts(document)[-1] == "Task 4 | 4"
    assert [(notice.kind, notice.message) for notice in document.notices] == [
        ("lost", "the sheet Rates is not read beyond row 5"),
        ("lost", "the sheet More is not read"),
    ]


def test_an_empty_workbook_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        _read(lambda _: None)


@pytest.mark.parametrize(
    ("part", "xml", "error"),
    [
        ("xl/workbook.xml", "<workbook", DamagedDocument),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>", DamagedDocument),
        ("xl/worksheets/sheet1.xml", f"<!DOCTYPE s [<!ENTITY a 'lol'>]>{_ROW}", DamagedDocument),
        ("xl/worksheets/sheet1.xml", f"<worksheet>{' ' * 30_000_000}</worksheet>", TooLarge),
    ],
)
def test_hostile_parts_end_as_one_clear_line(part: str, xml: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_bytes(_changed(_bytes(lambda _: None), part, lambda _: xml), "rates.xlsx")


@given(
    st.lists(
        st.dictionaries(st.integers(0, 5), st.sampled_from(["Role", "Days of work", "7", "We begin. Then."])),
        max_size=12,
    )
)
def test_no_cell_is_lost_or_doubled_however_the_rows_look(cells: list[dict[int, str]]) -> None:
    sheet = [
        Row(number=i + 1, cells=row, figures=frozenset(at for at, text in row.items() if text == "7"))
        for i, row in enumerate(cells)
    ]
    drafts = list(sheet_drafts(sheet, {}))
    said = [text for draft in drafts for text in (draft.cells or [draft.text])]
    assert said == [row[at] for row in cells for at in sorted(row)]
