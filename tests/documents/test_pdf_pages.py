"""Pages as files have them: turned, cropped, pictures, locked, damaged, and very many."""

import io
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from analyzer.documents.document import PageStatus
from analyzer.documents.pdf import MAX_PAGES
from analyzer.errors import DamagedDocument, EmptyDocument, EncryptedDocument, NeedsOcr, Outcome, TooLarge
from tests.documents.drawn_pdf import (
    HEIGHT,
    PROSE,
    WIDTH,
    drawn,
    prose,
    read,
    texts,
)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_rotated_page_is_read_as_it_is_shown(rotation: int) -> None:
    def draw(canvas: Canvas) -> None:
        # Drawn so that the viewer's rotation brings it upright.
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(rotation)
        prose(canvas, -200, 100, width=380)

    pdf = pypdfium2.PdfDocument(drawn(draw))
    pdf[0].set_rotation(rotation)
    out = io.BytesIO()
    pdf.save(out)
    pdf.close()
    document = read(out.getvalue())
    page = document.pages[0]
    assert texts(document) == [PROSE]
    assert (page.width > page.height) == (rotation != 180)
    lines = document.boxes(document.blocks[0].span)
    assert [line.top for line in lines] == sorted(line.top for line in lines)
    assert {round(line.x0 - page.width / 2) for line in lines} == {-200}


def test_boxes_count_from_the_crop_box() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((50, 100, 400, 750))
        canvas.setFont("Helvetica", 12)
        canvas.drawString(100, 700, "Inside")
        canvas.drawString(450, 700, "outside")

    document = read(drawn(draw))
    assert (document.pages[0].width, document.pages[0].height) == (350, 650)
    assert document.text == "Inside"
    assert document.boxes(document.blocks[0].span)[0].x0 == pytest.approx(50, abs=1)
    assert [notice.kind for notice in document.notices] == ["hidden"]


def test_sideways_text_is_read_and_not_lost() -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas, 72, 700)
        canvas.translate(40, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Confidential until signed")

    assert texts(read(drawn(draw))) == [PROSE, "Confidential until signed"]


def test_the_value_of_a_form_field_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Price:")
        canvas.acroForm.textfield(name="price", value="48,000", x=120, y=690, width=100, height=20)

    assert "48,000" in read(drawn(draw)).text


def picture() -> ImageReader:
    return ImageReader(Image.new("RGB", (60, 80), "gray"))


def test_a_page_that_is_a_picture_is_named_beside_pages_with_text() -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas, 72, 700)
        canvas.showPage()
        canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
        canvas.showPage()
        prose(canvas, 72, 700)

    document = read(drawn(draw))
    assert [page.status for page in document.pages] == [
        PageStatus.READ,
        PageStatus.NO_TEXT,
        PageStatus.BLANK,
        PageStatus.READ,
    ]
    assert [notice.page for notice in document.notices] == [2]
    assert document.outcome is Outcome.PARTIAL


def test_pictures_of_pages_alone_need_text_recognition() -> None:
    with pytest.raises(NeedsOcr, match=r"proposal\.pdf: .*[Tt]ext recognition"):
        read(drawn(lambda canvas: canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)))


def test_blank_pages_alone_are_an_empty_document() -> None:
    with pytest.raises(EmptyDocument):
        read(drawn(lambda canvas: canvas.showPage()))


def test_a_password_is_asked_for() -> None:
    data = drawn(lambda canvas: prose(canvas, 72, 700), encrypt=StandardEncryption("secret"))
    with pytest.raises(EncryptedDocument, match="password"):
        read(data)


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    data = drawn(lambda canvas: prose(canvas, 72, 700), encrypt=StandardEncryption("", "owner"))
    assert texts(read(data)) == [PROSE]


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9])
def test_a_truncated_file_is_damaged_or_still_readable(share: float) -> None:
    data = drawn(lambda canvas: prose(canvas, 72, 700))
    try:
        document = read(data[: int(share * len(data))])
    except (DamagedDocument, EmptyDocument):
        return
    assert texts(document) == [PROSE]


def test_more_pages_than_the_limit_are_refused() -> None:
    pdf = pypdfium2.PdfDocument.new()
    for _ in range(MAX_PAGES + 1):
        pdf.new_page(10, 10)
    out = io.BytesIO()
    pdf.save(out)
    pdf.close()
    with pytest.raises(TooLarge, match="pages"):
        read(out.getvalue())


def test_what_is_no_pdf_is_damaged() -> None:
    with pytest.raises(DamagedDocument):
        read(b"%PDF-1.7\nnothing of a PDF follows")


def test_documents_are_read_side_by_side() -> None:
    files = [drawn(lambda canvas, n=n: prose(canvas, 72, 700, text=f"Offer {n}. {PROSE}")) for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(read, files))
    assert [texts(document)[0][:7] for document in documents] == [f"Offer {n}" for n in range(8)]


# Without "o", which before a word is a bullet, as word processors write them.
WORDS = st.text("abcdefghijklmnpqrstuvwxyzABCDEFGH0123456789", min_size=1, max_size=8)
PLACED_LINES = st.lists(
    st.tuples(st.lists(WORDS, min_size=1, max_size=5), st.integers(20, 200), st.integers(0, 60)),
    min_size=1,
    max_size=20,
    unique_by=lambda line: line[2],
)


@settings(max_examples=60, deadline=None)
@given(PLACED_LINES)
def test_no_letter_is_lost_or_added_wherever_lines_stand(lines: list[tuple[list[str], int, int]]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for words, x, row in lines:
            canvas.drawString(x, 30 + 12 * row, " ".join(words))

    document = read(drawn(draw))
    drawn_letters = Counter("".join(word for words, _, _ in lines for word in words))
    assert Counter(filter(str.isalnum, document.text)) == drawn_letters
    assert all(document.text[start:end].strip() for start, end, _ in document.layout)


def test_every_box_holds_its_word() -> None:
    data = drawn(lambda canvas: prose(canvas, 72, 700))
    document = read(data)
    pdf = pypdfium2.PdfDocument(data)
    try:
        textpage = pdf[0].get_textpage()
        for start, end, box in document.layout:
            inside = textpage.get_text_bounded(
                box.x0 + 0.5, HEIGHT - box.bottom + 3, box.x1 - 0.5, HEIGHT - box.top - 3
            )
            assert inside.strip() == document.text[start:end]
    finally:
        pdf.close()
