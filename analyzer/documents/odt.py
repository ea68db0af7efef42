"""OpenDocument text -> drafts (ISO/IEC 26300-1, OpenDocument 1.2): what LibreOffice Writer saves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import BlockKind, NoticeKind
from analyzer.documents.draft import Draft, add_drafts, notice_left_out
from analyzer.documents.plaintext import names_columns, split_bullet
from analyzer.documents.zipped_xml import Element, ZippedXml, local_name
from analyzer.errors import DamagedDocument, EncryptedDocument

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _STYLE, _TEXT, _TABLE = (f"{_NS}{name}:1.0}}" for name in ("office", "style", "text", "table"))
_DC = "{http://purl.org/dc/elements/1.1/}"

# What is not read where it stands: it has no words, or they are read elsewhere.
_UNREAD_NAMES = """
sequence-decls variable-decls user-field-decls dde-connection-decls alphabetical-index-auto-mark-file
forms scripts font-face-decls ruby-text title desc object-ole plugin event-listeners binary-data
bookmark-start bookmark-end reference-mark toc-mark table-of-content-source alphabetical-index-source
illustration-index-source table-index-source bibliography-source user-index-source object-index-source
"""
_UNREAD = frozenset(_UNREAD_NAMES.split())
_INDEXES = frozenset(
    {
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
    }
)
_BLOCKS = frozenset({"p", "h", "list", "table", "text-box"})
_SPACE = re.compile(r"[ \t\r\n]+")
# A chain of styles longer than this is a circle; a cell repeated more often only fills the page.
_MAX_CHAIN = 20
_MAX_REPEATED = 100


def read_odt(data: bytes, builder: DocumentBuilder) -> None:
    """Adds the blocks of an OpenDocument text: its body, its notes and comments, then headers and footers.

    Tracked changes are read as if they were accepted, and hidden text is left out; a notice says so.
    Raises `DamagedDocument`, `EncryptedDocument` or `TooLarge`.
    """
    parts = ZippedXml(data, builder.name, "LibreOffice")
    manifest = parts.optional_xml("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise EncryptedDocument(
            builder.name,
            "the document is locked with a password",
            "Save a copy without the password and try again",
        )
    root = parts.xml("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text") if root is not None else None
    if root is None or body is None:
        raise DamagedDocument(
            builder.name, "it has no text part (content.xml)", "Open it in LibreOffice and save it anew"
        )
    styles = parts.optional_xml("styles.xml")
    reader = _Reader([source for source in (styles, root) if source is not None])
    drafts = list(reader.blocks(body))
    drafts += reader.notes
    drafts += reader.furniture(styles)
    reader.report(builder, body)
    add_drafts(builder, drafts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """The drafts of one cell, over how many columns it goes, and how often it is repeated."""

    drafts: Sequence[Draft]
    columns: int
    repeated: int

    @property
    def text(self) -> str:
        return "\n".join(draft.text for draft in self.drafts if draft.kind is not BlockKind.TABLE_ROW)

    @property
    def nested(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.kind is BlockKind.TABLE_ROW]


class _Reader:
    """Walks the elements of one document, and counts what it leaves out. ``sources`` hold its styles."""

    def __init__(self, sources: Sequence[Element]) -> None:
        self.notes: list[Draft] = []
        self._styles = {
            style.get(f"{_STYLE}name", ""): style
            for source in sources
            for style in source.iter(f"{_STYLE}style")
            if style.get(f"{_STYLE}family") in ("paragraph", "text")
        }
        self._hidden = 0

    def blocks(self, container: Iterable[Element], depth: int = 0) -> Iterator[Draft]:
        """The paragraphs, lists and tables in ``container``, in order; ``depth`` lists are open around."""
        stack = [(iter(container), depth, False, False)]
        while stack:
            children, depth, begins, index = stack[-1]
            element = next(children, None)
            if element is None:
                stack.pop()
                continue
            name = local_name(element)
            if element.get(f"{_TEXT}display") == "none" or element.get(f"{_TABLE}display") == "false":
                self._hidden += 1
            elif name in ("p", "h"):
                stack[-1] = (children, depth, False, index)
                yield from self._paragraph(element, depth if begins else 0, index=index)
            elif name == "list":
                stack.append((iter(element), depth + 1, False, index))
            elif name in ("list-item", "list-header"):
                stack.append((iter(element), depth, name == "list-item", index))
            elif name == "table":
                yield from self._table(element)
            elif name in _INDEXES:
                stack.append((iter(element), depth, False, True))
            elif name != "tracked-changes" and name not in _UNREAD:
                stack.append((iter(element), depth, begins, index))

    def furniture(self, styles: Element | None) -> Iterator[Draft]:
        """The headers and footers of the pages, each text once."""
        seen: set[str] = set()
        for page in styles.iter(f"{_STYLE}master-page") if styles is not None else ():
            for part in page:
                text = "\n".join(_words(draft) for draft in self.blocks(part))
                if text and text not in seen:
                    seen.add(text)
                    yield Draft(kind=BlockKind.FURNITURE, text=text)

    def report(self, builder: DocumentBuilder, body: Element) -> None:
        """Adds the notices on what was left out."""
        changes = [
            local_name(change) for change in body.iterfind(f"{_TEXT}tracked-changes/{_TEXT}changed-region/*")
        ]
        notice_left_out(builder, changes.count("insertion"), changes.count("deletion"), self._hidden)
        embedded = sum(1 for _ in body.iter("{*}object", "{*}object-ole"))
        if embedded:
            builder.notice(NoticeKind.LOST, f"{embedded} objects embedded in the document are not read")

    def _paragraph(self, element: Element, item: int, *, index: bool) -> Iterator[Draft]:
        text, framed = self._inline(element)
        level = self._heading_level(element)
        words = text.strip()
        if not words:
            pass
        elif index:
            yield Draft(kind=BlockKind.FURNITURE, text=words)
        elif level is not None:
            yield Draft(kind=BlockKind.HEADING, text=" ".join(words.split()), level=level)
        elif item:
            yield Draft(kind=BlockKind.LIST_ITEM, text=words, level=item)
        elif (typed := split_bullet(words)) is not None:
            yield Draft(kind=BlockKind.LIST_ITEM, text=typed, level=1)
        else:
            yield Draft(kind=BlockKind.PARAGRAPH, text=words)
        for block in framed:
            yield from (replace(draft, framed=True) for draft in self.blocks([block]))

    def _heading_level(self, element: Element) -> int | None:
        if local_name(element) == "h":
            return _number(element, f"{_TEXT}outline-level", 1)
        names = self._chain(element.get(f"{_TEXT}style-name", ""))
        return 1 if "Title" in names else None

    def _chain(self, name: str) -> list[str]:
        """The names of a style and of those that it is based on."""
        names: list[str] = []
        while name and len(names) < _MAX_CHAIN:
            names.append(name)
            style = self._styles.get(name)
            name = style.get(f"{_STYLE}parent-style-name", "") if style is not None else ""
        return names

    def _inline(self, paragraph: Element) -> tuple[str, list[Element]]:
        """The text of a paragraph, and the blocks that are framed in it; its notes are put aside."""
        parts = [_folded(paragraph.text)]
        framed: list[Element] = []
        stack = [(iter(paragraph), "")]
        while stack:
            children, tail = stack[-1]
            element = next(children, None)
            if element is None:
                stack.pop()
                parts.append(tail)
                continue
            name = local_name(element)
            tail = _folded(element.tail)
            if name in ("note", "annotation"):
                self._note(element, name)
            elif name in _BLOCKS:
                framed.append(element)
            elif name == "s":
                parts.append(" " * min(_number(element, f"{_TEXT}c", 1), 1_000))
            elif name in ("tab", "line-break"):
                parts.append("\t" if name == "tab" else "\n")
            elif self._is_hidden(element):
                self._hidden += 1
            elif name not in _UNREAD and name != "annotation-end":
                parts.append(_folded(element.text))
                stack.append((iter(element), tail))
                continue
            parts.append(tail)
        return "".join(parts), framed

    def _is_hidden(self, element: Element) -> bool:
        if local_name(element) in ("hidden-text", "hidden-paragraph"):
            return bool(element.get(f"{_TEXT}is-hidden", "true") == "true")
        style = self._styles.get(element.get(f"{_TEXT}style-name", ""))
        properties = style.find(f"{_STYLE}text-properties") if style is not None else None
        shown = properties.get(f"{_TEXT}display") if properties is not None else None
        return bool(shown == "none")

    def _note(self, element: Element, name: str) -> None:
        content = element.find(f"{_TEXT}note-body") if name == "note" else element
        inside = [child for child in content if child.tag.startswith(_TEXT)] if content is not None else []
        text = "\n".join(_words(draft) for draft in self.blocks(inside))
        speaker = element.findtext(f"{_DC}creator") if name == "annotation" else None
        if text:
            self.notes.append(Draft(kind=BlockKind.NOTE, text=text, speaker=speaker or None))

    def _table(self, table: Element) -> Iterator[Draft]:
        """The table's rows, each followed by the rows of tables inside of it. A table of one column is
        there for its frame: its content is read as if it had none."""
        rows: list[list[_Cell]] = []
        marked = False
        for row in _children(table, "table-row"):
            if row.get(f"{_TABLE}visibility", "visible") != "visible":
                self._hidden += 1
                continue
            marked = marked or (not rows and local_name(row.getparent()) == "table-header-rows")
            rows.append([self._cell(cell) for cell in row if local_name(cell).endswith("table-cell")])
        if all(len(cells) <= 1 for cells in rows):
            for cells in rows:
                for cell in cells:
                    yield from cell.drafts
            return
        header: Sequence[str] = ()
        for i, cells in enumerate(rows):
            texts = _by_column(cells, repeat=False)
            yield Draft(kind=BlockKind.TABLE_ROW, cells=texts, header=header)
            for cell in cells:
                yield from cell.nested
            filled = list(filter(None, texts))
            reads = i == 0 and len(filled) > 2 and names_columns(filled)
            if not header and len(filled) > 1 and i + 1 < len(rows) and (marked or reads):
                header = _by_column(cells, repeat=True)

    def _cell(self, cell: Element) -> _Cell:
        # What a merged cell covers is there, and empty.
        covered = local_name(cell) == "covered-table-cell"
        return _Cell(
            drafts=() if covered else tuple(self.blocks(cell)),
            columns=1 if covered else _number(cell, f"{_TABLE}number-columns-spanned", 1),
            repeated=_number(cell, f"{_TABLE}number-columns-repeated", 1),
        )


def _by_column(cells: Sequence[_Cell], *, repeat: bool) -> list[str]:
    """The cells' texts, one for each column; a cell over several columns has its text in the first of
    them, or in all."""
    texts: list[str] = []
    covered = 0
    above = ""
    for cell in cells:
        for _ in range(min(cell.repeated, _MAX_REPEATED)):
            if covered and not cell.drafts:
                texts.append(above if repeat else "")
                covered -= 1
                continue
            texts.append(cell.text)
            covered, above = cell.columns - 1, cell.text
    return texts


def _children(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table, also those in groups of rows, but not those of tables inside of it."""
    stack = [iter(parent)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif local_name(element) == name:
            yield element
        elif local_name(element) in ("table-header-rows", "table-rows", "table-row-group"):
            stack.append(iter(element))


def _folded(text: str | None) -> str:
    """White space in the XML is one space; more are written as elements (section 6.1.2)."""
    return _SPACE.sub(" ", text or "")


def _words(draft: Draft) -> str:
    return " | ".join(filter(None, draft.cells)) if draft.kind is BlockKind.TABLE_ROW else draft.text


def _number(element: Element, name: str, default: int) -> int:
    text = element.get(name) or ""
    return max(int(text), 1) if text.isdecimal() and len(text) < 8 else default
