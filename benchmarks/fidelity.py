"""How well we and others read the samples whose words are known: ``python -m benchmarks.fidelity``.

Prints a Markdown table; with ``--write`` it goes into docs/reading.md. Peers that are not installed are left
out with a word. They give plain text, and are measured only by what plain text can show.
"""

import argparse
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analyzer.documents.formats import read_document
from analyzer.errors import UnsupportedFormat
from tests.documents.golden.samples import Sample, samples
from tests.documents.measures import Measures, Piece, pieces

PAGE = Path(__file__).parents[1] / "docs" / "reading.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"
Reader = Callable[[Path], list[Piece]]


def ours(path: Path) -> list[Piece]:
    return pieces(read_document(path))


def pypdf(path: Path) -> list[Piece]:
    from pypdf import PdfReader

    return plain(page.extract_text() for page in PdfReader(path).pages)


def pdfplumber(path: Path) -> list[Piece]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return plain(page.extract_text() for page in pdf.pages)


def pdfium(path: Path) -> list[Piece]:
    from pypdfium2 import PdfDocument

    document = PdfDocument(path)
    try:
        # pdfium's mark for a hyphen at a line end, which swallows the line end.
        return plain(page.get_textpage().get_text_range().replace("\ufffe", "-\n") for page in document)
    finally:
        document.close()


def markitdown(path: Path) -> list[Piece]:
    from markitdown import MarkItDown

    return plain([MarkItDown().convert(str(path)).text_content])


def kreuzberg(path: Path) -> list[Piece]:
    from kreuzberg import extract_file_sync

    return plain([extract_file_sync(str(path)).content])


def plain(parts: "Iterator[str] | list[str]") -> list[Piece]:
    """A text, with the line ends that we have, so that split words are rejoined in it as in ours."""
    return [Piece(kind="plain", text="\n".join(part.replace("\r", "") for part in parts))]


_PDF = (".pdf",)
_ALL = (".pdf", ".docx", ".odt", ".rtf", ".html", ".md", ".txt", ".vtt", ".srt")
READERS: dict[str, tuple[Reader, tuple[str, ...]]] = {
    "partnerlens": (ours, _ALL),
    "pypdfium2": (pdfium, _PDF),
    "pdfplumber": (pdfplumber, _PDF),
    "pypdf": (pypdf, _PDF),
    "markitdown": (markitdown, (".pdf", ".docx", ".html")),
    "kreuzberg": (kreuzberg, (".pdf", ".docx", ".odt", ".rtf", ".html")),
}
MEASURES = [field.name for field in fields(Measures)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table into docs/reading.md")
    table = "\n".join(lines()) + "\n"
    if parser.parse_args().write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}{table}{END}{rest.partition(END)[2]}", encoding="utf-8")
    else:
        print(table)


def lines() -> Iterator[str]:
    """The lines of the table: a row for each sample and reader, then their means over the PDF samples."""
    yield f"| sample | reader | {' | '.join(MEASURES)} |"
    yield "| --- | --- |" + " ---: |" * len(MEASURES)
    installed = {name: entry for name, entry in READERS.items() if _installed(name)}
    over_pdf: dict[str, list[Measures]] = {name: [] for name in installed}
    for sample in samples():
        for name, (read, suffixes) in installed.items():
            if sample.path.suffix in suffixes and (found := _measured(sample, read)):
                yield _row(sample.name, name, [getattr(found, measure) for measure in MEASURES])
                if sample.path.suffix == ".pdf":
                    over_pdf[name].append(found)
    for name, all_found in over_pdf.items():
        columns = [[getattr(found, measure) for found in all_found] for measure in MEASURES]
        means = [None if None in column else statistics.fmean(column) for column in columns]
        yield _row("**mean over the PDFs**", name, means)
    yield ""
    yield "Versions: " + ", ".join(f"{name} {version(name)}" for name in installed) + "."


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        print(f"{name} is not installed, and left out", file=sys.stderr)
        return False
    return True


def _measured(sample: Sample, read: Reader) -> Measures | None:
    try:
        return sample.measure(read(sample.path))
    except UnsupportedFormat as error:
        print(error, file=sys.stderr)
        return None


def _row(sample: str, reader: str, shares: list[float | None]) -> str:
    # Cut, not rounded: what is not whole must not look it.
    cells = ["–" if share is None else f"{int(share * 1000) / 1000:.3f}" for share in shares]
    return f"| {sample} | {reader} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
