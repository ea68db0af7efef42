"""Web pages -> drafts, parsed with lxml: headings, lists, tables and text as a browser shows them."""

import codecs
import re
from collections.abc import Iterator, Sequence

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.decoding import MAX_LINE, decode
from analyzer.documents.document import BlockKind, NoticeKind
from analyzer.documents.draft import Draft, add_drafts
from analyzer.documents.plaintext import names_columns, split_bullet, text_drafts
from analyzer.documents.zipped_xml import Element

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_NAMES = """
address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption
figure footer form header hgroup hr html legend li main menu nav ol p section summary table tbody td
tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split()) | _HEADINGS.keys()
_LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})
_ITEMS = {"li": 0, "dt": 0, "dd": 1}
_UNREAD_NAMES = """
head script style template noscript noframes svg iframe object embed audio video canvas select datalist
button textarea rt rp map
"""
_UNREAD = frozenset(_UNREAD_NAMES.split())
# What stands on every page of a site: by the element, by its role, and, outside of articles, its ends.
_FURNITURE = frozenset({"nav"})
_FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
_ENDS = frozenset({"header", "footer"})
_ARTICLES = frozenset({"article", "main", "section"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK = re.compile(r"\n\s*\n")

# A table whose cells are longer than this is there for the layout of the page.
_MAX_CELL = 60
_MAX_SPAN = 100

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""")
# The encoding must be declared within the first 1024 bytes; pages are seldom so strict.
_DECLARED_WITHIN = 4_096
# What browsers read for what pages declare (https://encoding.spec.whatwg.org, section 4.2).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Encodings of bytes that no page is written in, though one may declare them.
_NEVER = re.compile(
    r"utf-(?:7|16|32)|ibm|cp037|cp4\d\d|cp5\d\d|cp1026|cp11\d\d|punycode|idna|escape|undefined"
)


def read_html(data: bytes, builder: DocumentBuilder) -> None:
    """Adds the blocks of a web page; what stands on every page of a site is furniture, scripts and hidden
    parts are left out, and a notice says so where they have words."""
    add_drafts(builder, page_drafts(_source(data), builder))


def page_drafts(source: str, builder: DocumentBuilder) -> list[Draft]:
    """The blocks of a page; what is not read of it is a notice on ``builder``."""
    from lxml import etree

    # The text is decoded: what the page declares no longer counts.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any("depth" in entry.message for entry in parser.error_log):
        builder.notice(
            NoticeKind.LOST, "the elements of the page are nested too deeply, its rest is not read"
        )
    if root is None:
        return []
    reader = _Reader()
    reader.walk(root)
    if reader.hidden:
        builder.notice(NoticeKind.HIDDEN_TEXT, f"{reader.hidden} hidden parts of the page are not read")
    return _with_title(reader.drafts, root)


class _Reader:
    """Walks the elements of one page."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.hidden = 0
        self._text: list[str] = []
        self._kind = BlockKind.PARAGRAPH
        self._level: int | None = None
        self._lists = 0
        self._articles = 0
        self._furniture = 0

    def walk(self, root: Element) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        skipped: Element | None = None
        for event, element in walker:
            if event == "end":
                if element is skipped:
                    skipped = None
                else:
                    self._leave(element)
                if element is not root:
                    self._add(element.tail)
            elif self._enter(element):
                self._add(element.text)
            else:
                skipped = element
                walker.skip_subtree()
        self._end_block()

    def _enter(self, element: Element) -> bool:
        """Begins an element; False where what is inside of it is not read, or has been."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNREAD:
            return False
        if _is_hidden(element):
            self.hidden += bool("".join(element.itertext()).strip())
            return False
        if tag == "br":
            self._text.append("\n")
        if tag not in _BLOCKS and tag != "pre":
            return True
        self._end_block()
        if tag == "pre":
            self._preformatted(element)
            return False
        if tag == "table" and (rows := _data_rows(element)):
            self._table(rows)
            return False
        if tag in _HEADINGS:
            self._kind, self._level = BlockKind.HEADING, _HEADINGS[tag]
        elif tag in _ITEMS:
            self._kind, self._level = BlockKind.LIST_ITEM, max(self._lists, 1) + _ITEMS[tag]
        self._lists += tag in _LISTS
        self._furniture += self._is_furniture(element)
        self._articles += tag in _ARTICLES
        return True

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag not in _BLOCKS:
            return
        self._end_block()
        self._kind, self._level = BlockKind.PARAGRAPH, None
        self._lists -= tag in _LISTS
        self._articles -= tag in _ARTICLES
        self._furniture -= self._is_furniture(element)

    def _is_furniture(self, element: Element) -> bool:
        return (
            element.tag in _FURNITURE
            or element.get("role", "").lower() in _FURNITURE_ROLES
            or (element.tag in _ENDS and not self._articles)
            # As LibreOffice exports the header and footer of a text.
            or (element.tag == "div" and element.get("title") in _ENDS)
        )

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(_SPACE.sub(" ", text))

    def _end_block(self) -> None:
        """Ends the open paragraph, heading or item; an item that has no words yet stays open."""
        for text in _BREAK.split("".join(self._text)):
            lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
            if lines:
                self._emit(lines)
                self._kind, self._level = BlockKind.PARAGRAPH, None
        self._text = []

    def _emit(self, lines: Sequence[str]) -> None:
        if self._kind is BlockKind.HEADING and (not self._furniture or self._level == 1):
            self.drafts.append(Draft(kind=BlockKind.HEADING, text=" ".join(lines), level=self._level))
        elif self._furniture:
            self.drafts.append(Draft(kind=BlockKind.FURNITURE, text="\n".join(lines)))
        elif self._kind is BlockKind.LIST_ITEM:
            self.drafts.append(Draft(kind=self._kind, text="\n".join(lines), level=self._level))
        else:
            self.drafts += _paragraphs(lines)

    def _preformatted(self, element: Element) -> None:
        text = "".join(element.itertext()).expandtabs()
        if element.find(".//code") is not None or max(map(len, text.split("\n"))) > MAX_LINE:
            self.drafts.append(Draft(kind=BlockKind.CODE, text=text.strip("\n")))
        else:
            self.drafts += text_drafts(text)

    def _table(self, rows: Sequence[Element]) -> None:
        if self._furniture:
            text = "\n".join(" ".join(_text_of(row).split()) for row in rows)
            self.drafts.append(Draft(kind=BlockKind.FURNITURE, text=text))
            return
        caption = rows[0].xpath("ancestor::table[1]/caption")
        self.drafts += [Draft(kind=BlockKind.PARAGRAPH, text=_text_of(element)) for element in caption]
        self.drafts += _rows(rows)


def _paragraphs(lines: Sequence[str]) -> Iterator[Draft]:
    """One paragraph; lines that begin with a bullet typed by hand are items."""
    group: list[str] = []
    for line in lines:
        item = split_bullet(line)
        if item is None:
            group.append(line)
            continue
        if group:
            yield Draft(kind=BlockKind.PARAGRAPH, text="\n".join(group))
            group = []
        yield Draft(kind=BlockKind.LIST_ITEM, text=item, level=1)
    if group:
        yield Draft(kind=BlockKind.PARAGRAPH, text="\n".join(group))


def _data_rows(table: Element) -> list[Element]:
    """The rows of a table of data; none where the table only lays out the page."""
    if table.find(".//table") is not None:
        return []
    rows = [row for row in table.iter("tr") if not _is_hidden(row)]
    marked = table.find(".//th") is not None
    laid_out = any(
        next(cell.iter(*_HEADINGS, "ul", "ol", "pre"), None) is not None
        or len(cell.findall(".//p")) > 2
        or len(_text_of(cell).split()) > _MAX_CELL
        for cell in table.iter("td")
    )
    if max((len(row) for row in rows), default=0) < 2 or (not marked and (laid_out or len(rows) < 2)):
        return []
    return rows


def _rows(rows: Sequence[Element]) -> Iterator[Draft]:
    """The rows; the first of them names the columns where it is marked as head, or reads as one."""
    header: Sequence[str] = ()
    below: dict[int, int] = {}
    for i, row in enumerate(rows):
        cells = [cell for cell in row if cell.tag in ("td", "th") and not _is_hidden(cell)]
        texts: list[str] = []
        names: list[str] = []
        for cell in cells:
            while below.get(len(texts), 0) > 0:
                below[len(texts)] -= 1
                texts.append("")
                names.append(header[len(names)] if len(names) < len(header) else "")
            text = "\n".join(filter(None, (" ".join(line.split()) for line in _text_of(cell).split("\n"))))
            columns = _span(cell, "colspan")
            for column in range(len(texts), len(texts) + columns):
                below[column] = _span(cell, "rowspan") - 1
            texts += [text, *[""] * (columns - 1)]
            names += [text] * columns
        yield Draft(kind=BlockKind.TABLE_ROW, cells=texts, header=header)
        headed = row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)
        if not header and len(cells) > 1 and i + 1 < len(rows) and (headed or _reads_as_header(texts, i)):
            header = names


def _reads_as_header(texts: Sequence[str], i: int) -> bool:
    return i == 0 and len(texts) > 2 and names_columns(texts)


def _span(cell: Element, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return min(max(int(text), 1), _MAX_SPAN) if text.isdecimal() and len(text) < 6 else 1


def _text_of(element: Element) -> str:
    """The words inside of an element, a line for each block in it."""
    from lxml import etree

    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        tag = inner.tag
        if event == "end":
            parts.append("\n" if tag in _BLOCKS else "")
            if inner is not element:
                parts.append(_SPACE.sub(" ", inner.tail or ""))
        elif not isinstance(tag, str) or tag in _UNREAD or _is_hidden(inner):
            walker.skip_subtree()
        else:
            parts.append("\n" if tag == "br" or tag in _BLOCKS else "")
            parts.append(_SPACE.sub(" ", inner.text or ""))
    return "".join(parts)


def _is_hidden(element: Element) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def _with_title(drafts: list[Draft], root: Element) -> list[Draft]:
    """``drafts`` below the page's title: a heading where there is no other of the first level."""
    title = " ".join((root.findtext("head/title") or "").split())
    headed = any(draft.kind is BlockKind.HEADING and draft.level == 1 for draft in drafts)
    kind = BlockKind.FURNITURE if headed else BlockKind.HEADING
    return (
        [Draft(kind=kind, text=title, level=None if headed else 1), *drafts] if title and drafts else drafts
    )


def _source(data: bytes) -> str:
    """The text of a page. A byte order mark decides, then whether it is UTF-8, then what it declares."""
    declared = _CHARSET.search(data[:_DECLARED_WITHIN])
    if declared is not None and not data.startswith(
        (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            if not _NEVER.match(name):
                return data.decode(_MEANT.get(name, name), "replace")
        except (LookupError, UnicodeError):
            pass
    return decode(data)
