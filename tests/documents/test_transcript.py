"""WebVTT and SubRip: cues become turns."""

import pytest

from analyzer.documents.document import Document
from tests.documents.reading import read, texts


def _vtt(*cues: str) -> Document:
    """A file whose cues follow each other every two seconds."""
    timed = (
        f"{i}\n00:{i * 2 // 60:02}:{i * 2 % 60:02}.000 --> 00:{i * 2 // 60:02}:{i * 2 % 60 + 1:02}.900\n{cue}"
        for i, cue in enumerate(cues)
    )
    return read("WEBVTT\n\n" + "\n\n".join(timed) + "\n", "call.vtt")


def test_cues_of_one_voice_are_joined_with_the_time_of_the_first() -> None:
    document = _vtt("<v Ana>We agree</v>", "<v.loud Ana>on the scope.", "<v Jo Wirth>And the date?")
    assert [(b.speaker, b.timestamp) for b in document.blocks] == [
        ("Ana", "00:00:00"),
        ("Jo Wirth", "00:00:04"),
    ]
    assert texts(document) == ["Ana: We agree on the scope.", "Jo Wirth: And the date?"]


def test_two_voices_in_one_cue_are_two_turns() -> None:
    document = _vtt("<v Ana>Is it done?\n<v Jo>Not yet.")
    assert texts(document) == ["Ana: Is it done?", "Jo: Not yet."]


def test_names_in_the_words_are_speakers_handles_too() -> None:
    document = _vtt(
        "Ana Ferreira: Hello.", "handle42: Hi, can you hear me?", "handle42: Good.", "Jo | Acme: Yes."
    )
    assert [b.speaker for b in document.blocks] == ["Ana Ferreira", "handle42", "Jo | Acme"]
    assert texts(document)[1] == "handle42: Hi, can you hear me? Good."


def test_a_long_turn_is_broken_at_a_sentence_end() -> None:
    document = _vtt(*["<v Ana>we talk and talk about the scope", "<v Ana>until there is an end."] * 30)
    turns = texts(document)
    assert len(turns) > 3
    assert all(turn.endswith("end.") and turn.startswith("Ana: ") for turn in turns)
    assert max(len(turn.split()) for turn in turns) <= 101


def test_notes_styles_names_settings_and_tags_are_left_out() -> None:
    source = (
        "WEBVTT Kind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE not said\nnor this\n\n"
        "REGION\nid:fred\n\nintro-1\n00:01.000 --> 00:02.000 align:start size:50%\n"
        "<c.big>We</c> <00:01.500>agree <i>on</i> R&amp;D &lt;now&gt;.\n"
    )
    assert texts(read(source, "a.vtt")) == ["We agree on R&D <now>."]


def test_captions_that_roll_up_say_everything_once() -> None:
    document = _vtt(
        "we begin", "we begin\nwith interviews", "with interviews", "with interviews\nand then plan"
    )
    assert texts(document) == ["we begin with interviews and then plan"]


def test_what_somebody_says_twice_is_said_twice() -> None:
    document = _vtt(
        "<v Ana>No.", "<v Ana>No.", "<v Jo>We have", "<v Jo>no plan.", "<v Ana>Then", "<v Ana>make one."
    )
    assert texts(document)[0] == "Ana: No. No."


def test_the_same_words_by_several_voices_are_said_by_each() -> None:
    document = _vtt("<v Ana Bell>Agreed.", "<v Tom Reyes>Agreed.", "<v Ida Lund>Agreed.")
    assert texts(document) == ["Ana Bell: Agreed.", "Tom Reyes: Agreed.", "Ida Lund: Agreed."]


def test_without_names_silence_parts_what_is_said() -> None:
    source = "WEBVTT\n\n00:01.000 --> 00:02.000\nWe agree.\n\n01:00:10.000 --> 01:00:12.000\nNext point.\n"
    document = read(source, "a.vtt")
    assert [(b.timestamp, document.quote(b.span)) for b in document.blocks] == [
        ("00:00:01", "We agree."),
        ("01:00:10", "Next point."),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_subrip_is_read_also_with_empty_lines_inside_a_cue(end: str) -> None:
    source = (
        "1\n00:00:01,000 --> 00:00:02,500\n<i>We begin</i>\n\nwith {\\an8}interviews.\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\n42 of them.\n"
    )
    document = read(source.replace("\n", end), "a.srt")
    assert document.format == "srt"
    assert texts(document) == ["We begin with interviews. 42 of them."]
