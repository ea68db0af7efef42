"""PowerPoint -> blocks, slide by slide (ECMA-376 part 1, chapter 19)."""

from collections.abc import Iterator
from dataclasses import replace

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import BlockKind, NoticeKind, Page, PageStatus
from analyzer.documents.draft import Draft, add_draft
from analyzer.documents.drawingml import (
    A,
    Paragraph,
    body_text,
    chart_drafts,
    diagram_drafts,
    has_bullet,
    paragraphs,
    style_of_level,
    table_drafts,
)
from analyzer.documents.office_parts import OfficeParts, R
from analyzer.documents.plaintext import is_heading_text, split_bullet
from analyzer.documents.slide_shapes import P, Shape, in_reading_order, shapes
from analyzer.documents.zipped_xml import Element

_EMU_PER_POINT = 12_700
# What a presentation has that does not say: 10 by 7.5 inches.
_USUAL_SIZE = (9_144_000, 6_858_000)

_TITLES = ("title", "ctrTitle")
_FURNITURE = ("ftr", "hdr", "sldNum", "dt")
_BODIES = ("", "body", "obj", "subTitle")
# The layouts whose title stands above those of the slides that follow.
_OPENING_LAYOUTS = ("title", "secHead")


def read_pptx(data: bytes, builder: DocumentBuilder) -> None:
    """Adds the blocks of a presentation: for each slide its shapes in reading order, then its notes and
    comments; hidden slides too, with a notice.

    Raises `DamagedDocument`, `EncryptedDocument` or `TooLarge`.
    """
    parts = OfficeParts(data, builder.name, "PowerPoint", "ppt/presentation.xml")
    presentation = parts.main_root()
    width, height = _size(presentation)
    slides = {relation.id: relation.target for relation in parts.relations(parts.main)}
    reader = _Reader(parts, builder)
    for number, entry in enumerate(presentation.iterfind(f"{P}sldIdLst/{P}sldId"), 1):
        status = reader.slide(slides.get(entry.get(f"{R}id"), ""), number)
        builder.add_page(Page(number=number, width=width, height=height, status=status))
    reader.report()


class _Reader:
    """Reads the slides of one presentation, and counts what it leaves out."""

    def __init__(self, parts: OfficeParts, builder: DocumentBuilder) -> None:
        self._parts = parts
        self._builder = builder
        self._hidden: list[int] = []
        self._authors = dict(self._named_authors())
        self._models: dict[str, tuple[Element, ...]] = {}

    def slide(self, part: str, number: int) -> PageStatus:
        """Adds the blocks of one slide; what has become of it."""
        root = self._parts.optional_xml(part)
        if root is None:
            self._builder.notice(
                NoticeKind.FAILED, f"Slide {number} is damaged and could not be read.", number
            )
            return PageStatus.FAILED
        if root.get("show") in ("0", "false"):
            self._hidden.append(number)
        models = self._models_of(part)
        found = list(shapes(root, models))
        drafts = [draft for shape in _ordered(found) for draft in self._shape(shape, part, models, number)]
        drafts = _with_title(drafts, found)
        for draft in (*drafts, *self._notes(part), *self._comments(part)):
            add_draft(self._builder, draft, page=number)
        if any(draft.text or draft.cells for draft in drafts if draft.kind is not BlockKind.FURNITURE):
            return PageStatus.READ
        if next(root.iter(f"{A}blip"), None) is None:
            return PageStatus.BLANK
        self._builder.notice(
            NoticeKind.NO_TEXT, f"Slide {number} shows a picture and has no text of its own.", number
        )
        return PageStatus.NO_TEXT

    def report(self) -> None:
        """Adds the notices on the presentation as a whole."""
        if self._hidden:
            numbers = ", ".join(map(str, self._hidden))
            self._builder.notice(NoticeKind.HIDDEN_TEXT, f"hidden slides are read as well: {numbers}")

    def _models_of(self, part: str) -> tuple[Element, ...]:
        """The layout of a slide and the layout's master."""
        layout = next(self._parts.targets(part, "slideLayout"), "")
        if layout not in self._models:
            masters = self._parts.related(layout, "slideMaster") if layout else ()
            self._models[layout] = tuple(
                root for root in (self._parts.optional_xml(layout), *masters) if root is not None
            )
        return self._models[layout]

    def _shape(self, shape: Shape, part: str, models: tuple[Element, ...], number: int) -> Iterator[Draft]:
        if shape.kind == "graphicFrame":
            yield from self._graphic(shape.element, part, number)
        elif (body := shape.body) is None:
            return
        elif shape.placeholder in _FURNITURE:
            yield Draft(kind=BlockKind.FURNITURE, text=body_text(body))
        elif shape.placeholder in _TITLES:
            layout = models[0].get("type") if models else None
            level = 1 if shape.placeholder == "ctrTitle" or layout in _OPENING_LAYOUTS else 2
            text = " ".join(body_text(body).split())
            yield Draft(kind=BlockKind.HEADING, text=text, level=level)
        else:
            for paragraph in paragraphs(body):
                yield _paragraph(paragraph, _bullet(paragraph, shape, models))

    def _graphic(self, frame: Element, part: str, number: int) -> Iterator[Draft]:
        """The words of a table, a chart, a diagram; an embedded document is said to be lost."""
        targets = {relation.id: relation.target for relation in self._parts.relations(part)}
        for data in frame.iterfind(f"{A}graphic/{A}graphicData/*"):
            match data.tag.rpartition("}")[2]:
                case "tbl":
                    yield from table_drafts(data)
                case "chart":
                    chart = self._parts.optional_xml(targets.get(data.get(f"{R}id"), ""))
                    yield from chart_drafts(chart) if chart is not None else ()
                case "relIds":
                    diagram = self._parts.optional_xml(targets.get(data.get(f"{R}dm"), ""))
                    yield from diagram_drafts(diagram) if diagram is not None else ()
                case _:
                    self._builder.notice(
                        NoticeKind.LOST,
                        f"Slide {number} shows an embedded document that is not read.",
                        number,
                    )

    def _notes(self, part: str) -> Iterator[Draft]:
        for notes in self._parts.related(part, "notesSlide"):
            for shape in shapes(notes, ()):
                if shape.placeholder in ("body", "") and shape.body is not None:
                    yield Draft(kind=BlockKind.NOTE, text=body_text(shape.body))

    def _comments(self, part: str) -> Iterator[Draft]:
        """The comments, as PowerPoint kept them before 2021 (``p:text``) and since (``p188:txBody``)."""
        for comments in self._parts.related(part, "comments"):
            for comment in comments.iter("{*}cm", "{*}reply"):
                text = comment.findtext("{*}text") or body_text(comment.find("{*}txBody"))
                author = self._authors.get(comment.get("authorId", ""))
                yield Draft(kind=BlockKind.NOTE, text=text, speaker=author)

    def _named_authors(self) -> Iterator[tuple[str, str]]:
        for kind in ("commentAuthors", "authors"):
            for root in self._parts.related(self._parts.main, kind):
                for author in root:
                    if author.get("name"):
                        yield author.get("id", ""), author.get("name")


def _ordered(found: list[Shape]) -> list[Shape]:
    """The title first, then what people read, then the furniture."""
    titles = [shape for shape in found if shape.placeholder in _TITLES]
    furniture = [shape for shape in found if shape.placeholder in _FURNITURE]
    rest = [shape for shape in found if shape.placeholder not in (*_TITLES, *_FURNITURE)]
    rest = [shape for shape in rest if shape.kind == "graphicFrame" or body_text(shape.body)]
    return [*titles, *in_reading_order(rest), *furniture]


def _with_title(drafts: list[Draft], found: list[Shape]) -> list[Draft]:
    """``drafts``; on a slide without a title, a few words at its head in the largest type become one."""
    if any(draft.kind is BlockKind.HEADING and draft.text for draft in drafts):
        return drafts
    sizes = sorted(
        (
            (paragraph.size, paragraph.text)
            for shape in found
            if shape.kind == "sp" and shape.body is not None and shape.placeholder not in _FURNITURE
            for paragraph in paragraphs(shape.body)
        ),
        reverse=True,
    )
    if len(sizes) < 2 or sizes[0][0] == sizes[1][0]:
        return drafts
    largest = sizes[0][1]
    if not drafts or drafts[0].text != largest or not is_heading_text(largest):
        return drafts
    return [replace(drafts[0], kind=BlockKind.HEADING, text=" ".join(largest.split()), level=2), *drafts[1:]]


def _paragraph(paragraph: Paragraph, bullet: bool) -> Draft:
    if bullet:
        return Draft(kind=BlockKind.LIST_ITEM, text=paragraph.text, level=paragraph.level)
    if (item := split_bullet(paragraph.text)) is not None:
        return Draft(kind=BlockKind.LIST_ITEM, text=item, level=paragraph.level)
    return Draft(kind=BlockKind.PARAGRAPH, text=paragraph.text)


def _bullet(paragraph: Paragraph, shape: Shape, models: tuple[Element, ...]) -> bool:
    """Whether a paragraph has a bullet: the nearest of itself, its shape, layout and master decides."""
    if paragraph.bullet is not None or shape.placeholder not in _BODIES:
        return bool(paragraph.bullet)
    styles = [model.find(f"{P}txBody/{A}lstStyle") for model in shape.inherits]
    styles += [model.find(f"{P}txStyles/{P}bodyStyle") for model in models[-1:]]
    for style in styles:
        bullet = has_bullet(style_of_level(style, paragraph.level))
        if bullet is not None:
            return bullet
    return False


def _size(presentation: Element) -> tuple[float, float]:
    """The width and height of the slides, in points."""
    size = presentation.find(f"{P}sldSz")
    sides = [size.get("cx", ""), size.get("cy", "")] if size is not None else []
    emu = [int(side) for side in sides if side.isdecimal()]
    width, height = emu if len(emu) == 2 else _USUAL_SIZE
    return width / _EMU_PER_POINT, height / _EMU_PER_POINT
