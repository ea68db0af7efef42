"""Lists of contents in a PDF: lines that dots lead to a page's number, and lines that are headings below."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from analyzer.documents.document import BlockKind
from analyzer.documents.pdf_drafts import Draft
from analyzer.documents.pdf_headings import has_leaders
from analyzer.documents.pdf_lines import joined

_LED_NUMBER = re.compile(r"[.\u2026]\s*(\d{1,4}|[ivxlc]{1,7})$", re.IGNORECASE)
_NUMBER = re.compile(r"\s+(\d{1,4})$")
_PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
# A list of contents without dots has at least so many entries, of at most so many lines.
_FEWEST_ENTRIES = 3
_MOST_LINES = 4

_Titles = Mapping[str, Sequence[int]]


def set_contents(blocks: Sequence[Draft], pages: int) -> None:
    """Marks the entries of a list of contents: led by dots to the number of one of the document's pages.

    What leads to a larger number, such as a price, stays what it was.
    """
    for block in blocks:
        if block.kind in _PROSE and has_leaders(block.lines[-1].text):
            number = _LED_NUMBER.search(block.lines[-1].text)
            if number and not (number[1].isdecimal() and int(number[1]) > pages):
                block.kind = BlockKind.CONTENTS


def with_contents(blocks: Sequence[Draft]) -> list[Draft]:
    """``blocks`` with the lists of contents that have no dots as entries, a block each.

    Several lines in a row that are headings further on, in the same order and with text under them, are
    such a list; so are rows of two cells, a heading and its page.
    """
    titles: dict[str, list[int]] = {}
    for i, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            titles.setdefault(block.text.casefold(), []).append(i)
    openings = {title.partition(" ")[0] for title in titles}
    found: list[Draft] = []
    run: list[Draft] = []
    entries: list[Draft] = []
    for i, block in enumerate(blocks):
        own: list[Draft] = []
        if run and block.kind is BlockKind.FURNITURE:
            own = [block]
        elif block.lines[0].text.partition(" ")[0].casefold() in openings:
            own = list(_entries(block, titles, i))
        if not own:
            found += entries if _is_list(entries, titles, blocks, i) else run
            run, entries = [], []
            found.append(block)
        else:
            run.append(block)
            entries += own
    return found + run


def _entries(block: Draft, titles: _Titles, i: int) -> Iterator[Draft]:
    """The lines of block number ``i`` as entries; none where some of them are no heading further on."""
    if block.kind not in (*_PROSE, BlockKind.HEADING, BlockKind.TABLE_ROW):
        return
    found: list[Draft] = []
    entry = Draft(kind=BlockKind.CONTENTS, lines=[], edge=block.edge)
    for line in [joined(block.lines)] if block.table else block.lines:
        entry.lines.append(line)
        if _named(entry.text, titles, i)[0]:
            found.append(entry)
            entry = Draft(kind=BlockKind.CONTENTS, lines=[], edge=block.edge)
        elif len(entry.lines) == _MOST_LINES:
            return
    if not entry.lines:
        yield from found


def _is_list(entries: Sequence[Draft], titles: _Titles, blocks: Sequence[Draft], end: int) -> bool:
    """True where the headings that ``entries`` name come from block number ``end`` on in the same order.

    Most of them have text under them: what is filled in several times has its headings again, but empty.
    Numbers behind them are those of their pages, up to where the counting of pages begins: not a price.
    """
    named: list[int] = []
    offsets: set[int] = set()
    for entry in entries:
        if entry.kind is BlockKind.CONTENTS:
            places, number = _named(entry.text, titles, end - 1)
            later = bisect_left(places, named[-1] + 1 if named else end)
            if later == len(places):
                return False
            named.append(places[later])
            if number:
                offsets.add(blocks[named[-1]].page - int(number))
    apart = sum(after - before > 1 for before, after in pairwise(named))
    return len(named) >= _FEWEST_ENTRIES and 2 * apart >= len(named) - 1 and len(offsets) < 2


def _named(text: str, titles: _Titles, i: int) -> tuple[Sequence[int], str]:
    """The numbers of the blocks that are the heading ``text``, some after block number ``i``, and the number
    of a page behind it or "". No blocks where there is no such heading."""
    folded = text.casefold()
    number = _NUMBER.search(folded)
    for title, page in ((folded, ""), (folded[: number.start()], number[1]) if number else ("", "")):
        if (places := titles.get(title)) and places[-1] > i:
            return places, page
    return (), ""
