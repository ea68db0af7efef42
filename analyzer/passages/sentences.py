"""Where sentences begin and end, by spaCy's rule-based sentencizer on its blank English pipeline."""

from functools import cache
from typing import TYPE_CHECKING

from analyzer.documents.document import Span

if TYPE_CHECKING:
    from spacy.language import Language

# spaCy refuses texts above a million characters; a sentence of this many words is no sentence, and is
# cut at a word's end.
LONGEST_SENTENCE = 120


@cache
def english() -> "Language":
    """spaCy's blank English pipeline with a sentencizer, made once: the import alone takes a second."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The sentences of ``text``, in order, without the white space around them; all words are covered."""
    spans: list[Span] = []
    for sentence in english()(text).sents:
        words = [token for token in sentence if not token.is_space]
        for i in range(0, len(words), LONGEST_SENTENCE):
            part = words[i : i + LONGEST_SENTENCE]
            spans.append(Span(start=part[0].idx, end=part[-1].idx + len(part[-1])))
    return tuple(spans)
