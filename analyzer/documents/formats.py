"""The formats that can be read, and the way from a file to its `Document`."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import BlockKind, Document, NoticeKind
from analyzer.documents.language import language_of
from analyzer.documents.recognition import recognise
from analyzer.errors import EmptyDocument, MissingDocument, TooLarge, UnsupportedFormat

# Beyond this a file is no proposal, and reading it could take all of the machine's memory.
MAX_BYTES = 200_000_000
_MEGABYTE = 1_000_000

Reader = Callable[[bytes, DocumentBuilder], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file. ``read`` adds the blocks of some bytes to a builder, or raises a `DocumentError`;
    it imports its parser when it is first called."""

    id: str
    title: str
    extensions: tuple[str, ...]
    read: Reader


def _pdf(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.pdf import read_pdf

    read_pdf(data, builder)


def _docx(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.docx import read_docx

    read_docx(data, builder)


def _pptx(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.pptx import read_pptx

    read_pptx(data, builder)


def _xlsx(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.xlsx import read_xlsx

    read_xlsx(data, builder)


def _odt(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.odt import read_odt

    read_odt(data, builder)


def _rtf(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.rtf import read_rtf

    read_rtf(data, builder)


def _html(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.web_page import read_html

    read_html(data, builder)


def _eml(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.eml import read_eml

    read_eml(data, builder)


def _msg(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.msg import read_msg

    read_msg(data, builder)


def _markdown(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.markdown import read_markdown

    read_markdown(data, builder)


def _text(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.plaintext import read_text

    read_text(data, builder)


def _vtt(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.transcript import read_vtt

    read_vtt(data, builder)


def _srt(data: bytes, builder: DocumentBuilder) -> None:
    from analyzer.documents.transcript import read_srt

    read_srt(data, builder)


FORMATS = (
    Format(id="pdf", title="PDF", extensions=(".pdf",), read=_pdf),
    Format(id="docx", title="Word", extensions=(".docx", ".docm", ".dotx"), read=_docx),
    Format(id="pptx", title="PowerPoint", extensions=(".pptx", ".pptm", ".ppsx", ".potx"), read=_pptx),
    Format(id="xlsx", title="Excel", extensions=(".xlsx", ".xlsm", ".xltx"), read=_xlsx),
    Format(id="odt", title="OpenDocument text", extensions=(".odt", ".ott"), read=_odt),
    Format(id="rtf", title="RTF", extensions=(".rtf",), read=_rtf),
    Format(id="html", title="web page", extensions=(".html", ".htm", ".xhtml"), read=_html),
    Format(id="eml", title="e-mail", extensions=(".eml",), read=_eml),
    Format(id="msg", title="Outlook message", extensions=(".msg",), read=_msg),
    Format(id="markdown", title="Markdown", extensions=(".md", ".markdown"), read=_markdown),
    Format(id="text", title="plain text", extensions=(".txt", ".text"), read=_text),
    Format(id="vtt", title="WebVTT transcript", extensions=(".vtt",), read=_vtt),
    Format(id="srt", title="SubRip transcript", extensions=(".srt",), read=_srt),
)
_BY_ID = {known.id: known for known in FORMATS}


def read_document(path: str | Path, *, format: str | None = None) -> Document:
    """The `Document` of the file at ``path``.

    The format is recognised by the file's content, unless ``format`` names one of `FORMATS`. Raises a
    `DocumentError` where there is nothing to read, with one line that says why and what to do.
    """
    path = Path(path)
    name = _shown(path.name or str(path))
    try:
        if path.is_dir():
            raise MissingDocument(name, "this is a folder", "Name the files in it")
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(name, path.stat().st_size)
        data = path.read_bytes()
    except FileNotFoundError:
        raise MissingDocument(name, "there is no such file", "Check the name and the folder") from None
    except PermissionError:
        raise MissingDocument(
            name, "no permission to read the file", "Allow reading it and try again"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MissingDocument(
            name, f"the file cannot be read ({reason})", "Check the name and the disk"
        ) from None
    return read_bytes(data, name, format=format)


def read_bytes(data: bytes, name: str, *, format: str | None = None) -> Document:
    """The `Document` of a file's bytes; ``name`` is the file's name, and folders in it are dropped.

    As `read_document`, for bytes that come from elsewhere.
    """
    name = _shown(PurePath(name).name or name)
    if len(data) > MAX_BYTES:
        raise _too_large(name, len(data))
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise EmptyDocument(name, "the file is empty", "Choose a file with text in it")
    chosen = _chosen(format, name) if format is not None else _BY_ID[recognise(data, name)]
    builder = DocumentBuilder(id=hashlib.sha256(data).hexdigest(), name=name, format=chosen.id)
    chosen.read(data, builder)
    document = builder.build()
    if not any(character.isalnum() for character in document.text):
        lost = [notice.message for notice in document.notices if notice.kind is NoticeKind.LOST]
        raise EmptyDocument(
            name, "; ".join(["there are no words in it", *lost]), "Choose a file with text in it"
        )
    return replace(document, language=language_of(_prose(document)))


def _chosen(format: str, name: str) -> Format:
    if format not in _BY_ID:
        known = ", ".join(_BY_ID)
        raise UnsupportedFormat(name, f"no format is called {format!r}", f"Choose one of: {known}")
    return _BY_ID[format]


def _shown(name: str) -> str:
    """``name`` as it can be printed on one line and written as UTF-8, whatever the file system allows."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def _prose(document: Document) -> str:
    blocks = (block for block in document.readable_blocks() if block.kind is not BlockKind.CODE)
    return "\n".join(document.quote(block.span) for block in blocks)


def _too_large(name: str, size: int) -> TooLarge:
    return TooLarge(
        name,
        f"the file has {size // _MEGABYTE:,} MB, more than the {MAX_BYTES // _MEGABYTE} MB that are read",
        "Split it, or save it without pictures",
    )
