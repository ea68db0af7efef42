"""The eight criteria of a profile, and which signals speak for and against each.

Every signal of the taxonomy speaks for or against exactly one criterion, so a profile's evidence is all
the evidence there is.
"""

from dataclasses import dataclass

KNOWS_US = "Do they understand our business, or only our tasks?"
HOW_WE_WORK = "Do they clearly explain how collaboration works?"
TRADE_OFFS = "Are they transparent about risks and trade-offs?"
BEYOND = "Do they think beyond the current scope?"
MUTUAL = "Is it a two-way partnership?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion: the signals for and against it, and the question of the article that it answers."""

    id: str
    title: str
    supporting: tuple[str, ...]
    opposing: tuple[str, ...]
    question: str


CRITERIA = (
    Criterion(
        id="business_context",
        title="Business context",
        supporting=("business_context",),
        opposing=(),
        question=KNOWS_US,
    ),
    Criterion(
        id="collaboration_model",
        title="Collaboration model",
        supporting=("collaboration_model",),
        opposing=(),
        question=HOW_WE_WORK,
    ),
    Criterion(
        id="governance_escalation",
        title="Governance and escalation",
        supporting=("governance_escalation",),
        opposing=("unclear_governance",),
        question=HOW_WE_WORK,
    ),
    Criterion(
        id="risks_trade_offs",
        title="Risks and trade-offs",
        supporting=("risk_transparency",),
        opposing=("commitment_without_context",),
        question=TRADE_OFFS,
    ),
    Criterion(
        id="outcomes_over_output",
        title="Outcomes over output",
        supporting=("outcome_focus",),
        opposing=("hours_rates_focus",),
        question=KNOWS_US,
    ),
    Criterion(
        id="proactive_communication",
        title="Proactive communication",
        supporting=("proactive_communication",),
        opposing=(),
        question=HOW_WE_WORK,
    ),
    Criterion(
        id="future",
        title="Future",
        supporting=("future_focus",),
        opposing=("short_term_focus",),
        question=BEYOND,
    ),
    Criterion(
        id="two_way_partnership",
        title="Two-way partnership",
        supporting=("shared_responsibility",),
        opposing=(),
        question=MUTUAL,
    ),
)
