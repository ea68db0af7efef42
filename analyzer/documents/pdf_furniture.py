"""Running heads, footers and page numbers: lines at the edge of a page that come again on others."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from analyzer.documents.pdf_lines import Line

# The share of the page's height, at the top and at the bottom, in which furniture stands.
_MARGIN = 0.13
# A line is as far from its edge as one on another page within this many points.
_SAME_DISTANCE = 4.0
# A title that comes again on the next slide is no running head: those are not set larger than the text.
_LARGE = 1.25
# Pages further apart than this do not make a line a running head (heads change with the chapter,
# and left and right pages have their own).
_NEAR = 2

_NUMBER = re.compile(r"\d{1,6}")
_MOST_NUMBERS = 12
_ROMAN = re.compile(r"^[ivxlc]+$", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


# For each key, at the top or the bottom of the page, how far from that edge it stands on each page.
_Seen = defaultdict[tuple[bool, str], defaultdict[int, list[float]]]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line in the margin at the top or the bottom of its page, and how far from that edge it stands."""

    index: int
    line: Line
    at_top: bool
    distance: float


def furniture(pages: Sequence[tuple[Sequence[Line], float]], body_size: float) -> list[set[int]]:
    """For each page, given as its lines and its height, the indices of the lines that are furniture.

    A line is furniture where the same words, or the same but for a number that counts the pages, stand
    as far from the same edge of a page close by, and all lines further out on its page are furniture too.
    """
    if len(pages) < 2:
        return [set() for _ in pages]
    candidates = [list(_candidates(lines, height)) for lines, height in pages]
    seen: _Seen = defaultdict(lambda: defaultdict(list))
    for number, page in enumerate(candidates):
        for candidate in page:
            for key in _keys(candidate.line.text, number):
                seen[candidate.at_top, key][number].append(candidate.distance)
    found: list[set[int]] = []
    for number, page in enumerate(candidates):
        marked: set[int] = set()
        for at_top in (True, False):
            for candidate in (c for c in page if c.at_top is at_top):
                if not _recurs(candidate, number, seen, body_size, len(pages)):
                    # What stands further in is the page's own, unless it is on the same line.
                    if not _beside(candidate, page, marked):
                        break
                    continue
                marked.add(candidate.index)
        found.append(marked)
    return found


def _candidates(lines: Sequence[Line], height: float) -> Iterator[_Candidate]:
    """The lines in the margins, those nearest to the edge of the page first."""
    across = [(i, line) for i, line in enumerate(lines) if line.turn == 0]
    for i, line in sorted(across, key=lambda pair: pair[1].middle):
        if line.middle > _MARGIN * height:
            break
        yield _Candidate(index=i, line=line, at_top=True, distance=line.middle)
    for i, line in sorted(across, key=lambda pair: -pair[1].middle):
        if line.middle < (1 - _MARGIN) * height:
            break
        yield _Candidate(index=i, line=line, at_top=False, distance=height - line.middle)


def _recurs(candidate: _Candidate, number: int, seen: _Seen, body_size: float, pages: int) -> bool:
    line = candidate.line
    for key in _keys(line.text, number):
        distances = seen[candidate.at_top, key]
        # Most lines are told by the few pages close by, which keeps the time of a long document linear.
        near = set(range(number - _NEAR, number + _NEAR + 1)).intersection(distances)
        if _count_same(candidate, distances, near - {number}) and (
            line.size <= _LARGE * body_size
            or _count_same(candidate, distances, distances.keys() - {number}) >= pages / 2
        ):
            return True
    return False


def _count_same(candidate: _Candidate, distances: dict[int, list[float]], pages: Set[int]) -> int:
    """On how many of ``pages`` there is one of ``distances`` that is the candidate's."""
    return sum(
        any(abs(distance - candidate.distance) <= _SAME_DISTANCE for distance in distances[page])
        for page in pages
    )


def _beside(candidate: _Candidate, page: Sequence[_Candidate], marked: set[int]) -> bool:
    return any(
        other.index in marked and abs(other.line.middle - candidate.line.middle) < 0.5 * candidate.line.height
        for other in page
    )


def _keys(text: str, page: int) -> Iterator[str]:
    """What a line has in common with the same line on other pages.

    The text itself; and the text with one of its numbers counted from the page's own, which is the
    same on all pages where that number is the page number.
    """
    folded = text.casefold()
    yield folded
    for match in islice(_NUMBER.finditer(folded), _MOST_NUMBERS):
        yield f"{folded[: match.start()]}<{int(match.group()) - page}>{folded[match.end() :]}"
    if folded.isdecimal():
        # A part of a longer document keeps its page numbers, with leaps.
        yield "<number>"
    if _ROMAN.match(folded):
        yield f"<{_roman(folded) - page}>"


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(
        -value if i + 1 < len(values) and value < values[i + 1] else value for i, value in enumerate(values)
    )
