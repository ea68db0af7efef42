"""Scores -> probabilities that mean what they say, by Platt's method with a prior.

The classifier learns from more passages with signals than documents have. Its scores are turned into
probabilities on passages that it has not seen, each counted for as many as it stands for. A signal with
few examples leans on the line that fits all signals together.
"""

import numpy as np
from numpy.typing import NDArray

# How firmly a signal's slope and offset are held to those of all signals, in examples.
PRIOR_EXAMPLES = 10.0

Scores = NDArray[np.float64]


def calibrate(scores: Scores, truth: NDArray[np.bool_], weights: Scores) -> tuple[Scores, Scores]:
    """Slopes and offsets, one a signal: ``slope * score + offset`` are log-odds.

    All three are passages by signals; a weight says how many passages a passage stands for.
    """
    shared = _line(scores.ravel(), truth.ravel(), weights.ravel(), np.array([1.0, 0.0]), 0.0)
    lines = [
        _line(scores[:, k], truth[:, k], weights[:, k], shared, PRIOR_EXAMPLES)
        for k in range(scores.shape[1])
    ]
    return np.array([line[0] for line in lines]), np.array([line[1] for line in lines])


def _line(
    scores: Scores, truth: NDArray[np.bool_], weights: Scores, prior: Scores, firmness: float
) -> Scores:
    """The slope and offset of greatest likelihood, drawn towards ``prior``."""
    from scipy.optimize import minimize

    sign = np.where(truth, 1.0, -1.0)

    def loss(line: Scores) -> tuple[float, Scores]:
        margin = sign * (line[0] * scores + line[1])
        miss = 1 / (1 + np.exp(margin))
        apart = line - prior
        value = float(weights @ np.logaddexp(0, -margin) + firmness * (apart @ apart) / 2)
        pull = weights * sign * miss
        return value, np.array([-(pull @ scores), -pull.sum()]) + firmness * apart

    return np.asarray(minimize(loss, prior, jac=True, method="L-BFGS-B").x)
