"""Plain text -> drafts: paragraphs, headings, lists and tables, as people set them with keys alone."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.decoding import read_prose
from analyzer.documents.document import BlockKind
from analyzer.documents.draft import Draft, add_drafts
from analyzer.documents.spaced_tables import spaced_cells
from analyzer.documents.turns import NAME_AND_WORDS

# A heading is short; more than this is a sentence.
MAX_HEADING_WORDS = 12
# A bold line alone stands below every heading that has a level of its own.
BOLD_HEADING_LEVEL = 7
# The name of a column is shorter still.
_MAX_NAME_WORDS = 5
_TAB_WIDTH = 4

_BULLETS = "•‣\u2043▪▫●○◦◆◇■□➢➤►▶✓✔·\u2014\u2013"
_ITEM = re.compile(
    rf"^(?P<indent>\s*)(?:[-*+{_BULLETS}]\s+|[{_BULLETS[:-2]}](?=\w)"
    r"|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]\s+)(?=\S)"
)
_TYPED_BULLET = re.compile(rf"^(?:[{_BULLETS}]\s+|[{_BULLETS[:-2]}](?=\w)|[-*+]\s+)(?=\S)")
CHECKBOX = re.compile(r"^\[[ xX]\]\s+(?=\S)")
_UNDERLINE = re.compile(r"^\s*([=\-~^*#_])\1{2,}\s*$")
_HASHES = re.compile(r"^(#{1,6})\s+(.*?)[\s#]*$")
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=[^\W\d_])")
_TABLE_RULE = re.compile(r"^[\s|+:=-]+$")
_PIPE = re.compile(r"(?<!\\)\|")
_ENDS_SENTENCE = (".", "!", "?", ";", ",", ":")


def read_text(data: bytes, builder: DocumentBuilder) -> None:
    """Adds the blocks of a plain text file."""
    add_drafts(builder, text_drafts(read_prose(data, builder)))


def text_drafts(text: str) -> Iterator[Draft]:
    """The blocks of ``text``: chunks between blank lines, each read as what it looks like."""
    chunks = [list(lines) for filled, lines in groupby(text.split("\n"), key=_filled) if filled]
    items = ItemLevels()
    for before, chunk, after in zip([[], *chunks], chunks, [*chunks[1:], []], strict=False):
        if rows := table_rows(chunk):
            yield from rows
        elif len(chunk) == 1 and (heading := _heading(chunk[0], before, after)):
            yield heading
        else:
            yield from _chunk(chunk, items)


class ItemLevels:
    """The depth of list items by how far they are indented, from 1."""

    def __init__(self) -> None:
        self._indents: list[int] = []

    def level(self, indent: str) -> int:
        """The depth of an item after the white space ``indent``; shallower items close deeper ones."""
        width = len(indent.expandtabs(_TAB_WIDTH))
        while self._indents and self._indents[-1] > width:
            self._indents.pop()
        if not self._indents or self._indents[-1] < width:
            self._indents.append(width)
        return len(self._indents)

    def close(self) -> None:
        """Ends all open lists."""
        self._indents.clear()


def split_item(line: str) -> tuple[str, str] | None:
    """The indentation and the words of a list item, its mark dropped; None for any other line."""
    match = _ITEM.match(line)
    return (match["indent"], CHECKBOX.sub("", line[match.end() :])) if match else None


def split_bullet(text: str) -> str | None:
    """The words after a bullet that was typed by hand; None for any other text."""
    match = _TYPED_BULLET.match(text)
    return text[match.end() :] if match else None


def table_rows(lines: Sequence[str]) -> list[Draft]:
    """The rows of a table drawn with pipes, tabs or spaces; none where ``lines`` are something else.

    The first row names the columns where all of its cells are short words.
    """
    lines = [line for line in lines if not _TABLE_RULE.match(line)]
    rows = _cells([line.strip() for line in lines]) or spaced_cells(lines)
    named = len(rows) > 1 and names_columns(rows[0])
    return [
        Draft(kind=BlockKind.TABLE_ROW, cells=row, header=rows[0] if named and i else ())
        for i, row in enumerate(rows)
    ]


def names_columns(cells: Sequence[str]) -> bool:
    """True where every cell is a name, such as a table's first row has: a few words, no number."""
    return all(
        cell
        and len(cell.split()) <= _MAX_NAME_WORDS
        and not cell.endswith(":")
        and not any(character.isdigit() for character in cell)
        for cell in cells
    )


def is_heading_text(text: str) -> bool:
    """True for a few words that are no sentence, a value or a signature."""
    return (
        0 < len(text.split()) <= MAX_HEADING_WORDS
        and not text.rstrip().endswith(_ENDS_SENTENCE[:-1])
        and sum(character.isalpha() for character in text) * 2 > len(text.replace(" ", ""))
    )


def _chunk(lines: Sequence[str], items: ItemLevels) -> Iterator[Draft]:
    prose: list[str] = []
    item: Draft | None = None

    def flush() -> Iterator[Draft]:
        nonlocal item
        if item is not None:
            yield Draft(kind=item.kind, level=item.level, text="\n".join([item.text, *prose]))
        else:
            yield from _paragraphs(prose)
        prose.clear()
        item = None

    for line in lines:
        if _UNDERLINE.match(line):
            if item is None and len(prose) == 1 and is_heading_text(prose[0]):
                yield Draft(kind=BlockKind.HEADING, text=prose.pop(), level=1 if "=" in line else 2)
            yield from flush()
        elif hashes := _HASHES.match(line):
            yield from flush()
            yield Draft(kind=BlockKind.HEADING, text=hashes[2], level=len(hashes[1]))
        elif found := split_item(line):
            yield from flush()
            item = Draft(kind=BlockKind.LIST_ITEM, text=found[1], level=items.level(found[0]))
        else:
            if item is None and not line[0].isspace():
                items.close()
            prose.append(line.strip())
    yield from flush()


def _heading(line: str, before: Sequence[str], after: Sequence[str]) -> Draft | None:
    """A line on its own in capitals, or with a section's number; but not one of a row of such lines."""
    text = line.strip()
    if not is_heading_text(text) or (split_item(line) and not _NUMBER.match(text)):
        return None
    number = _NUMBER.match(text)
    if number is not None and not text.endswith(":"):
        depth = number[1].count(".") + 1
        in_a_row = any(len(chunk) == 1 and _NUMBER.match(chunk[0].strip()) for chunk in (before, after))
        if text[number.end()].isupper() and after and (depth > 1 or not in_a_row):
            return Draft(kind=BlockKind.HEADING, text=text, level=depth)
    elif text.isupper() and sum(character.isalpha() for character in text) > 3:
        return Draft(kind=BlockKind.HEADING, text=text, level=1)
    return None


def _paragraphs(lines: Sequence[str]) -> Iterator[Draft]:
    """One paragraph of lines that were broken to fit; one for each line that was ended on purpose.

    A line was ended on purpose where the first word of the next would have fitted behind it, and where
    the next begins with a name or a label.
    """
    width = max(map(len, lines), default=0)
    early = [len(line) + 1 + len(next_.split()[0]) <= width for line, next_ in pairwise(lines)]
    named = [NAME_AND_WORDS.match(line) is not None for line in lines]
    if sum(named) > 1:
        begins = named
    else:
        begins = [sum(early) * 2 >= len(early)] * len(lines)
    group: list[str] = []
    for line, begun in zip(lines, begins, strict=True):
        if group and begun:
            yield Draft(kind=BlockKind.PARAGRAPH, text="\n".join(group))
            group = []
        group.append(line)
    if group:
        yield Draft(kind=BlockKind.PARAGRAPH, text="\n".join(group))


def _cells(rows: Sequence[str]) -> list[list[str]]:
    if all(row.startswith("|") and row.endswith("|") for row in rows) or (
        len(rows) > 1 and all(len(_PIPE.findall(row)) >= 2 for row in rows)
    ):
        return [[cell.strip() for cell in _PIPE.split(row.strip("|"))] for row in rows]
    if len(rows) > 1 and len({row.count("\t") for row in rows}) == 1 and "\t" in rows[0]:
        return [[cell.strip() for cell in row.split("\t")] for row in rows]
    return []


def _filled(line: str) -> bool:
    return bool(line.strip())
