"""Lines of one column -> paragraphs, list items, headings and table rows.

A line goes on with the paragraph above it unless something says otherwise: a mark or number, another
size, a wider distance, an indent, or a line above that ended although the next word would have fitted.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from analyzer.documents.document import BlockKind
from analyzer.documents.pdf_drafts import Draft, Typography
from analyzer.documents.pdf_headings import (
    DEEP_OUTLINE,
    ends_sentence,
    has_leaders,
    is_heading,
)
from analyzer.documents.pdf_layout import Placed, rows
from analyzer.documents.pdf_lines import BULLETS, SYMBOL_FONT, Line, joined
from analyzer.documents.pdf_tables import Cell, Table, aligned_tables

_BULLET = re.compile(f"^[{BULLETS}{SYMBOL_FONT}o*\u2013\u2014-]$")
_NUMBER = re.compile(r"^(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\(?[A-Z]\)|\((?:[A-Z]|[IVX]{1,5})\))$")
_GLUED_NUMBER = re.compile(r"^\d{1,2}[.)](?=[A-Z])")
_CAPITAL_POINT = re.compile(r"^(?:[A-Z]|[IVX]{1,5})\.$")

# Lines of one paragraph do not differ in size by more than this.
_OTHER_SIZE = 0.08
# Two lines are further apart than those of one paragraph from this many times the usual distance.
_APART = 1.28


def drafts(region: Sequence[Placed], look: Typography) -> Iterator[Draft]:
    """The blocks of one region, in order."""
    run: list[Line] = []
    for part in aligned_tables(rows(region), _is_tabular):
        lines = [item for item in part if isinstance(item, Line)]
        if len(lines) == len(part):
            run.append(joined(lines))
            continue
        yield from _text_drafts(run, look)
        run = lines
        for item in part:
            if isinstance(item, Table):
                yield from _row_drafts(item)
    yield from _text_drafts(run, look)


def _row_drafts(table: Table) -> Iterator[Draft]:
    for row in table.rows:
        cells = [cell for cell in row if cell.lines]
        lines = [line for cell in cells for line in cell.lines]
        yield Draft(kind=BlockKind.TABLE_ROW, lines=lines, edge=table.x1, cells=cells, table=table)


def _is_tabular(row: Sequence[Line]) -> bool:
    if len(row) < 2 or mark_of(row[0]):
        return False
    return not any(line.opens_item or has_leaders(line.text) for line in row)


def _text_drafts(lines: Sequence[Line], look: Typography) -> Iterator[Draft]:
    """Lines of text, without tables, as drafts."""
    if not lines:
        return
    draft: Draft | None = None
    for line, edge in zip(lines, _edges(lines, look), strict=True):
        if draft is not None and not _begins(draft, line, look):
            draft.lines.append(line)
            draft.edge = edge
            continue
        if draft is not None:
            yield _finished(draft, look)
        kind = BlockKind.LIST_ITEM if mark_of(line) else BlockKind.PARAGRAPH
        draft = Draft(kind=kind, lines=[line], edge=edge)
    if draft is not None:
        yield _finished(draft, look)


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


def _begins(draft: Draft, line: Line, look: Typography) -> bool:
    """True where ``line`` begins a new block instead of going on with ``draft``."""
    above = draft.lines[-1]
    # What is told from numbers alone comes first: that is enough for most lines.
    return (
        _other_size(above, line)
        or line.middle - above.middle > _APART * _pitch(draft, line, look) + 0.5
        or has_leaders(above.text)
        or _opens_item(draft, line)
        or (not _is_full(draft, line) and (above.bold != line.bold or _is_numbered(line)))
        or not (_centred(above, line) or _in_step(draft, line))
    )


def _opens_item(draft: Draft, line: Line) -> bool:
    """True where ``line`` has a mark, and not one that a line end has only brought to its beginning."""
    if not mark_of(line):
        return False
    flush = abs(line.x0 - draft.lines[-1].x0) < 0.3 * line.size
    in_prose = draft.kind is BlockKind.PARAGRAPH and flush and _is_full(draft, line)
    return not (in_prose and _is_unfinished(draft))


def _in_step(draft: Draft, line: Line) -> bool:
    """True where ``line`` begins, and the line above ends, as those of one paragraph do."""
    small = line.text[0].islower()
    in_sentence = _is_unfinished(draft) and (small or _is_full(draft, line))
    if _indented(draft, line):
        return in_sentence and (small or len(draft.lines) == 1)
    hanging = len(draft.lines) > 1 or draft.kind is BlockKind.LIST_ITEM
    if hanging and line.x0 < draft.lines[-1].x0 - 0.8 * line.size:
        return in_sentence
    return _is_full(draft, line) or (_is_unfinished(draft) and small)


def _is_full(draft: Draft, line: Line) -> bool:
    """True where the first word of ``line`` would not have fitted in the line above."""
    return draft.edge - draft.lines[-1].x1 <= _first_word_width(line) + 0.5 * line.size


def _is_unfinished(draft: Draft) -> bool:
    return not ends_sentence(draft.lines[-1].text)


def _is_numbered(line: Line) -> bool:
    return DEEP_OUTLINE.match(line.text) is not None


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


def mark_of(line: Line) -> str:
    """The mark or number that makes ``line`` the beginning of a list item, or ""."""
    if line.bullet:
        return "\u2022"
    first, space, rest = line.text.partition(" ")
    if len(first) > 1 and first[-1] not in ".)" and not first[0].isdigit():
        return ""
    if space and (_BULLET.match(first) or _NUMBER.match(first)):
        return first
    if match := _GLUED_NUMBER.match(first):
        return match.group()
    if space and _CAPITAL_POINT.match(first) and rest[:1].isupper() and line.words > 2:
        return first
    return ""


def _finished(draft: Draft, look: Typography) -> Draft:
    """The draft with its kind decided and the bullet of a list item taken away."""
    first = draft.lines[0]
    mark = mark_of(first) if draft.kind is BlockKind.LIST_ITEM else ""
    if is_heading(draft, look, mark):
        draft.kind = BlockKind.HEADING
    elif mark and not first.bullet and _BULLET.match(mark):
        draft.lines[0] = first.part(list(first.placed_words())[1:])
    return draft


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


def names_again(block: Draft, following: Draft) -> bool:
    """True where ``following`` is the column names of the table that it and ``block`` are parts of."""
    if block.table is None or following.table is None or following.table is block.table:
        return False
    return following.table.names is block.table.names and following.table.is_names(following.cells)


def _goes_on(block: Draft, following: Draft) -> bool:
    """True where a sentence has no end in ``block`` and goes on in ``following``."""
    prose = block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
    if not prose or following.kind is not BlockKind.PARAGRAPH:
        return False
    last, first = block.lines[-1], following.lines[0]
    below = first.page == last.page and first.top > last.top
    if (
        below
        or ends_sentence(last.text)
        or has_leaders(last.text)
        or _other_size(last, first)
        or last.turn != first.turn
    ):
        return False
    if first.text[0].islower():
        return True
    reaches = block.edge - last.x1 <= 0.12 * (block.edge - block.lines[0].x0)
    return reaches and last.words > 5 and first.words > 3 and last.bold == first.bold


def _finish_row(row: Draft, following: Draft) -> bool:
    """Adds to ``row`` its rest on the next page, where the page break has cut it.

    It has where each cell of ``following`` goes on with a sentence and a full line, or where the first cell
    is empty and another goes on with a sentence.
    """
    earlier, table = row.table, following.table
    if earlier is None or table is None or any(cell.lines[-1].page == table.page for cell in row.cells):
        return False
    above = [min(row.cells, key=lambda upper: abs(upper.x0 - cell.x0)) for cell in following.cells]
    pairs = list(zip(above, following.cells, strict=True))
    if any(abs(upper.x0 - lower.x0) > 8 for upper, lower in pairs):
        return False
    goes_on = [lower.text[0].islower() for lower in following.cells]
    if following.cells[0].x0 <= table.x0 + 2:
        cut = all(goes_on) and all(_is_full_cell(earlier, upper, lower) for upper, lower in pairs)
    else:
        cut = any(goes_on)
    if cut:
        for upper, lower in pairs:
            upper.lines += lower.lines
    return cut


def _is_full_cell(table: Table, upper: Cell, lower: Cell) -> bool:
    """True where the first word of ``lower`` would not have fitted in the last line of ``upper``."""
    column = [cell.x1 for cells in table.rows for cell in cells if abs(cell.x0 - upper.x0) < 8]
    first = lower.lines[0]
    return max(column) - upper.lines[-1].x1 <= _first_word_width(first) + 0.5 * first.size
