"""Who speaks: names at the head of lines, told apart from labels by the whole document."""

import pytest

from analyzer.documents.turns import TurnFinder, time_alone
from tests.documents.reading import read

_MINUTES = """
Ana Ferreira: We should agree the scope before the next steering group meets.
Jonas: The export from your yard system is late again this week.
Ana Ferreira: I will ask our supplier for it today, and call you.
Jonas: Then we can keep the demo where it is planned.
Ana Ferreira: Is there any risk that we do not see yet?
Jonas: Yes, nobody has looked at the customs holds with us.
Bo & Jonas: Nothing more from our side for today, thank you.
Status: green
Note: the next call is on Friday at the usual time.
"""


def _turns(source: str, name: str = "minutes.txt") -> list[tuple[str | None, str | None, str]]:
    document = read(source, name)
    return [(b.speaker, b.timestamp, document.quote(b.span)) for b in document.blocks if b.kind == "turn"]


def test_speakers_recur_and_labels_do_not_count() -> None:
    finder = TurnFinder(_MINUTES.split("\n"))
    assert finder.speakers == {"Ana Ferreira", "Jonas"}


def test_a_turn_begins_with_its_speaker_and_keeps_the_lines_below() -> None:
    turns = _turns(_MINUTES.replace("this week.", "this week.\nWe wait."))
    assert turns[0][0] == "Ana Ferreira"
    assert turns[0][2].startswith("Ana Ferreira: We should agree")
    assert turns[1][2].endswith("this week.\nWe wait.")


@pytest.mark.parametrize("mark", ["**{}:**", "**{}**:", "- {}:", "* **{}:**", "{}:"])
def test_minutes_in_markdown_are_turns_whatever_sets_the_name_off(mark: str) -> None:
    lines = []
    for line in _MINUTES.strip().split("\n")[:6]:
        name, words = line.split(": ", 1)
        lines.append(f"{mark.format(name)} {words}")
    turns = _turns("\n\n".join(lines), "minutes.md")
    assert [speaker for speaker, _, _ in turns] == ["Ana Ferreira", "Jonas"] * 3
    assert all(text.startswith(f"{speaker}: ") for speaker, _, text in turns)


def test_labels_of_a_proposal_are_no_speakers() -> None:
    labels = [
        "Rapid Iteration",
        "Frontend",
        "Cost Efficiency",
        "Data Layer",
        "Hosting",
        "Frontend",
        "Data Layer",
    ]
    source = "\n\n".join(f"{label}: what we do here is written down in some words." for label in labels)
    assert _turns(source + "\n\nThe frontend comes first, then hosting.") == []


def test_times_before_and_after_the_name_become_the_timestamp() -> None:
    source = _MINUTES.replace("Jonas: The export", "[10:32] Jonas: The export").replace(
        "Jonas: Then", "Jonas (0:14:05): Then"
    )
    turns = _turns(source)
    assert turns[1][:2] == ("Jonas", "10:32")
    assert turns[1][2].startswith("Jonas: The export")
    assert turns[3][:2] == ("Jonas", "0:14:05")


def test_a_time_alone_is_that_of_the_turn_below() -> None:
    source = "\n\n".join(_MINUTES.strip().split("\n")).replace("Jonas: Then", "00:05:00\n\nJonas: Then")
    assert [turn[1] for turn in _turns(source)].count("00:05:00") == 1
    assert time_alone("00:05:00") == "00:05:00"
    assert time_alone("at 10:00") is None


def test_a_name_with_a_time_above_the_words_announces_them() -> None:
    source = "Ana Ferreira  0:03\nWe should agree the scope.\n\nJonas Wirth  0:09\n\nThe export is late."
    assert _turns(source) == [
        ("Ana Ferreira", "0:03", "Ana Ferreira: We should agree the scope."),
        ("Jonas Wirth", "0:09", "Jonas Wirth: The export is late."),
    ]


def test_a_name_whose_words_never_come_is_kept() -> None:
    source = "Ana Ferreira  0:03\nWe agree.\n\nJonas Wirth  0:09\nSo do we.\n\nAna Ferreira  0:12"
    assert read(source, "a.txt").text.endswith("Ana Ferreira")


def test_one_voice_alone_is_no_conversation() -> None:
    assert TurnFinder(["Ana: we begin with the scope of the work"] * 9).speakers == set()
