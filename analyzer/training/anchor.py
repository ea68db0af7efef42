"""Labelled passages that came as text, placed on the passages of our own reading.

They may have been cut by another program, with the marks of Markdown stripped and the rows of tables written
with their column names. What is compared is letters and digits in one case.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzer.documents.document import Span
from analyzer.documents.formats import read_document
from analyzer.passages.passage import Passage
from analyzer.passages.split import split_passages
from analyzer.passages.view import read_view
from analyzer.training.labels import LabelledPassage
from analyzer.training.standoff import PlacedLabels, Source, folded, passage_hash

# The length of the pieces by which a passage is found that is not there letter by letter, the share of them
# that must be, and the share of a passage of ours that must be labelled for it to be taken.
_PIECE = 10
_PIECES_FOUND = 0.5
_COVERED = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """Labels given as text, placed: ``found`` of ``given`` passages stand in the documents."""

    placed: tuple[PlacedLabels, ...]
    given: int
    found: int


def anchor(sources: Sequence[Source], passages: Sequence[LabelledPassage], folder: Path) -> Anchored:
    """Places labelled passages that came as text, cut by another program, on the passages of our own reading.

    The ``document`` of each passage is the id of its source. Letters and digits are compared in one case,
    passage after passage in the order given, then anywhere in the document, then by their short pieces. A
    passage of ours is taken where most of it was labelled, with the labels whose quotes lie in it.
    """
    by_document = defaultdict(list)
    for passage in passages:
        by_document[passage.document].append(passage)
    placed: list[PlacedLabels] = []
    found = 0
    for source in sources:
        given = by_document.get(source.id, [])
        if not given:
            continue
        stream = _Stream(split_passages(read_document(folder / source.file)))
        for passage in given:
            found += stream.mark(passage)
        placed.extend(stream.placed(source.id))
    return Anchored(placed=tuple(placed), given=len(passages), found=found)


class _Stream:
    """The letters and digits of a document's passages, one after the other."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        letters: list[str] = []
        self._owner: list[int] = []
        self._origin: list[int] = []
        for i, passage in enumerate(passages):
            view = read_view(passage)
            for character, origin in zip(view.text, view.origins, strict=True):
                for letter in folded(character):
                    letters.append(letter)
                    self._owner.append(i)
                    self._origin.append(origin)
        self._text = "".join(letters)
        self._pieces: dict[str, list[int]] = defaultdict(list)
        for i in range(len(self._text) - _PIECE + 1):
            self._pieces[self._text[i : i + _PIECE]].append(i)
        self._covered = [False] * len(self._text)
        self._cursor = 0
        self._picked: dict[int, str] = {}
        self._labels: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)

    def mark(self, given: LabelledPassage) -> bool:
        """Marks where ``given`` stands and takes its labels; False where it is not found."""
        wanted = folded(given.text)
        span = self._find(wanted)
        if span is None:
            return False
        self._cursor = span.end
        for at in range(span.start, span.end):
            self._covered[at] = True
            self._picked.setdefault(self._owner[at], given.picked)
        for signal, quote in given.labels.items():
            self._take(signal, self._find_quote(folded(quote), span) or span)
        return True

    def placed(self, source: str) -> list[PlacedLabels]:
        """The passages of ours that were marked, in order."""
        length, covered = [0] * len(self._passages), [0] * len(self._passages)
        for owner, mark in zip(self._owner, self._covered, strict=True):
            length[owner] += 1
            covered[owner] += mark
        return [
            PlacedLabels(
                source=source,
                start=passage.span.start,
                end=passage.span.end,
                hash=passage_hash(passage.text),
                picked=self._picked[i],
                labels=self._labels.get(i, {}),
            )
            for i, passage in enumerate(self._passages)
            if covered[i] and (covered[i] >= _COVERED * length[i] or i in self._labels)
        ]

    def _find(self, wanted: str) -> Span | None:
        if not wanted:
            return None
        at = self._text.find(wanted, self._cursor)
        if at < 0:
            at = self._text.find(wanted)
        if at >= 0:
            return Span(start=at, end=at + len(wanted))
        return self._find_by_pieces(wanted)

    def _find_by_pieces(self, wanted: str) -> Span | None:
        """Where most pieces of ``wanted`` stand at about the distances they have in it."""
        votes: dict[int, list[tuple[int, int]]] = defaultdict(list)
        step = max(len(wanted) // 4, 20)
        for i in range(len(wanted) - _PIECE + 1):
            for at in self._pieces.get(wanted[i : i + _PIECE], ()):
                votes[(at - i) // step].append((at, i))
        best: list[tuple[int, int]] = []
        for bucket, here in votes.items():
            near = here + votes.get(bucket + 1, [])
            if len({i for _, i in near}) > len({i for _, i in best}):
                best = near
        if len({i for _, i in best}) < _PIECES_FOUND * (len(wanted) - _PIECE + 1) or not best:
            return None
        return Span(start=min(at for at, _ in best), end=max(at for at, _ in best) + _PIECE)

    def _find_quote(self, quote: str, within: Span) -> Span | None:
        at = self._text.find(quote, within.start, within.end) if quote else -1
        return Span(start=at, end=at + len(quote)) if at >= 0 else None

    def _take(self, signal: str, quote: Span) -> None:
        """Gives the signal to the passage that has most of the quote."""
        owners = self._owner[quote.start : quote.end]
        owner = max(sorted(set(owners)), key=owners.count)
        origins = [
            self._origin[at]
            for at in range(quote.start, quote.end)
            if self._owner[at] == owner and self._origin[at] >= 0
        ]
        passage = self._passages[owner].span
        place = (min(origins), max(origins) + 1) if origins else (passage.start, passage.end)
        self._labels[owner].setdefault(signal, place)
