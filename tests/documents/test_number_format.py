"""Format codes and what Excel shows for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.number_format import BUILT_IN, general, shown


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567, "#,##0", "1,234,567"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.125, "0.0%", "12.5%"),
        (0.1, "0%", "10%"),
        (95, '"$"#,##0.00', "$95.00"),
        (95, "[$€-407] #,##0", "€ 95"),
        (95.5, "#,##0.00 [$EUR]", "95.50 EUR"),
        (-95, '"$"#,##0;[Red]("$"#,##0)', "($95)"),
        (-95, '"$"#,##0', "-$95"),
        (-0.2, "0", "0"),
        (0, '0;-0;"none"', "none"),
        (0, '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"??_);_(@_)', "$-"),
        (8, '0 "hours"', "8 hours"),
        (8, "General \\h", "8 h"),
        (7, "000", "007"),
        (2.5, "0.##", "2.5"),
        (2, "0.##", "2"),
        (1_250_000, '0.0,,"m"', "1.3m"),
        (1234.5, "0.00E+00", "1.23E+03"),
        (0.5, "# ?/?", "0.5"),
        (45_292, "yyyy-mm-dd", "2024-01-01"),
        (45_292, "d mmmm yyyy", "1 January 2024"),
        (45_292, "[$-409]ddd d/m/yy;@", "Mon 1/1/24"),
        (45_292.375, "dd.mm.yyyy hh:mm", "01.01.2024 09:00"),
        (0.75, "h:mm AM/PM", "6:00 PM"),
        (1.5, "[h]:mm", "36:00"),
        (0.5 + 5 / 86_400, "mm:ss", "00:05"),
        (-1, "yyyy-mm-dd", "-1"),
        (3, ";;;", "3"),
        (3, "", "3"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_dates_may_count_from_1904() -> None:
    assert shown(0, "yyyy-mm-dd", from_1904=True) == "1904-01-01"


@given(
    st.floats(allow_nan=False, allow_infinity=False), st.text('0#?,.%;"[]hmsyd/AMPE+-@_*\\ €', max_size=12)
)
def test_a_value_is_always_shown_as_something(value: float, code: str) -> None:
    assert shown(value, code).strip()


@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_keeps_its_digits(value: int) -> None:
    assert general(value) == str(value)
    assert shown(value, "#,##0").replace(",", "") == str(value)


@given(st.sampled_from(sorted(BUILT_IN.values())), st.floats(0, 100_000))
def test_a_format_that_files_name_by_number_is_shown_in_figures(code: str, value: float) -> None:
    assert any(character.isdigit() for character in shown(value, code))
