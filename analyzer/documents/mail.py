"""A mail -> blocks: who wrote what, with the mails it answers and the files that come with it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from email.utils import parseaddr, parsedate_to_datetime

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.decoding import MAX_LINE
from analyzer.documents.document import Block, BlockKind, Document, NoticeKind
from analyzer.documents.draft import Draft, add_draft
from analyzer.documents.plaintext import text_drafts
from analyzer.documents.web_page import page_drafts
from analyzer.errors import DocumentError, EncryptedDocument, TooLarge

# Mails inside of mails are read to this depth, and so many attachments of one file in all.
MAX_DEPTH = 3
MAX_ATTACHMENTS = 50
# A text beside HTML that has less than this share of its words stands there for its look only.
_LEAST_SHARE = 0.5

_QUOTED = re.compile(r"^((?:> ?)+)(.*)$")
_HEADER = re.compile(
    r"^[*_]?(?:From|Sent|Date|To|Cc|Bcc|Subject|Reply-To|Importance|Attachments):[*_]?(?:\s|$)"
)
_FROM = re.compile(r"^[*_]?From:[*_]?\s*(?P<sender>.+)$")
_DIVIDER = re.compile(
    r"^(?:-{2,}\s*(?:Original (?:Message|Appointment)|Forwarded (?:Message|by .+))\s*-{2,}"
    r"|Begin forwarded message:|_{20,})\s*$",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(r"^(?:On\b.{5,250}|\S.{1,80}) wrote:$", re.DOTALL)
_BEFORE_NAME = re.compile(
    r"^On\b.*(?:\b\d{4}|\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s*[+-]\d{4})?(?:\s*\([A-Z]+\))?)[,\s]+"
    r"(?=[^\d\s])",
    re.DOTALL,
)
# The mark above a signature (RFC 3676, section 4.3).
_SIGNATURE = re.compile(r"^-- ?$")
_PGP = "-----BEGIN PGP MESSAGE-----"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file, or a mail, that comes with a mail; ``problem`` says why there is neither."""

    name: str
    data: bytes = b""
    mail: "Mail | None" = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail, whichever file it came in. ``date`` is as it is shown; ``text`` and ``html`` are two
    renderings of the same words, and ``drafts`` a third, for a body in neither."""

    subject: str = ""
    sender: str = ""
    to: str = ""
    cc: str = ""
    date: str = ""
    text: str = ""
    html: str = ""
    drafts: Sequence[Draft] = ()
    attachments: Sequence[Attachment] = ()


def add_mail(builder: DocumentBuilder, mail: Mail) -> None:
    """Adds the blocks of a mail: its subject as heading, its paragraphs as turns of their senders, then
    each attachment below a heading of its own.

    An attachment that cannot be read, or not in full, is a notice. Raises `EncryptedDocument` or `TooLarge`.
    """
    _Composer(builder).add(mail, depth=1)


class _Composer:
    """Adds one mail and those inside of it, and counts the attachments of all."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._attachments = 0

    def add(self, mail: Mail, depth: int) -> None:
        if _PGP in mail.text:
            raise EncryptedDocument(
                self._builder.name, "the mail is encrypted", "Save it decrypted, as text or PDF"
            )
        longest = max(map(len, mail.text.split("\n")))
        if longest > MAX_LINE:
            raise TooLarge(
                self._builder.name,
                f"a single line of {longest:,} characters is not prose",
                "Save the mail as PDF",
            )
        level = 2 * depth - 1
        self._builder.add(BlockKind.HEADING, mail.subject, level=level)
        fields = (("From", mail.sender), ("To", mail.to), ("Cc", mail.cc), ("Date", mail.date))
        for label, value in fields:
            if value:
                self._builder.add(BlockKind.FURNITURE, f"{label}: {' '.join(value.split())}")
        for draft in self._body(mail):
            add_draft(self._builder, draft)
        for attachment in mail.attachments:
            self._attach(attachment, depth)

    def _body(self, mail: Mail) -> Iterator[Draft]:
        """The blocks of the mail's own words, from the rendering that says the most."""
        drafts = list(mail.drafts)
        if mail.html and not drafts:
            drafts = page_drafts(mail.html, self._builder)
            said = sum(len(f"{draft.text} {' '.join(draft.cells)}".split()) for draft in drafts)
            if len(mail.text.split()) >= _LEAST_SHARE * said:
                drafts = []
        pieces = list(_pieces_of_drafts(drafts) if drafts else _pieces_of_text(mail.text))
        yield from _History(mail).turns(pieces)

    def _attach(self, attachment: Attachment, depth: int) -> None:
        name = attachment.name
        self._attachments += 1
        if self._attachments > MAX_ATTACHMENTS:
            self._lost(name, f"only {MAX_ATTACHMENTS} attachments are read")
        elif attachment.problem is not None:
            self._lost(name, attachment.problem)
        elif attachment.mail is None:
            self._read(attachment, depth)
        else:
            self._mail(name, attachment.mail, depth)

    def _read(self, attachment: Attachment, depth: int) -> None:
        from analyzer.documents.formats import read_bytes
        from analyzer.documents.recognition import recognise

        name = attachment.name
        try:
            match recognise(attachment.data, name):
                case "eml":
                    from analyzer.documents.eml import mail_of_eml

                    mail = mail_of_eml(attachment.data, name)
                case "msg":
                    from analyzer.documents.msg import mail_of_msg

                    mail = mail_of_msg(attachment.data, name)
                case known:
                    document = read_bytes(attachment.data, name, format=known)
                    self._heading(name, depth)
                    self._copy_all(document, depth)
                    return
            self._mail(name, mail, depth)
        except DocumentError as error:
            self._lost(name, error.problem)

    def _mail(self, name: str, mail: Mail, depth: int) -> None:
        if depth >= MAX_DEPTH:
            self._lost(name, f"mails inside of mails are read to a depth of {MAX_DEPTH}")
        else:
            self._heading(name, depth)
            self.add(mail, depth + 1)

    def _copy_all(self, document: Document, depth: int) -> None:
        """Adds the blocks of an attachment, and what is to say of its reading."""
        name = document.name
        for block in document.blocks:
            self._copy(document, block, 2 * depth)
        if document.unread_pages:
            pages = ", ".join(map(str, document.unread_pages))
            self._lost(name, f"no text could be read on its pages {pages}")
        for notice in document.notices:
            if notice.kind is NoticeKind.LOST:
                self._lost(name, notice.message)
            elif notice.page is None:
                self._builder.notice(notice.kind, f"the attachment {name}: {notice.message}")

    def _copy(self, document: Document, block: Block, below: int) -> None:
        """Adds a block of an attachment without its place, its headings below that of the attachment."""
        if block.cells:
            cells = [document.quote(cell) for cell in block.cells]
            self._builder.add_row(cells, block.header if block.kind is BlockKind.TABLE_ROW else ())
            return
        level = block.level
        if block.kind is BlockKind.HEADING:
            level = (level or 1) + below
        self._builder.add(
            block.kind,
            document.quote(block.span),
            level=level,
            speaker=block.speaker,
            timestamp=block.timestamp,
        )

    def _heading(self, name: str, depth: int) -> None:
        self._builder.add(BlockKind.HEADING, f"Attachment: {name}", level=2 * depth)

    def _lost(self, name: str, problem: str) -> None:
        self._builder.notice(NoticeKind.LOST, f"the attachment {name} is not read in full: {problem}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A line of a mail, or a whole block of one in HTML, and how deep it is quoted."""

    text: str
    depth: int = 0
    draft: Draft | None = None

    @property
    def line(self) -> str:
        return self.text.strip()


def _pieces_of_text(text: str) -> Iterator[_Piece]:
    for line in text.split("\n"):
        match = _QUOTED.match(line)
        if match:
            yield _Piece(text=match[2], depth=match[1].count(">"))
        else:
            yield _Piece(text=line)


def _pieces_of_drafts(drafts: Iterable[Draft]) -> Iterator[_Piece]:
    """The blocks; a paragraph in which another mail may begin, line by line."""
    for draft in drafts:
        lines = draft.text.split("\n")
        if draft.kind is BlockKind.PARAGRAPH and any(map(_may_begin_mail, lines)):
            yield from (_Piece(text=line) for line in lines)
        else:
            yield _Piece(text=draft.text, draft=draft)


def _may_begin_mail(line: str) -> bool:
    line = line.strip()
    return bool(_HEADER.match(line) or _DIVIDER.match(line)) or line.endswith("wrote:")


class _History:
    """Knows, going down a mail, whose words they are."""

    def __init__(self, mail: Mail) -> None:
        self._speakers = {0: _name_of(mail.sender)}
        self._timestamp = _moment(mail.date)
        self._lines: list[str] = []
        self._depth = 0
        self._signed = False

    def turns(self, pieces: Sequence[_Piece]) -> Iterator[Draft]:
        """The blocks of the mail: turns of the sender and of those that are quoted; the lines that only
        introduce a quotation, and signatures, are furniture."""
        i = 0
        while i < len(pieces):
            piece = pieces[i]
            if piece.depth != self._depth:
                yield from self._flush()
                self._depth, self._signed = piece.depth, False
            if consumed := self._introduction(pieces, i):
                yield from self._flush()
                lines = [line.line for line in pieces[i : i + consumed]]
                yield Draft(kind=BlockKind.FURNITURE, text="\n".join(filter(None, lines)))
                self._introduce(lines, pieces[i + consumed : i + consumed + 3])
                i += consumed
                continue
            if piece.draft is not None:
                yield from self._flush()
                yield self._spoken(piece.draft)
            elif _SIGNATURE.match(piece.text):
                yield from self._flush()
                self._signed = True
            else:
                self._lines.append(piece.text)
            i += 1
        yield from self._flush()

    def _introduction(self, pieces: Sequence[_Piece], i: int) -> int:
        """How many pieces from ``i`` on introduce another mail: an attribution, a divider, its header."""
        line = pieces[i].line
        if _DIVIDER.match(line):
            return 1
        if _FROM.match(line):
            count, fields, gap = 1, 1, 0
            for n, piece in enumerate(pieces[i + 1 : i + 16], 2):
                if _HEADER.match(piece.line):
                    count, fields, gap = n, fields + 1, 0
                else:
                    # Long lists of recipients go on over lines.
                    gap += 1 if piece.line or fields > 2 else 0
                if gap > 1:
                    break
            return count if fields > 2 else 0
        for count in (1, 2):
            text = " ".join(piece.line for piece in pieces[i : i + count])
            if line.startswith("On ") or count == 1:
                quoted = any(piece.depth > pieces[i].depth for piece in pieces[i + count : i + count + 3])
                if _ATTRIBUTION.match(text) and (text.startswith("On ") or quoted):
                    return count
        return 0

    def _introduce(self, lines: Sequence[str], following: Sequence[_Piece]) -> None:
        """Takes the name of who is quoted from the lines that introduce the quotation."""
        text = " ".join(lines)
        sender = _FROM.match(lines[0])
        if sender is not None:
            name = _name_of(sender["sender"])
        elif text.endswith("wrote:"):
            name = _name_of(_BEFORE_NAME.sub("", text.removesuffix("wrote:").strip(), count=1))
        else:
            return
        deeper = any(piece.depth > self._depth for piece in following)
        self._speakers[self._depth + deeper] = name
        if not deeper:
            self._signed = False
            self._timestamp = None

    def _flush(self) -> Iterator[Draft]:
        lines, self._lines = self._lines, []
        if self._signed:
            yield Draft(kind=BlockKind.FURNITURE, text="\n".join(filter(None, map(str.strip, lines))))
        else:
            yield from map(self._spoken, text_drafts("\n".join(lines)))

    def _spoken(self, draft: Draft) -> Draft:
        speaker = self._speakers.get(self._depth)
        if speaker is None or draft.kind in (BlockKind.FURNITURE, BlockKind.HEADING):
            return draft
        kind = BlockKind.TURN if draft.kind is BlockKind.PARAGRAPH else draft.kind
        timestamp = self._timestamp if self._depth == 0 else None
        return replace(draft, kind=kind, speaker=speaker, timestamp=timestamp)


def _moment(date: str) -> str | None:
    """A mail's date, to the minute where it can be told."""
    try:
        return f"{parsedate_to_datetime(date):%Y-%m-%d %H:%M}"
    except ValueError:
        return date or None


def _name_of(sender: str) -> str | None:
    """The name of a sender, or the address where there is no name."""
    name, address = parseaddr(" ".join(sender.split()))
    if not name and "@" not in address:
        name = re.sub(r"\s*[<\[].*$", "", sender)
    return name.strip(" \"'*_") or address or None
