"""What to ask the partner next: a question for each red flag that stands out and for each gap."""

from collections.abc import Mapping, Sequence

from analyzer.passages.view import plain
from analyzer.profile.verdict import CriterionVerdict, Question, Stance
from analyzer.signals.evidence import Evidence

# More than this of one kind makes a list that nobody reads out in a meeting.
FLAGS_A_SIGNAL = 2

# A quote in a question is an anchor, not the passage again.
LONGEST_QUOTE = 160

_ON_FLAG = {
    "commitment_without_context": "What does this rest on, and what would change it?",
    "hours_rates_focus": "Which result for us does this effort buy, and how will we both see it?",
    "unclear_governance": "Who decides, by when, and what happens if we disagree?",
    "short_term_focus": "What happens in the month after, and who will still be there?",
}

_ON_GAP = {
    "business_context": "What do you know of our situation that shaped this offer, and whom of us would you "
    "want to talk to before you start?",
    "collaboration_model": "What does a normal week of working together look like: who decides what, who "
    "reviews, and where does the work live?",
    "governance_escalation": "When we disagree or priorities change, who is told, who decides, and how fast?",
    "risks_trade_offs": "What could go wrong, what do you assume, and what would you give up first: time, "
    "scope or cost?",
    "outcomes_over_output": "Which figure of ours should be better a year from now because of this work?",
    "proactive_communication": "What will we hear from you without asking, how often, and how early would "
    "bad news reach us?",
    "future": "What happens after delivery: who maintains it, how does it grow, and how would we carry on "
    "without you?",
    "two_way_partnership": "What do you need from us, by when, and what does it cost if we are late?",
}


def questions_for(
    verdicts: Sequence[CriterionVerdict], red_flags: Sequence[Evidence], names: Mapping[str, str]
) -> tuple[Question, ...]:
    """The questions, red flags first, then gaps in the order of the criteria.

    ``names`` maps document ids to names. Where nothing could be read there is nothing to ask.
    """
    criterion_of = {e.passage_id + e.signal: v.id for v in verdicts for e in v.opposing}
    places_asked: dict[str, set[tuple[str, str]]] = {}
    questions = []
    for flag in red_flags:
        # Two rows of one rate card are one question.
        asked = places_asked.setdefault(flag.signal, set())
        section = (flag.document_id, flag.heading)
        if section not in asked and len(asked) < FLAGS_A_SIGNAL:
            asked.add(section)
            place = names.get(flag.document_id, "the document")
            page = f", page {flag.page}" if flag.page is not None else ""
            questions.append(
                Question(
                    criterion=criterion_of[flag.passage_id + flag.signal],
                    text=f"“{_shortened(flag.quote)}” ({place}{page}). {_ON_FLAG[flag.signal]}",
                    evidence=flag,
                )
            )
    gaps = [v for v in verdicts if v.stance in (Stance.NOT_ADDRESSED, Stance.UNCERTAIN)]
    return (
        *questions,
        *(Question(criterion=v.id, text=_ON_GAP[v.id], evidence=None) for v in gaps),
    )


def _shortened(quote: str) -> str:
    text = plain(quote)
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(",;:") + " …"
