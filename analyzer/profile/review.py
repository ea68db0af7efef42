"""The whole result of a review: the inputs, what became of them, and the partner's profile.

Its JSON is a contract: fields are added, never renamed, and `SCHEMA` changes when that must be broken.
"""

from dataclasses import dataclass

from analyzer.profile.source import Source
from analyzer.profile.verdict import Profile

SCHEMA = "partnerlens.review/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One partner reviewed: ``documents`` in the order they were given, read or not.

    ``model`` names the detector that found the evidence.
    """

    schema: str = SCHEMA
    partner: str
    model: str
    documents: tuple[Source, ...]
    profile: Profile
