"""What a passage says, freed from how the page set it, with the way back to the document's offsets.

The document's text keeps every character where the file has it. Who reads for meaning needs it
otherwise: words that a line end has split, whole; soft hyphens and ligatures gone; white space folded;
a table row with its column names. A `View` is that reading, and knows for each of its characters which
character of the document it came from.
"""

import re
import unicodedata
from dataclasses import dataclass

from analyzer.documents.document import Span
from analyzer.passages.passage import Passage

# A letter, a hyphen, a line end and a small letter: a word that the line end has split. typst writes the
# hyphen as a soft one, and what takes the text out of a PDF may put a space before it.
_SPLIT_WORD = re.compile(r"(?<=[^\W\d_])(?:[-\u2010]| ?\u00ad)\n[ \t]*(?=[a-z])")
_SOFT_HYPHEN = "\u00ad"
_HYPHENS = "\u2010\u2011"
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """``text`` as it is read; ``origins[i]`` is the document offset of ``text[i]``, or -1 where the
    character was supplied (a column name, a separator)."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> Span | None:
        """The document's span behind ``text[start:end]``; None where all of it was supplied."""
        behind = [origin for origin in self.origins[start:end] if origin >= 0]
        return Span(start=behind[0], end=behind[-1] + 1) if behind else None


def read_view(passage: Passage) -> View:
    """The passage as it is read: a table row as ``Column: cell | Column: cell``, all else as prose."""
    characters: list[str] = []
    origins: list[int] = []

    def supply(text: str) -> None:
        characters.extend(text)
        origins.extend([-1] * len(text))

    spans = passage.cells or (passage.span,)
    for i, span in enumerate(spans):
        if i:
            supply(" | ")
        if passage.header and passage.header[i]:
            supply(f"{passage.header[i]}: ")
        offset = passage.span.start
        for character, origin in _folded(passage.text[span.start - offset : span.end - offset], span.start):
            characters.append(character)
            origins.append(origin)
    return View(text="".join(characters), origins=tuple(origins))


def plain(text: str) -> str:
    """``text`` as it is read: split words rejoined, white space folded, ligatures and marks resolved."""
    return "".join(character for character, _ in _folded(text, 0))


def _folded(text: str, start: int) -> list[tuple[str, int]]:
    skipped = {i for match in _SPLIT_WORD.finditer(text) for i in range(*match.span())}
    folded: list[tuple[str, int]] = []
    for i, character in enumerate(text):
        if i in skipped or character == _SOFT_HYPHEN or character in _ZERO_WIDTH:
            continue
        if character in _HYPHENS:
            # Some programs export one hyphen as two or three of different kinds.
            if not (folded and folded[-1][0] == "-"):
                folded.append(("-", start + i))
        elif character.isspace():
            if folded and folded[-1][0] != " ":
                folded.append((" ", start + i))
        else:
            whole = (
                unicodedata.normalize("NFKC", character) if "\ufb00" <= character <= "\ufb06" else character
            )
            folded.extend((part, start + i) for part in whole)
    if folded and folded[-1][0] == " ":
        folded.pop()
    return folded
