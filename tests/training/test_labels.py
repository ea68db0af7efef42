import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import LabelError
from analyzer.training.labels import read_labels

GOOD = {"id": "a#1", "text": "We need access by May.", "labels": {"shared_responsibility": "need access"}}


def write(path: Path, *records: Any) -> Path:
    file = path / "labels.jsonl"
    file.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in records), encoding="utf-8")
    return file


def test_reads_passages_in_the_order_of_the_file(tmp_path: Path) -> None:
    second = {**GOOD, "id": "a#0", "document": "a", "heading": "Duties", "kind": "sow", "labels": {}}
    first, last = read_labels(write(tmp_path, GOOD, "", second))
    assert first.labels == {"shared_responsibility": "need access"}
    assert (last.id, last.document, last.heading, last.kind) == ("a#0", "a", "Duties", "sow")


def test_a_passage_of_no_document_is_a_family_of_its_own(tmp_path: Path) -> None:
    alone, other = read_labels(write(tmp_path, GOOD, {**GOOD, "id": "b", "document": "B"}))
    assert (alone.family, other.family) == ("a#1", "B")


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({**GOOD, "color": "red"}, "unknown key 'color'"),
        ({**GOOD, "labels": {"charm": "need"}}, "unknown signal 'charm'"),
        ({**GOOD, "labels": {"future_focus": "need acess"}}, "not in the text: 'need acess'"),
        ({**GOOD, "labels": {"future_focus": ""}}, "must be words of the text"),
        ({**GOOD, "labels": ["future_focus"]}, "labels must map signals to quotes"),
        ({**GOOD, "heading": 4}, "heading must be a string"),
        ({"id": "x", "labels": {}}, "text is missing"),
        (GOOD, "'a#1' stands twice"),
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
    ],
)
def test_a_broken_rule_is_an_error_that_names_the_line(tmp_path: Path, record: Any, problem: str) -> None:
    with pytest.raises(LabelError) as error:
        read_labels(write(tmp_path, GOOD, record))
    assert str(error.value).startswith("labels.jsonl, line 2: ")
    assert problem in str(error.value)


def test_a_file_that_cannot_be_read_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"nowhere\.jsonl: cannot be read"):
        read_labels(tmp_path / "nowhere.jsonl")
