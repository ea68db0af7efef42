"""``signals``: the taxonomy as a table."""

from typing import Annotated

import typer


def signals(
    json_: Annotated[bool, typer.Option("--json", help="Print it as JSON, for a program to read.")] = False,
) -> None:
    """Show the twelve signals that passages are tagged with."""
    import json
    import sys

    from analyzer.signals.taxonomy import SIGNALS

    if json_:
        rows = [{"id": s.id, "title": s.title, "polarity": s.polarity, "shows": s.shows} for s in SIGNALS]
        typer.echo(json.dumps(rows, indent=2))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from analyzer.signals.taxonomy import Polarity

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("signal", no_wrap=True)
    table.add_column("polarity", no_wrap=True)
    table.add_column("a passage that …")
    for signal in SIGNALS:
        red = signal.polarity is Polarity.RED_FLAG
        table.add_row(signal.id, "red flag" if red else "strength", signal.shows, style="red" if red else "")
    Console(file=sys.stdout).print(table)
