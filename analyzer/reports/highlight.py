"""Text with evidence on it, cut into segments that can be nested in nothing but their paragraph.

Quotes may overlap in any way, and markup may not. So the text is cut wherever a quote begins or ends,
each part names all the evidence it belongs to, and cues are cut inside the parts in the same manner.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.reports.exhibits import Exhibit


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters; ``cue`` where they moved a score."""

    text: str
    cue: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters that all belong to the same evidence.

    ``exhibits`` has red flags first, then the most probable first. ``begins`` are those whose first
    character this is.
    """

    pieces: tuple[Piece, ...]
    exhibits: tuple["Exhibit", ...]
    begins: tuple["Exhibit", ...]

    @property
    def text(self) -> str:
        """The characters of the segment."""
        return "".join(piece.text for piece in self.pieces)


def segments(text: str, offset: int, exhibits: Sequence["Exhibit"]) -> tuple[Segment, ...]:
    """``text``, which stands at ``offset`` of its document, cut at every edge of a quote.

    The texts of the segments, joined, are ``text``. Exhibits that do not touch it are ignored.
    """
    end = offset + len(text)
    ranges = [(exhibit.evidence.start, exhibit.evidence.end) for exhibit in exhibits]
    cut = []
    for a, b in pairwise(_edges(ranges, offset, end)):
        over = sorted(
            (e for e in exhibits if e.evidence.start <= a and b <= e.evidence.end),
            key=lambda e: (not e.red_flag, -e.evidence.score, e.number),
        )
        cut.append(
            Segment(
                pieces=tuple(_pieces(text[a - offset : b - offset], a, over)),
                exhibits=tuple(over),
                begins=tuple(e for e in exhibits if e.evidence.start == a),
            )
        )
    return tuple(cut)


def _pieces(text: str, offset: int, exhibits: Iterable["Exhibit"]) -> Iterator[Piece]:
    cues = [(cue.start, cue.end) for exhibit in exhibits for cue in exhibit.evidence.cues]
    for a, b in pairwise(_edges(cues, offset, offset + len(text))):
        yield Piece(text[a - offset : b - offset], any(start <= a and b <= end for start, end in cues))


def _edges(ranges: Iterable[tuple[int, int]], start: int, end: int) -> list[int]:
    inside = {edge for span in ranges for edge in span if start < edge < end}
    return [start, *sorted(inside), end]
