"""All labelled passages: the written ones, and the real ones where their documents are at hand."""

from dataclasses import dataclass
from pathlib import Path

from analyzer.training.labels import LabelledPassage, read_labels
from analyzer.training.standoff import join, read_placed, read_sources

WRITTEN = "passages.jsonl"
SOURCES = "sources.jsonl"
PLACED = "real.labels.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingData:
    """What a model is trained on, and in ``notices`` what a user should know of it, a sentence each."""

    written: tuple[LabelledPassage, ...]
    real: tuple[LabelledPassage, ...]
    notices: tuple[str, ...]


def read_training_data(folder: Path, sources: Path | None = None) -> TrainingData:
    """The passages of ``folder``; the text of the real ones comes from the documents in ``sources``.

    Without ``sources`` there are only the written ones. Raises LabelError where a label breaks the rules.
    """
    written = read_labels(folder / WRITTEN)
    if sources is None:
        notice = "Trained on the written passages alone: name the folder of real documents with --sources."
        return TrainingData(written=written, real=(), notices=(notice,))
    joined = join(read_sources(folder / SOURCES), read_placed(folder / PLACED), sources)
    notices = []
    if joined.absent:
        names = ", ".join(joined.absent[:5]) + (", and more" if len(joined.absent) > 5 else "")
        notices.append(f"{len(joined.absent)} sources are absent or not the files labelled: {names}.")
    if joined.lost:
        notices.append(f"{joined.lost} labelled passages could not be found in their documents.")
    if joined.moved:
        notices.append(f"{joined.moved} labelled passages were found at another place by their hash.")
    return TrainingData(written=written, real=joined.passages, notices=tuple(notices))
