from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from analyzer.training.splits import folds


@given(st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=60), st.integers(2, 5))
def test_a_family_is_never_parted(families: list[str], count: int) -> None:
    fold = folds(families, ["real"] * len(families), count)
    assert len(set(zip(families, fold.tolist(), strict=True))) == len(set(families))
    assert set(fold.tolist()) <= set(range(count))


def test_each_stratum_is_spread_over_all_folds() -> None:
    families = [f"{stratum}{i}" for stratum in ("real", "written") for i in range(10)]
    strata = ["real"] * 10 + ["written"] * 10
    fold = folds(families, strata, 5)
    assert set(Counter(zip(strata, fold.tolist(), strict=True)).values()) == {2}
