"""The page in a real browser; skipped where there is none."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Page as Tab

from analyzer.documents.document import Document
from analyzer.profile.review import Review
from analyzer.reports.html import render_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        assert not os.environ.get("PARTNERLENS_REQUIRE_BROWSER"), "no Chromium, and it is required here"
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(review: Review, documents: tuple[Document, ...], tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("page") / "review.html"
    file.write_text(render_html(review, documents), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1366, "height": 800})
    yield context
    context.close()


@pytest.fixture
def tab(context: BrowserContext, address: str) -> Tab:
    tab = context.new_page()
    tab.goto(address)
    return tab


def in_view(tab: Tab, selector: str) -> bool:
    return bool(
        tab.eval_on_selector(
            selector,
            "e => { const r = e.getBoundingClientRect(); return 0 <= r.top && r.bottom <= innerHeight }",
        )
    )


def test_the_page_opens_without_a_message_and_asks_for_itself_only(
    context: BrowserContext, address: str
) -> None:
    tab = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(address)
    tab.wait_for_load_state("networkidle")
    assert said == []
    assert asked == [address]


def test_the_browser_has_the_documents_text_block_by_block(tab: Tab, documents: tuple[Document, ...]) -> None:
    for number, document in enumerate(documents, start=1):
        shown = tab.evaluate(
            "([d, n]) => [...Array(n).keys()].map(i => document.getElementById(`d${d}b${i}`).textContent)",
            [number, len(document.blocks)],
        )
        assert shown == [document.quote(block.span) for block in document.blocks]


def test_a_click_leads_to_the_passage_and_back_to_the_quote(tab: Tab) -> None:
    tab.locator("#red-flags .where a").first.click()
    target = tab.evaluate("location.hash")
    assert in_view(tab, target)
    assert tab.locator(target).evaluate("e => e.classList.contains('current')")

    tab.locator(f".notes [data-n='{target[2:]}'] a").click()
    assert tab.evaluate("location.hash") == f"#v{target[2:]}"
    assert in_view(tab, f"#v{target[2:]}")


def test_a_signal_can_be_hidden_in_lists_and_in_the_text_and_shown_again(tab: Tab) -> None:
    promises = tab.locator("#red-flags [data-s=pr]")
    marks = tab.locator("mark.pr")
    before = (promises.count(), marks.count())
    assert promises.first.is_visible()

    tab.locator(".signal input[value=pr]").uncheck()
    assert not promises.first.is_visible()
    assert marks.count() == 0
    assert tab.locator("mark.off").count() == before[1]
    assert tab.get_by_role("status").inner_text() == "21 of 23 highlights shown"

    tab.locator(".signal input[value=pr]").check()
    assert (promises.count(), marks.count()) == before
    assert tab.locator("mark.off").count() == 0


def test_words_with_two_signals_keep_the_one_that_is_left(tab: Tab) -> None:
    both = tab.locator("mark.co.over-in")
    number = both.get_attribute("id")
    tab.locator(".signal input[value=co]").uncheck()
    left = tab.locator(f"#{number}")
    assert left.get_attribute("class") == "in"
    assert left.get_attribute("data-c") == "In"


def test_all_red_flags_can_be_hidden_at_once(tab: Tab) -> None:
    tab.locator(".toggle[data-p=red_flag]").click()
    assert tab.locator("mark.pr, mark.hr, mark.va, mark.cl").count() == 0
    assert tab.locator("mark.bu").count() > 0
    tab.locator(".toggle[data-p=red_flag]").click()
    assert tab.locator("mark.pr").count() > 0


def test_keys_walk_the_evidence_and_pass_what_is_hidden(tab: Tab) -> None:
    tab.keyboard.press("n")
    assert tab.locator("mark.current").first.get_attribute("id") == "e1"
    tab.keyboard.press("j")
    assert tab.locator("mark.current").first.get_attribute("id") == "e2"
    assert in_view(tab, "#e2")
    assert tab.evaluate("document.activeElement.closest('[data-n]').dataset.n") == "2"
    tab.keyboard.press("p")
    tab.keyboard.press("k")
    assert tab.locator("mark.current").first.get_attribute("id") == "e23"
    tab.locator(".signal input[value=bu]").uncheck()
    tab.keyboard.press("n")
    assert tab.locator("mark.current").first.get_attribute("id") == "e3"
    tab.keyboard.press("b")
    assert in_view(tab, "#v3")


def test_keys_can_be_turned_off_and_told(tab: Tab) -> None:
    told = tab.locator(".keys p")
    tab.keyboard.press("?")
    assert not told.is_visible()
    tab.keyboard.press("?")
    assert told.is_visible()
    tab.locator(".keys input").uncheck()
    tab.keyboard.press("n")
    assert tab.locator("mark.current").count() == 0


def test_without_scripts_everything_is_shown_and_links_work(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1366, "height": 800})
    tab = context.new_page()
    tab.goto(address)
    assert not tab.locator(".signal input").first.is_visible()
    assert not tab.locator(".toggle").first.is_visible()
    tab.locator("#red-flags .where a").first.click()
    target = tab.url.partition("#")[2]
    assert tab.locator(f"#{target}").bounding_box()["y"] < 800
    tab.locator(f".notes [data-n='{target[1:]}'] a").click()
    assert tab.url.endswith("#c-risks_trade_offs")
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1024, 1280, 1920])
def test_the_page_never_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    tab.goto(address)
    tab.eval_on_selector_all("details", "all => all.forEach(details => { details.open = true })")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_on_paper_closed_parts_are_open_and_the_rail_is_gone(tab: Tab) -> None:
    tab.emulate_media(media="print")
    assert not tab.locator(".rail").is_visible()
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("details:not([open])").count() == 0
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("details:not([open])").count() > 0
