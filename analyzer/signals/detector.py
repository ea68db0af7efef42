"""Passages -> evidence, by any model that gives calibrated probabilities and says which words carry them."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyzer.documents.document import BlockKind, Document
from analyzer.passages.passage import Passage
from analyzer.passages.view import View, read_view
from analyzer.signals.artifact import load_model, shipped_model
from analyzer.signals.evidence import Cue, Evidence, Findings
from analyzer.signals.explanation import Phrase, explained
from analyzer.signals.reading import Model, Reading
from analyzer.signals.taxonomy import SIGNAL_IDS

NEAR_MISSES = 3

# A name, a number or a word alone is no evidence for anything; a row of a table says something with two.
MIN_WORDS = 3
MIN_WORDS_OF_ROW = 2
_WORD = re.compile(r"[^\W\d_]{2,}")


class SignalDetector:
    """Finds the twelve signals in passages. It is made by `load` and does not change."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @classmethod
    def load(cls, path: Path | None = None) -> "SignalDetector":
        """The detector of the model in folder ``path``; None for the accurate one that comes with
        partnerlens.

        Raises ModelError where the model is absent, altered, or of another version.
        """
        return cls(load_model(path or shipped_model()))

    @property
    def name(self) -> str:
        """The model's name, the origin of all its evidence."""
        return self.model.name

    @property
    def thresholds(self) -> NDArray[np.float64]:
        """The probability from which each signal counts as shown, in the order of `SIGNAL_IDS`."""
        return self.model.thresholds

    def scores(self, texts: Sequence[str], headings: Sequence[str]) -> NDArray[np.float64]:
        """The probability that each passage shows each signal: a row a passage, a column a signal.

        ``texts`` are passages as they are read (`read_view`), ``headings`` what stands above each, or "".
        Rounded to four decimals, so that the same passage has the same score on every machine.
        """
        return self.model.read(texts, headings).probabilities

    def detect(self, document: Document, passages: Sequence[Passage]) -> Findings:
        """The evidence in ``passages``, which are of ``document``, and what came nearest.

        Passages of code, and those too short to say anything, carry no signal.
        """
        read = [(passage, read_view(passage)) for passage in passages]
        telling = [(passage, view) for passage, view in read if _can_tell(passage, view)]
        prose = [passage for passage, _ in telling]
        views = [view for _, view in telling]
        reading = self.model.read([view.text for view in views], [passage.heading for passage in prose])
        scores = reading.probabilities
        found = scores >= self.thresholds
        nearest = [
            (int(i), k)
            for k in range(len(SIGNAL_IDS))
            for i in np.argsort(-scores[:, k], kind="stable")[: NEAR_MISSES + int(found[:, k].sum())]
            if not found[i, k]
        ]
        return Findings(
            evidence=self._evidence(document, prose, views, reading, np.argwhere(found).tolist()),
            near_misses=self._evidence(document, prose, views, reading, nearest),
        )

    def _evidence(
        self,
        document: Document,
        passages: Sequence[Passage],
        views: Sequence[View],
        reading: Reading,
        pairs: Sequence[Sequence[int]],
    ) -> tuple[Evidence, ...]:
        """The evidence for pairs of passage and signal, in their order."""
        evidence = []
        for i, k in pairs:
            passage, view = passages[i], views[i]
            why = explained(view, reading.along(i, k), whole=bool(passage.cells))
            span = view.span(why.start, why.end) or passage.span
            evidence.append(
                Evidence(
                    signal=SIGNAL_IDS[k],
                    document_id=document.id,
                    passage_id=passage.id,
                    start=span.start,
                    end=span.end,
                    quote=document.quote(span),
                    page=document.page_at(span.start),
                    heading=passage.heading,
                    score=float(reading.probabilities[i, k]),
                    cues=_cues(document, view, why.phrases),
                    origin=self.name,
                )
            )
        return tuple(evidence)


def _cues(document: Document, view: View, phrases: Sequence[Phrase]) -> tuple[Cue, ...]:
    """The phrases of the view, where they stand in the document."""
    places = [(view.span(phrase.start, phrase.end), phrase.weight) for phrase in phrases]
    return tuple(
        Cue(start=span.start, end=span.end, text=document.quote(span), weight=weight)
        for span, weight in places
        if span is not None
    )


def _can_tell(passage: Passage, view: View) -> bool:
    if passage.kind is BlockKind.CODE:
        return False
    due = MIN_WORDS_OF_ROW if passage.kind is BlockKind.TABLE_ROW else MIN_WORDS
    return len(_WORD.findall(view.text)) >= due
