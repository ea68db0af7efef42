"""What became of each input: read, read in part, or not read, and why."""

from dataclasses import dataclass, replace

from analyzer.documents.document import Document, Notice, NoticeKind
from analyzer.errors import DocumentError, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One input of a review.

    ``id`` and ``format`` are None where no reader got far enough to tell. ``pages`` is the number of
    pages, None for formats without pages. ``passages`` counts what was searched for signals: 0 for a
    source that could not be read. ``unread_pages`` are the numbers of pages whose words are unknown.
    """

    id: str | None
    name: str
    format: str | None
    outcome: Outcome
    pages: int | None
    passages: int
    unread_pages: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def searched(self) -> bool:
        """True where there were passages to search."""
        return self.passages > 0


def source_of(document: Document, passages: int, notices: tuple[Notice, ...] = ()) -> Source:
    """The source of a document that was read, and of which so many ``passages`` were searched.

    ``notices`` say what else of it was not searched.
    """
    foreign = any(notice.kind is NoticeKind.NOT_ENGLISH for notice in notices)
    return Source(
        id=document.id,
        name=document.name,
        format=document.format,
        outcome=Outcome.PARTIAL if foreign else document.outcome,
        pages=len(document.pages) or None,
        passages=passages,
        unread_pages=document.unread_pages,
        notices=(*document.notices, *notices),
    )


def unread_source(error: DocumentError) -> Source:
    """The source of an input that could not be read, with the reason as its one notice."""
    return Source(
        id=None,
        name=error.name,
        format=None,
        outcome=error.outcome,
        pages=None,
        passages=0,
        notices=(Notice(kind=NoticeKind(error.outcome), message=error.sentence),),
    )


def set_aside(document: Document, outcome: Outcome, message: str) -> Source:
    """The source of a document that was read, but for the reason in ``message`` not searched."""
    return replace(
        source_of(document, 0),
        outcome=outcome,
        notices=(Notice(kind=NoticeKind(outcome), message=message), *document.notices),
    )
