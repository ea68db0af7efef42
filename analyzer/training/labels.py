"""Labelled passages as JSON Lines, read with every rule checked.

    {"id": "tidewell#003", "document": "Tidewell's proposal", "kind": "proposal", "heading": "Today",
     "text": "The store is out of support.", "labels": {"business_context": "out of support"}}

``labels`` names each signal that the passage shows and quotes the words that carry it. ``id``, ``text`` and
``labels`` are due; ``document`` groups passages that must not be parted between training and test.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzer.errors import LabelError
from analyzer.signals.taxonomy import SIGNAL_IDS

# The value of ``picked`` where a reader chose the neighbourhood of a passage as rich in signals.
RICH = "model"

_REQUIRED = ("id", "text", "labels")
_OPTIONAL = ("document", "heading", "kind", "set", "picked")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPassage:
    """One passage and the signals that a person read in it.

    ``labels`` maps each signal to its quote, a part of ``text``. ``document`` is "" for a passage that was
    written alone. ``kind`` is the kind of document. ``picked`` tells how a real passage came to be labelled:
    `RICH`, or ``random``. ``family`` is what may not be parted between training and test: the document, or
    what many documents come from.
    """

    id: str
    text: str
    labels: Mapping[str, str]
    document: str = ""
    heading: str = ""
    kind: str = ""
    picked: str = ""
    family: str = field(default="")

    def __post_init__(self) -> None:
        if not self.family:
            object.__setattr__(self, "family", self.document or self.id)


def read_labels(path: Path) -> tuple[LabelledPassage, ...]:
    """The labelled passages of a JSONL file, in its order.

    Raises LabelError, which names the line, for a key or signal that is not known, a value of the wrong
    type, a quote that is not in the text, and an id that stands twice.
    """
    passages: list[LabelledPassage] = []
    seen: set[str] = set()
    for place, record in read_records(path):
        passage = labelled_passage(place, record)
        if passage.id in seen:
            raise LabelError(place, f"the id {passage.id!r} stands twice")
        seen.add(passage.id)
        passages.append(passage)
    return tuple(passages)


def read_records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line's place ("passages.jsonl, line 3") and object; empty lines are passed over.

    Raises LabelError where the file cannot be read or a line is not a JSON object.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(path.name, f"cannot be read ({error})") from error
    yield from parse_records(lines, path.name)


def parse_records(lines: Iterable[str | bytes], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The place and the object of each line of the file called ``name``; empty lines are passed over.

    Raises LabelError where a line is not a JSON object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{name}, line {number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise LabelError(place, f"not JSON ({error})") from error
        if not isinstance(record, dict):
            raise LabelError(place, "not a JSON object")
        yield place, record


def labelled_passage(place: str, record: Mapping[str, Any]) -> LabelledPassage:
    """The labelled passage that ``record`` says; LabelError at ``place`` where it breaks a rule."""
    check_keys(place, record, _REQUIRED, _OPTIONAL)
    labels = record["labels"]
    if not isinstance(labels, dict):
        raise LabelError(place, "labels must map signals to quotes")
    for key in (*_REQUIRED[:2], *_OPTIONAL):
        if not isinstance(record.get(key, ""), str):
            raise LabelError(place, f"{key} must be a string")
    check_signals(place, labels)
    for signal, quote in labels.items():
        if not isinstance(quote, str) or not quote:
            raise LabelError(place, f"the quote for {signal} must be words of the text")
        if quote not in record["text"]:
            raise LabelError(place, f"the quote for {signal} is not in the text: {quote!r}")
    return LabelledPassage(
        id=record["id"],
        text=record["text"],
        labels=labels,
        document=record.get("document", ""),
        heading=record.get("heading", ""),
        kind=record.get("kind", ""),
        picked=record.get("picked", ""),
    )


def check_keys(
    place: str, record: Mapping[str, Any], required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> None:
    """Raises LabelError where a key is missing or not known."""
    for key in required:
        if key not in record:
            raise LabelError(place, f"{key} is missing")
    for key in record:
        if key not in required and key not in optional:
            raise LabelError(place, f"unknown key {key!r} (known: {', '.join((*required, *optional))})")


def check_signals(place: str, labels: Mapping[str, Any]) -> None:
    """Raises LabelError where a key of ``labels`` is no signal."""
    for signal in labels:
        if signal not in SIGNAL_IDS:
            raise LabelError(place, f"unknown signal {signal!r} (known: {', '.join(SIGNAL_IDS)})")
