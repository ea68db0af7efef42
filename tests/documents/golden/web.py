"""The proposal as a web page, and as Chromium prints it."""

import subprocess
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

from tests.documents.golden import truth
from tests.documents.golden.truth import Source

_STYLE = """
@page { size: A4; margin: 24mm 20mm; @top-left { content: "%(head)s"; font: 8pt "Liberation Sans" }
  @bottom-left { content: "%(foot)s"; font: 8pt "Liberation Sans" }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt "Liberation Sans" } }
@page wide { size: A4 landscape }
body { font: 10.5pt/1.4 "DejaVu Serif", serif; text-align: justify; hyphens: auto }
h1 { font-size: 15pt } h2 { font-size: 12.5pt } h3 { font-size: 10.5pt } .title { font-size: 24pt }
h1, h2, h3, .title { font-family: "Liberation Sans"; text-align: left; hyphens: none; break-after: avoid }
.spaced { letter-spacing: 0.35em } .wide { page: wide } .columns { column-gap: 8mm }
.beside { display: flex; gap: 8mm }
.card { flex: 0 0 48mm; border: 1pt solid; padding: 3mm; background: #eee }
table { border-collapse: collapse; width: 100%%; text-align: left; hyphens: none } td, th { padding: 1.5mm }
.rules td, .rules th { border: 0.5pt solid } .note { font-size: 8.5pt } nav { text-align: left }
ol ol { list-style: none; counter-reset: inner } ol ol > li { counter-increment: inner }
ol ol > li::before { content: counter(inner, lower-alpha) ") " }
"""


def page(source: Source) -> str:
    """The HTML of the proposal."""
    body = [f'<p class="title"><b>{escape(source["title"])}</b></p>', *_blocks(source["blocks"], source)]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(source["title"])}</title>'
        f"<style>{_STYLE % source}</style><body>{''.join(body)}</body></html>"
    )


def print_pdf(source: Source) -> bytes:
    """The web page as Chromium prints it."""
    with tempfile.TemporaryDirectory() as folder:
        html, pdf = Path(folder, "proposal.html"), Path(folder, "proposal.pdf")
        html.write_text(page(source), encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run(
            ["chromium", *options, f"--print-to-pdf={pdf}", html.as_uri()], check=True, capture_output=True
        )
        return pdf.read_bytes()


def _blocks(blocks: Sequence[Source], source: Source) -> list[str]:
    parts: list[str] = []
    for run in truth.runs(blocks):
        first = run[0]
        if first.get("layout"):
            parts.append(_layout(first, source))
        elif first["kind"] in ("item", "step"):
            parts.append(_list(run))
        else:
            parts.append(_block(first, source))
    return parts


def _layout(block: Source, source: Source) -> str:
    inside = "".join(_blocks(block["blocks"], source))
    match block["layout"]:
        case "columns":
            return f'<div class="columns" style="columns: {block["count"]}">{inside}</div>'
        case "landscape":
            return f'<div class="wide">{inside}</div>'
        case _:
            card = "".join(_blocks(block["card"], source))
            return f'<div class="beside"><div>{inside}</div><aside class="card">{card}</aside></div>'


def _list(run: Sequence[Source]) -> str:
    tag = "ul" if run[0]["kind"] == "item" else "ol"
    parts, level = [f"<{tag}>"], 1
    for item in run:
        if item["level"] > level:
            parts.append(f"<{tag}>")
        elif item["level"] < level:
            parts.append(f"</li></{tag}></li>")
        elif len(parts) > 1:
            parts.append("</li>")
        level = item["level"]
        parts.append(f"<li>{escape(item['text'])}")
    return "".join(parts) + f"</li></{tag}>" * level


def _block(block: Source, source: Source) -> str:
    match block["kind"]:
        case "heading":
            spaced = ' class="spaced"' if block.get("spaced") else ""
            return f"<h{block['level']}{spaced}>{escape(block['text'])}</h{block['level']}>"
        case "contents":
            return "<nav>" + "".join(f"<div>{escape(t)}</div>" for t in truth.contents(source)) + "</nav>"
        case "table":
            head = "".join(f"<th>{escape(name)}</th>" for name in block["header"])
            rows = "".join(
                f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in block["rows"]
            )
            rules = ' class="rules"' if block["rules"] else ""
            return f"<table{rules}><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        case _:
            note = block.get("note")
            mark = "<sup>1</sup>" if note else ""
            after = f'<p class="note"><sup>1</sup> {escape(note)}</p>' if note else ""
            return f"<p>{escape(block['text'])}{mark}</p>{after}"
