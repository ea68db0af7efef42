"""How fast documents are read, beside the readers that others would use, in the same run.

    python -m benchmarks.reading [FOLDER ...]

Reads the PDFs under the folders (the real documents of PARTNERLENS_SHARED where none is named) with
partnerlens and with its peers, each file with one after the other, several times over, and adds up the
median processor time of each. Processor times vary with what else the machine does, the ratios hardly. None
of the peers recognises the text of a page that is a picture, so that is not measured here.
"""

import argparse
import contextlib
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from unittest.mock import patch

import pypdfium2

from analyzer.documents import ocr
from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import Document
from analyzer.documents.formats import read_bytes
from analyzer.documents.pdf import read_pdf
from analyzer.errors import DocumentError

REPEATS = 6
# A file that takes a reader longer than this, in seconds, counts as a time-out.
TIME_OUT = 60.0
# From one to the next, what a page adds can be seen.
LONG_PAGES = (250, 500, 1000)
DOCX_PAGES = 100
# Paragraphs of some 80 words of which a page in Word holds six.
PARAGRAPHS_A_PAGE = 6
SENTENCE = "We agree on the goals with your team, measure them every month and report what we have found. "


@dataclass(slots=True)
class Timing:
    """The median processor times in seconds of each reader for one file, and whether it has a table."""

    has_table: bool
    seconds: dict[str, float]


def partnerlens(data: bytes) -> Document:
    builder = DocumentBuilder(id="0" * 64, name="file.pdf", format="pdf")
    read_pdf(data, builder)
    return builder.build()


def pdfium(data: bytes) -> None:
    document = pypdfium2.PdfDocument(data)
    try:
        for index in range(len(document)):
            with contextlib.suppress(pypdfium2.PdfiumError):
                page = document[index]
                textpage = page.get_textpage()
                textpage.get_text_range()
                textpage.close()
                page.close()
    finally:
        document.close()


def plumber(data: bytes) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()
            page.close()


def pypdf(data: bytes) -> None:
    from pypdf import PdfReader

    for page in PdfReader(io.BytesIO(data)).pages:
        page.extract_text()


def peers() -> dict[str, Callable[[bytes], object]]:
    found: dict[str, Callable[[bytes], object]] = {"partnerlens": partnerlens, "pypdfium2": pdfium}
    for name, read in (("pdfplumber", plumber), ("pypdf", pypdf)):
        with contextlib.suppress(ImportError):
            __import__(name)
            found[name] = read
    return found


def seconds(read: Callable[[bytes], object], data: bytes) -> float:
    """The processor time that ``read`` takes; what it refuses it has read as far as it can."""
    start = time.process_time()
    # The peers raise whatever they meet in a damaged file; here only the time counts.
    with contextlib.suppress(Exception):
        read(data)
    return time.process_time() - start


def measured(path: Path, readers: dict[str, Callable[[bytes], object]], repeats: int) -> Timing:
    data = path.read_bytes()
    try:
        has_table = any(block.cells for block in partnerlens(data).blocks)
    except DocumentError:
        has_table = False
    times: dict[str, list[float]] = {name: [] for name in readers}
    order = list(readers.items())
    for turn in range(repeats):
        # Whoever comes after a slow reader finds little of the file and of his own code in the caches: each
        # comes first in turn.
        first = turn % len(order)
        for name, read in order[first:] + order[:first]:
            # The slow ones need no second measurement to be told from the quick ones.
            if not times[name] or max(times[name]) < 1.0:
                times[name].append(seconds(read, data))
    return Timing(has_table=has_table, seconds={name: median(own) for name, own in times.items()})


def row(title: str, timings: Iterable[Timing], reader: str, limit: float | None = None) -> str:
    timings = list(timings)
    ours, theirs = (sum(t.seconds[name] for t in timings) for name in ("partnerlens", reader))
    aim = f"(aim: at most {limit})" if limit else ""
    return f"{title:34} {len(timings):4} {ours:9.3f} {theirs:9.3f} {ours / max(theirs, 1e-9):7.2f}  {aim}"


def compare(paths: list[Path], repeats: int) -> None:
    readers = peers()
    timings = [measured(path, readers, repeats) for path in paths]
    plain = [timing for timing in timings if not timing.has_table]
    print(f"{'':34} {'files':>4} {'ours, s':>8} {'theirs, s':>9} {'ratio':>7}")
    print(row("pypdfium2, files without a table", plain, "pypdfium2", 2.0))
    print(row("pypdfium2, files with a table", [t for t in timings if t.has_table], "pypdfium2"))
    for reader in readers:
        if reader != "partnerlens":
            print(row(f"{reader}, all files", timings, reader, 0.5 if reader == "pdfplumber" else None))
    for reader in readers:
        late = sum(timing.seconds[reader] > TIME_OUT for timing in timings)
        print(f"time-outs of {reader}: {late}")


def long_pdf(pages: int) -> bytes:
    """A PDF of that many pages of prose, with headings and page numbers."""
    from reportlab.lib.pagesizes import letter
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(72, 730, f"Part {number}")
        canvas.setFont("Helvetica", 10)
        for line in range(45):
            canvas.drawString(72, 700 - 14 * line, SENTENCE)
        canvas.drawString(300, 30, str(number))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def long_docx(pages: int) -> bytes:
    from docx import Document as WordDocument

    out = io.BytesIO()
    document = WordDocument()
    for number in range(1, pages + 1):
        document.add_heading(f"Part {number}", level=1)
        for _ in range(PARAGRAPHS_A_PAGE):
            document.add_paragraph(SENTENCE * 5)
    document.save(out)
    return out.getvalue()


# Run by a fresh interpreter, so that what is measured is the reading and not this benchmark. Linux's own
# account begins anew with a program; the one of getrusage goes on from the program that started it.
PEAK = """
import resource, sys
from pathlib import Path
from analyzer.documents.formats import read_bytes

def peak():
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)

before = peak()
document = read_bytes(Path(sys.argv[1]).read_bytes(), "long.pdf")
print(len(document.pages), len(document.layout), before, peak())
"""


def peak_memory(pages: int) -> int:
    """How many MB above the interpreter's own the reading of a PDF of so many pages takes at its peak."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        path.write_bytes(long_pdf(pages))
        run = subprocess.run([sys.executable, "-c", PEAK, path], capture_output=True, check=True)
    read, words, before, after = map(int, run.stdout.split())
    print(
        f"a PDF of {read:,} pages, {words:,} words: {after - before} MB above the interpreter's {before} MB"
    )
    return after - before


def memory(counts: Sequence[int]) -> None:
    peaks = [peak_memory(pages) for pages in counts]
    growth = 100 * (peaks[-1] - peaks[0]) / (counts[-1] - counts[0])
    print(f"100 more pages take {growth:.1f} MB more; the longest took {peaks[-1]} MB (aim: under 300)")


def word_file(pages: int) -> None:
    data = long_docx(pages)
    read_bytes(long_docx(1), "short.docx")
    times: list[float] = []
    for _ in range(REPEATS):
        start = time.process_time()
        read_bytes(data, "long.docx")
        times.append(time.process_time() - start)
    print(f"a DOCX of {pages} pages: {median(times):.3f} s (aim: under 0.3)")


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast documents are read, beside other readers.")
    parser.add_argument("folders", nargs="*", type=Path, help="where the PDFs are")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    options = parser.parse_args()
    shared = Path(os.environ.get("PARTNERLENS_SHARED", Path(__file__).parents[2] / "shared"))
    folders = options.folders or [shared / "corpus", shared / "hostile"]
    paths = sorted(path for folder in folders for path in folder.rglob("*.pdf"))
    if paths:
        with patch.object(ocr, "is_installed", return_value=False):
            compare(paths, options.repeats)
    else:
        print(f"no PDFs under {', '.join(map(str, folders))}: the comparison is skipped")
    memory(LONG_PAGES)
    word_file(DOCX_PAGES)


if __name__ == "__main__":
    main()
