"""Opening PDF files, and the lock without which pdfium must not be called."""

from threading import Lock
from typing import TYPE_CHECKING

from analyzer.errors import DamagedDocument, EncryptedDocument

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

# pdfium is not thread-safe, not even for two documents: concurrent calls crash the process or give
# wrong text. Whoever calls it in this package holds this lock.
PDFIUM = Lock()


def open_pdf(data: bytes, name: str) -> "PdfDocument":
    """The file as pdfium has it; the caller holds `PDFIUM`.

    Raises `EncryptedDocument` or `DamagedDocument`.
    """
    from pypdfium2 import PdfDocument, PdfiumError, raw

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise EncryptedDocument(
                name, "the file is locked with a password", "Save a copy without one and read that"
            ) from error
        raise DamagedDocument(
            name, "the file is not a whole PDF", "Ask its sender for it again, or export it anew"
        ) from error
    return document
