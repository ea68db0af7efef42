"""Whether the words that a model points at are those that a person would quote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.passages.view import View
from analyzer.signals.explanation import explained
from analyzer.signals.reading import Model
from analyzer.signals.taxonomy import SIGNAL_IDS
from analyzer.training.labels import LabelledPassage

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlights:
    """How the highlighted phrases of ``tags`` right tags agree with the quotes of the labels, in words.

    ``precision`` is the share of highlighted words that were quoted, ``recall`` the share of quoted words
    that are highlighted, ``touching`` the share of tags with a quoted word in their strongest phrase.
    """

    tags: int
    precision: float
    recall: float
    touching: float


def highlights(model: Model, passages: Sequence[LabelledPassage]) -> Highlights:
    """The agreement over all passages and signals that the model tags and the label has."""
    read = model.read([p.text for p in passages], [p.heading for p in passages])
    highlighted = quoted = both = touching = tags = 0
    for i, k in np.argwhere(read.probabilities >= model.thresholds).tolist():
        text, quote = passages[i].text, passages[i].labels.get(SIGNAL_IDS[k])
        if quote is None:
            continue
        view = View(text=text, origins=tuple(range(len(text))))
        phrases = explained(view, read.along(i, k)).phrases
        start = text.index(quote)
        of_quote = _words(text, start, start + len(quote))
        of_phrases = [_words(text, phrase.start, phrase.end) for phrase in phrases]
        marked = set[int]().union(*of_phrases)
        highlighted, quoted, both = (
            highlighted + len(marked),
            quoted + len(of_quote),
            both + len(marked & of_quote),
        )
        touching += bool(of_phrases and of_phrases[0] & of_quote)
        tags += 1
    return Highlights(
        tags=tags,
        precision=round(both / max(highlighted, 1), 4),
        recall=round(both / max(quoted, 1), 4),
        touching=round(touching / max(tags, 1), 4),
    )


def _words(text: str, start: int, end: int) -> set[int]:
    """Where the words begin that overlap ``text[start:end]``."""
    return {word.start() for word in _WORD.finditer(text) if word.start() < end and word.end() > start}
