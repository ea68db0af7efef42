"""The colours of the page keep their contrast, in the light and in the dark."""

import re
from importlib.resources import files

import pytest

from analyzer.reports.wording import CODES

AA = 4.5
CSS = files("analyzer.reports").joinpath("static", "report.css").read_text(encoding="utf-8")
DARK = CSS.index("@media screen and (prefers-color-scheme: dark)")
SCREEN = CSS.index("* { box-sizing")
THEMES = {"light": CSS[:DARK], "dark": CSS[DARK:SCREEN]}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    darker, lighter = sorted((luminance(a), luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


def variables(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_the_paper(theme: str) -> None:
    colours = variables(THEMES[theme].partition("}")[0])
    for ink in ("text", "soft", "link", "alarm", "good"):
        assert contrast(colours[ink], colours["paper"]) >= AA, ink
    for ink in ("alarm", "link", "text"):
        assert contrast(colours[ink], colours["alarm-paper"]) >= AA, ink


@pytest.mark.parametrize("code", CODES.values())
@pytest.mark.parametrize("theme", THEMES)
def test_a_signal_can_be_read_as_chip_as_line_and_as_highlight(theme: str, code: str) -> None:
    page = variables(THEMES[theme].partition("}")[0])
    found = re.search(rf"\.{code.lower()} {{([^}}]*)}}", THEMES[theme])
    assert found is not None
    signal = variables(found[1])
    assert contrast(signal["ink"], page["paper"]) >= AA
    assert contrast(signal["ink"], signal["tint"]) >= AA
    assert contrast(page["text"], signal["tint"]) >= AA
    assert contrast(page["text"], signal["deep"]) >= AA


@pytest.mark.parametrize("theme", THEMES)
def test_no_two_signals_share_a_colour(theme: str) -> None:
    inks = re.findall(r"\.\w\w {[^}]*--ink: (#\w+)", THEMES[theme])
    assert len(inks) == len(set(inks)) == len(CODES)
