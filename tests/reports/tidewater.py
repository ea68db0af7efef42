"""An invented partner: a proposal, the minutes of a meeting, an unreadable scan, and what was found."""

import hashlib
from pathlib import Path

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import BlockKind, Document, NoticeKind, Page, PageStatus
from analyzer.errors import NeedsOcr
from analyzer.profile.aggregate import build_profile
from analyzer.profile.review import Review
from analyzer.profile.source import source_of, unread_source
from analyzer.signals.evidence import Cue, Evidence, Findings

DATA = Path(__file__).parent / "data"
ORIGIN = "an invented model"
PICTURE_PAGE = 6
SCAN = NeedsOcr("signed appendix.pdf", "its 4 pages are pictures, with no text behind them", "Run OCR on it")


def rows(name: str) -> list[list[str]]:
    """The rows of a table of invented data, without its header."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.replace("\\n", "\n").split("\t") for line in lines]


def proposal() -> Document:
    """Seven pages, one of them a picture, with headings, lists, a table, code, a note and furniture."""
    name = "proposal <Lindqvist>.pdf"
    builder = DocumentBuilder(id=hashlib.sha256(name.encode()).hexdigest(), name=name, format="pdf")
    header: list[str] = []
    for page, kind, level, *cells in rows("proposal.tsv"):
        if kind == "table_row":
            builder.add_row(cells, header, page=int(page))
            header = header or cells
        else:
            builder.add(BlockKind(kind), cells[0], level=int(level) if level else None, page=int(page))
    for number in range(1, 8):
        status = PageStatus.NO_TEXT if number == PICTURE_PAGE else PageStatus.READ
        builder.add_page(Page(number=number, width=595, height=842, status=status))
    builder.notice(NoticeKind.NO_TEXT, "The page is a picture, with no text behind it.", PICTURE_PAGE)
    return builder.build(language="en")


def meeting() -> Document:
    """A meeting, turn by turn, without pages."""
    name = "second meeting.vtt"
    builder = DocumentBuilder(id=hashlib.sha256(name.encode()).hexdigest(), name=name, format="vtt")
    for speaker, time, text in rows("meeting.tsv"):
        builder.add(BlockKind.TURN, text, speaker=speaker, timestamp=time)
    return builder.build(language="en")


def tagged(document: Document, signal: str, score: str, quote: str, *cues: str) -> Evidence:
    """Evidence on the first place where ``document`` has ``quote``."""
    start = document.text.index(quote)
    above = [b for b in document.blocks if b.kind is BlockKind.HEADING and b.span.end <= start]
    return Evidence(
        signal=signal,
        document_id=document.id,
        passage_id=f"{document.id[:12]}#{len(above):04d}",
        start=start,
        end=start + len(quote),
        quote=quote,
        page=document.page_at(start),
        heading=document.quote(above[-1].span) if above else "",
        score=float(score),
        cues=tuple(
            Cue(start=at, end=at + len(cue), text=cue, weight=0.5)
            for cue in cues
            for at in [start + quote.index(cue)]
        ),
        origin=ORIGIN,
    )


def found_in(document: Document, name: str = "found.tsv") -> tuple[Evidence, ...]:
    """What the invented model found in ``document``."""
    return tuple(tagged(document, *row) for row in rows(name) if row[2] in document.text)


def review_of(
    findings: list[tuple[Document, Findings]], *errors: NeedsOcr, partner: str = "Tidewater Digital"
) -> Review:
    """The review of these documents and of the inputs that could not be read."""
    readings = [
        (source_of(document, sum(b.kind is not BlockKind.HEADING for b in document.readable_blocks())), found)
        for document, found in findings
    ]
    unread = [(unread_source(error), None) for error in errors]
    return Review(
        partner=partner,
        model=ORIGIN,
        documents=tuple(source for source, _ in (*readings, *unread)),
        profile=build_profile([*readings, *unread]),
    )
