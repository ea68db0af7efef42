"""What a reader of prose found in a file, before it is known who speaks in it.

The readers turn a file into drafts; `add_drafts` finds the speakers over the whole document and hands
everything to the builder.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import BlockKind, NoticeKind
from analyzer.documents.turns import Part, TurnFinder, time_alone

_SPEECH = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A block without its place in the text. A table row has ``cells``, all other kinds have ``text``;
    ``bold`` is true where all of it is, ``framed`` where it stands in a text box."""

    kind: BlockKind
    text: str = ""
    level: int | None = None
    speaker: str | None = None
    timestamp: str | None = None
    cells: Sequence[str] = ()
    header: Sequence[str] = ()
    bold: bool = False
    framed: bool = False


def add_drafts(builder: DocumentBuilder, drafts: Iterable[Draft]) -> None:
    """Appends the drafts in order; lines that begin with a speaker's name become turns.

    The text of a turn begins with the name, as it was written: ``Name: words``. A time, or a name with
    a time, that stands alone above the words is taken into the turn.
    """
    drafts = list(_cards_last(drafts))
    finder = TurnFinder(line for draft in drafts if draft.kind in _SPEECH for line in draft.text.split("\n"))
    if finder.conversation:
        drafts = list(_with_turns(drafts, finder))
    for draft in drafts:
        add_draft(builder, draft)


def _cards_last(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """``drafts`` with the text boxes that have a heading and text of their own at the end of the section in
    which they are anchored: the rest of the section does not stand under their heading."""
    waiting: list[Draft] = []
    in_section = False
    for framed, group in groupby(drafts, attrgetter("framed")):
        together = list(group)
        headed = any(draft.kind is BlockKind.HEADING for draft in together[:-1])
        if framed and in_section and headed and together[-1].kind is not BlockKind.HEADING:
            waiting += together
            continue
        for draft in together:
            if not framed and draft.kind in (BlockKind.HEADING, BlockKind.NOTE):
                yield from waiting
                waiting = []
                in_section = True
            yield draft
    yield from waiting


def add_draft(builder: DocumentBuilder, draft: Draft, *, page: int | None = None) -> None:
    """Appends one draft as it is; ``page`` is the page or slide that it stands on."""
    if draft.kind is BlockKind.TABLE_ROW:
        builder.add_row(draft.cells, draft.header, page=page)
    else:
        builder.add(
            draft.kind,
            draft.text,
            level=draft.level,
            page=page,
            speaker=draft.speaker,
            timestamp=draft.timestamp,
        )


def _with_turns(drafts: Sequence[Draft], finder: TurnFinder) -> Iterator[Draft]:
    announced: Part | None = None
    for draft, following in zip(drafts, [*drafts[1:], None], strict=False):
        if draft.kind not in _SPEECH:
            yield from _unspoken(announced)
            announced = None
            yield draft
            continue
        time = time_alone(draft.text)
        if time and following is not None and finder.begins_turn(following.text):
            yield from _unspoken(announced)
            announced = Part(text="", timestamp=time)
            continue
        for part in finder.parts(draft.text):
            if part.speaker is not None and not part.text:
                yield from _unspoken(announced)
                announced = part
                continue
            yield _spoken(draft, part, announced)
            announced = None
    yield from _unspoken(announced)


def _spoken(draft: Draft, part: Part, announced: Part | None) -> Draft:
    speaker, text, timestamp = part.speaker, part.text, part.timestamp
    if announced is not None:
        timestamp = timestamp or announced.timestamp
        if speaker is None and announced.speaker is not None:
            speaker, text = announced.speaker, f"{announced.speaker}: {text}"
    if speaker is None:
        return replace(draft, text=text)
    return replace(draft, kind=BlockKind.TURN, text=text, speaker=speaker, timestamp=timestamp)


def _unspoken(announced: Part | None) -> Iterator[Draft]:
    """The name of a speaker whose words never came."""
    if announced is not None and announced.speaker is not None:
        yield Draft(kind=BlockKind.PARAGRAPH, text=announced.speaker)


def notice_left_out(builder: DocumentBuilder, inserted: int, deleted: int, hidden: int) -> None:
    """Adds the notices on tracked changes, read as accepted, and on hidden text, which is not read."""
    if inserted or deleted:
        builder.notice(
            NoticeKind.TRACKED_CHANGES,
            f"tracked changes are read as accepted: {inserted} insertions are in the text, "
            f"{deleted} deletions are not",
        )
    if hidden:
        builder.notice(NoticeKind.HIDDEN_TEXT, f"{hidden} pieces of hidden text are not read")
