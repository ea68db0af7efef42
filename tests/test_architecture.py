"""The rules of the layout hold, and the tools that hold them would notice if they did not."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

REPORTED = """
import sys
import analyzer
for name in analyzer.__all__:
    getattr(analyzer, name)
print(" ".join(sorted({module.partition(".")[0] for module in sys.modules})))
"""

FOREIGN = {"alembic", "dask", "fastapi", "matplotlib", "rich", "sqlalchemy", "starlette", "typer"}


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _copy(folder: Path) -> Path:
    shutil.copytree(ROOT / "analyzer", folder / "analyzer", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_pure_steps_load_no_web_framework_database_or_plotting_library() -> None:
    run = subprocess.run([sys.executable, "-c", REPORTED], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "analyzer" in loaded
    assert not loaded & FOREIGN


def test_naming_a_step_that_does_not_exist_is_an_attribute_error() -> None:
    code = "from analyzer import nothing"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "ImportError: cannot import name 'nothing' from 'analyzer'" in run.stderr


def test_the_import_contracts_hold(tmp_path: Path) -> None:
    run = _lint_imports(_copy(tmp_path))
    assert run.returncode == 0, run.stdout


def test_a_step_that_looks_up_the_flow_is_caught(tmp_path: Path) -> None:
    broken = _copy(tmp_path)
    (broken / "analyzer/passages/sideways.py").write_text("import analyzer.profile.criteria\n")
    run = _lint_imports(broken)
    assert run.returncode == 1
    assert "analyzer.passages.sideways -> analyzer.profile.criteria" in run.stdout


def test_a_new_package_that_no_contract_names_is_caught(tmp_path: Path) -> None:
    broken = _copy(tmp_path)
    (broken / "analyzer/plugins").mkdir()
    (broken / "analyzer/plugins/__init__.py").write_text("")
    run = _lint_imports(broken)
    assert run.returncode == 1
    assert "plugins" in run.stdout
