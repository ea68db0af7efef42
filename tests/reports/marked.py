"""What a reader of the page gets: the text of each block, and the characters that each evidence marks."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "circle", "path", "br"}


@dataclass
class MarkedPage(HTMLParser):
    """The page, taken apart: text by element id, marked text by evidence number, and every attribute."""

    texts: dict[str, str] = field(default_factory=dict)
    marked: dict[str, str] = field(default_factory=dict)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str | None, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        found = dict(attrs)
        name = found.get("id")
        if name:
            assert name not in self.texts, f"two elements {name}"
            self.texts[name] = ""
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag == "mark":
            assert all(element != "mark" for element, _, _ in self._open), "a mark inside of a mark"
        if tag not in _VOID:
            self._open.append((tag, name, tuple((found.get("data-e") or "").split())))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            opened, _, _ = self._open.pop()
            assert opened == tag, f"<{opened}> closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        for _, name, numbers in self._open:
            if name:
                self.texts[name] += data
            for number in numbers:
                self.marked[number] = self.marked.get(number, "") + data

    def values(self, attribute: str) -> list[str]:
        """All values of an attribute, in order."""
        return [value for _, name, value in self.attributes if name == attribute]


def taken_apart(html: str) -> MarkedPage:
    """The parsed page; every element in it is closed in the right order."""
    page = MarkedPage()
    page.feed(html)
    page.close()
    assert not page._open, f"left open: {page._open}"
    return page
