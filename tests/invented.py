"""Small invented documents and evidence for tests, made by the same builder as the real ones."""

import hashlib

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import BlockKind, Document
from analyzer.signals.evidence import Evidence


def builder_for(name: str) -> DocumentBuilder:
    """A builder whose document id is that of a file which holds just its name."""
    return DocumentBuilder(id=hashlib.sha256(name.encode()).hexdigest(), name=name, format="text")


def document_of(*paragraphs: str, name: str = "invented.txt") -> Document:
    """A document of plain paragraphs."""
    builder = builder_for(name)
    for paragraph in paragraphs:
        builder.add(BlockKind.PARAGRAPH, paragraph)
    return builder.build(language="en")


def evidence_of(
    signal: str, *, document: str = "a" * 64, start: int = 0, quote: str = "some words", score: float = 0.8
) -> Evidence:
    """One piece of evidence, alone in its passage."""
    return Evidence(
        signal=signal,
        document_id=document,
        passage_id=f"{document[:12]}#{start:04d}",
        start=start,
        end=start + len(quote),
        quote=quote,
        page=None,
        heading="",
        score=score,
        cues=(),
        origin="test",
    )
