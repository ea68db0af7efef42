from collections.abc import Sequence

import numpy as np

from analyzer.signals.artifact import ACCURATE, load_model, shipped_model
from analyzer.signals.reading import Reading
from analyzer.signals.taxonomy import SIGNAL_IDS
from analyzer.training.highlights import highlights
from analyzer.training.labels import LabelledPassage

TEXT = "The portal has five pages. We guarantee success by Friday."
QUOTE = "We guarantee success"


class Pointing:
    """A model that tags every passage with the first signal, and points at some words of it."""

    name = "pointing"
    thresholds = np.full(len(SIGNAL_IDS), 0.5)

    def __init__(self, words: str) -> None:
        self._words = words

    def read(self, texts: Sequence[str], headings: Sequence[str]) -> Reading:
        found = np.zeros((len(texts), len(SIGNAL_IDS)))
        found[:, 0] = 1

        def along(i: int, _: int) -> np.ndarray:
            weight = np.zeros(len(texts[i]))
            start = texts[i].index(self._words)
            weight[start : start + len(self._words)] = 1
            return weight

        return Reading(probabilities=found, along=along)


def passage(**labels: str) -> LabelledPassage:
    return LabelledPassage(id="a", text=TEXT, labels=labels)


def test_words_that_were_quoted_are_counted_among_those_highlighted() -> None:
    labelled = passage(**{SIGNAL_IDS[0]: QUOTE})
    right = highlights(Pointing("guarantee success"), [labelled])
    assert (right.tags, right.precision, right.touching) == (1, 1.0, 1.0)
    assert 0.5 < right.recall < 1
    wrong = highlights(Pointing("five pages"), [labelled])
    assert (wrong.tags, wrong.precision, wrong.recall, wrong.touching) == (1, 0.0, 0.0, 0.0)


def test_a_tag_that_is_wrong_is_not_counted() -> None:
    assert highlights(Pointing("success"), [passage(**{SIGNAL_IDS[1]: QUOTE})]).tags == 0


def test_the_shipped_model_points_at_the_promise() -> None:
    labelled = passage(commitment_without_context="We guarantee success by Friday")
    found = highlights(load_model(shipped_model(ACCURATE)), [labelled])
    assert (found.tags, found.touching) == (1, 1.0)
    assert found.precision > 0.5
