"""Passages -> evidence, by a calibrated linear model over n-grams."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyzer.documents.document import BlockKind, Document
from analyzer.passages.passage import Passage
from analyzer.passages.view import View, read_view
from analyzer.signals.artifact import LinearModel, load_model, shipped_model
from analyzer.signals.evidence import Cue, Evidence, Findings
from analyzer.signals.explanation import Phrase, explained
from analyzer.signals.features import grams
from analyzer.signals.taxonomy import SIGNAL_IDS

NEAR_MISSES = 3

# A name, a number or a word alone is no evidence for anything; a row of a table says something with two.
MIN_WORDS = 3
MIN_WORDS_OF_ROW = 2
_WORD = re.compile(r"[^\W\d_]{2,}")


class SignalDetector:
    """Finds the twelve signals in passages. It is made by `load` and does not change."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    @classmethod
    def load(cls, path: Path | None = None) -> "SignalDetector":
        """The detector of the model in folder ``path``; None for the one that comes with partnerlens.

        Raises ModelError where the model is absent, altered, or of another version.
        """
        return cls(load_model(path or shipped_model()))

    @property
    def name(self) -> str:
        """The model's name, the origin of all its evidence."""
        return self._model.name

    @property
    def thresholds(self) -> NDArray[np.float64]:
        """The probability from which each signal counts as shown, in the order of `SIGNAL_IDS`."""
        return self._model.thresholds

    def scores(self, texts: Sequence[str], headings: Sequence[str]) -> NDArray[np.float64]:
        """The probability that each passage shows each signal: a row a passage, a column a signal.

        ``texts`` are passages as they are read (`read_view`), ``headings`` what stands above each, or "".
        Rounded to four decimals, so that the same passage has the same score on every machine.
        """
        model = self._model
        cells = model.vocabulary.cells(grams(texts, headings), len(texts))
        odds = np.tile(model.intercepts, (len(texts), 1))
        for k in range(len(SIGNAL_IDS)):
            share = cells.value * model.coefficients[cells.column, k]
            odds[:, k] += np.bincount(cells.row, share, minlength=len(texts))
        return np.asarray((1 / (1 + np.exp(-odds))).round(4))

    def detect(self, document: Document, passages: Sequence[Passage]) -> Findings:
        """The evidence in ``passages``, which are of ``document``, and what came nearest.

        Passages of code, and those too short to say anything, carry no signal.
        """
        read = [(passage, read_view(passage)) for passage in passages]
        telling = [(passage, view) for passage, view in read if _can_tell(passage, view)]
        prose = [passage for passage, _ in telling]
        views = [view for _, view in telling]
        scores = self.scores([view.text for view in views], [passage.heading for passage in prose])
        found = scores >= self.thresholds
        nearest = [
            (int(i), k)
            for k in range(len(SIGNAL_IDS))
            for i in np.argsort(-scores[:, k], kind="stable")[: NEAR_MISSES + int(found[:, k].sum())]
            if not found[i, k]
        ]
        return Findings(
            evidence=self._evidence(document, prose, views, scores, np.argwhere(found).tolist()),
            near_misses=self._evidence(document, prose, views, scores, nearest),
        )

    def _evidence(
        self,
        document: Document,
        passages: Sequence[Passage],
        views: Sequence[View],
        scores: NDArray[np.float64],
        pairs: Sequence[Sequence[int]],
    ) -> tuple[Evidence, ...]:
        """The evidence for pairs of passage and signal, in their order."""
        evidence = []
        for i, k in pairs:
            passage, view = passages[i], views[i]
            why = explained(self._model, view, passage.heading, k, whole=bool(passage.cells))
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
                    score=float(scores[i, k]),
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
