"""What any model says of passages: probabilities, and which words carry them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Passages as a model has read them.

    ``probabilities`` has a row a passage and a column a signal, rounded to four decimals, so that the same
    passage has the same score on every machine. ``along(passage, signal)`` has a number a character of the
    passage's text: how much it speaks for the signal.
    """

    probabilities: NDArray[np.float64]
    along: Callable[[int, int], NDArray[np.float64]]


class Model(Protocol):
    """A trained model. A passage shows signal k where its probability reaches ``thresholds[k]``."""

    @property
    def name(self) -> str:
        """What it is called; the origin of all its evidence."""

    @property
    def thresholds(self) -> NDArray[np.float64]:
        """The probability from which each signal counts as shown, in the order of the taxonomy."""

    def read(self, texts: Sequence[str], headings: Sequence[str]) -> Reading:
        """The passages ``texts``, each under one of ``headings`` (or ""), read."""


def probabilities(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probabilities of ``log_odds``, rounded as a `Reading` has them."""
    # The same as 1 / (1 + exp(-x)), and does not overflow where a passage says nothing at all.
    return np.asarray((np.tanh(log_odds / 2) / 2 + 0.5).round(4))
