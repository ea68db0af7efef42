"""The proposal as a Word document, as python-docx writes it, with the styles that Word users take."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.documents.golden import truth
from tests.documents.golden.truth import Source

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


def docx(source: Source) -> bytes:
    """The bytes of the Word document; the note is a paragraph, since python-docx writes no footnotes."""
    from docx import Document

    document = Document()
    document.sections[0].header.paragraphs[0].text = source["head"]
    document.sections[0].footer.paragraphs[0].text = source["foot"]
    document.add_paragraph(source["title"], style="Title")
    _add(document, source["blocks"], source)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: "WordDocument", blocks: Sequence[Source], source: Source) -> None:
    for block in blocks:
        if "layout" in block:
            _add_layout(document, block, source)
        elif block["kind"] == "contents":
            # Word's own style for the lines of a contents list.
            document.styles.add_style("toc 1", 1)
            for title in truth.contents(source):
                document.add_paragraph(f"{title}\t3", style="toc 1")
        elif block["kind"] == "table":
            _add_table(document, block)
        elif block["kind"] == "heading":
            document.add_heading(block["text"], block["level"])
        else:
            document.add_paragraph(block["text"], style=_style(block))
            if "note" in block:
                document.add_paragraph(block["note"])


def _style(block: Source) -> str | None:
    name = {"item": "List Bullet", "step": "List Number"}.get(block["kind"])
    return f"{name} {block['level']}" if name and block["level"] > 1 else name


def _add_layout(document: "WordDocument", block: Source, source: Source) -> None:
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.oxml.ns import qn

    if block["layout"] == "beside":
        _add(document, block["blocks"], source)
        frame = document.add_table(rows=1, cols=1).cell(0, 0)
        for part in block["card"]:
            style = f"Heading {part['level']}" if part["kind"] == "heading" else _style(part)
            frame.add_paragraph(part["text"], style=style)
        return
    kind = WD_SECTION.CONTINUOUS if block["layout"] == "columns" else WD_SECTION.NEW_PAGE
    section = document.add_section(kind)
    if block["layout"] == "columns":
        section._sectPr.find(qn("w:cols")).set(qn("w:num"), str(block["count"]))
    else:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    _add(document, block["blocks"], source)
    after = document.add_section(kind)
    if block["layout"] == "columns":
        after._sectPr.find(qn("w:cols")).set(qn("w:num"), "1")
    else:
        after.orientation = WD_ORIENT.PORTRAIT
        after.page_width, after.page_height = after.page_height, after.page_width


def _add_table(document: "WordDocument", block: Source) -> None:
    table = document.add_table(rows=0, cols=len(block["header"]))
    if block["rules"]:
        table.style = "Table Grid"
    for cell, name in zip(table.add_row().cells, block["header"], strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in block["rows"]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
