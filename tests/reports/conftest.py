"""Reviews of an invented partner."""

import pytest

from analyzer.documents.document import Document
from analyzer.profile.review import Review
from analyzer.signals.evidence import Findings
from tests.reports.tidewater import SCAN, found_in, meeting, proposal, review_of


@pytest.fixture(scope="session")
def documents() -> tuple[Document, ...]:
    return proposal(), meeting()


@pytest.fixture(scope="session")
def review(documents: tuple[Document, ...]) -> Review:
    """Much evidence, two of them near misses, and an input that could not be read."""
    return review_of(
        [(d, Findings(evidence=found_in(d), near_misses=found_in(d, "nearly.tsv"))) for d in documents],
        SCAN,
    )


@pytest.fixture(scope="session")
def scant(documents: tuple[Document, ...]) -> Review:
    """Little evidence: most criteria are not addressed."""
    return review_of(
        [(d, Findings(evidence=found_in(d)[:2], near_misses=found_in(d, "nearly.tsv"))) for d in documents]
    )


@pytest.fixture(scope="session")
def unread() -> Review:
    """A scan and nothing else."""
    return review_of([], SCAN)
