import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import analyzer
from tests.cli.conftest import Run

PROPOSAL = """# Proposal

## Price

We guarantee that the platform goes live on 1 May, whatever happens.

2 developers x 160 h x 95 EUR/h

## Working together

Your product owner decides the order of the work; we demo the result to your team every second Friday.
"""

GERMAN = """Wir bieten Ihnen die Entwicklung einer Plattform für die Verwaltung der Verträge an. Die Arbeiten
beginnen im Mai und werden von einem erfahrenen Team in Hamburg durchgeführt, das seit vielen Jahren
solche Anwendungen für Versicherungen und Banken baut und betreibt.
"""


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    path = tmp_path / "proposal.md"
    path.write_text(PROPOSAL, encoding="utf-8")
    return path


def test_a_review_shows_the_partner_its_red_flags_and_all_eight_criteria(
    partnerlens: Run, proposal: Path
) -> None:
    ran = partnerlens("review", proposal, "--partner", "Acme")
    assert ran.code == 0
    assert ran.err == ""
    assert "Acme" in ran.out
    assert "We guarantee that the platform goes live on 1 May" in ran.out
    for title in ("Business context", "Governance and escalation", "Two-way partnership"):
        assert title in ran.out
    assert "\x1b[" not in ran.out


def test_the_same_input_gives_the_same_bytes(partnerlens: Run, proposal: Path, tmp_path: Path) -> None:
    for name in ("one.html", "two.html", "one.json", "two.json"):
        assert partnerlens("review", proposal, "-o", tmp_path / name).code == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_the_json_has_the_names_that_others_build_on(partnerlens: Run, proposal: Path) -> None:
    result = json.loads(partnerlens("review", proposal, "--partner", "Acme", "--format", "json").out)
    assert result["schema"] == "partnerlens.review/1"
    assert result["partner"] == "Acme"
    assert {"id", "name", "format", "outcome", "pages", "notices"} <= result["documents"][0].keys()
    assert len(result["profile"]["criteria"]) == 8
    for criterion in result["profile"]["criteria"]:
        assert {"id", "title", "stance", "supporting", "opposing", "searched"} <= criterion.keys()
    (flag, *_) = result["profile"]["red_flags"]
    assert {
        *("signal", "document_id", "passage_id", "start", "end", "quote"),
        *("page", "heading", "score", "cues", "origin"),
    } <= flag.keys()
    assert result["profile"]["questions"]


def test_the_offsets_of_a_review_are_those_of_the_extracted_text(partnerlens: Run, proposal: Path) -> None:
    text = json.loads(partnerlens("extract", proposal, "--format", "json").out)["text"]
    result = json.loads(partnerlens("review", proposal, "--format", "json").out)
    flags = result["profile"]["red_flags"]
    assert flags
    for flag in flags:
        assert text[flag["start"] : flag["end"]] == flag["quote"]


def test_red_flags_fail_the_command_only_when_asked(partnerlens: Run, proposal: Path, tmp_path: Path) -> None:
    assert partnerlens("review", proposal, "--fail-on", "red-flags").code == 1
    harmless = tmp_path / "harmless.txt"
    harmless.write_text("The office is in the old harbour, next to the museum of the town.\n")
    assert partnerlens("review", harmless, "--fail-on", "red-flags").code == 0


def test_a_bad_file_costs_only_itself(partnerlens: Run, proposal: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnot much of a file")
    ran = partnerlens("review", proposal, broken, tmp_path / "absent.pdf", "--fail-on", "red-flags")
    assert ran.code == 3
    assert "We guarantee" in ran.out
    broken_line, absent_line = ran.err.splitlines()
    assert broken_line.startswith("partnerlens: broken.pdf: ")
    assert absent_line.startswith("partnerlens: absent.pdf: ")


def test_text_in_another_language_is_said_and_not_tagged(partnerlens: Run, tmp_path: Path) -> None:
    path = tmp_path / "angebot.txt"
    path.write_text(GERMAN, encoding="utf-8")
    ran = partnerlens("review", path, "--format", "json")
    result = json.loads(ran.out)
    assert ran.code == 3
    assert "not in English" in ran.err
    assert result["documents"][0]["outcome"] == "not_english"
    assert {c["stance"] for c in result["profile"]["criteria"]} == {"unread"}


def test_a_document_with_nothing_but_a_heading_is_not_called_silent(partnerlens: Run, tmp_path: Path) -> None:
    path = tmp_path / "title.md"
    path.write_text("# A proposal for you\n")
    ran = partnerlens("review", path, "--format", "json")
    assert ran.code == 3
    assert len(ran.err.splitlines()) == 1
    assert {c["stance"] for c in json.loads(ran.out)["profile"]["criteria"]} == {"unread"}


def test_the_same_file_twice_counts_once(partnerlens: Run, proposal: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.md"
    copy.write_bytes(proposal.read_bytes())
    once = json.loads(partnerlens("review", proposal, "--format", "json").out)
    twice = json.loads(partnerlens("review", proposal, copy, "--format", "json").out)
    assert twice["profile"] == once["profile"]
    assert [d["outcome"] for d in twice["documents"]] == ["ok", "duplicate"]


def test_standard_input_is_read_when_its_format_is_named(partnerlens: Run) -> None:
    ran = partnerlens("review", "-", "--from", "markdown", "--format", "json", stdin=PROPOSAL.encode())
    assert ran.code == 0
    assert json.loads(ran.out)["documents"][0]["name"] == "standard input"


@pytest.mark.parametrize(
    "arguments",
    [
        ["review"],
        ["review", "-"],
        ["review", "-", "-", "--from", "text"],
        ["review", "a.md", "-o", "report.docx"],
        ["review", "a.md", "--fail-on", "everything"],
        ["review", "a.md", "--from", "pdf"],
        ["review", "-", "--from", "pdff"],
        ["extract", "-", "--format", "csv"],
    ],
)
def test_wrong_usage_ends_with_code_two(partnerlens: Run, arguments: list[str]) -> None:
    ran = partnerlens(*arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_a_report_that_cannot_be_written_is_wrong_usage(
    partnerlens: Run, proposal: Path, tmp_path: Path
) -> None:
    ran = partnerlens("review", proposal, "-o", tmp_path / "no" / "such" / "folder.html")
    assert ran.code == 2
    assert "there is no folder" in ran.err


def test_no_output_destroys_an_input(partnerlens: Run, proposal: Path) -> None:
    for command in (["review", "--format", "json"], ["extract"]):
        ran = partnerlens(*command, proposal, "-o", proposal)
        assert ran.code == 2
        assert "one of the inputs" in ran.err
    assert proposal.read_text(encoding="utf-8") == PROPOSAL


def test_a_full_disk_is_one_line_and_no_finding(proposal: Path) -> None:
    program = Path(sys.executable).with_name("partnerlens")
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [program, "review", proposal], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert run.returncode == 4
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize("setting", [{"COLUMNS": "1"}, {"PYTHONIOENCODING": "ascii"}])
@pytest.mark.parametrize("command", [["demo"], ["signals"]])
def test_odd_terminals_are_served(command: list[str], setting: dict[str, str]) -> None:
    program = Path(sys.executable).with_name("partnerlens")
    run = subprocess.run([program, *command], capture_output=True, check=False, env={**os.environ, **setting})
    assert run.returncode == 0
    assert run.stderr == b""


def test_the_demo_works_with_no_file_at_hand(partnerlens: Run, tmp_path: Path) -> None:
    ran = partnerlens("demo", "-o", tmp_path / "demo.html")
    assert ran.code == 0
    assert "Brightwater Digital" in ran.out
    assert "<html" in (tmp_path / "demo.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("signal", "words"),
    [
        ("commitment_without_context", "We guarantee that there will be no disruption"),
        ("hours_rates_focus", "Senior developer (2 FTE)"),
        ("unclear_governance", "Changes to the scope and other decisions will be taken as the need arises"),
        ("short_term_focus", "Our engagement ends with the acceptance of the portal"),
    ],
)
def test_the_red_flags_planted_in_the_demo_are_found(partnerlens: Run, signal: str, words: str) -> None:
    review = json.loads(partnerlens("demo", "--format", "json").out)
    flagged = {f["passage_id"] for f in review["profile"]["red_flags"] if f["signal"] == signal}
    proposal = Path(analyzer.__file__).with_name("demo") / "brightwater-proposal.pdf"
    rows = [json.loads(line) for line in partnerlens("extract", proposal).out.splitlines()]
    (planted,) = (row["id"] for row in rows if words in " ".join(row["text"].split()))
    assert planted in flagged


def test_the_schema_is_that_of_a_review(partnerlens: Run) -> None:
    schema = json.loads(partnerlens("schema").out)
    assert {"schema", "partner", "documents", "profile"} <= schema["properties"].keys()


def test_a_reader_that_closes_the_pipe_is_not_an_error(proposal: Path) -> None:
    program = Path(sys.executable).with_name("partnerlens")
    run = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"'{program}' extract '{proposal}' | head -c 1 >/dev/null"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert "Traceback" not in run.stderr


def test_asking_for_help_loads_no_heavy_library() -> None:
    code = "import sys, analyzer.cli.app; print(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"sklearn", "spacy", "numpy", "pydantic", "pypdfium2", "docx"} & set(run.stdout.split())
