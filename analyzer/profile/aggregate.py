"""Findings of all of a partner's documents -> one profile. The order of the documents does not matter."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import prod
from operator import attrgetter, itemgetter

from analyzer.documents.document import NoticeKind
from analyzer.errors import Outcome
from analyzer.profile.criteria import CRITERIA, Criterion
from analyzer.profile.questions import questions_for
from analyzer.profile.source import Source
from analyzer.profile.verdict import CriterionVerdict, Gap, Profile, Searched, Stance
from analyzer.signals.evidence import Evidence, Findings
from analyzer.signals.taxonomy import Polarity, signal_of

# How many of the passages that came closest are named in the receipt of a search.
NEAREST = 3

# The kinds of notices that say why a page is unread, and that a part of a file was not searched.
_UNREAD_PAGE = (NoticeKind.NO_TEXT, NoticeKind.FAILED)
_UNSEARCHED_PART = (NoticeKind.LOST, NoticeKind.NOT_ENGLISH)

# One side of a criterion counts where at least one of its passages more likely than not shows what it seems
# to show.
COUNTS = 0.5


def build_profile(readings: Sequence[tuple[Source, Findings | None]]) -> Profile:
    """The profile of a partner from its sources and what was found in each (None for an unread one)."""
    sources = sorted((source for source, _ in readings), key=lambda source: (source.name, source.id or ""))
    findings = [found for _, found in readings if found is not None]
    evidence = _ranked(item for found in findings for item in found.evidence)
    near_misses = _ranked(item for found in findings for item in found.near_misses)
    verdicts = tuple(_verdict(criterion, sources, evidence, near_misses) for criterion in CRITERIA)
    red_flags = _each_kind_first(e for e in evidence if signal_of(e.signal).polarity is Polarity.RED_FLAG)
    names = {source.id: source.name for source in sources if source.id and source.searched}
    return Profile(
        criteria=verdicts, red_flags=red_flags, questions=questions_for(verdicts, red_flags, names)
    )


def _verdict(
    criterion: Criterion, sources: Sequence[Source], evidence: Sequence[Evidence], near: Sequence[Evidence]
) -> CriterionVerdict:
    supporting = tuple(e for e in evidence if e.signal in criterion.supporting)
    opposing = tuple(e for e in evidence if e.signal in criterion.opposing)
    searched = Searched(
        passages=sum(source.passages for source in sources),
        documents=tuple(source.id for source in sources if source.searched and source.id),
        gaps=tuple(gap for source in sources for gap in _gaps(source)),
        nearest=tuple(e for e in near if e.signal in criterion.supporting)[:NEAREST],
    )
    stance = _stance(supporting, opposing, searched)
    return CriterionVerdict(
        id=criterion.id,
        title=criterion.title,
        question=criterion.question,
        stance=stance,
        reason=_reason(stance, supporting, opposing, searched),
        supporting=supporting,
        opposing=opposing,
        searched=searched,
    )


def _stance(supporting: Sequence[Evidence], opposing: Sequence[Evidence], searched: Searched) -> Stance:
    if not searched.passages:
        return Stance.UNREAD
    if not supporting and not opposing:
        return Stance.NOT_ADDRESSED
    match _any_holds(supporting) >= COUNTS, _any_holds(opposing) >= COUNTS:
        case True, True:
            return Stance.MIXED
        case True, False:
            return Stance.SHOWN
        case False, True:
            return Stance.WARNING
        case _:
            return Stance.UNCERTAIN


def _any_holds(evidence: Iterable[Evidence]) -> float:
    """The probability that at least one piece of evidence holds, each taken for itself."""
    return 1 - prod(1 - e.score for e in evidence)


def _reason(
    stance: Stance, supporting: Sequence[Evidence], opposing: Sequence[Evidence], searched: Searched
) -> str:
    match stance:
        case Stance.UNREAD:
            return "Nothing could be read, so nothing can be said."
        case Stance.NOT_ADDRESSED:
            passages = _counted(searched.passages, "passage")
            documents = _counted(len(searched.documents), "document")
            unread = f" {_counted(len(searched.gaps), 'part')} not searched." if searched.gaps else ""
            return f"Nothing found on it in {passages} of {documents}.{unread}"
    for_it = f"{_in_documents(supporting)} for it" if supporting else "Nothing for it"
    against = f"{_counted(len(opposing), 'passage')} against" if opposing else "none against"
    doubt = ", and none of it is certain" if stance is Stance.UNCERTAIN else ""
    return f"{for_it}, {against}{doubt}."


def _in_documents(evidence: Sequence[Evidence]) -> str:
    documents = len({e.document_id for e in evidence})
    where = f" in {documents} documents" if documents > 1 else ""
    return f"{_counted(len(evidence), 'passage')}{where}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _gaps(source: Source) -> Iterable[Gap]:
    reasons = {notice.page: notice.message for notice in source.notices if notice.kind in _UNREAD_PAGE}
    if source.outcome is Outcome.DUPLICATE:
        return
    if not source.searched:
        why = source.notices[0].message if source.notices else "It has no passages to search."
        yield Gap(name=source.name, page=None, reason=why)
        return
    for page in source.unread_pages:
        yield Gap(name=source.name, page=page, reason=reasons.get(page, "The page could not be read."))
    for notice in source.notices:
        if notice.kind in _UNSEARCHED_PART and notice.page not in source.unread_pages:
            yield Gap(name=source.name, page=notice.page, reason=notice.message)


def _each_kind_first(ranked: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The strongest of each signal, then the second of each …: a rate card must not bury a flat promise."""
    seen: Counter[str] = Counter()
    places = []
    for evidence in ranked:
        places.append((seen[evidence.signal], evidence))
        seen[evidence.signal] += 1
    return tuple(evidence for _, evidence in sorted(places, key=itemgetter(0)))


def _ranked(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Strongest first; places decide between equals, so that the order of the inputs never does."""
    in_place = sorted(evidence, key=attrgetter("document_id", "start", "end", "signal"))
    return tuple(sorted(in_place, key=attrgetter("score"), reverse=True))
