"""The encodings that text files come in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.decoding import MAX_LINE, decode, read_prose
from analyzer.documents.document import NoticeKind
from analyzer.errors import TooLarge, UnsupportedFormat

_GERMAN = "Wir klären das gemeinsam – für Ihr Team."


def _builder() -> DocumentBuilder:
    return DocumentBuilder(id="0" * 64, name="notes.txt", format="text")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    builder = _builder()
    assert read_prose(_GERMAN.encode(encoding), builder) == _GERMAN
    assert builder.build().notices == ()


@pytest.mark.parametrize("mark", [b"\xfe\xff", b"\x00\x00\xfe\xff"])
def test_big_endian_unicode_is_read_by_its_mark(mark: bytes) -> None:
    encoding = "utf-16-be" if len(mark) == 2 else "utf-32-be"
    assert decode(mark + _GERMAN.encode(encoding)) == _GERMAN


def test_windows_1252_is_read_and_said_to_be_a_guess() -> None:
    builder = _builder()
    assert read_prose(_GERMAN.encode("cp1252"), builder) == _GERMAN
    (notice,) = builder.build().notices
    assert notice.kind is NoticeKind.ENCODING_GUESSED


def test_one_broken_byte_does_not_cost_the_other_letters_of_utf8() -> None:
    builder = _builder()
    text = read_prose((_GERMAN * 10).encode() + b" \xe9 end", builder)
    assert text == _GERMAN * 10 + " \N{REPLACEMENT CHARACTER} end"
    assert [notice.kind for notice in builder.build().notices] == ["encoding_guessed"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\u2028\u2029")))
def test_whatever_is_written_in_utf8_is_read_back(text: str) -> None:
    assert decode(text.encode()) == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_line_ends_of_every_kind_become_one(end: str) -> None:
    assert decode(f"one{end}two".encode()) == "one\ntwo"


def test_a_page_end_ends_the_paragraph() -> None:
    assert decode(b"one\x0ctwo") == "one\n\ntwo"


@pytest.mark.parametrize("data", [b"MAGIC\x00\x00\x01" * 40, bytes(range(1, 32)) * 40])
def test_binary_content_is_no_text(data: bytes) -> None:
    with pytest.raises(UnsupportedFormat, match="binary"):
        read_prose(data, _builder())


def test_a_line_of_a_megabyte_is_not_prose() -> None:
    with pytest.raises(TooLarge, match=r"a single line of 10,485,760 characters is not prose"):
        read_prose(b"a " * 5_242_880, _builder())
    assert len(read_prose(b"a" * MAX_LINE, _builder())) == MAX_LINE
