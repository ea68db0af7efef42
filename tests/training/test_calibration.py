import numpy as np
import pytest

from analyzer.training.calibration import calibrate, crossed, log_odds

RNG = np.random.default_rng(3)
SCORES = RNG.normal(0, 2, (20_000, 1))
TRUTH = RNG.random((20_000, 1)) < 1 / (1 + np.exp(-(0.7 * SCORES - 1)))


def test_the_line_behind_the_labels_is_found_again() -> None:
    (slopes,), offsets = calibrate(SCORES[None], TRUTH, np.ones(SCORES.shape))
    assert slopes[0] == pytest.approx(0.7, abs=0.05)
    assert offsets[0] == pytest.approx(-1, abs=0.05)


def test_a_signal_without_examples_of_its_own_takes_the_line_of_all() -> None:
    scores = np.hstack([SCORES, SCORES])
    truth = np.hstack([TRUTH, TRUTH])
    weights = np.hstack([np.ones(SCORES.shape), np.zeros(SCORES.shape)])
    (slopes,), offsets = calibrate(scores[None], truth, weights)
    assert slopes[1] == pytest.approx(slopes[0], abs=0.01)
    assert offsets[1] == pytest.approx(offsets[0], abs=0.01)


def test_what_stands_for_more_passages_counts_for_more() -> None:
    weights = np.where(TRUTH, 1.0, 5.0)
    _, rare = calibrate(SCORES[None], TRUTH, weights)
    _, even = calibrate(SCORES[None], TRUTH, np.ones(SCORES.shape))
    assert rare[0] < even[0] - 1


def test_two_classifiers_are_added_by_what_each_is_worth() -> None:
    noise = RNG.normal(0, 2, SCORES.shape)
    slopes, offsets = calibrate(np.stack([SCORES, noise]), TRUTH, np.ones(SCORES.shape))
    assert slopes[:, 0] == pytest.approx([0.7, 0.0], abs=0.05)
    assert np.allclose(log_odds(np.stack([SCORES, noise]), slopes, offsets), 0.7 * SCORES - 1, atol=0.4)


def test_no_passage_is_judged_by_a_line_or_threshold_that_it_had_a_part_in() -> None:
    scores, truth, fold = SCORES[None, :400], TRUTH[:400], np.arange(400) % 4
    weights = np.ones(truth.shape)
    before = crossed(scores, truth, weights, fold)
    changed = np.where((fold == 2)[:, None], ~truth, truth)
    after = crossed(scores, changed, weights, fold)
    for figures, others in zip(before, after, strict=True):
        assert np.array_equal(figures[fold == 2], others[fold == 2])
        assert not np.array_equal(figures[fold != 2], others[fold != 2])
