"""What the blocks of a PDF are while they are made: drafts, and the look of the plain text around them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from analyzer.documents.document import BlockKind
from analyzer.documents.pdf_lines import Line
from analyzer.documents.pdf_tables import Cell, Table


@dataclass(slots=True)
class Draft:
    """A block before its place in the document is known. ``edge`` is the right edge of its column."""

    kind: BlockKind
    lines: list[Line]
    edge: float
    level: int | None = None
    cells: list[Cell] = field(default_factory=list)
    table: Table | None = None

    @property
    def page(self) -> int:
        """Where it begins."""
        return self.lines[0].page

    @property
    def words(self) -> int:
        """How many there are."""
        return sum(line.words for line in self.lines)

    @property
    def size(self) -> float:
        """The size of its smallest line."""
        return min(line.size for line in self.lines)

    @property
    def text(self) -> str:
        """Its words, for looking at; the document's own text is made by the builder."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typography:
    """What the document's plain text looks like: its size, whether it is bold, the distance of its lines."""

    size: float
    bold: bool
    leading: dict[float, float]

    def pitch(self, line: Line) -> float:
        """The usual distance from ``line`` to the next of its paragraph."""
        return self.leading.get(line.size, 1.05 * line.height)


def typography(lines: Iterable[Line]) -> Typography:
    """The typography of a document, by its most frequent values."""
    sizes: Counter[float] = Counter()
    bold = total = 0
    distances: dict[float, Counter[float]] = {}
    previous: Line | None = None
    for line in lines:
        length = len(line.text)
        sizes[line.size] += length
        total += length
        bold += length * line.bold
        if previous is not None and previous.size == line.size and previous.page == line.page:
            distance, height = round(2 * (line.middle - previous.middle)) / 2, line.height
            if 0.6 * height < distance < 2.2 * height:
                distances.setdefault(line.size, Counter())[distance] += 1
        previous = line
    return Typography(
        size=sizes.most_common(1)[0][0] if sizes else 10.0,
        bold=2 * bold > total,
        leading={size: counted.most_common(1)[0][0] for size, counted in distances.items()},
    )
