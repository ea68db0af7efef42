"""Bad input, as people have it: one clear line, the right exit code, and never "not addressed"."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.cli.conftest import Run

SENTENCE = "Your team reviews each release with us, and the steering group decides what comes next."


def pdf(*, key: str | None = None, picture: bool = False) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, A4, encrypt=StandardEncryption(key) if key else None)
    if picture:
        canvas.drawInlineImage(_scan(), 0, 0, *A4)
    else:
        canvas.drawString(72, 700, SENTENCE)
    canvas.save()
    return data.getvalue()


def _scan() -> Image.Image:
    """A page of which only a picture is left, that no text recognition makes words of."""
    return Image.effect_noise((420, 594), 90)


UNREADABLE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an empty file": ("empty.pdf", lambda: b"", "empty"),
    "a text with white space only": ("blank.txt", lambda: b" \n\t\n", "empty"),
    "a text named as a PDF": ("proposal.pdf", SENTENCE.encode, "not a PDF"),
    "a DOCX that is not a zip": ("proposal.docx", SENTENCE.encode, "not a Word document"),
    "an encrypted PDF": ("locked.pdf", lambda: pdf(key="open sesame"), "password"),
    "a PDF cut short": ("cut.pdf", lambda: pdf()[:300], "PDF"),
    "a PDF of noise": ("noise.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, "PDF"),
    "a zip cut short": ("cut.docx", lambda: b"PK\x03\x04" + bytes(200), "cut short"),
    "a program named .txt": ("notes.txt", lambda: bytes(range(256)) * 40, "binary"),
    "a scan without text": ("scan.pdf", lambda: pdf(picture=True), "OCR"),
    "ten megabytes on one line": ("dump.txt", lambda: b"word " * 2_000_000, "line"),
    "a picture": ("logo.md", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "image"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_one_line_and_never_not_addressed(
    partnerlens: Run, tmp_path: Path, case: str
) -> None:
    name, content, told = UNREADABLE[case]
    path = tmp_path / name
    path.write_bytes(content())
    ran = partnerlens("review", path, "--format", "json")
    assert ran.code == 3
    (line,) = ran.err.splitlines()
    assert line.startswith(f"partnerlens: {name}: ")
    assert told in line
    review = json.loads(ran.out)
    assert review["documents"][0]["outcome"] not in ("ok", "partial")
    assert {criterion["stance"] for criterion in review["profile"]["criteria"]} == {"unread"}
    assert review["profile"]["questions"] == []


def test_a_folder_is_named_as_such(partnerlens: Run, tmp_path: Path) -> None:
    ran = partnerlens("review", tmp_path)
    assert ran.code == 3
    assert "folder" in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "latin-1"])
def test_a_text_in_another_encoding_is_read(partnerlens: Run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(f"Café notes: {SENTENCE}\n".encode(encoding))
    ran = partnerlens("extract", path)
    assert ran.code == 0
    assert f"Café notes: {SENTENCE}" in ran.out


@pytest.mark.parametrize(
    ("content", "name"), [(pdf(), "proposal.txt"), (f"# Plan\n\n{SENTENCE}\n".encode(), "proposal")]
)
def test_a_wrong_or_missing_extension_does_not_matter(
    partnerlens: Run, tmp_path: Path, content: bytes, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    ran = partnerlens("extract", path)
    assert ran.code == 0
    assert SENTENCE in ran.out.replace("\\n", " ")


def test_a_page_without_text_is_listed_among_what_was_not_searched(partnerlens: Run, tmp_path: Path) -> None:
    data = io.BytesIO()
    canvas = Canvas(data, A4)
    canvas.drawString(72, 700, SENTENCE)
    canvas.showPage()
    canvas.drawInlineImage(_scan(), 0, 0, *A4)
    canvas.save()
    path = tmp_path / "half.pdf"
    path.write_bytes(data.getvalue())
    ran = partnerlens("review", path, "--format", "json")
    review = json.loads(ran.out)
    assert ran.code == 0
    assert review["documents"][0]["outcome"] == "partial"
    for criterion in review["profile"]["criteria"]:
        assert [gap["page"] for gap in criterion["searched"]["gaps"]] == [2]
