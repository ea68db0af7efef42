"""Outlook messages -> the record of `analyzer.documents.mail`: the properties in the streams of an OLE2
file (MS-OXMSG), opened with olefile."""

import io
import struct
from datetime import UTC, datetime, timedelta
from email.parser import HeaderParser
from typing import TYPE_CHECKING

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.decoding import decode
from analyzer.documents.draft import Draft
from analyzer.documents.mail import MAX_DEPTH, Attachment, Mail, add_mail
from analyzer.documents.rtf import rtf_drafts
from analyzer.errors import DamagedDocument, EncryptedDocument

if TYPE_CHECKING:
    from olefile import OleFileIO

# Properties by their numbers (MS-OXPROPS).
_CLASS, _SUBJECT, _SENT, _DELIVERED, _HEADERS = 0x001A, 0x0037, 0x0039, 0x0E06, 0x007D
_SENDER, _SENDER_ADDRESS, _SENDER_SMTP, _BEHALF_OF = 0x0C1A, 0x0C1F, 0x5D01, 0x0042
_TO, _CC, _BODY, _RTF, _HTML = 0x0E04, 0x0E03, 0x1000, 0x1009, 0x1013
_CODE_PAGE, _INTERNET_CODE_PAGE = 0x3FFD, 0x3FDE
_DATA, _LONG_NAME, _SHORT_NAME, _DISPLAY_NAME = 0x3701, 0x3707, 0x3704, 0x3001
_CONTENT_ID, _CONTENT_PLACE, _HIDDEN = 0x3712, 0x3713, 0x7FFE
_TEXT, _TEXT_8, _BINARY, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emz", ".wmz")

# Compressed RTF (MS-OXRTFCP): its mark, that of stored RTF, and the words every dictionary begins with.
_COMPRESSED, _STORED = b"LZFu", b"MELA"
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n"
    b"\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4_096
MAX_RTF = 20_000_000


def read_msg(data: bytes, builder: DocumentBuilder) -> None:
    """Adds the blocks of an Outlook message with its attachments.

    Raises `DamagedDocument` or `EncryptedDocument`.
    """
    add_mail(builder, mail_of_msg(data, builder.name))


def mail_of_msg(data: bytes, name: str) -> Mail:
    """The mail in ``data``. Raises as `read_msg`."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return _Storage(file, (), 32).mail(name, 1)
    # The library lets an index run out of a table that is cut short.
    except (OSError, IndexError, struct.error, TypeError, ValueError, RecursionError):
        raise DamagedDocument(
            name, "the message is cut short or broken", "Open it in Outlook, save it anew, or as PDF"
        ) from None


class _Storage:
    """The properties of one message or attachment: a folder of the file. Its table of short properties
    begins after ``skipped`` bytes."""

    def __init__(self, file: "OleFileIO[str]", path: tuple[str, ...], skipped: int) -> None:
        self._file = file
        self._path = path
        table = self._stream("__properties_version1.0")[skipped:]
        self._values = {
            struct.unpack_from("<H", table, at + 2)[0]: table[at + 8 : at + 16]
            for at in range(0, len(table) - 15, 16)
        }

    def mail(self, name: str, depth: int) -> Mail:
        """The message, with the attachments that are files and those that are messages."""
        kind = self._text(_CLASS).upper()
        if kind.startswith("IPM.NOTE.SMIME") and not kind.endswith("MULTIPARTSIGNED"):
            raise EncryptedDocument(name, "the mail is encrypted", "Save it decrypted, as text or PDF")
        headers = HeaderParser().parsestr(self._text(_HEADERS))
        html = self._text(_HTML) or decode(self._binary(_HTML))
        text = self._text(_BODY).replace("\r\n", "\n")
        drafts: list[Draft] = []
        if not text.strip() and not html.strip():
            drafts = rtf_drafts(_uncompressed(self._binary(_RTF)))
        return Mail(
            subject=self._text(_SUBJECT),
            sender=self._sender(),
            to=self._text(_TO),
            cc=self._text(_CC),
            date=self._time(_SENT) or str(headers.get("Date", "")) or self._time(_DELIVERED),
            text=text,
            html=html,
            drafts=drafts,
            attachments=[
                attachment
                for folder in self._folders("__attach_version1.0_")
                if (attachment := _Storage(self._file, folder, 8).attachment(name, depth)) is not None
            ],
        )

    def attachment(self, name: str, depth: int) -> Attachment | None:
        """The attachment; None for a picture that stands within the text."""
        file = self._text(_LONG_NAME) or self._text(_SHORT_NAME) or self._text(_DISPLAY_NAME) or "attachment"
        file = " ".join(file.split()).replace("\\", "/").rpartition("/")[2]
        inner = (*self._path, f"__substg1.0_{_DATA:04X}{_OBJECT:04X}")
        if self._file.exists([*inner, "__properties_version1.0"]):
            if depth >= MAX_DEPTH:
                return Attachment(
                    name=file, problem=f"mails inside of mails are read to a depth of {MAX_DEPTH}"
                )
            return Attachment(name=file, mail=_Storage(self._file, inner, 24).mail(name, depth + 1))
        within = self._text(_CONTENT_ID) or self._text(_CONTENT_PLACE) or self._number(_HIDDEN) & 1
        if within and file.lower().endswith(_PICTURES):
            return None
        data = self._binary(_DATA)
        return Attachment(
            name=file, data=data, problem=None if data else "the message holds no content of it"
        )

    def _sender(self) -> str:
        name = self._text(_SENDER) or self._text(_BEHALF_OF)
        address = self._text(_SENDER_SMTP) or self._text(_SENDER_ADDRESS)
        return f"{name} <{address}>" if "@" in address and address != name else name or address

    def _text(self, property_: int) -> str:
        """A property of text; "" where it is absent."""
        if text := self._property(property_, _TEXT):
            return text.decode("utf-16-le", "replace").strip("\0")
        narrow = self._property(property_, _TEXT_8).strip(b"\0")
        pages = (_INTERNET_CODE_PAGE, _CODE_PAGE) if property_ in (_BODY, _HTML) else (_CODE_PAGE,)
        page = next((number for number in map(self._number, pages) if number), 1252)
        try:
            return narrow.decode("utf-8" if page == 65_001 else f"cp{page}")
        except (LookupError, UnicodeError):
            return decode(narrow)

    def _binary(self, property_: int) -> bytes:
        return self._property(property_, _BINARY)

    def _number(self, property_: int) -> int:
        return int(struct.unpack_from("<I", self._values.get(property_, bytes(8)))[0])

    def _time(self, property_: int) -> str:
        """A moment, in tenths of microseconds since 1601, as it is shown."""
        ticks = struct.unpack("<Q", self._values.get(property_, bytes(8)))[0]
        if not 0 < ticks < 2**62:
            return ""
        moment = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
        return f"{moment:%Y-%m-%d %H:%M} UTC"

    def _property(self, property_: int, kind: int) -> bytes:
        return self._stream(f"__substg1.0_{property_:04X}{kind:04X}")

    def _stream(self, name: str) -> bytes:
        path = [*self._path, name]
        return bytes(self._file.openstream(path).read()) if self._file.exists(path) else b""

    def _folders(self, prefix: str) -> list[tuple[str, ...]]:
        depth = len(self._path)
        return sorted(
            {
                tuple(entry[: depth + 1])
                for entry in self._file.listdir(streams=False, storages=True)
                if len(entry) == depth + 1
                and tuple(entry[:depth]) == self._path
                and entry[depth].startswith(prefix)
            }
        )


def _uncompressed(data: bytes) -> bytes:
    """The RTF in a property of compressed RTF (MS-OXRTFCP, section 2.2); b"" where it is none."""
    mark, content = data[8:12], data[16:]
    if mark == _STORED:
        return content
    if mark != _COMPRESSED:
        return b""
    window = bytearray(_DICTIONARY.ljust(_WINDOW, b" "))
    write = len(_DICTIONARY)
    output = bytearray()
    at = 0
    while at < len(content) and len(output) < MAX_RTF:
        control = content[at]
        at += 1
        for bit in range(8):
            if control >> bit & 1:
                if at + 1 >= len(content):
                    return bytes(output)
                reference = content[at] << 8 | content[at + 1]
                at += 2
                read, length = reference >> 4, (reference & 15) + 2
                if read == write:
                    return bytes(output)
                run = [(read + i) % _WINDOW for i in range(length)]
            elif at < len(content):
                run = [-1]
                at += 1
            else:
                return bytes(output)
            for place in run:
                byte = content[at - 1] if place < 0 else window[place]
                output.append(byte)
                window[write] = byte
                write = (write + 1) % _WINDOW
    return bytes(output)
