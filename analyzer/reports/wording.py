"""The words that every report uses: for stances, outcomes, probabilities, places and the whole result."""

from collections import Counter
from collections.abc import Iterable

from analyzer.errors import Outcome
from analyzer.profile.review import Review
from analyzer.profile.source import Source
from analyzer.profile.verdict import Gap, Stance

# Each signal's symbol, from the word that says what it is about. A colour alone would leave out those who
# do not see it.
CODES = {
    "business_context": "Bu",
    "collaboration_model": "Co",
    "governance_escalation": "Go",
    "risk_transparency": "Ri",
    "outcome_focus": "Ou",
    "proactive_communication": "In",
    "future_focus": "Ah",
    "shared_responsibility": "Sh",
    "commitment_without_context": "Pr",
    "hours_rates_focus": "Hr",
    "unclear_governance": "Va",
    "short_term_focus": "Cl",
}

STANCES = {
    Stance.SHOWN: "shown",
    Stance.MIXED: "mixed",
    Stance.WARNING: "warning",
    Stance.UNCERTAIN: "uncertain",
    Stance.NOT_ADDRESSED: "not addressed",
    Stance.UNREAD: "could not be read",
}

OUTCOMES = {
    Outcome.OK: "read",
    Outcome.PARTIAL: "read in part",
    Outcome.NEEDS_OCR: "not read: needs OCR",
    Outcome.EMPTY: "not read: empty",
    Outcome.ENCRYPTED: "not read: locked",
    Outcome.DAMAGED: "not read: damaged",
    Outcome.UNSUPPORTED: "not read: unknown kind of file",
    Outcome.TOO_LARGE: "not read: too large",
    Outcome.NOT_ENGLISH: "not searched: not English",
    Outcome.MISSING: "not read: no such file",
    Outcome.DUPLICATE: "the same as another",
}

# A calibrated probability of at least this much deserves these words.
_LIKELIHOODS = (
    (0.95, "almost certain"),
    (0.80, "very likely"),
    (0.60, "likely"),
    (0.40, "about even"),
    (0.20, "possible"),
    (0.0, "unlikely"),
)

_SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def likelihood(score: float) -> str:
    """A probability in words."""
    return next(words for least, words in _LIKELIHOODS if score >= least)


def percent(score: float) -> str:
    """A probability in percent, never rounded to a certainty that it is not."""
    if score >= 0.995:
        return "over 99 %"
    if score < 0.005:
        return "under 1 %"
    return f"{score:.0%}".replace("%", " %")


def counted(number: int, one: str, many: str | None = None) -> str:
    """``number`` of a thing, small numbers as words: "no red flags", "one page", "14 pages"."""
    return f"{numeral(number)} {one if number == 1 else many or one + 's'}"


def numeral(number: int) -> str:
    """A number in a sentence: a word up to ten, else digits."""
    return _SMALL_NUMBERS[number] if number < len(_SMALL_NUMBERS) else f"{number:,}"


def listed(parts: Iterable[str]) -> str:
    """The parts as prose: "a", "a and b", "a, b and c"."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def summary(review: Review) -> str:
    """The whole result in one sentence."""
    searched = [source for source in review.documents if source.searched]
    if not searched:
        return f"Nothing could be read, so nothing can be said about {review.partner}."
    stances = Counter(verdict.stance for verdict in review.profile.criteria)
    phrases = (
        (Stance.SHOWN, "is shown", "are shown"),
        (Stance.MIXED, "is mixed", "are mixed"),
        (Stance.WARNING, "is a warning", "are warnings"),
        (Stance.UNCERTAIN, "is uncertain", "are uncertain"),
        (Stance.NOT_ADDRESSED, "is not addressed", "are not addressed"),
        (Stance.UNREAD, "could not be read", "could not be read"),
    )
    judged = listed(counted(stances[s], one, many) for s, one, many in phrases if stances[s])
    flags = len(review.profile.red_flags)
    passages = sum(source.passages for source in searched)
    return (
        f"Of the {counted(len(review.profile.criteria), 'criterion', 'criteria')}, {judged}; "
        f"{counted(flags, 'red flag')} {'was' if flags == 1 else 'were'} found in "
        f"{counted(passages, 'passage')} of {counted(len(searched), 'document')}."
    )


def caveat(review: Review) -> str:
    """What a reader must know of the detector before taking its word."""
    return (
        f"Evidence is found by a program (model: {review.model}), which misses some and takes some passages "
        "for what they are not. A probability is the share of such passages that show the signal when "
        "people read them. Read the quotes, and take what was not found as a reason to ask."
    )


def shortfall(review: Review) -> str:
    """What of the inputs is not in the result, in one sentence; "" where all was read."""
    unread = [source for source in review.documents if unsearched(source)]
    partial = [source for source in review.documents if source.outcome is Outcome.PARTIAL and source.searched]
    pages = sum(len(source.unread_pages) for source in partial)
    holed = sum(not source.unread_pages for source in partial)
    parts = []
    if unread:
        whole = len(review.documents)
        parts.append("the only file" if whole == 1 else f"{numeral(len(unread))} of {counted(whole, 'file')}")
    if pages:
        parts.append(counted(pages, "page"))
    if holed:
        parts.append(f"parts of {counted(holed, 'file')}")
    if not parts:
        return ""
    alone = len(unread) + pages + holed == 1
    text = f"{listed(parts)} could not be searched and {'is' if alone else 'are'} not part of this review."
    return text[0].upper() + text[1:]


def unsearched(source: Source) -> bool:
    """True where what a source says is in no other way part of the review."""
    return not source.searched and source.outcome is not Outcome.DUPLICATE


def names(review: Review) -> dict[str, str]:
    """The name of each document that was searched, by its id."""
    return {source.id: source.name for source in review.documents if source.id and source.searched}


def pages(numbers: Iterable[int]) -> str:
    """Page numbers as prose, runs joined: "page 4", "pages 2, 5 to 9"."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    shown = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in runs)
    return f"page {shown}" if shown.isdigit() else f"pages {shown}"


def size(source: Source) -> str:
    """How much there was to search: "12 pages, 180 passages searched"."""
    parts = [counted(source.pages, "page")] if source.pages else []
    if source.searched:
        parts.append(f"{counted(source.passages, 'passage')} searched")
    return ", ".join(parts)


def gap(missing: Gap) -> str:
    """What was not searched, and why, without the name of the file."""
    where = f"page {missing.page}. " if missing.page is not None else ""
    return f"{where}{missing.reason}"


def writable(text: str) -> str:
    """``text`` as UTF-8 can hold it: half a surrogate pair, which a file's name may have, becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
