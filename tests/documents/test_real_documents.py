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
from analyzer.errors import DocumentError, UnsupportedFormat

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
        if block.kind == "turn" and block.speaker:
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


def test_samples_of_other_formats_are_read_or_named(shared: Path) -> None:
    for file in _files(shared / "formats"):
        if file.suffix in (".vtt", ".srt"):
            document = read_document(file)
            _assert_whole(document)
            assert document.blocks
        else:
            with pytest.raises(UnsupportedFormat, match=r"this is an? .*\. (Save|Print)"):
                read_document(file)
