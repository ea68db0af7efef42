"""Words and lines out of one PDF page, by pdfium, in the coordinates of the page as shown.

pdfium gives a page's text in one call, in the order of the file, and the box of any character in
another. Only the first and the last character of a word are asked for, and the style once a line,
because a call costs as much as pdfium needs to read several characters.
"""

import re
from array import array
from collections.abc import Callable, Sequence
from ctypes import byref, c_int, create_string_buffer
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from statistics import median
from typing import TYPE_CHECKING

from analyzer.documents.pdf_lines import BULLETS, SYMBOL_FONT, Line, Rectangle, joined, turned

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

# pdfium joins a word that a line end has split, and leaves U+FFFE where the hyphen was.
_LINE_HYPHEN = "\ufffe"
_WORD = re.compile(f"[{BULLETS}{SYMBOL_FONT}](?=\\S)|[^\\s{_LINE_HYPHEN}]+{_LINE_HYPHEN}?")
# Private use, but for the symbol fonts' part of it, and the control characters that are no white space.
_UNKNOWN = re.compile("[\ue000-\uf01f\uf100-\uf8ff\x00-\x08\x0e-\x1b]")
_TOKEN = re.compile(r"\w+")
_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
_INNER_CAPITAL = re.compile("[a-z][A-Z]")
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_FLAG = 1 << 18  # ForceBold, PDF 32000-1 table 123

# Two words further apart than this many line heights are in different columns, cells or labels.
_GAP = 1.0
# A gap inside of a word of this many line heights is a space.
_SPACE = 0.12
_RIGHT_TO_LEFT = frozenset(map(chr, (*range(0x590, 0x900), *range(0xFB1D, 0xFE00), *range(0xFE70, 0xFF00))))
# The share of characters without a known letter above which a page counts as unreadable.
GARBLED = 0.5


@dataclass(frozen=True, slots=True)
class PageView:
    """How a page's own coordinates (origin at the bottom left) become those of the page as shown."""

    number: int
    width: float
    height: float
    rotation: int
    bounds: Rectangle

    def shown(self, left: float, bottom: float, right: float, top: float) -> Rectangle:
        """``x0, top, x1, bottom`` from the top left of the page, crop box and rotation applied."""
        x0, y0, x1, y1 = self.bounds
        if self.rotation == 0:
            return left - x0, y1 - top, right - x0, y1 - bottom
        if self.rotation == 90:
            return bottom - y0, left - x0, top - y0, right - x0
        if self.rotation == 180:
            return x1 - right, bottom - y0, x1 - left, top - y0
        return y1 - top, x1 - right, y1 - bottom, x1 - left


def page_view(page: "PdfPage", number: int) -> PageView:
    """The view of ``page``, which is number ``number`` of its document."""
    left, bottom, right, top = page.get_bbox()
    width, height = page.get_size()
    return PageView(
        number=number,
        width=width,
        height=height,
        rotation=page.get_rotation(),
        bounds=(left, bottom, right, top),
    )


@dataclass(frozen=True, slots=True)
class PageWords:
    """What `read_words` found: the lines, how many words lie outside of what the page shows, and
    whether the page's fonts fail to say which letters their glyphs are."""

    lines: tuple[Line, ...]
    outside: int = 0
    garbled: bool = False


def read_words(textpage: "PdfTextPage", view: PageView) -> PageWords:
    """The words of a page as lines, in the order of the file."""
    text = textpage.get_text_range()
    if len(text) != textpage.count_chars():
        text = _text_by_character(textpage)
    if _garbled(textpage, text):
        return PageWords(lines=(), garbled=True)
    collector = _LineCollector(textpage, view, text)
    collector.collect()
    return PageWords(lines=tuple(collector.lines), outside=collector.outside)


def _text_by_character(textpage: "PdfTextPage") -> str:
    """The text with exactly one character for each of pdfium's, where its quick way skips some."""
    from pypdfium2 import raw

    handle = textpage.raw
    codes = (raw.FPDFText_GetUnicode(handle, i) for i in range(textpage.count_chars()))
    return "".join(
        _LINE_HYPHEN if code == 2 else chr(code) if 0 < code < 0x110000 else "\N{REPLACEMENT CHARACTER}"
        for code in codes
    )


def _garbled(textpage: "PdfTextPage", text: str) -> bool:
    """True where most of the characters are no known letters.

    pdfium puts a glyph's number in the place of a letter that it cannot tell, and only knows so when
    asked about that character; fifty of them are a fair sample.
    """
    from pypdfium2 import raw

    total = sum(map(len, text.split()))
    if not total:
        return False
    strange = text.count("\N{REPLACEMENT CHARACTER}") + len(_UNKNOWN.findall(text))
    sample = [i for i in range(0, len(text), len(text) // 60 + 1) if not text[i].isspace()]
    unmapped = sum(raw.FPDFText_HasUnicodeMapError(textpage.raw, i) == 1 for i in sample)
    if unmapped > GARBLED * max(len(sample), 1):
        # The numbers of the glyphs are often those of the letters all the same.
        words = _TOKEN.findall(text)
        return sum(map(_is_written, words)) < GARBLED * max(len(words), 1)
    return strange > GARBLED * total


def _is_written(token: str) -> bool:
    """True for a number, and for a word with a vowel and no capital inside: as people write them."""
    cased = token.islower() or token.isupper() or token.istitle()
    return token.isdecimal() or (cased and _VOWEL.search(token) is not None)


_Placer = Callable[[int, int], tuple[Rectangle, int | None]]


class _LineCollector:
    """Goes through the words of a page once and gathers those that stand close together."""

    def __init__(self, textpage: "PdfTextPage", view: PageView, text: str) -> None:
        self.lines: list[Line] = []
        self.outside = 0
        self._view = view
        self._text = text
        self._style = _StyleReader(textpage)
        self._place = _placer(textpage, view, text)
        self._words: list[str] = []
        self._boxes = array("f")
        self._previous: Rectangle = (0.0, 0.0, 0.0, 0.0)
        self._first = self._last = self._line_start = 0
        self._turn: int | None = None

    def collect(self) -> None:
        """Fills ``lines`` and counts the words that are ``outside`` of the page."""
        text, place, width, height = self._text, self._place, self._view.width, self._view.height
        line_end = -1
        capitals = False
        for match in _WORD.finditer(text):
            start, end = match.span()
            word = match.group()
            if start > line_end:
                self._finish_line()
                line_end = text.find("\n", start) % (len(text) + 1)
                capitals = _INNER_CAPITAL.search(text, start, line_end) is not None
            box, turn = place(start, end)
            x0, top, x1, bottom = box
            if x0 < 0 or top < 0 or x1 > width or bottom > height:
                if x1 <= 0 or bottom <= 0 or x0 >= width or top >= height:
                    self.outside += 1
                    continue
                box = (max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height))
            if self._words and not self._goes_on(box, turn):
                self._finish()
            if not self._words:
                self._first = start
                self._turn = None
            elif len(self._words) == 1 and _is_mark(self._words[0]):
                # A bullet has a font and often a size of its own.
                self._first = start
            if self._turn is None:
                self._turn = turn
            if capitals and turn == 0 and word.isprintable() and _INNER_CAPITAL.search(word):
                self._split(start, word)
            elif word.isprintable():
                self._words.append(word)
                self._boxes.extend(box)
            elif readable := _readable(word):
                self._words.append(readable)
                self._boxes.extend(box)
            self._last = end
            self._previous = box
            if word[-1] == _LINE_HYPHEN:
                self._finish_line()
        self._finish_line()

    def _goes_on(self, box: Rectangle, turn: int | None) -> bool:
        """True where a word at ``box`` continues the line so far, to its right and close to it."""
        before = self._previous
        if turn is not None and self._turn is not None and turn != self._turn:
            return False
        if self._turn:
            before, box = turned(before, self._turn), turned(box, self._turn)
        height = min(before[3] - before[1], box[3] - box[1])
        overlap = min(before[3], box[3]) - max(before[1], box[1])
        return overlap >= 0.5 * height and -height < box[0] - before[2] < _GAP * max(height, 1.0)

    def _split(self, start: int, word: str) -> None:
        """Adds a word that looks like several (``OurProcess``) as those that it is.

        pdfium takes narrow spaces between words that are set with small moves for none.
        """
        boxes = [self._place(start + i, start + i + 1)[0] for i in range(len(word))]
        begin = 0
        for i in range(1, len(word) + 1):
            if i < len(word) and boxes[i][0] - boxes[i - 1][2] < _SPACE * (boxes[i][3] - boxes[i][1]):
                continue
            self._words.append(word[begin:i])
            self._boxes.extend(
                (
                    boxes[begin][0],
                    min(box[1] for box in boxes[begin:i]),
                    boxes[i - 1][2],
                    max(box[3] for box in boxes[begin:i]),
                )
            )
            begin = i

    def _finish_line(self) -> None:
        """Ends a line of pdfium's text; parts of it that only justification has set apart are one."""
        self._finish()
        parts = self.lines[self._line_start :]
        if len(parts) > 2 and _is_stretched(parts):
            self.lines[self._line_start :] = [joined(parts)]
        self._line_start = len(self.lines)

    def _finish(self) -> None:
        if not self._words:
            return
        turn = self._turn or 0
        boxes, words = self._boxes, self._words
        size = self._style.size(self._first)
        bold = self._style.is_bold(self._first) and self._style.is_bold(self._last - 1)
        if len(words) >= 5:
            words, boxes = _respaced(words, boxes)
        x0, top, x1, bottom = turned(boxes, turn)
        self.lines.append(
            Line(
                page=self._view.number,
                text=" ".join(words),
                boxes=boxes,
                x0=x0,
                top=top,
                x1=x1,
                bottom=bottom,
                size=size,
                bold=bold,
                turn=turn,
            )
        )
        self._words, self._boxes = [], array("f")


def _placer(textpage: "PdfTextPage", view: PageView, text: str) -> _Placer:
    """A function from a word's range to its box and turn (None for a word that does not tell)."""
    from pypdfium2 import raw

    get_box, handle, shown = raw.FPDFText_GetLooseCharBox, textpage.raw, view.shown
    first, last = raw.FS_RECTF(), raw.FS_RECTF()
    first_reference, last_reference = byref(first), byref(last)
    upright = view.rotation == 0
    x_origin, y_origin = view.bounds[0], view.bounds[3]

    def place(start: int, end: int) -> tuple[Rectangle, int | None]:
        get_box(handle, start, first_reference)
        left, bottom, right, top = first.left, first.bottom, first.right, first.top
        if end - start == 1:
            box = shown(left, bottom, right, top)
            return _around(box, box), None
        get_box(handle, end - 1, last_reference)
        end_left, end_right = last.left, last.right
        if upright and last.bottom == bottom and last.top == top and left <= end_left <= end_right:
            # The common case: from left to right on one baseline, in one font.
            return (left - x_origin, y_origin - top, end_right - x_origin, y_origin - bottom), 0
        begin = shown(left, bottom, right, top)
        finish = shown(end_left, last.bottom, end_right, last.top)
        turn = 0 if text[start] in _RIGHT_TO_LEFT else _turn(begin, finish)
        return _around(begin, finish), turn

    return place


class _StyleReader:
    """Asks pdfium for the size and weight of characters."""

    def __init__(self, textpage: "PdfTextPage") -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._handle = textpage.raw
        self._matrix = raw.FS_MATRIX()
        self._name = create_string_buffer(128)
        self._flags = c_int()
        self._bold: dict[tuple[bytes, int], bool] = {}

    def size(self, index: int) -> float:
        """The font size times the scale that the text matrix applies to it, to half a point."""
        self._raw.FPDFText_GetMatrix(self._handle, index, byref(self._matrix))
        scale = hypot(self._matrix.c, self._matrix.d) or 1.0
        return float(round(self._raw.FPDFText_GetFontSize(self._handle, index) * scale * 2) / 2)

    def is_bold(self, index: int) -> bool:
        """By the font's name, its flag, or the weight that pdfium takes from its stems."""
        self._raw.FPDFText_GetFontInfo(self._handle, index, self._name, 128, byref(self._flags))
        font = self._name.value, self._flags.value
        if font not in self._bold:
            self._bold[font] = bool(
                font[1] & _BOLD_FLAG
                or _BOLD_NAME.search(font[0].decode("utf-8", "replace"))
                or self._raw.FPDFText_GetFontWeight(self._handle, index) >= 700
            )
        return self._bold[font]


def _is_stretched(parts: Sequence[Line]) -> bool:
    """True where the gaps between ``parts`` are alike, and not wide: one line, set to fill a column."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(parts)]
    return 0 < max(gaps) < min(2 * parts[0].height, 1.5 * min(gaps)) and all(p.turn == 0 for p in parts)


def _is_mark(word: str) -> bool:
    return len(word) == 1 and (word == "o" or not word.isalnum())


def _around(a: Rectangle, b: Rectangle) -> Rectangle:
    """The smallest box around two; mirrored text has its corners the other way round."""
    return (
        min(a[0], a[2], b[0], b[2]),
        min(a[1], a[3], b[1], b[3]),
        max(a[0], a[2], b[0], b[2]),
        max(a[1], a[3], b[1], b[3]),
    )


def _readable(word: str) -> str:
    word = word.replace(_LINE_HYPHEN, "-")
    return "".join(character for character in word if character >= " " and character != "\x7f")


def _turn(first: Rectangle, last: Rectangle) -> int:
    """The way from a word's first character to its last: 0 across the page, 90 up, 180 back, 270 down."""
    across = last[0] + last[2] - first[0] - first[2]
    down = last[1] + last[3] - first[1] - first[3]
    if abs(across) >= abs(down):
        return 180 if across < 0 else 0
    return 270 if down > 0 else 90


def _respaced(words: list[str], boxes: "array[float]") -> tuple[list[str], "array[float]"]:
    """Letter-spaced words put together: ``P R O P O S A L`` is one word.

    Where nearly all words are single letters, the distances within a word are alike, and those
    between words larger.
    """
    letters = sum(len(word) == 1 and word.isalpha() for word in words)
    if letters < 0.8 * len(words):
        return words, boxes
    gaps = [boxes[4 * i] - boxes[4 * i - 2] for i in range(1, len(words))]
    usual = max(median(gaps), 0.1)
    whole: list[str] = []
    places = array("f")
    for i, word in enumerate(words):
        box = boxes[4 * i : 4 * i + 4]
        if whole and gaps[i - 1] <= 1.6 * usual:
            whole[-1] += word
            places[-2] = box[2]
            places[-3] = min(places[-3], box[1])
            places[-1] = max(places[-1], box[3])
        else:
            whole.append(word)
            places.extend(box)
    return whole, places
