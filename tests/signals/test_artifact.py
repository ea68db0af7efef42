import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import skops.io
from sklearn.tree import DecisionTreeClassifier

from analyzer.cli import models
from analyzer.errors import ModelError
from analyzer.signals.artifact import (
    ACCURATE,
    CLASSIFIER,
    ENCODER,
    FAST,
    MANIFEST,
    SHIPPED,
    TOKENIZER,
    WEIGHTS,
    load_classifier,
    load_model,
    read_manifest,
    shipped_model,
)
from analyzer.signals.features import FEATURES_VERSION
from analyzer.signals.linear import LinearModel
from analyzer.signals.taxonomy import SIGNAL_IDS, TAXONOMY_VERSION


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_model(FAST), tmp_path / "model"))


@pytest.fixture
def stacked_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_model(ACCURATE), tmp_path / "model"))


def change_manifest(folder: Path, **values: object) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, **values}))


def put(folder: Path, name: str, data: bytes) -> None:
    """Another file in the place of ``name``, with its hash put right in the manifest."""
    import hashlib

    (folder / name).write_bytes(data)
    files = json.loads((folder / MANIFEST).read_text())["files"]
    change_manifest(folder, files={**files, name: hashlib.sha256(data).hexdigest()})


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_models_agree_with_the_taxonomy(name: str) -> None:
    manifest = read_manifest(shipped_model(name))
    assert manifest["name"] == name
    assert manifest["signals"] == list(SIGNAL_IDS) == list(manifest["thresholds"])
    assert manifest["taxonomy_version"] == TAXONOMY_VERSION
    assert manifest["features_version"] == FEATURES_VERSION


def test_the_classifier_and_the_arrays_are_the_same_model() -> None:
    model, classifier = load_model(shipped_model(FAST)), load_classifier(shipped_model(FAST))
    assert isinstance(model, LinearModel)
    texts, headings = ["We will deliver on time, guaranteed.", "Developer | 90 per hour"], ["", "Rates"]
    features = model.vocabulary.matrix(texts, headings)
    odds = features @ model.coefficients + model.intercepts
    assert np.allclose(classifier.predict_proba(features), 1 / (1 + np.exp(-odds)), atol=1e-9)


@pytest.mark.parametrize("name", [WEIGHTS, CLASSIFIER])
def test_an_altered_file_is_refused(copy: Path, name: str) -> None:
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(bytes(data))
    with pytest.raises(ModelError, match=r"altered since it was made.*partnerlens train"):
        (load_model if name == WEIGHTS else load_classifier)(copy)


@pytest.mark.parametrize("name", [WEIGHTS, CLASSIFIER])
def test_an_absent_file_is_refused(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelError, match="absent"):
        (load_model if name == WEIGHTS else load_classifier)(copy)


def test_a_type_that_is_not_on_the_list_is_refused(copy: Path) -> None:
    put(copy, CLASSIFIER, skops.io.dumps(DecisionTreeClassifier().fit([[0], [1]], [0, 1])))
    with pytest.raises(ModelError, match="types that no model of ours has"):
        load_classifier(copy)


def test_pickled_objects_among_the_arrays_are_refused(copy: Path, tmp_path: Path) -> None:
    with np.load(copy / WEIGHTS) as arrays:
        objects = {**arrays, "coefficients": np.array([{"a": 1}], dtype=object)}
    np.savez(tmp_path / "objects.npz", **objects)
    put(copy, WEIGHTS, (tmp_path / "objects.npz").read_bytes())
    with pytest.raises(ModelError, match="not a model's arrays"):
        load_model(copy)


def test_a_file_that_is_no_archive_is_refused(copy: Path) -> None:
    put(copy, WEIGHTS, b"not a zip")
    with pytest.raises(ModelError, match="not a model's arrays"):
        load_model(copy)


@pytest.mark.parametrize("key", ["taxonomy_version", "features_version", "signals"])
def test_a_model_of_another_version_is_refused(copy: Path, key: str) -> None:
    change_manifest(copy, **{key: 0})
    with pytest.raises(ModelError, match=rf"made for {key} 0.*partnerlens train"):
        load_model(copy)


def test_a_classifier_of_another_scikit_learn_is_refused(copy: Path) -> None:
    change_manifest(copy, libraries={"scikit-learn": "1.2.3"})
    with pytest.raises(ModelError, match=r"made with scikit-learn 1\.2\.3"):
        load_classifier(copy)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model"):
        load_model(tmp_path)
    (tmp_path / MANIFEST).write_text("[]")
    with pytest.raises(ModelError, match="not a manifest"):
        load_model(tmp_path)


@pytest.mark.parametrize("name", [ENCODER, TOKENIZER, WEIGHTS])
def test_an_altered_part_of_a_stacked_model_is_refused(stacked_copy: Path, name: str) -> None:
    (stacked_copy / name).write_bytes((stacked_copy / name).read_bytes()[:-1])
    with pytest.raises(ModelError, match="altered since it was made"):
        load_model(stacked_copy)


def test_a_network_that_is_none_is_refused(stacked_copy: Path) -> None:
    put(stacked_copy, ENCODER, b"junk")
    with pytest.raises(ModelError, match=r"not a stacked model.*partnerlens train"):
        load_model(stacked_copy)


def test_a_stacked_model_that_does_not_say_how_its_parts_are_added_is_refused(stacked_copy: Path) -> None:
    change_manifest(stacked_copy, stacking={"encoder": {}})
    with pytest.raises(ModelError, match="not a stacked model"):
        load_model(stacked_copy)


def test_all_shipped_models_together_are_below_forty_megabytes() -> None:
    files = [file for name in SHIPPED for file in shipped_model(name).iterdir()]
    assert sum(file.stat().st_size for file in files) < 40_000_000


def test_the_command_line_calls_the_shipped_models_by_their_names() -> None:
    assert (models.ACCURATE, models.FAST) == SHIPPED
