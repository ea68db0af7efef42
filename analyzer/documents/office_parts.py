"""The parts of a Word, PowerPoint or Excel file (ECMA-376 part 2), and how they name each other."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from analyzer.documents.zipped_xml import Element, ZippedXml

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# "Strict" files say the same under other names (ISO/IEC 29500-1 and -4).
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What one part says of another: the last word of the relation's type, and the other's name."""

    id: str
    kind: str
    target: str


class OfficeParts(ZippedXml):
    """The parts of one Office file; ``usual_main`` is where the main part stands where none is named."""

    def __init__(self, data: bytes, name: str, program: str, usual_main: str) -> None:
        super().__init__(data, name, program)
        self.relations = cache(self._relations)
        named = [r.target for r in self.relations("") if r.kind == "officeDocument" and r.target in self]
        self.main = named[0] if named else usual_main

    def main_root(self) -> Element:
        """The root of the main part. Raises `DamagedDocument`."""
        root = self.xml(self.main)
        if root is None:
            raise self.damaged(f"it has no main part ({self.main})")
        return root

    def related(self, part: str, kind: str) -> Iterator[Element]:
        """The roots of the parts that ``part`` names as its ``kind`` (styles, footnotes, header …).

        A part that is absent or cannot be parsed is skipped.
        """
        for target in self.targets(part, kind):
            root = self.optional_xml(target)
            if root is not None:
                yield root

    def targets(self, part: str, kind: str) -> Iterator[str]:
        """The names of the parts that ``part`` names as its ``kind``."""
        if _relations_of(part) in self:
            yield from (relation.target for relation in self.relations(part) if relation.kind == kind)
        else:
            # Without relations the parts still have their usual names.
            yield from sorted(name for name in self if name.startswith(f"{posixpath.dirname(part)}/{kind}"))

    def _relations(self, part: str) -> tuple[Relation, ...]:
        root = self.optional_xml(_relations_of(part))
        return tuple(
            Relation(
                id=relation.get("Id", ""),
                kind=relation.get("Type", "").rpartition("/")[2],
                target=posixpath.normpath(
                    posixpath.join("/", posixpath.dirname(part), relation.get("Target", ""))
                ).lstrip("/"),
            )
            for relation in (root.iterfind("{*}Relationship") if root is not None else ())
            if relation.get("TargetMode") != "External"
        )

    def _read(self, part: str) -> bytes | None:
        xml = super()._read(part)
        return _STRICT.sub(_TRANSITIONAL, xml) if xml is not None else None


def _relations_of(part: str) -> str:
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")
