"""How a spreadsheet shows a number: its format code (ECMA-376 part 1, section 18.8.31) applied."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache

# The codes that files name by number alone (section 18.8.30).
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0;-"$"#,##0',
    6: '"$"#,##0;-"$"#,##0',
    7: '"$"#,##0.00;-"$"#,##0.00',
    8: '"$"#,##0.00;-"$"#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0",
    42: '"$"#,##0;-"$"#,##0',
    43: "#,##0.00;-#,##0.00",
    44: '"$"#,##0.00;-"$"#,##0.00',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    48: "0.0E+0",
    49: "@",
}

# Day 0 of the two calendars; the first counts a 29 February 1900 that never was.
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 (cells know no zone)
_MAX_DAYS = 2_958_466
# More decimals than this are noise of the binary number.
_DIGITS = 15
_MAX_DECIMALS = 30

# Excel takes no longer code.
_MAX_CODE = 255

_TOKEN = re.compile(
    r"""(?ix)
      "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | _(?:.) | \*(?:.)
    | \[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\] | \[(?P<elapsed>h+|m+|s+)\] | \[[^\]]*\]
    | (?P<half>AM/PM|A/P) | (?P<general>General)
    | (?P<date>y+|m+|d+|h+|s+(?:\.0+)?)
    | (?P<number>[0#?][0#?,]*(?:\.[0#?]*)?(?:E[+-][0#?]+)?,* | \.[0#?]+)
    | (?P<text>@) | (?P<literal>.)
    """
)
_SECTION = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)(?:;|$)')
_DATE = {
    "yy": "%y",
    "yyyy": "%Y",
    "mmm": "%b",
    "mmmm": "%B",
    "ddd": "%a",
    "dddd": "%A",
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """``value`` as a cell with the format ``code`` shows it; ``from_1904`` names the calendar of its dates.

    Dates come with the English names of months. Fractions, and codes that make no sense, are shown as
    plain numbers: never nothing where there is a value.
    """
    sections = _sections(code[:_MAX_CODE])
    section, value = _section(sections, value)
    if any(token.kind in ("date", "elapsed", "half") for token in section):
        text = _shown_date(value, section, from_1904=from_1904)
    else:
        text = _shown_number(value, section)
    return text.strip() or general(value)


def general(value: float) -> str:
    """A number without a format: as many digits as it has, and none that are noise."""
    if value == int(value) and abs(value) < 10**_DIGITS:
        return str(int(value))
    return f"{value:.{_DIGITS - 4}g}"


@cache
def _sections(code: str) -> tuple[tuple[_Token, ...], ...]:
    """The sections of a code, for positive numbers, negative ones, and zero."""
    codes = [match[1] for match in _SECTION.finditer(code)][:-1] or [code]
    return tuple(
        tuple(
            _Token(match.lastgroup, match[match.lastgroup])
            for match in _TOKEN.finditer(section)
            if match.lastgroup
        )
        for section in codes[:3]
    )


def _section(sections: Sequence[tuple[_Token, ...]], value: float) -> tuple[tuple[_Token, ...], float]:
    """The section that shows ``value``, and the number it shows: a section of its own has its own sign."""
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0] if sections else (), value


def _shown_number(value: float, section: Sequence[_Token]) -> str:
    percent = sum(token.kind == "literal" and token.text == "%" for token in section)
    numbers = [token for token in section if token.kind == "number"]
    if len(numbers) > 1:
        # Fractions, and digits spaced by hand as in telephone numbers.
        return general(value)
    parts: list[str] = []
    negative = value < 0
    for token in section:
        match token.kind:
            case "number":
                digits = _digits(abs(value) * 100**percent, token.text)
                negative = negative and any(digit in "123456789" for digit in digits)
                parts.append(digits)
            case "general" | "text":
                parts.append(general(abs(value)))
            case _:
                parts.append(token.text)
    return ("-" if negative else "") + "".join(parts)


def _digits(value: float, pattern: str) -> str:
    """The digits of a number that is not negative, in the places of ``pattern``."""
    mantissa, exponent, _ = pattern.upper().partition("E")
    whole, _, decimals = mantissa.rstrip(",").partition(".")
    places = min(len(decimals), _MAX_DECIMALS)
    if exponent:
        return f"{value:.{places}E}"
    thousands = len(mantissa) - len(mantissa.rstrip(","))
    with localcontext(rounding=ROUND_HALF_UP):
        text = f"{Decimal(repr(value)).scaleb(-3 * thousands):,.{places}f}"
    left, _, right = text.partition(".")
    optional = len(decimals) - len(decimals.rstrip("#?"))
    right = right[: places - optional] + right[places - optional :].rstrip("0")
    if "," not in whole:
        left = left.replace(",", "")
    if left == "0":
        left = ""
    left = left.rjust(whole.count("0"), "0")
    return f"{left}.{right}" if right else left


def _shown_date(value: float, section: Sequence[_Token], *, from_1904: bool) -> str:
    if not 0 <= value < _MAX_DAYS:
        return general(value)
    # Half a second is added, as a time such as 9:00 is stored as a little less.
    moment = _EPOCHS[from_1904] + timedelta(days=value, microseconds=1)
    half = any(token.kind == "half" for token in section)
    parts: list[str] = []
    before = ""
    for i, token in enumerate(section):
        after = next((t.text.lower() for t in section[i + 1 :] if t.kind == "date"), "")
        match token.kind:
            case "date":
                name = token.text.lower()
                minutes = name in ("m", "mm") and (before.startswith("h") or after.startswith("s"))
                parts.append(_part(moment, "minute" if minutes else name, len(name), half=half))
                before = name
            case "elapsed":
                seconds = round(value * 86_400)
                unit = {"h": 3_600, "m": 60, "s": 1}[token.text[0].lower()]
                parts.append(str(seconds // unit))
                before = token.text.lower()
            case "half":
                parts.append(f"{moment:%p}")
            case _:
                parts.append(token.text)
    return "".join(parts)


def _part(moment: datetime, name: str, width: int, *, half: bool) -> str:
    """One part of a date, as wide as its letters say."""
    if name in _DATE:
        return moment.strftime(_DATE[name])
    hour = (moment.hour % 12 or 12) if half else moment.hour
    numbers = {"y": moment.year, "m": moment.month, "d": moment.day, "h": hour, "s": moment.second}
    if name == "mmmmm":
        return f"{moment:%b}"[:1]
    return f"{moment.minute if name == 'minute' else numbers[name[0]]:0{min(width, 2)}}"
