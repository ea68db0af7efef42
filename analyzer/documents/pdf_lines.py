"""Lines of words on a PDF page: what the reading order, the tables and the blocks are made from."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Rectangle = tuple[float, float, float, float]

# Marks that open a list item. Symbol fonts (Wingdings, Symbol) put theirs at U+F020..U+F0FF.
BULLETS = (
    "\u00b7\u2022\u2023\u2043\u2219\u25a0\u25a1\u25aa\u25ab\u25b6\u25b8\u25ba\u25cb\u25cf"
    "\u25e6\u2713\u2714\u27a2\u27a4"
)
SYMBOL_FONT = "\uf020-\uf0ff"


@dataclass(slots=True)
class Line:
    """Words on one baseline that stand close together: a line, or the part of it in one column.

    ``text`` holds the words with one space between them, ``boxes`` four numbers a word (x0, top, x1,
    bottom on the page as shown). The line's own extent is in its reading frame: the page turned so
    that the line runs from left to right. ``turn`` is that turn in degrees: 0, 90, 180 or 270. ``bullet``
    is true where a bullet is drawn, not written, before it.
    """

    page: int
    text: str
    boxes: "array[float]"
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    turn: int = 0
    bullet: bool = False

    @property
    def words(self) -> int:
        """How many there are."""
        return self.text.count(" ") + 1

    @property
    def opens_item(self) -> bool:
        """True where the line begins with a bullet, written or drawn."""
        return self.bullet or (self.text[:1] in BULLETS or "\uf020" <= self.text[:1] <= "\uf0ff")

    @property
    def height(self) -> float:
        """From the font's descent to its ascent."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half-way between top and bottom."""
        return (self.top + self.bottom) / 2

    def placed_words(self) -> Iterator[tuple[str, Rectangle]]:
        """Each word with its box on the page as shown."""
        boxes = self.boxes
        for i, word in enumerate(self.text.split(" ")):
            yield word, (boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3])

    def part(self, words: Sequence[tuple[str, Rectangle]]) -> "Line":
        """Some of the line's words, as a line of its own."""
        boxes = array("f", [value for _, box in words for value in box])
        x0, top, x1, bottom = turned(boxes, self.turn)
        return Line(
            page=self.page,
            text=" ".join(word for word, _ in words),
            boxes=boxes,
            x0=x0,
            top=top,
            x1=x1,
            bottom=bottom,
            size=self.size,
            bold=self.bold,
            turn=self.turn,
        )


def joined(parts: Sequence[Line]) -> Line:
    """Lines that stand beside each other, as one; its style is that of the longest."""
    if len(parts) == 1:
        return parts[0]
    longest = max(parts, key=lambda part: len(part.text))
    boxes = array("f")
    for part in parts:
        boxes.extend(part.boxes)
    return Line(
        page=longest.page,
        text=" ".join(part.text for part in parts),
        boxes=boxes,
        x0=min(part.x0 for part in parts),
        top=min(part.top for part in parts),
        x1=max(part.x1 for part in parts),
        bottom=max(part.bottom for part in parts),
        size=longest.size,
        bold=all(part.bold for part in parts if any(map(str.isalnum, part.text))),
        turn=longest.turn,
        bullet=parts[0].bullet,
    )


def turned(boxes: Sequence[float], turn: int) -> Rectangle:
    """The extent of ``boxes`` (four numbers each) in the frame that is turned by ``turn`` degrees."""
    x0, top, x1, bottom = min(boxes[0::4]), min(boxes[1::4]), max(boxes[2::4]), max(boxes[3::4])
    if turn == 90:
        return -bottom, x0, -top, x1
    if turn == 270:
        return top, -x1, bottom, -x0
    if turn == 180:
        return -x1, -bottom, -x0, -top
    return x0, top, x1, bottom
