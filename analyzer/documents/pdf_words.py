"""Words and lines out of one PDF page, by pdfium, in the coordinates of the page as shown.

pdfium gives a page's text in one call, in the order of the file, and the box of any character in
another. Only the first and the last character of a word are asked for, and the style of the ends of a
line. What can be worked out for all words of the page together is, as columns of numbers.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import PdfPage, PdfTextPage

from analyzer.documents.pdf_calls import (
    Floats,
    Integers,
    are_bold,
    char_boxes,
    code_points,
    font_sizes,
    unmapped,
)
from analyzer.documents.pdf_lines import BULLETS, SYMBOL_FONT, Line, Rectangle, joined, turned

# pdfium joins a word that a line end has split, and leaves U+FFFE where the hyphen was.
_LINE_HYPHEN = "\ufffe"
_WORD = re.compile(f"[{BULLETS}{SYMBOL_FONT}](?=\\S)|[^\\s{_LINE_HYPHEN}]+{_LINE_HYPHEN}?")
# Private use, but for the symbol fonts' part of it, and the control characters that are no white space.
_UNKNOWN = re.compile("[\ue000-\uf01f\uf100-\uf8ff\x00-\x08\x0e-\x1b]")
_TOKEN = re.compile(r"\w+")
_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
_INNER_CAPITAL = re.compile("[a-z][A-Z]")

# Two words further apart than this many line heights are in different columns, cells or labels.
_GAP = 1.0
# A gap inside of a word of this many line heights is a space.
_SPACE = 0.12
_RIGHT_TO_LEFT = frozenset(map(chr, (*range(0x590, 0x900), *range(0xFB1D, 0xFE00), *range(0xFE70, 0xFF00))))
# The share of characters without a known letter above which a page counts as unreadable.
GARBLED = 0.5
# Fewer words of one letter than this are no letter-spaced word.
_FEWEST_LETTERS = 5
# A word of one character does not tell which way it runs.
_UNTOLD = -1


@dataclass(frozen=True, slots=True)
class PageView:
    """How a page's own coordinates (origin at the bottom left) become those of the page as shown."""

    number: int
    width: float
    height: float
    rotation: int
    bounds: Rectangle

    def shown(self, boxes: Floats) -> Floats:
        """Boxes (left, bottom, right, top, a row each) as ``x0, top, x1, bottom`` from the top left of the
        page, crop box and rotation applied."""
        x0, y0, x1, y1 = self.bounds
        order, signs, origin = {
            0: ((0, 3, 2, 1), (1, -1, 1, -1), (-x0, y1, -x0, y1)),
            90: ((1, 0, 3, 2), (1, 1, 1, 1), (-y0, -x0, -y0, -x0)),
            180: ((2, 1, 0, 3), (-1, 1, -1, 1), (x1, -y0, x1, -y0)),
            270: ((3, 2, 1, 0), (-1, -1, -1, -1), (y1, x1, y1, x1)),
        }[self.rotation]
        found: Floats = boxes[:, order] * signs + origin
        return found


def page_view(page: PdfPage, number: int) -> PageView:
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


def read_words(textpage: PdfTextPage, view: PageView) -> PageWords:
    """The words of a page as lines, in the order of the file."""
    text = textpage.get_text_range()
    if len(text) != textpage.count_chars():
        text = _text_by_character(textpage)
    spans = np.array([match.span() for match in _WORD.finditer(text)], np.int64)
    if not len(spans):
        return PageWords(lines=())
    if _garbled(textpage, text, spans):
        return PageWords(lines=(), garbled=True)
    places = _places(textpage, view, text, spans)
    size = (view.width, view.height)
    inside = (places.boxes[:, 2:] > 0).all(axis=1) & (places.boxes[:, :2] < size).all(axis=1)
    outside = len(spans) - int(np.count_nonzero(inside))
    if outside:
        places = places.some(inside)
    if outside == len(spans):
        return PageWords(lines=(), outside=outside)
    np.minimum(np.maximum(places.boxes, 0.0), size * 2, out=places.boxes)
    return PageWords(lines=tuple(_lines(textpage, view, text, places)), outside=outside)


def _text_by_character(textpage: PdfTextPage) -> str:
    """The text with exactly one character for each of pdfium's, where its quick way skips some."""
    return "".join(
        _LINE_HYPHEN if code == 2 else chr(code) if 0 < code < 0x110000 else "\N{REPLACEMENT CHARACTER}"
        for code in code_points(textpage)
    )


def _garbled(textpage: PdfTextPage, text: str, spans: Integers) -> bool:
    """True where most of the characters are no known letters.

    pdfium puts a glyph's number in the place of a letter that it cannot tell, and only knows so when
    asked about that character; the first of each of some fifty words are a fair sample.
    """
    sample = spans[:: len(spans) // 60 + 1, 0].tolist()
    if unmapped(textpage, sample) > GARBLED * len(sample):
        # The numbers of the glyphs are often those of the letters all the same.
        words = _TOKEN.findall(text)
        return sum(map(_is_written, words)) < GARBLED * max(len(words), 1)
    if text.isascii() and "\x00" not in text:
        return False
    strange = text.count("\N{REPLACEMENT CHARACTER}") + len(_UNKNOWN.findall(text))
    return strange > GARBLED * int((spans[:, 1] - spans[:, 0]).sum())


def _is_written(token: str) -> bool:
    """True for a number, and for a word with a vowel and no capital inside: as people write them."""
    cased = token.islower() or token.isupper() or token.istitle()
    return token.isdecimal() or (cased and _VOWEL.search(token) is not None)


@dataclass(frozen=True, slots=True)
class _Places:
    """For each word of a page, a row or number each: the span of its characters, its box on the page as
    shown, the turn in which it is read (0, 90, 180, 270), and the line of pdfium's text that it is in."""

    spans: Integers
    boxes: Floats
    turns: Integers
    lines: Integers

    def some(self, chosen: NDArray[np.bool_]) -> "_Places":
        """Those at which ``chosen`` is true."""
        return _Places(self.spans[chosen], self.boxes[chosen], self.turns[chosen], self.lines[chosen])


def _places(textpage: PdfTextPage, view: PageView, text: str, spans: Integers) -> _Places:
    ends = spans - (0, 1)
    shown = view.shown(char_boxes(textpage, ends.ravel().tolist()))
    first, last = shown[0::2], shown[1::2]
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    lines = np.searchsorted(np.flatnonzero(codes == ord("\n")), spans[:, 0])
    # A word with its hyphen ends its line, though pdfium has no line end there.
    lines[1:] += np.cumsum(codes[ends[:-1, 1]] == ord(_LINE_HYPHEN))
    turns = _turns(first, last)
    turns[ends[:, 0] == ends[:, 1]] = _UNTOLD
    for i in np.flatnonzero(turns > 0).tolist():
        if text[spans[i, 0]] in _RIGHT_TO_LEFT:
            turns[i] = 0
    return _Places(spans, _around(first, last), _settled(turns, lines), lines)


def _turns(first: Floats, last: Floats) -> Integers:
    """The way from each word's first character to its last: 0 across the page, 90 up, 180 back, 270 down."""
    across = last[:, 0] + last[:, 2] - first[:, 0] - first[:, 2]
    down = last[:, 1] + last[:, 3] - first[:, 1] - first[:, 3]
    level = np.abs(across) >= np.abs(down)
    return np.where(level, np.where(across < 0, 180, 0), np.where(down > 0, 270, 90))


def _settled(turns: Integers, lines: Integers) -> Integers:
    """``turns`` with those that are not told as their neighbours in the line have it; 0 where these differ."""
    if turns.max() <= 0:
        return np.zeros_like(turns)
    told = turns != _UNTOLD
    indices = np.arange(len(turns))
    before = np.maximum.accumulate(np.where(told, indices, 0))
    after = np.minimum.accumulate(np.where(told, indices, len(turns) - 1)[::-1])[::-1]
    guesses = [np.where(told[i] & (lines[i] == lines), turns[i], 360) for i in (before, after)]
    return np.where(told, turns, np.minimum(*guesses) % 360)


def _around(first: Floats, last: Floats) -> Floats:
    """The smallest boxes around two each; mirrored text has its corners the other way round."""
    low, high = np.minimum(first, last), np.maximum(first, last)
    return np.concatenate([np.minimum(low[:, :2], low[:, 2:]), np.maximum(high[:, :2], high[:, 2:])], axis=1)


def _lines(textpage: PdfTextPage, view: PageView, text: str, places: _Places) -> Iterator[Line]:
    """The words gathered to lines; parts of a line that only justification has set apart are one."""
    words = [text[start:end] for start, end in places.spans.tolist()]
    for _, group in groupby(_parts(textpage, view, words, places), key=itemgetter(0)):
        parts = [line for _, line in group]
        if len(parts) > 2 and _is_stretched(parts):
            yield joined(parts)
        else:
            yield from parts


def _parts(
    textpage: PdfTextPage, view: PageView, words: Sequence[str], places: _Places
) -> Iterator[tuple[int, Line]]:
    """The runs of words that stand close together, each with the number of its line in pdfium's text."""
    begins = np.flatnonzero(_begins_part(places))
    edges = [*begins.tolist(), len(words)]
    # A bullet has a font and often a size of its own.
    styled = [start + (end - start > 1 and _is_mark(words[start])) for start, end in pairwise(edges)]
    firsts = places.spans[styled, 0].tolist()
    lasts = (places.spans[[end - 1 for end in edges[1:]], 1] - 1).tolist()
    sizes = font_sizes(textpage, firsts)
    bold = are_bold(textpage, firsts + lasts)
    turns, numbers = places.turns[begins].tolist(), places.lines[begins].tolist()
    boxes = array("f", places.boxes.astype(np.float32).tobytes())
    for i, (start, end) in enumerate(pairwise(edges)):
        own, own_boxes = words[start:end], boxes[4 * start : 4 * end]
        text = " ".join(own)
        if not text.isprintable() or _INNER_CAPITAL.search(text) or len(text) < 3 * len(own):
            own, own_boxes = _mended(textpage, view, own, own_boxes, places.spans[start:end], turns[i])
            if not own:
                continue
            text = " ".join(own)
        x0, top, x1, bottom = turned(own_boxes, turns[i])
        line = Line(
            page=view.number,
            text=text,
            boxes=own_boxes,
            x0=x0,
            top=top,
            x1=x1,
            bottom=bottom,
            size=sizes[i],
            bold=bold[i] and bold[i + len(firsts)],
            turn=turns[i],
        )
        yield numbers[i], line


def _begins_part(places: _Places) -> NDArray[np.bool_]:
    """Where a word does not go on with the word before it, to its right and close to it."""
    frames = places.boxes
    if places.turns.any():
        frames = np.array([turned(box, turn) for box, turn in zip(frames, places.turns, strict=True)])
    before, after = frames[:-1], frames[1:]
    heights = frames[:, 3] - frames[:, 1]
    height = np.minimum(heights[:-1], heights[1:])
    overlap = np.minimum(before[:, 3], after[:, 3]) - np.maximum(before[:, 1], after[:, 1])
    gap = after[:, 0] - before[:, 2]
    begins = np.ones(len(frames), np.bool_)
    begins[1:] = (
        (places.lines[1:] != places.lines[:-1])
        | (places.turns[1:] != places.turns[:-1])
        | ~((overlap >= 0.5 * height) & (-height < gap) & (gap < _GAP * np.maximum(height, 1.0)))
    )
    return begins


def _mended(
    textpage: PdfTextPage,
    view: PageView,
    words: Sequence[str],
    boxes: "array[float]",
    spans: Integers,
    turn: int,
) -> tuple[list[str], "array[float]"]:
    """The words of a line, with their boxes, as they are read: without control characters, and cut or
    put together where their letters are set further apart or closer than pdfium expects."""
    readable: list[str] = []
    places = array("f")
    for i, word in enumerate(words):
        if turn == 0 and word.isprintable() and _INNER_CAPITAL.search(word):
            start, end = spans[i].tolist()
            parts, part_boxes = _split(word, _letter_boxes(textpage, view, start, end))
            readable += parts
            places.extend(part_boxes)
        elif shown := word if word.isprintable() else _readable(word):
            readable.append(shown)
            places.extend(boxes[4 * i : 4 * i + 4])
    return _respaced(readable, places) if len(readable) >= _FEWEST_LETTERS else (readable, places)


def _letter_boxes(textpage: PdfTextPage, view: PageView, start: int, end: int) -> list[Rectangle]:
    shown = view.shown(char_boxes(textpage, range(start, end)))
    return [(x0, top, x1, bottom) for x0, top, x1, bottom in _around(shown, shown).tolist()]


def _split(word: str, boxes: Sequence[Rectangle]) -> tuple[list[str], list[float]]:
    """A word that looks like several (``OurProcess``) as those that it is; ``boxes`` are its letters'.

    pdfium takes narrow spaces between words that are set with small moves for none.
    """
    parts: list[str] = []
    places: list[float] = []
    begin = 0
    for i in range(1, len(word) + 1):
        if i < len(word) and boxes[i][0] - boxes[i - 1][2] < _SPACE * (boxes[i][3] - boxes[i][1]):
            continue
        own = boxes[begin:i]
        parts.append(word[begin:i])
        places += own[0][0], min(box[1] for box in own), own[-1][2], max(box[3] for box in own)
        begin = i
    return parts, places


def _is_stretched(parts: Sequence[Line]) -> bool:
    """True where the gaps between ``parts`` are alike, and not wide: one line, set to fill a column."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(parts)]
    return 0 < max(gaps) < min(2 * parts[0].height, 1.5 * min(gaps)) and all(p.turn == 0 for p in parts)


def _is_mark(word: str) -> bool:
    return len(word) == 1 and (word == "o" or not word.isalnum())


def _readable(word: str) -> str:
    word = word.replace(_LINE_HYPHEN, "-")
    return "".join(character for character in word if character >= " " and character != "\x7f")


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
