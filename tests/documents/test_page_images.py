import io
from functools import partial

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from analyzer.documents.page_images import page_images, page_pixels
from analyzer.errors import DamagedDocument
from tests.documents.drawn_pdf import HEIGHT, WIDTH, drawn, prose


def two_pages(canvas: Canvas) -> None:
    canvas.rect(0, HEIGHT / 2, WIDTH, HEIGHT / 2, fill=1, stroke=0)
    canvas.showPage()
    prose(canvas, 72, 700)


def test_each_page_asked_for_is_a_picture_of_its_size() -> None:
    first, second = page_images(drawn(two_pages), "plan.pdf", [2, 1], dpi=72)
    for data in (first, second):
        assert data is not None
        assert Image.open(io.BytesIO(data)).size == (WIDTH, HEIGHT)


def test_the_pixels_begin_at_the_top_of_the_page() -> None:
    (pixels,) = page_pixels(drawn(two_pages), "plan.pdf", [1], dpi=72, grey=True)
    assert pixels is not None
    assert pixels.shape == (HEIGHT, WIDTH)
    assert pixels[:390].max() == 0
    assert pixels[402:].min() == 255


def test_colours_are_red_green_and_blue() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(0, 0, WIDTH, HEIGHT, fill=1, stroke=0)

    (pixels,) = page_pixels(drawn(draw), "plan.pdf", [1], dpi=20, grey=False)
    assert pixels is not None
    assert pixels[50, 50].tolist() == [255, 0, 0]


def test_a_poster_is_drawn_coarser() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((14_000, 14_000))
        canvas.drawString(10, 10, "A poster")

    (pixels,) = page_pixels(drawn(draw), "poster.pdf", [1], dpi=200, grey=True)
    assert pixels is not None
    assert 11_000_000 < pixels.size < 13_000_000


def test_the_value_of_a_form_field_is_drawn() -> None:
    def draw(canvas: Canvas, value: str) -> None:
        canvas.drawString(72, 700, "Price:")
        canvas.acroForm.textfield(value=value, x=120, y=690, width=100, height=20, borderWidth=0)

    empty, filled = (
        next(page_pixels(drawn(partial(draw, value=v)), "form.pdf", [1], dpi=72, grey=True))
        for v in ("", "48,000")
    )
    assert empty is not None
    assert filled is not None
    assert (empty != filled).any()


def test_a_page_that_is_not_there_is_none() -> None:
    assert list(page_images(drawn(two_pages), "plan.pdf", [3], dpi=72)) == [None]


def test_what_is_no_pdf_is_damaged() -> None:
    with pytest.raises(DamagedDocument, match=r"plan\.pdf"):
        list(page_images(b"%PDF-1.7 and no more", "plan.pdf", [1], dpi=72))
