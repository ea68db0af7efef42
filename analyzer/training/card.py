"""The model card: what a model is, what it was trained on, and where it is weak, in Markdown."""

from pathlib import Path
from typing import Any

from analyzer.signals.artifact import read_manifest
from analyzer.signals.taxonomy import SIGNAL_IDS, signal_of

CARD = "CARD.md"
# A signal with fewer real examples, or found worse than this, is named as weak.
FEW_EXAMPLES = 50
LOW_F1 = 0.3

# How each kind of model is built, and what its scores were measured on: linear, stacked.
_BUILT = {
    False: ["A linear classifier for each signal over word and character n-grams."],
    True: [
        "A fine-tuned encoder (all-MiniLM-L6-v2 of sentence-transformers, Apache-2.0) that reads a passage",
        "below its heading, and a linear classifier over word and character n-grams, added with weights a",
        "signal.",
    ],
}
_MEASURED = {
    False: ["Each passage is scored by a model that has seen nothing of the same family of documents."],
    True: [
        "Measured on a fifth of the families of documents, by an encoder and a classifier that have seen",
        "nothing of them. The model itself has then learned from all.",
    ],
}


def write_card(folder: Path) -> None:
    """Writes ``CARD.md`` beside the manifest that it is made from."""
    (folder / CARD).write_text(card(read_manifest(folder)), encoding="utf-8")


def card(manifest: dict[str, Any]) -> str:
    """The card's text."""
    data, scores = manifest["training_data"], manifest["scores"]
    measured = scores["real"] or scores["written"]
    stacked = "stacking" in manifest
    lines = [
        f"# Model card: {manifest['name']}",
        "",
        "Tags a passage of a vendor's proposal or meeting notes with the twelve signals of the taxonomy,",
        "with calibrated probabilities and a threshold a signal.",
        *_BUILT[stacked],
        "This card is written by the training from `manifest.json`.",
        "",
        "## What it was trained on",
        "",
        f"- {_sentence(data['written'])} written for the training, none of them real.",
        f"- {_sentence(data['real'])} of real, openly licensed documents."
        if data["real"]["passages"]
        else "- No real passages: the sources were not given. Expect far lower scores on real documents.",
        "",
        "## How well it finds the signals",
        "",
        *_MEASURED[stacked],
        "Calibration and thresholds come from other folds. "
        + ("Real passages, in natural proportion. " if scores["real"] else "Written passages. ")
        + "In brackets: 95 % intervals over families.",
        "",
        f"Micro F1 {_figure(measured['micro_f1'])}, macro F1 {_figure(measured['macro_f1'])}, mean average "
        f"precision {_figure(measured['mean_average_precision'])}, calibration error "
        f"{measured['calibration_error']:.3f}.",
        "",
        "| signal | examples | precision | recall | F1 | average precision | threshold |",
        "| --- | ---: | --- | --- | --- | --- | ---: |",
        *(_row(row, manifest["thresholds"]) for row in measured["signals"]),
        "",
        "## Where it is weak",
        "",
        *(f"- {weakness}" for weakness in _weaknesses(measured, stacked)),
        "",
    ]
    return "\n".join(lines)


def _sentence(facts: dict[str, Any]) -> str:
    documents = f" from {facts['documents']:,} documents" if facts["documents"] else ""
    return f"{facts['passages']:,} passages{documents}, {facts['with_signals']:,} of them with a signal,"


def _figure(estimate: dict[str, float]) -> str:
    return f"{estimate['value']:.2f} ({estimate['low']:.2f} to {estimate['high']:.2f})"


def _row(row: dict[str, Any], thresholds: dict[str, float]) -> str:
    figures = " | ".join(_figure(row[key]) for key in ("precision", "recall", "f1", "average_precision"))
    return f"| `{row['signal']}` | {row['support']} | {figures} | {thresholds[row['signal']]:.2f} |"


def _weaknesses(measured: dict[str, Any], stacked: bool) -> list[str]:
    rows = {row["signal"]: row for row in measured["signals"]}
    few = [s for s in SIGNAL_IDS if rows[s]["support"] < FEW_EXAMPLES]
    poor = [s for s in SIGNAL_IDS if s not in few and rows[s]["f1"]["value"] < LOW_F1]
    weaknesses = []
    if few:
        weaknesses.append(f"Too few examples to know how well they are found: {_titles(few)}.")
    if poor:
        weaknesses.append(f"Found with an F1 below {LOW_F1}: {_titles(poor)}.")
    weaknesses += [
        "What is implied or ironic is mostly missed."
        if stacked
        else "It knows words, not meaning: what is implied or told without the usual words is missed.",
        "It reads each passage alone, with the heading above it: what the neighbours say is not seen.",
        "It was made for English proposals, statements of work, minutes and transcripts about technology.",
    ]
    return weaknesses


def _titles(signals: list[str]) -> str:
    return ", ".join(f"{signal_of(signal).title} (`{signal}`)" for signal in signals)
