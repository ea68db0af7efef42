"""The twelve signals: eight strengths and four red flags of a technology partner.

The wording follows the article on choosing a technology partner that the labelling guide
(`training_data/labelling-guide.md`) is made from. The order of `SIGNALS` is the order of every column
of scores.
"""

from dataclasses import dataclass
from enum import StrEnum

# Raised with any change of names, order or meaning: a model trained on another version is refused.
TAXONOMY_VERSION = 1


class Polarity(StrEnum):
    """Which way a signal speaks."""

    STRENGTH = "strength"
    RED_FLAG = "red_flag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One signal: its identifier in data and code, its title, and what a passage that shows it does."""

    id: str
    title: str
    polarity: Polarity
    shows: str


def _strength(id: str, title: str, shows: str) -> Signal:
    return Signal(id=id, title=title, polarity=Polarity.STRENGTH, shows=shows)


def _red_flag(id: str, title: str, shows: str) -> Signal:
    return Signal(id=id, title=title, polarity=Polarity.RED_FLAG, shows=shows)


SIGNALS = (
    _strength(
        "business_context",
        "Knows the business",
        "understands this client's own situation, or asks and plans to ask before proposing",
    ),
    _strength(
        "collaboration_model",
        "Explains collaboration",
        "says how the two sides work together: who decides, who does, cadence, tools, acceptance",
    ),
    _strength(
        "governance_escalation",
        "Governs and escalates",
        "says how problems are escalated, conflicts resolved, priorities and scope changed",
    ),
    _strength(
        "risk_transparency",
        "Open about risk",
        "states a risk, unknown, dependency, assumption or trade-off, or the reasoning behind an estimate",
    ),
    _strength(
        "outcome_focus",
        "Aims at outcomes",
        "ties the work to a result for the business or its users",
    ),
    _strength(
        "proactive_communication",
        "Keeps you informed",
        "commits to inform unprompted: reports, demos, early warning, open progress",
    ),
    _strength(
        "future_focus",
        "Looks ahead",
        "looks past the present scope: growth, later phases, maintenance, handover",
    ),
    _strength(
        "shared_responsibility",
        "Shares responsibility",
        "says what the client brings or must do, or treats the work as mutual",
    ),
    _red_flag(
        "commitment_without_context",
        "Promise without context",
        "promises a date, budget, scope or result flatly, with no basis or condition; denies risk",
    ),
    _red_flag(
        "hours_rates_focus",
        "Sells hours and rates",
        "makes effort the substance: hours, day rates, headcount, rate cards, ticket counts",
    ),
    _red_flag(
        "unclear_governance",
        "Vague governance",
        "is vague, ad hoc or silent where a rule is due: roles, approval or decisions left open",
    ),
    _red_flag(
        "short_term_focus",
        "Closes the door",
        "ends at delivery: no support or maintenance, future needs waved off, lock-in for handover",
    ),
)

SIGNAL_IDS = tuple(signal.id for signal in SIGNALS)

_BY_ID = {signal.id: signal for signal in SIGNALS}


def signal_of(id: str) -> Signal:
    """The signal with this identifier; KeyError where there is none."""
    return _BY_ID[id]
