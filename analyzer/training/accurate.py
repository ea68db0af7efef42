"""Labelled passages -> the accurate model: the encoder and a linear model, stacked.

One fold of families is kept out of both, so that how they are added, the calibration and the thresholds are
found on passages that neither has seen. Then both learn from all passages, and are added in the same way.
"""

from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyzer.signals.artifact import ACCURATE, save_stacked
from analyzer.signals.encoder import Encoder, load_encoder
from analyzer.signals.features import vocabulary
from analyzer.signals.linear import LinearModel
from analyzer.signals.reading import probabilities
from analyzer.signals.stacked import StackedModel
from analyzer.signals.thresholds import best_thresholds
from analyzer.training import encoder
from analyzer.training.calibration import calibrate, calibration_weights, crossed, log_odds
from analyzer.training.card import write_card
from analyzer.training.evaluate import truth_of
from analyzer.training.fit import (
    MIN_PASSAGES,
    Progress,
    Training,
    data_facts,
    fit_linear,
    measure_parts,
    natural_weights,
)
from analyzer.training.labels import RICH, LabelledPassage
from analyzer.training.splits import folds

# A fifth of the families is kept for calibration, and is calibrated in as many folds of its own.
FOLDS = 5

Scores = NDArray[np.float64]


def train_accurate(
    written: Sequence[LabelledPassage],
    real: Sequence[LabelledPassage],
    folder: Path,
    *,
    epochs: float = encoder.EPOCHS,
    progress: Progress = lambda step: None,
) -> Training:
    """Trains the accurate model and writes it with its card to ``folder``.

    ``written`` are the passages invented for training, ``real`` those of real documents, which may be none.
    ``progress`` is told each step as it begins. Raises ModelError where the extra ``training`` is absent.
    """
    passages = [*written, *real]
    truth = truth_of(passages)
    is_real = np.arange(len(passages)) >= len(written)
    strata = ["real" if it else "written" for it in is_real.tolist()]
    families = [p.family for p in passages]
    fold = folds(families, strata, FOLDS)
    kept = fold == 0

    progress(f"learning from {int((~kept).sum()):,} passages, {int(kept.sum()):,} kept for calibration")
    learned = [p for p, out in zip(passages, kept, strict=True) if not out]
    measured = [p for p, out in zip(passages, kept, strict=True) if out]
    of_encoder, network = _encoder(learned, epochs, progress)
    scores = _scores(of_encoder, _linear(learned), measured)

    progress("adding the two, calibrating, choosing thresholds, and measuring")
    of_truth, of_real = truth[kept], is_real[kept]
    natural = np.concatenate([np.ones(len(written)), natural_weights(real)])[kept]
    weights = calibration_weights(natural, of_truth, of_real)
    slopes, offsets = calibrate(scores, of_truth, weights)
    thresholds = best_thresholds(probabilities(log_odds(scores, slopes, offsets)), of_truth, weights)
    kept_families = [p.family for p in measured]
    inner = folds(kept_families, [s for s, out in zip(strata, kept, strict=True) if out], FOLDS)
    on_real, on_written = measure_parts(
        crossed(scores, of_truth, weights, inner), of_truth, kept_families, of_real, natural
    )

    progress("learning from all passages")
    of_encoder, network = _encoder(passages, epochs, progress)
    model = StackedModel(
        name=ACCURATE,
        encoder=of_encoder,
        linear=_linear(passages),
        weights=slopes,
        offsets=offsets,
        thresholds=thresholds,
    )
    libraries = (
        "numpy", "scipy", "scikit-learn", "torch", "transformers", "onnx", "onnxruntime", "tokenizers",
    )  # fmt: skip
    facts = {
        "training_data": data_facts(written, real),
        "parameters": {
            "base": "all-MiniLM-L6-v2",
            "epochs": epochs,
            "folds": FOLDS,
            "min_passages": MIN_PASSAGES,
        },
        "libraries": {library: version(library) for library in libraries},
        "scores": {
            "real": asdict(on_real) if on_real else None,
            "written": asdict(on_written) if on_written else None,
        },
    }
    tokenizer = encoder.base_folder() / "tokenizer.json"
    save_stacked(folder, model, network, tokenizer.read_bytes(), facts)
    write_card(folder)
    return Training(real=on_real, written=on_written)


def _encoder(passages: Sequence[LabelledPassage], epochs: float, progress: Progress) -> tuple[Encoder, bytes]:
    """The encoder that has learned from ``passages``, as it will read, and its file."""
    examples = encoder.examples(encoder.base_tokenizer(), passages, [_source(p) for p in passages])
    network = encoder.exported(encoder.fine_tuned(examples, epochs=epochs, progress=progress))
    return load_encoder(network, (encoder.base_folder() / "tokenizer.json").read_bytes()), network


def _linear(passages: Sequence[LabelledPassage]) -> LinearModel:
    """The linear model that has learned from ``passages``, as it is before any calibration."""
    texts, headings = [p.text for p in passages], [p.heading for p in passages]
    truth = truth_of(passages)
    words = vocabulary(texts, headings, MIN_PASSAGES)
    coefficients, intercepts = fit_linear(words.matrix(texts, headings), truth)
    return LinearModel(
        name=ACCURATE,
        vocabulary=words,
        coefficients=coefficients.astype(np.float32),
        intercepts=intercepts,
        thresholds=np.full(truth.shape[1], 0.5),
    )


def _scores(of_encoder: Encoder, linear: LinearModel, passages: Sequence[LabelledPassage]) -> Scores:
    """What the two say of ``passages``: classifiers by passages by signals."""
    texts, headings = [p.text for p in passages], [p.heading for p in passages]
    return np.stack([of_encoder.read(texts, headings).log_odds, linear.log_odds(texts, headings)])


def _source(passage: LabelledPassage) -> int:
    """Where a passage is from: written alone or in a document, real from a rich neighbourhood, or real."""
    if not passage.picked:
        return 1 if passage.document else 0
    return 2 if passage.picked == RICH else 3
