"""``evaluate``: how good a model is."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.models import ACCURATE, ModelChoice, load_detector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

    from analyzer.training.compare import Change
    from analyzer.training.evaluate import Estimate, Evaluation

LONGEST_NAME = 28
WIDE = 130
BAR = 40
SHOWN_CHANGES = 10
QUOTED = 80


def evaluate(
    file: Annotated[Path, typer.Argument(help="Labelled passages, as JSON lines.")],
    model: ModelChoice = ACCURATE,
    against: Annotated[
        str | None,
        typer.Option(help="Another model: show what is gained and lost against it.", metavar="MODEL"),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
) -> None:
    """Measure a model on labelled passages that it was not trained on."""
    from analyzer.training.compare import changes
    from analyzer.training.evaluate import evaluate as measure
    from analyzer.training.highlights import highlights
    from analyzer.training.labels import read_labels

    detector, passages = load_detector(model), read_labels(file)
    scores = measure(detector, passages)
    if json_:
        from pydantic import TypeAdapter

        typer.echo(TypeAdapter(type(scores)).dump_json(scores, indent=2).decode())
        return
    from rich.console import Console

    # Where the output is kept in a file there is no width to fit, and no figure may be cut.
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDE, highlight=False)
    console.print(_table(scores))
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
    words = highlights(detector.model, passages)
    console.print(
        f"{'words highlighted':{LONGEST_NAME}}{words.precision:.2f} of them are in the quotes of the labels, "
        f"{words.recall:.2f} of the quotes are highlighted; the strongest phrase touches the quote in "
        f"{words.touching:.2f} of {words.tags:,} right tags"
    )
    _print_reliability(scores, console)
    if against is not None:
        _print_changes(changes(detector, load_detector(against), passages), against, console)


def _table(scores: "Evaluation") -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("signal", no_wrap=True)
    for column in ("shown", "found"):
        table.add_column(column, justify="right", no_wrap=True)
    for column in ("precision", "recall", "F1", "average precision"):
        table.add_column(column, no_wrap=True)
    for row in scores.signals:
        figures = (row.precision, row.recall, row.f1, row.average_precision)
        rates = [_figure(figure) for figure in figures] if row.support else ["–"] * len(figures)
        table.add_row(row.signal, str(row.support), str(row.found), *rates)
    return table


def _print_reliability(scores: "Evaluation", console: "Console") -> None:
    """For each tenth of probability, what was said and what was so: a bar, and a mark where it should end."""
    console.print(
        "\nOf the pairs of passage and signal with a probability of …, this share was shown (| is said):"
    )
    for one in scores.reliability:
        if not one.pairs:
            continue
        bar = list("█" * round(one.observed * BAR) + " " * BAR)[: BAR + 1]
        bar[round(one.predicted * BAR)] = "|"
        console.print(
            f"  {one.low:.1f}–{one.high:.1f}  {''.join(bar)} {one.observed:.2f} of {one.pairs:,.0f}"
        )


def _print_changes(found: "Sequence[Change]", against: str, console: "Console") -> None:
    from rich.markup import escape

    for gained, title in ((True, "Gained"), (False, "Lost")):
        these = [change for change in found if change.gained is gained]
        console.print(f"\n{title} against {escape(against)}: {len(these):,}")
        for change in sorted(these, key=lambda one: -abs(one.probability - one.before))[:SHOWN_CHANGES]:
            text = " ".join(change.passage.text.split())[:QUOTED]
            console.print(
                f"  {change.signal} {change.before:.2f} → {change.probability:.2f}  {escape(text)}",
                no_wrap=True,
                overflow="ellipsis",
            )


def _figure(estimate: "Estimate") -> str:
    return f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"
