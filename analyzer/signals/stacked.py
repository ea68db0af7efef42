"""The accurate model: the encoder and the linear model together.

The encoder knows what words mean where they stand, the linear model knows the turns of phrase; where one is
wrong the other often is not. Their log-odds are added with weights a signal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.signals.encoder import Encoder
from analyzer.signals.linear import LinearModel
from analyzer.signals.reading import Reading, probabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedModel:
    """The log-odds of signal k are ``weights[0, k] * encoder + weights[1, k] * linear + offsets[k]``."""

    name: str
    encoder: Encoder
    linear: LinearModel
    weights: NDArray[np.float64]
    offsets: NDArray[np.float64]
    thresholds: NDArray[np.float64]

    def read(self, texts: Sequence[str], headings: Sequence[str]) -> Reading:
        """The passages ``texts`` under ``headings``, read; the encoder says which words carry a signal."""
        read = self.encoder.read(texts, headings)
        by_words = self.linear.log_odds(texts, headings)
        log_odds = self.weights[0] * read.log_odds + self.weights[1] * by_words + self.offsets
        return Reading(probabilities=probabilities(log_odds), along=lambda i, k: read.along(i, k, texts[i]))
