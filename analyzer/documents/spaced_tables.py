"""Tables in plain text whose columns only spaces align."""

import re
from collections.abc import Sequence
from itertools import pairwise

# Fewer lines than these align by chance, and nobody aligns more columns.
_FEWEST_ROWS = 3
_MOST_COLUMNS = 40
_GAP = "  "
_CELL = re.compile(r"\S+(?: \S+)*")
_BEGINS = re.compile(rb"(?:^ *|  )(?=x)")
# A mark of a list, or a label or a speaker's name: what follows these is aligned as well, and is no column.
_NO_CELL = re.compile(r"^\W*\w{0,4}[.)]$|^\W+$|:$")
# Where more than this share of the cells begin with a small letter, two columns of prose stand side by side.
_WRAPPED = 0.25


def spaced_cells(lines: Sequence[str]) -> list[list[str]]:
    """The cells of ``lines``, one list a line; none where these are no rows of a table.

    They are where two blanks or more go through all lines in the same place, and each line has words on both
    sides of one of these gaps.
    """
    if len(lines) < _FEWEST_ROWS or not all(_GAP in line.strip() for line in lines):
        return []
    rows = [line.expandtabs().rstrip() for line in lines]
    width = max(map(len, rows))
    filled = bytearray(b" " * width)
    for row in rows:
        for cell in _CELL.finditer(row):
            filled[cell.start() : cell.end()] = b"x" * (cell.end() - cell.start())
    begins = [match.end() for match in _BEGINS.finditer(filled)]
    if not 2 <= len(begins) <= _MOST_COLUMNS:
        return []
    table = [[row[start:end].strip() for start, end in pairwise([*begins, width])] for row in rows]
    if any(not row[0] or not any(row[1:]) or _NO_CELL.search(row[0]) for row in table):
        return []
    cells = [cell for row in table for cell in row if cell]
    small = sum(cell[0].islower() for cell in cells)
    return table if small <= _WRAPPED * len(cells) else []
