"""The proposal as Markdown and as plain text, and the meeting as text and as transcripts."""

import textwrap
from collections.abc import Iterator

from tests.documents.golden import truth
from tests.documents.golden.truth import Source


def markdown(source: Source) -> str:
    """The proposal in Markdown, with the tables of GitHub's dialect."""
    parts = [f"# {source['title']}"]
    for run in truth.runs(list(truth.flat(source["blocks"]))):
        parts += _markdown(run)
    return "\n\n".join(parts) + "\n"


def _markdown(run: list[Source]) -> Iterator[str]:
    block = run[0]
    match block["kind"]:
        case "item":
            yield "\n".join(f"{'  ' * (item['level'] - 1)}- {item['text']}" for item in run)
        case "step":
            numbers = zip(run, truth.marks(run), strict=True)
            # CommonMark knows no letters as marks.
            yield "\n".join(
                f"{mark} {step['text']}" if step["level"] == 1 else f"   1. {step['text']}"
                for step, mark in numbers
            )
        case "heading":
            yield f"{'#' * (block['level'] + 1)} {block['text']}"
        case "table":
            rows = [block["header"], ["---"] * len(block["header"]), *block["rows"]]
            yield "\n".join(f"| {' | '.join(row)} |" for row in rows)
        case "paragraph":
            yield block["text"]
            if "note" in block:
                yield block["note"]


def text(source: Source) -> str:
    """The proposal as people write it in mails: underlined headings, wrapped lines, aligned columns."""
    parts = [f"{source['title']}\n{'=' * len(source['title'])}"]
    for run in truth.runs(list(truth.flat(source["blocks"]))):
        parts += _text(run)
    return "\n\n".join(parts) + "\n"


def _text(run: list[Source]) -> Iterator[str]:
    block = run[0]
    match block["kind"]:
        case "item" | "step":
            marks = truth.marks(run) if block["kind"] == "step" else iter("-" * len(run))
            yield "\n".join(_item(item, mark) for item, mark in zip(run, marks, strict=True))
        case "heading":
            yield f"{block['text']}\n{'-~^'[block['level'] - 1] * len(block['text'])}"
        case "table":
            rows = [block["header"], *block["rows"]]
            widths = [max(map(len, column)) + 3 for column in zip(*rows, strict=True)]
            yield "\n".join(
                "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                for row in rows
            )
        case "paragraph":
            yield textwrap.fill(block["text"], 78)
            if "note" in block:
                yield textwrap.fill(block["note"], 78)


def _item(item: Source, mark: str) -> str:
    indent = "   " * (item["level"] - 1)
    return textwrap.fill(
        f"{mark} {item['text']}",
        78,
        initial_indent=indent,
        subsequent_indent=indent + " " * (len(mark) + 1),
    )


def minutes(source: Source) -> str:
    """The meeting as text: the name, a colon, and the words."""
    turns = "\n\n".join(textwrap.fill(f"{name}: {words}", 78) for name, _, words in source["turns"])
    return f"{source['title']}\n\n{turns}\n"


def vtt(source: Source) -> str:
    """The meeting as WebVTT with voices; long turns go on over several cues."""
    cues = [f"{start}.000 --> {end}.000\n<v {name}>{line}</v>" for name, start, end, line in _cues(source)]
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def srt(source: Source) -> str:
    """The meeting as SubRip, each cue begun with the name."""
    cues = [
        f"{i}\n{start},000 --> {end},000\n{name}: {line}"
        for i, (name, start, end, line) in enumerate(_cues(source), 1)
    ]
    return "\n\n".join(cues) + "\n"


def _cues(source: Source) -> Iterator[tuple[str, str, str, str]]:
    for name, start, words in source["turns"]:
        for i, line in enumerate(textwrap.wrap(words, 60)):
            begins = start + 4 * i
            yield name, _time(begins), _time(begins + 4), line


def _time(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
