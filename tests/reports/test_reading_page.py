"""The page that draws a reading, over documents made here."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab

from analyzer.documents.builder import DocumentBuilder, Words
from analyzer.documents.document import BlockKind, Document, NoticeKind, Page, PageStatus
from analyzer.reports.reading_page import LETTERS, render_reading
from tests.reports.test_browser import browser, context  # noqa: F401  fixtures

HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'


def words(text: str, page: int, x: float, y: float) -> Words:
    boxes = [v for i, _ in enumerate(text.split(" ")) for v in (x + 40 * i, y, x + 40 * i + 36, y + 10)]
    return Words(text, page, boxes)


@pytest.fixture(scope="module")
def document() -> Document:
    builder = DocumentBuilder(id="0" * 64, name=f"plan {HOSTILE}.pdf", format="pdf")
    builder.add(BlockKind.HEADING, [words("1. Delivery plan", 1, 72, 60)], level=1, page=1)
    two = [words("The first lines", 1, 72, 90), "\n", words("and the last", 1, 320, 60)]
    builder.add(BlockKind.PARAGRAPH, two, page=1)
    builder.add_row(
        [[words("Build", 1, 72, 130)], [words("48,000", 1, 200, 130)]], ["Phase", "Price"], page=1
    )
    builder.add(BlockKind.LIST_ITEM, HOSTILE, level=2, page=1)
    builder.add(BlockKind.FURNITURE, [words("page one", 1, 250, 760)], page=1)
    builder.add_page(Page(number=1, width=612, height=792))
    builder.add_page(Page(number=2, width=792, height=612, status=PageStatus.NO_TEXT))
    builder.add_page(Page(number=3, width=0, height=0, status=PageStatus.FAILED))
    builder.notice(NoticeKind.NO_TEXT, "Page 2 is a picture.", 2)
    return builder.build()


@pytest.fixture(scope="module")
def page(document: Document) -> str:
    return render_reading(document, {1: b"the bytes of a picture"})


def test_every_block_is_in_the_list_in_reading_order(page: str, document: Document) -> None:
    listed = re.findall(r'<li class="k-(\w+)" data-b="(\d+)">', page)
    assert listed == [(block.kind.value, str(i)) for i, block in enumerate(document.blocks, start=1)]


def test_a_block_over_two_columns_has_two_areas(page: str) -> None:
    assert len(re.findall(r'<g class="k-paragraph"[^>]* data-b="2">', page)) == 2
    assert page.count('id="b2"') == 1


def test_a_row_is_one_area_with_its_cells(page: str) -> None:
    (row,) = re.findall(r'<g class="k-table_row".*?</g>', page, re.S)
    assert row.count('class="cell"') == 2
    assert row.count('class="area"') == 1


def test_the_reading_order_passes_the_blocks_but_not_the_furniture(page: str) -> None:
    (points,) = (p for p in re.findall(r'class="order" points="([^"]*)"', page) if p)
    assert points.split() == ["72.0,65.0", "72.0,95.0", "320.0,65.0", "72.0,135.0"]


def test_pages_that_were_not_read_are_marked(page: str) -> None:
    assert page.count('class="unread"') == 1
    assert "Page 2 <span>not read: no text behind the picture</span>" in page
    assert "Page 3 <span>not read: damaged</span>" in page


def test_what_a_document_says_cannot_become_markup(page: str) -> None:
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert "alert(1)" in page


def test_equal_input_gives_equal_text(page: str, document: Document) -> None:
    assert render_reading(document, {1: b"the bytes of a picture"}) == page


def test_each_kind_has_a_letter_of_its_own() -> None:
    assert set(LETTERS) == set(BlockKind)
    assert len(set(LETTERS.values())) == len(LETTERS)


def test_a_format_without_pages_is_set_as_its_blocks() -> None:
    builder = DocumentBuilder(id="0" * 64, name="call.vtt", format="vtt")
    builder.add(BlockKind.TURN, "We ship in May.", speaker="Maja", timestamp="00:01")
    builder.add_row(["Build", "48,000"], ["Phase", ""])
    set_text = render_reading(builder.build(), {})
    assert "<bdi>Maja</bdi> 00:01" in set_text
    assert '<dt dir="auto">Phase</dt><dd dir="auto">Build</dd>' in set_text
    assert "<image" not in set_text


@pytest.fixture
def tab(context, page: str, tmp_path: Path) -> Iterator[Tab]:  # type: ignore[no-untyped-def]  # noqa: F811
    file = tmp_path / "reading.html"
    file.write_text(page, encoding="utf-8")
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("dialog", lambda dialog: faults.append(dialog.message))
    tab.goto(file.as_uri())
    yield tab
    assert faults == []


def test_pointing_at_a_block_says_what_it_is(tab: Tab) -> None:
    tab.locator("main g[data-b='3'] .area").hover()
    assert tab.locator(".detail .what").inner_text() == "3: table row, page 1, characters 48 to 62"
    assert tab.locator(".detail .path").inner_text() == "1. Delivery plan"
    assert tab.locator(".detail dl").inner_text().split() == ["Phase", "Build", "Price", "48,000"]


def test_a_kind_can_be_put_away(tab: Tab) -> None:
    assert tab.locator("g.k-paragraph").first.is_visible()
    tab.locator(".kinds input[value=paragraph]").uncheck()
    assert not tab.locator("g.k-paragraph").first.is_visible()
    assert not tab.locator(".index .k-paragraph").is_visible()
    tab.locator(".kinds input[value=path]").uncheck()
    assert not tab.locator(".order").first.is_visible()


def test_the_keys_step_from_block_to_block(tab: Tab) -> None:
    tab.keyboard.press("n")
    tab.keyboard.press("n")
    tab.keyboard.press("p")
    assert tab.locator(".index .current").get_attribute("data-b") == "2"
    assert tab.locator("main g.current").count() == 2
