"""Zip archives of XML parts, which Office and OpenDocument files are, read within limits."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from analyzer.errors import DamagedDocument, EncryptedDocument, TooLarge

# An element of lxml, which comes without types.
Element = Any

# What the XML of one document may unpack to, and how many times its packed size once it is large.
MAX_UNPACKED = 200_000_000
MAX_RATIO = 200
_LARGE = 10_000_000

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


def local_name(element: Element) -> str:
    """The name of an element without its namespace; "" for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class ZippedXml:
    """The XML parts of one archive; ``program`` is the one that people open it with."""

    def __init__(self, data: bytes, name: str, program: str) -> None:
        self._name = name
        self._program = program
        self._unpacked = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise self.damaged("the file is cut short or broken, its parts cannot be found") from None
        self._infos = {info.filename: info for info in self._archive.infolist()}

    def __contains__(self, part: str) -> bool:
        return part in self._infos

    def __iter__(self) -> Iterator[str]:
        return iter(self._infos)

    def xml(self, part: str) -> Element | None:
        """The root of ``part``; None where there is no such part.

        Raises `DamagedDocument`, `EncryptedDocument` or `TooLarge`.
        """
        xml = self._read(part)
        if xml is None:
            return None
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        try:
            root = etree.fromstring(xml, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self._malformed(part) from None
        return self._without_entities(root.getroottree(), part)

    def optional_xml(self, part: str) -> Element | None:
        """As `xml`; None also where the part is damaged, for parts that a document can do without."""
        try:
            return self.xml(part)
        except DamagedDocument:
            return None

    def elements(self, part: str, tags: tuple[str, ...]) -> Iterator[Element]:
        """The elements called ``tags`` of a part that may be large, each emptied once the next is taken.

        Nothing where there is no such part. Raises as `xml`.
        """
        xml = self._read(part)
        if xml is None:
            return
        from lxml import etree

        events = etree.iterparse(
            io.BytesIO(xml), tag=tags, resolve_entities=False, no_network=True, remove_comments=True
        )
        root: Element | None = None
        try:
            for _, element in events:
                if root is None:
                    root = self._without_entities(element.getroottree(), part)
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except (etree.XMLSyntaxError, ValueError):
            raise self._malformed(part) from None

    def damaged(self, problem: str) -> DamagedDocument:
        """The error for this file that names ``problem``."""
        remedy = f"Open it in {self._program}, save it anew, or save it as PDF"
        return DamagedDocument(self._name, problem, remedy)

    def _read(self, part: str) -> bytes | None:
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
                f"Save it anew in {self._program}, or as PDF",
            )
        try:
            return self._archive.read(info)
        except RuntimeError:
            raise EncryptedDocument(
                self._name,
                "the document is locked with a password",
                "Save a copy without the password and try again",
            ) from None
        except _BROKEN:
            raise self.damaged(f"its part {part} is cut short or broken") from None

    def _without_entities(self, tree: Element, part: str) -> Element:
        if tree.docinfo.doctype:
            raise self.damaged(f"its part {part} declares entities, which no such file does")
        return tree.getroot()

    def _malformed(self, part: str) -> DamagedDocument:
        return self.damaged(f"its part {part} is not well-formed XML")
