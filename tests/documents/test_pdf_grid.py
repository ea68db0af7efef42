"""The cells that rules make."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.pdf_grid import cell_groups

Rule = tuple[float, float, float, float]


def grid(xs: list[float], ys: list[float]) -> list[Rule]:
    """A rule along each of ``ys`` and down each of ``xs``."""
    across = [(xs[0], y, xs[-1], y) for y in ys]
    down = [(x, ys[0], x, ys[-1]) for x in xs]
    return [*across, *down]


def cells(rules: list[Rule]) -> list[list[Rule]]:
    return [sorted(group) for group in cell_groups(np.array(rules, float).reshape(-1, 4))]


EDGES = st.lists(st.integers(0, 40), min_size=2, max_size=6, unique=True).map(
    lambda steps: [20.0 * step for step in sorted(steps)]
)


@given(EDGES, EDGES)
def test_a_grid_has_a_cell_between_each_two_neighbouring_rules(xs: list[float], ys: list[float]) -> None:
    expected = [
        (x0, top, x1, bottom) for x0, x1 in itertools.pairwise(xs) for top, bottom in itertools.pairwise(ys)
    ]
    assert cells(grid(xs, ys)) == ([expected] if len(expected) > 1 else [])


@given(st.permutations(grid([0, 50, 100], [0, 20, 40])))
def test_the_order_of_the_rules_does_not_matter(rules: list[Rule]) -> None:
    assert cells(rules) == cells(grid([0, 50, 100], [0, 20, 40]))


def test_rules_that_nearly_meet_make_one_table() -> None:
    short = [(2, y + 1, 98, y + 1) for y in (0, 20)]
    down = [(x, 0, x, 20) for x in (0, 50, 100)]
    (table,) = cells([*short, *down])
    assert len(table) == 2


def test_a_side_that_is_not_drawn_joins_two_cells() -> None:
    rules = [rule for rule in grid([0, 50, 100], [0, 20, 40]) if rule[0] != 50 or rule[2] != 50]
    rules.append((50, 20, 50, 40))
    (table,) = cells(rules)
    assert table == [(0, 0, 100, 20), (0, 20, 50, 40), (50, 20, 100, 40)]


def test_tables_that_stand_apart_come_from_the_top_down() -> None:
    tables = cells([*grid([0, 50, 100], [200, 220]), *grid([0, 50, 100], [0, 20])])
    assert [table[0][1] for table in tables] == [0, 200]


def test_rules_in_one_direction_make_no_cells() -> None:
    assert cells([(0, 20.0 * i, 100, 20.0 * i) for i in range(5)]) == []
    assert cells([]) == []
