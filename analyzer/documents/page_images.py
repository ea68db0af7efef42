"""Pictures of PDF pages, as a viewer shows them: form fields filled in, notes drawn."""

import io
from collections.abc import Iterable, Iterator
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analyzer.documents.pdf_file import PDFIUM, open_pdf

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

Pixels = NDArray[np.uint8]

_POINTS_PER_INCH = 72
# A poster of a page is drawn coarser, and none costs more memory than this many pixels.
_MOST_PIXELS = 12_000_000
_QUALITY = 70


def page_images(data: bytes, name: str, numbers: Iterable[int], *, dpi: int) -> Iterator[bytes | None]:
    """Each of the pages ``numbers`` (from 1) as a WebP file; None for one that cannot be drawn.

    Raises `EncryptedDocument` or `DamagedDocument` where the file cannot be opened.
    """
    from PIL import Image

    for pixels in page_pixels(data, name, numbers, dpi=dpi, grey=False):
        if pixels is None:
            yield None
            continue
        written = io.BytesIO()
        Image.fromarray(pixels).save(written, "WEBP", quality=_QUALITY)
        yield written.getvalue()


def page_pixels(
    data: bytes, name: str, numbers: Iterable[int], *, dpi: int, grey: bool
) -> Iterator[Pixels | None]:
    """Each of the pages as its pixels, row by row from the top, grey or red, green and blue: 0 is black.

    The lock on pdfium is held while a page is drawn, not while its pixels are used.
    """
    with PDFIUM:
        document = open_pdf(data, name)
        document.init_forms()
    try:
        for number in numbers:
            with PDFIUM:
                pixels = _drawn(document, number - 1, dpi, grey)
            yield pixels
    finally:
        with PDFIUM:
            document.close()


def _drawn(document: "PdfDocument", index: int, dpi: int, grey: bool) -> Pixels | None:
    from pypdfium2 import PdfiumError

    try:
        page = document.get_page(index)
    except PdfiumError:
        return None
    try:
        width, height = page.get_size()
        scale = min(dpi / _POINTS_PER_INCH, sqrt(_MOST_PIXELS / max(width * height, 1.0)))
        bitmap = page.render(scale=scale, grayscale=grey, rev_byteorder=True)
        try:
            shown: Pixels = bitmap.to_numpy()
            return (
                shown[..., :3].copy()
                if shown.ndim == 3 and not grey
                else shown.reshape(shown.shape[:2]).copy()
            )
        finally:
            bitmap.close()
    except PdfiumError:
        return None
    finally:
        page.close()
