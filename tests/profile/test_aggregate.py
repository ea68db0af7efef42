import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.document import Document, NoticeKind, Page, PageStatus
from analyzer.errors import NeedsOcr, Outcome
from analyzer.profile.aggregate import build_profile
from analyzer.profile.criteria import CRITERIA
from analyzer.profile.source import Source, set_aside, source_of, unread_source
from analyzer.profile.verdict import CriterionVerdict, Profile, Stance
from analyzer.signals.evidence import Evidence, Findings
from analyzer.signals.taxonomy import SIGNAL_IDS
from tests.invented import builder_for, document_of, evidence_of

NOTHING = Findings(evidence=(), near_misses=())


def read(name: str, *evidence: Evidence, near: tuple[Evidence, ...] = ()) -> tuple[Source, Findings]:
    document = document_of("Some words.", name=name)
    return source_of(document, passages=10), Findings(evidence=evidence, near_misses=near)


def verdict(profile: Profile, criterion: str) -> CriterionVerdict:
    (found,) = (v for v in profile.criteria if v.id == criterion)
    return found


@pytest.mark.parametrize(
    ("signals", "stance"),
    [
        (["risk_transparency"], Stance.SHOWN),
        (["commitment_without_context"], Stance.WARNING),
        (["risk_transparency", "commitment_without_context"], Stance.MIXED),
        ([], Stance.NOT_ADDRESSED),
    ],
)
def test_the_stance_follows_from_what_speaks_for_and_against(signals: list[str], stance: Stance) -> None:
    profile = build_profile([read("a.txt", *(evidence_of(s, start=i * 20) for i, s in enumerate(signals)))])
    assert verdict(profile, "risks_trade_offs").stance is stance


def test_evidence_that_is_more_likely_wrong_than_right_decides_nothing() -> None:
    weak = evidence_of("risk_transparency", score=0.3)
    opposed = evidence_of("commitment_without_context", start=40, score=0.8)
    profile = build_profile([read("a.txt", weak)])
    risks = verdict(profile, "risks_trade_offs")
    assert risks.stance is Stance.UNCERTAIN
    assert risks.reason == "1 passage for it, none against, and none of it is certain."
    assert "risks_trade_offs" in {question.criterion for question in profile.questions}
    mended = build_profile([read("a.txt", weak, opposed)])
    assert verdict(mended, "risks_trade_offs").stance is Stance.WARNING


def test_many_weak_passages_together_count() -> None:
    weak = [evidence_of("risk_transparency", start=i * 20, score=0.3) for i in range(2)]
    assert verdict(build_profile([read("a.txt", *weak)]), "risks_trade_offs").stance is Stance.SHOWN


def test_every_signal_speaks_on_exactly_one_criterion() -> None:
    placed = [signal for criterion in CRITERIA for signal in criterion.supporting + criterion.opposing]
    assert sorted(placed) == sorted(SIGNAL_IDS)


def test_nothing_readable_is_never_not_addressed() -> None:
    error = NeedsOcr("scan.pdf", "its 3 pages are pictures without text", "Run it through OCR first")
    profile = build_profile([(unread_source(error), None)])
    assert {v.stance for v in profile.criteria} == {Stance.UNREAD}
    assert profile.questions == ()
    assert profile.criteria[0].searched.gaps[0].name == "scan.pdf"


def test_absence_names_what_was_searched_what_was_not_and_what_came_nearest() -> None:
    near = evidence_of("future_focus", score=0.31)
    error = NeedsOcr("annex.pdf", "its page is a picture without text", "Run it through OCR first")
    profile = build_profile([read("a.txt", near=(near,)), (unread_source(error), None)])
    future = verdict(profile, "future")
    assert future.stance is Stance.NOT_ADDRESSED
    assert future.searched.passages == 10
    assert [gap.name for gap in future.searched.gaps] == ["annex.pdf"]
    assert future.searched.nearest == (near,)
    assert future.reason == "Nothing found on it in 10 passages of 1 document. 1 part not searched."


def test_a_page_that_could_not_be_read_is_a_gap_with_its_reason() -> None:
    builder = builder_for("half.pdf")
    builder.add_page(Page(number=1, width=600, height=800))
    builder.add_page(Page(number=2, width=600, height=800, status=PageStatus.NO_TEXT))
    builder.notice(NoticeKind.NO_TEXT, "Page 2 shows a picture and has no text.", page=2)
    document: Document = builder.build()
    profile = build_profile([(source_of(document, passages=4), NOTHING)])
    (gap,) = profile.criteria[0].searched.gaps
    assert (gap.page, gap.reason) == (2, "Page 2 shows a picture and has no text.")


def test_a_duplicate_is_neither_searched_nor_a_gap() -> None:
    document = document_of("Some words.")
    twin = set_aside(document, Outcome.DUPLICATE, "The same file as invented.txt, counted once.")
    profile = build_profile([(source_of(document, 1), NOTHING), (twin, None)])
    assert profile.criteria[0].searched.gaps == ()


def test_a_rate_card_does_not_bury_a_flat_promise() -> None:
    rates = [evidence_of("hours_rates_focus", start=i * 20, score=0.9 - i / 100) for i in range(4)]
    promise = evidence_of("commitment_without_context", start=200, score=0.6)
    profile = build_profile([read("a.txt", *rates, promise)])
    assert profile.red_flags == (rates[0], promise, *rates[1:])


def test_red_flags_come_strongest_first_and_each_is_asked_about() -> None:
    weak = evidence_of("hours_rates_focus", quote="45 days at 560", score=0.6)
    strong = evidence_of("short_term_focus", start=40, quote="Support is\nnot part of this.", score=0.9)
    source, _ = read("a.txt")
    flags = tuple(replace(flag, document_id=str(source.id)) for flag in (weak, strong))
    twin = set_aside(document_of("Some words.", name="a.txt"), Outcome.DUPLICATE, "The same as a.txt.")
    named_otherwise = replace(twin, name="b.txt")
    profile = build_profile([(source, Findings(evidence=flags, near_misses=())), (named_otherwise, None)])
    weak, strong = flags
    assert profile.red_flags == (strong, weak)
    assert profile.questions[0].text.startswith("“Support is not part of this.” (a.txt)")
    assert [q.evidence for q in profile.questions[:2]] == [strong, weak]


def test_two_rows_of_one_rate_card_are_one_question() -> None:
    rows = [evidence_of("hours_rates_focus", start=i * 20, score=0.9) for i in range(3)]
    profile = build_profile([read("a.txt", *rows)])
    assert sum(question.evidence is not None for question in profile.questions) == 1


def test_a_gap_is_asked_about_after_the_red_flags() -> None:
    profile = build_profile([read("a.txt", evidence_of("hours_rates_focus"))])
    assert profile.questions[0].evidence is not None
    assert {q.criterion for q in profile.questions[1:]} == {c.id for c in CRITERIA} - {"outcomes_over_output"}


READINGS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(SIGNAL_IDS),
        st.integers(0, 30),
        st.sampled_from([0.5, 0.7, 0.9]),
    ),
    max_size=25,
    unique_by=lambda row: row[:3],
)


@given(READINGS, st.randoms())
def test_the_order_of_the_documents_changes_nothing(
    rows: list[tuple[int, str, int, float]], shuffle: random.Random
) -> None:
    readings = []
    for n in range(4):
        source, _ = read(f"{n}.txt")
        found = [
            evidence_of(signal, document=str(source.id), start=at * 50, score=score)
            for which, signal, at, score in rows
            if which == n
        ]
        readings.append((source, Findings(evidence=tuple(found), near_misses=())))
    shuffled = list(readings)
    shuffle.shuffle(shuffled)
    assert build_profile(shuffled) == build_profile(readings)


@given(READINGS)
def test_an_unrelated_document_never_turns_shown_into_not_addressed(
    rows: list[tuple[int, str, int, float]],
) -> None:
    found = tuple(evidence_of(signal, start=at * 50, score=score) for _, signal, at, score in rows)
    before = build_profile([read("a.txt", *found)])
    after = build_profile([read("a.txt", *found), read("weather.txt")])
    assert [v.stance for v in before.criteria] == [v.stance for v in after.criteria]
