from functools import cache

import numpy as np
import pytest

from analyzer.passages.view import View
from analyzer.signals.artifact import SHIPPED, load_model, shipped_model
from analyzer.signals.explanation import MAX_PHRASES, Explanation
from analyzer.signals.explanation import explained as explained_along
from analyzer.signals.reading import Model
from analyzer.signals.taxonomy import SIGNAL_IDS

PROMISE = "The portal has five pages. We guarantee that everything is finished by Friday, no risk at all."


load = cache(load_model)


@pytest.fixture(params=SHIPPED)
def model(request: pytest.FixtureRequest) -> Model:
    return load(shipped_model(request.param))


def prose(text: str) -> View:
    return View(text=text, origins=tuple(range(len(text))))


def explained(model: Model, view: View, heading: str, signal: int, *, whole: bool = False) -> Explanation:
    return explained_along(view, model.read([view.text], [heading]).along(0, signal), whole=whole)


def probability(model: Model, text: str, signal: int) -> float:
    return float(model.read([text], [""]).probabilities[0, signal])


def test_the_quote_is_the_sentence_that_carries_the_signal(model: Model) -> None:
    why = explained(model, prose(PROMISE), "", SIGNAL_IDS.index("commitment_without_context"))
    assert PROMISE[why.start : why.end].startswith("We guarantee")


def test_a_row_of_a_table_is_quoted_whole(model: Model) -> None:
    row = "Role: Developer. | Rate: 90 per hour. | Hours: 120."
    why = explained(model, prose(row), "Rates", SIGNAL_IDS.index("hours_rates_focus"), whole=True)
    assert (why.start, why.end) == (0, len(row))


@pytest.mark.parametrize("signal", range(len(SIGNAL_IDS)))
def test_phrases_are_whole_words_within_the_quote_strongest_first(model: Model, signal: int) -> None:
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
def test_without_the_words_of_its_phrases_a_passage_scores_less(model: Model, signal: str, text: str) -> None:
    k = SIGNAL_IDS.index(signal)
    before = probability(model, text, k)
    phrases = sorted(explained(model, prose(text), "", k).phrases, key=lambda phrase: -phrase.start)
    without = text
    for phrase in phrases:
        without = without[: phrase.start] + without[phrase.end :]
    assert probability(model, without, k) < before


def test_no_phrase_is_made_of_the_name_of_a_column(model: Model) -> None:
    cells = "Rate per hour: Developer 95"
    view = View(text=cells, origins=tuple(-1 if i < 15 else i for i in range(len(cells))))
    why = explained(model, view, "Rates", SIGNAL_IDS.index("hours_rates_focus"), whole=True)
    assert why.phrases
    assert all(phrase.start >= 15 for phrase in why.phrases)


def test_no_phrase_goes_over_the_end_of_a_sentence_or_cell(model: Model) -> None:
    text = "Weekly report. Demo | Status report | Weekly demo: report"
    why = explained(model, prose(text), "", SIGNAL_IDS.index("proactive_communication"), whole=True)
    assert not any(set(".|:") & set(text[phrase.start : phrase.end]) for phrase in why.phrases)


def test_where_all_words_bring_the_same_the_phrase_is_whole_and_empty_words_are_none() -> None:
    text = "Total man-days | 30 of 18"
    along = np.zeros(len(text))
    for word in ("Total", "man-days", "30", "of", "18"):
        start = text.index(word)
        along[start : start + len(word)] = 1 / len(word)
    phrases = explained_along(prose(text), along, whole=True).phrases
    assert {text[phrase.start : phrase.end] for phrase in phrases} == {"Total man-days", "30 of 18"}
    along[: text.index("|")] = 0
    along[text.index("30") :] = 0
    along[text.index("of") : text.index("of") + 2] = 1
    along[: len("Total")] = 0.2
    phrases = explained_along(prose(text), along, whole=True).phrases
    assert "of" not in [text[phrase.start : phrase.end] for phrase in phrases[1:]]
