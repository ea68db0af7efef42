import pytest

from analyzer.errors import Outcome
from analyzer.profile.review import Review
from analyzer.profile.verdict import Stance
from analyzer.reports.wording import (
    CODES,
    OUTCOMES,
    STANCES,
    likelihood,
    listed,
    pages,
    percent,
    shortfall,
    summary,
)
from analyzer.signals.taxonomy import SIGNAL_IDS


def test_every_signal_stance_and_outcome_has_its_own_word() -> None:
    for words, things in ((CODES, SIGNAL_IDS), (STANCES, Stance), (OUTCOMES, Outcome)):
        assert set(words) == set(things)
        assert len(set(words.values())) == len(words)


@pytest.mark.parametrize(
    ("score", "words", "figure"),
    [
        (1.0, "almost certain", "over 99 %"),
        (0.999, "almost certain", "over 99 %"),
        (0.82, "very likely", "82 %"),
        (0.6, "likely", "60 %"),
        (0.5, "about even", "50 %"),
        (0.21, "possible", "21 %"),
        (0.001, "unlikely", "under 1 %"),
    ],
)
def test_a_probability_is_told_in_words_and_in_percent(score: float, words: str, figure: str) -> None:
    assert (likelihood(score), percent(score)) == (words, figure)


def test_runs_of_pages_are_joined() -> None:
    assert pages([4]) == "page 4"
    assert pages([2, 5, 6, 7, 9]) == "pages 2, 5 to 7, 9"


def test_lists_are_read_as_prose() -> None:
    assert [listed("a"), listed("ab"), listed("abc")] == ["a", "a and b", "a, b and c"]


def test_the_summary_counts_stances_and_flags(review: Review, unread: Review) -> None:
    assert summary(review) == (
        "Of the eight criteria, four are shown, three are mixed and one is a warning; "
        "eight red flags were found in 31 passages of two documents."
    )
    assert summary(unread).startswith("Nothing could be read")


def test_the_shortfall_names_files_and_pages(review: Review, scant: Review) -> None:
    assert (
        shortfall(review)
        == "One of three files and one page could not be searched and are not part of this review."
    )
    assert shortfall(scant) == "One page could not be searched and is not part of this review."
