"""Markdown -> drafts, with markdown-it-py: CommonMark, tables, strikethrough, and what people write."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.decoding import read_prose
from analyzer.documents.document import BlockKind
from analyzer.documents.draft import Draft, add_drafts
from analyzer.documents.html_text import UNREAD, html_drafts, tag_name
from analyzer.documents.plaintext import (
    BOLD_HEADING_LEVEL,
    CHECKBOX,
    is_heading_text,
    split_item,
    table_rows,
    text_drafts,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

# More words than this are a sentence that was underlined or marked by accident, not a heading.
_MAX_HEADING_WORDS = 30
# The parser drops, silently, what is nested deeper than a limit. A mark of a quote or list, or a tab
# before one, nests by two at most; lines that begin with more marks than this lose them.
_MAX_MARKS = 100
_MAX_NESTING = 2 * _MAX_MARKS + 20
# A paragraph longer than this is no one's writing; its marks are left as they are.
_MAX_PARAGRAPH = 20_000

# Indented lines are prose from so many words on, where most are plain ones.
_MIN_PROSE_WORDS = 5
_PROSE = 0.8
_PROSE_WORD = re.compile(r"[(\"'\u201c]*[^\W\d_][^\W\d_'\u2019-]*[.,;:!?)\"'\u201d]*$")
# Between the fences stand keys, lists and comments only; prose between two rules is prose.
_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?=\S)(?:(?!---|\.\.\.)(?:[ \t#-].*|[\w.-]+[ \t]*:.*|)\n)*+(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_DEEP = re.compile(rf"^(?:[ \t]|>|[-*+][ \t]|\d{{1,9}}[.)][ \t]){{{_MAX_MARKS},}}(?=[^\s>*+-])", re.MULTILINE)
_REFERENCE = re.compile(r"^([ \t>]*)(\[[^\]\n]+\]:[ \t]*(\S+))", re.MULTILINE)
_ADDRESS = re.compile(r"[:/#@.]\S|^<")
_PAIRED = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of inline content: its words, whether all of them are bold, whether it begins with a
    bold label, and whether with the mark of a list item."""

    text: str
    bold: bool
    labelled: bool
    item: bool

    @classmethod
    def of(cls, pieces: Sequence[tuple[str, bool]]) -> "_Line":
        """The line that is made of ``pieces``, each a text and whether it is bold."""
        text = "".join(text for text, _ in pieces).strip()
        begins = "".join(text for text, _ in takewhile(lambda piece: piece[1], pieces)).strip()
        return cls(
            text=text,
            bold=all(bold for text, bold in pieces if text.strip()),
            labelled=bool(begins) and (begins.endswith(":") or text[len(begins) :].lstrip().startswith(":")),
            item=split_item(text) is not None,
        )


def read_markdown(data: bytes, builder: DocumentBuilder) -> None:
    """Adds the blocks of a Markdown file."""
    add_drafts(builder, markdown_drafts(read_prose(data, builder)))


def markdown_drafts(source: str) -> Iterator[Draft]:
    """The blocks of ``source``; its front matter, links' addresses, comments and tags are left out."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    parser.enable(["table", "strikethrough"]).disable("inline")
    environment: dict[str, object] = {}
    tokens = parser.parse(_tamed(source), environment)
    for token in tokens:
        if token.type == "inline" and len(token.content) <= _MAX_PARAGRAPH:
            token.children = []
            parser.inline.parse(token.content, parser, environment, token.children)
    yield from _blocks(iter(tokens))


def _tamed(source: str) -> str:
    """``source`` without its front matter, and without what would make the parser swallow words."""
    source = _FRONT_MATTER.sub("", source, count=1)
    for opening, closing in _PAIRED:
        after = source.rfind(closing) + 1
        source = source[:after] + source[after:].replace(opening, "")
    return _REFERENCE.sub(_as_text_unless_address, _DEEP.sub("", source))


def _as_text_unless_address(match: re.Match[str]) -> str:
    """``[1]: https://…`` defines a link and has no words; ``[Ana]: Yes`` looks the same to the parser."""
    before, definition, target = match.groups()
    defines = _ADDRESS.search(target) and not definition.startswith("[^")
    return match[0] if defines else f"{before}\\{definition}"


def _blocks(tokens: "Iterator[Token]") -> Iterator[Draft]:
    depth = 0
    item_begins = False
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "bullet_list_close" | "ordered_list_open" | "ordered_list_close":
                depth += token.nesting
                continue
            case "list_item_open":
                item_begins = True
                continue
            case "heading_open":
                yield from _heading(token, next(tokens))
            case "table_open":
                yield from _table(tokens)
            case "inline" if item_begins:
                yield from _prose(_lines(token), BlockKind.LIST_ITEM, depth)
            case "inline":
                yield from _prose(_lines(token), BlockKind.PARAGRAPH, None)
            case "code_block" if _reads_as_prose(token.content):
                yield from text_drafts(token.content)
            case "fence" | "code_block":
                yield Draft(kind=BlockKind.CODE, text=token.content)
            case "html_block":
                yield from html_drafts(token.content)
        item_begins = item_begins and token.type == "paragraph_open"


def _reads_as_prose(text: str) -> bool:
    """True where a paragraph was indented for the look of it, and only Markdown takes it for code."""
    words = text.split()
    return (
        len(words) >= _MIN_PROSE_WORDS
        and sum(map(bool, map(_PROSE_WORD.match, words))) >= len(words) * _PROSE
    )


def _heading(opening: "Token", content: "Token") -> Iterator[Draft]:
    text = " ".join(line.text for line in _lines(content))
    if len(text.split()) > _MAX_HEADING_WORDS:
        yield Draft(kind=BlockKind.PARAGRAPH, text=text)
    else:
        yield Draft(kind=BlockKind.HEADING, text=text, level=int(opening.tag[1:]))


def _table(tokens: "Iterator[Token]") -> Iterator[Draft]:
    """The rows up to the table's end; the first names the columns of the others."""
    header: Sequence[str] = ()
    cells: list[str] = []
    for token in tokens:
        match token.type:
            case "tr_open":
                cells = []
            case "inline":
                cells.append(" ".join(line.text for line in _lines(token)))
            case "tr_close":
                yield Draft(kind=BlockKind.TABLE_ROW, cells=cells, header=header)
                header = header or cells
            case "table_close":
                return


def _prose(lines: Sequence[_Line], kind: BlockKind, level: int | None) -> Iterator[Draft]:
    """A paragraph, or what its lines show it to be: a table, a bold heading, labels, a lettered list."""
    if rows := table_rows([line.text for line in lines]):
        yield from rows
        return
    if lines and lines[0].bold and kind is BlockKind.PARAGRAPH and is_heading_text(lines[0].text):
        yield Draft(kind=BlockKind.HEADING, text=lines[0].text, level=BOLD_HEADING_LEVEL)
        lines = lines[1:]
    groups = _groups(lines)
    for i, group in enumerate(groups):
        text = "\n".join(line.text for line in group)
        marked = split_item(text) if len(groups) > 1 else None
        if i == 0 and kind is BlockKind.LIST_ITEM:
            yield Draft(kind=kind, text=CHECKBOX.sub("", text), level=level)
        elif marked:
            yield Draft(kind=BlockKind.LIST_ITEM, text=marked[1], level=(level or 0) + 1)
        else:
            yield Draft(kind=kind, text=text, level=level)


def _groups(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The lines, cut before each bold label and each list mark where there are two or more of them; one
    mark is enough below a line that ends with a colon."""
    labels = sum(line.labelled for line in lines) > 1
    items = sum(line.item for line in lines) > 1
    groups: list[list[_Line]] = []
    for line in lines:
        announced = bool(groups) and groups[-1][-1].text.endswith(":")
        if not groups or (labels and line.labelled) or (line.item and (items or announced)):
            groups.append([])
        groups[-1].append(line)
    return groups


def _lines(token: "Token") -> list[_Line]:
    """The lines of an inline token that have words."""
    if not token.children:
        return [_Line.of([(line, False)]) for line in token.content.split("\n") if line.strip()]
    lines: list[list[tuple[str, bool]]] = [[]]
    bold = 0
    unread: str | None = None
    for child in token.children:
        text = child.content
        match child.type:
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "softbreak" | "hardbreak":
                lines.append([])
                continue
            case "html_inline":
                name = tag_name(text)
                if name == "br":
                    lines.append([])
                    continue
                if name in ("b", "strong"):
                    bold += -1 if text.startswith("</") else 1
                if name in UNREAD:
                    unread = None if text.startswith("</") else name
                text = "" if name or text.startswith("<!") else text
        if text and unread is None:
            lines[-1].append((text, bold > 0))
    return [_Line.of(pieces) for pieces in lines if any(text.strip() for text, _ in pieces)]
