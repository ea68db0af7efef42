"""What the samples say, known because it was written here: `proposal.json` and `meeting.json`.

The source of a proposal is a list of blocks (``heading``, ``paragraph``, ``item`` for a bullet, ``step``
for a number, ``table``, ``contents``) and of layouts that hold blocks: ``columns``, ``landscape``, and
``beside``, whose ``card`` stands in a frame beside them. A meeting is a list of turns.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Source = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One thing that a reading has to give back whole.

    ``path`` has the headings above it, without the title. A row has ``cells`` and the names of their
    columns in ``header``.
    """

    kind: str
    text: str
    level: int | None = None
    path: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    speaker: str | None = None


def proposal() -> Source:
    """The source of the proposal."""
    return dict(json.loads((HERE / "proposal.json").read_text(encoding="utf-8")))


def meeting() -> Source:
    """The source of the meeting."""
    return dict(json.loads((HERE / "meeting.json").read_text(encoding="utf-8")))


def flat(blocks: Sequence[Source]) -> Iterator[Source]:
    """The blocks in reading order, without their layouts; a card comes after what it stands beside."""
    for block in blocks:
        if "layout" in block:
            yield from flat(block["blocks"])
            yield from flat(block.get("card", ()))
        else:
            yield block


def units(source: Source) -> list[Unit]:
    """What a reading of any rendering of ``source`` has to give back, in order."""
    if "turns" in source:
        return [Unit(kind="turn", text=text, speaker=name) for name, _, text in source["turns"]]
    found = [Unit(kind="title", text=source["title"])]
    path: list[str] = []
    for block in flat(source["blocks"]):
        kind, text, level = block["kind"], block.get("text", ""), block.get("level")
        if kind == "heading":
            path[level - 1 :] = [text]
            found.append(Unit(kind=kind, text=text, level=level, path=tuple(path[:-1])))
        elif kind == "table":
            header = tuple(block["header"])
            found.append(Unit(kind="header", text=" ".join(header), cells=header, path=tuple(path)))
            found += [
                Unit(kind="row", text=" ".join(row), cells=tuple(row), header=header, path=tuple(path))
                for row in block["rows"]
            ]
        elif kind != "contents":
            kind = "item" if kind == "step" else kind
            found.append(Unit(kind=kind, text=text, level=level, path=tuple(path)))
            if "note" in block:
                found.append(Unit(kind="note", text=block["note"]))
    return found


def contents(source: Source) -> list[str]:
    """The headings that a list of contents names, or the title of a meeting, which transcripts leave out."""
    if "turns" in source:
        return [source["title"]]
    return [b["text"] for b in flat(source["blocks"]) if b["kind"] == "heading" and b["level"] <= 2]


def furniture(source: Source) -> list[str]:
    """What stands at the head and foot of each page, without the number of the page."""
    return [source["head"], source["foot"]]


def runs(blocks: Sequence[Source]) -> Iterator[list[Source]]:
    """The blocks one by one, but list items of a kind that follow each other together."""
    for (_, listed), run in groupby(enumerate(blocks), lambda pair: _run_key(*pair)):
        together = [block for _, block in run]
        yield from [together] if listed else ([block] for block in together)


def _run_key(index: int, block: Source) -> tuple[object, bool]:
    kind = block.get("kind")
    return (kind, True) if kind in ("item", "step") else (index, False)


def marks(steps: Sequence[Source]) -> Iterator[str]:
    """The number of each step: ``2.`` on the first level, ``a)`` on the second."""
    outer = inner = 0
    for step in steps:
        if step["level"] == 1:
            outer, inner = outer + 1, 0
            yield f"{outer}."
        else:
            inner += 1
            yield f"{'abcdefgh'[inner - 1]})"
