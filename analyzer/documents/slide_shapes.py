"""The shapes of a slide (ECMA-376 part 1, chapter 19): what each holds, where it stands, and in which
order people read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from analyzer.documents.drawingml import A
from analyzer.documents.zipped_xml import Element, local_name

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"

_SHAPES = frozenset({"sp", "graphicFrame", "pic", "cxnSp", "contentPart"})
# Placeholders of these kinds follow the kind on the right where a layout has none of their own.
_STANDS_FOR = {"ctrTitle": "title", "subTitle": "body", "obj": "body", "": "body"}


# More shapes than this are a drawing, which has no columns to find.
_MAX_CUT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle on the slide, in EMU (914,400 to the inch)."""

    left: float = 0
    top: float = 0
    width: float = 0
    height: float = 0

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One shape: its XML, its frame, and the kind of placeholder that it fills, None where it is none.

    ``inherits`` are the placeholders of the layout and the master that it follows, nearest first.
    """

    element: Element
    frame: Frame
    placeholder: str | None = None
    inherits: tuple[Element, ...] = ()

    @property
    def kind(self) -> str:
        """The name of its element: sp, graphicFrame, pic, cxnSp."""
        return local_name(self.element)

    @property
    def body(self) -> Element | None:
        """Its text body."""
        return self.element.find(f"{P}txBody")


def shapes(slide: Element, models: Sequence[Element]) -> Iterator[Shape]:
    """The shapes of a slide in the order of its XML, those in groups included.

    ``models`` are its layout and its master: a placeholder takes from them what it leaves open.
    """
    tree = slide.find(f"{P}cSld/{P}spTree")
    stack = [(iter(tree if tree is not None else ()), _Scale())]
    while stack:
        children, scale = stack[-1]
        element = next(children, None)
        if element is None:
            stack.pop()
            continue
        match local_name(element):
            case "grpSp":
                stack.append((iter(element), scale.within(element)))
            case "AlternateContent":
                stack.append((iter(element[:1]), scale))
            case "Choice" | "Fallback":
                stack.append((iter(element), scale))
            case name if name in _SHAPES:
                yield _shape(element, scale, models)


def in_reading_order(shapes: Sequence[Shape]) -> list[Shape]:
    """``shapes`` from top to bottom and left to right, column by column where they stand in columns.

    The slide is cut along its widest empty stripe, and each part again; where there is none, the upper
    edge decides, then the left one.
    """
    ordered: list[Shape] = []
    stack = [list(shapes)]
    while stack:
        part = stack.pop()
        across, upper, lower = _cut(part, "top", "bottom")
        down, left, right = _cut(part, "left", "right")
        if across > 0 and across >= down:
            stack += [lower, upper]
        elif down > 0:
            stack += [right, left]
        else:
            ordered += sorted(part, key=lambda shape: (shape.frame.top, shape.frame.left))
    return ordered


def _cut(part: Sequence[Shape], near: str, far: str) -> tuple[float, list[Shape], list[Shape]]:
    """The width of the widest empty stripe between two shapes, 0 for none, and the shapes on its sides."""
    if not 1 < len(part) <= _MAX_CUT:
        return 0, [], []
    begins, ends = attrgetter(f"frame.{near}"), attrgetter(f"frame.{far}")
    ordered = sorted(part, key=begins)
    widest, at, reached = 0.0, 0, float("-inf")
    for i, shape in enumerate(ordered):
        gap = begins(shape) - reached
        if i and gap > widest:
            widest, at = gap, i
        reached = max(reached, ends(shape))
    return widest, ordered[:at], ordered[at:]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """How the coordinates inside of a group lie on the slide."""

    x: float = 0
    y: float = 0
    by_x: float = 1
    by_y: float = 1

    def within(self, group: Element) -> "_Scale":
        transform = group.find(f"{P}grpSpPr/{A}xfrm")
        outer, inner = _rectangle(transform, "off", "ext"), _rectangle(transform, "chOff", "chExt")
        if outer is None or inner is None:
            return self
        by_x = outer.width / inner.width if inner.width else 1
        by_y = outer.height / inner.height if inner.height else 1
        corner = self.placed(outer)
        return _Scale(
            x=corner.left - inner.left * by_x * self.by_x,
            y=corner.top - inner.top * by_y * self.by_y,
            by_x=by_x * self.by_x,
            by_y=by_y * self.by_y,
        )

    def placed(self, frame: Frame) -> Frame:
        return Frame(
            left=self.x + frame.left * self.by_x,
            top=self.y + frame.top * self.by_y,
            width=frame.width * self.by_x,
            height=frame.height * self.by_y,
        )


def _shape(element: Element, scale: _Scale, models: Sequence[Element]) -> Shape:
    marker = _placeholder(element)
    if marker is None:
        return Shape(element=element, frame=scale.placed(_own_frame(element) or Frame()))
    inherits = tuple(found for model in models if (found := _model_of(marker, model)) is not None)
    frames = (frame for source in (element, *inherits) if (frame := _own_frame(source)) is not None)
    return Shape(
        element=element,
        frame=scale.placed(next(frames, Frame())),
        placeholder=marker.get("type", ""),
        inherits=inherits,
    )


def _placeholder(element: Element) -> Element | None:
    return next(iter(element.iterfind(f"*/{P}nvPr/{P}ph")), None)


def _model_of(marker: Element, model: Element) -> Element | None:
    """The placeholder of a layout or master that the one with ``marker`` follows."""
    kind = marker.get("type", "")
    candidates = [
        (found, shape)
        for shape in model.iterfind(f"{P}cSld/{P}spTree/{P}sp")
        if (found := _placeholder(shape)) is not None
    ]
    for found, shape in candidates:
        if marker.get("idx") is not None and found.get("idx") == marker.get("idx"):
            return shape
    for wanted in (kind, _STANDS_FOR.get(kind)):
        for found, shape in candidates:
            if found.get("type", "") == wanted:
                return shape
    return None


def _own_frame(element: Element) -> Frame | None:
    for path in (f"{P}spPr/{A}xfrm", f"{P}xfrm"):
        if (frame := _rectangle(element.find(path), "off", "ext")) is not None:
            return frame
    return None


def _rectangle(transform: Element | None, offset: str, extent: str) -> Frame | None:
    if transform is None:
        return None
    corner, size = transform.find(f"{A}{offset}"), transform.find(f"{A}{extent}")
    if corner is None or size is None:
        return None
    try:
        left, top, width, height = (
            float(int(value)) for value in (corner.get("x"), corner.get("y"), size.get("cx"), size.get("cy"))
        )
    except (TypeError, ValueError):
        return None
    return Frame(left=left, top=top, width=width, height=height)
