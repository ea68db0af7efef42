import numpy as np

from analyzer.signals.thresholds import best_thresholds


def test_a_signal_that_is_found_well_has_a_higher_threshold() -> None:
    rng = np.random.default_rng(1)
    truth = rng.random((4000, 2)) < 0.2
    easy = np.where(truth[:, 0], 0.9, 0.05) + rng.normal(0, 0.01, 4000)
    hard = np.full(4000, 0.2) + rng.normal(0, 0.01, 4000)
    high, low = best_thresholds(np.stack([easy, hard], axis=1), truth, np.ones((4000, 2)))
    assert low < high <= 0.5


def test_a_signal_without_examples_takes_the_threshold_of_all() -> None:
    truth = np.zeros((100, 3), dtype=bool)
    truth[:80, 0] = True
    scores = np.where(truth, 0.8, 0.1)
    thresholds = best_thresholds(scores, truth, np.ones((100, 3)))
    assert thresholds[1] == thresholds[2] == 0.5
