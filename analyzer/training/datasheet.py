"""The counts of the training data, as the table that its data sheet shows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from analyzer.signals.taxonomy import SIGNAL_IDS


class Labelled(Protocol):
    """What is counted: a written passage, or a place in a real document."""

    @property
    def labels(self) -> Mapping[str, object]:
        """The signals shown."""


def counts_table(written: Sequence[Labelled], real: Sequence[Labelled]) -> str:
    """A Markdown table: for each signal how many written and real passages show it, and the sums."""
    shown = [Counter(signal for one in part for signal in one.labels) for part in (written, real)]
    rows = [(f"`{signal}`", *(counts[signal] for counts in shown)) for signal in SIGNAL_IDS]
    rows.append(("no signal", *(sum(not one.labels for one in part) for part in (written, real))))
    rows.append(("all passages", len(written), len(real)))
    return "\n".join(
        [
            "| | written | real |",
            "| --- | ---: | ---: |",
            *(f"| {name} | {first:,} | {second:,} |" for name, first, second in rows),
        ]
    )
