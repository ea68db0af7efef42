"""Bytes -> text: which encoding a text file is written in, and its line ends made one kind."""

import codecs
import re

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import NoticeKind
from analyzer.errors import TooLarge, UnsupportedFormat

# The longer marks first: that of UTF-16 LE begins that of UTF-32 LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# English in UTF-16 has a zero in nearly every second byte, and hardly one in the others.
_ZEROS_EXPECTED = 0.7
_ZEROS_TOLERATED = 0.1
_SAMPLE = 65_536

# A file counts as damaged UTF-8, and not as Windows-1252, where this many of its characters beyond
# ASCII are whole for each one that is broken.
_WHOLE_FOR_EACH_BROKEN = 10

# Beyond this a line is data and not prose, and the readers' patterns would take minutes over it.
MAX_LINE = 1_000_000
# More control characters than this are not text.
_MAX_CONTROLS = 0.02

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028]")
_PARAGRAPH_ENDS = re.compile("[\x0c\u2029]")


def read_prose(data: bytes, builder: DocumentBuilder) -> str:
    """The text of a file that people wrote, with a notice on ``builder`` where its encoding was guessed.

    Raises `UnsupportedFormat` for binary content and `TooLarge` for a line that is not prose.
    """
    text, guess = _decode(data)
    text = _with_line_ends(text)
    if is_binary(text):
        raise UnsupportedFormat(
            builder.name, "this is a binary file of an unknown kind, not text", "Save its text as PDF or DOCX"
        )
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE:
        raise TooLarge(
            builder.name,
            f"a single line of {longest:,} characters is not prose",
            "Save the document with its paragraphs on lines of their own",
        )
    if guess:
        builder.notice(NoticeKind.ENCODING_GUESSED, guess)
    return text


def decode(data: bytes) -> str:
    r"""The text of ``data``, its lines ended by ``\n``.

    A byte order mark decides; else UTF-8 where it fits; else UTF-16 where the zeros betray it; else
    Windows-1252, which is a guess.
    """
    return _with_line_ends(_decode(data)[0])


def is_binary(text: str) -> bool:
    """True where ``text`` begins with characters that nobody writes."""
    sample = text[:_SAMPLE]
    controls = sum(character < " " and character not in "\t\n" for character in sample)
    return "\0" in sample or controls > _MAX_CONTROLS * len(sample)


def _with_line_ends(text: str) -> str:
    return _PARAGRAPH_ENDS.sub("\n\n", _LINE_ENDS.sub("\n", text))


def _decode(data: bytes) -> tuple[str, str | None]:
    """The text, and a sentence on what was guessed, if anything was."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), None
    if utf16 := _utf16_by_zeros(data[:_SAMPLE]):
        return data.decode(utf16, "replace"), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count(_REPLACEMENT)
    whole = sum(character > "\x7f" for character in text) - broken
    if broken * _WHOLE_FOR_EACH_BROKEN <= whole:
        return text, f"{broken} characters are not valid UTF-8 and are shown as {_REPLACEMENT}"
    return data.decode("cp1252", "replace"), "not UTF-8; read as Windows-1252, accented letters may be wrong"


def _utf16_by_zeros(sample: bytes) -> str | None:
    even, odd = sample[0::2], sample[1::2]
    if not odd:
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros_odd >= _ZEROS_EXPECTED and zeros_even <= _ZEROS_TOLERATED:
        return "utf-16-le"
    if zeros_even >= _ZEROS_EXPECTED and zeros_odd <= _ZEROS_TOLERATED:
        return "utf-16-be"
    return None
