import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.signals.features import CHARACTERS, HEADING, LENGTHS, SIZES, WORDS, grams, vocabulary

TEXTS = ["We will deliver in 6 weeks.", "You decide; we deliver.", "", "No risk at all"]
HEADINGS = ["Plan", "", "Plan", "Our promise"]

anything = st.text(st.characters(exclude_categories=[]), max_size=40)


def words_of(text: str, field: int, size: int) -> set[str]:
    found = grams([text], [""])
    return {
        text[start:end]
        for start, end, its in zip(found.start, found.end, found.field, strict=True)
        if its == field and (field != WORDS or len(text[start:end].split()) == size)
    }


def test_word_grams_are_the_runs_of_one_to_three_words() -> None:
    assert words_of("We will deliver it", WORDS, 2) == {"We will", "will deliver", "deliver it"}
    assert words_of("We will deliver it", WORDS, 3) == {"We will deliver", "will deliver it"}


def test_character_grams_stay_within_a_word() -> None:
    found = words_of("no fee", CHARACTERS, 0)
    assert found == {"n", "no", "o", "f", "fe", "fee", "ee", "e"}


def test_case_and_digits_make_no_difference() -> None:
    one, other = grams(["WE NEED 12 days"], [""]), grams(["we need 34 DAYS"], [""])
    assert one.key.tolist() == other.key.tolist()


def test_the_same_words_are_another_feature_in_the_heading() -> None:
    found = grams(["plan"], ["plan"])
    assert not set(found.key[found.field == WORDS]) & set(found.key[found.field == HEADING])


@given(st.lists(st.tuples(anything, anything), min_size=1, max_size=4))
def test_a_passage_has_the_same_grams_alone_and_in_company(pairs: list[tuple[str, str]]) -> None:
    texts, headings = [p[0] for p in pairs], [p[1] for p in pairs]
    together = grams(texts, headings)
    for i, (text, heading) in enumerate(pairs):
        alone = grams([text], [heading])
        mine = together.passage == i
        for name in ("key", "field", "start", "end"):
            assert getattr(together, name)[mine].tolist() == getattr(alone, name).tolist()


@given(anything, anything)
def test_every_gram_stands_on_characters_of_its_passage(text: str, heading: str) -> None:
    found = grams([text], [heading])
    limit = np.where(found.field == HEADING, len(heading), len(text))
    assert (found.start >= 0).all()
    assert (found.start < found.end).all()
    assert (found.end <= limit).all()


@settings(max_examples=30)
@given(st.lists(anything, min_size=1, max_size=5))
def test_each_field_of_a_passage_has_its_length_or_nothing(texts: list[str]) -> None:
    words = vocabulary(texts, texts, 1)
    matrix = words.matrix(texts, texts).toarray()
    for field in SIZES:
        lengths = np.sqrt((matrix[:, words.fields == field] ** 2).sum(axis=1))
        assert np.all(np.isclose(lengths, LENGTHS[field]) | (lengths == 0))


def test_the_vocabulary_keeps_what_stands_in_enough_passages() -> None:
    words = vocabulary(TEXTS, HEADINGS, 2)
    assert 0 < len(words) < len(vocabulary(TEXTS, HEADINGS, 1))
    assert (np.diff(words.keys.astype(np.int64)) > 0).all()
    known = words.matrix(["deliver we risk"], ["plan"]).toarray()[0]
    assert known[words.fields == WORDS].astype(bool).sum() == 2
    assert known[words.fields == HEADING].astype(bool).sum() == 1


def test_an_unknown_passage_has_no_features() -> None:
    assert vocabulary(TEXTS, HEADINGS, 2).matrix(["\u4e16\u754c"], [""]).nnz == 0
