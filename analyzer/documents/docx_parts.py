"""The parts of a Word file (ECMA-376): the zip archive, its XML, and how the parts name each other."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from analyzer.errors import DamagedDocument, EncryptedDocument, TooLarge

# An element of lxml, which comes without types.
Element = Any

# What the XML of one document may unpack to, and how many times its packed size once it is large.
MAX_UNPACKED = 200_000_000
MAX_RATIO = 200
_LARGE = 10_000_000

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Word's "strict" files say the same under other names (ISO/IEC 29500-1 and -4).
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class DocxPackage:
    """The XML parts of one Word file, found from its main part."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._unpacked = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise self._damaged("the file is cut short or broken, its parts cannot be found") from None
        self._infos = {info.filename: info for info in self._archive.infolist()}

    @cached_property
    def document(self) -> Element:
        """The root of the main part."""
        root = self._xml(self._main)
        if root is None:
            raise self._damaged("it has no main part (word/document.xml)")
        return root

    def related(self, kind: str) -> Iterator[Element]:
        """The roots of the parts that the main part names as its ``kind`` (styles, footnotes, header …).

        A part that is absent or cannot be parsed is skipped.
        """
        for target in self._targets(self._main, kind):
            try:
                root = self._xml(target)
            except DamagedDocument:
                continue
            if root is not None:
                yield root

    @cached_property
    def _main(self) -> str:
        targets = [target for target in self._targets("", "officeDocument") if target in self._infos]
        if targets:
            return targets[0]
        return "word/document.xml"

    def _targets(self, part: str, kind: str) -> Iterator[str]:
        folder, file = posixpath.split(part)
        try:
            relations = self._xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        except DamagedDocument:
            relations = None
        if relations is None:
            # Without relations the parts still have their usual names.
            yield from sorted(name for name in self._infos if name.startswith(f"word/{kind}"))
            return
        for relation in relations.iterfind("{*}Relationship"):
            if (
                relation.get("Type", "").rpartition("/")[2] == kind
                and relation.get("TargetMode") != "External"
            ):
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                yield target.lstrip("/")

    def _xml(self, part: str) -> Element | None:
        info = self._infos.get(part)
        if info is None:
            return None
        self._unpacked += info.file_size
        if self._unpacked > MAX_UNPACKED or (
            info.file_size > _LARGE and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        ):
            raise TooLarge(
                self._name,
                f"its text unpacks to {self._unpacked // 1_000_000} MB, which no document needs",
                "Save it anew as DOCX or PDF",
            )
        try:
            xml = self._archive.read(info)
        except RuntimeError:
            raise EncryptedDocument(
                self._name,
                "the document is locked with a password",
                "Save a copy without the password and try again",
            ) from None
        except _BROKEN:
            raise self._damaged(f"its part {part} is cut short or broken") from None
        return self._parsed(xml, part)

    def _parsed(self, xml: bytes, part: str) -> Element:
        from lxml import etree

        for strict, transitional in _STRICT:
            xml = xml.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        try:
            root = etree.fromstring(xml, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self._damaged(f"its part {part} is not well-formed XML") from None
        if root.getroottree().docinfo.doctype:
            raise self._damaged(f"its part {part} declares entities, which no Word file does")
        return root

    def _damaged(self, problem: str) -> DamagedDocument:
        return DamagedDocument(self._name, problem, "Open it in Word, save it anew, or save it as PDF")
