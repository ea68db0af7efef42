from hypothesis import given
from hypothesis import strategies as st

from analyzer.passages.sentences import LONGEST_SENTENCE, sentence_spans


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_sentences_are_disjoint_in_order_and_cover_every_word(text: str) -> None:
    end = 0
    for span in sentence_spans(text):
        assert span.start >= end
        assert not text[end : span.start].strip()
        end = span.end
    assert not text[end:].strip()


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = "We test with e.g. real claims from the U.S. office. Then we ship."
    assert [text[s.start : s.end] for s in sentence_spans(text)] == [
        "We test with e.g. real claims from the U.S. office.",
        "Then we ship.",
    ]


def test_a_sentence_without_end_is_cut_between_words() -> None:
    spans = sentence_spans("word " * (LONGEST_SENTENCE + 5))
    assert len(spans) == 2
