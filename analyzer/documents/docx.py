"""Word -> drafts. Walks the XML itself (ECMA-376 part 1, chapter 17): a hundred pages take a moment."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import BlockKind, NoticeKind
from analyzer.documents.docx_styles import Styles, W, is_on
from analyzer.documents.draft import Draft, add_drafts, notice_left_out
from analyzer.documents.office_parts import OfficeParts
from analyzer.documents.plaintext import BOLD_HEADING_LEVEL, is_heading_text, names_columns, split_bullet
from analyzer.documents.zipped_xml import Element, local_name
from analyzer.errors import DamagedDocument

_WHITE_SPACE = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Properties, the instructions of fields, the reading aids of ruby text: nothing that is read.
_UNREAD_NAMES = """
pPr rPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr sectPr instrText delText
delInstrText fldData rt posOffset docPr
"""
_UNREAD = frozenset(_UNREAD_NAMES.split())
# A cell with so many paragraphs and more words than this is no cell of a table but a page laid out in one.
_MIN_PARAGRAPHS = 3
_MAX_CELL = 60
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read_docx(data: bytes, builder: DocumentBuilder) -> None:
    """Adds the blocks of a Word file: its body, then its notes and comments, then headers and footers.

    Tracked changes are read as if they were accepted, and hidden text is left out; a notice says so.
    Raises `DamagedDocument`, `EncryptedDocument` or `TooLarge`.
    """
    package = OfficeParts(data, builder.name, "Word", "word/document.xml")
    body = package.main_root().find(f"{W}body")
    if body is None:
        raise DamagedDocument(builder.name, "its main part has no body", "Open it in Word and save it anew")
    reader = _Reader(Styles(next(package.related(package.main, "styles"), None)))
    drafts = _with_bold_headings(list(reader.blocks(body)))
    drafts += reader.notes(package)
    drafts += reader.furniture(package)
    reader.report(builder)
    add_drafts(builder, drafts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A cell with its place in the grid of columns, and the rows of tables inside of it."""

    column: int
    columns: int
    drafts: Sequence[Draft]

    @property
    def long(self) -> bool:
        """True for a cell that is a text of its own: its paragraphs are read one by one, after its row."""
        return (
            len(self.drafts) >= _MIN_PARAGRAPHS and sum(len(d.text.split()) for d in self.drafts) > _MAX_CELL
        )

    @property
    def text(self) -> str:
        if self.long:
            return ""
        return "\n".join(draft.text for draft in self.drafts if draft.kind is not BlockKind.TABLE_ROW)

    @property
    def bold(self) -> bool:
        return all(draft.bold for draft in self.drafts)

    @property
    def nested(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.kind is BlockKind.TABLE_ROW]


class _Reader:
    """Walks the elements of one document, and counts what it leaves out."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._inserted = 0
        self._deleted = 0
        self._hidden = 0
        self._embedded = 0
        # The words of a paragraph whose end was deleted: they begin the next one.
        self._carried = ""

    def blocks(self, container: Iterable[Element]) -> Iterator[Draft]:
        """The paragraphs and tables in ``container``, in order."""
        stack = [iter(container)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
                continue
            match name := local_name(element):
                case "p":
                    yield from self._paragraph(element)
                case "tbl":
                    yield from self._table(element)
                case "altChunk" | "subDoc":
                    self._embedded += 1
                case _ if name not in _UNREAD:
                    stack.append(self._inside(element, name))
        if self._carried:
            text, self._carried = self._carried, ""
            yield Draft(kind=BlockKind.PARAGRAPH, text=text)

    def notes(self, package: OfficeParts) -> Iterator[Draft]:
        """The footnotes, the endnotes, and the comments with their authors."""
        for part, name in (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment")):
            for root in package.related(package.main, part):
                for note in root.iterfind(f"{W}{name}"):
                    if note.get(f"{W}type") not in _SEPARATORS:
                        text = "\n".join(_words(draft) for draft in self.blocks(note))
                        yield Draft(kind=BlockKind.NOTE, text=text, speaker=note.get(f"{W}author") or None)

    def furniture(self, package: OfficeParts) -> Iterator[Draft]:
        """The headers and footers, each text once."""
        seen: set[str] = set()
        for part in ("header", "footer"):
            for root in package.related(package.main, part):
                for draft in self.blocks(root):
                    text = _words(draft)
                    if " ".join(text.split()) not in seen:
                        seen.add(" ".join(text.split()))
                        yield Draft(kind=BlockKind.FURNITURE, text=text)

    def report(self, builder: DocumentBuilder) -> None:
        """Adds the notices on what was left out."""
        notice_left_out(builder, self._inserted, self._deleted, self._hidden)
        if self._embedded:
            builder.notice(NoticeKind.LOST, f"{self._embedded} documents embedded in this one are not read")

    def _inside(self, element: Element, name: str) -> Iterator[Element]:
        """The children to read of an element that only wraps others."""
        if name in ("del", "moveFrom"):
            self._deleted += 1
            return iter(())
        if name in ("ins", "moveTo"):
            self._inserted += 1
        if name == "AlternateContent":
            return iter(_alternative(element))
        return iter(element)

    def _paragraph(self, paragraph: Element) -> Iterator[Draft]:
        properties = paragraph.find(f"{W}pPr")
        style = self._styles.of(properties)
        text, bold, framed = self._inline(paragraph, bold=style.bold)
        text, self._carried = self._carried + text, ""
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried = text
        elif not text.strip():
            pass
        elif style.contents:
            yield Draft(kind=BlockKind.FURNITURE, text=text)
        elif style.heading is not None:
            yield Draft(kind=BlockKind.HEADING, text=" ".join(text.split()), level=style.heading)
        elif style.item is not None:
            yield Draft(kind=BlockKind.LIST_ITEM, text=text, level=style.item, bold=bold)
        elif (item := split_bullet(text.strip())) is not None:
            yield Draft(kind=BlockKind.LIST_ITEM, text=item, level=1)
        else:
            yield Draft(kind=BlockKind.PARAGRAPH, text=text.strip(), bold=bold)
        for block in framed:
            yield from (replace(draft, framed=True) for draft in self.blocks(block))

    def _inline(self, paragraph: Element, *, bold: bool) -> tuple[str, bool, list[Iterable[Element]]]:
        """The text of a paragraph, whether all of it is bold, and what is framed or nested in it."""
        parts: list[str] = []
        framed: list[Iterable[Element]] = []
        all_bold = True
        run_bold = bold
        stack = [iter(paragraph)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
                continue
            name = local_name(element)
            if name == "t":
                text = element.text or ""
                parts.append(text)
                all_bold = all_bold and (run_bold or not text.strip())
            elif name in _WHITE_SPACE:
                parts.append(_WHITE_SPACE[name])
            elif name == "r" and element.tag == f"{W}r":
                properties = element.find(f"{W}rPr")
                if properties is not None and is_on(properties.find(f"{W}vanish")):
                    self._hidden += 1
                    continue
                switch = properties.find(f"{W}b") if properties is not None else None
                run_bold = bold if switch is None else is_on(switch)
                stack.append(iter(element))
            elif name == "txbxContent":
                framed.append(element)
            elif element.tag in (f"{W}tbl", f"{W}p"):
                framed.append([element])
            elif name not in _UNREAD:
                if name == "p":
                    parts.append("\n")
                stack.append(self._inside(element, name))
        return "".join(parts), all_bold and bool(parts), framed

    def _table(self, table: Element) -> Iterator[Draft]:
        """The table's rows, each followed by the rows of tables inside of it.

        A table of one column is there for its frame: its content is read as if it had none.
        """
        rows: list[list[_Cell]] = []
        marked = False
        for row in self._children(table, "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                self._deleted += 1
                continue
            marked = marked or (not rows and is_on(row.find(f"{W}trPr/{W}tblHeader")))
            rows.append(self._cells(row))
        if all(len(cells) <= 1 for cells in rows):
            for cells in rows:
                for cell in cells:
                    yield from cell.drafts
            return
        header: Sequence[str] = ()
        undecided = True
        for i, cells in enumerate(rows):
            texts = _by_column(cells, repeat=False)
            yield Draft(kind=BlockKind.TABLE_ROW, cells=texts, header=_names(header, cells))
            for cell in cells:
                yield from cell.drafts if cell.long else cell.nested
            if undecided and sum(map(bool, texts)) > 1:
                undecided = False
                if i + 1 < len(rows) and (marked or _is_header(cells, rows[i + 1])):
                    header = _by_column(cells, repeat=True)

    def _cells(self, row: Element) -> list[_Cell]:
        before = row.find(f"{W}trPr/{W}gridBefore")
        column = _number(before, 0)
        cells = []
        for cell in self._children(row, "tc"):
            columns = max(_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
            cells.append(_Cell(column=column, columns=columns, drafts=tuple(self.blocks(cell))))
            column += columns
        return cells

    def _children(self, parent: Element, name: str) -> Iterator[Element]:
        """The rows of a table or the cells of a row, also those in content controls."""
        stack = [iter(parent)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
            elif (local := local_name(element)) == name:
                yield element
            elif local not in _UNREAD:
                stack.append(self._inside(element, local))


def _with_bold_headings(drafts: list[Draft]) -> list[Draft]:
    """``drafts``; where no heading is marked as one, bold lines take their place. A title is no heading."""
    if sum(draft.kind is BlockKind.HEADING for draft in drafts) > 1:
        return drafts
    return [
        replace(draft, kind=BlockKind.HEADING, level=BOLD_HEADING_LEVEL)
        if _stands_as_heading(draft, following)
        else draft
        for draft, following in zip(drafts, [*drafts[1:], None], strict=False)
    ]


def _stands_as_heading(draft: Draft, following: Draft | None) -> bool:
    """True for a bold line; a numbered one must have something other than the next number below it."""
    if not draft.bold or following is None or not is_heading_text(draft.text):
        return False
    return draft.kind is BlockKind.PARAGRAPH or following.kind is not BlockKind.LIST_ITEM


def _is_header(first: Sequence[_Cell], second: Sequence[_Cell]) -> bool:
    """True where ``first`` names the columns: a row of names, and not the first of ``key | value`` pairs."""
    filled = [cell for cell in first if cell.text]
    if all(cell.bold for cell in filled) and not all(cell.bold for cell in second if cell.text):
        return True
    pairs = len(first) == 2 and (filled[0].bold or second[0].bold if second else True)
    return names_columns([cell.text for cell in first]) and not pairs


def _by_column(cells: Sequence[_Cell], *, repeat: bool) -> list[str]:
    """The cells' texts, one for each column; a cell over several columns has its text in the first of
    them, or in all."""
    texts: list[str] = []
    for cell in cells:
        texts += [""] * (cell.column - len(texts))
        texts += [cell.text, *[cell.text if repeat else ""] * (min(cell.columns, 100) - 1)]
    return texts


def _names(header: Sequence[str], cells: Sequence[_Cell]) -> list[str]:
    """The names of the columns for one row; a cell over several columns stands under none of them."""
    names = list(header)
    for cell in cells:
        if cell.columns > 1:
            names[cell.column : cell.column + 1] = [""] * len(names[cell.column : cell.column + 1])
    return names


def _words(draft: Draft) -> str:
    return " | ".join(filter(None, draft.cells)) if draft.kind is BlockKind.TABLE_ROW else draft.text


def _alternative(element: Element) -> Iterable[Element]:
    """Word writes a text box twice, for itself and for older readers; only one of them is read."""
    choices = [child for child in element if local_name(child) in ("Choice", "Fallback")]
    with_words = [child for child in choices if next(child.iter("{*}t"), None) is not None]
    return with_words[:1]


def _number(element: Element | None, default: int) -> int:
    text = (element.get(f"{W}val") or "") if element is not None else ""
    return min(int(text), 100) if text.isdecimal() else default
