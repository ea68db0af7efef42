"""How a document was read, drawn over the pictures of its pages: the tool for finding a reading fault."""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analyzer.documents.document import Block, BlockKind, Document, Page, PageStatus
from analyzer.documents.layout import Box
from analyzer.passages.split import HeadingPath
from analyzer.reports.self_contained import render

# What a block of each kind is marked with.
LETTERS = {
    BlockKind.HEADING: "H",
    BlockKind.PARAGRAPH: "P",
    BlockKind.LIST_ITEM: "L",
    BlockKind.TABLE_HEADER: "T",
    BlockKind.TABLE_ROW: "R",
    BlockKind.TURN: "S",
    BlockKind.CODE: "C",
    BlockKind.NOTE: "N",
    BlockKind.CONTENTS: "I",
    BlockKind.FURNITURE: "F",
}

_REMARKS = {
    PageStatus.READ: "",
    PageStatus.OCR: "read by text recognition",
    PageStatus.BLANK: "blank",
    PageStatus.NO_TEXT: "not read: no text behind the picture",
    PageStatus.FAILED: "not read: damaged",
}

# Lines of a block further apart than this many of their heights do not stand in one area.
_NEXT_LINE = 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBlock:
    """A block with its number in reading order, from 1; ``tag`` is its letter, with its level.

    ``place`` is the id of the page element that shows it. ``path`` are the headings it stands under.
    ``cells`` pairs the column names of a table row with its cells.
    """

    number: int
    kind: BlockKind
    tag: str
    block: Block
    text: str
    path: tuple[str, ...]
    place: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where a block, or the part of it in one column of one page, stands; ``first`` where it begins there."""

    block: ShownBlock
    box: Box
    cells: tuple[Box, ...]
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """A page with what was read from it; ``image`` is a data address, "" where there is no picture."""

    page: Page
    image: str
    remark: str
    areas: tuple[Area, ...]

    @property
    def order(self) -> str:
        """The way of the reading from area to area, furniture left out, as the points of a line."""
        boxes = [area.box for area in self.areas if area.block.kind is not BlockKind.FURNITURE]
        return " ".join(f"{box.x0:.1f},{(box.top + min(box.bottom, box.top + 12)) / 2:.1f}" for box in boxes)


def render_reading(document: Document, images: Mapping[int, bytes]) -> str:
    """The page: each page of ``document`` with its blocks over it, or all blocks, set one below the other,
    where nothing says where they stand.

    ``images`` has a picture, as the bytes of a WebP file, for the page numbers that could be drawn. Equal
    input gives equal text.
    """
    blocks = tuple(_blocks(document))
    areas: dict[int, list[Area]] = {}
    for block in blocks:
        for area in _areas(document, block):
            areas.setdefault(area.box.page, []).append(area)
    counted = Counter(block.kind for block in blocks)
    return render(
        "reading.html.j2",
        "reading",
        document=document,
        blocks=blocks,
        pages=tuple(
            ShownPage(
                page=page,
                image=_address(images.get(page.number)),
                remark=_REMARKS[page.status],
                areas=tuple(areas.get(page.number, ())),
            )
            for page in document.pages
            if len(document.layout)
        ),
        kinds=tuple((kind, LETTERS[kind], counted[kind]) for kind in LETTERS if counted[kind]),
    )


def _blocks(document: Document) -> Iterator[ShownBlock]:
    path = HeadingPath()
    for number, block in enumerate(document.blocks, start=1):
        text = document.quote(block.span)
        if block.kind is BlockKind.HEADING:
            path.enter(block.level or 1, text)
        above = path.titles[:-1] if block.kind is BlockKind.HEADING else path.titles
        yield ShownBlock(
            number=number,
            kind=block.kind,
            tag=f"{LETTERS[block.kind]}{block.level or ''}",
            block=block,
            text=text,
            path=() if block.kind is BlockKind.FURNITURE else above,
            place=f"b{number}",
            cells=tuple(
                (name, document.quote(cell)) for name, cell in zip(block.header, block.cells, strict=True)
            ),
        )


def _areas(document: Document, block: ShownBlock) -> Iterator[Area]:
    lines = [_around(boxes) for boxes in _stacked(document.boxes(block.block.span))]
    cells = [_around(boxes) for cell in block.block.cells for boxes in _stacked(document.boxes(cell))]
    # The cells of a row stand beside each other: the row is the area around all of them.
    for i, box in enumerate(_rows(lines) if cells else lines):
        inside = tuple(cell for cell in cells if cell.page == box.page)
        yield Area(block=block, box=box, cells=inside, first=i == 0)


def _stacked(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """The lines in groups that stand below each other in one column."""
    group: list[Box] = []
    for box in boxes:
        if group:
            last = group[-1]
            below = last.top <= box.top <= last.bottom + (_NEXT_LINE - 1) * (last.bottom - last.top)
            beside = min(last.x1, box.x1) > max(min(other.x0 for other in group), box.x0)
            if last.page != box.page or not (below and beside):
                yield group
                group = []
        group.append(box)
    if group:
        yield group


def _rows(boxes: Sequence[Box]) -> list[Box]:
    """One box a page."""
    pages = dict.fromkeys(box.page for box in boxes)
    return [_around([box for box in boxes if box.page == page]) for page in pages]


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        page=boxes[0].page,
        x0=min(box.x0 for box in boxes),
        top=min(box.top for box in boxes),
        x1=max(box.x1 for box in boxes),
        bottom=max(box.bottom for box in boxes),
    )


def _address(image: bytes | None) -> str:
    return "" if image is None else "data:image/webp;base64," + b64encode(image).decode()
