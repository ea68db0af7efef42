"""Captions and transcripts -> turns: WebVTT (W3C, https://www.w3.org/TR/webvtt1/) and SubRip.

A cue is a few words on a screen. Cues of one speaker are joined into turns of up to about a hundred
words, which end where a sentence ends if they can.
"""

import html
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.decoding import read_prose
from analyzer.documents.document import BlockKind
from analyzer.documents.turns import TurnFinder

# A turn is ended at the first sentence end after so many words, and at any cue's end after so many.
TURN_WORDS = 80
MAX_TURN_WORDS = 100
# Without named speakers, silence of this many seconds parts what is said.
PAUSE = 4.0

_TIMING = re.compile(
    r"^\s*(?:(?P<h>\d+):)?(?P<m>\d{1,2}):(?P<s>\d{2})(?:[.,](?P<f>\d{1,3}))?\s*-->"
    r"\s*(?:(?P<eh>\d+):)?(?P<em>\d{1,2}):(?P<es>\d{2})"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(
    r"</?(?:v|c|i|b|u|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>|\{\\[^}]*\}", re.IGNORECASE
)
_NAMED = re.compile(r"(?P<name>[^\s:.?!,](?:[^:?!,]{0,38}[^\s:?!,])?): +(?P<said>\S.*)")
_SENTENCE_END = re.compile(r"[.!?…][\"'”\u2019)\]]*$")
# In captions that roll up, each cue repeats the end of the one before; a speaker seldom does.
_ROLLS_UP = 0.3
# A transcript names the speaker of most cues, or only where the speaker changes.
_MOST_CUES = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cue:
    start: float
    end: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Utterance:
    start: float
    end: float
    speaker: str | None
    text: str


def read_vtt(data: bytes, builder: DocumentBuilder) -> None:
    """Adds the turns of a WebVTT file; its notes, styles, cue names and settings are left out."""
    _add_turns(builder, _unrolled(list(_vtt_cues(read_prose(data, builder)))))


def read_srt(data: bytes, builder: DocumentBuilder) -> None:
    """Adds the turns of a SubRip file."""
    _add_turns(builder, _unrolled(list(_srt_cues(read_prose(data, builder)))))


def _vtt_cues(text: str) -> Iterator[_Cue]:
    """A cue's words end at the next empty line; what stands between cues is not said by anyone."""
    cue: tuple[float, float] | None = None
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if times := _times(line):
            cue, lines = times, []
        elif line.strip():
            lines.append(line.strip())
        else:
            if cue is not None and lines:
                yield _Cue(start=cue[0], end=cue[1], lines=tuple(lines))
            cue, lines = None, []


def _srt_cues(text: str) -> Iterator[_Cue]:
    """A cue's words end where the next cue begins, with its number."""
    cue: tuple[float, float] | None = None
    lines: list[str] = []
    for line in [*text.split("\n"), "0", "00:00:00,000 --> 00:00:00,000"]:
        if times := _times(line):
            if lines and lines[-1].isdigit():
                lines.pop()
            if cue is not None and lines:
                yield _Cue(start=cue[0], end=cue[1], lines=tuple(lines))
            cue, lines = times, []
        elif line.strip():
            lines.append(line.strip())


def _times(line: str) -> tuple[float, float] | None:
    match = _TIMING.match(line)
    if match is None:
        return None
    start = int(match["h"] or 0) * 3600 + int(match["m"]) * 60 + int(match["s"])
    end = int(match["eh"] or 0) * 3600 + int(match["em"]) * 60 + int(match["es"])
    return float(start), float(end)


def _unrolled(cues: list[_Cue]) -> list[_Cue]:
    """The cues without the lines that each repeats from the one before, in captions that roll up.

    Captions roll up where a program wrote them, which names no voices. Where voices are named, the same words
    again are another person's, or said twice.
    """
    if any(_VOICE.search(line) for cue in cues for line in cue.lines):
        return cues
    repeated = sum(
        _plain(after.lines[0]).startswith(_plain(before.lines[-1])) for before, after in pairwise(cues)
    )
    if repeated < _ROLLS_UP * len(cues) or repeated < 2:
        return cues
    unrolled = []
    last = ""
    for cue in cues:
        fresh = []
        for line in cue.lines:
            words = _plain(line)
            if words != last:
                fresh.append(words.removeprefix(f"{last} ") if last else words)
            last = words or last
        if any(fresh):
            unrolled.append(_Cue(start=cue.start, end=cue.end, lines=tuple(fresh)))
    return unrolled


def _add_turns(builder: DocumentBuilder, cues: Iterable[_Cue]) -> None:
    open_: list[_Utterance] = []
    words = 0
    for said in _utterances(list(cues)):
        length = len(said.text.split())
        if open_:
            last = open_[-1]
            ended = words >= TURN_WORDS and _SENTENCE_END.search(last.text)
            paused = said.speaker is None and said.start - last.end >= PAUSE
            if said.speaker != last.speaker or ended or paused or words + length > MAX_TURN_WORDS:
                _add_turn(builder, open_)
                open_, words = [], 0
        open_.append(said)
        words += length
    if open_:
        _add_turn(builder, open_)


def _add_turn(builder: DocumentBuilder, said: list[_Utterance]) -> None:
    first = said[0]
    text = " ".join(part.text for part in said)
    minutes, seconds = divmod(int(first.start), 60)
    builder.add(
        BlockKind.TURN,
        f"{first.speaker}: {text}" if first.speaker else text,
        speaker=first.speaker,
        timestamp=f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}",
    )


def _utterances(cues: list[_Cue]) -> Iterator[_Utterance]:
    voiced = any(_VOICE.search(line) for cue in cues for line in cue.lines)
    named = () if voiced else _named(cues)
    speaker: str | None = None
    for cue in cues:
        said = "\n".join(cue.lines)
        for who, words in _voices(said) if voiced else _speakers(said, named, speaker):
            speaker = who
            if text := _plain(words):
                yield _Utterance(start=cue.start, end=cue.end, speaker=who, text=text)


def _voices(said: str) -> Iterator[tuple[str | None, str]]:
    before, *rest = _VOICE.split(said)
    yield None, before
    for name, words in zip(rest[::2], rest[1::2], strict=True):
        yield " ".join(html.unescape(name).split()), words


def _speakers(said: str, named: Container[str], speaker: str | None) -> Iterator[tuple[str | None, str]]:
    for line in said.split("\n"):
        match = _NAMED.match(_plain(line))
        if match and match["name"] in named:
            speaker = match["name"]
            yield speaker, match["said"]
        else:
            yield speaker, line


def _named(cues: list[_Cue]) -> Container[str]:
    """The names of the speakers in cues that begin ``Name: words``.

    Where most cues do, whatever stands before the colon is a name: people call themselves as they like.
    """
    begun = [match["name"] for cue in cues if (match := _NAMED.match(_plain(cue.lines[0])))]
    if len(begun) >= _MOST_CUES * len(cues):
        return frozenset(begun)
    return TurnFinder(_plain(line) for cue in cues for line in cue.lines).speakers


def _plain(text: str) -> str:
    """The words of a cue, its tags dropped and its entities resolved."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())
