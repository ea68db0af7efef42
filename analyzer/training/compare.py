"""Two models on the same passages: what one finds right that the other does not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.signals.detector import SignalDetector
from analyzer.signals.taxonomy import SIGNAL_IDS
from analyzer.training.evaluate import truth_of
from analyzer.training.labels import LabelledPassage


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A passage and a signal on which two models differ; ``gained`` where the first of them is right."""

    passage: LabelledPassage
    signal: str
    gained: bool
    probability: float
    before: float


def changes(
    detector: SignalDetector, against: SignalDetector, passages: Sequence[LabelledPassage]
) -> tuple[Change, ...]:
    """All that ``detector`` decides otherwise than ``against``, in the order of the passages."""
    texts, headings = [p.text for p in passages], [p.heading for p in passages]
    now, before = detector.scores(texts, headings), against.scores(texts, headings)
    tagged = now >= detector.thresholds
    truth = truth_of(passages)
    return tuple(
        Change(
            passage=passages[i],
            signal=SIGNAL_IDS[k],
            gained=bool(tagged[i, k] == truth[i, k]),
            probability=float(now[i, k]),
            before=float(before[i, k]),
        )
        for i, k in np.argwhere(tagged != (before >= against.thresholds)).tolist()
    )
