import pytest

from analyzer.signals.artifact import ACCURATE, FAST, shipped_model
from analyzer.signals.detector import SignalDetector
from analyzer.training.compare import changes
from analyzer.training.evaluate import truth_of
from analyzer.training.labels import LabelledPassage, read_labels
from tests.training.test_datasheet import DATA


@pytest.fixture(scope="module")
def some() -> tuple[LabelledPassage, ...]:
    return read_labels(DATA / "passages.jsonl")[:300]


def test_a_model_gains_and_loses_nothing_against_itself(some: tuple[LabelledPassage, ...]) -> None:
    detector = SignalDetector.load(shipped_model(FAST))
    assert changes(detector, detector, some) == ()


def test_what_one_model_gains_the_other_loses(
    some: tuple[LabelledPassage, ...],
) -> None:
    fast, accurate = (SignalDetector.load(shipped_model(name)) for name in (FAST, ACCURATE))
    there, back = changes(accurate, fast, some), changes(fast, accurate, some)
    assert there
    assert [(c.passage.id, c.signal, c.gained) for c in there] == [
        (c.passage.id, c.signal, not c.gained) for c in back
    ]


def test_gains_less_losses_are_the_errors_that_one_model_has_less(some: tuple[LabelledPassage, ...]) -> None:
    fast, accurate = (SignalDetector.load(shipped_model(name)) for name in (FAST, ACCURATE))
    texts, headings, truth = [p.text for p in some], [p.heading for p in some], truth_of(some)
    errors = [int(((d.scores(texts, headings) >= d.thresholds) != truth).sum()) for d in (fast, accurate)]
    found = changes(accurate, fast, some)
    gained = sum(change.gained for change in found)
    assert gained - (len(found) - gained) == errors[0] - errors[1]
