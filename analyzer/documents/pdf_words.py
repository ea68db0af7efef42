"""Words and lines out of one PDF page, by pdfium, in the coordinates of the page as shown.

pdfium gives a page's text in one call, in the order of the file, and the box of any character in
another. Only the first and the last character of a word are asked for, and the style once a line,
because a call costs as much as pdfium needs to read several characters.
"""

import re
import unicodedata
from array import array
from collections.abc import Callable
from ctypes import byref, c_int, create_string_buffer
from dataclasses import dataclass
from math import hypot
from statistics import median
from typing import TYPE_CHECKING, Any

from analyzer.documents.pdf_lines import BULLETS, SYMBOL_FONT, Line, Rectangle, turned

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

# pdfium joins a word that a line end has split, and leaves U+FFFE where the hyphen was.
_LINE_HYPHEN = "\ufffe"
_WORD = re.compile(f"[{BULLETS}{SYMBOL_FONT}](?=\\S)|[^\\s{_LINE_HYPHEN}]+{_LINE_HYPHEN}?")
_PRIVATE_USE = re.compile("[\ue000-\uf01f\uf100-\uf8ff]")
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

    places = [i for i, character in enumerate(text) if not character.isspace()]
    if not places:
        return False
    strange = text.count("\N{REPLACEMENT CHARACTER}") + len(_PRIVATE_USE.findall(text))
    strange += sum(unicodedata.category(text[i]) == "Cn" for i in places[:: max(1, len(places) // 50)])
    if strange > GARBLED * len(places):
        return True
    sample = places[:: max(1, len(places) // 50)]
    unmapped = sum(raw.FPDFText_HasUnicodeMapError(textpage.raw, i) == 1 for i in sample)
    return bool(unmapped > GARBLED * len(sample))


_Placer = Callable[[int, int], tuple[Rectangle, int | None]]


class _LineCollector:
    """Goes through the words of a page once and gathers those that stand close together."""

    def __init__(self, textpage: "PdfTextPage", view: PageView, text: str) -> None:
        self.lines: list[Line] = []
        self.outside = 0
        self._handle = textpage.raw
        self._view = view
        self._text = text
        self._words: list[str] = []
        self._boxes = array("f")
        self._first = self._last = 0
        self._turn = 0

    def collect(self) -> None:
        text, width, height = self._text, self._view.width, self._view.height
        place = self._placer()
        end = 0
        previous: Rectangle | None = None
        for match in _WORD.finditer(text):
            start, word = match.start(), match.group()
            if not word.isprintable():
                word = _readable(word)
                if not word:
                    continue
            box, turn = place(start, match.end())
            x0, top, x1, bottom = box
            if x1 <= 0 or bottom <= 0 or x0 >= width or top >= height:
                self.outside += 1
                continue
            if x0 < 0 or top < 0 or x1 > width or bottom > height:
                box = (max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height))
            if self._words and (
                previous is None
                or "\n" in text[end:start]
                or text[end - 1] == _LINE_HYPHEN
                or (turn is not None and self._turn >= 0 and turn != self._turn)
                or not _adjoins(previous, box, max(self._turn, 0))
            ):
                self._finish()
            if not self._words:
                self._first = start
                self._turn = -1
            elif len(self._words) == 1 and len(self._words[0]) == 1 and _is_mark(self._words[0]):
                # A bullet has a font and often a size of its own.
                self._first = start
            if self._turn < 0 and turn is not None:
                self._turn = turn
            if turn == 0 and _INNER_CAPITAL.search(word) and len(word) == match.end() - start:
                self._split(start, word, place)
            else:
                self._words.append(word)
                self._boxes.extend(box)
            self._last = end = match.end()
            previous = box
        self._finish()

    def _placer(self) -> "_Placer":
        """A function from a word's range to its box and turn (None for a word that does not tell)."""
        from pypdfium2 import raw

        get_box, handle, shown = raw.FPDFText_GetLooseCharBox, self._handle, self._view.shown
        first, last = raw.FS_RECTF(), raw.FS_RECTF()
        first_reference, last_reference = byref(first), byref(last)
        upright = self._view.rotation == 0
        x_origin, y_origin = self._view.bounds[0], self._view.bounds[3]

        def place(start: int, end: int) -> tuple[Rectangle, int | None]:
            get_box(handle, start, first_reference)
            left, bottom, right, top = first.left, first.bottom, first.right, first.top
            turn = None
            if end - start > 1:
                get_box(handle, end - 1, last_reference)
                other_left, other_bottom = last.left, last.bottom
                if upright and other_bottom == bottom and last.top == top:
                    # The common case: one baseline, one font.
                    left = min(left, other_left)
                    right = max(right, last.right)
                    return (left - x_origin, y_origin - top, right - x_origin, y_origin - bottom), 0
                begin = shown(left, bottom, right, top)
                finish = shown(other_left, other_bottom, last.right, last.top)
                turn = 0 if self._text[start] in _RIGHT_TO_LEFT else _turn(begin, finish)
                return _around(begin, finish), turn
            box = shown(left, bottom, right, top)
            return _around(box, box), turn

        return place

    def _split(self, start: int, word: str, place: "_Placer") -> None:
        """Adds a word that looks like several (``OurProcess``) as those that it is.

        pdfium takes narrow spaces between words that are set with small moves for none.
        """
        boxes = [place(start + i, start + i + 1)[0] for i in range(len(word))]
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

    def _finish(self) -> None:
        if not self._words:
            return
        turn = max(self._turn, 0)
        boxes, words = self._boxes, self._words
        size, bold = self._style()
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

    def _style(self) -> tuple[float, bool]:
        """The size in points as shown, and whether both the first and the last character are bold."""
        size = _font_size(self._handle, self._first)
        return size, _is_bold(self._handle, self._first) and _is_bold(self._handle, self._last - 1)


def _is_mark(character: str) -> bool:
    return character == "o" or not character.isalnum()


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


def _adjoins(a: Rectangle, b: Rectangle, turn: int) -> bool:
    """True where ``b`` goes on in the line of ``a``, to its right and close to it."""
    if turn:
        a, b = turned(a, turn), turned(b, turn)
    height = min(a[3] - a[1], b[3] - b[1])
    overlap = min(a[3], b[3]) - max(a[1], b[1])
    gap = b[0] - a[2]
    return overlap >= 0.5 * height and -height < gap < _GAP * max(height, 1.0)


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


def _font_size(handle: Any, index: int) -> float:
    """The font size times the scale that the text matrix applies to it."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, byref(matrix))
    scale = hypot(matrix.c, matrix.d) or 1.0
    return float(round(raw.FPDFText_GetFontSize(handle, index) * scale * 2) / 2)


def _is_bold(handle: Any, index: int) -> bool:
    from pypdfium2 import raw

    flags, name = c_int(), create_string_buffer(128)
    raw.FPDFText_GetFontInfo(handle, index, name, 128, byref(flags))
    if flags.value & _BOLD_FLAG or _BOLD_NAME.search(name.value.decode("utf-8", "replace")):
        return True
    return bool(raw.FPDFText_GetFontWeight(handle, index) >= 700)
