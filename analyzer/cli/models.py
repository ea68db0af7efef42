"""Which model a command uses: one that comes with partnerlens, by its name, or any, by its folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from analyzer.signals.detector import SignalDetector

# The same names as in `analyzer.signals.artifact`, which is not loaded for the sake of a help text.
ACCURATE, FAST = "accurate", "fast"

ModelChoice = Annotated[
    str, typer.Option("--model", help="accurate, fast, or the folder of a model.", metavar="MODEL")
]


def load_detector(model: str) -> "SignalDetector":
    """The detector of the model called ``model``, or in the folder ``model``."""
    from analyzer.signals.artifact import SHIPPED, shipped_model
    from analyzer.signals.detector import SignalDetector

    return SignalDetector.load(shipped_model(model) if model in SHIPPED else Path(model))
