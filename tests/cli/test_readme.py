"""The README says what the program does: commands, options, exit codes, and the example in Python."""

import re
from pathlib import Path

import pytest
import typer

from analyzer.cli.app import app
from analyzer.cli.exits import Exit

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(scope="module")
def readme() -> str:
    return README.read_text(encoding="utf-8")


def test_the_readme_names_every_command_with_all_its_options(readme: str) -> None:
    rows = re.findall(r"^\| `partnerlens (\w+)[^`]*` \|[^|]*\|([^|]*)\|$", readme, re.M)
    documented = {command: set(re.findall(r"--[a-z-]+", options)) for command, options in rows}
    group = typer.main.get_command(app)
    actual = {
        name: {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
        - {"--help"}
        for name, command in group.commands.items()
    }
    assert documented == actual


def test_the_readme_names_every_exit_code(readme: str) -> None:
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", readme, re.M)}
    assert codes == {int(code) for code in Exit}


def test_the_links_of_the_readme_lead_somewhere(readme: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", readme)
    assert links
    assert [link for link in links if not (README.parent / link).exists()] == []


def test_the_python_example_runs(readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.S)
    (tmp_path / "proposal.txt").write_text("We guarantee that the portal goes live on 1 May.\n")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(example.replace("proposal.pdf", "proposal.txt"), names)  # noqa: S102  the README is ours
    assert len(names["profile"].criteria) == 8  # type: ignore[attr-defined]
