"""How well probabilities agree with labels: per signal and together, with intervals over documents."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.signals.detector import SignalDetector
from analyzer.signals.taxonomy import SIGNAL_IDS
from analyzer.training.labels import LabelledPassage

RESAMPLES = 300
BINS = 10

Scores = NDArray[np.float64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure and the interval that holds it in 95 % of samples of documents."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalScore:
    """How one signal is found; ``support`` counts the passages that show it, ``found`` those tagged."""

    signal: str
    support: int
    found: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    average_precision: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The pairs of passage and signal with a probability from ``low`` to ``high``: how many there are, what
    was ``predicted`` on average, and the share that was ``observed`` to be shown."""

    low: float
    high: float
    pairs: float
    predicted: float
    observed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All figures of one measurement.

    ``micro_f1`` is over all pairs of passage and signal; ``macro_f1`` and ``mean_average_precision`` are
    means over the signals that have support. ``calibration_error`` is the expected calibration error over all
    pairs in ten bins of equal width, which ``reliability`` has.
    """

    passages: int
    documents: int
    signals: tuple[SignalScore, ...]
    micro_precision: Estimate
    micro_recall: Estimate
    micro_f1: Estimate
    macro_f1: Estimate
    mean_average_precision: Estimate
    calibration_error: float
    reliability: tuple[Bin, ...]


def evaluate(detector: SignalDetector, passages: Sequence[LabelledPassage]) -> Evaluation:
    """How well ``detector`` finds the labels of ``passages``, at its own thresholds."""
    probabilities = detector.scores(
        [passage.text for passage in passages], [passage.heading for passage in passages]
    )
    return measure(
        probabilities,
        truth_of(passages),
        detector.thresholds,
        [passage.document or passage.id for passage in passages],
    )


def truth_of(passages: Sequence[LabelledPassage]) -> Truth:
    """Which passage shows which signal: a row a passage, a column a signal."""
    rows = [[signal in passage.labels for signal in SIGNAL_IDS] for passage in passages]
    return np.array(rows, dtype=np.bool_).reshape(len(passages), len(SIGNAL_IDS))


def measure(
    probabilities: Scores,
    truth: Truth,
    thresholds: Scores,
    documents: Sequence[str],
    weights: Scores | None = None,
) -> Evaluation:
    """The figures for ``probabilities`` (passages by signals) at ``thresholds`` (a row, or one a passage).

    ``documents`` names the document of each passage; the intervals come from drawing documents again.
    ``weights`` says how many passages each one stands for; 1 where it is None.
    """
    weights = np.ones(len(truth)) if weights is None else weights
    tagged = probabilities >= thresholds
    names, of_passage = np.unique(np.array(documents, dtype=np.str_), return_inverse=True)
    chances = np.full(max(len(names), 1), 1 / max(len(names), 1))
    draws = np.random.default_rng(0).multinomial(len(names), chances, size=RESAMPLES)
    drawn = np.vstack([weights, draws[:, of_passage] * weights])
    hits, found, support = (drawn @ counted for counted in (tagged & truth, tagged, truth))
    precision, recall, f1 = _prf(hits, found, support)
    average = np.stack(
        [_average_precisions(probabilities[:, k], truth[:, k], drawn) for k in range(len(SIGNAL_IDS))], axis=1
    )
    present = truth.any(axis=0)
    bins = reliability(probabilities, truth, weights)
    micro = _prf(hits.sum(axis=1), found.sum(axis=1), support.sum(axis=1))
    return Evaluation(
        passages=len(truth),
        documents=len(names),
        signals=tuple(
            SignalScore(
                signal=signal,
                support=int(truth[:, k].sum()),
                found=int(tagged[:, k].sum()),
                precision=_estimate(precision[:, k]),
                recall=_estimate(recall[:, k]),
                f1=_estimate(f1[:, k]),
                average_precision=_estimate(average[:, k]),
            )
            for k, signal in enumerate(SIGNAL_IDS)
        ),
        micro_precision=_estimate(micro[0]),
        micro_recall=_estimate(micro[1]),
        micro_f1=_estimate(micro[2]),
        macro_f1=_estimate(_mean(f1[:, present])),
        mean_average_precision=_estimate(_mean(average[:, present])),
        calibration_error=calibration_error(bins),
        reliability=bins,
    )


def reliability(probabilities: Scores, truth: Truth, weights: Scores) -> tuple[Bin, ...]:
    """The pairs of passage and signal by their probability, in `BINS` bins of equal width."""
    p, t = probabilities.ravel(), truth.ravel()
    w = np.repeat(weights, truth.shape[1])
    bins = np.minimum((p * BINS).astype(np.int64), BINS - 1)
    counts, predicted, observed = (np.bincount(bins, figure, minlength=BINS) for figure in (w, w * p, w * t))
    within = np.maximum(counts, 1e-12)
    return tuple(
        Bin(
            low=i / BINS,
            high=(i + 1) / BINS,
            pairs=round(float(counts[i]), 1),
            predicted=round(float(predicted[i] / within[i]), 4),
            observed=round(float(observed[i] / within[i]), 4),
        )
        for i in range(BINS)
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance of what was predicted and what was observed, weighted by what is in each bin."""
    gap = sum(abs(one.predicted - one.observed) * one.pairs for one in bins)
    return round(gap / max(sum(one.pairs for one in bins), 1e-12), 4)


def _prf(hits: Scores, found: Scores, support: Scores) -> tuple[Scores, Scores, Scores]:
    """Precision, recall and F1; 0 where there is nothing to divide by."""
    return (
        hits / np.maximum(found, 1e-12),
        hits / np.maximum(support, 1e-12),
        2 * hits / np.maximum(found + support, 1e-12),
    )


def _average_precisions(probabilities: Scores, truth: Truth, drawn: Scores) -> Scores:
    """The average precision for each row of weights; passages of one probability count as one step."""
    if not truth.any():
        return np.zeros(len(drawn))
    order = np.argsort(-probabilities, kind="stable")
    last = np.flatnonzero(np.append(np.diff(probabilities[order]) != 0, True))
    found = np.cumsum(drawn[:, order], axis=1)[:, last]
    hits = np.cumsum(drawn[:, order] * truth[order], axis=1)[:, last]
    steps = np.diff(hits, axis=1, prepend=0.0)
    total = np.maximum(hits[:, -1], 1e-12)
    return np.asarray((steps * hits / np.maximum(found, 1e-12)).sum(axis=1) / total)


def _mean(figures: Scores) -> Scores:
    return np.asarray(figures.mean(axis=1)) if figures.shape[1] else np.zeros(len(figures))


def _estimate(figures: Scores) -> Estimate:
    """The first figure is of the sample itself, the others of its resamples."""
    low, high = np.quantile(figures[1:], [0.025, 0.975])
    return Estimate(value=round(float(figures[0]), 4), low=round(float(low), 4), high=round(float(high), 4))
