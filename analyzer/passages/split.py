"""Document -> passages: every block is covered once and in order, but for headings and furniture."""

from collections.abc import Iterator

from analyzer.documents.document import Block, BlockKind, Document, Span
from analyzer.passages.passage import Passage
from analyzer.passages.sentences import sentence_spans

# A paragraph longer than this is split at a sentence end (the labelling guide's "about 100 words").
MAX_WORDS = 100

# Kinds of blocks that name what stands elsewhere: under them or, in a list of contents, on another page.
NOT_PASSAGES = (BlockKind.HEADING, BlockKind.TABLE_HEADER, BlockKind.CONTENTS)


def split_passages(document: Document) -> tuple[Passage, ...]:
    """The passages of ``document`` in reading order, numbered from 0 in their ids.

    A passage id is the first twelve digits of the document's id, ``#``, and its number.
    """
    passages: list[Passage] = []
    path = HeadingPath()
    for block in document.readable_blocks():
        if block.kind is BlockKind.HEADING:
            path.enter(block.level or 1, document.quote(block.span))
        if block.kind in NOT_PASSAGES:
            continue
        for span in _parts(document, block):
            passages.append(
                Passage(
                    id=f"{document.id[:12]}#{len(passages):04d}",
                    document_id=document.id,
                    span=span,
                    text=document.quote(span),
                    kind=block.kind,
                    heading_path=path.titles,
                    page=document.page_at(span.start),
                    speaker=block.speaker,
                    timestamp=block.timestamp,
                    cells=block.cells,
                    header=block.header,
                )
            )
    return tuple(passages)


class HeadingPath:
    """The headings that are open at a place in a document, outermost first."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def enter(self, level: int, title: str) -> None:
        """Opens a heading; it closes those of its own level and deeper."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        self._open.append((level, " ".join(title.split())))

    @property
    def titles(self) -> tuple[str, ...]:
        """The open headings' texts, white space folded."""
        return tuple(title for _, title in self._open)


def _parts(document: Document, block: Block) -> Iterator[Span]:
    """The block itself or, where it is long prose, runs of its sentences of at most MAX_WORDS words.

    A table row stays whole: its cells mean nothing apart.
    """
    text = document.quote(block.span)
    if block.kind is BlockKind.TABLE_ROW or len(text.split()) <= MAX_WORDS:
        yield block.span
        return
    start, end, words = 0, 0, 0
    for sentence in sentence_spans(text):
        length = len(text[sentence.start : sentence.end].split())
        if words and words + length > MAX_WORDS:
            yield _shifted(start, end, block.span.start)
            start, words = sentence.start, 0
        words += length
        end = sentence.end
    yield _shifted(start, end, block.span.start)


def _shifted(start: int, end: int, by: int) -> Span:
    return Span(start=start + by, end=end + by)
