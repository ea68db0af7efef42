"""Lines of one column -> paragraphs, list items, headings and table rows.

A line goes on with the paragraph above it unless something says otherwise: a mark or number, another
size, a wider distance, an indent, or a line above that ended although the next word would have fitted.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from analyzer.documents.document import BlockKind
from analyzer.documents.pdf_layout import Placed, rows
from analyzer.documents.pdf_tables import Cell, Table, aligned_tables
from analyzer.documents.pdf_words import BULLETS, SYMBOL_FONT, Line, joined

_BULLET = re.compile(f"^[{BULLETS}{SYMBOL_FONT}o*\u2013\u2014-]$")
_DASH = re.compile("^[*\u2013\u2014-]$")
_NUMBER = re.compile(r"^(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\(?[A-Z]\)|\((?:[A-Z]|[IVX]{1,5})\))$")
_GLUED_NUMBER = re.compile(r"^\d{1,2}[.)](?=[A-Z])")
_CAPITAL_POINT = re.compile(r"^(?:[A-Z]|[IVX]{1,5})\.$")
_OUTLINE = re.compile(r"^(?:section\s+)?(\d{1,2}(?:\.\d{1,2})*)\.?\)?\s+\S", re.IGNORECASE)
_DEEP_OUTLINE = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.?\s+[^\W\d_]")
LEADERS = re.compile(r"(?:\.\s?){5,}|\u2026{2,}|(?:\u2026\s){2,}")
_SENTENCE_END = re.compile(r"[.!?:;][\"'\u201d\u2019)\]]*$")

# A line is larger than the body text from this ratio on, and one of another size from the next.
_LARGER = 1.12
_OTHER_SIZE = 0.08
_SLIGHTLY_LARGER = 1.05
# Two lines are further apart than those of one paragraph from this many times the usual distance.
_APART = 1.28
_LONGEST_HEADING = 22


@dataclass(slots=True)
class Draft:
    """A block before its place in the document is known. ``edge`` is the right edge of its column."""

    kind: BlockKind
    lines: list[Line]
    edge: float
    level: int | None = None
    cells: list[Cell] = field(default_factory=list)
    table: Table | None = None

    @property
    def page(self) -> int:
        """Where it begins."""
        return self.lines[0].page

    @property
    def text(self) -> str:
        """Its words, for looking at; the document's own text is made by the builder."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typography:
    """What the document's plain text looks like: its size, whether it is bold, the distance of its lines."""

    size: float
    bold: bool
    leading: dict[float, float]

    def pitch(self, line: Line) -> float:
        """The usual distance from ``line`` to the next of its paragraph."""
        return self.leading.get(line.size, 1.05 * line.height)


def typography(lines: Iterable[Line]) -> Typography:
    """The typography of a document, by its most frequent values."""
    sizes: Counter[float] = Counter()
    bold = total = 0
    distances: dict[float, Counter[float]] = {}
    previous: Line | None = None
    for line in lines:
        length = len(line.text)
        sizes[line.size] += length
        total += length
        bold += length * line.bold
        if previous is not None and previous.size == line.size and previous.page == line.page:
            distance = round(2 * (line.middle - previous.middle)) / 2
            if 0.6 * line.height < distance < 2.2 * line.height:
                distances.setdefault(line.size, Counter())[distance] += 1
        previous = line
    return Typography(
        size=sizes.most_common(1)[0][0] if sizes else 10.0,
        bold=2 * bold > total,
        leading={size: counted.most_common(1)[0][0] for size, counted in distances.items()},
    )


def drafts(region: Sequence[Placed], look: Typography) -> Iterator[Draft]:
    """The blocks of one region, in order."""
    run: list[Line] = []
    for part in aligned_tables(rows(region), _is_tabular):
        tables = [item for item in part if isinstance(item, Table)]
        if not tables:
            run.append(joined([item for item in part if isinstance(item, Line)]))
            continue
        yield from _text_drafts(run, look)
        run = [item for item in part if isinstance(item, Line)]
        for table in tables:
            yield from _row_drafts(table)
    yield from _text_drafts(run, look)


def _row_drafts(table: Table) -> Iterator[Draft]:
    for row in table.rows:
        cells = [cell for cell in row if cell.lines]
        lines = [line for cell in cells for line in cell.lines]
        yield Draft(kind=BlockKind.TABLE_ROW, lines=lines, edge=table.x1, cells=cells, table=table)


def _is_tabular(row: Sequence[Line]) -> bool:
    if len(row) < 2 or _mark(row[0]):
        return False
    return not any(line.opens_item or LEADERS.search(line.text) for line in row)


def _text_drafts(lines: Sequence[Line], look: Typography) -> Iterator[Draft]:
    """Lines of text, without tables, as drafts."""
    if not lines:
        return
    edges = _edges(lines, look)
    draft: Draft | None = None
    for i, line in enumerate(lines):
        mark = _mark(line)
        if draft is None or _begins(draft, lines[i - 1], line, edges[i - 1], mark, look):
            if draft is not None:
                yield from _finished(draft, look)
            kind = BlockKind.LIST_ITEM if mark else BlockKind.PARAGRAPH
            draft = Draft(kind=kind, lines=[line], edge=edges[i])
        else:
            draft.lines.append(line)
    if draft is not None:
        yield from _finished(draft, look)


def _edges(lines: Sequence[Line], look: Typography) -> list[float]:
    """For each line the right edge that its paragraph is set to.

    That is the edge of its run of close lines of one size, where two of them reach it; a single long
    line does not show where lines are broken, so the edge of the column counts.
    """
    column = max(line.x1 for line in lines)
    runs: list[list[int]] = [[0]]
    for i, (above, line) in enumerate(pairwise(lines), start=1):
        if _other_size(above, line) or line.middle - above.middle > 1.6 * look.pitch(line):
            runs.append([])
        runs[-1].append(i)
    edges = [0.0] * len(lines)
    for run in runs:
        edge = max(lines[i].x1 for i in run)
        reach = 0.06 * (edge - min(lines[i].x0 for i in run))
        if sum(edge - lines[i].x1 <= reach for i in run) < 2:
            edge = column
        for i in run:
            edges[i] = edge
    return edges


def _begins(draft: Draft, above: Line, line: Line, edge: float, mark: str, look: Typography) -> bool:
    """True where ``line`` begins a new block instead of going on with ``draft``."""
    if LEADERS.search(above.text) or _other_size(above, line):
        return True
    full = edge - above.x1 <= _first_word_width(line) + 0.5 * line.size
    unfinished = not _SENTENCE_END.search(above.text)
    flush = abs(line.x0 - above.x0) < 0.3 * line.size
    in_sentence = unfinished and (full or line.text[:1].islower())
    if mark and not (draft.kind is BlockKind.PARAGRAPH and full and unfinished and flush):
        return True
    if line.middle - above.middle > _APART * _pitch(draft, line, look) + 0.5:
        return True
    if above.bold != line.bold and not full:
        return True
    if _DEEP_OUTLINE.match(line.text) and not full:
        return True
    if _centred(above, line):
        return False
    if _indented(draft, line):
        return not in_sentence or len(draft.lines) > 1
    if line.x0 < draft.lines[-1].x0 - 0.8 * line.size and (
        len(draft.lines) > 1 or draft.kind is BlockKind.LIST_ITEM
    ):
        return not in_sentence
    return not full and not (unfinished and line.text[:1].islower())


def _pitch(draft: Draft, line: Line, look: Typography) -> float:
    """The usual distance of lines or, where the draft's own are set tighter, theirs."""
    usual = look.pitch(line)
    if len(draft.lines) < 2:
        return usual
    own = draft.lines[-1].middle - draft.lines[-2].middle
    return min(usual, max(own, 0.8 * usual))


def _indented(draft: Draft, line: Line) -> bool:
    left = draft.lines[-1].x0
    if draft.kind is BlockKind.LIST_ITEM and len(draft.lines) == 1:
        left = _text_left(draft.lines[0])
    return line.x0 > left + 0.8 * line.size


def _text_left(line: Line) -> float:
    """Where the text of a list item begins, after its mark."""
    return line.boxes[4] if line.turn == 0 and line.words > 1 else line.x0


def _first_word_width(line: Line) -> float:
    if line.turn:
        return line.height * (line.text.find(" ") % 20) / 2
    return line.boxes[2] - line.boxes[0]


def _other_size(a: Line, b: Line) -> bool:
    return abs(a.size - b.size) > _OTHER_SIZE * max(a.size, b.size)


def _centred(a: Line, b: Line) -> bool:
    same_centre = abs(a.x0 + a.x1 - b.x0 - b.x1) < 6
    return same_centre and abs(a.x0 - b.x0) > 0.8 * b.size and a.bold == b.bold


def _mark(line: Line) -> str:
    """The mark or number that makes ``line`` the beginning of a list item, or ""."""
    if line.bullet:
        return "\u2022"
    first, space, rest = line.text.partition(" ")
    if space and (_BULLET.match(first) or _NUMBER.match(first)):
        return first
    if match := _GLUED_NUMBER.match(first):
        return match.group()
    if space and _CAPITAL_POINT.match(first) and rest[:1].isupper() and line.words > 2:
        return first
    return ""


def _finished(draft: Draft, look: Typography) -> Iterator[Draft]:
    """The draft with its kind decided and the bullet of a list item taken away."""
    if _is_heading(draft, look):
        draft.kind = BlockKind.HEADING
    elif (
        draft.kind is BlockKind.LIST_ITEM
        and not draft.lines[0].bullet
        and _BULLET.match(_mark(draft.lines[0]))
    ):
        first = draft.lines[0]
        draft.lines[0] = first.part(list(first.placed_words())[1:])
    yield draft


def _is_heading(draft: Draft, look: Typography) -> bool:
    text = draft.text
    words = text.count(" ") + 1
    letters = sum(map(str.isalpha, text))
    if words > _LONGEST_HEADING or letters < 3 or len(draft.lines) > 3 or LEADERS.search(text):
        return False
    mark = _mark(draft.lines[0])
    if _BULLET.match(mark) or (text[0].islower() and not mark):
        return False
    if min(line.size for line in draft.lines) >= _LARGER * look.size:
        return True
    if text.endswith((".", ";", ",")):
        return False
    if len(draft.lines) == 1 and draft.lines[0].size >= _SLIGHTLY_LARGER * look.size and words <= 10:
        return not _SENTENCE_END.search(text)
    if all(line.bold for line in draft.lines) and not look.bold:
        return True
    if _DEEP_OUTLINE.match(text):
        return words <= 12 and not _SENTENCE_END.search(text)
    return text.isupper() and letters >= 4 and words <= 10 and not mark and letters > len(text) / 2


def set_heading_levels(blocks: Sequence[Draft]) -> None:
    """Gives each heading its level: by its number where it has one, else by its look.

    The looks are ranked by size, then bold, then capitals; a look that numbered headings have takes
    their level.
    """
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    looks = sorted({_look(block) for block in headings}, reverse=True)
    levels = {look: min(i, 6) for i, look in enumerate(looks, start=1)}
    numbered: dict[tuple[float, bool, bool], Counter[int]] = {}
    for block in headings:
        if match := _OUTLINE.match(block.text):
            depth = match.group(1).removesuffix(".0").count(".") + 1
            numbered.setdefault(_look(block), Counter())[depth] += 1
    # A title page's looks come above those of the numbered headings.
    above = sum(look > max(numbered) for look in looks) if numbered else 0
    lift = 1 if above else 0
    for block in headings:
        match = _OUTLINE.match(block.text)
        if match:
            block.level = min(match.group(1).removesuffix(".0").count(".") + 1 + lift, 6)
        elif _look(block) in numbered:
            block.level = min(numbered[_look(block)].most_common(1)[0][0] + lift, 6)
        elif numbered and _look(block) > max(numbered):
            block.level = 1
        elif numbered:
            deeper = [depth for look, counted in numbered.items() if look > _look(block) for depth in counted]
            block.level = min(max(deeper, default=0) + 1 + lift, 6)
        else:
            block.level = levels[_look(block)]


def _look(block: Draft) -> tuple[float, bool, bool]:
    line = block.lines[0]
    return line.size, line.bold, block.text.isupper()


def set_item_levels(blocks: Sequence[Draft]) -> None:
    """Gives each list item its level by how far it is set in."""
    indents: list[float] = []
    for block in blocks:
        left = block.lines[0].x0
        if block.kind is BlockKind.LIST_ITEM:
            while indents and indents[-1] > left + 3:
                indents.pop()
            if not indents or left > indents[-1] + 3:
                indents.append(left)
            block.level = len(indents)
        elif block.kind is not BlockKind.FURNITURE and indents and left <= indents[0] + 3:
            indents.clear()


def take_up(block: Draft, following: Draft) -> bool:
    """Adds ``following`` to ``block`` where a column or page break has cut them; True where it did.

    A table that goes on over a page break keeps the column names of its first part.
    """
    if block.table is not None and following.table is not None:
        if following.table is block.table or not following.table.continues(block.table):
            return False
        following.table.names = block.table.names
        return _finish_row(block, following)
    if not _goes_on(block, following):
        return False
    block.lines += following.lines
    block.edge = following.edge
    return True


def _goes_on(block: Draft, following: Draft) -> bool:
    if following.kind is not BlockKind.PARAGRAPH:
        return False
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    last, first = block.lines[-1], following.lines[0]
    if first.page == last.page and first.top > last.top:
        return False
    if (
        _SENTENCE_END.search(last.text)
        or LEADERS.search(last.text)
        or _other_size(last, first)
        or last.turn != first.turn
    ):
        return False
    if first.text[:1].islower():
        return True
    reaches = block.edge - last.x1 <= 0.12 * (block.edge - block.lines[0].x0)
    return reaches and last.words > 5 and first.words > 3 and last.bold == first.bold


def _finish_row(row: Draft, following: Draft) -> bool:
    """Adds to ``row`` its rest on the next page, where the page break has cut it.

    It has where the first cell of ``following`` is empty, and another goes on inside of a sentence.
    """
    table = following.table
    if table is None or following.cells[0].x0 <= table.x0 + 2:
        return False
    if not any(cell.text[0].islower() for cell in following.cells):
        return False
    above = [next((c for c in row.cells if abs(c.x0 - cell.x0) < 8), None) for cell in following.cells]
    if any(cell is None for cell in above):
        return False
    for upper, lower in zip(above, following.cells, strict=True):
        if upper is not None:
            upper.lines += lower.lines
    return True
