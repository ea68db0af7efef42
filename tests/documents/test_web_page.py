"""Web pages, as people and programs write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents.document import Document
from analyzer.errors import EmptyDocument
from tests.documents.reading import outcome, read, rows, texts


def _read(body: str, head: str = "") -> Document:
    return read(f"<!DOCTYPE html>\n<html><head>{head}</head><body>{body}</body></html>", "page.html")


def test_headings_paragraphs_and_lists_come_in_order_with_their_levels() -> None:
    document = _read(
        "<h1>Offer</h1><p>We begin\n  with <b>interviews</b>&nbsp;&amp; walks.</p>"
        "<ul><li>first<ul><li>below</ul><li><p>second</p><p>more of it</p></ul><h2>Risks</h2>loose words"
    )
    assert rows(document) == [
        ("heading1", "Offer"),
        ("paragraph", "We begin with interviews & walks."),
        ("list_item1", "first"),
        ("list_item2", "below"),
        ("list_item1", "second"),
        ("paragraph", "more of it"),
        ("heading2", "Risks"),
        ("paragraph", "loose words"),
    ]


def test_table_rows_carry_the_names_of_their_columns() -> None:
    document = _read(
        "<table><caption>Rates</caption><thead><tr><th>Role<th colspan=2>2031<th>Place</thead>"
        "<tr><td rowspan=2>Lead<td>3<td>4<td>here<tr><td>5<td>6<td>there</table>"
    )
    assert [(document.quote(b.span), b.header) for b in document.blocks] == [
        ("Rates", ()),
        ("Role | 2031 | Place", ("", "", "")),
        ("Lead | 3 | 4 | here", ("Role", "2031", "2031", "Place")),
        ("5 | 6 | there", ("2031", "2031", "Place")),
    ]


def test_a_table_that_lays_out_the_page_is_read_as_its_blocks() -> None:
    document = _read(
        "<table><tr><td><h2>Plan</h2><ul><li>ask<li>build</ul></td><td><p>We begin.</p></td></tr></table>"
    )
    assert [kind for kind, _ in rows(document)] == ["heading2", "list_item1", "list_item1", "paragraph"]


def test_what_stands_on_every_page_is_furniture_but_its_title_and_its_cards_are_not() -> None:
    document = _read(
        "<header><h1>Offer</h1><p>Acme</p></header><nav><ul><li>Home</ul></nav>"
        "<main><header><p>By Ana</p></header><p>We begin.</p></main>"
        "<aside>Also read</aside><div role=contentinfo>Imprint</div><footer>2031</footer>"
    )
    assert [(kind, text) for kind, text in rows(document) if kind != "furniture"] == [
        ("heading1", "Offer"),
        ("paragraph", "By Ana"),
        ("paragraph", "We begin."),
        ("paragraph", "Also read"),
    ]
    furniture = [text for kind, text in rows(document) if kind == "furniture"]
    assert furniture == ["Acme", "Home", "Imprint", "2031"]


def test_scripts_and_styles_are_not_read_and_hidden_parts_are_named() -> None:
    document = _read(
        "<script>no()</script><style>p{}</style><template>no</template><noscript>no</noscript><!-- no -->"
        "<p>We begin.</p><p hidden>no</p><p style='display : none'>no</p><p style='display:none'></p>"
    )
    assert texts(document) == ["We begin."]
    assert [(notice.kind, notice.message[:2]) for notice in document.notices] == [("hidden_text", "2 ")]


def test_definitions_quotations_and_preformatted_text_are_read() -> None:
    document = _read(
        "<dl><dt>Scope<dd>what we build</dl><blockquote>They ask first.</blockquote>"
        "<pre>We begin.\n\n- ask\n- build</pre><pre><code>x = 1\ny = 2</code></pre>"
    )
    assert rows(document) == [
        ("list_item1", "Scope"),
        ("list_item2", "what we build"),
        ("paragraph", "They ask first."),
        ("paragraph", "We begin."),
        ("list_item1", "ask"),
        ("list_item1", "build"),
        ("code", "x = 1\ny = 2"),
    ]


def test_line_breaks_part_lines_and_two_of_them_paragraphs() -> None:
    document = _read("<div>one<br>two<br><br>three<br>\u2022 four<br>\u2022 five</div>")
    assert rows(document) == [
        ("paragraph", "one\ntwo"),
        ("paragraph", "three"),
        ("list_item1", "four"),
        ("list_item1", "five"),
    ]


def test_the_title_is_the_heading_of_a_page_without_one() -> None:
    assert rows(_read("<p>We begin.</p>", "<title>Offer</title>"))[0] == ("heading1", "Offer")
    assert rows(_read("<h1>Plan</h1>", "<title>Offer</title>"))[0] == ("furniture", "Offer")


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ("<meta charset=iso-8859-1>", "utf-8"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1250'>", "cp1250"),
        ("<meta charset=no-such>", "cp1252"),
        ("<meta charset=cp500>", "cp1252"),
        ("", "utf-8-sig"),
        ("<meta charset=iso-8859-1>", "utf-16"),
    ],
)
def test_the_encoding_is_the_one_declared_unless_the_bytes_say_otherwise(declared: str, written: str) -> None:
    text = "Wir beginnen im März „pünktlich“ für 90 €."
    source = f"<html><head>{declared}</head><body><p>{text}</p></body></html>"
    assert texts(read(source.encode(written), "page.html")) == [text]


def test_broken_pages_are_read_as_far_as_they_go() -> None:
    assert texts(read("<html><p>one<p>two <b>three</p><li>four</ul></table></b><![odd[ five", "a")) == [
        "one",
        "two three",
        "four",
    ]
    assert texts(read("<html><body>a\0b</body>", "a.html")) == ["ab"]


def test_a_page_nested_without_end_says_that_its_rest_is_lost() -> None:
    depth = 100_000
    document = read(f"<html><body><p>We begin.</p>{'<div>' * depth}deep{'</div>' * depth}", "a.html")
    assert texts(document)[0] == "We begin."
    assert "deep" in document.text or [notice.kind for notice in document.notices] == ["lost"]


def test_a_page_of_many_unclosed_elements_is_read_to_its_end() -> None:
    document = read("<html><body>" + "<p>word <b>two <i>three" * 20_000 + "<p>the end", "a.html")
    assert document.text.endswith("the end") or document.notices


def test_a_large_page_is_read_whole() -> None:
    assert len(_read("<p>We begin with interviews.</p>" * 50_000).blocks) == 50_000


def test_a_page_without_words_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        _read("<script>x</script><img src=a.png>")


_MARKUP_NAMES = """
<p> </p> <ul> <li> </ul> <table> <tr> <td> </table> <h2> </h2> <pre> <br> <div/hidden> </div> <nav>
</nav> <dl> <dd> <script> </script> <!-- --> <b> &amp; <![ </ word
"""
_MARKUP = st.sampled_from(_MARKUP_NAMES.split())


@given(st.lists(_MARKUP, max_size=40))
def test_any_mixture_of_tags_ends_as_a_document_or_an_error_of_ours(parts: list[str]) -> None:
    assert outcome(f"<html><body>{''.join(parts)}".encode(), "a.html")


@given(st.lists(st.sampled_from(["p", "div", "li", "h2", "td", "section", "blockquote", "dd"]), max_size=15))
def test_no_word_is_lost_or_doubled_whatever_element_it_stands_in(tags: list[str]) -> None:
    words = [f"word{i}" for i in range(len(tags))]
    body = "".join(f"<{tag}>{word}</{tag}>" for tag, word in zip(tags, words, strict=True))
    assert read(f"<html><body><p>start {body}", "a.html").text.split() == ["start", *words]
