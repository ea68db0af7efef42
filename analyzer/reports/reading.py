"""A document as it is set for reading: its blocks in groups, a table's rows together again.

The characters are those of the blocks, in their order; only what stands around them is made here.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from analyzer.documents.document import Block, BlockKind, Document
from analyzer.reports.exhibits import Exhibit
from analyzer.reports.highlight import Segment, segments
from analyzer.reports.tables import Member, cells_of, places, tables

# The page gives the report's own headings the levels 1 to 3.
_FIRST_LEVEL, _LAST_LEVEL = 4, 6

_ROWS = (BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW)
_OWN_MARKER = re.compile(
    r"(?:[-*+\N{BULLET}\N{EN DASH}\N{EM DASH}\u25a0-\u25ff\uf0b7]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell, and the separator after it that the document's text has and a reader needs not."""

    segments: tuple[Segment, ...]
    separator: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBlock:
    """One block, set. ``cells`` is a table row by column, None where the row has none; else it is empty.

    ``level`` is that of the HTML element for a heading, the depth for a list item. ``said`` is the speaker
    where a turn's text begins with the name, which ``segments`` and ``speaker`` then leave out. ``marked`` is
    True for a list item that brings its own bullet or number. ``exhibits`` are those that stand in it.
    """

    id: str
    kind: BlockKind
    segments: tuple[Segment, ...]
    cells: tuple[Cell | None, ...] = ()
    level: int = 1
    said: tuple[Segment, ...] = ()
    speaker: str = ""
    timestamp: str = ""
    marked: bool = False
    exhibits: tuple[Exhibit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Blocks that are set as one: a list, a table, or a single block of any other kind.

    A page that could not be read is a group without blocks.

    ``page`` is the number of the page that begins here, else None. ``columns`` are the names of a table's
    columns; where ``headed`` they are its first row.
    """

    page: int | None
    kind: BlockKind = BlockKind.PARAGRAPH
    blocks: tuple[SetBlock, ...] = ()
    columns: tuple[str, ...] = ()
    headed: bool = False

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """Those that stand in its blocks."""
        return tuple(exhibit for block in self.blocks for exhibit in block.exhibits)


class Reading:
    """One document set for reading; ``number`` counts the documents of a report from 1.

    Raises ValueError where an exhibit's quote is not in the document: they are not of one run.
    """

    def __init__(self, document: Document, number: int, exhibits: Sequence[Exhibit]) -> None:
        self.document = document
        self.id = f"d{number}"
        self._starts = [block.span.start for block in document.blocks]
        self._exhibits: dict[int, list[Exhibit]] = {}
        for exhibit in exhibits:
            evidence = exhibit.evidence
            at = self._block_at(evidence.start)
            if at is None or evidence.end > document.blocks[at].span.end:
                raise ValueError(f"evidence outside of its block at {evidence.start}..{evidence.end}")
            if document.text[evidence.start : evidence.end] != evidence.quote:
                raise ValueError(f"{document.name}: the text at {evidence.start} is not the quote")
            self._exhibits.setdefault(at, []).append(exhibit)

    def block_id(self, offset: int) -> str:
        """The HTML id of the block that has the character at ``offset``; "" where none has."""
        at = self._block_at(offset)
        return "" if at is None else f"{self.id}b{at}"

    def groups(self) -> Iterator[Group]:
        """The document in reading order."""
        page: int | None = None
        depths: list[int] = []
        lost = list(self.document.unread_pages)
        for _, members in groupby(enumerate(self.document.blocks), key=lambda member: _company(*member)):
            run = list(members)
            kind, begins = run[0][1].kind, run[0][1].page
            while lost and begins is not None and lost[0] < begins:
                yield Group(page=lost.pop(0))
            opened = begins if begins != page else None
            page = begins or page
            if kind in _ROWS:
                yield from self._tables(run, opened)
            else:
                blocks = tuple(self._set(i, block, depths) for i, block in run)
                yield Group(kind=kind, page=opened, blocks=blocks)
        for number in lost:
            yield Group(page=number)

    def _tables(self, run: list[Member], page: int | None) -> Iterator[Group]:
        for table in tables(self.document, run):
            yield Group(
                kind=BlockKind.TABLE_ROW,
                page=page,
                blocks=tuple(self._set_row(i, block, table.columns) for i, block in table.rows),
                columns=table.columns,
                headed=table.headed,
            )
            page = None

    def _set(self, i: int, block: Block, depths: list[int]) -> SetBlock:
        text = self.document.quote(block.span)
        level = block.level or 1
        if block.kind is BlockKind.HEADING:
            level = min(_FIRST_LEVEL + _enter(depths, level), _LAST_LEVEL)
        speaker = block.speaker or ""
        name = speaker if block.kind is BlockKind.TURN and text.startswith(speaker) else ""
        rest = block.span.start + len(name)
        return SetBlock(
            id=f"{self.id}b{i}",
            kind=block.kind,
            segments=self._segments(i, rest, block.span.end),
            level=level,
            said=self._segments(i, block.span.start, rest),
            speaker="" if name else speaker,
            timestamp=block.timestamp or "",
            marked=_OWN_MARKER.match(text) is not None,
            exhibits=tuple(self._exhibits.get(i, ())),
        )

    def _set_row(self, i: int, block: Block, columns: tuple[str, ...]) -> SetBlock:
        spans = cells_of(block)
        ends = [cell.start for cell in spans[1:]] + [block.span.end]
        cells: list[Cell | None] = []
        for column, cell, end in zip(places(block, columns), spans, ends, strict=True):
            cells.extend([None] * (column - len(cells)))
            cells.append(
                Cell(
                    segments=self._segments(i, cell.start, cell.end),
                    separator=self._segments(i, cell.end, end),
                )
            )
        cells.extend([None] * (len(columns) - len(cells)))
        return SetBlock(
            id=f"{self.id}b{i}",
            kind=block.kind,
            segments=(),
            cells=tuple(cells),
            exhibits=tuple(self._exhibits.get(i, ())),
        )

    def _segments(self, i: int, start: int, end: int) -> tuple[Segment, ...]:
        return (
            segments(self.document.text[start:end], start, self._exhibits.get(i, ())) if start < end else ()
        )

    def _block_at(self, offset: int) -> int | None:
        at = bisect_right(self._starts, offset) - 1
        return at if at >= 0 and offset < self.document.blocks[at].span.end else None


def _company(i: int, block: Block) -> tuple[BlockKind, int | None, int | None]:
    """Equal for neighbours that are set as one: the list items, or the table rows, of one page."""
    kind = BlockKind.TABLE_ROW if block.kind in _ROWS else block.kind
    alone = kind not in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
    return kind, block.page, i if alone else None


def _enter(depths: list[int], level: int) -> int:
    """How many headings are open above one of ``level``, which opens: skipped levels do not count."""
    while depths and depths[-1] >= level:
        depths.pop()
    depths.append(level)
    return len(depths) - 1
