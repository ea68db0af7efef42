"""The only module that joins the steps: documents, passages, signals, profile."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from analyzer.documents.document import Document
from analyzer.documents.formats import read_bytes, read_document
from analyzer.errors import DocumentError, Outcome
from analyzer.passages.searchable import searchable
from analyzer.profile.aggregate import build_profile
from analyzer.profile.review import Review
from analyzer.profile.source import Source, set_aside, source_of, unread_source
from analyzer.signals.detector import SignalDetector
from analyzer.signals.evidence import Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A review, the documents behind it for whoever shows their text, and the inputs that failed."""

    review: Review
    documents: tuple[Document, ...]
    failures: tuple[DocumentError, ...]


def read_all(paths: Iterable[Path]) -> tuple[Document | DocumentError, ...]:
    """Each file read, or the error that says why not: one bad file never costs its neighbours."""
    return tuple(_read(path) for path in paths)


def read_stream(stream: BinaryIO, format: str) -> Document | DocumentError:
    """Standard input read as ``format``, or the error that says why not."""
    try:
        return read_bytes(stream.read(), "standard input", format=format)
    except DocumentError as error:
        return error


def review(partner: str, readings: Sequence[Document | DocumentError], detector: SignalDetector) -> Reviewed:
    """The profile of ``partner`` over everything that was read.

    A document that is not in English, or that is the same as one before it, is set aside with the reason.
    """
    results: list[tuple[Source, Findings | None]] = []
    documents: dict[str, Document] = {}
    failures: list[DocumentError] = []
    for reading in readings:
        if isinstance(reading, DocumentError):
            failures.append(reading)
            results.append((unread_source(reading), None))
        elif reading.id in documents:
            same = f"The same file as {documents[reading.id].name}, counted once."
            results.append((set_aside(reading, Outcome.DUPLICATE, same), None))
        else:
            try:
                passages = searchable(reading)
            except DocumentError as error:
                failures.append(error)
                results.append((set_aside(reading, error.outcome, error.sentence), None))
                continue
            documents[reading.id] = reading
            source = source_of(reading, len(passages.english), passages.notices)
            results.append((source, detector.detect(reading, passages.english)))
    return Reviewed(
        review=Review(
            partner=partner,
            model=detector.name,
            documents=tuple(source for source, _ in results),
            profile=build_profile(results),
        ),
        documents=tuple(documents.values()),
        failures=tuple(failures),
    )


def _read(path: Path) -> Document | DocumentError:
    try:
        return read_document(path)
    except DocumentError as error:
        return error
