from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.passages.view import View
from analyzer.signals.artifact import LinearModel, load_model, shipped_model
from analyzer.signals.explanation import MAX_PHRASES, explained, shares
from analyzer.signals.taxonomy import SIGNAL_IDS

PROMISE = "The portal has five pages. We guarantee that everything is finished by Friday, no risk at all."


@cache
def shipped() -> LinearModel:
    return load_model(shipped_model())


@pytest.fixture
def model() -> LinearModel:
    return shipped()


def prose(text: str) -> View:
    return View(text=text, origins=tuple(range(len(text))))


def log_odds(model: LinearModel, text: str, heading: str) -> np.ndarray:
    return (model.vocabulary.matrix([text], [heading]) @ model.coefficients + model.intercepts)[0]


@settings(max_examples=25, deadline=None)
@given(
    st.text(st.sampled_from("we will risk deliver weekly If \u00e9\u0130 \t12|?.-"), max_size=60),
    st.sampled_from(["", "Rates", "Risks and assumptions"]),
    st.integers(0, len(SIGNAL_IDS) - 1),
)
def test_the_shares_add_up_to_the_log_odds(text: str, heading: str, signal: int) -> None:
    model = shipped()
    parts = shares(model, text, heading, signal)
    assert len(parts.characters) == len(text)
    total = parts.characters.sum() + parts.heading + parts.intercept
    assert total == pytest.approx(log_odds(model, text, heading)[signal], abs=1e-9)


def test_the_quote_is_the_sentence_that_carries_the_signal(model: LinearModel) -> None:
    why = explained(model, prose(PROMISE), "", SIGNAL_IDS.index("commitment_without_context"))
    assert PROMISE[why.start : why.end].startswith("We guarantee")


def test_a_row_of_a_table_is_quoted_whole(model: LinearModel) -> None:
    row = "Role: Developer. | Rate: 90 per hour. | Hours: 120."
    why = explained(model, prose(row), "Rates", SIGNAL_IDS.index("hours_rates_focus"), whole=True)
    assert (why.start, why.end) == (0, len(row))


@pytest.mark.parametrize("signal", range(len(SIGNAL_IDS)))
def test_phrases_are_whole_words_within_the_quote_strongest_first(model: LinearModel, signal: int) -> None:
    why = explained(model, prose(PROMISE), "Plan", signal)
    assert 1 <= len(why.phrases) <= MAX_PHRASES
    weights = [phrase.weight for phrase in why.phrases]
    assert weights == sorted(weights, reverse=True)
    for phrase in why.phrases:
        assert why.start <= phrase.start < phrase.end <= why.end
        assert 0 <= phrase.weight <= 1
        assert not PROMISE[max(phrase.start - 1, 0) : phrase.start].isalnum()
        assert not PROMISE[phrase.end : phrase.end + 1].isalnum()


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        ("commitment_without_context", "We guarantee that everything is finished by Friday, no risk at all."),
        ("hours_rates_focus", "Our senior developers are charged at a rate of 95 EUR per hour."),
        (
            "governance_escalation",
            "Disputes are escalated to the steering committee, which decides within a week.",
        ),
        ("proactive_communication", "You receive a weekly status report by e-mail every Friday."),
        ("risk_transparency", "The main risk is that the data may be late, which would delay the launch."),
    ],
)
def test_without_the_words_of_its_phrases_a_passage_scores_less(
    model: LinearModel, signal: str, text: str
) -> None:
    k = SIGNAL_IDS.index(signal)
    before = log_odds(model, text, "")[k]
    for phrase in explained(model, prose(text), "", k).phrases:
        assert log_odds(model, text[: phrase.start] + text[phrase.end :], "")[k] < before


def test_no_phrase_is_made_of_the_name_of_a_column(model: LinearModel) -> None:
    cells = "Rate per hour: Developer 95"
    view = View(text=cells, origins=tuple(-1 if i < 15 else i for i in range(len(cells))))
    why = explained(model, view, "Rates", SIGNAL_IDS.index("hours_rates_focus"), whole=True)
    assert why.phrases
    assert all(phrase.start >= 15 for phrase in why.phrases)


def test_no_phrase_goes_over_the_end_of_a_sentence_or_cell(model: LinearModel) -> None:
    text = "Weekly report. Demo | Status report | Weekly demo: report"
    why = explained(model, prose(text), "", SIGNAL_IDS.index("proactive_communication"), whole=True)
    assert not any(set(".|:") & set(text[phrase.start : phrase.end]) for phrase in why.phrases)
