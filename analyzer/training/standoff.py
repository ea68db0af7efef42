"""Labels of real documents without their text: places in documents that stay with their owners.

`sources.jsonl` says where each document comes from, and what its bytes must be:

    {"id": "...", "file": "...", "repository": "...", "commit": "...", "path": "...", "licence": "...",
     "sha256": "..."}

`real.labels.jsonl` has a line a labelled passage, with offsets in code points of `Document.text`:

    {"source": "...", "start": 120, "end": 310, "hash": "...", "picked": "random",
     "labels": {"risk_transparency": [140, 171]}}

``hash`` is a digest of the passage's letters and digits. It finds the passage again where a reader has
changed since the labels were placed.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from analyzer.documents.document import Document
from analyzer.documents.formats import read_document
from analyzer.errors import DocumentError, LabelError
from analyzer.passages.passage import Passage
from analyzer.passages.split import split_passages
from analyzer.passages.view import read_view
from analyzer.training.labels import LabelledPassage, check_keys, check_signals, read_records

_HASH_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document that labels stand on: ``file`` in the folder of sources, and where it was taken from.

    ``sha256`` is of the file's bytes.
    """

    id: str
    file: str
    repository: str
    commit: str
    path: str
    licence: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLabels:
    """A passage of a source, ``start`` to ``end``, and the place of each signal's quote."""

    source: str
    start: int
    end: int
    hash: str
    picked: str
    labels: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Labels put together with the text: ``passages``, how many were found at ``moved`` places, and how many
    were ``lost``: with the ``absent`` sources that are not in the folder, or are not what was labelled."""

    passages: tuple[LabelledPassage, ...]
    moved: int
    lost: int
    absent: tuple[str, ...]


def folded(text: str) -> str:
    """The letters and digits of ``text``, in one case: what stays when only the setting changes."""
    return "".join(character for character in text.casefold() if character.isalnum())


def passage_hash(text: str) -> str:
    """The short digest by which a passage is found again."""
    return hashlib.sha256(folded(text).encode()).hexdigest()[:_HASH_DIGITS]


def read_sources(path: Path) -> tuple[Source, ...]:
    """The sources of ``path``. Raises LabelError with the line where one breaks the rules."""
    keys = ("id", "file", "repository", "commit", "path", "licence", "sha256")
    sources = []
    for place, record in read_records(path):
        check_keys(place, record, keys)
        for key in keys:
            if not isinstance(record[key], str):
                raise LabelError(place, f"{key} must be a string")
        sources.append(Source(**record))
    return tuple(sources)


def read_placed(path: Path) -> tuple[PlacedLabels, ...]:
    """The standoff labels of ``path``. Raises LabelError with the line where one breaks the rules."""
    placed = []
    for place, record in read_records(path):
        check_keys(place, record, ("source", "start", "end", "hash", "picked", "labels"))
        start, end, labels = record["start"], record["end"], record["labels"]
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
            raise LabelError(place, f"{start}..{end} is no place in a text")
        if not isinstance(labels, dict):
            raise LabelError(place, "labels must map signals to places")
        check_signals(place, labels)
        for signal, quote in labels.items():
            if not (isinstance(quote, list) and len(quote) == 2 and start <= quote[0] < quote[1] <= end):
                raise LabelError(place, f"the place of {signal}, {quote}, is not in {start}..{end}")
        quotes = {signal: (quote[0], quote[1]) for signal, quote in labels.items()}
        placed.append(PlacedLabels(**{**record, "labels": quotes}))
    return tuple(placed)


def write_records(path: Path, records: Iterable[Source | PlacedLabels]) -> None:
    """Writes sources or placed labels as JSON Lines."""
    lines = [json.dumps(asdict(record), ensure_ascii=False) for record in records]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def join(sources: Sequence[Source], placed: Sequence[PlacedLabels], folder: Path) -> Joined:
    """The labelled passages with the text and heading that our readers find in the files of ``folder``.

    A passage that is not where it was is searched in its document by its hash. What cannot be found is
    counted, never guessed.
    """
    by_source = defaultdict(list)
    for one in placed:
        by_source[one.source].append(one)
    passages: list[LabelledPassage] = []
    absent: list[str] = []
    moved = lost = 0
    for source in sources:
        if not (here := by_source.pop(source.id, [])):
            continue
        try:
            document = read_document(folder / source.file)
        except DocumentError:
            document = None
        if document is None or document.id != source.sha256:
            absent.append(source.id)
            lost += len(here)
            continue
        known = _Places(document)
        for one in here:
            passage = known.find(one)
            if passage is None:
                lost += 1
                continue
            moved += passage.span.start != one.start
            passages.append(_labelled(source, passage, one))
    for name, unknown in by_source.items():
        absent.append(name)
        lost += len(unknown)
    return Joined(passages=tuple(passages), moved=moved, lost=lost, absent=tuple(absent))


class _Places:
    """The passages of a document, by place and by hash."""

    def __init__(self, document: Document) -> None:
        self._by_hash: dict[str, list[Passage]] = defaultdict(list)
        for passage in split_passages(document):
            self._by_hash[passage_hash(passage.text)].append(passage)

    def find(self, placed: PlacedLabels) -> Passage | None:
        """The passage with the hash that is nearest to the place, or None."""
        found = self._by_hash.get(placed.hash, [])
        return min(found, key=lambda passage: abs(passage.span.start - placed.start), default=None)


def _labelled(source: Source, passage: Passage, placed: PlacedLabels) -> LabelledPassage:
    view = read_view(passage)
    shift = passage.span.start - placed.start
    labels = {}
    for signal, (start, end) in placed.labels.items():
        inside = [i for i, origin in enumerate(view.origins) if start + shift <= origin < end + shift]
        labels[signal] = view.text[inside[0] : inside[-1] + 1] if inside else view.text
    return LabelledPassage(
        id=f"{source.id}#{passage.span.start}",
        text=view.text,
        labels=labels,
        document=source.id,
        heading=passage.heading,
        picked=placed.picked,
        family=source.repository,
    )
