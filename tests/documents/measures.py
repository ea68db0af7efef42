"""How near a reading comes to the truth. Each measure is a share, or None where it has no meaning.

Words are compared as a reader takes them: words split at a line end rejoined, soft hyphens and ligatures
resolved. What stands at the head and foot of pages, the marks of lists and notes, and a list of contents
are neither asked for nor held against a reading by the measures of words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import median

from analyzer.documents.document import Block, BlockKind, Document
from analyzer.passages.split import HeadingPath
from analyzer.passages.view import plain
from tests.documents.golden.truth import Unit

_WORD = re.compile(r"\w+")
_TABLE = (BlockKind.TABLE_ROW, BlockKind.TABLE_HEADER)
_RUN = 3
_MARK = re.compile(r"^(?:[\u2022\u2013o\u25e6\u25aa-]|\d{1,2}[.)]|[a-z][.)])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block of a reading, as plain values. What gives plain text only is one piece."""

    kind: str
    text: str
    level: int | None = None
    path: tuple[str, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """``recall`` and ``precision`` of words; ``order``, Kendall's tau over the units of the truth (-1 to 1);
    ``whole``, the share of headings, paragraphs, items, rows and turns that are one block with just their
    words;
    ``paths``, of those below a heading with just their headings above them; ``items``, of list items with
    their kind and level; ``cells``, of table cells with just their words under their column's name;
    ``furniture``, the share of the words at the head and foot of pages that is not in the prose."""

    recall: float
    precision: float
    order: float | None
    furniture: float | None
    whole: float | None = None
    paths: float | None = None
    items: float | None = None
    cells: float | None = None


def pieces(document: Document) -> list[Piece]:
    """The blocks of our reading, in order, each with the headings above it."""
    path = HeadingPath()
    found: list[Piece] = []
    for block in document.blocks:
        text = document.quote(block.span)
        if block.kind is BlockKind.HEADING:
            path.enter(block.level or 1, text)
        titles = path.titles[:-1] if block.kind is BlockKind.HEADING else path.titles
        found.append(
            Piece(
                kind=str(block.kind),
                text=_read(document, block),
                level=block.level,
                path=titles,
                cells=tuple(
                    (plain(name), plain(document.quote(cell)))
                    for name, cell in zip(block.header, block.cells, strict=True)
                ),
                speaker=block.speaker,
            )
        )
    return found


def measure(
    truth: Sequence[Unit],
    reading: Sequence[Piece],
    *,
    furniture: Sequence[str],
    contents: Sequence[str],
    pages: int,
) -> Measures:
    """The measures of ``reading``, whose file has ``pages`` pages with ``furniture`` on each."""
    prose = [piece for piece in reading if piece.kind not in (BlockKind.FURNITURE, "contents")]
    words = [word for piece in prose for word in _words(piece.text)]
    expected = Counter(word for unit in truth for word in _words(unit.text))
    found = Counter(words)
    free = Counter(word for text in contents for word in _words(text))
    known = {word for line in furniture for word in _words(line)} | {"Page", "of"}
    extra = Counter({word: n for word, n in (found - expected - free).items() if not _is_extra(word, known)})
    structured = any(piece.kind != "plain" for piece in reading)
    return Measures(
        recall=(expected & found).total() / expected.total(),
        precision=1 - extra.total() / max(found.total(), 1),
        order=_order(truth, words),
        furniture=_kept_out(furniture, "\n".join(piece.text for piece in prose), pages),
        whole=_whole(truth, prose) if structured else None,
        paths=_paths(truth, prose) if structured else None,
        items=_items(truth, prose) if structured else None,
        cells=_cells(truth, prose) if structured else None,
    )


def _read(document: Document, block: Block) -> str:
    spans = block.cells or (block.span,)
    text = " ".join(plain(document.quote(span)) for span in spans)
    if block.speaker:
        return text.removeprefix(block.speaker).lstrip(": ")
    return text


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text))


def _is_extra(word: str, known: set[str]) -> bool:
    """True for the marks of lists and notes, the numbers of pages, and the words of the furniture."""
    return word in known or len(word) == 1 or (word.isdecimal() and len(word) < 3)


def _order(truth: Sequence[Unit], words: Sequence[str]) -> float | None:
    """Kendall's tau of the units' places: the median place of their runs of three words that are unique.

    Notes may stand anywhere after their marks, titles and the heads of tables again on each page: they are
    left out.
    """
    runs = [_runs(_words(unit.text)) for unit in truth]
    often = Counter(run for unit_runs in runs for run in set(unit_runs))
    # The last place: a list of contents comes before what it names.
    places = {run: place for place, run in enumerate(_runs(words))}
    found = [
        median(at)
        for unit, unit_runs in zip(truth, runs, strict=True)
        if unit.kind not in ("note", "title", "header")
        and (at := [places[run] for run in unit_runs if often[run] == 1 and run in places])
    ]
    if len(found) < 2:
        return None
    signs = [(later > earlier) - (later < earlier) for earlier, later in combinations(found, 2)]
    return sum(signs) / len(signs)


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)]


def _kept_out(furniture: Sequence[str], prose: str, pages: int) -> float | None:
    """One less the share of the lines of furniture that stand in the prose."""
    if not furniture:
        return None
    text = " ".join(_words(prose))
    found = sum(min(text.count(" ".join(_words(line))), pages) for line in furniture)
    return 1 - found / (pages * len(furniture))


def _key(text: str) -> tuple[str, ...]:
    """The words of a text without the mark of a list before them and that of a note behind."""
    words = _words(_MARK.sub("", plain(text)))
    return tuple(words[:-1] if len(words) > 1 and words[-1] == "1" else words)


def _units(truth: Iterable[Unit], *kinds: str) -> list[Unit]:
    return [unit for unit in truth if unit.kind in kinds]


def _whole(truth: Sequence[Unit], reading: Sequence[Piece]) -> float:
    blocks = {_key(piece.text) for piece in reading}
    asked = _units(truth, "title", "heading", "paragraph", "item", "row", "turn")
    return _share([_key(unit.text) in blocks for unit in asked])


def _paths(truth: Sequence[Unit], reading: Sequence[Piece]) -> float | None:
    """Of the paragraphs, items and rows: the block that has most of the unit's runs of words is looked at."""
    title = next((unit.text for unit in truth if unit.kind == "title"), None)
    runs = [set(pairwise(_words(piece.text))) for piece in reading]
    right = []
    for unit in _units(truth, "paragraph", "item", "row"):
        asked = set(pairwise(_words(unit.text)))
        if unit.path and reading:
            best = max(range(len(runs)), key=lambda i: len(asked & runs[i]))
            path = [_key(name) for name in reading[best].path if name != title]
            right.append(bool(asked & runs[best]) and path == [_key(name) for name in unit.path])
    return _share(right) if right else None


def _items(truth: Sequence[Unit], reading: Sequence[Piece]) -> float | None:
    found = {(_key(p.text), p.level) for p in reading if p.kind == BlockKind.LIST_ITEM}
    asked = _units(truth, "item")
    return _share([(_key(unit.text), unit.level) in found for unit in asked]) if asked else None


def _cells(truth: Sequence[Unit], reading: Sequence[Piece]) -> float | None:
    """Cells are looked for in the row with the same first cell, below the name of their column."""
    rows: dict[tuple[str, ...], dict[tuple[str, ...], tuple[str, ...]]] = {}
    for piece in reading:
        if piece.kind in _TABLE and piece.cells:
            cells = {tuple(_words(name)): tuple(_words(cell)) for name, cell in piece.cells}
            rows.setdefault(tuple(_words(piece.cells[0][1])), cells)
    right = [
        rows.get(tuple(_words(unit.cells[0])), {}).get(tuple(_words(name))) == tuple(_words(cell))
        for unit in _units(truth, "row")
        for name, cell in zip(unit.header, unit.cells, strict=True)
    ]
    return _share(right) if right else None


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right)
