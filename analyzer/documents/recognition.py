"""What kind of file some bytes are, by their content; the name decides only where the content cannot."""

import io
import re
import struct
import zipfile
import zlib
from pathlib import PurePath

from analyzer.documents.decoding import decode, is_binary
from analyzer.errors import DamagedDocument, EncryptedDocument, UnsupportedFormat

# The PDF specification lets the header stand within the first 1024 bytes.
_PDF_HEADER_WITHIN = 1024
# So much of a text shows what it is.
_SAMPLE = 65_536
# So many different kinds of Markdown marks make a text without a telling extension Markdown.
_MARKDOWN_KINDS = 2

_SAVE_AS = "Save it as PDF or DOCX and try again"
_EXPORT_TEXT = "Save its text as PDF, DOCX, Markdown or plain text and try again"

_MAGIC = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"RIFF", "a sound, film or image file"),
    (b"ID3\x03", "a sound file"),
    (b"ID3\x04", "a sound file"),
    (b"OggS\0", "a sound file"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"%!PS", "a PostScript file"),
    (b"SQLite format 3\0", "a database"),
)
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The names of the streams by which the old Office formats are told apart, in the order of the tests.
_OLE2_STREAMS = (
    ("WordDocument", "an old Word file (.doc)", _SAVE_AS),
    ("PowerPoint Document", "an old PowerPoint file (.ppt)", "Save it as PDF and try again"),
    ("Workbook", "an old Excel file (.xls)", "Save it as PDF and try again"),
    ("Book", "an old Excel file (.xls)", "Save it as PDF and try again"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_PARTS = (
    ("xl/", "a binary Excel file (.xlsb)"),
    ("visio/", "a Visio file (.vsdx)"),
    ("index/", "a Pages, Numbers or Keynote file"),
)
_MAIN_PARTS = (("word/document", "docx"), ("ppt/presentation", "pptx"), ("xl/workbook", "xlsx"))
_MIMETYPES = (
    ("opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)"),
    ("opendocument.presentation", "an OpenDocument presentation (.odp)"),
    ("epub", "an e-book (.epub)"),
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_XML = re.compile(r"\s*<\?xml\b", re.I)
_MAIL_HEADERS = re.compile(
    r"^(?:received|return-path|message-id|mime-version|delivered-to|x-mozilla-status|content-type):",
    re.I | re.M,
)
_MAIL_START = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*){3,}"
    r"|From .*\n(?:[A-Z][\w-]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+"
)
_VTT = re.compile(r"\s*WEBVTT(?:[ \t\n]|$)")
_SRT = re.compile(r"\s*\d+[ \t]*\n\s*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->")
_MARKDOWN = (
    re.compile(r"^#{1,6} \S", re.M),
    re.compile(r"^ {0,3}[-*+] \S", re.M),
    re.compile(r"\*\*[^\s*][^*\n]*\*\*"),
    re.compile(r"\[[^\]\n]+\]\([^)\s]+\)"),
    re.compile(r"^\|?[ :]*-{3,}[ :]*\|", re.M),
    re.compile(r"^(?:```|~~~)", re.M),
)

_NEVER_TEXT = {
    ".pdf": "a PDF",
    ".docx": "a Word document",
    ".pptx": "a PowerPoint presentation",
    ".xlsx": "an Excel workbook",
    ".odt": "an OpenDocument text",
    ".msg": "an Outlook message",
}
_EXTENSIONS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".txt": "text",
    ".text": "text",
    ".log": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}


def recognise(data: bytes, name: str) -> str:
    """The id of the format of ``data``, a row of `analyzer.documents.formats.FORMATS`.

    Raises `UnsupportedFormat`, `EncryptedDocument` or `DamagedDocument` where no reader can take it.
    """
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return "pdf"
    if data.startswith(_ZIP):
        return _recognise_zip(data, name)
    if data.startswith(_OLE2):
        return _recognise_ole2(data, name)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise UnsupportedFormat(name, f"this is {what}, not a document", _EXPORT_TEXT)
    return _recognise_text(data, name)


def _recognise_zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.namelist()
            mimetype = (
                archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in parts else ""
            )
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error):
        raise DamagedDocument(
            name, "the file is cut short or broken, its parts cannot be found", "Get the file again"
        ) from None
    for beginning, known in _MAIN_PARTS:
        if any(part.startswith(beginning) and part.endswith(".xml") for part in parts):
            return known
    if "opendocument.text" in mimetype or ("content.xml" in parts and not mimetype):
        return "odt"
    for kind, what in _MIMETYPES:
        if kind in mimetype:
            raise UnsupportedFormat(name, f"this is {what}", _SAVE_AS)
    for folder, what in _ZIP_PARTS:
        if any(part.lower().startswith(folder) for part in parts):
            raise UnsupportedFormat(name, f"this is {what}", "Save it as PDF and try again")
    if "[Content_Types].xml" in parts:
        return "docx"
    raise UnsupportedFormat(
        name, "this is a zip archive, not a document", "Unpack it and name the files in it"
    )


def _recognise_ole2(data: bytes, name: str) -> str:
    streams = _streams(data)
    if any(stream.startswith("__properties") for stream in streams):
        return "msg"
    if "EncryptedPackage" in streams:
        raise EncryptedDocument(
            name, "the document is locked with a password", "Save a copy without the password and try again"
        )
    for stream, what, remedy in _OLE2_STREAMS:
        if stream in streams:
            raise UnsupportedFormat(name, f"this is {what}", remedy)
    raise UnsupportedFormat(name, "this is an old Office file of an unknown kind", _SAVE_AS)


def _streams(data: bytes) -> list[str]:
    """The names of the streams at the head of an OLE2 file; in a broken one, those that it mentions."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return [path[0] for path in file.listdir()]
    # The library lets an index run out of a table that is cut short.
    except (OSError, IndexError, struct.error, TypeError, ValueError, RecursionError):
        mentioned = ("__properties_version1.0", "EncryptedPackage", *(row[0] for row in _OLE2_STREAMS))
        return [stream for stream in mentioned if stream.encode("utf-16-le") in data]


def _recognise_text(data: bytes, name: str) -> str:
    text = decode(data[:_SAMPLE])
    extension = PurePath(name).suffix.lower()
    if data.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if _VTT.match(text):
        return "vtt"
    if _SRT.match(text):
        return "srt"
    if extension in _NEVER_TEXT:
        raise DamagedDocument(
            name,
            f"the name says {extension[1:].upper()}, but the content is not {_NEVER_TEXT[extension]}",
            "Get the file again",
        )
    if _HTML.match(text):
        return "html"
    if is_binary(text):
        raise UnsupportedFormat(name, "this is a binary file of an unknown kind, not text", _EXPORT_TEXT)
    if _XML.match(text):
        raise UnsupportedFormat(name, "this is an XML file", _EXPORT_TEXT)
    if extension == ".eml" or _is_mail(text):
        return "eml"
    return _EXTENSIONS.get(extension) or ("markdown" if _is_markdown(text) else "text")


def _is_mail(text: str) -> bool:
    start = _MAIL_START.match(text)
    return start is not None and _MAIL_HEADERS.search(text, 0, max(start.end(), 1)) is not None


def _is_markdown(text: str) -> bool:
    return sum(bool(mark.search(text)) for mark in _MARKDOWN) >= _MARKDOWN_KINDS
