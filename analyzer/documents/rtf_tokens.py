"""The tokens of RTF (Rich Text Format specification 1.9.1): groups, control words, and runs of bytes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)",
    re.DOTALL,
)

# The code pages of fonts by their character sets; those that are absent use the document's own.
_CODE_PAGES = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is ``{``, ``}``, ``word`` (a control word or symbol, ``text``, with its ``number``),
    ``byte`` (written as a number) or ``bytes``."""

    kind: str
    text: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of ``data`` in order; binary data within it is passed over."""
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        word, number, byte, symbol, brace, run = match.groups()
        if run is not None:
            yield Token("bytes", data=run)
        elif word is not None:
            value = int(number) if number is not None else None
            if word == b"bin":
                at += max(value or 0, 0)
            else:
                yield Token("word", text=word.decode(), number=value)
        elif brace is not None:
            yield Token(brace.decode())
        elif byte is not None:
            yield Token("byte", data=bytes([int(byte, 16)]))
        elif symbol is not None:
            yield Token("word", text=symbol.decode("latin-1"))


def code_page(charset: int | None, document: str) -> str:
    """The encoding of a font's characters; ``document`` is that of the document."""
    return _CODE_PAGES.get(charset or 0, document)


def decoded(data: bytes, encoding: str) -> str:
    """The characters of ``data``; what the encoding does not know is replaced."""
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")
