from pathlib import Path

import pytest

from analyzer.signals.artifact import SHIPPED, read_manifest, shipped_model
from analyzer.signals.taxonomy import SIGNAL_IDS, TAXONOMY_VERSION
from analyzer.training.datasheet import counts_table
from analyzer.training.labels import read_labels
from analyzer.training.standoff import read_placed

DATA = Path(__file__).parents[2] / "training_data"


def test_the_data_sheet_has_the_counts_of_the_data() -> None:
    table = counts_table(read_labels(DATA / "passages.jsonl"), read_placed(DATA / "real.labels.jsonl"))
    assert table in (DATA / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("signal", SIGNAL_IDS)
def test_the_guide_defines_every_signal(signal: str) -> None:
    guide = (DATA / "labelling-guide.md").read_text(encoding="utf-8")
    assert f"\n| `{signal}` |" in guide
    assert f"taxonomy version {TAXONOMY_VERSION}" in guide


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_models_were_trained_on_the_written_passages_that_are_here(name: str) -> None:
    facts = read_manifest(shipped_model(name))["training_data"]["written"]
    assert facts["passages"] == len(read_labels(DATA / "passages.jsonl"))
