"""The proposal as typst sets it."""

import re
from collections.abc import Sequence

from tests.documents.golden import truth
from tests.documents.golden.truth import Source

_STYLE = """
#set page(paper: "a4", margin: (x: 20mm, y: 24mm), header: text(8pt)[{head}],
  footer: context text(8pt)[{foot} #h(1fr) Page #counter(page).display() of #counter(page).final().first()])
#set text(10.5pt, lang: "en", hyphenate: true)
#set par(justify: true)
#set enum(full: true, numbering: (..n) => if n.pos().len() == 1 {{ numbering("1.", ..n) }} else {{
  numbering("a)", n.pos().last()) }})
#show heading: set text(hyphenate: false)
#set table(align: left)
#text(24pt, weight: "bold")[{title}]

"""
_SPECIAL = re.compile(r"([\\#\[\]*_`$<>@~/=+-])")


def compile_pdf(source: Source) -> bytes:
    """The PDF that typst makes of the proposal."""
    import typst

    return bytes(typst.compile(typst_source(source).encode()))


def typst_source(source: Source) -> str:
    """The proposal in typst's markup."""
    style = _STYLE.format(**{name: _text(source[name]) for name in ("head", "foot", "title")})
    return style + _blocks(source["blocks"])


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _blocks(blocks: Sequence[Source]) -> str:
    parts: list[str] = []
    for run in truth.runs(blocks):
        first = run[0]
        if first.get("layout"):
            parts.append(_layout(first))
        elif first["kind"] in ("item", "step"):
            mark = "-" if first["kind"] == "item" else "+"
            parts.append("\n".join(f"{'  ' * (i['level'] - 1)}{mark} {_text(i['text'])}" for i in run))
        else:
            parts.append(_block(first))
    return "\n\n".join(parts)


def _layout(block: Source) -> str:
    inside = _blocks(block["blocks"])
    match block["layout"]:
        case "columns":
            return f"#columns({block['count']}, gutter: 8mm)[\n{inside}\n]"
        case "landscape":
            return f"#page(flipped: true)[\n{inside}\n]"
        case _:
            card = f"#block(stroke: 1pt, inset: 3mm, fill: luma(238))[\n{_blocks(block['card'])}\n]"
            return f"#grid(columns: (1fr, 50mm), gutter: 8mm, [\n{inside}\n], [\n{card}\n])"


def _block(block: Source) -> str:
    match block["kind"]:
        case "heading":
            text = _text(block["text"])
            spaced = f"#text(tracking: 0.35em)[{text}]" if block.get("spaced") else text
            return f"#heading(level: {block['level']})[{spaced}]"
        case "contents":
            return "#outline(title: none, depth: 2)"
        case "table":
            stroke = "0.5pt" if block["rules"] else "none"
            head = ", ".join(f"[*{_text(name)}*]" for name in block["header"])
            rows = ",\n".join(", ".join(f"[{_text(cell)}]" for cell in row) for row in block["rows"])
            columns = len(block["header"])
            return f"#table(columns: {columns}, stroke: {stroke}, table.header({head}),\n{rows})"
        case _:
            note = f"#footnote[{_text(block['note'])}]" if "note" in block else ""
            return _text(block["text"]) + note
