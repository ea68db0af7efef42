"""Passages -> a sparse matrix of n-grams, each of which knows the characters it stands on.

Three fields are read: the words of a passage (runs of one to three), its characters inside words (runs of
two to five, which see through endings and misspellings), and the words of its heading. An n-gram is known
by a 32-bit hash, computed for all passages at once; a `Vocabulary` is the sorted hashes that training kept,
so it loads at once and has no words in it. The same function makes the features in training and in
prediction, and gives the places of the n-grams for the explanation.

Weights are those of tf-idf on presence: an n-gram counts once a passage, by its inverse document frequency,
and each field is scaled to a length of its own (`LENGTHS`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

WORDS, CHARACTERS, HEADING = range(3)
SIZES = {WORDS: (1, 2, 3), CHARACTERS: (2, 3, 4, 5), HEADING: (1, 2)}
# The heading's half did best of 0, a quarter, a half and 1 in cross-validation by source.
LENGTHS = np.array([1.0, 1.0, 0.5])

# Raised with any change to what a gram is: a model trained on other features is refused.
FEATURES_VERSION = 1

_TOKEN = re.compile(r"\w+(?:['\u2019]\w+)*|[^\w\s]")
_DIGIT = re.compile(r"\d")
_WHITE = re.compile(r"\s")
_SPACE = ord(" ")

Indices = NDArray[np.int64]
Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grams:
    """The n-grams of many passages: at the same index of each array, the passage (from 0), the hash, the
    field, and the place in characters of the passage's text (of its heading, in the heading's field)."""

    passage: Indices
    key: NDArray[np.uint32]
    field: NDArray[np.int8]
    start: Indices
    end: Indices


def grams(texts: Sequence[str], headings: Sequence[str]) -> Grams:
    """All n-grams of the passages ``texts`` under ``headings``, in no particular order."""
    lowered = [_lowered(text) for text in texts]
    parts = [
        *_word_grams(lowered, WORDS),
        *_character_grams(lowered, CHARACTERS),
        *_word_grams([_lowered(heading) for heading in headings], HEADING),
    ]
    return Grams(
        passage=np.concatenate([part.passage for part in parts]),
        key=np.concatenate([part.key for part in parts]),
        field=np.concatenate([part.field for part in parts]),
        start=np.concatenate([part.start for part in parts]),
        end=np.concatenate([part.end for part in parts]),
    )


def _word_grams(texts: Sequence[str], field: int) -> list[Grams]:
    owners: list[int] = []
    words: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for i, text in enumerate(texts):
        for match in _TOKEN.finditer(text):
            owners.append(i)
            words.append(crc32(match[0].encode("utf-8", "replace")))
            starts.append(match.start())
            ends.append(match.end())
    owner = np.array(owners, dtype=np.int64)
    word = np.array(words, dtype=np.uint64)
    start = np.array(starts, dtype=np.int64)
    end = np.array(ends, dtype=np.int64)
    parts = []
    for size in SIZES[field]:
        last = max(len(owner) - size + 1, 0)
        whole = np.flatnonzero(owner[:last] == owner[size - 1 :][:last])
        parts.append(_gram_part(owner, word, start[whole], end[whole + size - 1], whole, size, field))
    return parts


def _character_grams(texts: Sequence[str], field: int) -> list[Grams]:
    """Runs of characters within a word and the spaces around it."""
    padded = [f" {_WHITE.sub(' ', text)} " for text in texts]
    code = np.frombuffer("".join(padded).encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    lengths = np.array([len(text) for text in padded], dtype=np.int64)
    owner = np.repeat(np.arange(len(padded)), lengths)
    first = np.cumsum(lengths) - lengths
    place = np.arange(len(code)) - first[owner] - 1
    space = code == _SPACE
    spaces = np.concatenate([[0], np.cumsum(space)])
    parts = []
    for size in SIZES[field]:
        last = max(len(code) - size + 1, 0)
        at = np.arange(last)
        # No space but at the ends, and not two passages: the pads meet as two spaces.
        inner = spaces[at + size - 1] - spaces[at + 1]
        whole = np.flatnonzero((inner == 0) & ~(space[:last] & space[size - 1 :][:last]))
        start = place[whole] + space[whole]
        end = place[whole] + size - space[whole + size - 1]
        parts.append(_gram_part(owner, code, start, end, whole, size, field))
    return parts


def _gram_part(
    owner: Indices, unit: Keys, start: Indices, end: Indices, at: Indices, size: int, field: int
) -> Grams:
    key = np.full(len(at), 16 * field + size, dtype=np.uint64)
    for offset in range(size):
        key = _mixed(key * np.uint64(0x9E3779B97F4A7C15) + unit[at + offset])
    return Grams(
        passage=owner[at],
        key=(key >> np.uint64(32)).astype(np.uint32),
        field=np.full(len(at), field, dtype=np.int8),
        start=start,
        end=end,
    )


def _mixed(key: Keys) -> Keys:
    """Every bit of the result depends on every bit of ``key`` (the finisher of splitmix64)."""
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))


def _lowered(text: str) -> str:
    """``text`` in small letters, digits as 0, and of the same length."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(small if len(small := c.lower()) == 1 else c for c in text)
    return _DIGIT.sub("0", lower)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The features of passages as the filled cells of a matrix, by rising row, then column.

    ``of_gram`` gives the cell of each gram that the features were made from, -1 where it has none.
    """

    row: Indices
    column: Indices
    value: NDArray[np.float64]
    of_gram: Indices


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The n-grams that training kept: their hashes in rising order, their fields, and their weights."""

    keys: NDArray[np.uint32]
    fields: NDArray[np.int8]
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.keys)

    def cells(self, grams: Grams, count: int) -> Cells:
        """The features of the ``count`` passages that the grams are of."""
        column = self._columns(grams.key)
        known = np.flatnonzero(column >= 0)
        cell, of_known = np.unique(grams.passage[known] * len(self) + column[known], return_inverse=True)
        row, column = np.divmod(cell, len(self))
        field = self.fields[column]
        value = self.weights[column].astype(np.float64)
        squares = np.bincount(row * len(SIZES) + field, value**2, minlength=count * len(SIZES))
        value *= LENGTHS[field] / np.sqrt(squares[row * len(SIZES) + field])
        of_gram = np.full(len(grams.key), -1)
        of_gram[known] = of_known
        return Cells(row=row, column=column, value=value, of_gram=of_gram)

    def matrix(self, texts: Sequence[str], headings: Sequence[str]) -> "csr_matrix":
        """The features of the passages ``texts`` under ``headings``: a row each."""
        from scipy.sparse import csr_matrix

        cells = self.cells(grams(texts, headings), len(texts))
        ends = np.searchsorted(cells.row, np.arange(len(texts) + 1)).astype(np.int32)
        return csr_matrix((cells.value, cells.column.astype(np.int32), ends), shape=(len(texts), len(self)))

    def _columns(self, key: NDArray[np.uint32]) -> Indices:
        """The column of each hash; -1 where training did not keep it."""
        if not len(self):
            return np.full(len(key), -1)
        at = np.minimum(np.searchsorted(self.keys, key), len(self) - 1)
        return np.where(self.keys[at] == key, at, -1)


def vocabulary(texts: Sequence[str], headings: Sequence[str], min_passages: int) -> Vocabulary:
    """The n-grams that stand in at least ``min_passages`` of the passages, weighted by their rarity."""
    found = grams(texts, headings)
    pairs = np.unique((found.key.astype(np.uint64) << np.uint64(32)) | found.passage.astype(np.uint64))
    keys, counts = np.unique((pairs >> np.uint64(32)).astype(np.uint32), return_counts=True)
    _, first = np.unique(found.key, return_index=True)
    kept = counts >= min_passages
    return Vocabulary(
        keys=keys[kept],
        fields=found.field[first][kept],
        weights=(1 + np.log((1 + len(texts)) / (1 + counts[kept]))).astype(np.float32),
    )
