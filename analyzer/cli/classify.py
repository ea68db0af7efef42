"""``classify``: texts in, signals and probabilities out, a line each and in the same order."""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from analyzer.cli.inputs import STANDARD_STREAM, write_output
from analyzer.cli.models import ACCURATE, ModelChoice, load_detector
from analyzer.errors import LabelError, MissingDocument

if TYPE_CHECKING:
    from analyzer.signals.detector import SignalDetector

# Passages scored together: enough for speed, few enough for a stream of any length.
BATCH = 512


def classify(
    file: Annotated[
        Path, typer.Argument(help="JSON lines with id, text and, if known, heading; '-' for standard input.")
    ] = STANDARD_STREAM,
    model: ModelChoice = ACCURATE,
) -> None:
    """Tag texts: JSON lines in, JSON lines out with the signals found and all twelve probabilities."""
    detector = load_detector(model)
    if file == STANDARD_STREAM:
        _classify(sys.stdin.buffer, "standard input", detector)
        return
    try:
        with file.open("rb") as lines:
            _classify(lines, file.name, detector)
    except OSError as error:
        problem = f"it cannot be opened ({error.strerror})"
        raise MissingDocument(str(file), problem, "Check the path") from None


def _classify(lines: BinaryIO, name: str, detector: "SignalDetector") -> None:
    rows = _rows(lines, name)
    bad: LabelError | None = None
    while bad is None:
        batch: list[dict[str, Any]] = []
        try:
            batch.extend(islice(rows, BATCH))
        except LabelError as error:
            bad = error
        if not batch:
            break
        results = (json.dumps(result, ensure_ascii=False) for result in _results(batch, detector))
        write_output("".join(f"{result}\n" for result in results), None)
    if bad is not None:
        raise bad


def _rows(lines: Iterable[bytes], name: str) -> Iterator[dict[str, Any]]:
    from analyzer.training.labels import parse_records

    for place, row in parse_records(lines, name):
        if "id" not in row or not isinstance(row.get("text"), str):
            raise LabelError(place, "it needs an id and a text, and the text must be a string.")
        if not isinstance(row.get("heading") or "", str):
            raise LabelError(place, "the heading must be a string.")
        yield row


def _results(batch: list[dict[str, Any]], detector: "SignalDetector") -> Iterator[dict[str, Any]]:
    from analyzer.passages.view import plain
    from analyzer.signals.taxonomy import SIGNAL_IDS

    scores = detector.scores(
        [plain(row["text"]) for row in batch], [row.get("heading") or "" for row in batch]
    )
    for row, probabilities in zip(batch, scores.tolist(), strict=True):
        by_signal = dict(zip(SIGNAL_IDS, probabilities, strict=True))
        found = [s for s, t in zip(SIGNAL_IDS, detector.thresholds, strict=True) if by_signal[s] >= t]
        yield {"id": row["id"], "signals": found, "scores": by_signal}
