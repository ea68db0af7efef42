import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from analyzer.documents.document import Notice, NoticeKind
from analyzer.errors import Outcome
from analyzer.profile.review import Review
from analyzer.profile.source import Source
from analyzer.reports.terminal import print_review


def printed(review: Review, width: int = 80, encoding: str = "utf-8") -> str:
    """The summary as a file of this encoding gets it."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    print_review(review, Console(file=file, width=width))
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", ["review", "scant", "unread"])
def test_the_summary_keeps_to_the_width_and_to_a_page(
    name: str, width: int, request: pytest.FixtureRequest
) -> None:
    lines = printed(request.getfixturevalue(name), width).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert len(lines) <= 60


def test_red_flags_come_before_the_criteria_with_quote_page_and_probability(review: Review) -> None:
    text = printed(review, 120)
    flags = text[text.index("Red flags (8)") : text.index("The eight criteria")]
    assert "▲ Promise without context  almost certain, 96 %  p. 3, proposal <Lindqvist>.pdf" in flags
    assert "“We will deliver the complete portal by 30 June" in flags
    assert "and four more red flags" in flags


def test_each_criterion_has_one_line_with_stance_and_counts(review: Review) -> None:
    text = printed(review, 120)
    line = next(line for line in text.splitlines() if "Governance and escalation" in line)
    assert line.split()[:2] == ["◐", "mixed"]
    assert line.split("escalation")[1].split()[:2] == ["1", "2"]
    assert "“Where the two disagree" in line


def test_what_was_not_read_is_named_first(review: Review) -> None:
    text = printed(review)
    assert "One of three files and one page could not be searched" in text
    inputs = text[text.index("What was given") : text.index("Red flags")]
    assert inputs.index("signed appendix.pdf") < inputs.index("second meeting.vtt")
    assert "not read: page 6" in inputs


def test_a_review_of_nothing_says_so(unread: Review) -> None:
    text = printed(unread)
    assert "Nothing could be read, so nothing can be said about Tidewater Digital." in text
    assert "nothing was searched" in text
    assert "not addressed" not in text


def test_markup_and_escapes_of_a_document_are_printed_and_not_obeyed(review: Review) -> None:
    flag = review.profile.red_flags[0]
    quote = "[bold red]all[/] [link=https://x.invalid]good[/link] :smile: \x1b[31mred".ljust(len(flag.quote))[
        : len(flag.quote)
    ]
    hostile = replace(flag, quote=quote, cues=())
    unread = Source(
        id=None,
        name="\x1b]0;owned\x07[red]evil\u202efdp.exe\nsecond line\ud800",
        format=None,
        outcome=Outcome.DAMAGED,
        pages=None,
        passages=0,
        notices=(Notice(kind=NoticeKind.DAMAGED, message="\x1b[2J gone"),),
    )
    profile = replace(review.profile, red_flags=(hostile,))
    text = printed(replace(review, profile=profile, documents=(*review.documents, unread)), 120)
    assert "[bold red]all[/] [link=https://x.invalid]good[/link] :smile:" in text
    assert r"\x1b]0;owned\x07[red]evil\u202efdp.exe\nsecond line\ud800" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_terminal_without_the_shapes_gets_plain_ones(review: Review, encoding: str) -> None:
    text = printed(review, encoding=encoding)
    assert "! Promise without context" in text
    assert "~ mixed" in text
    assert "+ shown" in text


def test_there_is_colour_on_a_terminal_only(review: Review) -> None:
    file = io.StringIO()
    print_review(review, Console(file=file, width=80, force_terminal=True, color_system="standard"))
    assert "\x1b[" in file.getvalue()
    assert "\x1b[" not in printed(review)
