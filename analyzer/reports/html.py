"""A review as one HTML file that needs nothing else: no server, no network, no script to be read."""

from collections.abc import Iterable, Sequence

from analyzer.documents.document import Document
from analyzer.profile.criteria import CRITERIA
from analyzer.profile.review import Review
from analyzer.profile.verdict import CriterionVerdict
from analyzer.reports import wording
from analyzer.reports.exhibits import Exhibit, Exhibits
from analyzer.reports.reading import Reading
from analyzer.reports.self_contained import render
from analyzer.signals.evidence import Evidence
from analyzer.signals.taxonomy import SIGNALS


def render_html(review: Review, documents: Sequence[Document]) -> str:
    """The page: the profile on top, then the text of each of ``documents`` with its evidence highlighted.

    ``documents`` are those that were read; evidence from others is quoted, with no link. Equal input
    gives equal text. Raises ValueError where evidence and documents are not of one run.
    """
    exhibits = Exhibits(review, documents)
    readings = {
        document.id: Reading(document, number, exhibits.of_document(document))
        for number, document in enumerate(documents, start=1)
    }
    return render(
        "page.html.j2",
        "report",
        review=review,
        wording=wording,
        exhibits=exhibits,
        near_misses=_near_misses(review, exhibits, readings),
        legend=_legend(review),
        readings=tuple(readings.values()),
    )


def _near_misses(
    review: Review, exhibits: Exhibits, readings: dict[str, Reading]
) -> dict[str, tuple[Exhibit, ...]]:
    def target(evidence: Evidence) -> str:
        reading = readings.get(evidence.document_id)
        return reading.block_id(evidence.start) if reading else ""

    def of(verdict: CriterionVerdict) -> Iterable[Exhibit]:
        return (exhibits.near_miss(e, verdict, target(e)) for e in verdict.searched.nearest)

    return {verdict.id: tuple(of(verdict)) for verdict in review.profile.criteria}


def _legend(review: Review) -> tuple[dict[str, object], ...]:
    """The twelve signals with their codes, criteria, and how often each was found."""
    found = [
        evidence.signal
        for verdict in review.profile.criteria
        for evidence in (*verdict.supporting, *verdict.opposing)
    ]
    criteria = {signal: c for c in CRITERIA for signal in (*c.supporting, *c.opposing)}
    return tuple(
        {
            "signal": signal,
            "code": wording.CODES[signal.id],
            "criterion": criteria[signal.id].title,
            "count": found.count(signal.id),
        }
        for signal in SIGNALS
    )
