import json
from pathlib import Path

import pytest

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


def test_a_reading_is_drawn_over_its_pages(
    partnerlens: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = partnerlens(
        "extract", Path(__file__).parents[2] / "analyzer/demo/brightwater-proposal.pdf", "--show"
    )
    assert (ran.code, ran.out) == (0, "Reading written to brightwater-proposal.show.html\n")
    page = (tmp_path / "brightwater-proposal.show.html").read_text(encoding="utf-8")
    assert page.count('href="data:image/webp;base64,') == 4


def test_a_reading_can_be_drawn_to_standard_output(partnerlens: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# Plan\n", encoding="utf-8")
    ran = partnerlens("extract", path, "--show", "-o", "-")
    assert ran.code == 0
    assert ran.out.startswith("<!doctype html>")
    assert ran.out.endswith("</html>")


@pytest.mark.parametrize(
    "arguments", [("plan.md", "--show", "--format", "json"), ("-", "--from", "text", "--show")]
)
def test_what_cannot_be_shown_is_wrong_usage(partnerlens: Run, arguments: tuple[str, ...]) -> None:
    ran = partnerlens("extract", *arguments)
    assert ran.code == 2
    assert "--show" in ran.err


def test_standard_input_takes_every_format_that_can_be_read() -> None:
    assert [known.id for known in FORMATS] == list(FORMAT_IDS)
