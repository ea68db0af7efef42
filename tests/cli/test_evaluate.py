"""``evaluate``: the figures of a model, as a person reads them and as JSON."""

import json
from pathlib import Path

from tests.cli.conftest import Run

PASSAGES = [
    {
        "id": "a#1",
        "document": "a",
        "text": "We guarantee that the platform goes live on 1 May, without any risk for you.",
        "labels": {"commitment_without_context": "We guarantee that the platform goes live on 1 May"},
    },
    {"id": "b#1", "document": "b", "text": "Our office [b]is[/b] in Porto, near the river.", "labels": {}},
]


def labelled(folder: Path) -> str:
    path = folder / "labelled.jsonl"
    path.write_text("\n".join(map(json.dumps, PASSAGES)), encoding="utf-8")
    return str(path)


def test_the_figures_are_printed_with_their_intervals_and_how_far_probabilities_hold(
    partnerlens: Run, tmp_path: Path
) -> None:
    ran = partnerlens("evaluate", labelled(tmp_path))
    assert ran.code == 0
    for part in (
        "2 passages of 2 documents",
        "micro F1",
        "calibration error",
        "words highlighted",
        "0.0–0.1",
    ):
        assert part in ran.out
    row = next(line for line in ran.out.splitlines() if "commitment_without_context" in line)
    assert row.split()[1:3] == ["1", "1"]


def test_json_has_all_figures(partnerlens: Run, tmp_path: Path) -> None:
    figures = json.loads(partnerlens("evaluate", labelled(tmp_path), "--json").out)
    assert figures["passages"] == 2
    assert len(figures["signals"]) == 12
    assert len(figures["reliability"]) == 10


def test_what_is_gained_and_lost_against_another_model_is_listed(partnerlens: Run, tmp_path: Path) -> None:
    ran = partnerlens("evaluate", labelled(tmp_path), "--model", "fast", "--against", "accurate")
    assert ran.code == 0
    assert "Gained against accurate: " in ran.out
    assert "Lost against accurate: " in ran.out


def test_a_model_that_is_none_is_named(partnerlens: Run, tmp_path: Path) -> None:
    ran = partnerlens("evaluate", labelled(tmp_path), "--model", tmp_path)
    assert ran.code != 0
    assert "no model with a readable manifest.json" in ran.err
    assert "Traceback" not in ran.err
