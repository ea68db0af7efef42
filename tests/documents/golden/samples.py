"""The samples that `make` has made, each with its truth."""

from dataclasses import dataclass
from pathlib import Path

from tests.documents.golden import truth
from tests.documents.measures import Measures, Piece, measure

SAMPLES = truth.HERE / "samples"
# Kinds of files that have what stands at the head and foot of their pages.
_PAGED = (".pdf", ".docx", ".odt", ".rtf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One file whose words are known."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def source(self) -> truth.Source:
        return truth.meeting() if self.name.startswith("meeting") else truth.proposal()

    def measure(self, reading: list[Piece]) -> Measures:
        """How near ``reading`` comes to what the file says."""
        source = self.source
        return measure(
            truth.units(source),
            reading,
            furniture=truth.furniture(source) if self.path.suffix in _PAGED else [],
            contents=truth.contents(source),
            pages=self._pages(),
        )

    def _pages(self) -> int:
        if self.path.suffix != ".pdf":
            return 1
        from pypdfium2 import PdfDocument

        document = PdfDocument(self.path.read_bytes())
        try:
            return len(document)
        finally:
            document.close()


def samples() -> list[Sample]:
    """All samples, by name."""
    return [Sample(path=path) for path in sorted(SAMPLES.iterdir())]
