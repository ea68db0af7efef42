"""What the tests share: real documents that are kept outside of the project, and invented passages."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("PARTNERLENS_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents; tests that need it skip with a word where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"no real documents at {SHARED}")
    return SHARED
