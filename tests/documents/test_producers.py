"""One text, saved by LibreOffice in each format that it writes: the readers see the same document."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest

from analyzer.documents.document import Document
from analyzer.documents.formats import read_document
from tests.documents.reading import rows

_PARAGRAPHS = (
    "We begin with interviews, because we do not know your dispatchers yet.",
    "Risks are reviewed every second Tuesday by both steering groups.",
)
_TABLE = (("Role", "Days", "Place"), ("Lead", "12", "on site"), ("Tester", "30", "remote"))


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str, str], Document]:
    """The document of a file after LibreOffice has saved it in another format."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("office")

    def convert(data: bytes, extension: str, to: str) -> Document:
        source = folder / f"offer.{extension}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, "--headless", profile, "--convert-to", to, "--outdir", folder / "out", source]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return read_document(Path(folder, "out", f"offer.{to.partition(':')[0]}"))

    return convert


def _word() -> bytes:
    word = docx.Document()
    word.add_heading("Plan", 1)
    word.add_paragraph(_PARAGRAPHS[0])
    word.add_paragraph("ask", style="List Bullet")
    word.add_paragraph("build", style="List Bullet 2")
    word.add_heading("Risks", 2)
    word.add_paragraph(_PARAGRAPHS[1])
    table = word.add_table(rows=3, cols=3)
    for row, texts in zip(table.rows, _TABLE, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    word.sections[0].footer.paragraphs[0].text = "Acme 2031"
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("to", ["odt", "rtf", "docx:MS Word 2007 XML", "html"])
def test_a_text_is_read_alike_in_every_format(
    to: str, convert: Callable[[bytes, str, str], Document]
) -> None:
    document = convert(_word(), "docx", to)
    found = [row for row in rows(document) if row[0] != "furniture"]
    assert found == [
        ("heading1", "Plan"),
        ("paragraph", _PARAGRAPHS[0]),
        ("list_item1", "ask"),
        # Word's style "List Bullet 2" is another list of the first level.
        (found[3][0], "build"),
        ("heading2", "Risks"),
        ("paragraph", _PARAGRAPHS[1]),
        ("table_header", "Role | Days | Place"),
        ("table_row", "Lead | 12 | on site"),
        ("table_row", "Tester | 30 | remote"),
    ]
    assert found[3][0].startswith("list_item")
    assert document.blocks[-2].header == _TABLE[0] or document.blocks[-1].header == _TABLE[0]
    assert ("furniture", "Acme 2031") in rows(document)


def test_a_presentation_is_read_alike(convert: Callable[[bytes, str, str], Document]) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Plan"
    slide.placeholders[1].text_frame.text = _PARAGRAPHS[0]
    below = slide.placeholders[1].text_frame.add_paragraph()
    below.text, below.level = "ask", 1
    slide.notes_slide.notes_text_frame.text = "Dates are open."
    stream = io.BytesIO()
    deck.save(stream)
    assert rows(convert(stream.getvalue(), "pptx", "pptx")) == [
        ("heading2", "Plan"),
        ("list_item1", _PARAGRAPHS[0]),
        ("list_item2", "ask"),
        ("note", "Dates are open."),
    ]


def test_a_workbook_is_read_with_the_results_of_its_formulas(
    convert: Callable[[bytes, str, str], Document],
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Rates"
    for row in (["Role", "Days", "Sum"], ["Lead", 12, "=B2*1250"], ["Tester", 30, "=B3*900"]):
        book.active.append(row)
    for row in (2, 3):
        book.active.cell(row, 3).number_format = "[$€-407] #,##0"
    stream = io.BytesIO()
    book.save(stream)
    document = convert(stream.getvalue(), "xlsx", "xlsx")
    assert [row for row in rows(document) if row[0] != "furniture"] == [
        ("heading1", "Rates"),
        ("table_header", "Role | Days | Sum"),
        ("table_row", "Lead | 12 | € 15,000"),
        ("table_row", "Tester | 30 | € 27,000"),
    ]
