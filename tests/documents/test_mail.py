"""Mails: made with the standard library, and Outlook messages written stream by stream."""

import io
import struct
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents import mail as mail_module
from analyzer.documents.document import Document, NoticeKind
from analyzer.documents.formats import read_bytes
from analyzer.errors import DamagedDocument, EncryptedDocument, TooLarge
from tests.documents.ole2 import Tree, ole2
from tests.documents.reading import outcome, rows, texts

_BODY = "Dear Jonas,\n\nWe begin with interviews.\n\n- in April\n- in May\n"


def _message(body: str = _BODY, subject: str = "Next steps") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ana López <ana@x.org>"
    message["To"] = "Jonas <jonas@y.org>"
    message["Date"] = "Tue, 01 Apr 2031 09:30:00 +0200"
    message["Subject"] = subject
    message.set_content(body)
    return message


def _read(message: EmailMessage | MIMEMultipart) -> Document:
    return read_bytes(message.as_bytes(), "mail.eml")


def _turns(document: Document) -> list[tuple[str | None, str]]:
    return [(b.speaker, document.quote(b.span)) for b in document.blocks if b.kind == "turn"]


def _docx() -> bytes:
    word = docx.Document()
    word.add_heading("Plan", 1)
    word.add_paragraph("We begin with interviews.")
    table = word.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, (("Role", "Rate", "Place"), ("Lead", "90", "here")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def test_a_mail_is_its_subject_and_turns_of_its_sender() -> None:
    document = _read(_message())
    assert rows(document) == [
        ("heading1", "Next steps"),
        ("furniture", "From: Ana López <ana@x.org>"),
        ("furniture", "To: Jonas <jonas@y.org>"),
        ("furniture", "Date: Tue, 01 Apr 2031 09:30:00 +0200"),
        ("turn", "Dear Jonas,"),
        ("turn", "We begin with interviews."),
        ("list_item1", "in April"),
        ("list_item1", "in May"),
    ]
    assert {(b.speaker, b.timestamp) for b in document.blocks[4:]} == {("Ana López", "2031-04-01 09:30")}


def test_the_plain_text_is_preferred_unless_it_only_points_to_the_page() -> None:
    page = "<html><body><p>We begin with interviews of all your dispatchers.</p></body></html>"
    both = _message("We begin with interviews of all your dispatchers. Really.")
    both.add_alternative(page, subtype="html")
    assert texts(_read(both))[-1].endswith("Really.")
    pointer = _message("See the page.")
    pointer.add_alternative(page, subtype="html")
    assert texts(_read(pointer))[-1] == "We begin with interviews of all your dispatchers."


@pytest.mark.parametrize(
    "body",
    [
        "We agree.\n\nOn Tue, Apr 1, 2031 at 9:30 AM Jonas Berg <jonas@y.org> wrote:\n> Shall we begin?\n"
        ">\n> > Who leads?\n> Ana does.\n",
        "We agree.\n\nOn 1 April 2031 09:30, Jonas Berg\n<jonas@y.org> wrote:\n\n"
        "Shall we begin?\n\nAna does.\n",
        "We agree.\n\n-----Original Message-----\nFrom: Jonas Berg [mailto:jonas@y.org]\n"
        "Sent: Tuesday, April 1, 2031\nTo: Ana López;\n Kim\nSubject: Next steps\n\n"
        "Shall we begin?\n\nAna does.\n",
        "We agree.\n\nBegin forwarded message:\n\nFrom: Jonas Berg <jonas@y.org>\n\nDate: 1 April\nTo: Ana"
        "\n\n"
        "Shall we begin?\n\nAna does.\n",
    ],
)
def test_what_is_quoted_is_said_by_who_wrote_it(body: str) -> None:
    turns = _turns(_read(_message(body)))
    assert turns[0] == ("Ana López", "We agree.")
    assert ("Jonas Berg", "Shall we begin?") in turns
    assert ("Jonas Berg", "Ana does.") in turns


def test_history_is_found_in_a_page_too() -> None:
    message = _message("x")
    message.set_content(
        "<p>We agree.</p><div><b>From:</b> Jonas Berg<br><b>Sent:</b> Tuesday<br><b>To:</b> Ana<br>"
        "<b>Subject:</b> Next</div><p>Shall we begin?</p><ul><li>in May</li></ul>",
        subtype="html",
    )
    document = _read(message)
    assert _turns(document) == [("Ana López", "We agree."), ("Jonas Berg", "Shall we begin?")]
    assert document.blocks[-1].speaker == "Jonas Berg"


def test_a_reply_below_each_question_goes_back_to_the_sender() -> None:
    body = "On 1 April 2031, Jonas Berg wrote:\n> Who leads?\n\nAna does.\n\n> And when?\n\nIn May.\n"
    assert _turns(_read(_message(body))) == [
        ("Jonas Berg", "Who leads?"),
        ("Ana López", "Ana does."),
        ("Jonas Berg", "And when?"),
        ("Ana López", "In May."),
    ]


def test_a_signature_is_furniture() -> None:
    assert rows(_read(_message("We agree.\n\n-- \nAna López\nAcme\n")))[-1] == (
        "furniture",
        "Ana López\nAcme",
    )


def test_prose_that_says_from_is_no_header() -> None:
    body = "From: the first week on we work in pairs.\n\nThen we see.\n"
    assert [speaker for speaker, _ in _turns(_read(_message(body)))] == ["Ana López", "Ana López"]


def test_attachments_are_read_below_headings_of_their_own() -> None:
    message = _message("See below.")
    message.add_attachment(_docx(), maintype="application", subtype="octet-stream", filename="offer.docx")
    message.add_attachment("We ask first.", filename="notes.txt")
    document = _read(message)
    assert rows(document)[5:] == [
        ("heading2", "Attachment: offer.docx"),
        ("heading3", "Plan"),
        ("paragraph", "We begin with interviews."),
        ("table_header", "Role | Rate | Place"),
        ("table_row", "Lead | 90 | here"),
        ("heading2", "Attachment: notes.txt"),
        ("paragraph", "We ask first."),
    ]
    assert document.blocks[9].header == ("Role", "Rate", "Place")
    assert not document.notices


def test_what_cannot_be_read_of_an_attachment_is_lost_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = _message("See below.")
    for data, name in (
        (b"\x89PNG\r\n\x1a\n0", "scan.png"),
        (b"PK\x03\x04cut", "offer.docx"),
        (b" ", "a.txt"),
    ):
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    document = _read(message)
    assert [notice.message for notice in document.notices if notice.kind is NoticeKind.LOST] == [
        "the attachment scan.png is not read in full: this is a PNG image, not a document",
        "the attachment offer.docx is not read in full: the file is cut short or broken, its parts cannot be "
        "found",
        "the attachment a.txt is not read in full: the file is empty",
    ]
    monkeypatch.setattr(mail_module, "MAX_ATTACHMENTS", 1)
    assert "only 1 attachments are read" in _read(message).notices[-1].message


def test_pictures_within_the_text_are_not_missed() -> None:
    message = _message("See.")
    message.add_alternative("<p>See.</p><img src='cid:1'>", subtype="html")
    page = message.get_payload()[1]
    page.add_related(b"\x89PNG\r\n\x1a\n0", "image", "png", cid="<1>")
    assert not _read(message).notices


def _nested(depth: int, *, encoded: bool) -> EmailMessage:
    message = _message("The innermost.", subject="mail 0")
    for i in range(1, depth):
        outer = _message("Around it.", subject=f"mail {i}")
        if encoded:
            outer.add_attachment(
                message.as_bytes(), maintype="application", subtype="octet-stream", filename=f"{i}.eml"
            )
        else:
            outer.add_attachment(message)
        message = outer
    return message


@pytest.mark.parametrize("encoded", [True, False])
def test_mails_inside_of_mails_are_read_to_a_depth(encoded: bool) -> None:
    document = _read(_nested(3, encoded=encoded))
    assert [row for row in rows(document) if row[0].startswith("heading")][::2] == [
        ("heading1", "mail 2"),
        ("heading3", "mail 1"),
        ("heading5", "mail 0"),
    ]
    assert texts(document)[-1] == "The innermost."
    deeper = _read(_nested(4, encoded=encoded))
    assert "The innermost." not in deeper.text
    assert "to a depth of 3" in deeper.notices[0].message


def test_a_thousand_mails_inside_of_mails_do_no_harm() -> None:
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(1_000))
    with pytest.raises(DamagedDocument):
        read_bytes(f"From: a@x.org\nSubject: \n{head}\nWe begin.\n".encode(), "mail.eml")


@pytest.mark.parametrize(
    "source",
    [
        'Content-Type: multipart/encrypted; boundary="b"\n\n--b\n\nVersion: 1\n--b--\n',
        'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\n\nMIAG\n',
        "Content-Type: text/plain\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n",
    ],
)
def test_an_encrypted_mail_says_so(source: str) -> None:
    with pytest.raises(EncryptedDocument, match="the mail is encrypted"):
        read_bytes(f"From: ana@x.org\nSubject: Next\nMIME-Version: 1.0\n{source}".encode(), "mail.eml")


def test_a_line_that_is_data_is_too_large() -> None:
    message = _message()
    message.set_content("a " * 600_000, cte="8bit")
    with pytest.raises(TooLarge, match="is not prose"):
        _read(message)


def test_odd_encodings_are_read_or_replaced() -> None:
    source = (
        b"From: =?utf-8?q?Ana_L=C3=B3pez?= <ana@x.org>\nSubject: =?no-such?q?=41?= =?utf-8?b?////?=\n"
        b"MIME-Version: 1.0\nContent-Type: text/plain; charset=no-such\n\nWe begin in M\xfcnchen.\n"
    )
    document = read_bytes(source, "mail.eml")
    assert _turns(document) == [("Ana López", "We begin in München.")]


@given(st.binary(max_size=300))
def test_any_bytes_below_a_header_end_as_a_document_or_an_error_of_ours(data: bytes) -> None:
    head = (
        b"From: a@x.org\nMIME-Version: 1.0\nSubject: Next\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    )
    read = outcome(head + data, "mail.eml")
    assert isinstance(read, Document) or "\n" not in read


def _property(number: int, kind: int, value: bytes = bytes(8)) -> bytes:
    return struct.pack("<HHI", kind, number, 6) + value


def _text(number: int, text: str) -> dict[str, bytes]:
    return {f"__substg1.0_{number:04X}001F": text.encode("utf-16-le")}


def _msg(*, embedded: bool = False, **more: "bytes | Tree") -> dict[str, "bytes | Tree"]:
    sent = struct.pack("<Q", (13_571_000_000 - 86_400) * 10_000_000)
    tree: dict[str, bytes | Tree] = {
        "__properties_version1.0": bytes(24 if embedded else 32) + _property(0x0039, 0x40, sent),
        **_text(0x001A, "IPM.Note"),
        **_text(0x0037, "Next steps"),
        **_text(0x0C1A, "Ana López"),
        **_text(0x0C1F, "ana@x.org"),
        **_text(0x1000, _BODY),
    }
    return {**tree, **more}


def _attached(name: str, **content: "bytes | Tree") -> Tree:
    return {"__properties_version1.0": bytes(8), **_text(0x3707, name), **content}


def test_an_outlook_message_is_read_as_the_mail_it_is() -> None:
    document = read_bytes(ole2(_msg()), "mail.msg")
    assert document.format == "msg"
    assert rows(document)[:2] == [("heading1", "Next steps"), ("furniture", "From: Ana López <ana@x.org>")]
    assert rows(document)[3:] == rows(_read(_message()))[4:]
    assert {block.speaker for block in document.blocks[3:]} == {"Ana López"}
    assert document.blocks[-1].timestamp is not None


def test_the_attachments_of_an_outlook_message_are_files_and_messages() -> None:
    inner = _msg(embedded=True, **_text(0x0037, "The inner one"), **_text(0x1000, "We ask first."))
    tree = _msg(
        **{
            "__attach_version1.0_#00000000": _attached("offer.docx", **{"__substg1.0_37010102": _docx()}),
            "__attach_version1.0_#00000001": _attached("inner.msg", **{"__substg1.0_3701000D": inner}),
            "__attach_version1.0_#00000002": _attached("gone.pdf"),
            "__attach_version1.0_#00000003": _attached(
                "logo.png", **{"__substg1.0_37010102": b"\x89PNG\r\n", **_text(0x3712, "cid1")}
            ),
        }
    )
    document = read_bytes(ole2(tree), "mail.msg")
    headings = [row for row in rows(document) if row[0].startswith("heading")]
    assert headings == [
        ("heading1", "Next steps"),
        ("heading2", "Attachment: offer.docx"),
        ("heading3", "Plan"),
        ("heading2", "Attachment: inner.msg"),
        ("heading3", "The inner one"),
    ]
    assert texts(document)[-1] == "We ask first."
    assert [(notice.kind, notice.message[:23]) for notice in document.notices] == [
        ("lost", "the attachment gone.pdf")
    ]


@pytest.mark.parametrize(
    ("mark", "content"),
    [
        (b"MELA", rb"{\rtf1\ansi We begin.\par Then we ask.}"),
        # As in the example of MS-OXRTFCP, section 3.1.1: runs from the dictionary, then literal bytes.
        (
            b"LZFu",
            bytes.fromhex(
                "03000a007263706731323542320af32068656c09002062770 5b06c647d0a800fa0".replace(" ", "")
            ),
        ),
    ],
)
def test_a_body_in_rtf_alone_is_unpacked_and_read(mark: bytes, content: bytes) -> None:
    tree = _msg(
        **{"__substg1.0_10090102": struct.pack("<II4sI", 0, 0, mark, 0) + content}, **_text(0x1000, "")
    )
    expected = ["We begin.", "Then we ask."] if mark == b"MELA" else ["hello world"]
    assert [text for _, text in _turns(read_bytes(ole2(tree), "mail.msg"))] == expected


def test_an_encrypted_outlook_message_says_so() -> None:
    with pytest.raises(EncryptedDocument):
        read_bytes(ole2(_msg(**_text(0x001A, "IPM.Note.SMIME"))), "mail.msg")


def test_text_in_a_code_page_is_decoded_by_it() -> None:
    tree = _msg(**_text(0x1000, ""), **{"__substg1.0_1000001E": "Начнём.".encode("cp1251")})
    tree["__properties_version1.0"] = bytes(32) + _property(0x3FDE, 3, struct.pack("<II", 1251, 0))
    assert texts(read_bytes(ole2(tree), "mail.msg"))[-1] == "Начнём."


@given(st.integers(512, 6_000))
def test_an_outlook_message_cut_anywhere_ends_as_a_document_or_an_error_of_ours(cut: int) -> None:
    assert outcome(_WHOLE[:cut], "mail.msg")


_WHOLE = ole2(
    _msg(**{"__attach_version1.0_#00000000": _attached("a.txt", **{"__substg1.0_37010102": b"We ask."})})
)
