"""The fast model: log-odds as a sum over n-grams, and the share of each character in it.

Each n-gram's share is spread evenly over the places where it stands and over the characters of each place, so
that the shares of the characters, of the heading and of the intercept add up to the log-odds exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.signals.features import HEADING, Vocabulary, grams
from analyzer.signals.reading import Reading, probabilities
from analyzer.signals.taxonomy import SIGNAL_IDS


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearModel:
    """A calibrated linear model: the log-odds of signal k are ``features @ coefficients[:, k] +
    intercepts[k]``, and a passage shows it where the probability reaches ``thresholds[k]``."""

    name: str
    vocabulary: Vocabulary
    coefficients: NDArray[np.float32]
    intercepts: NDArray[np.float64]
    thresholds: NDArray[np.float64]

    def log_odds(self, texts: Sequence[str], headings: Sequence[str]) -> NDArray[np.float64]:
        """The log-odds that each passage shows each signal: a row a passage, a column a signal."""
        cells = self.vocabulary.cells(grams(texts, headings), len(texts))
        odds = np.tile(self.intercepts, (len(texts), 1))
        for k in range(len(SIGNAL_IDS)):
            share = cells.value * self.coefficients[cells.column, k]
            odds[:, k] += np.bincount(cells.row, share, minlength=len(texts))
        return odds

    def read(self, texts: Sequence[str], headings: Sequence[str]) -> Reading:
        """The passages ``texts`` under ``headings``, read."""
        return Reading(
            probabilities=probabilities(self.log_odds(texts, headings)),
            along=lambda i, k: shares(self, texts[i], headings[i], k).characters,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What adds up to the log-odds: one number a character of the text, the heading's and the intercept."""

    characters: NDArray[np.float64]
    heading: float
    intercept: float


def shares(model: LinearModel, text: str, heading: str, signal: int) -> Shares:
    """How the log-odds of signal number ``signal`` come about."""
    found = grams([text], [heading])
    cells = model.vocabulary.cells(found, 1)
    contribution = cells.value * model.coefficients[cells.column, signal]
    known = np.flatnonzero(cells.of_gram >= 0)
    cell = cells.of_gram[known]
    places = np.bincount(cell, minlength=len(contribution))
    share = contribution[cell] / places[cell]
    above = found.field[known] == HEADING
    start, end = found.start[known][~above], found.end[known][~above]
    density = share[~above] / (end - start)
    steps = np.zeros(len(text) + 1)
    np.add.at(steps, start, density)
    np.add.at(steps, end, -density)
    return Shares(
        characters=np.cumsum(steps)[: len(text)],
        heading=float(share[above].sum()),
        intercept=float(model.intercepts[signal]),
    )
