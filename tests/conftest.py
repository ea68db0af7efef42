"""What the tests share: real documents that are kept outside of the project, and invented passages."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(os.environ.get("PARTNERLENS_SHARED", Path(__file__).parents[2] / "shared"))

# A deadline for an example measures the machine, not the code.
settings.register_profile("partnerlens", deadline=None)
settings.load_profile("partnerlens")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden readings anew")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents; tests that need it skip with a word where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"no real documents at {SHARED}")
    return SHARED
