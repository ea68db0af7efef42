"""The record of one document: its text, and where in the file each part of the text stands.

All offsets are half-open and count Unicode code points of ``Document.text``. A reader makes that
string once, through `analyzer.documents.builder`, and nothing changes or searches it afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from analyzer.documents.layout import Box, Layout
from analyzer.errors import Outcome


class BlockKind(StrEnum):
    """What a block is in the document's own structure; a line of its list of contents is ``contents``."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_HEADER = "table_header"
    TABLE_ROW = "table_row"
    TURN = "turn"
    CODE = "code"
    NOTE = "note"
    CONTENTS = "contents"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A half-open range of code points, ``0 <= start < end``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, list item, table row, turn or heading, as the file has it.

    ``level`` is the depth of a heading or list item, from 1. ``page`` is the page or slide it begins
    on, from 1. In a row of a table ``cells`` are the spans of the cells that have words, each with its
    column's name in ``header`` at the same index ("" where the column has none).
    """

    span: Span
    kind: BlockKind
    level: int | None = None
    page: int | None = None
    speaker: str | None = None
    timestamp: str | None = None
    cells: tuple[Span, ...] = ()
    header: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.header) != len(self.cells):
            raise ValueError(f"{len(self.cells)} cells, but {len(self.header)} column names")


class PageStatus(StrEnum):
    """Whether the words of a page are in the document's text; ``OCR``: as recognised in its picture."""

    READ = "read"
    OCR = "ocr"
    BLANK = "blank"
    NO_TEXT = "no_text"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its number from 1, its size in PDF points as shown, and whether it was read."""

    number: int
    width: float
    height: float
    status: PageStatus = PageStatus.READ

    @property
    def unread(self) -> bool:
        """True where the page may say something that is not in the document's text."""
        return self.status in (PageStatus.NO_TEXT, PageStatus.FAILED)


class NoticeKind(StrEnum):
    """What a notice is about: first the reading of a file that was read, then why one was not searched."""

    # Words of the file are missing from the text, and the document is read in part.
    LOST = "lost"
    # A page or slide has no text, or could not be read.
    NO_TEXT = "no_text"
    FAILED = "failed"
    # The words of some pages are as recognised in their pictures.
    OCR = "ocr"
    # Words lie outside of what a page shows, and are left out.
    HIDDEN = "hidden"
    # Text, slides or sheets are marked as hidden; the message says whether they are read.
    HIDDEN_TEXT = "hidden_text"
    TRACKED_CHANGES = "tracked_changes"
    ENCODING_GUESSED = "encoding_guessed"
    # Passages are program code and not searched.
    CODE = "code"
    # Passages, or all of a document, are in another language and not searched.
    NOT_ENGLISH = "not_english"
    # The others are the outcomes of the same names: nothing of the file was searched.
    NEEDS_OCR = "needs_ocr"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    MISSING = "missing"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something about the reading that a user of the text has to know, in one sentence."""

    kind: NoticeKind
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything that was read from one file.

    ``id`` is the SHA-256 of the file's bytes. ``blocks`` are in reading order and disjoint, and every
    character of ``text`` outside them is white space. ``pages`` is empty for formats without pages.
    ``language`` is an ISO 639-1 code, or None where there was too little text to tell.
    """

    id: str
    name: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    layout: Layout
    pages: tuple[Page, ...] = ()
    notices: tuple[Notice, ...] = ()
    language: str | None = None

    def __post_init__(self) -> None:
        end = 0
        for block in self.blocks:
            if block.span.start < end:
                raise ValueError(f"blocks overlap or are out of order at {block.span.start}")
            if self.text[end : block.span.start].strip():
                raise ValueError(f"text outside of blocks at {end}..{block.span.start}")
            end = block.span.end
        if end > len(self.text):
            raise ValueError(f"block ends at {end}, text at {len(self.text)}")
        if self.text[end:].strip():
            raise ValueError(f"text outside of blocks after {end}")
        for earlier, later in pairwise(self.pages):
            if earlier.number >= later.number:
                raise ValueError(f"page {later.number} after page {earlier.number}")

    @property
    def outcome(self) -> Outcome:
        """``partial`` where a page or a part of the file could not be read, else ``ok``."""
        lost = any(page.unread for page in self.pages)
        return Outcome.PARTIAL if lost or any(n.kind is NoticeKind.LOST for n in self.notices) else Outcome.OK

    @property
    def unread_pages(self) -> tuple[int, ...]:
        """The numbers of the pages whose words are not in ``text``."""
        return tuple(page.number for page in self.pages if page.unread)

    def quote(self, span: Span) -> str:
        """The characters of ``span``."""
        return self.text[span.start : span.end]

    def boxes(self, span: Span) -> tuple[Box, ...]:
        """Where ``span`` stands on its pages: a box a line; empty for formats without pages."""
        return self.layout.boxes(span.start, span.end)

    def page_at(self, offset: int) -> int | None:
        """The page on which the character at ``offset`` stands, or None where there are no pages."""
        page = self.layout.page_at(offset)
        return page if page is not None else self._block_page(offset)

    def readable_blocks(self) -> Iterator[Block]:
        """The blocks that a reader would read: all but the furniture."""
        return (block for block in self.blocks if block.kind is not BlockKind.FURNITURE)

    def _block_page(self, offset: int) -> int | None:
        for block in self.blocks:
            if block.span.end > offset:
                return block.page
        return None
