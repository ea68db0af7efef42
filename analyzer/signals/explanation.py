"""Why a passage has its score: from what each character brings to the sentences and phrases that carry it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analyzer.documents.document import Span
from analyzer.passages.sentences import sentence_spans
from analyzer.passages.view import View

# A quote is the shortest run of sentences with this much of what speaks for the signal.
QUOTED_SHARE = 0.5
MAX_PHRASES = 3
MAX_PHRASE_WORDS = 7
# A phrase must bring this much of what the strongest brings.
LEAST_SHARE = 0.3

_WORD = re.compile(r"[\w$€£%][\w$€£%'\u2019./-]*[\w$€£%]|[\w$€£%]")
# No phrase goes over these: the end of a sentence or clause, the border of a cell.
_BREAK = re.compile(r"[|.:;?!()\[\]\u2022]")
# Words that say nothing at the edge of a phrase.
_EMPTY_WORDS = (
    "a an and are as at be been by do for from has have in into is it its of on or our so such than that the "
    "their them these this those to was we were which who with you your"
)
_EDGE = frozenset(_EMPTY_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words at ``text[start:end]``; ``weight`` is their share of what speaks for the signal, 0 to 1."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The sentences ``text[start:end]`` that carry a signal and the phrases in them, strongest first."""

    start: int
    end: int
    phrases: tuple[Phrase, ...]


def explained(view: View, along: NDArray[np.float64], *, whole: bool = False) -> Explanation:
    """The sentences and phrases of ``view`` that carry a signal.

    ``along`` has a number a character of the view's text: how much it speaks for the signal. ``whole`` takes
    all of it as one sentence: the cells of a table row mean nothing apart. The names of the columns count,
    but no phrase is made of them: they stand elsewhere in the document.
    """
    text = view.text
    words = [
        Span(start=match.start(), end=match.end())
        for match in _WORD.finditer(text)
        if view.span(*match.span()) is not None
    ]
    weights = np.array([along[word.start : word.end].sum() for word in words])
    sentences = (Span(start=0, end=len(text)),) if whole else sentence_spans(text)
    quote = _quote(sentences, words, weights)
    inside = [i for i, word in enumerate(words) if quote.start <= word.start and word.end <= quote.end]
    if not inside:
        return Explanation(start=quote.start, end=quote.end, phrases=())
    phrases = _phrases(text, words[inside[0] : inside[-1] + 1], weights[inside[0] : inside[-1] + 1])
    total = float(np.maximum(weights, 0).sum())
    return Explanation(
        start=quote.start,
        end=quote.end,
        phrases=tuple(
            Phrase(
                start=span.start,
                end=span.end,
                weight=round(min(max(weight, 0) / total, 1.0), 4) if total else 0.0,
            )
            for span, weight in phrases
        ),
    )


def _quote(sentences: Sequence[Span], words: Sequence[Span], weights: NDArray[np.float64]) -> Span:
    """The shortest run of sentences that has `QUOTED_SHARE` of what speaks for the signal."""
    starts = [word.start for word in words]
    edges = np.searchsorted(starts, [*(sentence.start for sentence in sentences), sentences[-1].end])
    positive = np.concatenate([[0.0], np.cumsum(np.maximum(weights, 0))])[edges]
    due = QUOTED_SHARE * (positive[-1] - positive[0])
    for length in range(1, len(sentences) + 1):
        sums = positive[length:] - positive[:-length]
        best = int(np.argmax(sums))
        if sums[best] >= due:
            break
    return Span(start=sentences[best].start, end=sentences[best + length - 1].end)


def _phrases(text: str, words: Sequence[Span], weights: NDArray[np.float64]) -> list[tuple[Span, float]]:
    """One to `MAX_PHRASES` runs of words, disjoint, the strongest first."""
    # A word joins a phrase where it brings more than its neighbours' average would; where all bring about the
    # same, half of what the strongest brings is enough.
    brought = np.maximum(weights, 0)
    lifted = weights - min(brought.mean(), brought.max() / 2)
    free = np.ones(len(words), dtype=bool)
    joined = [not _BREAK.search(text, left.end, right.start) for left, right in pairwise(words)]
    found: list[tuple[Span, float]] = []
    while len(found) < MAX_PHRASES and free.any():
        first, last = _strongest_run(lifted, free, joined)
        free[first : last + 1] = False
        run = [i for i in range(first, last + 1) if not _is_empty(text, words[i])]
        if found and not run:
            continue
        # Empty words at the edges are left away, unless there are no others.
        first, last = (run[0], run[-1]) if run else (first, last)
        weight = float(weights[first : last + 1].sum())
        if found and weight < LEAST_SHARE * found[0][1]:
            break
        found.append((Span(start=words[first].start, end=words[last].end), weight))
    return sorted(found, key=lambda item: -item[1])


def _strongest_run(
    lifted: NDArray[np.float64], free: NDArray[np.bool_], joined: Sequence[bool]
) -> tuple[int, int]:
    """The run of free words with the greatest sum, of at most `MAX_PHRASE_WORDS`; it goes on from a word to
    the next where ``joined`` says so."""
    best, place = -np.inf, (0, 0)
    for first in range(len(lifted)):
        total = 0.0
        for last in range(first, min(first + MAX_PHRASE_WORDS, len(lifted))):
            if not free[last] or (last > first and not joined[last - 1]):
                break
            total += float(lifted[last])
            if total > best:
                best, place = total, (first, last)
    return place


def _is_empty(text: str, word: Span) -> bool:
    return text[word.start : word.end].lower() in _EDGE
