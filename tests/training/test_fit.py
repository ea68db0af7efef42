from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.errors import LabelError
from analyzer.signals.artifact import read_manifest
from analyzer.signals.detector import SignalDetector
from analyzer.signals.taxonomy import SIGNAL_IDS
from analyzer.training.card import card
from analyzer.training.evaluate import evaluate
from analyzer.training.fit import PASSAGES_OF_SOURCES, natural_weights, train
from analyzer.training.labels import RICH, LabelledPassage, read_labels

DATA = Path(__file__).parents[2] / "training_data"


@pytest.fixture(scope="module")
def few() -> tuple[LabelledPassage, ...]:
    return read_labels(DATA / "passages.jsonl")[:600]


@pytest.fixture(scope="module")
def trained(few: tuple[LabelledPassage, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    train(few, (), folder)
    return folder


def test_a_trained_model_loads_and_has_learned(trained: Path, few: tuple[LabelledPassage, ...]) -> None:
    detector = SignalDetector.load(trained)
    assert ((detector.thresholds > 0) & (detector.thresholds < 1)).all()
    assert evaluate(detector, few).mean_average_precision.value > 0.8


def test_the_same_data_give_the_same_bytes(
    trained: Path, few: tuple[LabelledPassage, ...], tmp_path: Path
) -> None:
    train(few, (), tmp_path)
    names = sorted(file.name for file in trained.iterdir())
    assert names == ["CARD.md", "manifest.json", "model.skops", "weights.npz"]
    for name in names:
        assert (tmp_path / name).read_bytes() == (trained / name).read_bytes(), name


def test_the_card_says_what_the_model_was_trained_on_and_where_it_is_weak(trained: Path) -> None:
    text = (trained / "CARD.md").read_text(encoding="utf-8")
    assert text == card(read_manifest(trained))
    assert "600 passages" in text
    assert "No real passages" in text
    assert all(f"`{signal}`" in text for signal in SIGNAL_IDS)


def test_real_passages_are_what_calibration_and_scores_rest_on(
    few: tuple[LabelledPassage, ...], tmp_path: Path
) -> None:
    real = [replace(p, id=f"real {p.id}", picked="random") for p in few[300:]]
    steps: list[str] = []
    done = train(few[:300], real, tmp_path, progress=steps.append)
    assert done.real is not None
    assert done.real.passages == 300
    assert read_manifest(tmp_path)["training_data"]["real"]["passages"] == 300
    assert len(steps) >= 3


def test_too_few_examples_of_a_signal_are_an_error(few: tuple[LabelledPassage, ...], tmp_path: Path) -> None:
    without = [p for p in few if "short_term_focus" not in p.labels]
    with pytest.raises(LabelError, match="short_term_focus is shown in fewer than"):
        train(without, (), tmp_path)


def test_passages_drawn_at_random_stand_for_all_that_are_not_labelled(
    few: tuple[LabelledPassage, ...],
) -> None:
    real = [replace(p, picked=RICH if i < 200 else "random") for i, p in enumerate(few)]
    weights = natural_weights(real)
    assert set(weights[:200]) == {1.0}
    assert weights.sum() == pytest.approx(PASSAGES_OF_SOURCES)
