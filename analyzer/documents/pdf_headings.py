"""Which blocks of a PDF are headings, and how deep."""

import re
from collections import Counter
from collections.abc import Sequence

from analyzer.documents.document import BlockKind
from analyzer.documents.pdf_drafts import Draft, Typography

_OUTLINE = re.compile(r"^(?:section\s+)?(\d{1,2}(?:\.\d{1,2})*)\.?\)?\s+\S", re.IGNORECASE)
DEEP_OUTLINE = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.?\s+[^\W\d_]")
_LEADERS = re.compile(r"(?:\.\s?){5,}|\u2026{2,}|(?:\u2026\s){2,}")

# The size of a heading, in that of the plain text: of one short line, of a line, of several lines.
_SLIGHTLY_LARGER = 1.05
_LARGER = 1.12
_LARGE = 1.3
_MOST_WORDS = 22
_MOST_LINES = 4
_DEEPEST = 6


def ends_sentence(text: str) -> bool:
    """True where ``text`` ends as a sentence does, closing quotes and brackets aside."""
    return text.rstrip("\"'\u201d\u2019)]").endswith((".", "!", "?", ":", ";"))


def has_leaders(text: str) -> bool:
    """True where there are dots in ``text`` that lead the eye to a page number."""
    return (text.count(".") > 4 or "\u2026" in text) and _LEADERS.search(text) is not None


def is_heading(draft: Draft, look: Typography, mark: str) -> bool:
    """True where the paragraph ``draft``, which begins with the list mark ``mark`` or none, is a heading.

    Headings are short, and larger or bolder than the plain text, numbered like "2.1", or in capitals.
    """
    if len(draft.lines) > _MOST_LINES or draft.words > _MOST_WORDS:
        return False
    text = draft.text
    letters = sum(map(str.isalpha, text))
    if letters < 3 or has_leaders(text):
        return False
    bullet = mark == "o" or (mark and not any(map(str.isalnum, mark)))
    if bullet or (text[0].islower() and not mark and not (_is_bold(draft) and len(draft.lines) == 1)):
        return False
    return _is_large(draft, look) or (
        not text.endswith((".", ";", ","))
        and (
            (_is_bold(draft) and not look.bold)
            or (draft.words <= 12 and not ends_sentence(text) and _is_modest(draft, look))
            or (text.isupper() and draft.words <= 10 and not mark and letters > max(3, len(text) / 2))
        )
    )


def _is_large(draft: Draft, look: Typography) -> bool:
    if draft.size < _LARGER * look.size:
        return False
    return _is_bold(draft) or draft.size >= _LARGE * look.size or len(draft.lines) == 1 or draft.words <= 6


def _is_modest(draft: Draft, look: Typography) -> bool:
    """True for a line that is hardly larger than the text, or only numbered."""
    larger = len(draft.lines) == 1 and draft.size >= _SLIGHTLY_LARGER * look.size
    return larger or DEEP_OUTLINE.match(draft.text) is not None


def _is_bold(draft: Draft) -> bool:
    return all(line.bold for line in draft.lines)


_Look = tuple[float, bool, bool]


def set_heading_levels(blocks: Sequence[Draft]) -> None:
    """Gives each heading its level: by its number where it has one, else by its look.

    The looks are ranked by size, then bold, then capitals. Where headings are numbered, a look takes the
    level of the numbered headings that have it, and what is smaller stands below all larger numbered
    ones; a title that is larger than they are is level 1, and they begin at 2.
    """
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    looks = sorted({_look(block) for block in headings}, reverse=True)
    depths: dict[_Look, Counter[int]] = {}
    for block in headings:
        if depth := _depth(block.text):
            depths.setdefault(_look(block), Counter())[depth] += 1
    numbered = {look: counted.most_common(1)[0][0] for look, counted in depths.items()}
    lift = 1 if numbered and looks[0] > max(numbered) else 0
    for block in headings:
        look = _look(block)
        above = [depth for other, depth in numbered.items() if other > look]
        # A heading in capitals among numbered ones of its size stands beside them, not above.
        if depth := _depth(block.text) or numbered.get(look, 0) or numbered.get((*look[:2], False), 0):
            level = depth + lift
        elif numbered:
            level = max(above) + 1 + lift if above else 1
        else:
            level = looks.index(look) + 1
        block.level = min(level, _DEEPEST)


def _depth(text: str) -> int:
    """How many parts the number at the beginning of a heading has ("2.1" has two, "2.0" one), or 0."""
    match = _OUTLINE.match(text)
    return match.group(1).removesuffix(".0").count(".") + 1 if match else 0


def _look(block: Draft) -> _Look:
    line = block.lines[0]
    return line.size, line.bold, block.text.isupper()
