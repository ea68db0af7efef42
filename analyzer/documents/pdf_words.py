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

# For each turn the corners that become left, top, right and bottom in the frame of the words that are read
# so, and their signs there.
_FRAMES = (
    (90, (3, 0, 1, 2), (-1, 1, -1, 1)),
    (180, (2, 3, 0, 1), (-1, -1, -1, -1)),
    (270, (1, 2, 3, 0), (1, -1, 1, -1)),
)
# From the character after a word to its last.
_TO_LAST = np.array((0, 1))
# From the page's own coordinates, which count from the bottom, to those that count from the top.
_FLIPPED = np.array((1.0, -1.0, 1.0, -1.0))

# What is known of a code point, as bits.
_BLANK, _BULLET, _RIGHT_TO_LEFT, _UNKNOWN, _SMALL, _CAPITAL, _HYPHEN, _SOFT = 1, 2, 4, 8, 16, 32, 64, 128


def _character_table() -> NDArray[np.uint8]:
    table = np.zeros(0x110000, np.uint8)
    table[[code for code in range(0x3001) if chr(code).isspace()]] |= _BLANK
    table[ord(_LINE_HYPHEN)] |= _HYPHEN
    table[ord(_SOFT_HYPHEN)] |= _SOFT
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
    page = _PageText(textpage, text)
    spans = _word_spans(page)
    if not len(spans):
        return PageWords(lines=())
    if _garbled(page, spans):
        return PageWords(lines=(), garbled=True)
    places = _places(page, view, _split(page, view, spans))
    size = (view.width, view.height)
    inside = (places.boxes[:, 2:] > 0) & (places.boxes[:, :2] < size)
    outside = 0
    if not inside.all():
        both = inside[:, 0] & inside[:, 1]
        outside = len(both) - int(np.count_nonzero(both))
        if outside == len(both):
            return PageWords(lines=(), outside=outside)
        places = places.some(both)
    np.minimum(np.maximum(places.boxes, 0.0), size * 2, out=places.boxes)
    return PageWords(lines=tuple(_lines(page, view, places)), outside=outside)


def _text_by_character(textpage: PdfTextPage) -> str:
    """The text with exactly one character for each of pdfium's, where its quick way skips some."""
    return "".join(
        _LINE_HYPHEN if code == 2 else chr(code) if 0 < code < 0x110000 else "\N{REPLACEMENT CHARACTER}"
        for code in code_points(textpage)
    )


class _PageText:
    """The characters of a page: as pdfium has them, as text, and what is known of each.

    Most pages have no bullet, no split word and no Arabic in them. ``seen`` tells so for the whole page, and
    with it the steps that are there for them are left out.
    """

    def __init__(self, textpage: PdfTextPage, text: str) -> None:
        self.textpage = textpage
        self.text = text
        self.codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        self.traits = _CHARACTERS.take(self.codes)
        self.seen = int(np.bitwise_or.reduce(self.traits))

    def are(self, trait: int) -> NDArray[np.bool_]:
        """For each character whether it has ``trait``."""
        found: NDArray[np.bool_] = self.traits & trait != 0
        return found


def _word_spans(page: _PageText) -> Integers:
    """The first character of each word and the one after its last, a row each.

    White space ends a word, a hyphen at a line's end stands in it and ends it, and bullets before a word
    are words of their own.
    """
    inside = np.zeros(len(page.traits) + 2, np.bool_)
    inside[1:-1] = page.traits & (_BLANK | _HYPHEN) == 0
    # Words begin and end in turn.
    edges = (inside[1:] != inside[:-1]).nonzero()[0]
    if page.seen & _BULLET:
        bullets = page.are(_BULLET)
        follows = edges[0::2]
        while len(follows):
            leading = follows[bullets[follows]]
            follows = leading[inside[leading + 2]] + 1
            edges = np.concatenate([edges, follows, follows])
        edges.sort()
    spans: Integers = edges.reshape(-1, 2)
    if page.seen & _HYPHEN:
        spans[:, 1] += np.append(page.are(_HYPHEN), False)[spans[:, 1]]
    return spans


def _split(page: _PageText, view: PageView, spans: Integers) -> Integers:
    """``spans`` with each word that looks like several (``OurProcess``) as those that it is.

    pdfium takes narrow spaces between words that are set with small moves for none.
    """
    humps = (page.are(_SMALL)[:-1] & page.are(_CAPITAL)[1:]).nonzero()[0]
    if not len(humps):
        return spans
    doubtful = sorted(set((np.searchsorted(spans[:, 0], humps, side="right") - 1).tolist()))
    letters = [i for start, end in spans[doubtful].tolist() for i in range(start, end)]
    boxes = view.shown(char_boxes(page.textpage, letters))
    boxes = _around(boxes, boxes)
    apart = boxes[1:, 0] - boxes[:-1, 2] >= _SPACE * (boxes[1:, 3] - boxes[1:, 1])
    gaps = set(compress(letters[1:], apart.tolist())).difference(spans[doubtful, 0].tolist())
    cuts = [gap for gap in gaps if page.text[gap] != _LINE_HYPHEN]
    return np.sort(np.append(spans, [[cut, cut] for cut in cuts], axis=0), axis=0) if cuts else spans


def _garbled(page: _PageText, spans: Integers) -> bool:
    """True where most of the characters are no known letters.

    pdfium puts a glyph's number in the place of a letter that it cannot tell, and only knows so when
    asked about that character; the first of each of some fifty words are a fair sample.
    """
    sample = spans[:: len(spans) // 60 + 1, 0].tolist()
    if unmapped(page.textpage, sample) > GARBLED * len(sample):
        # The numbers of the glyphs are often those of the letters all the same.
        words = _TOKEN.findall(page.text)
        return sum(map(_is_written, words)) < GARBLED * max(len(words), 1)
    if not page.seen & _UNKNOWN:
        return False
    strange = int(np.count_nonzero(page.are(_UNKNOWN)))
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


def _places(page: _PageText, view: PageView, spans: Integers) -> _Places:
    ends = spans - _TO_LAST
    shown = view.shown(char_boxes(page.textpage, ends.ravel().tolist()))
    first, last = shown[0::2], shown[1::2]
    lines = (page.codes == ord("\n")).nonzero()[0].searchsorted(spans[:, 0])
    if page.seen & _HYPHEN:
        # A word with its hyphen ends its line, though pdfium has no line end there.
        lines[1:] += np.cumsum(page.are(_HYPHEN)[ends[:-1, 1]])
    if page.seen & _SOFT:
        # A soft hyphen is in the line of the word before it.
        soft = page.are(_SOFT)[ends].all(axis=1).nonzero()[0]
        lines[soft] = lines[np.maximum(soft - 1, 0)]
    return _Places(spans, _around(first, last), _turns(page, ends, first, last, lines), lines)


def _turns(page: _PageText, ends: Integers, first: Floats, last: Floats, lines: Integers) -> Integers:
    """The turn of each word by the way from its first character to its last: 0 across the page, 90 up, 180
    back, 270 down. Right-to-left text is not turned."""
    ways = last[:, :2] + last[:, 2:] - first[:, :2] - first[:, 2:]
    across, down = ways[:, 0], ways[:, 1]
    level = np.abs(down)
    if (across >= level).all():
        return np.zeros(len(ways), np.int64)
    turns = np.where(np.abs(across) >= level, np.where(across < 0, 180, 0), np.where(down > 0, 270, 90))
    turns[ends[:, 0] == ends[:, 1]] = _UNTOLD
    turns[page.are(_RIGHT_TO_LEFT)[ends[:, 0]]] = 0
    return _settled(turns, lines)


def _settled(turns: Integers, lines: Integers) -> Integers:
    """``turns`` with those that are not told as their neighbours in the line have it, 0 where these
    differ."""
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


def _lines(page: _PageText, view: PageView, places: _Places) -> Iterator[Line]:
    """The words gathered to lines; parts of a line that only justification has set apart are one."""
    found = list(_parts(page, view, places))
    if len({number for number, _ in found}) == len(found):
        yield from (line for _, line in found)
        return
    for _, group in groupby(found, key=itemgetter(0)):
        parts = [line for _, line in group]
        if len(parts) > 2 and _is_stretched(parts):
            yield joined(parts)
        else:
            yield from parts


def _parts(page: _PageText, view: PageView, places: _Places) -> Iterator[tuple[int, Line]]:
    """The runs of words that stand close together, each with the number of its line in pdfium's text."""
    spans = places.spans.tolist()
    words = [page.text[start:end] for start, end in spans]
    begins = _begins_part(places).nonzero()[0]
    edges = [*begins.tolist(), len(words)]
    # A bullet has a font and often a size of its own.
    styled = [start + (end - start > 1 and _is_mark(words[start])) for start, end in pairwise(edges)]
    firsts = [spans[i][0] for i in styled]
    sizes = font_sizes(page.textpage, firsts)
    bold = are_bold(page.textpage, firsts)
    if any(bold):
        lasts = [spans[i - 1][1] - 1 for i in edges[1:]]
        also = iter(are_bold(page.textpage, list(compress(lasts, bold))))
        bold = [begins_bold and next(also) for begins_bold in bold]
    turns, numbers = places.turns[begins].tolist(), places.lines[begins].tolist()
    spaced = _are_spaced(words, places.lines, begins)
    rounded = places.boxes.astype(np.float32)
    boxes = array("f", rounded.tobytes())
    corners = np.minimum.reduceat(rounded, begins), np.maximum.reduceat(rounded, begins)
    extents = np.concatenate([corners[0][:, :2], corners[1][:, 2:]], axis=1).tolist()
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
    frames, lines, turns = places.boxes, places.lines, places.turns
    begins = np.ones(len(frames), np.bool_)
    begins[1:] = lines[1:] != lines[:-1]
    if turns.any():
        frames = _reading_frames(frames, turns)
        begins[1:] |= turns[1:] != turns[:-1]
    left, top, right, bottom = frames.T
    height = bottom - top
    height = np.minimum(height[:-1], height[1:])
    overlap = np.minimum(bottom[:-1], bottom[1:]) - np.maximum(top[:-1], top[1:])
    gap = left[1:] - right[:-1]
    begins[1:] |= ~((overlap >= 0.5 * height) & (-height < gap) & (gap < _GAP * np.maximum(height, 1.0)))
    return begins


def _reading_frames(boxes: Floats, turns: Integers) -> Floats:
    """Each of ``boxes`` in the frame in which its word runs from left to right, as `turned` gives it."""
    frames = boxes.copy()
    for turn, columns, signs in _FRAMES:
        chosen = turns == turn
        frames[chosen] = boxes[chosen][:, columns] * signs
    return frames


def _are_spaced(words: Sequence[str], lines: Integers, begins: Integers) -> list[bool]:
    """For each part, which begin with the words at ``begins``, whether it may be letter-spaced."""
    single = [len(word) == 1 for word in words]
    if sum(single) < _FEWEST_LETTERS:
        return [False] * len(begins)
    share = np.add.reduceat(single, begins, dtype=np.int64) / np.diff(begins, append=len(words))
    in_line = np.bincount(lines, single)[lines[begins]]
    found: list[bool] = ((share >= _LETTERS) & (in_line >= _FEWEST_LETTERS)).tolist()
    return found


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
