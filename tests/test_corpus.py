"""The main job on real proposals and minutes: all of them in one run, and every quote where it says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.documents.document import Document
from analyzer.passages.split import split_passages
from analyzer.signals.detector import SignalDetector
from analyzer.workflow import Reviewed, read_all, review


@pytest.fixture(scope="module")
def reviewed(shared: Path) -> Reviewed:
    files = [
        f for f in sorted((shared / "corpus").rglob("*.*")) if f.name not in ("README.md", "manifest.jsonl")
    ]
    return review("Everybody", read_all(files), SignalDetector.load())


def test_every_real_document_is_read_and_searched(reviewed: Reviewed) -> None:
    assert len(reviewed.documents) == 47
    assert reviewed.failures == ()
    assert all(source.passages for source in reviewed.review.documents)


def _evidence(reviewed: Reviewed) -> Iterator[tuple[Document, int, int, str]]:
    documents = {document.id: document for document in reviewed.documents}
    for verdict in reviewed.review.profile.criteria:
        for e in (*verdict.supporting, *verdict.opposing, *verdict.searched.nearest):
            yield documents[e.document_id], e.start, e.end, e.quote
            for cue in e.cues:
                yield documents[e.document_id], cue.start, cue.end, cue.text


def test_every_quote_and_cue_is_the_text_at_its_offsets(reviewed: Reviewed) -> None:
    quotes = list(_evidence(reviewed))
    assert len(quotes) > 100
    for document, start, end, quote in quotes:
        assert document.text[start:end] == quote


def test_every_passage_is_the_text_at_its_offsets(reviewed: Reviewed) -> None:
    for document in reviewed.documents:
        for passage in split_passages(document):
            assert document.text[passage.span.start : passage.span.end] == passage.text


def test_every_quote_of_a_pdf_has_a_page_and_boxes_on_it(reviewed: Reviewed) -> None:
    quotes = [(d, s, e) for d, s, e, _ in _evidence(reviewed) if d.format == "pdf"]
    assert quotes
    for document, start, end in quotes:
        boxes = document.layout.boxes(start, end)
        assert boxes
        assert boxes[0].page == document.page_at(start)
