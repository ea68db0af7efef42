"""The judgement on one criterion, and the profile that holds the eight of them."""

from dataclasses import dataclass
from enum import StrEnum

from analyzer.signals.evidence import Evidence


class Stance(StrEnum):
    """What the documents say on a criterion.

    ``UNCERTAIN`` has evidence, but more likely than not none of it holds. ``UNREAD`` is not a judgement on
    the partner: nothing was readable, so nothing can be said.
    """

    SHOWN = "shown"
    MIXED = "mixed"
    WARNING = "warning"
    UNCERTAIN = "uncertain"
    NOT_ADDRESSED = "not_addressed"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A part of the inputs that was not searched: a whole file, or one page of it."""

    name: str
    page: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """The receipt of a search: how much was read, what was not, and what came nearest.

    ``documents`` are the ids of the documents searched. ``nearest`` are the passages that came closest to
    counting as support, best first; they are not evidence.
    """

    passages: int
    documents: tuple[str, ...]
    gaps: tuple[Gap, ...]
    nearest: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionVerdict:
    """The stance on one criterion with all its evidence, strongest first, and the receipt of the search.

    ``reason`` is the stance in one plain sentence.
    """

    id: str
    title: str
    question: str
    stance: Stance
    reason: str
    supporting: tuple[Evidence, ...]
    opposing: tuple[Evidence, ...]
    searched: Searched

    def __post_init__(self) -> None:
        found = bool(self.supporting or self.opposing)
        if found == (self.stance in (Stance.NOT_ADDRESSED, Stance.UNREAD)):
            raise ValueError(f"{self.id}: {self.stance} with {found=}")
        if (self.stance is Stance.UNREAD) != (self.searched.passages == 0):
            raise ValueError(f"{self.id}: {self.stance} after {self.searched.passages} passages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something to ask the partner next, and the evidence that prompts it (None for a gap)."""

    criterion: str
    text: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one partner's documents show.

    ``criteria`` has the eight criteria in their order. ``red_flags`` are all evidence of red-flag signals:
    the strongest of each signal first, then the second of each, and so on. ``questions`` are in the order
    of what matters most.
    """

    criteria: tuple[CriterionVerdict, ...]
    red_flags: tuple[Evidence, ...]
    questions: tuple[Question, ...]
