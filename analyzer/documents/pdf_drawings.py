"""What a PDF page shows besides text: rules, which may make a table, bullets, and pictures."""

from dataclasses import dataclass
from itertools import chain, compress

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import PdfPage, raw

from analyzer.documents.pdf_calls import (
    Floats,
    Integers,
    form_objects,
    object_bounds,
    object_matrices,
    object_types,
    page_objects,
    segment_counts,
    segments,
)
from analyzer.documents.pdf_words import PageView

# What is drawn after so many objects is not looked at: they are a drawing of their own.
_MOST_OBJECTS = 10_000
_OBJECTS_AT_ONCE = 2000
# Thinner than this, a filled rectangle is a rule.
_RULE = 3.0
# More shapes, rules or segments than these are a drawing, in which no table or bullet is looked for. (A cell
# drawn as a rectangle has four rules and five segments.)
_MOST_PATHS = 1500
# And fewer rules than these make no table.
_FEWEST_RULES = 4
_MOST_RULES = 3000
_MOST_SEGMENTS = 5 * _MOST_RULES
# So are more segments for each word of the page: a table is there for its words.
_SEGMENTS_A_WORD = 30
# A page without text that has more paths than this shows something: letters drawn as shapes, a figure.
_FIGURE_PATHS = 20
_DEEPEST_FORM = 6
# The size of a bullet in points, on a page of letter size or smaller.
_SMALLEST_DOT = 1.0
_LARGEST_DOT = 9.0

_NO_TEXT = frozenset(range(6)) - {raw.FPDF_PAGEOBJ_TEXT}
_DRAWN = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
_IS_DRAWN = np.isin(np.arange(6), _DRAWN)
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_NO_ROWS: Floats = np.zeros((0, 4))


@dataclass(frozen=True, slots=True)
class Drawings:
    """What is drawn on a page, on the page as shown.

    ``rules`` are its rules and the sides of its rectangles (x0, top, x1, bottom, a row each), none where
    there are too many; ``dots`` the extents of shapes of a bullet's size; ``picture`` the share of the
    page that its largest picture covers, and ``paths`` how many shapes there are.
    """

    rules: Floats
    dots: Floats
    picture: float
    paths: int

    @property
    def shows_something(self) -> bool:
        """True where there is a picture, or so many shapes that they must show something."""
        return self.picture > 0 or self.paths > _FIGURE_PATHS


@dataclass(frozen=True, slots=True)
class _Objects:
    """Objects of a page, each with its type and, where they are in forms, the matrix from there to the
    page."""

    addresses: list[int]
    kinds: Integers
    matrices: Floats | None = None

    def some(self, chosen: NDArray[np.bool_]) -> "_Objects":
        """Those at which ``chosen`` is true."""
        addresses = list(compress(self.addresses, chosen.tolist()))
        matrices = self.matrices[chosen] if self.matrices is not None else None
        return _Objects(addresses, self.kinds[chosen], matrices)


_NO_OBJECTS = _Objects([], np.zeros(0, np.int64), np.zeros((0, 6)))


def drawings(page: PdfPage, view: PageView, words: int) -> Drawings:
    """What is drawn on ``page``, which has so many words."""
    objects = _drawn_objects(page)
    path = objects.kinds == raw.FPDF_PAGEOBJ_PATH
    paths = int(np.count_nonzero(path))
    if paths > _MOST_PATHS:
        objects, path = objects.some(~path), path[~path]
    if not objects.addresses:
        return Drawings(rules=_NO_ROWS, dots=_NO_ROWS, picture=0.0, paths=paths)
    shapes = view.shown(_moved(object_bounds(objects.addresses), objects.matrices))
    width, height = shapes[:, 2] - shapes[:, 0], shapes[:, 3] - shapes[:, 1]
    longer, shorter = np.maximum(width, height), np.minimum(width, height)
    small = longer <= _LARGEST_DOT * max(1.0, view.height / 792)
    round_ = (shorter > 0.6 * longer) & (0.6 * longer >= _SMALLEST_DOT)
    rules = _NO_ROWS
    if paths and words:
        line = path & (longer > 0) & ~small & (width * height <= 0.9 * view.width * view.height)
        thin = line & (shorter <= _RULE)
        rules = _rules(shapes[thin], objects.some(line & ~thin), view, words)
    return Drawings(
        rules=rules,
        dots=shapes[small & round_ & (objects.kinds != raw.FPDF_PAGEOBJ_SHADING)],
        picture=_largest_share(shapes[~path], view),
        paths=paths,
    )


def _drawn_objects(page: PdfPage) -> _Objects:
    """The shapes and pictures of a page, those inside of forms too."""
    addresses, types = [], []
    for start in range(0, _MOST_OBJECTS, _OBJECTS_AT_ONCE):
        addresses += page_objects(page, start, start + _OBJECTS_AT_ONCE)
        types += object_types(addresses[start:])
        if len(addresses) < start + _OBJECTS_AT_ONCE or types.count(raw.FPDF_PAGEOBJ_PATH) > _MOST_PATHS:
            break
    if not _NO_TEXT.intersection(types):
        return _NO_OBJECTS
    objects = _Objects(addresses, np.array(types))
    if raw.FPDF_PAGEOBJ_FORM in types:
        objects = _with_inner(objects)
    return objects.some(_IS_DRAWN[objects.kinds])


def _with_inner(objects: _Objects) -> _Objects:
    """``objects`` with those inside of forms in addition."""
    levels = [objects]
    for _ in range(_DEEPEST_FORM):
        forms = levels[-1].some(levels[-1].kinds == raw.FPDF_PAGEOBJ_FORM)
        if not forms.addresses:
            break
        levels.append(_inside(forms))
    own = np.tile(_IDENTITY, (len(objects.kinds), 1))
    inner = [level.matrices for level in levels if level.matrices is not None]
    return _Objects(
        list(chain.from_iterable(level.addresses for level in levels)),
        np.concatenate([level.kinds for level in levels]),
        np.concatenate([own, *inner]),
    )


def _inside(forms: _Objects) -> _Objects:
    """The objects of ``forms``, none where all are text."""
    addresses, counts = form_objects(forms.addresses, _MOST_OBJECTS)
    types = object_types(addresses)
    if not _NO_TEXT.intersection(types):
        return _NO_OBJECTS
    outer = _product(object_matrices(forms.addresses), forms.matrices)
    return _Objects(addresses, np.array(types), np.repeat(outer, counts, axis=0))


def _rules(thin: Floats, others: _Objects, view: PageView, words: int) -> Floats:
    counts = segment_counts(others.addresses)
    most = min(_MOST_SEGMENTS, _SEGMENTS_A_WORD * words)
    if not _FEWEST_RULES <= len(thin) + counts.sum() <= most or len(thin) > _MOST_RULES:
        return _NO_ROWS
    if not len(counts):
        return thin
    extents = view.shown(_straight_parts(others, counts))
    long = np.maximum(extents[:, 2] - extents[:, 0], extents[:, 3] - extents[:, 1]) > _RULE
    found = np.concatenate([thin, extents[long]])
    return found if len(found) <= _MOST_RULES else _NO_ROWS


def _straight_parts(paths: _Objects, counts: Integers) -> Floats:
    """The extent of each segment that goes straight across or down, in the page's own coordinates."""
    parts = segments(paths.addresses, counts)
    indices = np.arange(len(parts.points))
    first = np.repeat(np.cumsum(counts) - counts, counts)
    start = np.maximum.accumulate(np.where(parts.moves, indices, 0))
    drawn = parts.lines & (indices > first)
    closed = parts.closes & (start >= first)
    begins = np.concatenate([indices[drawn] - 1, indices[closed]])
    ends = np.concatenate([indices[drawn], start[closed]])
    one, other = parts.points[begins], parts.points[ends]
    straight = np.abs(one - other).min(axis=1) <= _RULE
    low, high = np.minimum(one, other)[straight], np.maximum(one, other)[straight]
    sides = np.stack([low[:, 0], high[:, 1], high[:, 0], low[:, 1]], axis=1)
    own = parts.paths[ends][straight]
    moved = _moved(sides, object_matrices(paths.addresses)[own])
    return _moved(moved, paths.matrices[own] if paths.matrices is not None else None)


def _largest_share(pictures: Floats, view: PageView) -> float:
    """The share of the page that the largest of ``pictures`` covers."""
    if not len(pictures):
        return 0.0
    corners = np.clip(pictures, 0.0, (view.width, view.height) * 2)
    areas = (corners[:, 2] - corners[:, 0]) * (corners[:, 3] - corners[:, 1])
    return float(areas.max(initial=0.0) / max(view.width * view.height, 1.0))


def _moved(boxes: Floats, matrices: Floats | None) -> Floats:
    """Each box (left, top, right, bottom, where top is up) moved by its matrix, if any."""
    if matrices is None:
        return boxes
    a, b, c, d, e, f = matrices.T
    x0, y1, x1, y0 = boxes.T
    across = a * x0 + c * y0 + e, a * x1 + c * y1 + e
    up = b * x0 + d * y0 + f, b * x1 + d * y1 + f
    return np.stack([np.minimum(*across), np.maximum(*up), np.maximum(*across), np.minimum(*up)], axis=1)


def _product(inner: Floats, outer: Floats | None) -> Floats:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner.T
    p, q, r, s, t, u = outer.T
    moved = e * p + f * r + t, e * q + f * s + u
    return np.stack([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, *moved], axis=1)
