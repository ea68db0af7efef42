"""Words and lines out of one PDF page, by pdfium, in the coordinates of the page as shown.

pdfium gives a page's text in one call, in the order of the file, and the box of any character in
another. Only the first and the last character of a word are asked for, and the style of the ends of a
line. What can be worked out for all words of the page together is, as columns of numbers.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, groupby, pairwise
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
# A hyphen of this kind, which only shows at a line's end, it puts on a line of its own.
_SOFT_HYPHEN = "\u00ad"
_TOKEN = re.compile(r"\w+")
_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)

# Two words further apart than this many line heights are in different columns, cells or labels.
_GAP = 1.0
# A gap inside of a word of this many line heights is a space.
_SPACE = 0.12
# The share of characters without a known letter above which a page counts as unreadable.
GARBLED = 0.5
# A letter-spaced line has at least so many single letters; of the words in each part they are this share.
_FEWEST_LETTERS = 5
_LETTERS = 0.8
# A word of one character does not tell which way it runs.
_UNTOLD = -1

# From the page's own coordinates, which count from the bottom, to those that count from the top.
_FLIPPED = np.array((1.0, -1.0, 1.0, -1.0))

# What is known of a code point, as bits.
_BLANK, _BULLET, _RIGHT_TO_LEFT, _UNKNOWN, _SMALL, _CAPITAL = 1, 2, 4, 8, 16, 32


def _character_table() -> NDArray[np.uint8]:
    table = np.zeros(0x110000, np.uint8)
    table[[code for code in range(0x3001) if chr(code).isspace()]] |= _BLANK
    table[[*map(ord, BULLETS)]] |= _BULLET
    table[ord(SYMBOL_FONT[0]) : ord(SYMBOL_FONT[-1]) + 1] |= _BULLET
    table[ord("a") : ord("z") + 1] |= _SMALL
    table[ord("A") : ord("Z") + 1] |= _CAPITAL
    for first, last in ((0x590, 0x8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF)):
        table[first : last + 1] |= _RIGHT_TO_LEFT
    # Private use, but for the symbol fonts' part of it, and the control characters that are no white space.
    for first, last in ((0xE000, 0xF01F), (0xF100, 0xF8FF), (0x00, 0x08), (0x0E, 0x1B), (0xFFFD, 0xFFFD)):
        table[first : last + 1] |= _UNKNOWN
    return table


_CHARACTERS = _character_table()


@dataclass(frozen=True, slots=True)
class PageView:
    """How a page's own coordinates (origin at the bottom left) become those of the page as shown."""

    number: int
    width: float
    height: float
    rotation: int
    bounds: Rectangle

    def shown(self, boxes: Floats) -> Floats:
        """Boxes (left, top, right, bottom, a row each) as ``x0, top, x1, bottom`` from the top left of the
        page, crop box and rotation applied."""
        x0, y0, x1, y1 = self.bounds
        if self.rotation == 0:
            upright, origin = boxes * _FLIPPED, (-x0, y1, -x0, y1)
        elif self.rotation == 90:
            upright, origin = boxes[:, [3, 0, 1, 2]], (-y0, -x0, -y0, -x0)
        elif self.rotation == 180:
            upright, origin = boxes[:, [2, 3, 0, 1]] * -_FLIPPED, (x1, -y0, x1, -y0)
        else:
            upright, origin = -boxes[:, [1, 2, 3, 0]], (y1, x1, y1, x1)
        found: Floats = upright + np.array(origin)
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
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    traits = _CHARACTERS[codes]
    spans = _word_spans(codes, traits)
    if not len(spans):
        return PageWords(lines=())
    if _garbled(textpage, text, spans, int(np.count_nonzero(traits & _UNKNOWN))):
        return PageWords(lines=(), garbled=True)
    spans = _split(textpage, view, codes, spans)
    places = _places(textpage, view, codes, spans)
    size = (view.width, view.height)
    inside = np.all(places.boxes[:, 2:] > 0, axis=1) & np.all(places.boxes[:, :2] < size, axis=1)
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


def _word_spans(codes: NDArray[np.uint32], traits: NDArray[np.uint8]) -> Integers:
    """The first character of each word and the one after its last, a row each.

    White space ends a word, a hyphen at a line's end stands in it and ends it, and bullets before a word
    are words of their own.
    """
    hyphens = codes == ord(_LINE_HYPHEN)
    inside = np.zeros(len(codes) + 2, np.bool_)
    inside[1:-1] = (traits & _BLANK == 0) & ~hyphens
    begins = inside[1:-1] & ~inside[:-2]
    bullets = traits & _BULLET != 0
    leading = begins & bullets
    while np.count_nonzero(leading):
        follows = np.zeros_like(begins)
        follows[1:] = leading[:-1] & inside[2:-1] & ~begins[1:]
        begins |= follows
        leading = follows & bullets
    ends = inside[1:-1] & ~inside[2:]
    ends[:-1] |= inside[1:-2] & begins[1:]
    afters = np.flatnonzero(ends) + 1
    afters += np.append(hyphens, False)[afters]
    return np.stack([np.flatnonzero(begins), afters], axis=1)


def _split(textpage: PdfTextPage, view: PageView, codes: NDArray[np.uint32], spans: Integers) -> Integers:
    """``spans`` with each word that looks like several (``OurProcess``) as those that it is.

    pdfium takes narrow spaces between words that are set with small moves for none.
    """
    traits = _CHARACTERS[codes]
    humps = np.flatnonzero((traits[:-1] & _SMALL != 0) & (traits[1:] & _CAPITAL != 0))
    if not len(humps):
        return spans
    doubtful = sorted(set((np.searchsorted(spans[:, 0], humps, side="right") - 1).tolist()))
    letters = [i for start, end in spans[doubtful].tolist() for i in range(start, end)]
    boxes = view.shown(char_boxes(textpage, letters))
    boxes = _around(boxes, boxes)
    apart = boxes[1:, 0] - boxes[:-1, 2] >= _SPACE * (boxes[1:, 3] - boxes[1:, 1])
    gaps = set(compress(letters[1:], apart.tolist())).difference(spans[doubtful, 0].tolist())
    cuts = [gap for gap in gaps if codes[gap] != ord(_LINE_HYPHEN)]
    return np.sort(np.append(spans, [[cut, cut] for cut in cuts], axis=0), axis=0) if cuts else spans


def _garbled(textpage: PdfTextPage, text: str, spans: Integers, strange: int) -> bool:
    """True where most of the characters are no known letters; ``strange`` of them look like none.

    pdfium puts a glyph's number in the place of a letter that it cannot tell, and only knows so when
    asked about that character; the first of each of some fifty words are a fair sample.
    """
    sample = spans[:: len(spans) // 60 + 1, 0].tolist()
    if unmapped(textpage, sample) > GARBLED * len(sample):
        # The numbers of the glyphs are often those of the letters all the same.
        words = _TOKEN.findall(text)
        return sum(map(_is_written, words)) < GARBLED * max(len(words), 1)
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


def _places(textpage: PdfTextPage, view: PageView, codes: NDArray[np.uint32], spans: Integers) -> _Places:
    ends = spans - (0, 1)
    shown = view.shown(char_boxes(textpage, ends.ravel().tolist()))
    first, last = shown[0::2], shown[1::2]
    lines = np.searchsorted(np.flatnonzero(codes == ord("\n")), spans[:, 0])
    # A word with its hyphen ends its line, though pdfium has no line end there.
    lines[1:] += np.cumsum(codes[ends[:-1, 1]] == ord(_LINE_HYPHEN))
    soft = np.flatnonzero((codes[ends] == ord(_SOFT_HYPHEN)).all(axis=1))
    lines[soft] = lines[np.maximum(soft - 1, 0)]
    turns = _turns(first, last)
    turns[ends[:, 0] == ends[:, 1]] = _UNTOLD
    turns[_CHARACTERS[codes[ends[:, 0]]] & _RIGHT_TO_LEFT != 0] = 0
    return _Places(spans, _around(first, last), _settled(turns, lines), lines)


def _turns(first: Floats, last: Floats) -> Integers:
    """The way from each word's first character to its last: 0 across the page, 90 up, 180 back, 270 down."""
    ways = last[:, :2] + last[:, 2:] - first[:, :2] - first[:, 2:]
    across, down = ways.T
    level = np.abs(down)
    if (across >= level).all():
        return np.zeros(len(ways), np.int64)
    return np.where(np.abs(across) >= level, np.where(across < 0, 180, 0), np.where(down > 0, 270, 90))


def _settled(turns: Integers, lines: Integers) -> Integers:
    """``turns`` with those that are not told as their neighbours in the line have it, 0 where these
    differ."""
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
    bold = are_bold(textpage, firsts)
    if any(bold):
        also = iter(are_bold(textpage, list(compress(lasts, bold))))
        bold = [begins_bold and next(also) for begins_bold in bold]
    turns, numbers = places.turns[begins].tolist(), places.lines[begins].tolist()
    single = places.spans[:, 1] - places.spans[:, 0] == 1
    share = np.add.reduceat(single, begins, dtype=np.int64) / np.diff(edges)
    in_line = np.bincount(places.lines, single)[places.lines[begins]]
    spaced = ((share >= _LETTERS) & (in_line >= _FEWEST_LETTERS)).tolist()
    boxes = array("f", places.boxes.astype(np.float32).tobytes())
    corners = np.minimum.reduceat(places.boxes, begins), np.maximum.reduceat(places.boxes, begins)
    extents = np.concatenate([corners[0][:, :2], corners[1][:, 2:]], axis=1).astype(np.float32).tolist()
    for i, (start, end) in enumerate(pairwise(edges)):
        own, own_boxes = words[start:end], boxes[4 * start : 4 * end]
        text = " ".join(own)
        extent = extents[i]
        if spaced[i] or not text.isprintable():
            own, own_boxes = _mended(own, own_boxes, spaced=spaced[i])
            if not own:
                continue
            text, extent = " ".join(own), turned(own_boxes, 0)
        x0, top, x1, bottom = turned(extent, turns[i]) if turns[i] else extent
        line = Line(
            page=view.number,
            text=text,
            boxes=own_boxes,
            x0=x0,
            top=top,
            x1=x1,
            bottom=bottom,
            size=sizes[i],
            bold=bold[i],
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


def _mended(words: Sequence[str], boxes: "array[float]", *, spaced: bool) -> tuple[list[str], "array[float]"]:
    """The words of a line, with their boxes, as they are read: without control characters, a soft hyphen at
    the end with its word and, where the line may be ``spaced``, put together of their letters."""
    readable: list[str] = []
    places = array("f")
    for i, word in enumerate(words):
        box = boxes[4 * i : 4 * i + 4]
        if word == _SOFT_HYPHEN and readable:
            _append(readable, places, word, box)
        elif shown := word if word.isprintable() else _readable(word):
            readable.append(shown)
            places.extend(box)
    return _respaced(readable, places) if spaced else (readable, places)


def _append(words: list[str], boxes: "array[float]", piece: str, box: "array[float]") -> None:
    """Makes ``piece`` the end of the last word."""
    words[-1] += piece
    boxes[-3], boxes[-2], boxes[-1] = min(boxes[-3], box[1]), box[2], max(boxes[-1], box[3])


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
    if len(words) < 2 or letters < _LETTERS * len(words):
        return words, boxes
    gaps = [boxes[4 * i] - boxes[4 * i - 2] for i in range(1, len(words))]
    usual = max(median(gaps), 0.1)
    whole: list[str] = []
    places = array("f")
    for i, word in enumerate(words):
        box = boxes[4 * i : 4 * i + 4]
        if whole and gaps[i - 1] <= 1.6 * usual:
            _append(whole, places, word, box)
        else:
            whole.append(word)
            places.extend(box)
    return whole, places
