"""The encoder: what the network is given, and what is made of its answers."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.signals.artifact import ACCURATE, ENCODER, TOKENIZER, load_model, shipped_model
from analyzer.signals.encoder import (
    CLS,
    HEADING_TOKENS,
    PASSAGE_TOKENS,
    SEP,
    Encoder,
    load_encoder,
    token_pairs,
)
from analyzer.signals.stacked import StackedModel
from analyzer.signals.taxonomy import SIGNAL_IDS

PROMISE = "We guarantee that everything is finished by Friday, no risk at all."
FILLER = "The office is in Porto near the river and has two rooms with a view of the old bridge. "


@cache
def shipped() -> Encoder:
    model = load_model(shipped_model(ACCURATE))
    assert isinstance(model, StackedModel)
    return model.encoder


def pairs(text: str, heading: str = ""):
    return [pair for _, pair in token_pairs(shipped()._tokenizer, [text], [heading])]


def test_a_passage_stands_below_its_heading() -> None:
    (pair,) = pairs("We agree.", "Plan")
    assert (pair.ids[0], pair.ids[pair.first - 1], pair.ids[-1]) == (CLS, SEP, SEP)
    assert pair.kinds == [0, 0, 0, 1, 1, 1, 1]
    assert ["We agree."[start:end] for start, end in pair.places] == ["We", "agree", "."]


def test_of_a_long_heading_the_end_is_kept() -> None:
    (pair,) = pairs("We agree.", "alpha " * 100 + "omega")
    (short,) = pairs("We agree.", "omega")
    assert pair.first == HEADING_TOKENS + 2
    assert pair.ids[pair.first - 2] == short.ids[1]


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=[]), max_size=300))
def test_every_token_has_its_place_in_any_text(text: str) -> None:
    for pair in pairs(text):
        assert all(0 <= start < end <= len(text) for start, end in pair.places)
        assert len(pair.ids) == len(pair.kinds) == pair.first + len(pair.places) + 1


def test_the_name_of_a_separator_in_a_document_is_only_text() -> None:
    (pair,) = pairs("first [SEP] second [CLS]")
    assert list(pair.ids).count(SEP) == 2
    assert list(pair.ids).count(CLS) == 1


def test_a_long_passage_is_read_to_its_end() -> None:
    text = FILLER * 40 + PROMISE
    assert len(pairs(text)) > 2
    assert sum(len(pair.places) for pair in pairs(text)) > 2 * PASSAGE_TOKENS
    k = SIGNAL_IDS.index("commitment_without_context")
    long, short = shipped().read([text, FILLER * 40], ["", ""]).log_odds[:, k]
    assert long > short + 1
    along = shipped().read([text], [""]).along(0, k, text)
    assert len(along) == len(text)
    assert along[-len(PROMISE) :].sum() > along[: -len(PROMISE)].sum()


def test_the_words_that_carry_a_signal_stand_out() -> None:
    text = f"{FILLER}{PROMISE}"
    along = shipped().read([text], [""]).along(0, SIGNAL_IDS.index("commitment_without_context"), text)
    assert along[len(FILLER) :].mean() > 5 * along[: len(FILLER)].mean()
    assert np.array_equal(along >= 0, np.ones(len(text), dtype=bool))


def test_a_passage_without_a_word_is_read_too() -> None:
    read = shipped().read(["", " "], ["", ""])
    assert np.isfinite(read.log_odds).all()
    assert len(read.along(0, 0, "")) == 0


@pytest.mark.parametrize("broken", [ENCODER, TOKENIZER])
def test_bytes_that_are_no_network_or_no_tokenizer_are_refused(broken: str) -> None:
    folder = shipped_model(ACCURATE)
    network, tokenizer = (folder / ENCODER).read_bytes(), (folder / TOKENIZER).read_bytes()
    with pytest.raises(ValueError, match=r"\w"):
        load_encoder(b"junk" if broken == ENCODER else network, b"junk" if broken == TOKENIZER else tokenizer)
