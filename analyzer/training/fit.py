"""Labelled passages -> the fast model: folds, scores out of fold, calibration, thresholds, and the fit on
all.

Nothing is chosen on passages that the scores were fitted on. Documents that are kept for measuring have no
place here.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import LabelError
from analyzer.signals.artifact import FAST, save_model
from analyzer.signals.features import vocabulary
from analyzer.signals.linear import LinearModel
from analyzer.signals.reading import probabilities
from analyzer.signals.taxonomy import SIGNAL_IDS
from analyzer.signals.thresholds import best_thresholds
from analyzer.training.calibration import (
    WRITTEN_STANDS_FOR,
    calibrate,
    calibration_weights,
    crossed,
)
from analyzer.training.card import write_card
from analyzer.training.evaluate import Evaluation, measure, truth_of
from analyzer.training.labels import RICH, LabelledPassage
from analyzer.training.splits import folds

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

FOLDS = 5
# An n-gram of fewer passages is left out: it tells more of one document than of a signal.
MIN_PASSAGES = 5
# Added to the counts behind the weight of an n-gram, so that a rare one is not believed outright.
SMOOTHING = 20.0

# How many passages the real documents have, labelled or not.
PASSAGES_OF_SOURCES = 18_200
Scores = NDArray[np.float64]
Progress = Callable[[str], None]


def linear_classifier() -> "LogisticRegression":
    """The classifier of one signal."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=2.0, solver="liblinear")


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """How passages were scored by models that had not seen their family.

    ``real`` is measured on the real passages in natural proportion, None where there were none; ``written``
    on the written ones, as they are.
    """

    real: Evaluation | None
    written: Evaluation | None


def train(
    written: Sequence[LabelledPassage],
    real: Sequence[LabelledPassage],
    folder: Path,
    *,
    progress: Progress = lambda step: None,
) -> Training:
    """Trains the fast model and writes it with its card to ``folder``; the same data, the same bytes.

    ``written`` are the passages invented for training, ``real`` those of real documents, which may be none.
    ``progress`` is told each step as it begins. Raises LabelError where there is too little to learn from.
    """
    passages = [*written, *real]
    truth = truth_of(passages)
    for k, signal in enumerate(SIGNAL_IDS):
        if len({p.family for p, shown in zip(passages, truth[:, k], strict=True) if shown}) < FOLDS:
            raise LabelError(
                "training data", f"{signal} is shown in fewer than {FOLDS} documents or families"
            )
    is_real = np.arange(len(passages)) >= len(written)
    progress(f"reading {len(written)} written and {len(real)} real passages")
    texts, headings = [p.text for p in passages], [p.heading for p in passages]
    words = vocabulary(texts, headings, MIN_PASSAGES)
    features = words.matrix(texts, headings)

    progress(f"scoring each passage by a model that has not seen its family ({FOLDS} folds)")
    fold = folds(
        [p.family for p in passages], ["real" if it else "written" for it in is_real.tolist()], FOLDS
    )
    scores = np.zeros(truth.shape)
    for i in range(FOLDS):
        coefficients, intercepts = fit_linear(features[fold != i], truth[fold != i])
        scores[fold == i] = features[fold == i] @ coefficients + intercepts

    progress("calibrating, choosing thresholds, and measuring")
    natural = np.concatenate([np.ones(len(written)), natural_weights(real)])
    weights = calibration_weights(natural, truth, is_real)
    (slopes,), offsets = calibrate(scores[None], truth, weights)
    thresholds = best_thresholds(probabilities(scores * slopes + offsets), truth, weights)
    families = [p.family for p in passages]
    of_real, of_written = measure_parts(
        crossed(scores[None], truth, weights, fold), truth, families, is_real, natural
    )

    progress("fitting on all passages")
    coefficients, intercepts = fit_linear(features, truth)
    model = LinearModel(
        name=FAST,
        vocabulary=words,
        coefficients=(coefficients * slopes).astype(np.float32),
        intercepts=intercepts * slopes + offsets,
        thresholds=thresholds,
    )
    facts = {
        "training_data": data_facts(written, real),
        "calibration": {
            "method": "Platt, held to the line of all signals",
            "slopes": dict(zip(SIGNAL_IDS, slopes.round(4).tolist(), strict=True)),
            "offsets": dict(zip(SIGNAL_IDS, offsets.round(4).tolist(), strict=True)),
        },
        "parameters": {
            "min_passages": MIN_PASSAGES,
            "smoothing": SMOOTHING,
            "folds": FOLDS,
            "passages_of_sources": PASSAGES_OF_SOURCES,
            "written_stands_for": WRITTEN_STANDS_FOR,
        },
        "libraries": {library: version(library) for library in ("numpy", "scipy", "scikit-learn", "skops")},
        "scores": {
            "real": asdict(of_real) if of_real else None,
            "written": asdict(of_written) if of_written else None,
        },
    }
    save_model(folder, model, calibrated_classifier(model), facts)
    write_card(folder)
    return Training(real=of_real, written=of_written)


def natural_weights(real: Sequence[LabelledPassage]) -> Scores:
    """How many passages of the real documents each one stands for.

    The neighbourhoods that a reader chose as rich are all labelled, and stand for themselves; the others were
    drawn at random, and stand for all that is not labelled too.
    """
    rich = np.array([passage.picked == RICH for passage in real], dtype=np.bool_)
    drawn = max(int((~rich).sum()), 1)
    return np.where(rich, 1.0, max((PASSAGES_OF_SOURCES - int(rich.sum())) / drawn, 1.0))


def calibrated_classifier(model: LinearModel) -> "OneVsRestClassifier":
    """The model as a scikit-learn classifier from features to probabilities."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import LabelBinarizer

    classifier = OneVsRestClassifier(LogisticRegression())
    classifier.label_binarizer_ = LabelBinarizer().fit(np.eye(len(SIGNAL_IDS), dtype=np.int64))
    classifier.estimators_ = []
    for k in range(len(SIGNAL_IDS)):
        one = LogisticRegression()
        one.classes_ = np.array([0, 1])
        one.coef_ = np.ascontiguousarray(model.coefficients[:, k][None, :])
        one.intercept_ = model.intercepts[k : k + 1]
        classifier.estimators_.append(one)
    return classifier


def fit_linear(features: "csr_matrix", truth: NDArray[np.bool_]) -> tuple[Scores, Scores]:
    """Coefficients (features by signals) and intercepts, fitted on all rows."""
    from scipy.sparse import diags_array

    def fit_one(k: int) -> tuple[Scores, float]:
        ratio = _log_count_ratio(features, truth[:, k])
        classifier = linear_classifier()
        classifier.fit((features @ diags_array(ratio)).tocsr(), truth[:, k])
        return classifier.coef_[0] * ratio, float(classifier.intercept_[0])

    with ThreadPoolExecutor(2) as pool:
        fitted = list(pool.map(fit_one, range(truth.shape[1])))
    return np.stack([one[0] for one in fitted], axis=1), np.array([one[1] for one in fitted])


def _log_count_ratio(features: "csr_matrix", shown: NDArray[np.bool_]) -> Scores:
    """How unevenly each n-gram stands in passages with and without the signal; 1 on average.

    Wang and Manning (2012), "Baselines and Bigrams": features scaled by this ratio let few examples
    speak through the n-grams that tell them apart.
    """
    present = features > 0
    with_signal = np.asarray(present[shown].sum(axis=0)).ravel() + SMOOTHING
    without = np.asarray(present[~shown].sum(axis=0)).ravel() + SMOOTHING
    ratio = np.abs(
        np.log(with_signal / (shown.sum() + 2 * SMOOTHING))
        - np.log(without / ((~shown).sum() + 2 * SMOOTHING))
    )
    return np.asarray(ratio / ratio.mean())


def data_facts(written: Sequence[LabelledPassage], real: Sequence[LabelledPassage]) -> dict[str, Any]:
    """What the manifest says of the passages that a model was trained on."""
    return {
        "written": _counts(written),
        "real": _counts(real),
        "sha256": _data_digest([*written, *real]),
    }


def measure_parts(
    crossed: tuple[Scores, Scores],
    truth: NDArray[np.bool_],
    families: Sequence[str],
    is_real: NDArray[np.bool_],
    natural: Scores,
) -> tuple[Evaluation | None, Evaluation | None]:
    """How well the real and the written passages are scored, by `crossed` probabilities and thresholds; None
    where there are none of them."""
    unseen, cuts = crossed
    family = np.array(families)
    of_real, of_written = (
        measure(unseen[part], truth[part], cuts[part], family[part].tolist(), natural[part])
        if part.any()
        else None
        for part in (is_real, ~is_real)
    )
    return of_real, of_written


def _counts(passages: Sequence[LabelledPassage]) -> dict[str, Any]:
    return {
        "passages": len(passages),
        "with_signals": sum(bool(passage.labels) for passage in passages),
        "documents": len({passage.document for passage in passages if passage.document}),
        "signals": dict(zip(SIGNAL_IDS, truth_of(passages).sum(axis=0).tolist(), strict=True)),
    }


def _data_digest(passages: Sequence[LabelledPassage]) -> str:
    """A hash of all that the model has learned from."""
    digest = hashlib.sha256()
    for p in passages:
        digest.update(json.dumps([p.id, p.family, p.heading, p.text, sorted(p.labels.items())]).encode())
    return digest.hexdigest()
