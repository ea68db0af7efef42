"""Folds for cross-validation that never part a family of passages.

Passages of one document are alike, and so are the documents of one author: a model that has seen the
template in training looks better in the test than it is.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def folds(families: Sequence[str], strata: Sequence[str], count: int) -> NDArray[np.int64]:
    """The fold of each passage, from 0: families are whole, and each stratum is spread evenly.

    ``strata`` names the stratum of each passage; a family belongs to that of its first passage. Families are
    dealt from the largest down, each to the fold that has least of its stratum, so the same input gives the
    same folds.
    """
    sizes = Counter(families)
    stratum_of = dict(zip(reversed(families), reversed(strata), strict=True))
    loads = {stratum: [0] * count for stratum in set(strata)}
    fold_of: dict[str, int] = {}
    for family in sorted(sizes, key=lambda name: (-sizes[name], name)):
        load = loads[stratum_of[family]]
        fold_of[family] = load.index(min(load))
        load[fold_of[family]] += sizes[family]
    return np.array([fold_of[family] for family in families], dtype=np.int64)
