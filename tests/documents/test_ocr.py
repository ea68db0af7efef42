"""Text recognition, on pictures of pages drawn here, so that what they say is known."""

import io
import sys
from collections.abc import Callable

import pypdfium2
import pytest
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from analyzer.documents import ocr
from analyzer.documents.document import BlockKind, NoticeKind, PageStatus
from analyzer.errors import NeedsOcr, Outcome
from tests.documents.drawn_pdf import HEIGHT, PROSE, WIDTH, drawn, prose, read, text_lines, texts

installed = pytest.mark.skipif(not ocr.is_installed(), reason="the extra 'ocr' is not installed")

Draw = Callable[[Canvas], object]


def photograph(draw: Draw, *, tilt: float = 0.0) -> Image.Image:
    """What a scanner makes of the page that ``draw`` draws: grey, a little soft, laid down at a tilt."""
    page = pypdfium2.PdfDocument(drawn(draw))[0]
    image = page.render(scale=200 / 72).to_pil().convert("L")
    return image.rotate(tilt, fillcolor=255, resample=Image.Resampling.BICUBIC).filter(
        ImageFilter.GaussianBlur(0.6)
    )


def scan(*sheets: Image.Image) -> bytes:
    def draw(canvas: Canvas) -> None:
        for sheet in sheets:
            canvas.drawImage(ImageReader(sheet), 0, 0, WIDTH, HEIGHT)
            canvas.showPage()

    return drawn(draw)


def proposal(canvas: Canvas) -> None:
    text_lines(canvas, ["Delivery plan"], 72, 720, size=20)
    y = prose(canvas, 72, 680)
    for item in ("workshops with your users", "one prototype for each team"):
        y -= 12
        canvas.circle(78, y + 3.4, 2.2, fill=1)
        text_lines(canvas, [item], 90, y)


@installed
def test_a_scan_becomes_headings_paragraphs_and_items() -> None:
    document = read(scan(photograph(proposal)))
    assert texts(document, BlockKind.HEADING) == ["Delivery plan"]
    assert texts(document, BlockKind.PARAGRAPH) == [PROSE]
    assert texts(document, BlockKind.LIST_ITEM) == [
        "workshops with your users",
        "one prototype for each team",
    ]


@installed
def test_a_tilted_sheet_reads_as_a_straight_one() -> None:
    assert texts(read(scan(photograph(proposal, tilt=1.2)))) == texts(read(scan(photograph(proposal))))


@installed
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_sheet_on_its_side_or_head_is_read(turn: int) -> None:
    sheet = photograph(lambda canvas: prose(canvas, 72, 600)).rotate(turn, expand=True)
    out = io.BytesIO()
    sheet.save(out, "PDF", resolution=200)
    assert PROSE in " ".join(" ".join(texts(read(out.getvalue()))).split())


@installed
def test_the_boxes_are_where_the_words_stand() -> None:
    def places(data: bytes) -> dict[str, tuple[float, float, float, float]]:
        document = read(data)
        words = ((document.text[start:end], box) for start, end, box in document.layout)
        return {word: (box.x0, box.top, box.x1, box.bottom) for word, box in words}

    written = places(drawn(lambda canvas: prose(canvas, 72, 600)))
    recognised = places(scan(photograph(lambda canvas: prose(canvas, 72, 600))))
    assert recognised.keys() == written.keys()
    for word, box in written.items():
        assert recognised[word] == pytest.approx(box, abs=2.5)


@installed
def test_the_notice_names_the_pages_and_how_sure_their_words_are() -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas, 72, 700)
        canvas.showPage()
        canvas.drawImage(ImageReader(photograph(proposal)), 0, 0, WIDTH, HEIGHT)

    document = read(drawn(draw))
    assert [page.status for page in document.pages] == [PageStatus.READ, PageStatus.OCR]
    assert document.outcome is Outcome.OK
    assert document.unread_pages == ()
    (notice,) = document.notices
    assert notice.kind is NoticeKind.OCR
    assert "page 2, with a mean confidence of 9" in notice.message


@installed
def test_a_stamp_over_a_scan_does_not_hide_it() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(photograph(proposal)), 0, 0, WIDTH, HEIGHT)
        canvas.drawString(400, 30, "Received 4 May")

    document = read(drawn(draw))
    assert PROSE in texts(document)
    assert "Received 4 May" in " ".join(texts(document))


@installed
def test_a_picture_without_words_stays_unread() -> None:
    circles = photograph(lambda canvas: [canvas.circle(300, 400, radius) for radius in range(40, 280, 30)])
    with pytest.raises(NeedsOcr, match="found no words"):
        read(scan(circles))


def test_without_the_extra_the_remedy_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    with pytest.raises(NeedsOcr, match=r"pip install 'partnerlens\[ocr\]'"):
        read(scan(photograph(proposal)))
