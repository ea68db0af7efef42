"""From a path or bytes to a document, or to one clear line."""

import hashlib
import io
import zipfile
from pathlib import Path

import docx
import pytest

from analyzer.documents import formats
from analyzer.documents.formats import FORMATS, read_bytes, read_document
from analyzer.errors import (
    DamagedDocument,
    DocumentError,
    EmptyDocument,
    EncryptedDocument,
    MissingDocument,
    TooLarge,
    UnsupportedFormat,
)
from tests.documents.reading import rows

_PROSE = "We begin with interviews, because we do not know your dispatchers yet.\n"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _docx(text: str = _PROSE) -> bytes:
    document = docx.Document()
    document.add_paragraph(text.strip())
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _zip(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def test_a_document_is_known_by_its_bytes_and_its_name_without_folders(tmp_path: Path) -> None:
    path = tmp_path / "offer.txt"
    path.write_text(_PROSE)
    document = read_document(path)
    assert document == read_document(str(path)) == read_bytes(_PROSE.encode(), "some/folder/offer.txt")
    assert document.name == "offer.txt"
    assert document.id == hashlib.sha256(_PROSE.encode()).hexdigest()


def test_formats_have_names_of_their_own() -> None:
    ids = [known.id for known in FORMATS]
    extensions = [extension for known in FORMATS for extension in known.extensions]
    assert len(set(ids)) == len(ids) == 13
    assert len(set(extensions)) == len(extensions)


@pytest.mark.parametrize("name", ["offer.docx", "offer.pdf", "offer.txt", "offer"])
def test_content_decides_whatever_the_name_says(name: str) -> None:
    assert read_bytes(_docx(), name).format == "docx"
    assert read_bytes(b"WEBVTT\n\n00:01.000 --> 00:02.000\nWe agree.\n", name).format == "vtt"
    assert read_bytes(b"1\n00:00:01,000 --> 00:00:02,000\nWe agree.\n", name).format == "srt"


@pytest.mark.parametrize(
    ("name", "source", "format"),
    [
        ("notes.md", _PROSE, "markdown"),
        ("notes.txt", f"# Plan\n\n**Then** {_PROSE}", "text"),
        ("notes", f"# Plan\n\n- **Then** {_PROSE}", "markdown"),
        ("-", f"See [the plan](https://x.org/plan).\n\n## Plan\n\n{_PROSE}", "markdown"),
        ("notes", _PROSE, "text"),
        ("notes.v2", f"- {_PROSE}", "text"),
    ],
)
def test_the_name_tells_markdown_from_text_and_without_one_the_marks_do(
    name: str, source: str, format: str
) -> None:
    assert read_bytes(source.encode(), name).format == format


def test_a_named_format_overrides_what_the_content_looks_like() -> None:
    assert read_bytes(b"# Plan\n\n**Then** we talk.", "-", format="text").format == "text"
    with pytest.raises(UnsupportedFormat, match=r"Choose one of: pdf, docx, pptx, .*, vtt, srt"):
        read_bytes(_PROSE.encode(), "-", format="word")


def test_absence_has_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(MissingDocument, match=r"nothing.md: there is no such file"):
        read_document(tmp_path / "nothing.md")
    with pytest.raises(MissingDocument, match=r"this is a folder\. Name the files in it"):
        read_document(tmp_path)
    with pytest.raises(MissingDocument, match="cannot be read"):
        read_document(tmp_path / ("a" * 400))
    with pytest.raises(MissingDocument, match="cannot be read"):
        read_document("a\0b")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.txt"),
        (b"", "a.pdf"),
        (b" \r\n\t\n", "a.md"),
        (b"\xff\xfe", "a.txt"),
        (b"--- * * *\n\n...\n", "a.md"),
        (b"<!-- only a comment -->\n", "a.md"),
        (b"WEBVTT\n\nNOTE nothing said\n", "a.vtt"),
    ],
)
def test_a_file_without_words_is_empty(data: bytes, name: str) -> None:
    with pytest.raises(EmptyDocument):
        read_bytes(data, name)


def test_a_word_file_without_words_is_empty() -> None:
    with pytest.raises(EmptyDocument, match="there are no words in it"):
        read_bytes(_docx(""), "a.docx")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "a PNG image"),
        (b"\x7fELF\2\1\1" + b"\0" * 60, "a program"),
        (b"MZ\x90\0" + b"\0" * 60, "a program"),
        (b"<?xml version='1.0'?>\n<note>We begin.</note>", "an XML file"),
        (_OLE2 + "WordDocument".encode("utf-16-le"), r"an old Word file \(.doc\). Save it as PDF or DOCX"),
        (_OLE2 + "Workbook".encode("utf-16-le"), r"an old Excel file \(.xls\)"),
        (_OLE2, "an old Office file of an unknown kind"),
        (_zip(**{"xl__workbook.bin": "a"}), r"a binary Excel file \(.xlsb\)"),
        (_zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"), r"spreadsheet \(.ods\)"),
        (_zip(**{"notes.txt": "We begin."}), "Unpack it and name the files in it"),
        (b"words\0\1\2" * 30, "a binary file"),
    ],
)
def test_what_no_reader_takes_is_named_as_what_it_is(data: bytes, says: str) -> None:
    with pytest.raises(UnsupportedFormat, match=says):
        read_bytes(data, "offer.txt")


def test_a_locked_word_file_asks_for_a_copy_without_its_password() -> None:
    with pytest.raises(EncryptedDocument, match="Save a copy without the password"):
        read_bytes(_OLE2 + "EncryptedPackage".encode("utf-16-le"), "offer.docx")


@pytest.mark.parametrize("cut", [30, 200, -40, -10])
def test_a_word_file_that_is_cut_short_is_damaged(cut: int) -> None:
    with pytest.raises(DamagedDocument):
        read_bytes(_docx()[:cut], "offer.docx")


@pytest.mark.parametrize(
    ("source", "format"),
    [
        (b"{\\rtf1\\ansi We begin.}", "rtf"),
        (b"\xef\xbb\xbf<!-- a --><!DOCTYPE html>\n<html><body>We begin.</body></html>", "html"),
        (b"From: a@x.org\nTo: b@y.org\nMessage-ID: <1@x.org>\nSubject: Hi\n\nWe begin.\n", "eml"),
        (b"From a@x.org Tue Apr  1 2031\nSubject: Hi\nReceived: by x\n\nWe begin.\n", "eml"),
    ],
)
def test_texts_with_marks_are_known_by_how_they_begin(source: bytes, format: str) -> None:
    assert read_bytes(source, "offer").format == read_bytes(source, "offer.txt").format == format


def test_a_page_without_a_beginning_is_known_by_its_name() -> None:
    assert rows(read_bytes(b"<p>We begin.</p>", "offer.html")) == [("paragraph", "We begin.")]


@pytest.mark.parametrize("name", ["offer.docx", "offer.pdf", "a.pptx", "a.xlsx", "a.odt", "a.msg"])
def test_a_text_with_the_name_of_another_format_is_damaged(name: str) -> None:
    with pytest.raises(DamagedDocument, match="the name says"):
        read_bytes(_PROSE.encode(), name)


def test_minutes_that_begin_like_a_letter_are_still_text() -> None:
    source = f"From: Ana\nTo: the team\nSubject: next steps\n\n{_PROSE}"
    assert read_bytes(source.encode(), "minutes.txt").format == "text"


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MAX_BYTES", 1_000)
    path = tmp_path / "big.txt"
    path.write_text(_PROSE * 20)
    with pytest.raises(TooLarge, match="Split it"):
        read_document(path)
    with pytest.raises(TooLarge, match="Split it"):
        read_bytes(path.read_bytes(), "big.txt")


def test_ten_megabytes_of_many_lines_are_read() -> None:
    paragraph = (_PROSE * 40).strip()
    document = read_bytes("\n\n".join([paragraph] * 3_600).encode(), "long.txt")
    assert len(document.text) > 10_000_000
    assert len(document.blocks) == 3_600


def test_ten_megabytes_on_one_line_are_not() -> None:
    with pytest.raises(TooLarge, match="a single line of 10,485,760 characters is not prose"):
        read_bytes(b"a " * 5_242_880, "long.md")


def test_every_message_is_one_line_whatever_the_file_is_called() -> None:
    for data in (b"", b"\x89PNG\r\n", _docx()[:99]):
        with pytest.raises(DocumentError) as caught:
            read_bytes(data, "a\nb\u202e\udc80.docx")
        assert str(caught.value).encode().startswith("a\ufffdb\ufffd\ufffd.docx: ".encode())
        assert len(str(caught.value).splitlines()) == 1


def test_the_language_is_told_where_there_is_enough_to_tell() -> None:
    assert read_bytes((_PROSE * 3).encode(), "a.txt").language == "en"
    assert read_bytes(b"Hello there.", "a.txt").language is None
