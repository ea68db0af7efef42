"""What Word's styles and numbering say of a paragraph: heading, list item, or neither."""

import re
from dataclasses import dataclass

from analyzer.documents.zipped_xml import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading (\d)$")
_LIST = re.compile(r"list (?:bullet|number)(?: (\d))?$")
_CONTENTS = re.compile(r"toc \d$|table of figures$")
# Word counts outline levels from 0; 9 is body text.
_BODY_TEXT = 9
# A chain of styles longer than this is a circle.
_MAX_CHAIN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a paragraph style brings, its base styles included. Levels are from 1."""

    heading: int | None = None
    item: int | None = None
    contents: bool = False
    bold: bool = False


PLAIN = Style()


class Styles:
    """The paragraph styles of one document, by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._default: str | None = None
        self._known: dict[str, Style] = {}
        for element in root.iterfind(f"{W}style") if root is not None else ():
            if element.get(f"{W}type", "paragraph") == "paragraph" and (id_ := element.get(f"{W}styleId")):
                self._elements[id_] = element
                if element.get(f"{W}default") in ("1", "true", "on"):
                    self._default = id_

    def of(self, properties: Element | None) -> Style:
        """The style of a paragraph with these ``w:pPr``, and what they set directly."""
        named = properties.find(f"{W}pStyle") if properties is not None else None
        id_ = named.get(f"{W}val") if named is not None else self._default
        style = self._style(id_) if id_ else PLAIN
        if properties is None:
            return style
        heading, item = style.heading, style.item
        outline = _value(properties, "outlineLvl")
        if outline is not None:
            heading = outline + 1 if outline < _BODY_TEXT else None
        numbering = properties.find(f"{W}numPr")
        if numbering is not None:
            item = _item_level(numbering, item)
        return Style(heading=heading, item=item or None, contents=style.contents, bold=style.bold)

    def _style(self, id_: str) -> Style:
        if id_ not in self._known:
            self._known[id_] = self._resolved(id_)
        return self._known[id_]

    def _resolved(self, id_: str) -> Style:
        """Walks from the style to its bases; what is found first, holds."""
        heading: int | None = None
        item: int | None = None
        contents = False
        bold: bool | None = None
        current: str | None = id_
        for _ in range(_MAX_CHAIN):
            element = self._elements.get(current) if current else None
            if element is None:
                break
            name = _text(element, "name").lower()
            properties = element.find(f"{W}pPr")
            outline = _value(properties, "outlineLvl") if properties is not None else None
            numbering = properties.find(f"{W}numPr") if properties is not None else None
            if heading is None:
                heading = _heading_level(name, outline)
            if item is None and (numbering is not None or _LIST.match(name)):
                item = _item_level(numbering, None, name)
            contents = contents or bool(_CONTENTS.match(name))
            run = element.find(f"{W}rPr")
            if bold is None and run is not None and run.find(f"{W}b") is not None:
                bold = is_on(run.find(f"{W}b"))
            current = _text(element, "basedOn") or None
        return Style(heading=heading or None, item=item or None, contents=contents, bold=bool(bold))


def is_on(element: Element | None) -> bool:
    """True where a switch such as ``w:b`` is there and not turned off."""
    return element is not None and element.get(f"{W}val") not in ("0", "false", "off", "none")


def _heading_level(name: str, outline: int | None) -> int | None:
    """The level of a heading, 0 where the style says that it is body text, None where it says nothing."""
    if match := _HEADING.match(name):
        return int(match[1])
    if name == "title":
        return 1
    if outline is not None:
        return outline + 1 if outline < _BODY_TEXT else 0
    return None


def _item_level(numbering: Element | None, inherited: int | None, name: str = "") -> int:
    """The level of a list item; 0 where the numbering is switched off (``w:numId`` 0)."""
    if numbering is not None and _value(numbering, "numId") == 0:
        return 0
    level = _value(numbering, "ilvl") if numbering is not None else None
    if level is not None:
        return level + 1
    match = _LIST.match(name)
    return int(match[1] or 1) if match else inherited or 1


def _value(parent: Element, name: str) -> int | None:
    text = _text(parent, name)
    return int(text) if text.isdecimal() else None


def _text(parent: Element, name: str) -> str:
    element = parent.find(f"{W}{name}")
    return (element.get(f"{W}val") or "") if element is not None else ""
