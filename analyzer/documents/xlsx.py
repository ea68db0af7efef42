"""Excel -> blocks: each sheet's tables and texts, as its cells show them (ECMA-376 part 1, chapter 18)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import BlockKind, NoticeKind
from analyzer.documents.draft import Draft, add_draft
from analyzer.documents.drawingml import chart_titles, diagram_drafts, paragraphs
from analyzer.documents.number_format import BUILT_IN, general, shown
from analyzer.documents.office_parts import OfficeParts, R
from analyzer.documents.sheet_tables import Row, sheet_drafts
from analyzer.documents.zipped_xml import Element, local_name

# Beyond this a workbook is data and not an offer.
MAX_CELLS = 200_000
_MAX_COLUMNS = 16_384

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# In headers and footers: the three sections, fonts and their sizes, and fields such as page numbers.
_SECTION = re.compile(r"&[LCR]")
_CODE = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-F]{6}|[A-Z])')
_ON = ("1", "true")


def read_xlsx(data: bytes, builder: DocumentBuilder) -> None:
    """Adds the blocks of a workbook: for each sheet a heading, its tables and texts, and what its drawings
    and comments say. Formulas are read as the values that were stored with them; hidden sheets, rows and
    columns are read, with a notice.

    Raises `DamagedDocument`, `EncryptedDocument` or `TooLarge`.
    """
    parts = OfficeParts(data, builder.name, "Excel", "xl/workbook.xml")
    workbook = parts.main_root()
    reader = _Reader(parts, builder, workbook)
    for sheet in workbook.iterfind(f"{_S}sheets/{_S}sheet"):
        reader.sheet(sheet)
    reader.report()


@dataclass(slots=True)
class _Sheet:
    """What is known of one sheet while it is read."""

    rows: list[Row] = field(default_factory=list)
    merged: dict[tuple[int, int], int] = field(default_factory=dict)
    furniture: list[str] = field(default_factory=list)


class _Reader:
    """Reads the sheets of one workbook, and counts what it leaves out."""

    def __init__(self, parts: OfficeParts, builder: DocumentBuilder, workbook: Element) -> None:
        self._parts = parts
        self._builder = builder
        properties = workbook.find(f"{_S}workbookPr")
        self._from_1904 = properties is not None and properties.get("date1904") in _ON
        self._targets = {relation.id: relation.target for relation in parts.relations(parts.main)}
        self._strings = [
            _rich_text(item)
            for part in parts.targets(parts.main, "sharedStrings")
            for item in parts.elements(part, (f"{_S}si",))
        ]
        self._formats = _formats(next(parts.related(parts.main, "styles"), None))
        self._cells = 0
        self._hidden: list[str] = []
        self._uncalculated = 0

    def sheet(self, sheet: Element) -> None:
        """Adds the blocks of one sheet."""
        name = sheet.get("name", "")
        part = self._targets.get(sheet.get(f"{R}id"), "")
        if part not in self._parts:
            self._builder.notice(NoticeKind.LOST, f"the sheet {name} is missing from the file")
            return
        if sheet.get("state", "visible") != "visible":
            self._hidden.append(f"the sheet {name}")
        content = self._content(part, name)
        drafts = [
            *sheet_drafts(content.rows, content.merged),
            *self._drawings(part),
            *self._comments(part),
            *(Draft(kind=BlockKind.FURNITURE, text=text) for text in content.furniture),
        ]
        if any(draft.text or any(draft.cells) for draft in drafts):
            self._builder.add(BlockKind.HEADING, name, level=1)
            for draft in drafts:
                add_draft(self._builder, draft)

    def report(self) -> None:
        """Adds the notices on the workbook as a whole."""
        if self._hidden:
            self._builder.notice(
                NoticeKind.HIDDEN_TEXT, f"hidden parts are read as well: {', '.join(self._hidden)}"
            )
        if self._uncalculated:
            self._builder.notice(
                NoticeKind.LOST,
                f"{self._uncalculated} formulas have no stored result; save the file once in Excel",
            )

    def _content(self, part: str, name: str) -> _Sheet:
        sheet = _Sheet()
        hidden_rows = hidden_columns = 0
        tags = ("row", "col", "mergeCell", "oddHeader", "oddFooter")
        for element in self._parts.elements(part, tuple(f"{_S}{tag}" for tag in tags)):
            hidden = element.get("hidden") in _ON
            match local_name(element):
                case "row":
                    if self._cells >= MAX_CELLS:
                        self._builder.notice(
                            NoticeKind.LOST,
                            f"the sheet {name} is not read beyond row {sheet.rows[-1].number}"
                            if sheet.rows
                            else f"the sheet {name} is not read",
                        )
                        break
                    row = self._row(element, previous=sheet.rows[-1].number if sheet.rows else 0)
                    hidden_rows += hidden and bool(row.cells)
                    sheet.rows.append(row)
                case "col":
                    hidden_columns += hidden
                case "mergeCell":
                    sheet.merged |= _merged(element.get("ref", ""))
                case _:
                    for section in _SECTION.split(element.text or ""):
                        sheet.furniture.append(_CODE.sub("", section).strip())
        if hidden_rows or hidden_columns:
            self._hidden.append(f"{hidden_rows} rows and {hidden_columns} groups of columns of {name}")
        return sheet

    def _row(self, element: Element, previous: int) -> Row:
        number = _number(element.get("r"), previous + 1)
        cells: dict[int, str] = {}
        figures: set[int] = set()
        column = -1
        for cell in element.iterfind(f"{_S}c"):
            place = _place(cell.get("r", ""))
            column = place[1] if place else column + 1
            text, is_figure = self._cell(cell)
            if text and column < _MAX_COLUMNS:
                cells[column] = text
                self._cells += 1
                if is_figure:
                    figures.add(column)
        return Row(number=number, cells=cells, figures=frozenset(figures))

    def _cell(self, cell: Element) -> tuple[str, bool]:
        """What a cell shows, and whether that is a number or a date."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(f"{_S}is")
            return (_rich_text(inline), False) if inline is not None else ("", False)
        value = cell.findtext(f"{_S}v")
        if not value:
            self._uncalculated += kind != "str" and cell.find(f"{_S}f") is not None
            return "", False
        match kind:
            case "s":
                index = _number(value, -1)
                text = self._strings[index] if 0 <= index < len(self._strings) else ""
            case "b":
                text = "TRUE" if value.strip() == "1" else "FALSE"
            case "n":
                text = self._figure(value, _number(cell.get("s"), 0))
            case "d":
                text = value.removesuffix("T00:00:00")
            case _:
                text = _unescaped(value).strip()
        return text, kind in ("n", "d")

    def _figure(self, value: str, style: int) -> str:
        try:
            figure = float(value)
        except ValueError:
            return value.strip()
        code = self._formats[style] if style < len(self._formats) else "General"
        if not isfinite(figure):
            return value.strip()
        return shown(figure, code, from_1904=self._from_1904) if code != "General" else general(figure)

    def _drawings(self, part: str) -> Iterator[Draft]:
        """The texts, diagrams and titles of charts that lie over the cells or fill a sheet of their own; the
        values of a chart are those of cells."""
        for drawing in self._parts.targets(part, "drawing"):
            root = self._parts.optional_xml(drawing)
            for body in root.iter("{*}txBody") if root is not None else ():
                for paragraph in paragraphs(body):
                    yield Draft(kind=BlockKind.PARAGRAPH, text=paragraph.text)
            for chart in self._parts.related(drawing, "chart"):
                yield from chart_titles(chart)
            for diagram in self._parts.related(drawing, "diagramData"):
                yield from diagram_drafts(diagram)

    def _comments(self, part: str) -> Iterator[Draft]:
        """The comments; a conversation stands in the file a second time, as a note for older programs."""
        people = {
            person.get("id", ""): person.get("displayName")
            for root in self._parts.related(self._parts.main, "person")
            for person in root
        }
        threads = list(self._parts.related(part, "threadedComment"))
        for root in threads:
            for comment in root:
                yield Draft(
                    kind=BlockKind.NOTE,
                    text=comment.findtext("{*}text") or "",
                    speaker=people.get(comment.get("personId", "")),
                )
        for root in self._parts.related(part, "comments"):
            authors = [author.text or "" for author in root.iterfind(f"{_S}authors/{_S}author")]
            for comment in root.iterfind(f"{_S}commentList/{_S}comment"):
                number = _number(comment.get("authorId"), -1)
                author = authors[number] if 0 <= number < len(authors) else ""
                text = comment.find(f"{_S}text")
                if text is not None and not (threads and author.startswith("tc=")):
                    yield Draft(kind=BlockKind.NOTE, text=_rich_text(text), speaker=author or None)


def _formats(styles: Element | None) -> list[str]:
    """The format codes of the cell styles, by their numbers."""
    if styles is None:
        return []
    codes = dict(BUILT_IN)
    for custom in styles.iterfind(f"{_S}numFmts/{_S}numFmt"):
        codes[_number(custom.get("numFmtId"), -1)] = custom.get("formatCode", "General")
    return [
        codes.get(_number(style.get("numFmtId"), 0), "General")
        for style in styles.iterfind(f"{_S}cellXfs/{_S}xf")
    ]


def _rich_text(item: Element) -> str:
    """The words of a string item, with those of its runs; not how they are pronounced."""
    texts = [*item.iterfind(f"{_S}t"), *item.iterfind(f"{_S}r/{_S}t")]
    return _unescaped("".join(text.text or "" for text in texts)).replace("\r\n", "\n").strip()


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _merged(reference: str) -> dict[tuple[int, int], int]:
    """The place of a merged cell, and over how many columns it goes."""
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last)
    if start is None or end is None or end[1] <= start[1]:
        return {}
    return {start: min(end[1], _MAX_COLUMNS) - start[1] + 1}


def _place(reference: str) -> tuple[int, int] | None:
    """Row from 1 and column from 0 of a reference such as ``B7``."""
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else default
