"""The one way to make a `Document`: append, and get the span back.

Readers never compute or search for an offset. They add blocks in reading order, and the builder
knows where each landed, because it is the one that put it there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.documents.document import Block, BlockKind, Document, Notice, NoticeKind, Page, Span
from analyzer.documents.layout import Box, Layout, PlacedWords

BLOCK_BREAK = "\n\n"
CELL_BREAK = " | "

# Control characters have no place in a text that people read, and a lone surrogate cannot be written
# as UTF-8. Tab and newline stay.
_CONTROLS = [code for code in (*range(32), 127) if chr(code) not in "\t\n"]
_SURROGATES = range(0xD800, 0xE000)
_UNPRINTABLE = dict.fromkeys(_CONTROLS, "") | dict.fromkeys(_SURROGATES, "\N{REPLACEMENT CHARACTER}")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters and its place on the page."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Words:
    """Words with one space between them, and their places on the page: four numbers a word (x0, top, x1,
    bottom). For a line of words, this costs a tenth of what as many `Word` do."""

    text: str
    page: int
    boxes: Sequence[float]


# What a block is made of: a plain string (stripped), or words with their places and, between them, the
# white space as strings.
Pieces = str | Sequence[str | Word | Words]


class DocumentBuilder:
    """Collects the parts of one document, then `build` gives the finished record."""

    def __init__(self, *, id: str, name: str, format: str) -> None:
        self.id = id
        self.name = name
        self.format = format
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._placed: list[PlacedWords] = []
        self._pages: list[Page] = []
        self._notices: list[Notice] = []
        # The words of the last block, where it is a row without column names: it may be a header.
        self._bare_row: tuple[str, ...] | None = None

    def add(
        self,
        kind: BlockKind,
        pieces: Pieces,
        *,
        level: int | None = None,
        page: int | None = None,
        speaker: str | None = None,
        timestamp: str | None = None,
    ) -> Span | None:
        """Appends one block and returns its span; None, and nothing added, where it has no words."""
        if not _has_words(pieces):
            return None
        self._break()
        span = self._write(pieces)
        self._bare_row = None
        self._blocks.append(
            Block(span=span, kind=kind, level=level, page=page, speaker=speaker, timestamp=timestamp)
        )
        return span

    def add_row(
        self, cells: Sequence[Pieces], header: Sequence[str] = (), *, page: int | None = None
    ) -> Span | None:
        """Appends a table row; ``header`` names the columns. Empty cells leave no trace in the text.

        A row whose words are the column names of the row below it, or its own, becomes a table header.
        """
        names = [*(" ".join(name.split()) for name in header), *[""] * len(cells)]
        filled = [(name, cell) for name, cell in zip(names, cells, strict=False) if _has_words(cell)]
        if not filled:
            return None
        words = tuple(_words(cell) for _, cell in filled)
        named = {name for name, _ in filled if name}
        if named and self._bare_row is not None and named <= set(self._bare_row):
            self._blocks[-1] = replace(self._blocks[-1], kind=BlockKind.TABLE_HEADER)
        self._break()
        spans: list[Span] = []
        for _, cell in filled:
            if spans:
                self._append(CELL_BREAK)
            spans.append(self._write(cell))
        span = Span(start=spans[0].start, end=spans[-1].end)
        self._blocks.append(
            Block(
                span=span,
                kind=BlockKind.TABLE_HEADER if named and named == set(words) else BlockKind.TABLE_ROW,
                page=page,
                cells=tuple(spans),
                header=tuple(name for name, _ in filled),
            )
        )
        self._bare_row = None if named else words
        return span

    def add_page(self, page: Page) -> None:
        """Records a page; pages come in the order of their numbers."""
        self._pages.append(page)

    def notice(self, kind: NoticeKind, message: str, page: int | None = None) -> None:
        """Records something that a user of the text has to know."""
        self._notices.append(Notice(kind=kind, message=message, page=page))

    def build(self, *, language: str | None = None) -> Document:
        """The finished document."""
        return Document(
            id=self.id,
            name=self.name,
            format=self.format,
            text="".join(self._parts),
            blocks=tuple(self._blocks),
            layout=Layout.of_words(self._placed),
            pages=tuple(self._pages),
            notices=tuple(self._notices),
            language=language,
        )

    def _break(self) -> None:
        if self._length:
            self._append(BLOCK_BREAK)

    def _write(self, pieces: Pieces) -> Span:
        start = self._length
        for piece in [pieces.strip()] if isinstance(pieces, str) else pieces:
            if isinstance(piece, str):
                self._append(_printable(piece))
            elif isinstance(piece, Words) and piece.text.isprintable():
                self._place(piece.text, piece.page, piece.boxes)
            else:
                self._place_each(piece)
        return Span(start=start, end=self._length)

    def _place(self, text: str, page: int, boxes: Sequence[float]) -> None:
        self._placed.append((self._length, text, page, boxes))
        self._append(text)

    def _place_each(self, piece: Word | Words) -> None:
        """Writes words that may have to lose characters, or all that they have, and then their place."""
        separator = ""
        for word, page, box in _single(piece):
            if readable := _printable(word):
                self._append(separator)
                self._place(readable, page, box)
                separator = " "

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _single(piece: Word | Words) -> Iterator[tuple[str, int, Sequence[float]]]:
    if isinstance(piece, Word):
        box = piece.box
        yield piece.text, box.page, (box.x0, box.top, box.x1, box.bottom)
        return
    for i, word in enumerate(piece.text.split(" ")):
        yield word, piece.page, piece.boxes[4 * i : 4 * i + 4]


def _printable(text: str) -> str:
    return text if text.isprintable() else text.translate(_UNPRINTABLE)


def _has_words(pieces: Pieces) -> bool:
    parts = [pieces] if isinstance(pieces, str) else pieces
    return any(_printable(_text(part)).strip() for part in parts)


def _words(pieces: Pieces) -> str:
    """What ``pieces`` say, white space folded."""
    parts = [pieces] if isinstance(pieces, str) else pieces
    return " ".join(_printable("".join(map(_text, parts))).split())


def _text(piece: str | Word | Words) -> str:
    return piece if isinstance(piece, str) else piece.text
