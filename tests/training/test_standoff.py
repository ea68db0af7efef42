import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.documents.formats import read_document
from analyzer.errors import LabelError
from analyzer.training.anchor import anchor
from analyzer.training.labels import LabelledPassage
from analyzer.training.standoff import (
    PlacedLabels,
    Source,
    join,
    read_placed,
    read_sources,
    write_records,
)

TEXT = """# Harbour booking

We met the *harbour masters* twice and saw that berths are booked by telephone today.

## Risks

- The tide tables come from a third party, and may be late.
- Nothing else is known to us.

| Role | Rate |
| --- | --- |
| Developer | 90 per hour |
"""

# The same passages as another program cuts them: no marks, the table's row with its column names.
GIVEN = (
    LabelledPassage(
        id="1",
        document="harbour",
        text="We met the harbour masters twice and saw that berths are booked by telephone today.",
        labels={"business_context": "berths are booked by telephone"},
        picked="random",
    ),
    LabelledPassage(
        id="2",
        document="harbour",
        text="The tide tables come from a third party, and may be late.",
        labels={"risk_transparency": "may be late"},
        picked="model",
    ),
    LabelledPassage(
        id="3",
        document="harbour",
        text="Role: Developer | Rate: 90 per hour",
        labels={"hours_rates_focus": "Rate: 90 per hour"},
        picked="model",
    ),
)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    (tmp_path / "harbour.md").write_text(TEXT, encoding="utf-8")
    return Source(
        id="harbour",
        file="harbour.md",
        repository="example/harbour",
        commit="0" * 40,
        path="docs/harbour.md",
        licence="CC0-1.0",
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
    )


def test_labels_given_as_text_come_back_from_their_places(source: Source, tmp_path: Path) -> None:
    anchored = anchor([source], GIVEN, tmp_path)
    assert (anchored.given, anchored.found) == (3, 3)
    joined = join([source], anchored.placed, tmp_path)
    assert (joined.moved, joined.lost, joined.absent) == (0, 0, ())
    assert [p.text for p in joined.passages] == [p.text for p in GIVEN]
    assert [p.labels for p in joined.passages[:2]] == [p.labels for p in GIVEN[:2]]
    assert [p.heading for p in joined.passages] == ["Harbour booking", "Risks", "Risks"]
    assert {p.family for p in joined.passages} == {"example/harbour"}
    assert [p.picked for p in joined.passages] == ["random", "model", "model"]


def test_places_are_offsets_of_the_document_and_no_text_is_kept(source: Source, tmp_path: Path) -> None:
    placed = anchor([source], GIVEN, tmp_path).placed
    text = read_document(tmp_path / "harbour.md").text
    start, end = placed[1].labels["risk_transparency"]
    assert text[start:end] == "may be late"
    write_records(tmp_path / "labels.jsonl", placed)
    assert "late" not in (tmp_path / "labels.jsonl").read_text()


def test_what_is_written_is_read_again(source: Source, tmp_path: Path) -> None:
    placed = anchor([source], GIVEN, tmp_path).placed
    write_records(tmp_path / "labels.jsonl", placed)
    write_records(tmp_path / "sources.jsonl", [source])
    assert read_placed(tmp_path / "labels.jsonl") == placed
    assert read_sources(tmp_path / "sources.jsonl") == (source,)


def test_a_passage_that_moved_is_found_by_its_hash(source: Source, tmp_path: Path) -> None:
    placed = anchor([source], GIVEN, tmp_path).placed
    moved = [
        replace(
            one,
            start=one.start + 7,
            end=one.end + 7,
            labels={signal: (a + 7, b + 7) for signal, (a, b) in one.labels.items()},
        )
        for one in placed
    ]
    joined = join([source], moved, tmp_path)
    assert (joined.moved, joined.lost) == (3, 0)
    assert joined.passages[1].labels == {"risk_transparency": "may be late"}


def test_what_cannot_be_found_is_counted(source: Source, tmp_path: Path) -> None:
    placed = anchor([source], GIVEN, tmp_path).placed
    gone = [replace(placed[0], hash="0" * 16), *placed[1:]]
    assert (len(join([source], gone, tmp_path).passages), join([source], gone, tmp_path).lost) == (2, 1)
    (tmp_path / "harbour.md").write_text("Another text altogether.", encoding="utf-8")
    joined = join([source], placed, tmp_path)
    assert (joined.passages, joined.lost, joined.absent) == ((), 3, ("harbour",))


def test_a_passage_with_other_words_in_it_is_found_by_its_pieces(source: Source, tmp_path: Path) -> None:
    given = replace(GIVEN[0], text=GIVEN[0].text.replace("twice", "twice [1]"))
    anchored = anchor([source], [given], tmp_path)
    assert anchored.found == 1
    assert "business_context" in anchored.placed[0].labels


def test_a_passage_of_another_document_is_not_found(source: Source, tmp_path: Path) -> None:
    strange = replace(GIVEN[0], text="Our clients love how passionate we are about their success.", labels={})
    anchored = anchor([source], [strange], tmp_path)
    assert (anchored.given, anchored.found, anchored.placed) == (1, 0, ())


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"labels": {"charm": [1, 2]}}, "unknown signal 'charm'"),
        ({"labels": {"future_focus": [0, 99]}}, "is not in 0..9"),
        ({"start": 9}, "no place in a text"),
        ({"text": "Words"}, "unknown key 'text'"),
    ],
)
def test_a_broken_rule_is_an_error_that_names_the_line(tmp_path: Path, change: dict, problem: str) -> None:
    good = {"source": "a", "start": 0, "end": 9, "hash": "x", "picked": "model", "labels": {}}
    file = tmp_path / "real.jsonl"
    file.write_text(json.dumps(good) + "\n" + json.dumps({**good, **change}), encoding="utf-8")
    with pytest.raises(LabelError, match=r"real\.jsonl, line 2: ") as error:
        read_placed(file)
    assert problem in str(error.value)


def test_the_shipped_labels_stand_on_the_shipped_sources() -> None:
    data = Path(__file__).parents[2] / "training_data"
    sources = {source.id for source in read_sources(data / "sources.jsonl")}
    placed: tuple[PlacedLabels, ...] = read_placed(data / "real.labels.jsonl")
    assert {one.source for one in placed} <= sources
    assert len({(one.source, one.start) for one in placed}) == len(placed)
