"""Real documents: nothing lost, nothing out of place, and every odd file with an outcome of its own."""

import html
import re
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from analyzer.documents.document import Document
from analyzer.documents.formats import read_document
from analyzer.errors import DocumentError
from tests.documents.reading import outcome

_WORD = re.compile(r"[^\W_]+")
_NOT_WORDS_OF_MARKDOWN = re.compile(
    r"""(?sx)
    \A---\n.*?\n---\n | <!--.*?--> | </?[a-zA-Z][^>]*>
    | (?<=\])\((?:[^()\s]|\([^()]*\))*(?:\s+"[^"]*")?\s*\)   # where a link leads
    | (?<=\])\[[^\]]*\] | (?m:^\ {0,3}\[[^\]^]+\]:\s*\S+.*?$)
    | (?m:^[\s>]*(?:\d+[.)]|[a-z]{1,3}[.)])(?=\s))           # marks of list items
    | (?m:^\s*(?:```|~~~).*?$)
    | (?m:^\d\d:\d\d:\d\d\s*$)                                # times above turns
    """
)
_RUNS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:tab|br|cr)\b|</w:p>")


def _files(*folders: Path) -> list[Path]:
    return sorted(
        file
        for folder in folders
        for file in folder.rglob("*.*")
        if file.name not in ("README.md", "manifest.jsonl")
    )


def _assert_whole(document: Document) -> None:
    """The invariants of a reading, beyond those that a `Document` holds by itself."""
    assert all(earlier.span.end < later.span.start for earlier, later in pairwise(document.blocks))
    for block in document.blocks:
        quote = document.quote(block.span)
        assert quote == quote.strip()
        for cell in block.cells:
            assert block.span.start <= cell.start < cell.end <= block.span.end
        if block.kind == "turn" and block.speaker and document.format not in ("eml", "msg"):
            assert quote.startswith(f"{block.speaker}:")


def _words_by_another_way(file: Path) -> Counter[str]:
    if file.suffix == ".docx":
        xml = zipfile.ZipFile(file).read("word/document.xml").decode()
        return Counter(
            _WORD.findall(html.unescape("".join(match[1] or " " for match in _RUNS.finditer(xml))))
        )
    text = html.unescape(file.read_text(encoding="utf-8"))
    if file.suffix == ".vtt":
        text = "\n".join(re.findall(r"-->.*\n((?:.+\n?)+)", text))
        # Each turn names its speaker once, however many cues it is made of.
        return Counter(_WORD.findall(re.sub(r"(?m)^[^:\n]{1,40}: ", "", text)))
    return Counter(_WORD.findall(_NOT_WORDS_OF_MARKDOWN.sub(" ", text)))


# By format, the parts of an archive that hold its words, and an element that is one run of them.
_RUNS_OF_ZIPPED = {
    ".pptx": (r"ppt/slides/slide\d+\.xml", r"<a:p>.*?</a:p>|<a:p .*?</a:p>"),
    ".xlsx": (r"xl/sharedStrings\.xml", r"<si>.*?</si>"),
    ".odt": (r"content\.xml", r"<text:(p|h)\b.*?</text:\1>"),
}
_UNREAD_ELEMENTS = re.compile(
    r"<(svg:title|svg:desc|dc:date|rPh|head|script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
_INLINE_ELEMENTS = re.compile(
    r"</?(?:text:(?:span|a|bookmark[a-z-]*)|a:[a-zA-Z]+|[rt]|b|i|em|strong|span|a)\b[^>]*>"
)


def _words_of_sample(file: Path) -> Counter[str]:
    """The words of a sample of another format, found without a parser; none where that cannot be told."""
    if file.suffix in _RUNS_OF_ZIPPED:
        part, run = _RUNS_OF_ZIPPED[file.suffix]
        archive = zipfile.ZipFile(file)
        xml = "".join(archive.read(n).decode() for n in archive.namelist() if re.fullmatch(part, n))
        source = "\n".join(match[0] for match in re.finditer(run, xml, re.DOTALL))
    elif file.suffix == ".html":
        try:
            source = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return Counter()
    else:
        return Counter()
    source = _INLINE_ELEMENTS.sub("", _UNREAD_ELEMENTS.sub("", source))
    return Counter(_WORD.findall(html.unescape(re.sub(r"<[^>]+>", " ", source))))


def test_every_document_of_the_corpus_is_read_whole_and_in_english(shared: Path) -> None:
    files = [file for file in _files(shared / "corpus") if file.suffix != ".pdf"]
    assert len(files) == 43
    for file in files:
        document = read_document(file)
        _assert_whole(document)
        assert document.language == "en", file.name
        expected = _words_by_another_way(file)
        missing = expected - Counter(_WORD.findall(document.text))
        assert missing.total() <= 0.01 * expected.total(), (file.name, missing.most_common(9))


def test_every_odd_word_file_ends_as_a_document_or_an_error_of_ours(shared: Path) -> None:
    files = [file for file in _files(shared / "hostile") if file.suffix == ".docx"]
    assert len(files) == 67
    read = 0
    for file in files:
        try:
            document = read_document(file)
        except DocumentError:
            continue
        _assert_whole(document)
        read += 1
    assert read > 50


def test_samples_of_other_formats_are_read_whole(shared: Path) -> None:
    files = _files(shared / "formats")
    assert len(files) == 49
    for file in files:
        document = read_document(file)
        _assert_whole(document)
        assert document.format == file.suffix[1:]
        expected = _words_of_sample(file)
        missing = expected - Counter(_WORD.findall(document.text))
        assert missing.total() <= 0.01 * expected.total(), (file.name, missing.most_common(9))


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_samples_cut_short_end_as_a_document_or_an_error_of_ours(shared: Path, part: float) -> None:
    for file in _files(shared / "formats"):
        data = file.read_bytes()
        assert outcome(data[: int(len(data) * part)], file.name)
