"""HTML files that need nothing else: no server, no network.

Style and script stand inside the file, and its content security policy allows those two, by their
hashes, and nothing else: whatever a document brings along cannot run or fetch.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from analyzer.reports import wording

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def render(template: str, name: str, **values: object) -> str:
    """The page that ``template`` makes of ``values``, with the style and the script that are called ``name``.

    Whatever is in ``values`` is escaped. A name that the template uses and nobody gave is an error.
    """
    style, script = _static(f"{name}.css"), _static(f"{name}.js")
    return (
        _environment()
        .get_template(template)
        .render(style=style, script=script, style_hash=_hash(style), script_hash=_hash(script), **values)
    )


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("analyzer.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_writable,
    )


def _writable(value: object) -> object:
    return wording.writable(value) if type(value) is str and not value.isascii() else value


@cache
def _static(name: str) -> "Markup":
    from markupsafe import Markup

    return Markup(files("analyzer.reports").joinpath("static", name).read_text(encoding="utf-8"))  # noqa: S704


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
