"""What a PDF page shows besides text: rules, which may make a table, bullets, and pictures."""

from collections.abc import Iterator
from ctypes import byref, c_float
from dataclasses import dataclass
from typing import Any

from analyzer.documents.pdf_lines import Rectangle
from analyzer.documents.pdf_words import PageView

# Thinner than this, a filled rectangle is a rule.
_RULE = 3.0
# More rules than this are a drawing.
MOST_RULES = 3000
# A page without text that has more paths than this shows something: letters drawn as shapes, a figure.
_FIGURE_PATHS = 20
_DEEPEST_FORM = 6
# The size of a bullet in points, on a page of letter size or smaller.
_SMALLEST_DOT = 1.0
_LARGEST_DOT = 9.0

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawings:
    """``rules`` are the rules of a page and the sides of its rectangles, as pdfplumber's table finder
    takes them; ``dots`` the extents of shapes of a bullet's size."""

    rules: tuple[dict[str, Any], ...]
    dots: tuple[Rectangle, ...]


def drawings(page: Any, view: PageView) -> Drawings:
    """What is drawn on ``page``, on the page as shown; nothing where there are too many rules."""
    from pypdfium2 import raw

    rules: list[dict[str, Any]] = []
    dots: list[Rectangle] = []
    largest = 0.9 * view.width * view.height
    largest_dot = _LARGEST_DOT * max(1.0, view.height / 792)
    for item, matrix in _objects(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject):
        kind = raw.FPDFPageObj_GetType(item)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE) or not (box := _bounds(item)):
            continue
        x0, top, x1, bottom = shape = view.shown(*_moved(box, matrix))
        if max(x1 - x0, bottom - top) <= largest_dot:
            if min(x1 - x0, bottom - top) > 0.6 * max(x1 - x0, bottom - top) >= _SMALLEST_DOT:
                dots.append(shape)
        elif kind == raw.FPDF_PAGEOBJ_PATH and (x1 - x0) * (bottom - top) <= largest:
            if min(x1 - x0, bottom - top) <= _RULE:
                rules.append(_edge(shape))
            else:
                parts = (view.shown(*_moved(part, matrix)) for part in _straight_parts(item))
                rules += (_edge(part) for part in parts if max(part[2] - part[0], part[3] - part[1]) > _RULE)
            if len(rules) > MOST_RULES:
                return Drawings(rules=(), dots=tuple(dots))
    return Drawings(rules=tuple(rules), dots=tuple(dots))


def _edge(rule: Rectangle) -> dict[str, Any]:
    x0, top, x1, bottom = rule
    across = x1 - x0 > bottom - top
    if across:
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {
        "orientation": "h" if across else "v",
        "object_type": "line",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _objects(
    container: Any, count: Any, get: Any, matrix: Matrix = _IDENTITY, depth: int = 0
) -> Iterator[tuple[Any, Matrix]]:
    """The objects of a page, those inside forms too, each with the matrix from its form to the page."""
    from pypdfium2 import raw

    for i in range(count(container)):
        item = get(container, i)
        if depth < _DEEPEST_FORM and raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM:
            own = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(item, byref(own))
            inner = _product((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
            yield from _objects(
                item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth + 1
            )
        else:
            yield item, matrix


def _bounds(item: Any) -> Rectangle | None:
    from pypdfium2 import raw

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not raw.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
        return None
    return left.value, bottom.value, right.value, top.value


def _straight_parts(path: Any) -> Iterator[Rectangle]:
    """The extent of each segment of a path that goes straight across or down, in the coordinates of its
    form."""
    from pypdfium2 import raw

    segments = raw.FPDFPath_CountSegments(path)
    if segments > 4 * MOST_RULES:
        return
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, byref(own))
    matrix = (own.a, own.b, own.c, own.d, own.e, own.f)
    x, y = c_float(), c_float()
    previous: tuple[float, float] | None = None
    start: tuple[float, float] | None = None
    for i in range(segments):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = (x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and previous is not None and _is_straight(previous, point):
            yield _moved(_extent(previous, point), matrix)
        if raw.FPDFPathSegment_GetClose(segment) and start is not None and _is_straight(point, start):
            yield _moved(_extent(point, start), matrix)
        previous = point


def _is_straight(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return min(abs(a[0] - b[0]), abs(a[1] - b[1])) <= _RULE


def _extent(a: tuple[float, float], b: tuple[float, float]) -> Rectangle:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _moved(box: Rectangle, m: Matrix) -> Rectangle:
    if m is _IDENTITY:
        return box
    a = (m[0] * box[0] + m[2] * box[1] + m[4], m[1] * box[0] + m[3] * box[1] + m[5])
    b = (m[0] * box[2] + m[2] * box[3] + m[4], m[1] * box[2] + m[3] * box[3] + m[5])
    return _extent(a, b)


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def shows_picture(page: Any, view: PageView, share: float = 0.0) -> bool:
    """True where a picture covers more than ``share`` of the page; with no share named, also where
    the page is drawn on with so many paths that they must show something."""
    from pypdfium2 import raw

    area = 0.0
    paths = 0
    for item, matrix in _objects(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject):
        kind = raw.FPDFPageObj_GetType(item)
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING) and (box := _bounds(item)):
            left, bottom, right, top = _moved(box, matrix)
            x0, y0, x1, y1 = view.shown(left, bottom, right, top)
            width = min(x1, view.width) - max(x0, 0.0)
            height = min(y1, view.height) - max(y0, 0.0)
            area = max(area, max(width, 0.0) * max(height, 0.0))
        paths += kind == raw.FPDF_PAGEOBJ_PATH
    return area > share * view.width * view.height or (not share and paths > _FIGURE_PATHS)
