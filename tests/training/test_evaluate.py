import numpy as np
import pytest

from analyzer.signals.taxonomy import SIGNAL_IDS
from analyzer.training.evaluate import calibration_error, measure, reliability

COUNT = len(SIGNAL_IDS)


def figures(scores: list[float], truth: list[int], threshold: float = 0.5):
    """The figures where only the first signal says anything."""
    p, t = np.zeros((len(scores), COUNT)), np.zeros((len(scores), COUNT), dtype=bool)
    p[:, 0], t[:, 0] = scores, truth
    documents = [f"d{i % 3}" for i in range(len(scores))]
    return measure(p, t, np.full(COUNT, threshold), documents)


def test_precision_recall_and_f1_are_those_counted_by_hand() -> None:
    score = figures([0.9, 0.8, 0.7, 0.2, 0.1], [1, 0, 1, 1, 0])
    first = score.signals[0]
    assert (first.support, first.found) == (3, 3)
    assert first.precision.value == first.recall.value == first.f1.value == pytest.approx(2 / 3, abs=1e-4)
    assert score.micro_f1.value == first.f1.value


def test_average_precision_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import average_precision_score

    rng = np.random.default_rng(4)
    scores, truth = rng.random(80).round(1), rng.random(80) < 0.3
    ours = figures(scores.tolist(), truth.tolist()).signals[0].average_precision.value
    assert ours == pytest.approx(average_precision_score(truth, scores), abs=1e-4)


def test_an_interval_holds_its_value() -> None:
    score = figures([0.9, 0.8, 0.7, 0.2, 0.1, 0.6, 0.3, 0.4, 0.55], [1, 0, 1, 1, 0, 1, 0, 0, 1])
    assert score.micro_f1.low <= score.micro_f1.value <= score.micro_f1.high
    assert score.micro_f1.low < score.micro_f1.high


def test_probabilities_that_come_true_have_no_calibration_error() -> None:
    truth = np.array([[True], [False], [False], [False]])
    bins = reliability(np.full((4, 1), 0.25), truth, np.ones(4))
    assert calibration_error(bins) == 0
    assert [(one.pairs, one.predicted, one.observed) for one in bins if one.pairs] == [(4, 0.25, 0.25)]
    assert calibration_error(reliability(np.full((4, 1), 0.95), truth, np.ones(4))) == pytest.approx(0.7)


def test_no_passage_gives_figures_of_zero() -> None:
    empty = measure(np.zeros((0, COUNT)), np.zeros((0, COUNT), dtype=bool), np.full(COUNT, 0.5), [])
    assert (empty.passages, empty.micro_f1.value, empty.calibration_error) == (0, 0, 0)
