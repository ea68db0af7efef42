"""The words of HTML that stands inside other formats: its tags dropped, its text kept."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from analyzer.documents.document import BlockKind
from analyzer.documents.draft import Draft

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_NAMES = """
address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption
figure footer form head header hr html legend main nav ol p pre section summary table tbody tfoot
thead title ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_INLINE_NAMES = """
a abbr acronym audio b bdi bdo big br button canvas cite code col colgroup data datalist del dfn em
embed font i iframe img input ins kbd label link map area mark meta meter noscript object optgroup
option output picture progress q rp rt ruby s samp script select small source span strike strong
style sub sup svg template textarea time track tt u var video wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())
UNREAD = frozenset({"script", "style", "template", "svg"})
_ELEMENTS = _BLOCKS | _INLINE | _HEADINGS.keys() | {"li", "tr", "td", "th"}
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")


def tag_name(markup: str) -> str | None:
    """The HTML element that ``markup`` opens or closes; None for a comment, and for what only looks
    like a tag (``<client name>``)."""
    match = _TAG.match(markup)
    name = match[1].lower() if match else None
    return name if name in _ELEMENTS else None


def html_drafts(source: str) -> list[Draft]:
    """The blocks of a piece of HTML, which need not be whole or well formed."""
    reader = _Reader()
    # The parser takes "<![" for the start of a section, and refuses the ones it does not know.
    reader.feed(source.replace("<![", "&lt;!["))
    reader.close()
    reader.end_block()
    return reader.drafts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.drafts: list[Draft] = []
        self._text: list[str] = []
        self._kind = BlockKind.PARAGRAPH
        self._level: int | None = None
        self._cells: list[str] | None = None
        self._header: Sequence[str] = ()
        self._in_cell = False
        self._naming = False
        self._unread: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self._unread = tag
        elif tag == "br":
            self._text.append("\n")
        elif tag == "img":
            self._text.append(dict(attrs).get("alt") or "")
        elif tag == "table":
            self.end_block()
            self._header = ()
        elif tag == "tr":
            self.end_block()
            self._cells, self._naming = [], True
        elif tag in ("td", "th"):
            self._end_cell()
            self._in_cell = True
            self._naming = self._naming and tag == "th"
        elif tag in _HEADINGS or tag == "li" or tag in _BLOCKS:
            self.end_block()
            if tag in _HEADINGS:
                self._kind, self._level = BlockKind.HEADING, _HEADINGS[tag]
            elif tag == "li":
                self._kind, self._level = BlockKind.LIST_ITEM, 1
        elif tag not in _ELEMENTS:
            self.handle_data(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = None
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag in _HEADINGS or tag == "li" or tag in _BLOCKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if self._unread is None:
            self._text.append(data)

    def end_block(self) -> None:
        """Ends the open paragraph, heading or item; inside a table row, only its line."""
        if self._cells is not None:
            self._text.append("\n")
            return
        text = self._take()
        if text:
            self.drafts.append(Draft(kind=self._kind, text=text, level=self._level))
        self._kind, self._level = BlockKind.PARAGRAPH, None

    def close(self) -> None:
        super().close()
        self._end_row()

    def _end_cell(self) -> None:
        if self._cells is not None and self._in_cell:
            self._cells.append(self._take())
            self._in_cell = False

    def _end_row(self) -> None:
        if self._cells is None:
            return
        self._end_cell()
        cells, self._cells = self._cells, None
        if any(cells):
            self.drafts.append(Draft(kind=BlockKind.TABLE_ROW, cells=cells, header=self._header))
            if self._naming:
                self._header = cells

    def _take(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._text).split("\n"))
        self._text = []
        return "\n".join(line for line in lines if line)
