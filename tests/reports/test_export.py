import json
from dataclasses import replace

import jsonschema
import pytest
from pydantic import TypeAdapter

from analyzer.profile.review import SCHEMA, Review
from analyzer.reports.export import review_json, review_schema
from analyzer.signals.evidence import Evidence

EVIDENCE = ["signal", "document_id", "passage_id", "start", "end", "quote", "page", "heading", "score"]
EVIDENCE += ["cues", "origin"]


@pytest.mark.parametrize("name", ["review", "scant", "unread"])
def test_a_review_comes_back_from_its_json_as_it_was(name: str, request: pytest.FixtureRequest) -> None:
    review: Review = request.getfixturevalue(name)
    assert TypeAdapter(Review).validate_json(review_json(review)) == review


@pytest.mark.parametrize("name", ["review", "scant", "unread"])
def test_the_json_of_a_review_fits_its_schema(name: str, request: pytest.FixtureRequest) -> None:
    written = json.loads(review_json(request.getfixturevalue(name)))
    jsonschema.Draft202012Validator.check_schema(review_schema())
    jsonschema.validate(written, review_schema())
    del written["profile"]["criteria"][0]["stance"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, review_schema())


def test_the_json_has_the_names_of_the_contract(review: Review) -> None:
    written = json.loads(review_json(review))
    assert written["schema"] == SCHEMA
    assert {"schema", "partner", "documents", "profile"} <= written.keys()
    assert {"id", "name", "format", "outcome", "pages", "notices"} <= written["documents"][0].keys()
    assert {"criteria", "red_flags", "questions"} <= written["profile"].keys()
    for criterion in written["profile"]["criteria"]:
        assert {"id", "title", "stance", "supporting", "opposing", "searched"} <= criterion.keys()
        for evidence in (*criterion["supporting"], *criterion["opposing"], *criterion["searched"]["nearest"]):
            assert list(evidence) == EVIDENCE


def test_the_schema_requires_every_field_of_an_evidence_and_describes_it() -> None:
    schema = TypeAdapter(dict[str, dict[str, dict[str, object]]]).validate_python(
        {"$defs": review_schema()["$defs"]}
    )
    evidence = schema["$defs"]["Evidence"]
    assert evidence["required"] == EVIDENCE
    assert str(evidence["description"]).startswith(str(Evidence.__doc__).split(".", maxsplit=1)[0])


def test_json_is_for_people_too(review: Review) -> None:
    written = review_json(review)
    assert written.endswith("}\n")
    assert "Malmö" in written
    assert written == review_json(review)


def test_a_name_that_is_no_text_can_still_be_written(review: Review) -> None:
    assert (
        json.loads(review_json(replace(review, partner="Caf\udce9 🙂")).encode())["partner"] == "Caf\ufffd 🙂"
    )
