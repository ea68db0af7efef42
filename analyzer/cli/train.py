"""``train``: from labelled passages to a model."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.models import ACCURATE, FAST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.training.labels import LabelledPassage


class ModelKind(StrEnum):
    """What can be trained."""

    FAST = FAST
    ACCURATE = ACCURATE


TRAINING_DATA = Path("training_data")


def train(
    sources: Annotated[
        Path | None,
        typer.Option(help="The folder of the real documents that the standoff labels are of.", metavar="DIR"),
    ] = None,
    labels: Annotated[
        list[Path] | None,
        typer.Option(help="More labelled passages (JSON lines); may be given again.", metavar="FILE"),
    ] = None,
    model: Annotated[
        ModelKind, typer.Option(help="fast takes minutes; accurate takes longer, and the extra 'training'.")
    ] = ModelKind.FAST,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="The folder to write the model to. Default: models/MODEL.", metavar="DIR"
        ),
    ] = None,
) -> None:
    """Train a model from the labelled passages in training_data/."""
    from analyzer.training.labels import read_labels

    match model:
        case ModelKind.FAST:
            from analyzer.training.fit import train as fit
        case ModelKind.ACCURATE:
            from analyzer.training.accurate import train_accurate as fit

    files = [TRAINING_DATA / "passages.jsonl", *(labels or [])]
    written = [passage for path in files for passage in read_labels(path)]
    folder = output or Path("models") / model
    training = fit(written, _real_passages(sources), folder, progress=_say)
    for name, scores in (("real", training.real), ("written", training.written)):
        if scores is not None:
            _say(
                f"{name}: micro F1 {scores.micro_f1.value:.3f}, mAP {scores.mean_average_precision.value:.3f}"
            )
    typer.echo(f"Model written to {folder}")


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


def _say(step: str) -> None:
    typer.echo(step, err=True)
