"""An invented partner, made by hand: a proposal, the minutes of a meeting, a scan, and what was found."""

import hashlib

import pytest

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import Block, BlockKind, Document, Page, PageStatus
from analyzer.errors import NeedsOcr
from analyzer.profile.criteria import CRITERIA, Criterion
from analyzer.profile.review import Review
from analyzer.profile.source import source_of, unread_source
from analyzer.profile.verdict import CriterionVerdict, Gap, Profile, Question, Searched, Stance
from analyzer.signals.evidence import Cue, Evidence
from analyzer.signals.taxonomy import Polarity, signal_of

H, P, L, F = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.FURNITURE
ORIGIN = "an invented model"

PAGES: dict[int, list[tuple[BlockKind, int | None, str]]] = {
    1: [
        (F, None, "Tidewater Digital · Proposal 2041 · Confidential"),
        (H, 1, "A booking portal for Lindqvist Freight"),
        (P, None, "Prepared for the operations board of Lindqvist Freight, 14 March."),
        (H, 2, "What we understood"),
        (
            P,
            None,
            "Your dispatchers in Malmö take about 340 bookings a day by telephone and re-key each of them into the "
            "yard system, and one in eleven has to be corrected before a lorry is loaded. Before we wrote this we "
            "sat with the night shift twice and spoke with Ms Ferreira about the customs holds in Trelleborg.",
        ),
        (
            P,
            None,
            "A portal by itself will not change that. What matters is that a regular customer can repeat last "
            "week's booking in under a minute, and that corrections fall from nine percent to below three.",
        ),
        (F, None, "Page 1 of 7"),
    ],
    2: [
        (F, None, "Tidewater Digital · Proposal 2041 · Confidential"),
        (H, 2, "How we would work together"),
        (P, None, "We work in two-week cycles. Each has the same four parts:"),
        (L, 1, "Monday: your product owner and our lead choose what the cycle is for."),
        (L, 1, "Daily: a stand-up of fifteen minutes on your Teams channel; anybody from the yard may join."),
        (L, 1, "Second Thursday: a demo on your test system, with the dispatchers at the keyboard."),
        (L, 2, "What is not accepted there goes back on the list in front of everybody."),
        (L, 1, "Second Friday: a page of numbers by mail: done, late, spent, and what worries us."),
        (H, 3, "Who decides"),
        (
            P,
            None,
            "Ms Ferreira decides what is built; our lead decides how. Where the two disagree for more than two "
            "working days the question goes to the steering group, which meets on the first Tuesday of the month "
            "and has the last word.",
        ),
        (
            P,
            None,
            "Smaller changes of scope will be handled as they come up. Responsibilities on the hosting side are "
            "to be clarified in due course.",
        ),
        (F, None, "Page 2 of 7"),
    ],
    3: [
        (F, None, "Tidewater Digital · Proposal 2041 · Confidential"),
        (H, 2, "What could go wrong"),
        (
            P,
            None,
            "The yard system has no documented interface. We assume that the nightly export can be read; if it "
            "cannot, the first release loses live capacity and the estimate grows by three to five weeks. We would "
            "rather find this out in week one, so the first cycle does nothing else.",
        ),
        (
            P,
            None,
            "You bring a test copy of the yard system by week two and one dispatcher for half a day a week; each "
            "week without them moves the plan by a week.",
        ),
        (H, 2, "Plan and price"),
        (P, None, "We will deliver the complete portal by 30 June, guaranteed, whatever the yard system turns out to be."),
        (F, None, "Page 3 of 7"),
    ],
    4: [
        (F, None, "Tidewater Digital · Proposal 2041 · Confidential"),
        (P, None, "The team is charged by effort at the following rates."),
    ],
    5: [
        (F, None, "Tidewater Digital · Proposal 2041 · Confidential"),
        (H, 2, "After the launch"),
        (
            P,
            None,
            "With the acceptance of the last milestone the engagement is complete. Support, maintenance and "
            "further development are not part of our business model.",
        ),
        (H, 2, "Technical approach"),
        (
            P,
            None,
            "The portal is a server-rendered web application on PostgreSQL. Sessions are kept on the server; "
            "all traffic is encrypted.",
        ),
        (BlockKind.CODE, None, "POST /bookings\n{\n  \"repeat\": \"2040-113\",\n  \"date\": \"<next-week>\"\n}"),
        (BlockKind.NOTE, None, "Figures on bookings are from the yard system's log of February."),
        (F, None, "Page 5 of 7"),
    ],
    7: [
        (F, None, "Tidewater Digital · Proposal 2041 · Confidential"),
        (H, 2, "About us"),
        (P, None, "Tidewater Digital was founded in 2019. We are passionate about digital excellence."),
        (P, None, "«Мы говорим по-русски» and also \u202eesrever ni\u202c, with <b>angle brackets</b> & an ampersand."),
        (F, None, "Page 7 of 7"),
    ],
}

HEADER = ("Role", "People", "Days", "Rate a day")
RATES = (
    ("Lead engineer", "1", "62", "1,150"),
    ("Engineer", "3", "186", "940"),
    ("Test engineer", "1", "", "820"),
    ("Total effort", "", "248", ""),
)

TURNS = (
    ("Ana Ferreira", "00:00:04", "Thank you for coming. We have read the proposal, and most of it was clear."),
    (
        "Jonas Wirth",
        "00:00:21",
        "Before anything else: the export of the yard system is a week late, so live capacity moves to the demo "
        "on the 18th. I wanted you to hear it from us and not from the board.",
    ),
    ("Ana Ferreira", "00:01:02", "What happens when the customs interface changes in the autumn?"),
    (
        "Jonas Wirth",
        "00:01:15",
        "Somebody will have to decide that at some point. It is no problem at all, we can do whatever you need.",
    ),
    ("Ana Ferreira", "00:01:40", "Then I will bring the person who knows it to the next meeting."),
)

# Signal, quote, probability, cues.
FOUND = (
    ("business_context", "Your dispatchers in Malmö take about 340 bookings a day by telephone and re-key each of them into the yard system, and one in eleven has to be corrected before a lorry is loaded.", 0.97, ("re-key each of them into the yard system", "340 bookings a day")),
    ("business_context", "Before we wrote this we sat with the night shift twice and spoke with Ms Ferreira about the customs holds in Trelleborg.", 0.91, ("sat with the night shift twice",)),
    ("outcome_focus", "a regular customer can repeat last week's booking in under a minute, and that corrections fall from nine percent to below three.", 0.94, ("corrections fall from nine percent", "under a minute")),
    ("collaboration_model", "Monday: your product owner and our lead choose what the cycle is for.", 0.86, ("your product owner and our lead",)),
    ("collaboration_model", "Daily: a stand-up of fifteen minutes on your Teams channel; anybody from the yard may join.", 0.79, ("stand-up",)),
    ("collaboration_model", "Second Thursday: a demo on your test system, with the dispatchers at the keyboard.", 0.71, ("demo",)),
    ("proactive_communication", "Second Thursday: a demo on your test system", 0.66, ("demo on your test system",)),
    ("proactive_communication", "Second Friday: a page of numbers by mail: done, late, spent, and what worries us.", 0.93, ("what worries us",)),
    ("collaboration_model", "Ms Ferreira decides what is built; our lead decides how.", 0.88, ("decides what is built",)),
    ("governance_escalation", "Where the two disagree for more than two working days the question goes to the steering group, which meets on the first Tuesday of the month and has the last word.", 0.98, ("goes to the steering group", "has the last word")),
    ("unclear_governance", "Smaller changes of scope will be handled as they come up. Responsibilities on the hosting side are to be clarified in due course.", 0.84, ("as they come up", "to be clarified in due course")),
    ("risk_transparency", "We assume that the nightly export can be read; if it cannot, the first release loses live capacity and the estimate grows by three to five weeks.", 0.996, ("We assume that", "the estimate grows by three to five weeks")),
    ("shared_responsibility", "You bring a test copy of the yard system by week two and one dispatcher for half a day a week; each week without them moves the plan by a week.", 0.9, ("You bring",)),
    ("risk_transparency", "each week without them moves the plan by a week.", 0.58, ("moves the plan",)),
    ("commitment_without_context", "We will deliver the complete portal by 30 June, guaranteed, whatever the yard system turns out to be.", 0.96, ("guaranteed", "whatever the yard system turns out to be")),
    ("hours_rates_focus", "Lead engineer | 1 | 62 | 1,150", 0.89, ("62 | 1,150",)),
    ("hours_rates_focus", "Engineer | 3 | 186 | 940", 0.87, ()),
    ("hours_rates_focus", "The team is charged by effort at the following rates.", 0.74, ("charged by effort",)),
    ("short_term_focus", "Support, maintenance and further development are not part of our business model.", 0.95, ("not part of our business model",)),
    ("risk_transparency", "the export of the yard system is a week late, so live capacity moves to the demo on the 18th.", 0.69, ("a week late",)),
    ("proactive_communication", "the export of the yard system is a week late, so live capacity moves to the demo on the 18th. I wanted you to hear it from us and not from the board.", 0.9, ("hear it from us",)),
    ("unclear_governance", "Somebody will have to decide that at some point.", 0.77, ("at some point",)),
    ("commitment_without_context", "It is no problem at all, we can do whatever you need.", 0.81, ("whatever you need",)),
)


def _id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def proposal() -> Document:
    """Seven pages: page 4 has the table, page 6 is a picture."""
    name = "proposal <Lindqvist>.pdf"
    builder = DocumentBuilder(id=_id(name), name=name, format="pdf")
    for number in range(1, 8):
        status = PageStatus.NO_TEXT if number == 6 else PageStatus.READ
        builder.add_page(Page(number=number, width=595, height=842, status=status))
        for kind, level, text in PAGES.get(number, ()):
            builder.add(kind, text, level=level, page=number)
        if number == 4:
            builder.add_row(HEADER, page=4)
            for row in RATES:
                builder.add_row(row, HEADER, page=4)
            builder.add(F, "Page 4 of 7", page=4)
    builder.notice("no_text", "Page 6 has a picture and no text", 6)
    return builder.build(language="en")


def minutes() -> Document:
    """A meeting, turn by turn."""
    name = "second meeting.vtt"
    builder = DocumentBuilder(id=_id(name), name=name, format="vtt")
    for speaker, time, text in TURNS:
        builder.add(BlockKind.TURN, text, speaker=speaker, timestamp=time)
    return builder.build(language="en")


def tagged(document: Document, signal: str, quote: str, score: float, cues: tuple[str, ...] = ()) -> Evidence:
    """Evidence on the first place where ``document`` has ``quote``."""
    start = document.text.index(quote)
    above = [b for b in document.blocks if b.kind is H and b.span.end <= start]
    return Evidence(
        signal=signal,
        document_id=document.id,
        passage_id=f"{document.id[:12]}#{_number(document, start):04d}",
        start=start,
        end=start + len(quote),
        quote=quote,
        page=document.page_at(start),
        heading=document.quote(above[-1].span) if above else "",
        score=score,
        cues=tuple(
            Cue(start=start + quote.index(c), end=start + quote.index(c) + len(c), text=c, weight=0.5)
            for c in cues
        ),
        origin=ORIGIN,
    )


def review_of(
    documents: tuple[Document, ...], evidence: tuple[Evidence, ...], partner: str = "Tidewater Digital"
) -> Review:
    """A review with this evidence and, where there are several documents, a scan that could not be read."""
    sources = [source_of(document, len(_passages(document))) for document in documents]
    gaps = [Gap(name=s.name, page=n, reason="a picture, no text") for s in sources for n in s.unread_pages]
    if len(documents) > 1:
        error = NeedsOcr("signed appendix.pdf", "Its 4 pages are pictures, with no text behind them", "Run OCR on it")
        sources.append(unread_source(error.name, error))
        gaps.append(Gap(name=error.name, page=None, reason="pictures of pages, with no text behind them"))
    searched = Searched(
        passages=sum(source.passages for source in sources),
        documents=tuple(document.id for document in documents),
        gaps=tuple(gaps),
        nearest=(),
    )
    near = tuple(
        tagged(document, "future_focus", quote, 0.31)
        for document in documents
        for quote in ("What happens when the customs interface changes in the autumn?",)
        if quote in document.text
    )
    verdicts = tuple(_verdict(criterion, evidence, searched, near) for criterion in CRITERIA)
    flags = [e for e in evidence if signal_of(e.signal).polarity is Polarity.RED_FLAG]
    return Review(
        partner=partner,
        model=ORIGIN,
        documents=tuple(sources),
        profile=Profile(
            criteria=verdicts,
            red_flags=tuple(sorted(flags, key=lambda e: -e.score)),
            questions=tuple(_questions(verdicts)),
        ),
    )


def _verdict(
    criterion: Criterion, evidence: tuple[Evidence, ...], searched: Searched, near: tuple[Evidence, ...]
) -> CriterionVerdict:
    supporting = [e for e in evidence if e.signal in criterion.supporting]
    opposing = [e for e in evidence if e.signal in criterion.opposing]
    if searched.passages == 0:
        stance, reason = Stance.UNREAD, "Nothing could be read."
    elif supporting and opposing:
        stance, reason = Stance.MIXED, "There is evidence for it and against it; ask which holds."
    elif supporting:
        stance, reason = Stance.SHOWN, f"Shown in {len(supporting)} passages, with nothing against it."
    elif opposing:
        stance, reason = Stance.WARNING, "All that the documents say on it speaks against it."
    else:
        stance, reason = Stance.NOT_ADDRESSED, f"None of {searched.passages} passages speaks of it."
    return CriterionVerdict(
        id=criterion.id,
        title=criterion.title,
        question=criterion.question,
        stance=stance,
        reason=reason,
        supporting=tuple(sorted(supporting, key=lambda e: -e.score)),
        opposing=tuple(sorted(opposing, key=lambda e: -e.score)),
        searched=Searched(
            passages=searched.passages,
            documents=searched.documents,
            gaps=searched.gaps,
            nearest=tuple(e for e in near if e.signal in criterion.supporting),
        ),
    )


def _questions(verdicts: tuple[CriterionVerdict, ...]) -> list[Question]:
    asked = {
        "risks_trade_offs": "The promise of 30 June has no condition, but the estimate has one: which of the two holds?",
        "governance_escalation": "Who approves a change of scope, and within how many days?",
        "future": "Who keeps the portal running a year after the launch, and what would that cost?",
        "outcomes_over_output": "What would you do differently if the price were tied to fewer corrections?",
        "business_context": "What did you learn from our people that is not in this document?",
    }
    return [
        Question(criterion=v.id, text=asked[v.id], evidence=v.opposing[0] if v.opposing else None)
        for v in verdicts
        if v.id in asked and v.stance is not Stance.SHOWN
    ]


def _passages(document: Document) -> list[Block]:
    return [b for b in document.readable_blocks() if b.kind is not H]


def _number(document: Document, offset: int) -> int:
    return sum(block.span.end <= offset for block in _passages(document))


@pytest.fixture(scope="session")
def documents() -> tuple[Document, ...]:
    return proposal(), minutes()


@pytest.fixture(scope="session")
def review(documents: tuple[Document, ...]) -> Review:
    evidence = tuple(
        tagged(document, *found) for document in documents for found in FOUND if found[1] in document.text
    )
    return review_of(documents, evidence)


@pytest.fixture(scope="session")
def gappy(documents: tuple[Document, ...]) -> Review:
    """Little evidence: most criteria are not addressed."""
    found = tuple(tagged(documents[0], *FOUND[i]) for i in (0, 14, 18))
    return review_of(documents, found, partner="Half a Word Ltd")


@pytest.fixture(scope="session")
def unread() -> Review:
    """A scan and nothing else."""
    error = NeedsOcr("scan.pdf", "Its 4 pages are pictures, with no text behind them", "Run OCR on it")
    source = unread_source(error.name, error)
    searched = Searched(
        passages=0, documents=(), gaps=(Gap(name=source.name, page=None, reason=error.problem),), nearest=()
    )
    return Review(
        partner="Tidewater Digital",
        model=ORIGIN,
        documents=(source,),
        profile=Profile(
            criteria=tuple(_verdict(criterion, (), searched, ()) for criterion in CRITERIA),
            red_flags=(),
            questions=(),
        ),
    )
