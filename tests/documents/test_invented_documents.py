"""Documents in any script: no word is lost, and offsets count code points, in every format."""

import io
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from analyzer.documents.document import Document
from analyzer.documents.formats import read_bytes
from analyzer.passages.split import split_passages

# Two letters wide, four bytes wide, right to left, of several code points: what offsets go wrong by.
_HARD = (
    "e\u0301te\u0301", "n\u0303", "שָׁלוֹם", "مرحبًا", "क्षत्रिय", "ไทย", "한국어", "日本語", "𝔘𝔫𝔦", "𐍈𐌰", "𠜎𠜱",
    "👩‍👩‍👧‍👦", "🇳🇴",
    "1️⃣", "👍🏽", "ﬁne", "ǅ", "İstanbul", "ß", "x\u200fy", "co\u00adop",
)  # fmt: skip
_LETTERS = st.characters(codec="utf-8", categories=("L", "Nd"))
_INNER = st.characters(codec="utf-8", categories=("L", "M", "N", "So"))
_WORDS = st.one_of(
    st.sampled_from(_HARD), st.builds(lambda first, rest: first + rest, _LETTERS, st.text(_INNER, max_size=6))
)
# Each paragraph begins with a plain word, so that nothing in it is taken for the mark of a list.
_PARAGRAPHS = st.lists(
    st.lists(_WORDS, min_size=1, max_size=12).map(lambda words: ["Thus", *words]), min_size=1, max_size=5
)
Paragraphs = list[list[str]]

# A font that ReportLab brings, with the letters of Western Europe; and one with many more, where it is there.
_VERA = "Vera.ttf"
_DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def as_text(paragraphs: Paragraphs) -> bytes:
    return "\n\n".join(map(" ".join, paragraphs)).encode()


def as_wide_text(paragraphs: Paragraphs) -> bytes:
    return "\n\n".join(map(" ".join, paragraphs)).encode("utf-16")


def as_docx(paragraphs: Paragraphs) -> bytes:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(" ".join(words))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WRITTEN = pytest.mark.parametrize(
    ("write", "form"),
    [(as_text, "text"), (as_wide_text, "text"), (as_text, "markdown"), (as_docx, "docx")],
    ids=["text", "UTF-16", "Markdown", "Word"],
)


@WRITTEN
@given(paragraphs=_PARAGRAPHS)
@settings(max_examples=40)
def test_each_paragraph_is_where_the_count_of_code_points_before_it_says(
    write: Callable[[Paragraphs], bytes], form: str, paragraphs: Paragraphs
) -> None:
    document = read_bytes(write(paragraphs), "invented", format=form)
    written = [" ".join(words) for words in paragraphs]
    assert [document.quote(block.span) for block in document.blocks] == written
    # Blocks have two line ends between them.
    starts = [sum(map(len, written[:i])) + 2 * i for i in range(len(written))]
    assert [block.span.start for block in document.blocks] == starts
    assert_offsets_are_exact(document)


@given(paragraphs=_PARAGRAPHS)
@settings(max_examples=40)
def test_a_transcript_loses_no_word_of_any_script(paragraphs: Paragraphs) -> None:
    cues = [
        f"00:00:{2 * i:02d}.000 --> 00:00:{2 * i + 1:02d}.000\n<v Ana Bell{i}>{' '.join(words)}"
        for i, words in enumerate(paragraphs)
    ]
    document = read_bytes(("WEBVTT\n\n" + "\n\n".join(cues)).encode(), "invented", format="vtt")
    said = [f"Ana Bell{i}: {' '.join(words)}" for i, words in enumerate(paragraphs)]
    assert document.text == "\n\n".join(said)
    assert_offsets_are_exact(document)


def assert_offsets_are_exact(document: Document) -> None:
    """Checked in UTF-32, where a code point is four bytes, and through JSON."""
    wide = document.text.encode("utf-32-le")
    for passage in split_passages(document):
        assert wide[4 * passage.span.start : 4 * passage.span.end].decode("utf-32-le") == passage.text
    adapter = TypeAdapter(Document)
    assert adapter.validate_json(adapter.dump_json(document)) == document


def letters_of(font: TTFont) -> list[str]:
    """The small letters that ``font`` can show and that are read from left to right, one by one."""
    known = sorted(chr(code) for code in font.face.charToGlyph if 0x41 <= code < 0x2000)
    return [
        c for c in known if unicodedata.category(c) in ("Lu", "Ll") and unicodedata.bidirectional(c) == "L"
    ]


def fonts() -> list[TTFont]:
    found = [TTFont("Vera", _VERA)]
    if _DEJAVU.is_file():
        found.append(TTFont("DejaVu", str(_DEJAVU)))
    return found


@given(data=st.data())
@settings(max_examples=60)
@pytest.mark.parametrize("font", fonts(), ids=lambda font: font.fontName)
def test_a_pdf_loses_no_word_and_has_each_in_its_place(font: TTFont, data: st.DataObject) -> None:
    letter = st.sampled_from(letters_of(font))
    words = data.draw(st.lists(st.text(letter, min_size=2, max_size=9), min_size=1, max_size=12))
    registerFont(font)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(1500, 200))
    canvas.setFont(font.fontName, 10)
    canvas.drawString(50, 100, " ".join(words))
    canvas.save()
    document = read_bytes(out.getvalue(), "invented.pdf")
    assert document.text == " ".join(words)
    assert [document.text[start:end] for start, end, _ in document.layout] == words
    x = 50.0
    for word, (_, _, box) in zip(words, document.layout, strict=True):
        width = stringWidth(word, font.fontName, 10)
        assert abs(box.x0 - x) < 3
        assert abs(box.x1 - x - width) < 3
        x += width + stringWidth(" ", font.fontName, 10)
    assert all(left.x1 <= right.x0 for (_, _, left), (_, _, right) in pairwise(document.layout))
    assert_offsets_are_exact(document)
