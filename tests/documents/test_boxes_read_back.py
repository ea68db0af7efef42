"""The place of a passage holds the passage: its boxes, read back from the page, give its words."""

import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from analyzer.documents.document import Box, Document, Span
from analyzer.documents.formats import read_document
from analyzer.passages.split import split_passages
from tests.documents.golden.samples import samples

_WORD = re.compile(r"[^\W_]+")
# Lines that are set tight reach into each other: so much is taken off a box's height above and below. At
# the foot it must be less than a comma is high, which sets its words apart.
_HEAD, _FOOT = 0.3, 0.15
_SLACK = 0.5


def words(text: str) -> Counter[str]:
    """The words of a text; those that a line end splits are two in each reading."""
    return Counter(_WORD.findall(text.replace("\ufffe", "-\n").replace("\u00ad", "-")))


class Pages:
    """The text of rectangles of a file's pages, in the measure of `Box`."""

    def __init__(self, path: Path) -> None:
        self._document = pypdfium2.PdfDocument(path.read_bytes())
        self._open: dict[int, tuple[float, float, pypdfium2.PdfTextPage]] = {}

    def text(self, box: Box) -> str:
        """What stands in ``box``; a turned page is not asked."""
        if box.page not in self._open:
            page = self._document[box.page - 1]
            left, _, _, top = page.get_bbox()
            self._open[box.page] = left, top, page.get_textpage()
        left, top, textpage = self._open[box.page]
        height = box.bottom - box.top
        return str(
            textpage.get_text_bounded(
                left + box.x0 - _SLACK,
                top - box.bottom + _FOOT * height,
                left + box.x1 + _SLACK,
                top - box.top - _HEAD * height,
            )
        )

    def is_turned(self, number: int) -> bool:
        return bool(self._document[number - 1].get_rotation())

    def close(self) -> None:
        self._document.close()


def read_back(document: Document, path: Path) -> tuple[int, int, int, list[str]]:
    """The number of words of all passages, of those that their boxes give, of those that the boxes give
    and that are not theirs; and the passages that are the worst."""
    pages = Pages(path)
    total = found = foreign = 0
    bad: list[str] = []
    try:
        for span, text in passages(document):
            boxes = document.boxes(span)
            if any(pages.is_turned(box.page) for box in boxes):
                continue
            own, given = words(text), words("\n".join(map(pages.text, boxes)))
            total += own.total()
            found += (own & given).total()
            foreign += (given - own).total()
            if (own & given).total() < 0.9 * own.total():
                bad.append(text)
    finally:
        pages.close()
    return total, found, foreign, bad


def passages(document: Document) -> list[tuple[Span, str]]:
    return [(passage.span, passage.text) for passage in split_passages(document)]


def test_the_boxes_of_the_samples_passages_hold_their_words() -> None:
    for sample in samples():
        if sample.path.suffix == ".pdf":
            total, found, foreign, bad = read_back(read_document(sample.path), sample.path)
            assert found >= 0.98 * total, (sample.name, bad[:3])
            assert foreign <= 0.02 * total, sample.name


def real_files(shared: Path) -> list[Path]:
    return sorted([*(shared / "corpus").rglob("*.pdf"), *(shared / "train" / "documents").glob("*.pdf")])


def test_the_boxes_of_real_passages_hold_their_words(shared: Path) -> None:
    files = real_files(shared)
    if not files:
        pytest.skip("no real PDF files")
    for path in files:
        total, found, foreign, bad = read_back(read_document(path), path)
        assert total, path.name
        assert found >= 0.98 * total, (path.name, bad[:3])
        assert foreign <= 0.02 * total, path.name
