"""Tables from table rows: which rows belong together, and in which column each cell stands.

A document's text has no empty cells, so a row may be shorter than its table; the names of the columns
say where its cells belong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.documents.document import Block, BlockKind, Document, Span

# A block and its number in the document.
Member = tuple[int, Block]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows that belong together. ``columns`` has a name, or "", for each column; where ``headed`` they are
    the first row."""

    columns: tuple[str, ...]
    headed: bool
    rows: tuple[Member, ...]


def tables(document: Document, run: Sequence[Member]) -> Iterator[Table]:
    """The tables in a run of table rows: one ends where a row shares no column name with it, or where the
    next begins with its own header."""
    begin, names = 0, set[str]()
    for i, (_, row) in enumerate(run):
        here = {name for name in row.header if name}
        if i > begin and (_is_header(row) or (names and here and not names & here)):
            yield _table(document, run[begin:i])
            begin, names = i, set()
        names |= here
    yield _table(document, run[begin:])


def cells_of(row: Block) -> tuple[Span, ...]:
    """The cells of a row; the whole of it where the reader knew none."""
    return row.cells or (row.span,)


def places(row: Block, columns: Sequence[str]) -> tuple[int, ...]:
    """The column of each cell of ``row``, rising: by its name where that is known, else the next free one."""
    found: list[int] = []
    for name in row.header or ("",):
        free = found[-1] + 1 if found else 0
        found.append(columns.index(name, free) if name and name in columns[free:] else free)
    return tuple(found)


def _is_header(row: Block) -> bool:
    return row.kind is BlockKind.TABLE_HEADER


def _table(document: Document, rows: Sequence[Member]) -> Table:
    headed = _is_header(rows[0][1])
    if headed:
        columns = list(_words(document, rows[0][1]))
    else:
        columns = list(max((row.header for _, row in rows), key=lambda names: sum(map(bool, names))))
    columns += [name for _, row in rows for name in row.header if name and name not in columns]
    width = max(places(row, columns)[-1] for _, row in rows) + 1
    columns += [""] * (width - len(columns))
    return Table(columns=tuple(columns), headed=headed, rows=tuple(rows))


def _words(document: Document, row: Block) -> tuple[str, ...]:
    return tuple(" ".join(document.quote(cell).split()) for cell in cells_of(row))
