"""The order in which the parts of a page are read: over columns and sidebars, down each of them.

The page is cut into horizontal slices, one a row of text. A band is a run of slices that leave one
vertical gutter free; where what stands on both sides of the gutter reads as columns (and not as the
labels, marks or cells of one row), the band is cut there, and each side is looked at in the same way.
This is the recursive XY-cut (Nagy and Seth, 1984) with the test for columns added, because a plain cut
reads a table by its columns.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from statistics import median
from typing import Protocol

from analyzer.documents.pdf_lines import Line


class Placed(Protocol):
    """A line or a table: something with an extent in its reading frame."""

    x0: float
    top: float
    x1: float
    bottom: float


# A gutter is at least this wide, in points. Lines are already apart where they are a line height apart.
MIN_GUTTER = 7.0
# Mean words a line above which a column is prose.
_PROSE_WORDS = 3.5
# Where this share of one side's lines stand on lines of the other, the two sides are one table.
_ALIGNED = 0.6
# What is set in columns has at least so many lines in each; words blacked out leave shorter gutters.
_FEWEST_LINES = 3
# Lines of which this share begin with a small letter are prose that goes on from line to line.
_WRAPPED = 0.25
# Columns in which this share of the lines begin with a bullet are lists, however well they align.
_LISTED = 0.3
# Two lines whose middles are no further apart than this share of their height stand on one line.
_LEVEL = 0.25
# Two lines of a paragraph are no further apart than this share of a line's height.
_CLOSE = 0.5

Interval = tuple[float, float]


def regions(items: Sequence[Placed]) -> list[list[Placed]]:
    """``items`` in reading order, cut into regions that hold one column each."""
    slices = _slices(items)
    if len(slices) == len(items):
        # Nothing stands beside anything else, as on most pages: there are no columns to look for.
        return [[item for (item,) in slices]] if slices else []
    gaps = [_gaps(part) for part in slices]
    found: list[list[Placed]] = []
    flow: list[Placed] = []
    i = 0
    while i < len(slices):
        band = _band(slices, gaps, i) if len(slices[i]) > 1 else None
        if band is None:
            flow.extend(slices[i])
            i += 1
            continue
        end, gutter = band
        inside = [item for part in slices[i:end] for item in part]
        lead = _lead(flow, inside, gutter)
        inside[:0] = flow[lead:]
        del flow[lead:]
        if flow:
            found.append(flow)
            flow = []
        found += regions([item for item in inside if item.x0 < gutter])
        found += regions([item for item in inside if item.x0 >= gutter])
        i = end
    if flow:
        found.append(flow)
    return found


def _lead(flow: Sequence[Placed], inside: Sequence[Placed], gutter: float) -> int:
    """The index of the first item of ``flow`` that belongs to the columns ``inside``.

    A right column that begins higher than the left one has gone into the flow; so have the first lines of a
    left column that begins higher, unless they are the last of a text that crosses the gutter.
    """
    lead = len(flow)
    while lead and flow[lead - 1].x0 >= gutter:
        lead -= 1
    if lead < len(flow):
        return lead
    top = min(item.top for item in inside if item.x0 < gutter)
    for first in range(lead - 1, -1, -1):
        item = flow[first]
        if top - item.bottom > _CLOSE * (item.bottom - item.top):
            return first + 1
        if item.x1 > gutter:
            return lead
        top = item.top
    return 0


def rows(items: Iterable[Placed]) -> list[list[Placed]]:
    """``items`` of one region as rows from top to bottom, each from left to right."""
    found: list[list[Placed]] = []
    middle = height = 0.0
    for item in sorted(items, key=lambda item: item.top + item.bottom):
        own = (item.top + item.bottom) / 2
        if found and abs(own - middle) <= 0.35 * min(height, item.bottom - item.top):
            found[-1].append(item)
            continue
        found.append([item])
        middle, height = own, item.bottom - item.top
    for row in found:
        if len(row) > 1:
            row.sort(key=attrgetter("x0"))
    return found


def _slices(items: Iterable[Placed]) -> list[list[Placed]]:
    """Runs of items that overlap in height. A fifth of a line may reach into its neighbour."""
    found: list[list[Placed]] = []
    end = 0.0
    for item in sorted(items, key=attrgetter("top", "x0")):
        margin = 0.2 * min(item.bottom - item.top, 20.0)
        if found and item.top + margin < end:
            found[-1].append(item)
            end = max(end, item.bottom - margin)
        else:
            found.append([item])
            end = item.bottom - margin
    return found


def _band(slices: list[list[Placed]], gaps: list[list[Interval]], start: int) -> tuple[int, float] | None:
    """The end of the band of columns that begins with slice ``start``, and the x of its gutter.

    ``gaps`` are those of each slice. Of several gutters the longest is taken; but where another ends with
    a gap over the whole page, the columns end there, and others begin below.
    """
    found: list[tuple[int, float]] = []
    for gap in gaps[start][1:-1]:
        free, end = gap, start
        while end < len(slices) and (narrowed := _narrowed(free, gaps[end])):
            free = narrowed
            end += 1
        gutter = (free[0] + free[1]) / 2
        end = _trimmed(slices, start, end, gutter)
        inside = [item for part in slices[start:end] for item in part]
        if _are_columns(
            [item for item in inside if item.x0 < gutter], [item for item in inside if item.x0 >= gutter]
        ):
            found.append((end, gutter))
    longest = max((end for end, _ in found), default=0)
    return next((band for band in found if band[0] == longest or _stands_apart(slices, band[0])), None)


def _narrowed(gutter: Interval, gaps: Sequence[Interval]) -> Interval | None:
    """The widest part of the gutter that ``gaps`` leave free; None where it is too narrow."""
    left, right = gutter
    widest: Interval = (0.0, 0.0)
    for x0, x1 in gaps:
        begin, end = max(left, x0), min(right, x1)
        if end - begin > widest[1] - widest[0]:
            widest = begin, end
    return widest if widest[1] - widest[0] >= MIN_GUTTER else None


def _trimmed(slices: list[list[Placed]], start: int, end: int, gutter: float) -> int:
    """The end of the band without the lines below it that only happen to leave the gutter free.

    Where text crosses the gutter after the band, lines on the left alone that stand apart from the
    columns belong to that text.
    """
    if end == len(slices):
        return end
    right = (i for i in range(start, end) if any(item.x0 >= gutter for item in slices[i]))
    last = max(right, default=end)
    for i in range(last + 1, end):
        if _stands_apart(slices, i):
            return i
    # No column ends with a heading: its text is what crosses the gutter.
    while end - 1 > last and _is_headed(slices[end - 2], slices[end - 1]):
        end -= 1
    return end


def _stands_apart(slices: list[list[Placed]], i: int) -> bool:
    """True where the gap above slice ``i`` is higher than a line on either side of it."""
    above = max(slices[i - 1], key=lambda item: item.bottom)
    below = slices[i][0]
    return below.top - above.bottom > min(above.bottom - above.top, below.bottom - below.top)


def _is_headed(above: Sequence[Placed], below: Sequence[Placed]) -> bool:
    """True where ``below`` is a line that is larger or bolder than the lines ``above`` it."""
    line = below[0]
    return (
        isinstance(line, Line)
        and len(below) == 1
        and all(isinstance(item, Line) and (line.size > item.size or line.bold > item.bold) for item in above)
    )


def _gaps(items: Sequence[Placed]) -> list[Interval]:
    """The intervals of x that no item covers."""
    found: list[Interval] = []
    edge = float("-inf")
    for x0, x1 in sorted((item.x0, item.x1) for item in items):
        if x0 > edge:
            found.append((edge, x0))
        edge = max(edge, x1)
    found.append((edge, float("inf")))
    return found


def _are_columns(before: Sequence[Placed], after: Sequence[Placed]) -> bool:
    """True where the two sides of a gutter are read one after the other, and not row by row."""
    left = [item for item in before if isinstance(item, Line)]
    right = [item for item in after if isinstance(item, Line)]
    if not left or not right:
        # A table beside a column of text.
        return max(len(left), len(right)) > 1 and bool(before and after)
    if len(left) == 1 or len(right) == 1:
        # A label stands on the first line of what it names, or stands for itself.
        first, second = (min(side, key=lambda line: line.middle) for side in (left, right))
        return len(left) != len(right) and not _level(first, second)
    if all(sum(line.opens_item for line in side) >= _LISTED * len(side) for side in (left, right)):
        return True
    if min(median(len(line.text) for line in side) for side in (left, right)) <= 3:
        return False
    sides = (left, right)
    if min(map(len, sides)) >= _FEWEST_LINES and (
        min(sum(line.words for line in side) / len(side) for side in sides) >= _PROSE_WORDS
        or min(sum(line.text[0].islower() for line in side) / len(side) for side in sides) >= _WRAPPED
    ):
        return True
    fewer, more = sorted((left, right), key=len)
    return _share_aligned(fewer, more) < _ALIGNED


def _share_aligned(fewer: Sequence[Line], more: Sequence[Line]) -> float:
    ordered = sorted(more, key=attrgetter("middle"))
    middles = [line.middle for line in ordered]
    aligned = 0
    for line in fewer:
        reach = _LEVEL * line.height
        near = ordered[bisect_left(middles, line.middle - reach) : bisect_right(middles, line.middle + reach)]
        aligned += any(_level(line, other) for other in near)
    return aligned / len(fewer)


def _level(a: Line, b: Line) -> bool:
    return abs(a.middle - b.middle) < _LEVEL * min(a.height, b.height)
