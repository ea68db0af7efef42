"""What pdfium says of single characters and objects, asked for many of them at once, into arrays.

A call through ctypes costs more than what pdfium does in it, so these are made without a line of Python
between them: `map` goes through the arguments, and pdfium writes where the array already lies. They
keep the interpreter's lock, as calls this short should: with other threads at work, getting it back
would cost more than the call.
"""

import re
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from ctypes import PYFUNCTYPE, addressof, c_double, c_int, c_ulong, c_void_p, cast, create_string_buffer
from dataclasses import dataclass
from itertools import chain, repeat
from math import hypot
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import PdfPage, PdfTextPage, raw

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_FLAG = 1 << 18  # ForceBold, PDF 32000-1 table 123
_BOLD_WEIGHT = 700
_NAME_BYTES = 128


def _quick(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """pdfium's ``function`` without the checks of its arguments, for addresses as plain numbers."""
    return PYFUNCTYPE(result, *arguments)(cast(function, c_void_p).value or 0)


def _address(opened: PdfPage | PdfTextPage) -> int:
    """Where pdfium has a page; `cast` would take eight times as long to say so."""
    return addressof(opened.raw.contents)


_char_box = _quick(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
_has_map_error = _quick(raw.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
_code_point = _quick(raw.FPDFText_GetUnicode, c_int, c_void_p, c_int)
_text_matrix = _quick(raw.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
_font_size = _quick(raw.FPDFText_GetFontSize, c_double, c_void_p, c_int)
_font_info = _quick(raw.FPDFText_GetFontInfo, c_ulong, c_void_p, c_int, c_void_p, c_ulong, c_void_p)
_text_object = _quick(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
_object_font = _quick(raw.FPDFTextObj_GetFont, c_void_p, c_void_p)
_font_weight = _quick(raw.FPDFText_GetFontWeight, c_int, c_void_p, c_int)
_page_object = _quick(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
_form_count = _quick(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
_form_object = _quick(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, c_int)
_object_type = _quick(raw.FPDFPageObj_GetType, c_int, c_void_p)
_object_matrix = _quick(raw.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_object_bounds = _quick(raw.FPDFPageObj_GetBounds, c_int, *[c_void_p] * 5)
_segment_count = _quick(raw.FPDFPath_CountSegments, c_int, c_void_p)
_segment = _quick(raw.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
_segment_point = _quick(raw.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
_segment_type = _quick(raw.FPDFPathSegment_GetType, c_int, c_void_p)
_segment_close = _quick(raw.FPDFPathSegment_GetClose, c_int, c_void_p)


def code_points(textpage: PdfTextPage) -> list[int]:
    """The code point of each character of a page; pdfium has 2 for a hyphen at a line's end."""
    return list(map(_code_point, repeat(_address(textpage)), range(textpage.count_chars())))


def unmapped(textpage: PdfTextPage, indices: Sequence[int]) -> int:
    """How many of the characters have no known letter: pdfium puts their glyph's number in its place."""
    return list(map(_has_map_error, repeat(_address(textpage)), indices)).count(1)


def char_boxes(textpage: PdfTextPage, indices: Sequence[int]) -> Floats:
    """``left, top, right, bottom`` of each character in the page's own coordinates, a row each.

    From the font's descent to its ascent, and as wide as the character's advance.
    """
    boxes, rows = _rows("f", len(indices), 4)
    _run(_char_box, repeat(_address(textpage)), indices, rows)
    return _floats(boxes, 4)


def font_sizes(textpage: PdfTextPage, indices: Sequence[int]) -> list[float]:
    """The font size of each character times the scale that its text matrix applies, to half a point."""
    handle = _address(textpage)
    matrices, rows = _rows("f", len(indices), 6)
    _run(_text_matrix, repeat(handle), indices, rows)
    scales = map(hypot, matrices[2::6], matrices[3::6])
    nominal = map(_font_size, repeat(handle), indices)
    return [round(2 * size * (scale or 1.0)) / 2 for size, scale in zip(nominal, scales, strict=True)]


def are_bold(textpage: PdfTextPage, indices: Sequence[int]) -> list[bool]:
    """Whether each character is bold: by its font's name, its flag, or the weight pdfium gives it."""
    handle = _address(textpage)
    # A page has few fonts: asking for each once takes less than asking for that of each character.
    fonts = list(map(_object_font, map(_text_object, repeat(handle), indices)))
    known = {font: _is_bold(handle, index) for font, index in dict(zip(fonts, indices, strict=True)).items()}
    return [known[font] for font in fonts]


def _is_bold(textpage: int, index: int) -> bool:
    name, flags = create_string_buffer(_NAME_BYTES), c_int()
    _font_info(textpage, index, addressof(name), _NAME_BYTES, addressof(flags))
    return bool(
        flags.value & _BOLD_FLAG
        or _BOLD_NAME.search(name.value)
        or _font_weight(textpage, index) >= _BOLD_WEIGHT
    )


def page_objects(page: PdfPage, start: int, stop: int) -> list[int]:
    """The addresses of a page's objects ``start`` to ``stop``; what forms hold is left out."""
    stop = min(raw.FPDFPage_CountObjects(page), stop)
    return list(map(_page_object, repeat(_address(page)), range(start, stop)))


def form_objects(forms: Sequence[int], most: int) -> tuple[list[int], list[int]]:
    """The addresses of the objects of ``forms``, at most the first ``most``, and how many each has."""
    counts: list[int] = []
    for count in map(_form_count, forms):
        counts.append(min(count, most))
        most -= counts[-1]
    form_of_each = chain.from_iterable(map(repeat, forms, counts))
    indices = chain.from_iterable(map(range, counts))
    return list(map(_form_object, form_of_each, indices)), counts


def object_types(objects: Sequence[int]) -> list[int]:
    """The type of each object, as pdfium counts them."""
    return list(map(_object_type, objects))


def object_matrices(objects: Sequence[int]) -> Floats:
    """The six numbers of each object's matrix, a row each."""
    matrices, rows = _rows("f", len(objects), 6)
    _run(_object_matrix, objects, rows)
    return _floats(matrices, 6)


def object_bounds(objects: Sequence[int]) -> Floats:
    """``left, top, right, bottom`` of each object, a row each; not a number where it has none."""
    bounds, rows = _rows("f", len(objects), 4)
    # pdfium's arguments are in another order: left, bottom, right, top.
    columns = (range(rows.start + 4 * i, rows.stop + 4 * i, rows.step) for i in (0, 3, 2, 1))
    known = np.fromiter(map(_object_bounds, objects, *columns), np.bool_, len(objects))
    found = _floats(bounds, 4)
    found[~known] = np.nan
    return found


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments of some paths, one after the other: where each ends, whether it is a move or a line
    and closes its part, and the index of its path."""

    points: Floats
    moves: NDArray[np.bool_]
    lines: NDArray[np.bool_]
    closes: NDArray[np.bool_]
    paths: Integers


def segment_counts(paths: Sequence[int]) -> Integers:
    """How many segments each path has."""
    return np.fromiter(map(_segment_count, paths), np.int64, len(paths))


def segments(paths: Sequence[int], counts: Integers) -> Segments:
    """The segments of ``paths``, of which each has so many as ``counts`` says."""
    owners = np.repeat(np.arange(len(paths)), counts)
    path_of_each = chain.from_iterable(map(repeat, paths, counts.tolist()))
    indices = chain.from_iterable(map(range, counts.tolist()))
    found = list(map(_segment, path_of_each, indices))
    points, rows = _rows("f", len(found), 2)
    _run(_segment_point, found, rows, range(rows.start + 4, rows.stop + 4, rows.step))
    kinds = np.fromiter(map(_segment_type, found), np.int64, len(found))
    return Segments(
        points=_floats(points, 2),
        moves=kinds == raw.FPDF_SEGMENT_MOVETO,
        lines=kinds == raw.FPDF_SEGMENT_LINETO,
        closes=np.fromiter(map(_segment_close, found), np.bool_, len(found)),
        paths=owners,
    )


def _rows(kind: str, count: int, columns: int) -> tuple["array[Any]", range]:
    """Zeros, and the address of each row of them. (numpy takes thrice as long to say where an array lies.)"""
    values: array[Any] = array(kind, bytes(count * columns * array(kind).itemsize))
    start, size = values.buffer_info()[0], columns * values.itemsize
    return values, range(start, start + count * size, size)


def _floats(values: "array[float]", columns: int) -> Floats:
    return np.array(values, np.float64).reshape(-1, columns)


def _run(function: Callable[..., Any], *arguments: Iterable[Any]) -> None:
    deque(map(function, *arguments), maxlen=0)
