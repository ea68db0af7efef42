"""The record of one passage: what a reader takes in at once, and what the detector tags."""

from dataclasses import dataclass

from analyzer.documents.document import BlockKind, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, list item, table row or turn, or a part of a long one.

    ``text`` is ``document.text[span.start:span.end]``. ``heading_path`` is outermost first. ``page`` is
    where it begins. In a table row ``cells`` and ``header`` are those of the block.
    """

    id: str
    document_id: str
    span: Span
    text: str
    kind: BlockKind
    heading_path: tuple[str, ...] = ()
    page: int | None = None
    speaker: str | None = None
    timestamp: str | None = None
    cells: tuple[Span, ...] = ()
    header: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.text) != self.span.end - self.span.start:
            raise ValueError(f"{self.id}: {len(self.text)} characters in {self.span}")

    @property
    def heading(self) -> str:
        """The innermost heading above the passage, or ""."""
        return self.heading_path[-1] if self.heading_path else ""
