"""RTF -> drafts (Rich Text Format specification 1.9.1): paragraphs, headings, lists, tables, notes."""

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import BlockKind
from analyzer.documents.draft import Draft, add_drafts, notice_left_out
from analyzer.documents.plaintext import names_columns, split_bullet
from analyzer.documents.rtf_tokens import Token, code_page, decoded, tokens

_CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "\u2014",
    "endash": "\u2013",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "bullet": "\u2022",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "~": "\u00a0",
    "_": "\u2011",
    "{": "{",
    "}": "}",
    "\\": "\\",
    "\t": "\t",
}
# Groups that hold text of their own, apart from where they stand.
_FLOWS = frozenset({"footnote", "annotation", "shptxt"})
# Of the groups inside of one that is not read, these are.
_READ_INSIDE = _FLOWS | {"ud"}
_FURNITURE_WORDS = "header headerl headerr headerf footer footerl footerr footerf"
_FURNITURE = frozenset(_FURNITURE_WORDS.split())
_UNREAD_WORDS = """
colortbl info pict objdata fldinst bkmkstart bkmkend nonesttables nonshppict themedata datafield
objclass objname shprslt sp private xe tc txe rxe ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn
"""
_UNREAD = frozenset(_UNREAD_WORDS.split())
# Groups that programs may skip, and that have words for this one all the same.
_KNOWN = frozenset({"shpinst", "annotation", "atnauthor", "nesttableprops", "shppict", "ud"})
_HEADING = re.compile(r"(?:heading|title) ?(\d?)\b", re.IGNORECASE)
_BODY_LEVEL = 9
# Cells whose edges differ by less, in twips, stand under each other.
_TOLERANCE = 60


def read_rtf(data: bytes, builder: DocumentBuilder) -> None:
    """Adds the blocks of an RTF file: its body, then its notes and comments, then headers and footers.

    Tracked changes are read as if they were accepted, and hidden text is left out; a notice says so.
    """
    reader = _Reader()
    reader.read(data)
    reader.report(builder)
    add_drafts(builder, reader.drafts())


def rtf_drafts(data: bytes) -> list[Draft]:
    """The blocks of a piece of RTF."""
    reader = _Reader()
    reader.read(data)
    return reader.drafts()


@dataclass(slots=True)
class _State:
    """What holds within a group; the groups inside of it begin with a copy."""

    destination: str = ""
    encoding: str = "cp1252"
    font: int = 0
    fallback: int = 1
    hidden: bool = False
    deleted: bool = False
    in_html: bool = False
    bold: bool = False


@dataclass(slots=True)
class _Paragraph:
    """The properties of the open paragraph."""

    in_table: bool = False
    level: int = 0
    item: bool = False
    heading: int | None = None
    bold: bool = True


@dataclass(slots=True)
class _Row:
    cells: list[str] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    marked: bool = False
    nested: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class _Flow:
    """A text of its own: the body, a note, a header. ``kind`` is that of its blocks, where it has one."""

    kind: BlockKind | None = None
    speaker: str | None = None
    drafts: list[Draft] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    nested: list[str] = field(default_factory=list)
    row: _Row = field(default_factory=_Row)
    rows: list[_Row] = field(default_factory=list)
    paragraph: _Paragraph = field(default_factory=_Paragraph)

    def take(self) -> str:
        """The words of the open paragraph, which ends; pairs of surrogates become the characters meant."""
        text = "".join(self.text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self.text.clear()
        return text.strip()

    def end_paragraph(self) -> None:
        text = self.take()
        paragraph = self.paragraph
        if paragraph.in_table:
            self.cell.append(text)
        else:
            self.end_table()
            if text:
                self.drafts.append(_draft(text, paragraph))
        paragraph.item, paragraph.bold = False, True

    def end_cell(self) -> None:
        self.cell.append(self.take())
        self.row.cells.append("\n".join(filter(None, self.cell)))
        self.cell.clear()
        self.paragraph.item = False

    def end_nested_cell(self) -> None:
        self.nested.append(self.take())

    def end_nested_row(self) -> None:
        self.row.nested.append(self.nested)
        self.nested = []

    def end_row(self) -> None:
        if self.nested:
            self.end_nested_row()
        if self.cell or self.text:
            self.end_cell()
        if self.row.cells:
            self.rows.append(self.row)
        self.row = _Row(edges=self.row.edges, marked=self.row.marked)

    def end_table(self) -> None:
        if self.row.cells or self.cell or self.nested:
            self.end_row()
        self.drafts += _table(self.rows)
        self.rows = []

    def end(self) -> list[Draft]:
        """All drafts of the flow; those of a note or header as one."""
        self.end_paragraph()
        self.end_table()
        if self.kind is None:
            return self.drafts
        text = "\n".join(" | ".join(filter(None, d.cells)) or d.text for d in self.drafts)
        return [Draft(kind=self.kind, text=text, speaker=self.speaker)] if text else []


# The words that end something, and the ones that turn something on, or off with the number 0.
_ENDS = {
    **dict.fromkeys(("par", "sect", "page", "\r", "\n"), _Flow.end_paragraph),
    "cell": _Flow.end_cell,
    "nestcell": _Flow.end_nested_cell,
    "row": _Flow.end_row,
}
_SWITCHES = {"v": "hidden", "b": "bold", "deleted": "deleted", "htmlrtf": "in_html"}


class _Reader:
    """Follows the tokens of one file, and counts what it leaves out."""

    def __init__(self) -> None:
        self._states = [_State()]
        self._flows: list[tuple[int, _Flow]] = [(0, _Flow())]
        self._notes: list[Draft] = []
        self._furniture: list[Draft] = []
        self._fonts: dict[int, str] = {}
        self._headings: dict[int, int] = {}
        self._encoding = "cp1252"
        self._pending = b""
        self._skip = 0
        # Whether the next word begins a group, and whether programs may skip a group they do not know.
        self._begins = False
        self._optional = False
        self._collected: list[str] = []
        self._style = 0
        self._author = ""
        self._inserted = 0
        self._deleted = 0
        self._hidden = 0

    def read(self, data: bytes) -> None:
        """Takes in the whole file."""
        for token in tokens(data):
            if token.data:
                self._bytes(token.data)
                self._begins = False
                continue
            self._flush()
            begins, self._begins = self._begins, token.kind == "{" or token.text == "*"
            if token.kind == "{":
                self._states.append(copy(self._state))
                self._skip = 0
            elif token.kind == "}":
                self._close()
            else:
                self._word(token, begins=begins)
        self._flush()

    def drafts(self) -> list[Draft]:
        """The blocks in the order in which they are read."""
        while len(self._flows) > 1:
            self._end_flow()
        body = self._flows[0][1].end()
        furniture = list({draft.text: draft for draft in self._furniture}.values())
        return [*body, *self._notes, *furniture]

    def report(self, builder: DocumentBuilder) -> None:
        """Adds the notices on what was left out."""
        notice_left_out(builder, self._inserted, self._deleted, self._hidden)

    @property
    def _state(self) -> _State:
        return self._states[-1]

    @property
    def _flow(self) -> _Flow:
        return self._flows[-1][1]

    def _close(self) -> None:
        state = self._state
        if state.destination == "stylesheet" and self._collected:
            if match := _HEADING.match("".join(self._collected).strip()):
                self._headings[self._style] = int(match[1] or 1)
            self._style = 0
        elif state.destination == "atnauthor" and self._collected:
            self._author = "".join(self._collected).strip()
        self._collected.clear()
        if len(self._states) > 1:
            self._states.pop()
        while len(self._flows) > 1 and self._flows[-1][0] > len(self._states):
            self._end_flow()
        self._skip = 0

    def _end_flow(self) -> None:
        _, flow = self._flows.pop()
        drafts = flow.end()
        if flow.kind is BlockKind.FURNITURE:
            self._furniture += drafts
        elif flow.kind is BlockKind.NOTE:
            self._notes += drafts
        else:
            self._flow.drafts += [replace(draft, framed=True) for draft in drafts]

    def _bytes(self, data: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        self._pending += data

    def _flush(self) -> None:
        if self._pending:
            data, self._pending = self._pending, b""
            self._write(decoded(data, self._state.encoding))

    def _write(self, text: str) -> None:
        state = self._state
        match state.destination:
            case "stylesheet" | "atnauthor":
                self._collected.append(text)
            case "" | "item":
                if state.in_html:
                    return
                if state.hidden or state.deleted:
                    self._hidden += state.hidden
                    self._deleted += state.deleted
                elif state.destination != "item":
                    flow = self._flow
                    flow.text.append(text)
                    flow.paragraph.bold = flow.paragraph.bold and (state.bold or not text.strip())

    def _word(self, token: Token, *, begins: bool) -> None:
        word, number = token.text, token.number
        optional, self._optional = self._optional, False
        if word == "*":
            self._optional = begins
        elif word == "u" and number is not None:
            self._write(chr(number % 65_536))
            self._skip = self._state.fallback
        elif self._skip and word != "uc":
            # A control symbol may stand for the character that older programs show.
            self._skip -= 1
        elif not begins or not self._destination(word, optional=optional):
            if self._state.destination in ("", "item"):
                self._in_text(word, number)
            self._in_tables(word, number)

    def _destination(self, word: str, *, optional: bool) -> bool:
        """Enters the group that ``word`` begins; False where it begins none."""
        state = self._state
        if state.destination == "unread" and word not in _READ_INSIDE:
            return True
        if word in _FURNITURE or word in _FLOWS:
            self._enter(word)
        elif word in ("fonttbl", "stylesheet", "atnauthor"):
            state.destination = word
        elif word in ("listtext", "pntext"):
            state.destination = "item"
            self._flow.paragraph.item = True
        elif word == "upr":
            state.destination = "unread"
        elif word == "ud":
            state.destination = ""
        elif word in ("shpinst", "shppict", "nesttableprops"):
            state.destination = "unread" if word != "nesttableprops" else "table"
        elif word in _UNREAD or (optional and word not in _KNOWN):
            state.destination = "unread"
        else:
            return False
        return True

    def _enter(self, word: str) -> None:
        kind = BlockKind.FURNITURE if word in _FURNITURE else BlockKind.NOTE
        speaker = self._author or None if word == "annotation" else None
        self._state.destination = ""
        self._flows.append(
            (len(self._states), _Flow(kind=None if word == "shptxt" else kind, speaker=speaker))
        )

    def _in_tables(self, word: str, number: int | None) -> None:
        """What stands in the tables of fonts and styles, and what holds everywhere."""
        state = self._state
        match word:
            case "f":
                state.font = number or 0
                state.encoding = self._fonts.get(state.font, self._encoding)
            case "fcharset" if state.destination == "fonttbl":
                self._fonts[state.font] = code_page(number, self._encoding)
                state.encoding = self._fonts[state.font]
            case "ansicpg" if number:
                self._encoding = "utf-8" if number == 65_001 else f"cp{number}"
                state.encoding = self._encoding
            case "mac":
                self._encoding = state.encoding = "mac_roman"
            case "uc":
                state.fallback = max(number or 0, 0)
            case "s" if state.destination == "stylesheet":
                self._style = number or 0
            case "nestrow":
                self._flow.end_nested_row()

    def _in_text(self, word: str, number: int | None) -> None:
        state, flow = self._state, self._flow
        if word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif word in _SWITCHES:
            setattr(state, _SWITCHES[word], number != 0)
        elif word in _ENDS:
            if not state.in_html:
                _ENDS[word](flow)
        elif word == "plain":
            state.hidden = state.deleted = state.bold = False
            state.encoding = self._encoding
        elif word == "revised":
            self._inserted += number != 0
        elif word == "pard":
            # Inside of the mark of an item it is about the mark.
            if state.destination != "item":
                flow.paragraph = _Paragraph(item=flow.paragraph.item, bold=flow.paragraph.bold)
        else:
            self._paragraph(word, number)

    def _paragraph(self, word: str, number: int | None) -> None:
        """The properties of a paragraph, or of a row of a table."""
        paragraph, row = self._flow.paragraph, self._flow.row
        match word:
            case "trowd":
                row.edges, row.marked = [], False
            case "trhdr":
                row.marked = True
            case "cellx" if number is not None:
                row.edges.append(number)
            case "intbl":
                paragraph.in_table = True
            case "ilvl":
                paragraph.level = min(number or 0, 8)
            case "s":
                paragraph.heading = self._headings.get(number or 0)
            case "outlinelevel" if number is not None:
                paragraph.heading = number + 1 if 0 <= number < _BODY_LEVEL else None


def _draft(text: str, paragraph: _Paragraph) -> Draft:
    if paragraph.heading is not None:
        return Draft(kind=BlockKind.HEADING, text=" ".join(text.split()), level=paragraph.heading)
    if paragraph.item:
        return Draft(kind=BlockKind.LIST_ITEM, text=text, level=paragraph.level + 1)
    if (item := split_bullet(text)) is not None:
        return Draft(kind=BlockKind.LIST_ITEM, text=item, level=1)
    return Draft(kind=BlockKind.PARAGRAPH, text=text, bold=paragraph.bold)


def _table(rows: Sequence[_Row]) -> Iterator[Draft]:
    """The rows of a table; the first names the columns where it is marked as head, or reads as one."""
    if all(len(row.cells) <= 1 and not row.nested for row in rows):
        for row in rows:
            yield Draft(kind=BlockKind.PARAGRAPH, text="".join(row.cells))
        return
    header: _Row | None = None
    for i, row in enumerate(rows):
        yield Draft(kind=BlockKind.TABLE_ROW, cells=row.cells, header=_names(header, row))
        for cells in row.nested:
            yield Draft(kind=BlockKind.TABLE_ROW, cells=cells)
        reads = i == 0 and len(row.cells) > 2 and names_columns(row.cells)
        if header is None and len(row.cells) > 1 and i + 1 < len(rows) and (row.marked or reads):
            header = row


def _names(header: _Row | None, row: _Row) -> Sequence[str]:
    """The names above the cells of ``row``, by the cells' edges where they are known."""
    if header is None:
        return ()
    if len(header.edges) != len(header.cells) or len(row.edges) != len(row.cells):
        return header.cells
    columns = list(zip([0, *header.edges], header.edges, header.cells, strict=False))
    return [
        next(
            (
                name
                for above_left, above_right, name in columns
                if above_left <= left + _TOLERANCE and right <= above_right + _TOLERANCE
            ),
            "",
        )
        for left, right in zip([0, *row.edges], row.edges, strict=False)
    ]
