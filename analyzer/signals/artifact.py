"""Model files: a folder with what was trained, and a manifest.

    models/fast/
      manifest.json    what it is, what it was trained on, how it scores, and the hashes of the other files
      model.skops      the calibrated scikit-learn classifier
      weights.npz      the vocabulary and the same coefficients, as plain arrays

    models/accurate/
      manifest.json    the same, and how the two parts are added
      encoder.onnx     the fine-tuned encoder, in eight bits
      tokenizer.json   its words
      weights.npz      the linear model beside it

Prediction reads the arrays: a sum and a sigmoid need no scikit-learn, whose import alone takes longer than
all else together. Nothing is ever unpickled: numpy is told to refuse objects, skops makes only the types
named in `TRUSTED`, and an ONNX file holds a network and no code. Each file is read once: what was hashed is
what is loaded.
"""

import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import ModelError
from analyzer.signals.encoder import load_encoder
from analyzer.signals.features import FEATURES_VERSION, Vocabulary
from analyzer.signals.linear import LinearModel
from analyzer.signals.stacked import StackedModel
from analyzer.signals.taxonomy import SIGNAL_IDS, TAXONOMY_VERSION

if TYPE_CHECKING:
    from sklearn.multiclass import OneVsRestClassifier

FAST, ACCURATE = "fast", "accurate"
SHIPPED = (ACCURATE, FAST)
MANIFEST, CLASSIFIER, WEIGHTS = "manifest.json", "model.skops", "weights.npz"
ENCODER, TOKENIZER = "encoder.onnx", "tokenizer.json"
# The parts of a stacked model, in the order of its weights.
PARTS = ("encoder", "linear")

# All that a model file may hold beside numpy's and the language's own plain types.
TRUSTED = (
    "sklearn.linear_model._logistic.LogisticRegression",
    "sklearn.multiclass.OneVsRestClassifier",
    "sklearn.preprocessing._label.LabelBinarizer",
)

_ADDRESS = re.compile(r'"__id__": (\d+)')
_NUMBER = re.compile(r"\d+")
_REMEDY = "make a new one with: partnerlens train"


def shipped_model(name: str = ACCURATE) -> Path:
    """The folder of a model that comes with partnerlens: in the package, or in the checkout beside it."""
    package = Path(__file__).parents[1]
    installed = package / "models" / name
    return installed if installed.is_dir() else package.parent / "models" / name


def save_model(
    folder: Path, model: LinearModel, classifier: "OneVsRestClassifier", facts: Mapping[str, Any]
) -> None:
    """Writes the three files; ``facts`` are added to the manifest. The same model gives the same bytes."""
    import skops.io

    folder.mkdir(parents=True, exist_ok=True)
    _write_arrays(folder / WEIGHTS, model)
    _write_still(folder / CLASSIFIER, skops.io.dumps(classifier))
    _write_manifest(folder, model, (CLASSIFIER, WEIGHTS), {"features": len(model.vocabulary), **facts})


def save_stacked(
    folder: Path, model: StackedModel, network: bytes, tokenizer: bytes, facts: Mapping[str, Any]
) -> None:
    """Writes the files of a stacked model, whose encoder is ``network`` and ``tokenizer``.

    ``facts`` are added to the manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ENCODER).write_bytes(network)
    (folder / TOKENIZER).write_bytes(tokenizer)
    _write_arrays(folder / WEIGHTS, model.linear)
    added = {part: _by_signal(weights) for part, weights in zip(PARTS, model.weights, strict=True)}
    _write_manifest(
        folder,
        model,
        (ENCODER, TOKENIZER, WEIGHTS),
        {"stacking": {**added, "offsets": _by_signal(model.offsets)}, **facts},
    )


def _write_manifest(
    folder: Path, model: LinearModel | StackedModel, files: Sequence[str], facts: Mapping[str, Any]
) -> None:
    manifest = {
        "name": model.name,
        "taxonomy_version": TAXONOMY_VERSION,
        "signals": list(SIGNAL_IDS),
        "features_version": FEATURES_VERSION,
        "thresholds": _by_signal(model.thresholds),
        "files": {name: _digest((folder / name).read_bytes()) for name in files},
        **facts,
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _by_signal(figures: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(SIGNAL_IDS, figures.tolist(), strict=True))


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


def load_model(folder: Path) -> LinearModel | StackedModel:
    """The model in ``folder``, ready to read passages: linear, or stacked where the manifest says how.

    Raises ModelError where a file is absent, altered, or made for another version of the taxonomy or of the
    features.
    """
    manifest = read_manifest(folder)
    linear = _load_linear(folder, manifest)
    if "stacking" not in manifest:
        return linear
    network, tokenizer = _checked(folder, ENCODER, manifest), _checked(folder, TOKENIZER, manifest)
    try:
        stacking = manifest["stacking"]
        return StackedModel(
            name=linear.name,
            encoder=load_encoder(network, tokenizer),
            linear=linear,
            weights=np.array([[float(stacking[part][signal]) for signal in SIGNAL_IDS] for part in PARTS]),
            offsets=np.array([float(stacking["offsets"][signal]) for signal in SIGNAL_IDS]),
            thresholds=linear.thresholds,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{folder}: not a stacked model ({error}); {_REMEDY}.") from error


def _load_linear(folder: Path, manifest: Mapping[str, Any]) -> LinearModel:
    path = folder / WEIGHTS
    data = _checked(folder, WEIGHTS, manifest)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
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
    path = folder / CLASSIFIER
    data = _checked(folder, CLASSIFIER, manifest)
    try:
        return skops.io.loads(data, trusted=list(TRUSTED))
    except UntrustedTypesFoundException as error:
        raise ModelError(f"{path}: holds types that no model of ours has ({error}); {_REMEDY}.") from error
    except (KeyError, TypeError, ValueError, BadZipFile) as error:
        raise ModelError(f"{path}: not a model file ({error}); {_REMEDY}.") from error


def _checked(folder: Path, name: str, manifest: Mapping[str, Any]) -> bytes:
    """The bytes of the file ``name``, which are what the manifest says."""
    path = folder / name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: the model file is absent; {_REMEDY}.") from error
    if _digest(data) != manifest.get("files", {}).get(name):
        raise ModelError(f"{path}: altered since it was made (its hash is not in the manifest); {_REMEDY}.")
    return data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


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
