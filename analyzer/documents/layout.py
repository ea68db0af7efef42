"""Where the words of a text stand on their pages.

A thousand pages have half a million words, so the places are kept in flat arrays, about 30 bytes a
word, and turned into `Box` objects only when somebody asks for them.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

# A word continues the line of the word before it when their vertical extents share this much of the
# lower one's height.
SAME_LINE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on page ``page`` (from 1), in PDF points from the top left of the page as shown."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    def __post_init__(self) -> None:
        if self.page < 1 or self.x0 > self.x1 or self.top > self.bottom:
            raise ValueError(f"not a box: {self}")


# Words are taken up in so many lines or so at once: all at once, what that takes in between would be more
# than a long document itself.
LINES_AT_ONCE = 4000

# Where words begin in the text, the words with one space between them, their page, and four numbers (x0,
# top, x1, bottom) for each.
PlacedWords = tuple[int, str, int, Sequence[float]]


class Layout:
    """The places of words, in the order of the text. Built once by a reader, then only read."""

    __slots__ = ("_coordinates", "_ends", "_pages", "_starts")

    def __init__(self, words: Iterable[tuple[int, int, Box]] = ()) -> None:
        self._starts = array("I")
        self._ends = array("I")
        self._pages = array("I")
        self._coordinates = array("f")
        for start, end, box in words:
            self.append(start, end, box)

    @classmethod
    def of_words(cls, placed: Sequence[PlacedWords]) -> "Layout":
        """The layout of words that come in the order of the text, many at once.

        What has four numbers is one word, spaces or not. Raises ValueError where there are not four numbers
        for each word.
        """
        layout = cls()
        for first in range(0, len(placed), LINES_AT_ONCE):
            layout._extend(placed[first : first + LINES_AT_ONCE])
        return layout

    def _extend(self, placed: Sequence[PlacedWords]) -> None:
        import numpy as np

        begins, texts, pages, boxes = zip(*placed, strict=True)
        joined = [t if len(b) > 4 else t.replace(" ", "_") for t, b in zip(texts, boxes, strict=True)]
        written = np.frombuffer(" ".join(joined).encode("utf-32-le", "surrogatepass"), np.uint32)
        edges = np.concatenate([[-1], (written == ord(" ")).nonzero()[0], [len(written)]])
        coordinates = array("f")
        for flat in boxes:
            coordinates.extend(flat)
        if len(coordinates) != 4 * (len(edges) - 1):
            raise ValueError(f"{len(edges) - 1} words, but {len(coordinates)} coordinates")
        counts = [len(flat) // 4 for flat in boxes]
        # How far each text lies from where it is written here, one after the other with a space between.
        offsets = accumulate((len(text) + 1 for text in texts), initial=0)
        shifts = np.repeat([begin - offset for begin, offset in zip(begins, offsets, strict=False)], counts)
        self._starts.frombytes((edges[:-1] + 1 + shifts).astype(np.uintc).tobytes())
        self._ends.frombytes((edges[1:] + shifts).astype(np.uintc).tobytes())
        self._pages.frombytes(np.repeat(pages, counts).astype(np.uintc).tobytes())
        rounded = np.array(coordinates, np.float64).round(2)
        self._coordinates.frombytes(rounded.astype(np.float32).tobytes())

    def append(self, start: int, end: int, box: Box) -> None:
        """Adds the place of ``text[start:end]``, which must lie after all words so far."""
        if not (self._ends[-1] if self._ends else 0) <= start < end:
            raise ValueError(f"word {start}..{end} out of order")
        self._starts.append(start)
        self._ends.append(end)
        self._pages.append(box.page)
        # Rounded as they are read, so that what goes through JSON is equal to what came from the page.
        self._coordinates.extend(round(value, 2) for value in (box.x0, box.top, box.x1, box.bottom))

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[tuple[int, int, Box]]:
        return ((self._starts[i], self._ends[i], self._box(i)) for i in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Layout):
            return NotImplemented
        return (self._starts, self._ends, self._pages, self._coordinates) == (
            other._starts,
            other._ends,
            other._pages,
            other._coordinates,
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Layout({len(self)} words)"

    def page_at(self, offset: int) -> int | None:
        """The page of the word at ``offset`` or, between words, of the next one; None without words."""
        if not self._starts:
            return None
        return self._pages[min(bisect_right(self._ends, offset), len(self) - 1)]

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """One box for each line that ``text[start:end]`` touches, in reading order.

        A word that is touched in part counts whole.
        """
        lines: list[Box] = []
        for i in range(bisect_right(self._ends, start), bisect_left(self._starts, end)):
            word = self._box(i)
            if lines and _continues(lines[-1], word):
                lines[-1] = _union(lines[-1], word)
            else:
                lines.append(word)
        return tuple(lines)

    def _box(self, i: int) -> Box:
        x0, top, x1, bottom = (round(value, 2) for value in self._coordinates[4 * i : 4 * i + 4])
        return Box(page=self._pages[i], x0=x0, top=top, x1=x1, bottom=bottom)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """In JSON a layout is a list of ``[start, end, page, x0, top, x1, bottom]``, one a word."""
        from pydantic_core import core_schema

        row = tuple[int, int, int, float, float, float, float]
        return core_schema.union_schema(
            [
                core_schema.is_instance_schema(cls),
                core_schema.no_info_after_validator_function(_from_rows, handler.generate_schema(list[row])),
            ],
            serialization=core_schema.plain_serializer_function_ser_schema(
                _to_rows, return_schema=handler.generate_schema(list[row])
            ),
        )


def _continues(line: Box, word: Box) -> bool:
    overlap = min(line.bottom, word.bottom) - max(line.top, word.top)
    height = min(line.bottom - line.top, word.bottom - word.top)
    return line.page == word.page and word.x0 >= line.x0 and overlap >= SAME_LINE * height


def _union(a: Box, b: Box) -> Box:
    return Box(
        page=a.page,
        x0=min(a.x0, b.x0),
        top=min(a.top, b.top),
        x1=max(a.x1, b.x1),
        bottom=max(a.bottom, b.bottom),
    )


def _to_rows(layout: Layout) -> list[tuple[int, int, int, float, float, float, float]]:
    return [(s, e, box.page, box.x0, box.top, box.x1, box.bottom) for s, e, box in layout]


def _from_rows(rows: list[tuple[int, int, int, float, float, float, float]]) -> Layout:
    return Layout(
        (s, e, Box(page=page, x0=x0, top=top, x1=x1, bottom=bottom))
        for s, e, page, x0, top, x1, bottom in rows
    )
