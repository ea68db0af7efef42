"""``train`` and ``evaluate``: from labelled passages to a model, and how good a model is."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.training.evaluate import Estimate
    from analyzer.training.labels import LabelledPassage

TRAINING_DATA = Path("training_data")
LONGEST_NAME = 28
WIDE = 110


def train(
    sources: Annotated[
        Path | None,
        typer.Option(help="The folder of the real documents that the standoff labels are of.", metavar="DIR"),
    ] = None,
    labels: Annotated[
        list[Path] | None,
        typer.Option(help="More labelled passages (JSON lines); may be given again.", metavar="FILE"),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder to write the model to.", metavar="DIR")
    ] = Path("models/fast"),
) -> None:
    """Train a model from the labelled passages in training_data/."""
    from analyzer.training.fit import train as fit
    from analyzer.training.labels import read_labels

    files = [TRAINING_DATA / "passages.jsonl", *(labels or [])]
    written = [passage for path in files for passage in read_labels(path)]
    training = fit(written, _real_passages(sources), output, progress=_say)
    for name, scores in (("real", training.real), ("written", training.written)):
        if scores is not None:
            _say(
                f"{name}: micro F1 {scores.micro_f1.value:.3f}, mAP {scores.mean_average_precision.value:.3f}"
            )
    typer.echo(f"Model written to {output}")


def evaluate(
    file: Annotated[Path, typer.Argument(help="Labelled passages, as JSON lines.")],
    model: Annotated[
        Path | None, typer.Option(help="The folder of a model. Default: the one shipped.", metavar="DIR")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
) -> None:
    """Measure a model on labelled passages that it was not trained on."""
    from analyzer.signals.detector import SignalDetector
    from analyzer.training.evaluate import evaluate as measure
    from analyzer.training.labels import read_labels

    scores = measure(SignalDetector.load(model), read_labels(file))
    if json_:
        from pydantic import TypeAdapter

        typer.echo(TypeAdapter(type(scores)).dump_json(scores, indent=2).decode())
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("signal", no_wrap=True)
    for column in ("shown", "found", "precision", "recall"):
        table.add_column(column, justify="right")
    for column in ("F1", "average precision"):
        table.add_column(column, no_wrap=True)
    for row in scores.signals:
        counts = (str(row.support), str(row.found))
        if row.support:
            rates = (f"{row.precision.value:.2f}", f"{row.recall.value:.2f}")
            table.add_row(row.signal, *counts, *rates, _figure(row.f1), _figure(row.average_precision))
        else:
            table.add_row(row.signal, *counts, *["–"] * 4)
    # Where the output is kept in a file there is no width to fit, and no figure may be cut.
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDE)
    console.print(table)
    console.print(
        f"{scores.passages:,} passages of {scores.documents} documents; 95 % intervals over documents"
    )
    for title, figure in (
        ("micro F1", scores.micro_f1),
        ("macro F1", scores.macro_f1),
        ("mean average precision", scores.mean_average_precision),
    ):
        console.print(f"{title:{LONGEST_NAME}}{_figure(figure)}")
    console.print(f"{'calibration error':{LONGEST_NAME}}{scores.calibration_error:.3f}")


def _real_passages(sources: Path | None) -> "Sequence[LabelledPassage]":
    from analyzer.training.standoff import join, read_placed, read_sources

    if sources is None:
        _say("no --sources: learning from the written passages alone, and knowing real documents less well")
        return ()
    joined = join(
        read_sources(TRAINING_DATA / "sources.jsonl"),
        read_placed(TRAINING_DATA / "real.labels.jsonl"),
        sources,
    )
    _say(
        f"{len(joined.passages):,} labelled passages found in {sources}, {joined.moved:,} of them moved; "
        f"{joined.lost:,} not found, {len(joined.absent):,} documents absent or changed"
    )
    return joined.passages


def _figure(estimate: "Estimate") -> str:
    return f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"


def _say(step: str) -> None:
    typer.echo(step, err=True)
