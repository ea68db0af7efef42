"""Tables on a PDF page: those drawn with rules, and those set as aligned columns of short cells.

The rules come from pdfium's path objects, in the same coordinates as the words.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from analyzer.documents.pdf_calls import Floats
from analyzer.documents.pdf_grid import cell_groups
from analyzer.documents.pdf_layout import Placed, rows
from analyzer.documents.pdf_lines import Line, Rectangle, joined

# A table without rules: rows at most this many line heights apart, with cells of so many characters.
_FEWEST_ROWS = 3
_ROW_GAP = 1.6
_LONGEST_CELL = 60
_MEAN_CELL = 28
_LONGEST_NAME = 60
# The parts of a table on two pages have the same left and right edges, within this many points.
_SAME_EDGE = 8.0
_FIGURE = re.compile(r"^[^\w]*\d[\d.,:/%\s-]*[^\w]*\w{0,3}$")


@dataclass(slots=True)
class Table:
    """Rows of cells, and the cells that name its columns (``names``), which a table that goes on over
    a page break takes from its first part."""

    x0: float
    top: float
    x1: float
    bottom: float
    page: int
    rows: list[list["Cell"]]
    names: tuple["Cell", ...] = ()

    def header(self, row: Sequence["Cell"]) -> tuple[str, ...]:
        """The column name of each cell of ``row``; none for a row that is the names of the rows below it."""
        if not self.names or (self.is_names(row) and len(self.rows) > 1):
            return ()
        return tuple(_name_over(self.names, cell) for cell in row)

    def is_names(self, row: Sequence["Cell"]) -> bool:
        """True where ``row`` has the words of the column names."""
        return [cell.text for cell in row] == [cell.text for cell in self.names]

    def continues(self, earlier: "Table") -> bool:
        """True where this table, first on its page, is the rest of the last on the page before."""
        close = abs(self.x0 - earlier.x0) < _SAME_EDGE and abs(self.x1 - earlier.x1) < _SAME_EDGE
        edges = {cell.x0 for row in earlier.rows for cell in row}
        return (
            self.page == earlier.page + 1
            and close
            and all(any(abs(cell.x0 - x) < _SAME_EDGE for x in edges) for cell in self.rows[0])
        )

    def header_cells(self) -> tuple["Cell", ...]:
        """The cells of the first row where they name the columns, else none.

        They do where they are short words, one for each column, and differ from the rows below by
        being bold, or by being words where the others have figures. Without such a difference, the
        first row of three columns and more is taken for one.
        """
        if len(self.rows) < 2:
            return ()
        first, others = [cell for cell in self.rows[0] if cell.lines], self.rows[1:]
        if len(first) < 2 or any(
            len(cell.text) > _LONGEST_NAME or _FIGURE.match(cell.text) for cell in first
        ):
            return ()
        if _all_bold(first) and not all(_all_bold(row) for row in others):
            return tuple(first)
        widest = max(sum(bool(cell.lines) for cell in row) for row in others)
        if len(first) < widest:
            return ()
        figures = sum(bool(_FIGURE.match(cell.text)) for row in others for cell in row)
        return tuple(first) if figures >= len(others) or widest > 2 else ()


@dataclass(slots=True)
class Cell:
    """The lines between two edges of a row."""

    x0: float
    x1: float
    lines: list[Line]

    @property
    def text(self) -> str:
        """The cell's words."""
        return " ".join(line.text for line in self.lines)


def _all_bold(row: Sequence[Cell]) -> bool:
    return all(line.bold for cell in row for line in cell.lines)


def ruled_tables(
    rules: Floats, lines: Sequence[Line], page: int, earlier: Table | None
) -> tuple[list[Table], list[Line]]:
    """The tables that ``rules`` make (x0, top, x1, bottom, a row each), and the lines in none of them.

    ``earlier`` is the last table of the page before: what goes on with it may have a single row.
    """
    tables: list[Table] = []
    rest = list(lines)
    for cells in cell_groups(rules):
        table, others = _fill(cells, rest, page)
        if table is not None and (_is_table(table) or (earlier is not None and table.continues(earlier))):
            table.names = table.header_cells()
            tables.append(table)
            rest = others
    return tables, rest


def _fill(cells: Sequence[Rectangle], lines: Sequence[Line], page: int) -> tuple[Table | None, list[Line]]:
    """The table that ``cells`` make with the lines inside them, and the lines outside; None where
    there are no lines inside, or no two columns."""
    tops = sorted({cell[1] for cell in cells})
    if len({cell[0] for cell in cells}) < 2:
        return None, list(lines)
    by_cell: dict[Rectangle, list[Line]] = {cell: [] for cell in cells}
    rest: list[Line] = []
    for line in lines:
        for part in _parts_by_cell(line, cells):
            cell, piece = part
            if cell is None:
                rest.append(piece)
            else:
                by_cell[cell].append(piece)
    found = [
        [
            Cell(x0=cell[0], x1=cell[2], lines=_in_order(by_cell[cell]))
            for cell in sorted(cells)
            if cell[1] == top
        ]
        for top in tops
    ]
    filled = [row for row in found if any(cell.lines for cell in row)]
    if not filled:
        return None, list(lines)
    table = Table(
        x0=min(cell[0] for cell in cells),
        top=tops[0],
        x1=max(cell[2] for cell in cells),
        bottom=max(cell[3] for cell in cells),
        page=page,
        rows=filled,
    )
    return table, rest


def _is_table(table: Table) -> bool:
    """False for a frame around text, or the grid of a chart: a table has rows with several cells."""
    filled = [sum(bool(cell.lines) for cell in row) for row in table.rows]
    return len(filled) >= 2 and sum(count > 1 for count in filled) >= 2


def _parts_by_cell(line: Line, cells: Sequence[Rectangle]) -> Iterator[tuple[Rectangle | None, Line]]:
    """``line`` with the cell that it stands in, cut where its words stand in several."""
    whole = _cell_at(cells, line.x0, line.x1, line.middle, share=0.98)
    if line.turn:
        boxes = list(line.placed_words())
        box = boxes[0][1]
        yield _cell_at(cells, box[0], box[2], (box[1] + box[3]) / 2), line
        return
    if whole is not None or not any(
        cell[0] < line.x1 and cell[2] > line.x0 and cell[1] < line.middle < cell[3] for cell in cells
    ):
        yield whole, line
        return
    group: list[tuple[str, Rectangle]] = []
    current: Rectangle | None = None
    for word, box in line.placed_words():
        cell = _cell_at(cells, box[0], box[2], line.middle)
        if group and cell != current:
            yield current, line.part(group)
            group = []
        current = cell
        group.append((word, box))
    yield current, line.part(group)


def _cell_at(
    cells: Sequence[Rectangle], x0: float, x1: float, y: float, share: float = 0.5
) -> Rectangle | None:
    """The cell in which at least that share of ``x0..x1`` lies at height ``y``."""
    width = x1 - x0
    for cell in cells:
        if cell[1] <= y <= cell[3] and min(x1, cell[2]) - max(x0, cell[0]) >= share * width:
            return cell
    return None


def _in_order(lines: Sequence[Line]) -> list[Line]:
    return [joined([line for line in row if isinstance(line, Line)]) for row in rows(lines)]


def aligned_tables(
    found: Sequence[list[Placed]], is_tabular: Callable[[Sequence[Line]], bool]
) -> Iterator[list[Placed]]:
    """The rows of a region, with runs of rows that make a table without rules each as one `Table`."""
    i = 0
    while i < len(found):
        table, end = _aligned_table(found, i, is_tabular) if len(found[i]) > 1 else (None, i)
        if table is not None:
            yield [table]
            i = end
        else:
            yield found[i]
            i += 1


def _aligned_table(
    found: Sequence[list[Placed]], start: int, is_tabular: Callable[[Sequence[Line]], bool]
) -> tuple[Table | None, int]:
    columns: list[tuple[float, float]] = []
    table_rows: list[list[Cell]] = []
    end = start
    bottom = 0.0
    for end in range(start, len(found) + 1):
        if end == len(found):
            break
        row = [item for item in found[end] if isinstance(item, Line)]
        if len(row) < len(found[end]) or (end > start and row[0].top - bottom > _ROW_GAP * row[0].height):
            break
        places = _columns_of(row, columns)
        if places is None:
            break
        if is_tabular(row) and all(len(line.text) <= _LONGEST_CELL for line in row):
            table_rows.append([Cell(x0=line.x0, x1=line.x1, lines=[line]) for line in row])
            columns = _widened(columns, row)
        elif len(row) == 1 and table_rows and (cell := _continued(row[0], table_rows[-1], bottom)):
            cell.lines.append(row[0])
            columns = _widened(columns, row)
        else:
            break
        bottom = max(line.bottom for line in row)
    if len(table_rows) < _FEWEST_ROWS or not _well_aligned(table_rows, columns):
        return None, start
    lines = [line for row in table_rows for cell in row for line in cell.lines]
    table = Table(
        x0=columns[0][0],
        top=min(line.top for line in lines),
        x1=columns[-1][1],
        bottom=bottom,
        page=lines[0].page,
        rows=table_rows,
    )
    table.names = table.header_cells()
    return table, end


def _columns_of(row: Sequence[Line], columns: Sequence[tuple[float, float]]) -> list[int] | None:
    """The column of each cell (-1 for a new one); None where a cell spans two or two share one."""
    places: list[int] = []
    for line in row:
        touched = [i for i, (x0, x1) in enumerate(columns) if line.x0 < x1 and line.x1 > x0]
        if len(touched) > 1 or (touched and touched[0] in places):
            return None
        places.append(touched[0] if touched else -1)
    return places


def _widened(columns: Sequence[tuple[float, float]], row: Sequence[Line]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted([*columns, *((line.x0, line.x1) for line in row)]):
        if merged and x0 < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _continued(line: Line, row: Sequence[Cell], bottom: float) -> Cell | None:
    """The cell of ``row`` that ``line`` goes on with: it begins below it, close, at the same edge."""
    if line.top - bottom > 0.3 * line.height:
        return None
    return next((cell for cell in row[1:] if abs(cell.x0 - line.x0) < 3), None)


def _well_aligned(table_rows: Sequence[Sequence[Cell]], columns: Sequence[tuple[float, float]]) -> bool:
    """True where each column has one edge, or its middle, in common over its rows."""
    if len(columns) < 2:
        return False
    cells = [cell for row in table_rows for cell in row]
    if sum(len(cell.text) for cell in cells) > _MEAN_CELL * len(cells):
        return False
    for x0, x1 in columns:
        own = [cell for cell in cells if cell.x0 < x1 and cell.x1 > x0]
        if len(own) < 2:
            return False
        lefts = [cell.x0 for cell in own]
        rights = [cell.x1 for cell in own]
        middles = [cell.x0 + cell.x1 for cell in own]
        # A header may stand otherwise than the cells under it.
        if (
            min(_spread(lefts), _spread(rights), _spread(middles) / 2) > 4
            and min(_spread(lefts[1:]), _spread(rights[1:]), _spread(middles[1:]) / 2) > 4
        ):
            return False
    return True


def _spread(values: Sequence[float]) -> float:
    return max(values) - min(values) if values else 0.0


def _name_over(names: Sequence[Cell], cell: Cell) -> str:
    """The name of the column in which ``cell`` stands."""
    middle = (cell.x0 + cell.x1) / 2
    best = max(names, key=lambda name: min(name.x1, cell.x1) - max(name.x0, cell.x0), default=None)
    if best is None:
        return ""
    overlaps = min(best.x1, cell.x1) > max(best.x0, cell.x0) or best.x0 <= middle <= best.x1
    return best.text if overlaps else ""
