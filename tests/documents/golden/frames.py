"""The proposal as ReportLab lays it out in frames."""

import io
from collections.abc import Sequence
from html import escape
from typing import Any

from tests.documents.golden import truth
from tests.documents.golden.truth import Source

_MARGIN = 57
_GUTTER = 20


def pdf(source: Source) -> bytes:
    """The PDF, with a page of its own for each change of columns."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate

    def furniture(canvas: Any, template: Any) -> None:
        width, height = canvas._pagesize
        canvas.setFont("Helvetica", 8)
        canvas.drawString(_MARGIN, height - 36, source["head"])
        canvas.drawString(_MARGIN, 30, source["foot"])
        canvas.drawRightString(width - _MARGIN, 30, f"Page {canvas.getPageNumber()}")

    def template(name: str, columns: int, size: tuple[float, float]) -> PageTemplate:
        width = (size[0] - 2 * _MARGIN - (columns - 1) * _GUTTER) / columns
        lefts = [_MARGIN + i * (width + _GUTTER) for i in range(columns)]
        frames = [Frame(x, _MARGIN, width, size[1] - 2 * _MARGIN, 0, 0, 0, 0) for x in lefts]
        return PageTemplate(name, frames, onPage=furniture, pagesize=size)

    story: list[Any] = [_paragraph(source["title"], 24, bold=True, after=14)]
    for run in truth.runs(source["blocks"]):
        if run[0].get("layout") in ("columns", "landscape"):
            name = str(run[0].get("count", "wide"))
            story += [NextPageTemplate(name), PageBreak(), *_flowables(run[0]["blocks"], source)]
            story += [NextPageTemplate("1"), PageBreak()]
        else:
            story += _flowables(run, source)
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, title=source["title"], invariant=1)
    sizes = {"1": A4, "2": A4, "3": A4, "wide": landscape(A4)}
    document.addPageTemplates([template(n, int(n) if n.isdigit() else 1, s) for n, s in sizes.items()])
    document.build(_numbered(story))
    return out.getvalue()


def _numbered(story: list[Any]) -> list[Any]:
    """``story`` without a page break that follows another."""
    from reportlab.platypus import NextPageTemplate, PageBreak

    kept: list[Any] = []
    for flowable in story:
        solid = [k for k in kept if not isinstance(k, NextPageTemplate)]
        if not (isinstance(flowable, PageBreak) and solid and isinstance(solid[-1], PageBreak)):
            kept.append(flowable)
    return kept


def _paragraph(text: str, size: float = 10, *, bold: bool = False, after: float = 6, **style: Any) -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    font = "Helvetica-Bold" if bold else "Times-Roman"
    look = ParagraphStyle("", fontName=font, fontSize=size, leading=1.3 * size, spaceAfter=after)
    for name, value in style.pop("look", {}).items():
        setattr(look, name, value)
    return Paragraph(escape(text), look, **style)


def _flowables(blocks: Sequence[Source], source: Source) -> list[Any]:
    flowables: list[Any] = []
    for run in truth.runs(blocks):
        block = run[0]
        if block.get("layout") == "beside":
            flowables.append(_beside(block, source))
        elif block["kind"] in ("item", "step"):
            marks = truth.marks(run) if block["kind"] == "step" else iter("•" * len(run))
            for item, mark in zip(run, marks, strict=True):
                left = 14 * item["level"]
                look = {"leftIndent": left, "bulletIndent": left - 12}
                flowables.append(_paragraph(item["text"], after=3, look=look, bulletText=mark))
        elif block["kind"] == "heading":
            text = (
                "\u00a0".join(block["text"].replace(" ", "\u00a0")) if block.get("spaced") else block["text"]
            )
            size = {1: 15, 2: 12, 3: 10}[block["level"]]
            flowables.append(_paragraph(text, size, bold=True, look={"keepWithNext": 1, "spaceBefore": 6}))
        elif block["kind"] == "contents":
            flowables += [_paragraph(title, after=1) for title in truth.contents(source)]
        elif block["kind"] == "table":
            flowables.append(_table(block))
        else:
            flowables.append(_paragraph(block["text"], look={"alignment": 4}))
            if "note" in block:
                flowables.append(_paragraph(block["note"], 8))
    return flowables


def _beside(block: Source, source: Source) -> Any:
    from reportlab.platypus import Table

    card = Table(
        [[_flowables(block["card"], source)]],
        style=[("BOX", (0, 0), (-1, -1), 1, "black"), ("BACKGROUND", (0, 0), (-1, -1), "lightgrey")],
    )
    return Table(
        [[_flowables(block["blocks"], source), card]],
        colWidths=[320, 160],
        style=[("VALIGN", (0, 0), (-1, -1), "TOP")],
    )


def _table(block: Source) -> Any:
    from reportlab.platypus import Table

    head = [_paragraph(name, bold=True, after=0) for name in block["header"]]
    rows = [[_paragraph(cell, after=0) for cell in row] for row in block["rows"]]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    style += [("GRID", (0, 0), (-1, -1), 0.5, "black")] if block["rules"] else []
    return Table([head, *rows], repeatRows=1, style=style, spaceAfter=8)
