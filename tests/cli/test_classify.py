import json
from pathlib import Path

import pytest

from analyzer.signals.taxonomy import SIGNAL_IDS
from tests.cli.conftest import Run

ROWS = [
    {"id": "b", "text": "We guarantee a go-live on 1 May with no risk whatsoever.", "heading": "Timeline"},
    {"id": 7, "text": "Senior developer, 140 days at a day rate of 720 EUR"},
    {"id": "a", "text": "The museum is next to the harbour."},
]


def test_lines_come_out_in_the_order_they_went_in_with_all_twelve_scores(partnerlens: Run) -> None:
    lines = "\n".join(json.dumps(row) for row in ROWS).encode()
    ran = partnerlens("classify", stdin=lines)
    results = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [row["id"] for row in results] == ["b", 7, "a"]
    assert all(tuple(row["scores"]) == SIGNAL_IDS for row in results)
    assert "commitment_without_context" in results[0]["signals"]
    assert "hours_rates_focus" in results[1]["signals"]
    assert results[2]["signals"] == []


def test_a_file_is_classified_as_standard_input_is(partnerlens: Run, tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(row) for row in ROWS)
    path = tmp_path / "passages.jsonl"
    path.write_text(lines, encoding="utf-8")
    assert partnerlens("classify", path).out == partnerlens("classify", "-", stdin=lines.encode()).out


@pytest.mark.parametrize(
    "line",
    [b"not json", b'{"id": 1}', b'{"id": 1, "text": 5}', b"[]", b'{"id": 1, "text": "x", "heading": 2}'],
)
def test_a_bad_line_is_named_by_its_number(partnerlens: Run, line: bytes) -> None:
    ran = partnerlens("classify", stdin=b'{"id": 0, "text": "fine"}\n' + line)
    assert ran.code == 3
    assert ran.err.startswith("partnerlens: standard input, line 2: ")
    assert json.loads(ran.out)["id"] == 0
    assert len(ran.err.splitlines()) == 1


def test_a_missing_file_is_one_line_and_code_three(partnerlens: Run, tmp_path: Path) -> None:
    ran = partnerlens("classify", tmp_path / "absent.jsonl")
    assert ran.code == 3
    assert len(ran.err.splitlines()) == 1
