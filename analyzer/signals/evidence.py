"""The record of one tag: a signal, the words that carry it, and where they stand."""

from dataclasses import dataclass

from analyzer.signals.taxonomy import SIGNAL_IDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A phrase that moved the score: ``document.text[start:end] == text``.

    ``weight`` is its share of the evidence for the signal, between 0 and 1.
    """

    start: int
    end: int
    text: str
    weight: float

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or not self.text:
            raise ValueError(f"not a cue: {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One signal found in one passage.

    ``quote`` is ``document.text[start:end]``, the sentence or sentences of the passage that carry the signal;
    ``cues`` lie inside it, strongest first. ``score`` is the calibrated probability that the passage shows
    the signal. ``heading`` is the innermost heading above it. ``origin`` names the model, or the person.
    """

    signal: str
    document_id: str
    passage_id: str
    start: int
    end: int
    quote: str
    page: int | None
    heading: str
    score: float
    cues: tuple[Cue, ...]
    origin: str

    def __post_init__(self) -> None:
        if self.signal not in SIGNAL_IDS:
            raise ValueError(f"unknown signal: {self.signal}")
        if self.end - self.start != len(self.quote) or not self.quote:
            raise ValueError(f"quote of {len(self.quote)} characters at {self.start}..{self.end}")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score out of range: {self.score}")
        if any(cue.start < self.start or cue.end > self.end for cue in self.cues):
            raise ValueError(f"cue outside of the quote in {self.passage_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the detector found in the passages of one document.

    ``evidence`` is in text order, then in the order of the taxonomy. ``near_misses`` holds, for each signal,
    up to three passages that came closest to its threshold from below, best first.
    """

    evidence: tuple[Evidence, ...]
    near_misses: tuple[Evidence, ...]
