"""The fast model: what its log-odds are made of."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.signals.artifact import FAST, load_model, shipped_model
from analyzer.signals.linear import LinearModel, shares
from analyzer.signals.taxonomy import SIGNAL_IDS


@cache
def shipped() -> LinearModel:
    model = load_model(shipped_model(FAST))
    assert isinstance(model, LinearModel)
    return model


@settings(max_examples=25, deadline=None)
@given(
    st.text(st.sampled_from("we will risk deliver weekly If \u00e9\u0130 \t12|?.-"), max_size=60),
    st.sampled_from(["", "Rates", "Risks and assumptions"]),
    st.integers(0, len(SIGNAL_IDS) - 1),
)
def test_the_shares_add_up_to_the_log_odds(text: str, heading: str, signal: int) -> None:
    parts = shares(shipped(), text, heading, signal)
    assert len(parts.characters) == len(text)
    total = parts.characters.sum() + parts.heading + parts.intercept
    assert total == pytest.approx(shipped().log_odds([text], [heading])[0, signal], abs=1e-9)
