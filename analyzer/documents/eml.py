"""Mails as they travel (RFC 5322 and MIME) -> the record of `analyzer.documents.mail`."""

import base64
import email
import email.header
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.message import Message

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.decoding import decode
from analyzer.documents.document import NoticeKind
from analyzer.documents.mail import Attachment, Mail, add_mail
from analyzer.errors import DamagedDocument, EncryptedDocument

# Parts nested deeper than this are a trap.
_MAX_NESTING = 20
# Proof of who has sent the mail, not words of the sender.
_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)
_PKCS7 = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_ANOTHER = re.compile(rb"\n\r?\nFrom \S+ .*\d{4}\r?\n[A-Z][\w-]*:")


def read_eml(data: bytes, builder: DocumentBuilder) -> None:
    """Adds the blocks of a mail with its attachments.

    Raises `DamagedDocument` or `EncryptedDocument`.
    """
    if data.startswith(b"From ") and _ANOTHER.search(data):
        builder.notice(NoticeKind.LOST, "the file holds several mails, of which the first is read")
    add_mail(builder, mail_of_eml(data, builder.name))


def mail_of_eml(data: bytes, name: str) -> Mail:
    """The mail in ``data``. Raises `DamagedDocument` or `EncryptedDocument`."""
    try:
        return _mail(email.message_from_bytes(data), name, 0)
    except RecursionError:
        raise DamagedDocument(
            name, "the parts of the mail are nested too deeply", "Save it as text or PDF"
        ) from None


@dataclass(slots=True)
class _Content:
    """What the parts of one mail hold, in their order."""

    texts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


def _mail(message: Message, name: str, nesting: int) -> Mail:
    content = _Content()
    _collect(message, content, name, nesting)
    return Mail(
        subject=_field(message, "Subject"),
        sender=_field(message, "From") or _field(message, "Sender"),
        to=_field(message, "To"),
        cc=_field(message, "Cc"),
        date=_field(message, "Date"),
        text="\n\n".join(content.texts),
        html="\n".join(content.pages),
        attachments=content.attachments,
    )


def _collect(part: Message, content: _Content, name: str, nesting: int) -> None:
    kind = part.get_content_type()
    file = _file_name(part)
    if kind == "multipart/encrypted" or (
        kind in _PKCS7 and str(part.get_param("smime-type", "enveloped-data")).lower() != "signed-data"
    ):
        raise EncryptedDocument(name, "the mail is encrypted", "Save it decrypted, as text or PDF")
    if nesting > _MAX_NESTING:
        content.attachments.append(Attachment(name=file or kind, problem="its parts are nested too deeply"))
    elif kind == "message/rfc822":
        for inner in map(_unwrapped, _inner(part)):
            mail = _mail(inner, name, nesting + 1)
            content.attachments.append(Attachment(name=file or mail.subject or "mail", mail=mail))
    elif part.is_multipart():
        for inner in _inner(part):
            _collect(inner, content, name, nesting + 1)
    elif kind in _SIGNATURES or _is_inline_picture(part):
        pass
    elif kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment" and not file:
        (content.pages if kind == "text/html" else content.texts).append(_text(part))
    elif data := _payload(part):
        content.attachments.append(Attachment(name=file or f"{kind.replace('/', '.')}", data=data))


def _inner(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (inner for inner in payload if isinstance(inner, Message))


def _unwrapped(message: Message) -> Message:
    """``message``; where a program has encoded a whole mail, against RFC 2046, the mail itself."""
    payload = message.get_payload()
    if message.keys() or not isinstance(payload, str):
        return message
    try:
        return email.message_from_bytes(base64.b64decode(payload, validate=False))
    except ValueError:
        return message


def _is_inline_picture(part: Message) -> bool:
    shown = part.get_content_disposition() != "attachment" or part.get("Content-ID") is not None
    return part.get_content_maintype() == "image" and shown


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    data = _payload(part)
    charset = str(part.get_content_charset() or "").strip("'\"")
    try:
        return (
            data.decode(charset).replace("\r\n", "\n") if charset and charset != "us-ascii" else decode(data)
        )
    except (LookupError, UnicodeError):
        return decode(data)


def _file_name(part: Message) -> str:
    name = part.get_filename()
    return " ".join(_decoded(name).split()).replace("\\", "/").rpartition("/")[2] if name else ""


def _field(message: Message, name: str) -> str:
    value = message.get(name)
    return " ".join(_decoded(str(value)).split()) if value is not None else ""


def _decoded(value: str) -> str:
    """A header's words, those in other encodings decoded (RFC 2047)."""
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return value
