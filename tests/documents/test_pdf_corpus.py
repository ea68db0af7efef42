"""The PDF reader on real and on damaged files that are kept outside of the project."""

import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import BlockKind, Document
from analyzer.documents.pdf import read_pdf
from analyzer.errors import DocumentError

# A word as it is compared: pdfium's text has U+FFFE for a hyphen at a line end, and no line end after it.
_WORD = re.compile(r"\w+")


def read(path: Path) -> Document:
    builder = DocumentBuilder(id="0" * 64, name=path.name, format="pdf")
    read_pdf(path.read_bytes(), builder)
    return builder.build()


@pytest.fixture(scope="module")
def documents(shared: Path) -> dict[Path, Document]:
    paths = [*(shared / "corpus").rglob("*.pdf"), *(shared / "train" / "documents").glob("*.pdf")]
    return {path: read(path) for path in sorted(paths)}


def plain_words(path: Path) -> Counter[str]:
    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return Counter(_WORD.findall("\n".join(texts).replace("\ufffe", "-\n")))


def test_real_documents_keep_nearly_every_word_of_pdfiums_own_text(documents: dict[Path, Document]) -> None:
    for path, document in documents.items():
        expected = plain_words(path)
        missing = expected - Counter(_WORD.findall(document.text))
        assert missing.total() <= 0.01 * expected.total(), (path.name, missing.most_common(5))


def test_every_box_lies_on_its_page(documents: dict[Path, Document]) -> None:
    for path, document in documents.items():
        sizes = {page.number: (page.width, page.height) for page in document.pages}
        for _, _, box in document.layout:
            width, height = sizes[box.page]
            assert -1 <= box.x0 <= box.x1 <= width + 1, (path.name, box)
            assert -1 <= box.top <= box.bottom <= height + 1, (path.name, box)


def test_a_box_read_back_gives_its_word(documents: dict[Path, Document]) -> None:
    for path, document in documents.items():
        pdf = pypdfium2.PdfDocument(path.read_bytes())
        wrong = total = 0
        for number in {box.page for _, _, box in document.layout}:
            page = pdf[number - 1]
            if page.get_rotation():
                continue
            left, _, _, top = page.get_bbox()
            textpage = page.get_textpage()
            for start, end, box in document.layout:
                word = document.text[start:end]
                if box.page != number or not word.isalnum() or not word.isascii():
                    continue
                # A third off above and below: lines that are set tight reach into each other.
                third = (box.bottom - box.top) / 3
                total += 1
                wrong += word not in textpage.get_text_bounded(
                    left + box.x0, top - box.bottom + third, left + box.x1, top - box.top - third
                )
        pdf.close()
        assert wrong <= 0.01 * total, path.name


def test_blocks_and_cells_are_slices_of_the_text(documents: dict[Path, Document]) -> None:
    for document in documents.values():
        for block in document.blocks:
            assert document.quote(block.span).strip()
            assert all(block.span.start <= cell.start < cell.end <= block.span.end for cell in block.cells)


def test_real_documents_have_headings_and_no_block_that_swallows_a_page(
    documents: dict[Path, Document],
) -> None:
    for path, document in documents.items():
        kinds = Counter(block.kind for block in document.blocks)
        assert kinds[BlockKind.HEADING] > 0, path.name
        longest = max(len(document.quote(block.span).split()) for block in document.blocks)
        assert longest < 400, path.name


def ending(path: Path) -> str:
    try:
        document = read(path)
    except DocumentError as error:
        message = str(error)
        return type(error).__name__ if "\n" not in message and path.name in message else message
    return "Document" if document.text.strip() else "nothing"


def test_every_hostile_file_ends_as_a_document_or_a_named_error(shared: Path) -> None:
    endings = Counter(ending(path) for path in (shared / "hostile").rglob("*.pdf"))
    named = {"Document", "NeedsOcr", "EmptyDocument", "EncryptedDocument", "DamagedDocument"}
    assert set(endings) <= named
    assert endings["Document"] > endings.total() / 2
