"""A sheet's cells -> drafts: which rows are a table, which of them names its columns, and which are text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analyzer.documents.document import BlockKind
from analyzer.documents.draft import Draft
from analyzer.documents.plaintext import is_heading_text, split_bullet

# The name of a column may be longer in a sheet than in a text, where there are no lines around it.
_MAX_NAME_WORDS = 8
_MAX_HEADERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of one row that show something, by column from 0; ``figures`` are the columns whose
    cells are numbers or dates. ``number`` counts from 1."""

    number: int
    cells: Mapping[int, str]
    figures: frozenset[int] = frozenset()


def sheet_drafts(rows: Sequence[Row], merged: Mapping[tuple[int, int], int]) -> Iterator[Draft]:
    """The tables and texts of a sheet; ``merged`` gives the number of columns of the cells that go over
    more than one, by row number and column.

    Rows up to an empty one belong together. The first row of names with other cells below it names the
    columns, also of what follows an empty row, until another row does.
    """
    header: Mapping[int, str] = {}
    groups = list(_groups(rows))
    for group, next_group in zip(groups, [*groups[1:], []], strict=False):
        named_at: int | None = None
        for i, row in enumerate(group):
            if named_at is not None and i < named_at:
                yield _draft(row, {})
            elif (named := _headers(group[i:], merged)) and (_stands_out(group, i) or not _fits(row, header)):
                named_at = i + named
                header = _names(group[i:named_at], merged)
                yield _draft(row, {})
            elif len(row.cells) > 1 or row.figures:
                yield _draft(row, header)
            else:
                below = next(iter([*group[i + 1 :], *next_group]), None)
                titles = below is not None and (row is groups[0][0] or len(below.cells) > 1)
                yield _text(row, 0 if not titles else 2 if named_at is None else 3)


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows that have cells, parted where a row without any lies between them."""
    group: list[Row] = []
    for row in rows:
        if not row.cells:
            continue
        if group and row.number > group[-1].number + 1:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _headers(group: Sequence[Row], merged: Mapping[tuple[int, int], int]) -> int:
    """How many rows at the head of ``group`` name the columns of those below; 0 where they do not.

    Two rows do where a cell of the first goes over several columns of names.
    """
    count = 0
    while count < min(len(group) - 1, _MAX_HEADERS) and _is_names(group[count]):
        count += 1
        row = group[count - 1]
        if not any((row.number, column) in merged for column in row.cells):
            break
    below = group[count:]
    return count if count and below and _has_values(group[count - 1], below) else 0


def _is_names(row: Row) -> bool:
    return (
        len(row.cells) > 1
        and not row.figures
        and all(len(text.split()) <= _MAX_NAME_WORDS for text in row.cells.values())
        and not any(text.endswith((":", ".")) for text in row.cells.values())
    )


def _has_values(names: Row, below: Sequence[Row]) -> bool:
    """True where the rows below look like entries under ``names``: as wide, with figures or longer texts,
    or at least three columns of short ones."""
    if len(below[0].cells) == 1 and len(below) > 1:
        below = below[1:]
    entries = [row for row in below if len(row.cells) > 1 and row.cells.keys() & names.cells.keys()]
    if not entries:
        return False
    figures = any(row.figures & names.cells.keys() for row in entries)
    lengths = [len(text.split()) for row in entries for text in row.cells.values()]
    longer = sum(lengths) / len(lengths) > max(len(text.split()) for text in names.cells.values())
    return figures or longer or len(names.cells) > 2


def _stands_out(group: Sequence[Row], i: int) -> bool:
    """True for a row of names at the head of its group, or below a single cell, whose next has figures."""
    first = i == 0 or len(group[i - 1].cells) == 1
    return first and i + 1 < len(group) and bool(group[i + 1].figures)


def _names(headers: Sequence[Row], merged: Mapping[tuple[int, int], int]) -> Mapping[int, str]:
    names: dict[int, str] = {}
    for row in headers:
        for column, text in row.cells.items():
            for at in range(column, column + merged.get((row.number, column), 1)):
                names[at] = f"{names[at]} {text}" if at in names else text
    return names


def _fits(row: Row, header: Mapping[int, str]) -> bool:
    """True where all cells of ``row`` stand under a name."""
    return bool(header) and row.cells.keys() <= header.keys()


def _text(row: Row, level: int) -> Draft:
    """A cell alone in its row: a heading of ``level`` where it can be one, else a text; 0 for none."""
    text = next(iter(row.cells.values()))
    if (item := split_bullet(text)) is not None:
        return Draft(kind=BlockKind.LIST_ITEM, text=item, level=1)
    if level and is_heading_text(text):
        return Draft(kind=BlockKind.HEADING, text=" ".join(text.split()), level=level)
    return Draft(kind=BlockKind.PARAGRAPH, text=text)


def _draft(row: Row, header: Mapping[int, str]) -> Draft:
    columns = sorted(row.cells)
    return Draft(
        kind=BlockKind.TABLE_ROW,
        cells=[row.cells[column] for column in columns],
        header=[header.get(column, "") for column in columns] if header else (),
    )
