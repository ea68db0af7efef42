"""The words of DrawingML (ECMA-376 part 1, chapters 20 and 21), which slides and spreadsheets share:
paragraphs of text, tables, charts and diagrams."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.documents.document import BlockKind
from analyzer.documents.draft import Draft
from analyzer.documents.plaintext import names_columns
from analyzer.documents.zipped_xml import Element, local_name

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

_WHITE_SPACE = {"br": "\n", "tab": "\t"}
_UNREAD = frozenset({"pPr", "rPr", "endParaRPr", "ruby"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of a text body. ``level`` counts from 1; ``bullet`` is None where neither the
    paragraph nor its own shape says whether there is one; ``size`` is its largest type, in hundredths of
    a point, 0 where it is inherited."""

    text: str
    level: int = 1
    bullet: bool | None = None
    size: int = 0


def paragraphs(body: Element) -> Iterator[Paragraph]:
    """The paragraphs of a ``txBody``, or of what is laid out like one, that have words."""
    own_styles = body.find(f"{A}lstStyle")
    for paragraph in body.iterfind(f"{A}p"):
        text = inline_text(paragraph).strip()
        if not text:
            continue
        properties = paragraph.find(f"{A}pPr")
        level = _number(properties, "lvl", 0) + 1
        bullet = has_bullet(properties)
        if bullet is None:
            bullet = has_bullet(style_of_level(own_styles, level))
        sizes = [_number(run, "sz", 0) for run in paragraph.iterfind(f"{A}r/{A}rPr")]
        yield Paragraph(text=text, level=level, bullet=bullet, size=max(sizes, default=0))


def has_bullet(properties: Element | None) -> bool | None:
    """Whether paragraph properties give a bullet or number; None where they leave it open."""
    for child in properties if properties is not None else ():
        match local_name(child):
            case "buNone":
                return False
            case "buChar" | "buAutoNum" | "buBlip":
                return True
    return None


def style_of_level(styles: Element | None, level: int) -> Element | None:
    """The properties that a list style gives to the paragraphs of ``level``."""
    return styles.find(f"{A}lvl{min(level, 9)}pPr") if styles is not None else None


def inline_text(paragraph: Element) -> str:
    """The words of a paragraph, its breaks and tabs as white space."""
    parts: list[str] = []
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif (name := local_name(element)) == "t":
            parts.append(element.text or "")
        elif name in _WHITE_SPACE:
            parts.append(_WHITE_SPACE[name])
        elif name == "Fallback":
            continue
        elif name not in _UNREAD:
            stack.append(iter(element))
    # A line break within a paragraph may also stand as a vertical tab.
    return "".join(parts).replace("\v", "\n")


def body_text(body: Element | None) -> str:
    """The words of a text body, a line a paragraph."""
    return "\n".join(paragraph.text for paragraph in paragraphs(body)) if body is not None else ""


def table_drafts(table: Element) -> Iterator[Draft]:
    """The rows of a table; the first names the columns where it is set apart as header, or reads as one."""
    properties = table.find(f"{A}tblPr")
    marked = properties is not None and properties.get("firstRow") in ("1", "true")
    rows = [_cells(row, repeat=False) for row in table.iterfind(f"{A}tr")]
    if all(len(row) <= 1 for row in rows):
        for row in rows:
            yield from (Draft(kind=BlockKind.PARAGRAPH, text=cell) for cell in row)
        return
    header: Sequence[str] = ()
    if len(rows) > 1 and (marked or (names_columns(rows[0]) and len(rows[0]) > 2)):
        header = _cells(table.find(f"{A}tr"), repeat=True)
    for i, row in enumerate(rows):
        yield Draft(kind=BlockKind.TABLE_ROW, cells=row, header=header if i else ())


def chart_drafts(chart: Element) -> Iterator[Draft]:
    """A chart as people read it: its title, the titles of its axes, and its values as a table."""
    yield from chart_titles(chart)
    names: list[str] = []
    values: list[dict[int, str]] = []
    categories: dict[int, str] = {}
    for series in chart.iterfind(".//{*}ser"):
        names.append(" ".join(_points(series, "tx").values()))
        categories = categories | _points(series, "cat") | _points(series, "xVal")
        values.append(_points(series, "val") or _points(series, "yVal"))
    header = ["", *names]
    if any(names):
        yield Draft(kind=BlockKind.TABLE_ROW, cells=header)
    for i in sorted(categories.keys() | {i for points in values for i in points}):
        cells = [categories.get(i, ""), *(points.get(i, "") for points in values)]
        yield Draft(kind=BlockKind.TABLE_ROW, cells=cells, header=header)


def chart_titles(chart: Element) -> Iterator[Draft]:
    """The titles of a chart and of its axes."""
    for title in chart.iterfind(".//{*}title"):
        yield Draft(kind=BlockKind.PARAGRAPH, text="\n".join(map(inline_text, title.iter(f"{A}p"))))


def diagram_drafts(data: Element) -> Iterator[Draft]:
    """The texts of a diagram (SmartArt) as a list, in the order and depth of its hierarchy."""
    points = {point.get("modelId"): point for point in data.iterfind("{*}ptLst/{*}pt")}
    below: dict[str | None, list[tuple[int, str]]] = defaultdict(list)
    for link in data.iterfind("{*}cxnLst/{*}cxn"):
        if link.get("type", "parOf") == "parOf":
            below[link.get("srcId")].append((_number(link, "srcOrd", 0), link.get("destId", "")))
    roots = [id_ for id_, point in points.items() if point.get("type") == "doc"]
    stack = [(id_, 0) for id_ in reversed(roots)]
    seen: set[str | None] = set()
    while stack:
        id_, depth = stack.pop()
        if id_ in seen or id_ not in points:
            continue
        seen.add(id_)
        if text := body_text(points[id_].find("{*}t")):
            yield Draft(kind=BlockKind.LIST_ITEM, text=text, level=max(depth, 1))
        stack += [(child, depth + 1) for _, child in sorted(below[id_], reverse=True)]


def _cells(row: Element, *, repeat: bool) -> list[str]:
    """The texts of a row's cells, one for each column; a cell over several columns has its text in the
    first of them, or in all."""
    cells: list[str] = []
    for cell in row.iterfind(f"{A}tc"):
        if cell.get("vMerge") in ("1", "true"):
            cells.append("")
        elif cell.get("hMerge") in ("1", "true"):
            cells.append(cells[-1] if repeat and cells else "")
        else:
            cells.append(body_text(cell.find(f"{A}txBody")))
    return cells


def _points(series: Element, name: str) -> dict[int, str]:
    """The stored texts or numbers of one part of a chart's series, by their indexes."""
    part = series.find(f"{{*}}{name}")
    if part is None:
        return {}
    points = {
        _number(point, "idx", 0): (point.findtext("{*}v") or "").strip()
        for point in part.iterfind(".//{*}pt")
    }
    literal = part.findtext("{*}v")
    return points or ({0: literal} if literal else {})


def _number(element: Element | None, name: str, default: int) -> int:
    text = (element.get(name) or "") if element is not None else ""
    return int(text) if text.isdecimal() and len(text) < 10 else default
