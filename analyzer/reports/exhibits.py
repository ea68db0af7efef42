"""Every piece of evidence of a review, numbered once, with what a page needs to name and link it."""

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.documents.document import Document
from analyzer.profile.review import Review
from analyzer.profile.verdict import CriterionVerdict
from analyzer.reports.highlight import Segment, segments
from analyzer.reports.wording import CODES, likelihood, names, percent
from analyzer.signals.evidence import Evidence
from analyzer.signals.taxonomy import SIGNAL_IDS, Polarity, Signal, signal_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One evidence as a page shows it.

    ``number`` counts from 1 in text order, document after document, and is 0 for a near miss.
    ``document`` is the name of the file. ``target`` is the id of the highlight on the page, "" where the
    document's text is not on it.
    """

    number: int
    evidence: Evidence
    criterion: str
    criterion_title: str
    document: str
    target: str

    @property
    def signal(self) -> Signal:
        """The signal that it shows."""
        return signal_of(self.evidence.signal)

    @property
    def code(self) -> str:
        """The two letters of its signal."""
        return CODES[self.evidence.signal]

    @property
    def style(self) -> str:
        """The CSS class of its signal."""
        return self.code.lower()

    @property
    def red_flag(self) -> bool:
        """True where its signal is a red flag."""
        return self.signal.polarity is Polarity.RED_FLAG

    @property
    def likelihood(self) -> str:
        """Its probability in words."""
        return likelihood(self.evidence.score)

    @property
    def percent(self) -> str:
        """Its probability in percent."""
        return percent(self.evidence.score)

    @property
    def quote(self) -> tuple[Segment, ...]:
        """Its quote, with the cues apart."""
        return segments(self.evidence.quote, self.evidence.start, (self,))


class Exhibits:
    """The exhibits of a review: by evidence, and by document in text order."""

    def __init__(self, review: Review, documents: Sequence[Document]) -> None:
        self._names = names(review)
        self._shown = {document.id for document in documents}
        order = list(self._names)
        found = {
            evidence: verdict
            for verdict in review.profile.criteria
            for evidence in (*verdict.supporting, *verdict.opposing)
        }
        ordered = sorted(
            found,
            key=lambda e: (order.index(e.document_id), e.start, SIGNAL_IDS.index(e.signal), e.end),
        )
        self._by_evidence = {
            evidence: self._exhibit(number, evidence, found[evidence], f"e{number}")
            for number, evidence in enumerate(ordered, start=1)
        }

    def __len__(self) -> int:
        return len(self._by_evidence)

    def __contains__(self, evidence: Evidence) -> bool:
        return evidence in self._by_evidence

    def __getitem__(self, evidence: Evidence) -> Exhibit:
        return self._by_evidence[evidence]

    def of_document(self, document: Document) -> tuple[Exhibit, ...]:
        """The exhibits of one document, in text order."""
        return tuple(e for e in self._by_evidence.values() if e.evidence.document_id == document.id)

    def near_miss(self, evidence: Evidence, verdict: CriterionVerdict, target: str) -> Exhibit:
        """A passage that came near to counting for ``verdict``; it has no number of its own."""
        return self._exhibit(0, evidence, verdict, target)

    def _exhibit(self, number: int, evidence: Evidence, verdict: CriterionVerdict, target: str) -> Exhibit:
        return Exhibit(
            number=number,
            evidence=evidence,
            criterion=verdict.id,
            criterion_title=verdict.title,
            document=self._names[evidence.document_id],
            target=target if evidence.document_id in self._shown else "",
        )
