"""A review as JSON, and the JSON Schema of it. The names are a contract; see `analyzer.profile.review`."""

import json
from functools import cache
from typing import TYPE_CHECKING

from analyzer.profile.review import SCHEMA, Review
from analyzer.reports.wording import writable

if TYPE_CHECKING:
    from pydantic import TypeAdapter

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def review_json(review: Review) -> str:
    """The review as indented JSON that ends in a newline: equal reviews give equal strings."""
    plain = _adapter().dump_python(review, mode="json")
    return writable(json.dumps(plain, ensure_ascii=False, indent=2)) + "\n"


def review_schema() -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of `review_json`: every field is required, further ones are allowed."""
    schema = _adapter().json_schema(mode="serialization")
    return {"$schema": DIALECT, **schema, "title": SCHEMA}


@cache
def _adapter() -> "TypeAdapter[Review]":
    from pydantic import TypeAdapter

    return TypeAdapter(Review)
