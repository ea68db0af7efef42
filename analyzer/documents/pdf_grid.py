"""The cells that the rules on a page make.

Rules that lie within a few points of each other are one rule, and what goes on behind a small gap goes on.
A cell is the smallest rectangle from a crossing of two rules whose four sides are drawn and whose corners
are crossings. Cells that have a corner in common belong to one table.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from analyzer.documents.pdf_calls import Floats
from analyzer.documents.pdf_lines import Rectangle

# How far apart, in points, two rules are one, or a rule ends from the one that it meets.
_NEAR = 3.0
# Two cells take two rules in one direction and three in the other.
_FEWEST_RULES = 5
# Among more crossings than this, finding the cells would take seconds.
_MOST_CROSSINGS = 6000

_Point = tuple[float, float]


def cell_groups(rules: Floats) -> list[list[Rectangle]]:
    """The cells that ``rules`` make (x0, top, x1, bottom, a row each), those of one table together, from
    the top of the page down."""
    if len(rules) < _FEWEST_RULES:
        return []
    across = rules[:, 2] - rules[:, 0] > rules[:, 3] - rules[:, 1]
    if min(np.count_nonzero(across), np.count_nonzero(~across)) < 2:
        return []
    rows = _merged(rules[across][:, [1, 3, 0, 2]])
    columns = _merged(rules[~across][:, [0, 2, 1, 3]])
    if min(len(rows), len(columns)) < 2 or max(len(rows), len(columns)) < 3:
        return []
    meet = (
        (columns[:, None, 1] <= rows[:, 0] + _NEAR)
        & (columns[:, None, 2] >= rows[:, 0] - _NEAR)
        & (columns[:, None, 0] >= rows[:, 1] - _NEAR)
        & (columns[:, None, 0] <= rows[:, 2] + _NEAR)
    )
    if np.count_nonzero(meet) > _MOST_CROSSINGS:
        return []
    return _by_table(_Crossings(rows, columns, np.argwhere(meet).tolist()).cells())


def _merged(rules: Floats) -> Floats:
    """Rules of one direction (both sides, then where they begin and end) as ``place, begin, end``, those
    that are one rule as one."""
    places = (rules[:, 0] + rules[:, 1]) / 2
    order = np.argsort(places, kind="stable")
    places, begins, ends = places[order], rules[order, 2], rules[order, 3]
    firsts = np.flatnonzero(np.diff(places, prepend=-np.inf) > _NEAR)
    counts = np.diff(np.append(firsts, len(places)))
    places = np.repeat(np.add.reduceat(places, firsts) / counts, counts)
    found: list[list[float]] = []
    order = np.lexsort((begins, places))
    for place, begin, end in np.stack([places, begins, ends], axis=1)[order].tolist():
        if found and found[-1][0] == place and begin <= found[-1][2] + _NEAR:
            found[-1][2] = max(found[-1][2], end)
        else:
            found.append([place, begin, end])
    return np.array(found)


class _Crossings:
    """The crossings of ``rows`` and ``columns``, and which of them have a rule from one to the other."""

    def __init__(self, rows: Floats, columns: Floats, pairs: Sequence[Sequence[int]]) -> None:
        self._columns: dict[_Point, set[int]] = defaultdict(set)
        self._rows: dict[_Point, set[int]] = defaultdict(set)
        xs, ys = columns[:, 0].tolist(), rows[:, 0].tolist()
        for column, row in pairs:
            self._columns[xs[column], ys[row]].add(column)
            self._rows[xs[column], ys[row]].add(row)
        self._below: dict[float, list[float]] = defaultdict(list)
        self._beside: dict[float, list[float]] = defaultdict(list)
        for x, y in sorted(self._columns):
            self._below[x].append(y)
            self._beside[y].append(x)

    def cells(self) -> list[Rectangle]:
        """From each crossing the smallest cell to its lower right, where there is one."""
        return [cell for x, y in sorted(self._columns) if (cell := self._smallest(x, y)) is not None]

    def _smallest(self, x: float, y: float) -> Rectangle | None:
        for lower in _after(self._below[x], y):
            if not self._joined_down(x, y, lower):
                break
            for right in _after(self._beside[y], x):
                if not self._joined_across(x, right, y):
                    break
                if self._closes(x, y, right, lower):
                    return x, y, right, lower
        return None

    def _closes(self, x: float, y: float, right: float, lower: float) -> bool:
        return (
            (right, lower) in self._columns
            and self._joined_across(x, right, lower)
            and self._joined_down(right, y, lower)
        )

    def _joined_across(self, x: float, right: float, y: float) -> bool:
        return not self._rows[x, y].isdisjoint(self._rows[right, y])

    def _joined_down(self, x: float, y: float, lower: float) -> bool:
        return not self._columns[x, y].isdisjoint(self._columns[x, lower])


def _after(values: Sequence[float], value: float) -> Sequence[float]:
    """Those of the sorted ``values`` that are larger than ``value``."""
    return values[bisect_right(values, value) :]


def _by_table(cells: Sequence[Rectangle]) -> list[list[Rectangle]]:
    """The cells that corners in common hold together, from the top down; a cell alone is no table."""
    heads: dict[_Point, _Point] = {}

    def head(point: _Point) -> _Point:
        while (above := heads.setdefault(point, point)) != point:
            heads[point] = heads[above]
            point = above
        return point

    for x0, top, x1, bottom in cells:
        for corner in ((x1, top), (x0, bottom), (x1, bottom)):
            heads[head(corner)] = head((x0, top))
    tables: dict[_Point, list[Rectangle]] = defaultdict(list)
    for cell in cells:
        tables[head((cell[0], cell[1]))].append(cell)
    found = [table for table in tables.values() if len(table) > 1]
    return sorted(found, key=lambda table: min((cell[1], cell[0]) for cell in table))
