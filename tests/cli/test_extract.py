import json
from pathlib import Path

from analyzer.cli.inputs import FORMAT_IDS
from analyzer.documents.formats import FORMATS
from tests.cli.conftest import Run


def test_each_passage_is_a_line_with_its_place(partnerlens: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# Plan\n\nThe first step is small.\n\n- Maja: the second is not\n", encoding="utf-8")
    ran = partnerlens("extract", path)
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert rows[0].keys() == {
        *("id", "text", "heading", "page", "boxes", "start", "end", "kind", "speaker"),
    }
    assert rows[0]["text"] == "The first step is small."
    assert rows[0]["heading"] == "Plan"
    text = json.loads(partnerlens("extract", path, "--format", "json").out)["text"]
    assert [text[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]


def test_the_pages_and_boxes_of_a_pdf_are_given(partnerlens: Run) -> None:
    path = Path(__file__).parents[2] / "analyzer/demo/brightwater-proposal.pdf"
    rows = [json.loads(line) for line in partnerlens("extract", path).out.splitlines()]
    assert {row["page"] for row in rows} == {1, 2, 3, 4}
    assert all(row["boxes"] for row in rows)
    assert rows[0]["boxes"][0].keys() == {"page", "x0", "top", "x1", "bottom"}


def test_a_file_that_cannot_be_read_is_one_line_and_code_three(partnerlens: Run, tmp_path: Path) -> None:
    ran = partnerlens("extract", tmp_path)
    assert ran.code == 3
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1


def test_standard_input_takes_every_format_that_can_be_read() -> None:
    assert [known.id for known in FORMATS] == list(FORMAT_IDS)
