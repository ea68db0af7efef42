"""PDF files -> blocks with the place of every word.

The file is gone through once: each page is opened, its words and tables taken, and closed. What a line
is can only be said when all pages are known (running heads, the size of the body text), so the lines
are kept, in flat arrays, until the blocks are written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyzer.documents import ocr
from analyzer.documents.builder import DocumentBuilder, Word, Words
from analyzer.documents.document import BlockKind, NoticeKind, Page, PageStatus
from analyzer.documents.pdf_blocks import drafts, names_again, set_item_levels, take_up
from analyzer.documents.pdf_contents import set_contents, with_contents
from analyzer.documents.pdf_drafts import Draft, Typography, typography
from analyzer.documents.pdf_drawings import drawings
from analyzer.documents.pdf_file import PDFIUM, open_pdf
from analyzer.documents.pdf_furniture import furniture
from analyzer.documents.pdf_headings import set_heading_levels
from analyzer.documents.pdf_layout import Placed, regions
from analyzer.documents.pdf_lines import Line
from analyzer.documents.pdf_notes import take_notes
from analyzer.documents.pdf_tables import Table, ruled_tables
from analyzer.documents.pdf_words import PageView, page_view, read_words
from analyzer.errors import DamagedDocument, EmptyDocument, NeedsOcr, TooLarge

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

# A book of this many pages takes a minute; a file that claims more is an attack or an archive.
MAX_PAGES = 10_000

# A page with no more words than these, and a picture over most of it, is a scan with a stamp on it.
FEW_WORDS = 10
SCAN = 0.6

# More small shapes than this on a page are a drawing, and no bullets.
MOST_DOTS = 200


@dataclass(slots=True)
class _PageContent:
    """What was read from one page; ``marked`` are the indices of the lines that are furniture, and
    ``unread`` says of a page without text why it has none."""

    page: Page
    lines: list[Line]
    tables: list[Table]
    marked: set[int]
    unread: str = ""


def read_pdf(data: bytes, builder: DocumentBuilder) -> None:
    """Appends the blocks of a PDF to ``builder``, in reading order, each word with its box.

    Raises `EncryptedDocument`, `DamagedDocument`, `TooLarge`, `NeedsOcr` where no page has text but
    some show something, and `EmptyDocument` where the pages are blank.
    """
    with PDFIUM:
        contents = list(_read_pages(data, builder))
    _read_pictures(data, contents, builder)
    for content in contents:
        builder.add_page(content.page)
        if content.page.status is PageStatus.NO_TEXT:
            builder.notice(NoticeKind.NO_TEXT, content.unread, content.page.number)
    if not any(content.lines or content.tables for content in contents):
        _refuse(builder.name, [content.page.status for content in contents])
    look = typography(line for content in contents for line in content.lines)
    marks = furniture([(content.lines, content.page.height) for content in contents], look.size)
    for content, marked in zip(contents, marks, strict=True):
        content.marked = marked
    blocks = list(_joined(_page_drafts(content, look) for content in contents))
    set_contents(blocks, len(contents))
    blocks = with_contents(blocks)
    set_heading_levels(blocks)
    set_item_levels(blocks)
    for block in blocks:
        _write(block, builder)


def _read_pages(data: bytes, builder: DocumentBuilder) -> Iterator[_PageContent]:
    document = open_pdf(data, builder.name)
    try:
        if len(document) > MAX_PAGES:
            raise TooLarge(
                builder.name,
                f"the file has {len(document):,} pages",
                f"Split it into parts of at most {MAX_PAGES:,}",
            )
        content: _PageContent | None = None
        for index in range(len(document)):
            earlier = max(content.tables, key=lambda table: table.bottom, default=None) if content else None
            content = _read_page(document, index, earlier, builder)
            yield content
    finally:
        document.close()


def _read_page(
    document: "PdfDocument", index: int, earlier: Table | None, builder: DocumentBuilder
) -> _PageContent:
    from pypdfium2 import PdfiumError

    number = index + 1
    try:
        page = _page_with_fields(document, index)
        try:
            return _page_content(page, page_view(page, number), earlier, builder)
        finally:
            page.close()
    except PdfiumError:
        builder.notice(NoticeKind.FAILED, f"Page {number} is damaged and could not be read.", number)
        width, height = _claimed_size(document, index)
        failed = Page(number=number, width=width, height=height, status=PageStatus.FAILED)
        return _PageContent(failed, [], [], set())


def _claimed_size(document: "PdfDocument", index: int) -> tuple[float, float]:
    from pypdfium2 import PdfiumError

    try:
        width, height = document.get_page_size(index)
    except PdfiumError:
        return 0.0, 0.0
    return float(width), float(height)


def _page_with_fields(document: "PdfDocument", index: int) -> "PdfPage":
    """The page, with the values of form fields and the text of free-text notes made part of it.

    pdfium's text leaves annotations out, but can print those that show into the page.
    """
    from pypdfium2 import raw

    page = document.get_page(index)
    written = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT)
    for i in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, i)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in written:
            break
    else:
        return page
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    return document.get_page(index)


def _page_content(
    page: "PdfPage", view: PageView, earlier: Table | None, builder: DocumentBuilder
) -> _PageContent:
    number = view.number
    textpage = page.get_textpage()
    try:
        found = read_words(textpage, view)
    finally:
        textpage.close()
    words = sum(line.words for line in found.lines)
    drawn = drawings(page, view, words)
    tables: list[Table] = []
    lines, status = list(found.lines), PageStatus.READ
    if found.outside:
        builder.notice(
            NoticeKind.HIDDEN,
            f"Words outside of what page {number} shows were left out: {found.outside}.",
            number,
        )
    unread = ""
    if found.garbled:
        status = PageStatus.NO_TEXT
        unread = (
            f"The fonts of page {number} do not say which letters their shapes are: its text is not read."
        )
    elif not lines:
        status = PageStatus.NO_TEXT if drawn.shows_something else PageStatus.BLANK
        unread = f"Page {number} shows a picture and has no text behind it."
    else:
        _mark_bullets(lines, drawn.dots[:MOST_DOTS].tolist())
        tables, lines = ruled_tables(drawn.rules, lines, number, earlier)
        if words <= FEW_WORDS and drawn.picture > SCAN:
            status = PageStatus.NO_TEXT
            unread = f"Page {number} is a picture with next to no text behind it."
    return _PageContent(
        Page(number=number, width=view.width, height=view.height, status=status), lines, tables, set(), unread
    )


def _read_pictures(data: bytes, contents: Sequence[_PageContent], builder: DocumentBuilder) -> None:
    """Reads the pages without text from their pictures, where text recognition is installed."""
    pictures = [content for content in contents if content.page.status is PageStatus.NO_TEXT]
    if not pictures or not ocr.is_installed():
        return
    found = ocr.recognise_pages(data, builder.name, [content.page for content in pictures])
    read: list[ocr.RecognisedPage] = []
    for content, recognised in zip(pictures, found, strict=True):
        if not recognised.in_time:
            content.unread += " Recognising it took too long and was given up."
        elif len(recognised.confidences) > sum(line.words for line in content.lines):
            content.page = replace(content.page, status=PageStatus.OCR)
            content.lines, content.tables = list(recognised.lines), []
            read.append(recognised)
    if read:
        ocr.even_out(read)
        builder.notice(NoticeKind.OCR, ocr.notice(read))


def _mark_bullets(lines: Sequence[Line], dots: Sequence[list[float]]) -> None:
    """Marks the lines that have a drawn bullet before them, as those printed from web pages have."""
    for x0, top, x1, bottom in dots:
        middle = (top + bottom) / 2
        for line in lines:
            beside = line.top < middle < line.bottom and x0 < line.x0 < x1 + 2 * line.size
            if beside and bottom - top < 0.7 * line.size:
                line.bullet = True


def _refuse(name: str, statuses: Sequence[PageStatus]) -> None:
    if PageStatus.NO_TEXT in statuses:
        raise NeedsOcr(
            name,
            "its pages are pictures, or have fonts without letters: there is no text to read",
            ocr.remedy(),
        )
    if PageStatus.FAILED in statuses:
        raise DamagedDocument(
            name, "none of its pages could be read", "Ask its sender for it again, or export it anew"
        )
    raise EmptyDocument(name, "its pages are blank", "Check that it is the file you meant")


def _page_drafts(content: _PageContent, look: Typography) -> Iterator[Draft]:
    """The blocks of one page in reading order; its notes and its furniture last."""
    own = [line for i, line in enumerate(content.lines) if i not in content.marked]
    notes, own = take_notes(own, look)
    for turn in sorted({0, *(line.turn for line in own)}):
        items: list[Placed] = [line for line in own if line.turn == turn]
        if turn == 0:
            items += content.tables
        for region in regions(items):
            yield from drafts(region, look)
    yield from notes
    for i in sorted(content.marked, key=lambda i: (content.lines[i].middle, content.lines[i].x0)):
        line = content.lines[i]
        yield Draft(kind=BlockKind.FURNITURE, lines=[line], edge=line.x1)


def _joined(pages: Iterable[Iterable[Draft]]) -> Iterator[Draft]:
    """All blocks of the document; those that a column or page break has cut are whole again.

    What stands in between comes after it: notes, furniture, and the column names of a table written anew.
    """
    waiting: Draft | None = None
    behind: list[Draft] = []
    for page in pages:
        for draft in page:
            if draft.kind in (BlockKind.NOTE, BlockKind.FURNITURE):
                behind.append(draft)
            elif waiting is None or not take_up(waiting, draft):
                if waiting is not None and names_again(waiting, draft):
                    behind.append(draft)
                    continue
                if waiting is not None:
                    yield waiting
                yield from behind
                waiting, behind = draft, []
    if waiting is not None:
        yield waiting
    yield from behind


def _write(block: Draft, builder: DocumentBuilder) -> None:
    if block.table is not None:
        builder.add_row(
            [_pieces(cell.lines) for cell in block.cells], block.table.header(block.cells), page=block.page
        )
    else:
        builder.add(block.kind, _pieces(block.lines), level=block.level, page=block.page)


def _pieces(lines: Sequence[Line]) -> list[str | Word | Words]:
    """The words of ``lines``, with a line end between lines."""
    pieces: list[str | Word | Words] = []
    for line in lines:
        if pieces:
            pieces.append("\n")
        pieces.append(Words(line.text, line.page, line.boxes))
    return pieces
