import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import BlockKind, Document, NoticeKind, Page, PageStatus
from analyzer.profile.review import Review
from analyzer.reports.html import render_html
from analyzer.signals.evidence import Cue, Evidence, Findings
from analyzer.signals.taxonomy import SIGNAL_IDS
from tests.reports.marked import taken_apart
from tests.reports.tidewater import found_in, review_of

HOSTILE = "\"'></script><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}&amp;&lt;"

words = st.text(
    st.one_of(
        st.sampled_from("ab <>&\"'\n\t{}%|-\u00ad\u202e\u200b\u2028é漢🙂\u0085\ufeff"),
        st.characters(blacklist_categories=["Cs"]),
    ),
    min_size=1,
    max_size=60,
)


@st.composite
def marked_documents(draw: st.DrawFn) -> tuple[Document, tuple[Evidence, ...]]:
    """A document of any blocks, and evidence on any parts of them, overlapping at will."""
    builder = DocumentBuilder(id="d" * 64, name=draw(words), format="text")
    page = 1
    for kind in draw(st.lists(st.sampled_from(BlockKind), max_size=8)):
        page += draw(st.integers(0, 2))
        if kind is BlockKind.TABLE_ROW:
            header = draw(st.lists(st.sampled_from(["", "A", "B", "C"]), max_size=3))
            builder.add_row(draw(st.lists(words, min_size=1, max_size=4)), header, page=page)
        else:
            speaker = draw(st.none() | words)
            builder.add(kind, draw(words), level=draw(st.integers(1, 5)), page=page, speaker=speaker)
    builder.add(BlockKind.PARAGRAPH, "The end.", page=page)
    builder.add_page(Page(number=page + 1, width=1, height=1, status=PageStatus.FAILED))
    document = builder.build()
    evidence = []
    for number, block in enumerate(document.blocks):
        for signal in draw(st.lists(st.sampled_from(SIGNAL_IDS), unique=True, max_size=4)):
            start = draw(st.integers(block.span.start, block.span.end - 1))
            end = draw(st.integers(start + 1, block.span.end))
            edges = draw(st.lists(st.integers(start, end), max_size=4))
            cues = [(a, b) for a, b in pairwise(edges) if a < b]
            evidence.append(
                Evidence(
                    signal=signal,
                    document_id=document.id,
                    passage_id=f"{number}",
                    start=start,
                    end=end,
                    quote=document.text[start:end],
                    page=block.page,
                    heading=draw(words),
                    score=draw(st.floats(0, 1)),
                    cues=tuple(Cue(start=a, end=b, text=document.text[a:b], weight=0.5) for a, b in cues),
                    origin="test",
                )
            )
    return document, tuple(evidence)


@given(marked_documents(), words)
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_the_page_without_its_tags_is_the_text_and_each_evidence_marks_its_quote(
    marked: tuple[Document, tuple[Evidence, ...]], partner: str
) -> None:
    document, evidence = marked
    review = review_of([(document, Findings(evidence=evidence, near_misses=()))], partner=partner)

    page = taken_apart(render_html(review, [document]))

    for number, block in enumerate(document.blocks):
        assert page.texts[f"d1b{number}"] == document.quote(block.span)
    in_order = sorted(evidence, key=lambda e: (e.start, SIGNAL_IDS.index(e.signal), e.end))
    assert [page.marked[str(number)] for number in range(1, len(evidence) + 1)] == [e.quote for e in in_order]


def test_every_link_leads_somewhere_on_the_page(review: Review, documents: tuple[Document, ...]) -> None:
    page = taken_apart(render_html(review, documents))
    links = [href for tag, name, href in page.attributes if name == "href" and tag == "a"]
    assert links
    assert [href for href in links if not href.startswith("#") or href[1:] not in page.texts] == []


def test_every_evidence_is_listed_and_has_its_way_back(
    review: Review, documents: tuple[Document, ...]
) -> None:
    page = taken_apart(render_html(review, documents))
    found = sum(len(found_in(document)) for document in documents)
    for number in range(1, found + 1):
        assert f"v{number}" in page.texts
        assert f"#e{number}" in page.values("href")
    back = [value for value in page.values("href") if value.startswith("#c-")]
    assert len(back) >= found


def test_headings_go_down_one_level_at_a_time(review: Review, documents: tuple[Document, ...]) -> None:
    levels = taken_apart(render_html(review, documents)).headings
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_policy_allows_the_page_s_own_style_and_script_and_nothing_else(
    review: Review, documents: tuple[Document, ...]
) -> None:
    html = render_html(review, documents)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]


def test_nothing_on_the_page_leads_off_it(review: Review, documents: tuple[Document, ...]) -> None:
    html = render_html(review, documents)
    page = taken_apart(html)
    assert [value for value in page.values("href") if value[0] != "#"] == ["data:,"]
    assert not page.values("src")
    assert not page.values("style")
    assert not re.search(r"@import|url\(|https?:", html)


def test_hostile_names_and_texts_are_shown_and_not_obeyed() -> None:
    builder = DocumentBuilder(id="d" * 64, name=HOSTILE, format="text")
    span = builder.add(
        BlockKind.PARAGRAPH, f"{HOSTILE} We guarantee it. javascript:alert(1)", speaker=HOSTILE
    )
    builder.add(BlockKind.HEADING, HOSTILE, level=3)
    builder.add_row([HOSTILE, "x"], [HOSTILE, "y"])
    builder.notice(NoticeKind.LOST, HOSTILE)
    document = builder.build()
    assert span is not None
    evidence = Evidence(
        signal="commitment_without_context",
        document_id=document.id,
        passage_id="p",
        start=span.start,
        end=span.end,
        quote=document.quote(span),
        page=None,
        heading=HOSTILE,
        score=0.9,
        cues=(),
        origin=HOSTILE,
    )
    review = review_of(
        [(document, Findings(evidence=(evidence,), near_misses=()))], partner=f"{HOSTILE}\ud800"
    )

    html = render_html(review, [document])

    page = taken_apart(html)
    assert html.count("<script>") == 1
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert not [value for value in page.values("href") if value.startswith("javascript")]
    assert "49" not in page.texts["d1b0"]
    assert html.encode()


def test_what_was_not_read_is_said_at_the_top_and_in_its_place(
    review: Review, documents: tuple[Document, ...]
) -> None:
    html = render_html(review, documents)
    assert html.index("Not everything was read.") < html.index('id="red-flags"')
    assert "Not read: page 6." in html
    assert "not read: needs OCR" in html
    missing = html.index("This page could not be read.")
    assert html.index('id="d1p6"') < missing < html.index('id="d1p7"')


def test_a_criterion_without_evidence_shows_its_search_and_the_nearest_passages(
    scant: Review, documents: tuple[Document, ...]
) -> None:
    html = render_html(scant, documents)
    future = html[html.index('id="c-future"') : html.index('id="c-two_way_partnership"')]
    assert "not addressed" in future
    assert "What was searched, and what came nearest" in future
    assert "but not near enough to count" in future
    assert "customs interface changes" in future


def test_a_review_of_nothing_says_that_nothing_can_be_said(unread: Review) -> None:
    html = render_html(unread, [])
    assert "Nothing could be read, so nothing can be said about" in html
    assert html.count("could not be read</p>") == len(unread.profile.criteria)
    assert 'id="documents"' not in html


def test_evidence_of_a_document_that_is_not_shown_is_quoted_without_a_link(
    review: Review, documents: tuple[Document, ...]
) -> None:
    page = taken_apart(render_html(review, documents[:1]))
    assert "whatever you need" in page.texts["red-flags"]
    assert all(href[1:] in page.texts for tag, name, href in page.attributes if (tag, name) == ("a", "href"))


def test_evidence_that_is_not_in_its_document_is_refused(
    review: Review, documents: tuple[Document, ...]
) -> None:
    other = replace(documents[0], text=documents[0].text.replace("Malmö", "Gävle"))
    with pytest.raises(ValueError, match="is not the quote"):
        render_html(review, [other])


def test_the_same_review_gives_the_same_page(review: Review, documents: tuple[Document, ...]) -> None:
    assert render_html(review, documents) == render_html(review, documents)
