"""The proposal as LibreOffice Writer knows it, and the files that Writer makes of it."""

import subprocess
import tempfile
from collections.abc import Sequence
from html import escape
from itertools import count
from pathlib import Path

from tests.documents.golden import truth
from tests.documents.golden.truth import Source

_SPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"
    for name, space in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
}  # fmt: skip
_STYLES = """
<office:styles>
 <style:default-style style:family="paragraph"><style:text-properties style:font-name="Liberation Serif"
  fo:font-size="10.5pt" fo:language="en" fo:country="GB"/></style:default-style>
 <style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties
  fo:margin-bottom="6pt"/></style:style>
 <style:style style:name="Title" style:family="paragraph"><style:text-properties fo:font-size="24pt"
  fo:font-weight="bold"/></style:style>
 {headings}
 <style:style style:name="Contents_20_1" style:display-name="Contents 1" style:family="paragraph"
  style:parent-style-name="Standard" style:class="index"><style:paragraph-properties fo:margin-bottom="0pt">
  <style:tab-stops><style:tab-stop style:position="165mm" style:type="right" style:leader-style="dotted"
  style:leader-text="."/></style:tab-stops></style:paragraph-properties></style:style>
 <style:style style:name="Frame" style:family="graphic"/>
 <style:style style:name="Footnote" style:family="paragraph" style:class="extra"><style:text-properties
  fo:font-size="8.5pt"/></style:style>
 <text:list-style style:name="Bullets">{bullets}</text:list-style>
 <text:list-style style:name="Numbers">{numbers}</text:list-style>
</office:styles>
<office:automatic-styles>
 <style:style style:name="Spaced" style:family="text"><style:text-properties
  fo:letter-spacing="5pt"/></style:style>
 <style:style style:name="Bold" style:family="paragraph"><style:text-properties
  fo:font-weight="bold"/></style:style>
 <style:style style:name="Wide" style:family="paragraph" style:parent-style-name="Heading_20_1"
  style:master-page-name="Wide"/>
 <style:style style:name="Upright" style:family="paragraph" style:parent-style-name="Heading_20_1"
  style:master-page-name="Standard"/>
 <style:style style:name="Ruled" style:family="table-cell"><style:table-cell-properties
  fo:border="0.5pt solid #000000" fo:padding="1mm"/></style:style>
 <style:style style:name="Card" style:family="graphic"
  style:parent-style-name="Frame"><style:graphic-properties style:wrap="parallel"
  style:horizontal-pos="right" style:horizontal-rel="paragraph" style:vertical-pos="top"
  style:vertical-rel="paragraph" fo:border="1pt solid #000000" fo:padding="2mm"
  fo:margin-left="6mm"/></style:style>
 {sections}
 {pages}
</office:automatic-styles>
<office:master-styles>{masters}</office:master-styles>
"""
_PAGE = """<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="{width}"
 fo:page-height="{height}" fo:margin="20mm" style:print-orientation="{orientation}"/>
 <style:header-style><style:header-footer-properties fo:margin-bottom="4mm"/></style:header-style>
 <style:footer-style><style:header-footer-properties fo:margin-top="4mm"/></style:footer-style>
</style:page-layout>"""
_MASTER = """<style:master-page style:name="{name}" style:page-layout-name="{name}">
 <style:header><text:p>{head}</text:p></style:header><style:footer><text:p>{foot}<text:tab/>Page
 <text:page-number text:select-page="current"/></text:p></style:footer></style:master-page>"""
_SECTION = """<style:style style:name="Columns{n}" style:family="section"><style:section-properties>
 <style:columns fo:column-count="{n}" fo:column-gap="8mm"/></style:section-properties></style:style>"""
_HEADING = """<style:style style:name="Heading_20_{n}" style:display-name="Heading {n}"
 style:family="paragraph" style:default-outline-level="{n}"><style:paragraph-properties
 fo:keep-with-next="always" fo:margin-top="8pt" fo:margin-bottom="4pt"/><style:text-properties
 style:font-name="Liberation Sans" fo:font-size="{size}pt" fo:font-weight="bold"/></style:style>"""
_INDENT = """<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">
 <style:list-level-label-alignment text:label-followed-by="listtab" fo:margin-left="{left}mm"
 fo:text-indent="-6mm"/></style:list-level-properties>"""


def fodt(source: Source) -> str:
    """The proposal as one flat OpenDocument file."""
    styles = _STYLES.format(
        headings="".join(_HEADING.format(n=n, size=size) for n, size in ((1, 15), (2, 12), (3, 10.5))),
        bullets="".join(
            f'<text:list-level-style-bullet text:level="{n}" text:bullet-char="{mark}">'
            f"{_INDENT.format(left=8 * n)}</text:list-level-style-bullet>"
            for n, mark in ((1, "•"), (2, "–"))
        ),
        numbers="".join(
            f'<text:list-level-style-number text:level="{n}" style:num-format="{form}"'
            f' style:num-suffix="{end}">'
            f"{_INDENT.format(left=8 * n)}</text:list-level-style-number>"
            for n, form, end in ((1, "1", "."), (2, "a", ")"))
        ),
        sections="".join(_SECTION.format(n=n) for n in (2, 3)),
        pages=_PAGE.format(name="Standard", width="210mm", height="297mm", orientation="portrait")
        + _PAGE.format(name="Wide", width="297mm", height="210mm", orientation="landscape"),
        masters="".join(_MASTER.format(name=name, **_escaped(source)) for name in ("Standard", "Wide")),
    )
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in _SPACES.items())
    title = f'<text:p text:style-name="Title">{escape(source["title"])}</text:p>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.3"'
        f' office:mimetype="application/vnd.oasis.opendocument.text">{styles}<office:body><office:text>'
        f"{title}{_Writer(source).blocks(source['blocks'])}</office:text></office:body></office:document>"
    )


def export(source: Source, *formats: str) -> dict[str, bytes]:
    """What Writer makes of the proposal, by format: ``pdf``, ``docx``, ``odt``, ``rtf``."""
    made: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        flat = Path(folder, "proposal.fodt")
        flat.write_text(fodt(source), encoding="utf-8")
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        for form in formats:
            command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", folder, str(flat)]
            subprocess.run(command, check=True, capture_output=True)
            made[form] = flat.with_suffix(f".{form}").read_bytes()
    return made


def _escaped(source: Source) -> dict[str, str]:
    return {name: escape(source[name]) for name in ("head", "foot")}


class _Writer:
    """Writes blocks as elements; after a landscape page, the next heading turns the page back."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._names = count(1)
        self._turn = ""

    def blocks(self, blocks: Sequence[Source]) -> str:
        parts: list[str] = []
        for run in truth.runs(blocks):
            block = run[0]
            if block.get("layout"):
                parts.append(self._layout(block))
            elif block["kind"] in ("item", "step"):
                parts.append(_list(run))
            else:
                parts.append(self._block(block))
        return "".join(parts)

    def _layout(self, block: Source) -> str:
        match block["layout"]:
            case "columns":
                return (
                    f'<text:section text:style-name="Columns{block["count"]}"'
                    f' text:name="s{next(self._names)}">'
                    f"{self.blocks(block['blocks'])}</text:section>"
                )
            case "landscape":
                self._turn = "Wide"
                inside = self.blocks(block["blocks"])
                self._turn = "Upright"
                return inside
            case _:
                frame = (
                    '<draw:frame draw:style-name="Card" text:anchor-type="paragraph" svg:width="55mm">'
                    f'<draw:text-box fo:min-height="20mm">{self.blocks(block["card"])}'
                    "</draw:text-box></draw:frame>"
                )
                return self.blocks(block["blocks"]).replace("<text:p>", f"<text:p>{frame}", 1)

    def _block(self, block: Source) -> str:
        match block["kind"]:
            case "heading":
                style, self._turn = self._turn or f"Heading_20_{block['level']}", ""
                text = escape(block["text"])
                if block.get("spaced"):
                    text = f'<text:span text:style-name="Spaced">{text}</text:span>'
                return (
                    f'<text:h text:style-name="{style}" text:outline-level="{block["level"]}">{text}</text:h>'
                )
            case "contents":
                return "".join(
                    f'<text:p text:style-name="Contents_20_1">{escape(title)}<text:tab/>3</text:p>'
                    for title in truth.contents(self._source)
                )
            case "table":
                return self._table(block)
            case _:
                note = ""
                if "note" in block:
                    note = (
                        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
                        f'<text:note-body><text:p text:style-name="Footnote">{escape(block["note"])}</text:p>'
                        "</text:note-body></text:note>"
                    )
                return f"<text:p>{escape(block['text'])}{note}</text:p>"

    def _table(self, block: Source) -> str:
        style = ' table:style-name="Ruled"' if block["rules"] else ""

        def row(cells: Sequence[str], paragraph: str) -> str:
            filled = "".join(
                f"<table:table-cell{style}>{paragraph}{escape(cell)}</text:p></table:table-cell>"
                for cell in cells
            )
            return f"<table:table-row>{filled}</table:table-row>"

        head = row(block["header"], '<text:p text:style-name="Bold">')
        return (
            f'<table:table table:name="t{next(self._names)}"><table:table-column '
            f'table:number-columns-repeated="{len(block["header"])}"/><table:table-header-rows>{head}'
            f"</table:table-header-rows>"
            f"{''.join(row(cells, '<text:p>') for cells in block['rows'])}</table:table>"
        )


def _list(run: Sequence[Source]) -> str:
    style = "Bullets" if run[0]["kind"] == "item" else "Numbers"
    parts, level = [f'<text:list text:style-name="{style}">'], 1
    for item in run:
        if item["level"] > level:
            parts.append("<text:list>")
        elif item["level"] < level:
            parts.append("</text:list-item></text:list></text:list-item>")
        elif len(parts) > 1:
            parts.append("</text:list-item>")
        level = item["level"]
        parts.append(f"<text:list-item><text:p>{escape(item['text'])}</text:p>")
    return "".join(parts) + "</text:list-item></text:list>" * level
