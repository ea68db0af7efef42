"""Passages -> log-odds by a fine-tuned encoder, which reads each passage below its heading.

The network is a small BERT (all-MiniLM-L6-v2, six layers) with two heads: one says for each token whether it
is among the words that carry a signal, the other, from all tokens, whether the passage shows it. It is kept
as an ONNX file with weights of eight bits (one scale a row), which are made into single precision when it is
loaded.

    [CLS] heading [SEP] passage [SEP]

Passages of equal length are run together, so that none is padded: a passage has the same score in any
company. One that is longer than training ever showed is read in pieces, and its log-odds are the highest of
them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analyzer.signals.taxonomy import SIGNAL_IDS

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

CLS, SEP = 101, 102
# What stands nearest above a passage says most: of a long heading, the end is kept.
HEADING_TOKENS = 24
PASSAGE_TOKENS = 160
BATCH = 32

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPair:
    """A heading and (a piece of) a passage as the network takes them.

    ``ids`` are the tokens, ``kinds`` 0 for the heading's and 1 for the passage's; ``places`` are the start
    and end of each of the passage's tokens in its text, the first of them at ``ids[first]``.
    """

    ids: Sequence[int]
    kinds: Sequence[int]
    first: int
    places: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderReading:
    """What the encoder says: ``log_odds`` (passages by signals), and in ``tokens``, for each passage, the
    places of its tokens and their log-odds of carrying each signal."""

    log_odds: NDArray[np.float64]
    tokens: Sequence[tuple[NDArray[np.int64], NDArray[np.float64]]]

    def along(self, passage: int, signal: int, text: str) -> NDArray[np.float64]:
        """How much each character of ``text`` speaks for the signal.

        That is the probability that its token is among the words that carry it, divided by the length of the
        word, so that long words do not count for more.
        """
        places, odds = self.tokens[passage]
        weight = np.zeros(len(text))
        for (start, end), odd in zip(places.tolist(), odds[:, signal].tolist(), strict=True):
            weight[start:end] = 1 / (1 + np.exp(-odd))
        for word in _WORD.finditer(text):
            weight[word.start() : word.end()] /= word.end() - word.start()
        return weight


class Encoder:
    """The encoder of a network and a tokenizer, ready to read."""

    def __init__(self, network: "InferenceSession", tokenizer: "Tokenizer") -> None:
        self._network = network
        self._tokenizer = tokenizer

    def read(self, texts: Sequence[str], headings: Sequence[str]) -> EncoderReading:
        """The passages ``texts`` under ``headings``, read."""
        pairs = list(token_pairs(self._tokenizer, texts, headings))
        by_length = defaultdict(list)
        for at, (_, pair) in enumerate(pairs):
            by_length[len(pair.ids)].append(at)
        log_odds = np.full((len(texts), len(SIGNAL_IDS)), -np.inf)
        found: dict[int, NDArray[np.float64]] = {}
        for alike in by_length.values():
            for batch in (alike[i : i + BATCH] for i in range(0, len(alike), BATCH)):
                passages, tokens = self._network.run(
                    ["passages", "tokens"],
                    {
                        "ids": np.array([pairs[at][1].ids for at in batch], dtype=np.int64),
                        "kinds": np.array([pairs[at][1].kinds for at in batch], dtype=np.int64),
                    },
                )
                for at, odds, of_tokens in zip(batch, passages, tokens, strict=True):
                    owner, pair = pairs[at]
                    log_odds[owner] = np.maximum(log_odds[owner], odds)
                    found[at] = of_tokens[pair.first : pair.first + len(pair.places)].astype(np.float64)
        pieces = defaultdict(list)
        for at, (owner, _) in enumerate(pairs):
            pieces[owner].append(at)
        return EncoderReading(
            log_odds=log_odds,
            tokens=[
                (
                    np.array(
                        [place for at in pieces[i] for place in pairs[at][1].places], dtype=np.int64
                    ).reshape(-1, 2),
                    np.concatenate([found[at] for at in pieces[i]]),
                )
                for i in range(len(texts))
            ],
        )


def token_pairs(
    tokenizer: "Tokenizer", texts: Sequence[str], headings: Sequence[str]
) -> Iterator[tuple[int, TokenPair]]:
    """The passages as the network takes them, each with its number; a long one several times, in pieces."""
    above, below = (
        tokenizer.encode_batch([_sound(text) for text in part], add_special_tokens=False)
        for part in (headings, texts)
    )
    for i, (heading, passage) in enumerate(zip(above, below, strict=True)):
        opening = [CLS, *heading.ids[-HEADING_TOKENS:], SEP]
        for start in range(0, max(len(passage.ids), 1), PASSAGE_TOKENS):
            tokens = passage.ids[start : start + PASSAGE_TOKENS]
            yield (
                i,
                TokenPair(
                    ids=[*opening, *tokens, SEP],
                    kinds=[0] * len(opening) + [1] * (len(tokens) + 1),
                    first=len(opening),
                    places=passage.offsets[start : start + PASSAGE_TOKENS],
                ),
            )


def _sound(text: str) -> str:
    """``text`` with a question mark for each half of a character, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def load_encoder(network: bytes, tokenizer: bytes) -> Encoder:
    """The encoder of the bytes of an ONNX file and of a ``tokenizer.json``.

    Raises ValueError where one of them is not what it should be.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # Weights become single precision once, at loading: products of eight bits would be faster and less exact.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    try:
        session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        words = Tokenizer.from_buffer(tokenizer)
    except Exception as error:
        raise ValueError(str(error)) from error
    # "[SEP]" in a document is five characters, not the end of a passage.
    words.encode_special_tokens = True
    words.no_padding()
    words.no_truncation()
    return Encoder(session, words)
