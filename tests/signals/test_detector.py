import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.documents.document import BlockKind, Document
from analyzer.documents.formats import read_document
from analyzer.errors import DocumentError
from analyzer.passages.split import split_passages
from analyzer.signals.artifact import SHIPPED, shipped_model
from analyzer.signals.detector import NEAR_MISSES, SignalDetector
from analyzer.signals.evidence import Evidence, Findings
from analyzer.signals.taxonomy import SIGNAL_IDS
from tests.invented import builder_for, document_of

loaded = cache(SignalDetector.load)


@pytest.fixture(params=SHIPPED)
def detector(request: pytest.FixtureRequest) -> SignalDetector:
    return loaded(shipped_model(request.param))


def proposal() -> Document:
    builder = builder_for("proposal")
    builder.add(BlockKind.HEADING, "Our promise", level=1)
    builder.add(
        BlockKind.PARAGRAPH,
        "The site has nine pages. We guarantee that the complete solution will be delivered on time and on "
        "budget, without any risk for you.",
    )
    builder.add(BlockKind.HEADING, "Rates", level=1)
    builder.add_row(["Senior developer", "95 EUR", "160"], ["Role", "Rate per hour", "Hours"])
    builder.add(BlockKind.HEADING, "Governance", level=1)
    builder.add(
        BlockKind.PARAGRAPH,
        "Issues that the project managers cannot resolve within two days are escalated to the steering\n"
        "committee, which takes the final decision.",
    )
    builder.add(BlockKind.CODE, "if guaranteed: escalate(steering_committee, rate_per_hour=95)")
    builder.add(BlockKind.PARAGRAPH, "Our office is in Porto, near the river.")
    return builder.build(language="en")


def check(document: Document, findings: Findings) -> None:
    """What must be true of all evidence."""
    passages = {passage.id: passage for passage in split_passages(document)}
    for evidence in (*findings.evidence, *findings.near_misses):
        passage = passages[evidence.passage_id]
        assert passage.span.start <= evidence.start < evidence.end <= passage.span.end
        assert document.text[evidence.start : evidence.end] == evidence.quote
        assert evidence.page == document.page_at(evidence.start)
        for cue in evidence.cues:
            assert document.text[cue.start : cue.end] == cue.text
    order = [(evidence.passage_id, SIGNAL_IDS.index(evidence.signal)) for evidence in findings.evidence]
    assert order == sorted(order)


def test_a_promise_a_rate_card_and_an_escalation_path_are_found(detector: SignalDetector) -> None:
    document = proposal()
    findings = detector.detect(document, split_passages(document))
    check(document, findings)
    found = {evidence.signal: evidence for evidence in findings.evidence}
    assert found["commitment_without_context"].quote.startswith("We guarantee")
    assert found["hours_rates_focus"].quote == "Senior developer | 95 EUR | 160"
    assert "steering\ncommittee" in found["governance_escalation"].quote
    assert all(evidence.cues for evidence in findings.evidence)
    assert {evidence.origin for evidence in findings.evidence} == {detector.name}


def test_code_and_plain_facts_show_nothing(detector: SignalDetector) -> None:
    document = proposal()
    findings = detector.detect(document, split_passages(document))
    assert not any("Porto" in e.quote or "escalate(" in e.quote for e in findings.evidence)


@pytest.mark.parametrize("text", ["Progress", "Governance", "Ada Pell", "86,400", "?"])
def test_a_word_a_name_or_a_number_alone_shows_nothing(detector: SignalDetector, text: str) -> None:
    document = document_of(text)
    assert detector.detect(document, split_passages(document)) == Findings(evidence=(), near_misses=())


def test_each_signal_has_its_nearest_misses_best_first(detector: SignalDetector) -> None:
    document = proposal()
    findings = detector.detect(document, split_passages(document))
    for k, signal in enumerate(SIGNAL_IDS):
        scores = [evidence.score for evidence in findings.near_misses if evidence.signal == signal]
        tagged = sum(evidence.signal == signal for evidence in findings.evidence)
        assert len(scores) == min(NEAR_MISSES, 4 - tagged)
        assert scores == sorted(scores, reverse=True)
        assert all(score < detector.thresholds[k] for score in scores)


def test_a_passage_of_invisible_characters_shows_nothing(detector: SignalDetector) -> None:
    document = document_of("\u200b\ufeff")
    assert detector.detect(document, split_passages(document)) == Findings(evidence=(), near_misses=())


def test_no_passages_give_no_findings(detector: SignalDetector) -> None:
    assert detector.scores([], []).shape == (0, len(SIGNAL_IDS))
    assert detector.detect(document_of("A word."), ()) == Findings(evidence=(), near_misses=())


def test_the_same_passages_give_the_same_findings(detector: SignalDetector) -> None:
    document = proposal()
    passages = split_passages(document)
    again = SignalDetector.load(shipped_model(detector.name))
    assert detector.detect(document, passages) == again.detect(document, passages)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_a_score_does_not_depend_on_the_other_passages(texts: list[str]) -> None:
    detector = loaded(shipped_model())
    together = detector.scores(texts, [""] * len(texts))
    alone = np.vstack([detector.scores([text], [""]) for text in texts])
    assert np.array_equal(together, alone)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=[]), max_size=80), min_size=1, max_size=4))
def test_any_text_gives_evidence_that_stands_in_it(texts: list[str]) -> None:
    document = document_of(*texts)
    check(document, loaded(shipped_model()).detect(document, split_passages(document)))


def test_evidence_stands_in_every_real_document(shared: Path, detector: SignalDetector) -> None:
    found: list[Evidence] = []
    for path in sorted((shared / "corpus").glob("*/*.md"))[::9]:
        try:
            document = read_document(path)
        except DocumentError:
            continue
        findings = detector.detect(document, split_passages(document))
        check(document, findings)
        found.extend(findings.evidence)
    assert len({evidence.signal for evidence in found}) >= 8


def test_prediction_loads_neither_scikit_learn_nor_skops() -> None:
    program = (
        "import sys; from analyzer import SignalDetector; SignalDetector.load().scores(['We agree.'], ['']);"
        "print([name for name in ('sklearn', 'skops', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
