"""Model files: a folder with the trained classifier, its numbers for prediction, and a manifest.

    models/fast/
      manifest.json   what it is, what it was trained on, how it scores, and the hashes of the other files
      model.skops     the calibrated scikit-learn classifier
      weights.npz     the vocabulary and the same coefficients, as plain arrays

Prediction reads the arrays: a sum and a sigmoid need no scikit-learn, whose import alone takes longer than
all else together. Nothing is ever unpickled: numpy is told to refuse objects, and skops makes only the types
named in `TRUSTED`.
"""

import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import ModelError
from analyzer.signals.features import FEATURES_VERSION, Vocabulary
from analyzer.signals.taxonomy import SIGNAL_IDS, TAXONOMY_VERSION

if TYPE_CHECKING:
    from sklearn.multiclass import OneVsRestClassifier

SHIPPED = "fast"
MANIFEST, CLASSIFIER, WEIGHTS = "manifest.json", "model.skops", "weights.npz"

# All that a model file may hold beside numpy's and the language's own plain types.
TRUSTED = (
    "sklearn.linear_model._logistic.LogisticRegression",
    "sklearn.multiclass.OneVsRestClassifier",
    "sklearn.preprocessing._label.LabelBinarizer",
)

_ADDRESS = re.compile(r'"__id__": (\d+)')
_NUMBER = re.compile(r"\d+")
_REMEDY = "make a new one with: partnerlens train"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearModel:
    """A calibrated linear model: the log-odds of signal k are ``features @ coefficients[:, k] +
    intercepts[k]``, and a passage shows it where the probability reaches ``thresholds[k]``."""

    name: str
    vocabulary: Vocabulary
    coefficients: NDArray[np.float32]
    intercepts: NDArray[np.float64]
    thresholds: NDArray[np.float64]


def shipped_model() -> Path:
    """The folder of the model that comes with partnerlens: in the package, or in the checkout beside it."""
    package = Path(__file__).parents[1]
    installed = package / "models" / SHIPPED
    return installed if installed.is_dir() else package.parent / "models" / SHIPPED


def save_model(
    folder: Path, model: LinearModel, classifier: "OneVsRestClassifier", facts: Mapping[str, Any]
) -> None:
    """Writes the three files; ``facts`` are added to the manifest. The same model gives the same bytes."""
    import skops.io

    folder.mkdir(parents=True, exist_ok=True)
    _write_arrays(folder / WEIGHTS, model)
    _write_still(folder / CLASSIFIER, skops.io.dumps(classifier))
    manifest = {
        "name": model.name,
        "taxonomy_version": TAXONOMY_VERSION,
        "signals": list(SIGNAL_IDS),
        "features_version": FEATURES_VERSION,
        "features": len(model.vocabulary),
        "thresholds": dict(zip(SIGNAL_IDS, model.thresholds.tolist(), strict=True)),
        "files": {name: _digest(folder / name) for name in (CLASSIFIER, WEIGHTS)},
        **facts,
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the model in ``folder``.

    Raises ModelError where there is none, or where it is of another taxonomy or of other features.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}: no model with a readable {MANIFEST}; {_REMEDY}.") from error
    if not isinstance(manifest, dict):
        raise ModelError(f"{folder}: {MANIFEST} is not a manifest; {_REMEDY}.")
    ours = {
        "taxonomy_version": TAXONOMY_VERSION,
        "signals": list(SIGNAL_IDS),
        "features_version": FEATURES_VERSION,
    }
    for key, value in ours.items():
        if manifest.get(key) != value:
            raise ModelError(
                f"{folder}: made for {key} {manifest.get(key)}, this program has {value}; {_REMEDY}."
            )
    return manifest


def load_model(folder: Path) -> LinearModel:
    """The model in ``folder``, ready to predict.

    Raises ModelError where a file is absent, altered, or made for another version of the taxonomy or of the
    features.
    """
    manifest = read_manifest(folder)
    path = _checked(folder, WEIGHTS, manifest)
    try:
        with np.load(path, allow_pickle=False) as arrays:
            model = LinearModel(
                name=str(manifest["name"]),
                vocabulary=Vocabulary(keys=arrays["keys"], fields=arrays["fields"], weights=arrays["rarity"]),
                coefficients=arrays["coefficients"],
                intercepts=arrays["intercepts"],
                thresholds=np.array([manifest["thresholds"][signal] for signal in SIGNAL_IDS]),
            )
    except (KeyError, TypeError, ValueError, BadZipFile) as error:
        raise ModelError(f"{path}: not a model's arrays ({error}); {_REMEDY}.") from error
    if model.coefficients.shape != (len(model.vocabulary), len(SIGNAL_IDS)):
        raise ModelError(f"{path}: coefficients of shape {model.coefficients.shape}; {_REMEDY}.")
    return model


def load_classifier(folder: Path) -> "OneVsRestClassifier":
    """The scikit-learn classifier of the model in ``folder``: from features to probabilities.

    Raises ModelError as `load_model` does, and where the file holds a type that is not in `TRUSTED` or was
    made with another release of scikit-learn.
    """
    import skops.io
    from sklearn import __version__ as installed
    from skops.io.exceptions import UntrustedTypesFoundException

    manifest = read_manifest(folder)
    made_with = str(manifest.get("libraries", {}).get("scikit-learn"))
    if _release(made_with) != _release(installed):
        raise ModelError(f"{folder}: made with scikit-learn {made_with}, here is {installed}; {_REMEDY}.")
    path = _checked(folder, CLASSIFIER, manifest)
    try:
        return skops.io.load(path, trusted=list(TRUSTED))
    except UntrustedTypesFoundException as error:
        raise ModelError(f"{path}: holds types that no model of ours has ({error}); {_REMEDY}.") from error
    except (KeyError, TypeError, ValueError, BadZipFile) as error:
        raise ModelError(f"{path}: not a model file ({error}); {_REMEDY}.") from error


def _checked(folder: Path, name: str, manifest: Mapping[str, Any]) -> Path:
    path = folder / name
    if not path.is_file():
        raise ModelError(f"{path}: the model file is absent; {_REMEDY}.")
    if _digest(path) != manifest.get("files", {}).get(name):
        raise ModelError(f"{path}: altered since it was made (its hash is not in the manifest); {_REMEDY}.")
    return path


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _release(version: str) -> list[str]:
    return version.split(".")[:2]


def _write_arrays(path: Path, model: LinearModel) -> None:
    arrays: dict[str, NDArray[Any]] = {
        "keys": model.vocabulary.keys,
        "fields": model.vocabulary.fields,
        "rarity": model.vocabulary.weights,
        "coefficients": model.coefficients,
        "intercepts": model.intercepts,
    }
    packed = io.BytesIO()
    np.savez(packed, allow_pickle=False, **arrays)
    _write_still(path, packed.getvalue())


def _write_still(path: Path, archive: bytes) -> None:
    """Writes a zip archive packed, and free of what differs between two runs.

    Members are dated, and skops names objects by their addresses in memory: here the dates stand still, and
    the objects are numbered in the order in which they are met.
    """
    with ZipFile(io.BytesIO(archive)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    schema = members.get("schema.json", b"").decode()
    numbers = {address: str(i) for i, address in enumerate(dict.fromkeys(_ADDRESS.findall(schema)))}
    with ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name, data in members.items():
            stem = name.partition(".")[0]
            still = _NUMBER.sub(lambda found: numbers.get(found[0], found[0]), schema).encode()
            target.writestr(
                ZipInfo(numbers.get(stem, stem) + name[len(stem) :]),
                still if name == "schema.json" else data,
                ZIP_DEFLATED,
            )
