r"""Who speaks: lines of the form ``Name: words`` in minutes and transcripts.

A colon after a capital letter is as often a label (``Status: green``) as a speaker. What tells them
apart is the document: speakers recur, there are at least two, they have a fair part of all such lines,
they say whole phrases, and their names are never written in small letters elsewhere in it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# At least this many speakers make a conversation, and one of them is known by speaking this often.
_MIN_SPEAKERS = 2
_MIN_TURNS = 2
# Where speakers recur, but rarely, or among many more labels, they are labels too.
_MIN_TURNS_OF_ALL = 6
_MIN_SHARE = 0.2
# A label is followed by a value of a word or two, a speaker by a phrase.
_MIN_WORDS_SAID = 4
# The name of somebody present stands at the head of a line of few words.
_MAX_WORDS_OF_LISTED = 10
# Initials (TC, JF) are taken for a speaker only where they recur this often; PR and QA seldom do.
_MIN_TURNS_OF_INITIALS = 6

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?"
_NAME = r"[^\W\d_][\w.'\u2019-]*(?: (?:[\w.'\u2019-]+|&)){0,4}(?: ?\((?!\d)[^()\n]{1,30}\))?"
NAME_AND_WORDS = re.compile(
    rf"^(?:[\[(]?(?P<before>{_TIME})(?:[.,]\d+)?[\])]? ?[-\u2013|]? ?)?"
    rf"(?P<name>{_NAME})(?: ?[\[(]?(?P<after>{_TIME})[\])]?)? ?:(?:\s+|$)(?P<said>.*)"
)
_SPEAKER_AND_TIME = re.compile(rf"^(?P<name>{_NAME})[ \t]+[\[(]?(?P<time>{_TIME})[\])]?$")
_TIME_ALONE = re.compile(rf"^[\[(]?(?P<time>{_TIME})[\])]?$")
_SMALL_WORD = re.compile(r"(?<![\w@/.#'\u2019-])[a-z][a-z'\u2019-]+(?![\w@/])")
_PARTICLE_WORDS = """de del della den der di da du la le van von al bin and &"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_LABEL_WORDS = """
q a action actions activity address agenda agreed aim analysis answer approach approved assumption
assumptions attendee attendees audience author authors availability background backend benefits
blocked blockers budget calendar category caveat challenge challenges chair client comment comments
completed conclusion constraints contact context contract contributors cost costs created currency
data date dates deadline decide decided decision decisions deliverable deliverables dependencies
description design details discussed discussion document done duration effort email end estimate
estimated example expected experience facilitator features feedback finding findings focus follow-up
format frequency from frontend fte full-time funding future goal goals impact implementation
important info input issue issues item items key labels language last legal level license link links
location maintenance management meeting method metric metrics milestone minutes mission mitigation
name next no note notes objective objectives observers open option options other outcome outcomes
output overview owner participants part payment payout phase plan poll present price priority
problem process progress project proposal proposed proposer purpose question questions rate
rationale reason recommendation recording reference references regrets reminder requirement
requirements requires resources response responsibilities result results review risk risks role
roles scope secretary security service services set skills solution source sponsor sprint stage
stakeholders start status step story strategy subject success summary support tags target task tasks
team technology testing thursday time timeline title today todo tool tools topic topics total
tuesday type update updates url users vendor version via week warning website wednesday what when
where who why work yes
"""
_LABELS = frozenset(_LABEL_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A run of lines: one turn where there is a ``speaker``, else prose. A turn that is announced, but
    whose words are yet to come, has no ``text``."""

    text: str
    speaker: str | None = None
    timestamp: str | None = None


class TurnFinder:
    """Knows who speaks in a document, from all of its lines of prose."""

    def __init__(self, lines: Iterable[str]) -> None:
        lines = list(lines)
        small_words = {word for line in lines for word in _SMALL_WORD.findall(line)}
        said: dict[str, list[str]] = defaultdict(list)
        announced: set[str] = set()
        for line in lines:
            if match := NAME_AND_WORDS.match(line):
                said[match["name"]].append(match["said"])
            elif (match := _SPEAKER_AND_TIME.match(line)) and _like_a_name(match["name"], small_words):
                announced.add(match["name"])
        likely = {name: phrases for name, phrases in said.items() if _like_a_name(name, small_words)}
        speakers = {name for name, phrases in likely.items() if _speaks(name, phrases)}
        turns = sum(len(likely[name]) for name in speakers)
        share = turns / max(sum(map(len, said.values())), 1)
        if len(speakers) < _MIN_SPEAKERS or turns < _MIN_TURNS_OF_ALL or share < _MIN_SHARE:
            speakers = set()
        else:
            listed = [line for line in lines if len(line.split()) <= _MAX_WORDS_OF_LISTED]
            for name in likely.keys() - speakers:
                if _phrases(likely[name]) and _is_known(name, speakers, listed):
                    speakers.add(name)
        self.announced = frozenset(announced) if len(announced) >= _MIN_SPEAKERS else frozenset()
        self.speakers = frozenset(speakers)

    @property
    def conversation(self) -> bool:
        """True where somebody speaks."""
        return bool(self.speakers or self.announced)

    def begins_turn(self, text: str) -> bool:
        """True where the first line names a speaker."""
        return self._turn(text.split("\n", 1)[0]) is not None

    def parts(self, text: str) -> Iterator[Part]:
        """``text`` cut where a line names a speaker; the lines that follow belong to the turn."""
        lines: list[str] = []
        turn: Part | None = None
        for line in text.split("\n"):
            begun = self._turn(line)
            if begun is not None:
                yield from _part(lines, turn)
                lines, turn = [begun.text] if begun.text else [], begun
            elif turn is not None and not lines:
                lines.append(f"{turn.speaker}: {line.strip()}")
            else:
                lines.append(line)
        yield from _part(lines, turn)

    def _turn(self, line: str) -> Part | None:
        line = line.strip()
        if (match := NAME_AND_WORDS.match(line)) and match["name"] in self.speakers:
            name = match["name"]
            return Part(
                text=f"{name}: {match['said']}".strip(),
                speaker=name,
                timestamp=match["before"] or match["after"],
            )
        if (match := _SPEAKER_AND_TIME.match(line)) and match["name"] in self.announced:
            return Part(text="", speaker=match["name"], timestamp=match["time"])
        return None


def time_alone(text: str) -> str | None:
    """The time of day or of the recording that ``text`` is, where it is nothing else."""
    match = _TIME_ALONE.match(text.strip())
    return match["time"] if match else None


def _part(lines: list[str], turn: Part | None) -> Iterator[Part]:
    if turn is not None:
        yield Part(text="\n".join(lines), speaker=turn.speaker, timestamp=turn.timestamp)
    elif lines:
        yield Part(text="\n".join(lines))


def _like_a_name(name: str, small_words: set[str]) -> bool:
    words = re.sub(r"\(.*\)", "", name).split()
    if not all(word[0].isupper() or word in _PARTICLES for word in words):
        return False
    small = [word.lower().rstrip(".") for word in words if word not in _PARTICLES]
    return not any(word in _LABELS for word in small) and not all(word in small_words for word in small)


def _is_known(name: str, speakers: set[str], listed: list[str]) -> bool:
    """True for one who speaks only once, but together with speakers, or who is listed as present."""
    together = re.split(r" (?:&|and) ", name)
    if len(together) > 1:
        return speakers.issuperset(together)
    return " " in name and any(re.match(rf"{re.escape(name)}(?!\s*:)\b", line) for line in listed)


def _speaks(name: str, phrases: list[str]) -> bool:
    needed = _MIN_TURNS
    if name.isupper() and len(name) > 1:
        if len(name) > 3:
            return False
        needed = _MIN_TURNS_OF_INITIALS
    return len(phrases) >= needed and _phrases(phrases)


def _phrases(phrases: list[str]) -> bool:
    """True where what is said is mostly more than a value or a list of names."""
    words = [phrase.split() for phrase in phrases]
    listed = sum(all(word[0].isupper() or not word[0].isalpha() for word in said) for said in words)
    spoken = sum(len(said) for said in words) >= _MIN_WORDS_SAID * len(words)
    return spoken and listed * 2 < len(words)
