"""Notes at the foot of a PDF page: small lines under all others that a mark in the text refers to."""

import re
from collections.abc import Sequence

from analyzer.documents.document import BlockKind
from analyzer.documents.pdf_drafts import Draft, Typography
from analyzer.documents.pdf_lines import Line

# Notes are set smaller than this share of the plain text's size.
_SMALL = 0.95
# "1The figures", "12 See", "* Without": a list writes "1." or "1)".
_MARK = re.compile(r"^(\d{1,3}|[*\u2020\u2021\u00a7]{1,3}) ?(?=[^\W\d_]|[\"\u201c(\[])")


def take_notes(lines: Sequence[Line], look: Typography) -> tuple[list[Draft], list[Line]]:
    """The notes at the foot of the page that has ``lines``, from the top down, and the other lines.

    Marks are often set so close that they are one with their word: "as agreed.1".
    """
    small = [line for line in lines if line.turn == 0 and line.size < _SMALL * look.size]
    if not any(_MARK.match(line.text) for line in small):
        return [], list(lines)
    foot = _foot(small, lines, look)
    inside = set(map(id, foot))
    above = "\n".join(line.text for line in lines if id(line) not in inside)
    found: list[Draft] = []
    for line in sorted(foot, key=lambda line: (line.middle, line.x0)):
        own = next((note for note in reversed(found) if _share_width(note.lines[0], line)), None)
        if (mark := _MARK.match(line.text)) and _refers(above, mark[1]):
            found.append(Draft(kind=BlockKind.NOTE, lines=[line], edge=line.x1))
        elif own is not None:
            own.lines.append(line)
    taken = {id(line) for note in found for line in note.lines}
    return found, [line for line in lines if id(line) not in taken]


def _foot(small: Sequence[Line], lines: Sequence[Line], look: Typography) -> list[Line]:
    """Those of the ``small`` lines that have none of the larger ``lines`` below them."""
    large = [line for line in lines if line.turn == 0 and line.size >= _SMALL * look.size]
    return [
        line
        for line in small
        if not any(other.top > line.top and _share_width(line, other) for other in large)
    ]


def _share_width(a: Line, b: Line) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1


def _refers(text: str, mark: str) -> bool:
    """True where a word of ``text`` ends in ``mark``."""
    return re.search(rf"(?:[^\W\d_]|[.,;:!?)\]\"'\u2019\u201d]){re.escape(mark)}(?!\w)", text) is not None
