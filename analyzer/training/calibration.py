"""Scores -> probabilities that mean what they say, by Platt's method with a prior.

Classifiers learn from more passages with signals than documents have. Their scores are turned into
probabilities on passages that they have not seen, each counted for as many as it stands for. A signal with
few examples leans on the line that fits all signals together. Where two classifiers score the same passages,
the line has a slope for each: that is how a stacked model adds its parts.
"""

import numpy as np
from numpy.typing import NDArray

from analyzer.signals.reading import probabilities
from analyzer.signals.thresholds import best_thresholds

# A signal with fewer real examples is calibrated on the written passages too, each counted like a few:
# else a flag that the documents of the training hardly show would never be raised.
FEW_EXAMPLES = 50
WRITTEN_STANDS_FOR = 4.0
# How firmly a signal's slope and offset are held to those of all signals, in examples.
PRIOR_EXAMPLES = 10.0

Scores = NDArray[np.float64]
Truth = NDArray[np.bool_]
Folds = NDArray[np.int64]


def calibrate(scores: Scores, truth: Truth, weights: Scores) -> tuple[Scores, Scores]:
    """Slopes (classifiers by signals) and offsets (one a signal) that `log_odds` takes.

    ``scores`` are classifiers by passages by signals, the others passages by signals; a weight says how many
    passages a passage stands for.
    """
    parts = len(scores)
    even = np.append(np.full(parts, 1 / parts), 0.0)
    shared = _line(scores.reshape(parts, -1), truth.ravel(), weights.ravel(), even, 0.0)
    lines = np.stack(
        [
            _line(scores[:, :, k], truth[:, k], weights[:, k], shared, PRIOR_EXAMPLES)
            for k in range(truth.shape[1])
        ],
        axis=1,
    )
    return lines[:-1], lines[-1]


def log_odds(scores: Scores, slopes: Scores, offsets: Scores) -> Scores:
    """The scores of all classifiers, added: passages by signals."""
    return np.asarray(np.einsum("pnk,pk->nk", scores, slopes) + offsets)


def crossed(scores: Scores, truth: Truth, weights: Scores, fold: Folds) -> tuple[Scores, Scores]:
    """Probabilities and thresholds for each passage, calibrated and chosen on the other folds only."""
    unseen, cuts = np.zeros(truth.shape), np.zeros(truth.shape)
    for i in np.unique(fold):
        others, here = fold != i, fold == i
        line = calibrate(scores[:, others], truth[others], weights[others])
        known = probabilities(log_odds(scores[:, others], *line))
        cuts[here] = best_thresholds(known, truth[others], weights[others])
        unseen[here] = probabilities(log_odds(scores[:, here], *line))
    return unseen, cuts


def calibration_weights(natural: Scores, truth: Truth, is_real: Truth) -> Scores:
    """The weight of each passage (rows) in the calibration of each signal (columns).

    ``natural`` says how many passages each stands for; written ones count for the signals that few real ones
    show.
    """
    few = truth[is_real].sum(axis=0) < FEW_EXAMPLES
    of_written = np.where(few, WRITTEN_STANDS_FOR, 0.0)
    return np.where(is_real[:, None], natural[:, None], of_written[None, :])


def _line(scores: Scores, truth: Truth, weights: Scores, prior: Scores, firmness: float) -> Scores:
    """The slopes and the offset of greatest likelihood, drawn towards ``prior``."""
    from scipy.optimize import minimize

    sign = np.where(truth, 1.0, -1.0)
    inputs = np.vstack([scores, np.ones(len(truth))])

    def loss(line: Scores) -> tuple[float, Scores]:
        margin = sign * (line @ inputs)
        miss = 1 / (1 + np.exp(margin))
        apart = line - prior
        value = float(weights @ np.logaddexp(0, -margin) + firmness * (apart @ apart) / 2)
        return value, firmness * apart - inputs @ (weights * sign * miss)

    return np.asarray(minimize(loss, prior, jac=True, method="L-BFGS-B").x)
