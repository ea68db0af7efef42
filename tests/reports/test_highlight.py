from hypothesis import given
from hypothesis import strategies as st

from analyzer.reports.exhibits import Exhibit
from analyzer.reports.highlight import segments
from analyzer.signals.evidence import Cue, Evidence

TEXT = "We guarantee the date, whatever happens."


def exhibit(
    start: int, end: int, *cues: tuple[int, int], signal: str = "future_focus", score: float = 0.5
) -> Exhibit:
    evidence = Evidence(
        signal=signal,
        document_id="d",
        passage_id="p",
        start=start,
        end=end,
        quote=TEXT[start:end],
        page=None,
        heading="",
        score=score,
        cues=tuple(Cue(start=a, end=b, text=TEXT[a:b], weight=0.5) for a, b in cues),
        origin="test",
    )
    return Exhibit(
        number=start + 1, evidence=evidence, criterion="", criterion_title="", document="", target=""
    )


def test_text_without_evidence_is_one_segment() -> None:
    (only,) = segments(TEXT, 0, ())
    assert (only.text, only.exhibits, only.begins) == (TEXT, (), ())


def test_quotes_that_overlap_are_cut_at_every_edge() -> None:
    first, second = exhibit(3, 21), exhibit(13, 39)
    assert [(s.text, s.exhibits, s.begins) for s in segments(TEXT, 0, (first, second))] == [
        ("We ", (), ()),
        ("guarantee ", (first,), (first,)),
        ("the date", (first, second), (second,)),
        (", whatever happens", (second,), ()),
        (".", (), ()),
    ]


def test_the_red_flag_and_then_the_likelier_evidence_comes_first() -> None:
    weak, strong = exhibit(0, 9, score=0.4), exhibit(0, 9, score=0.6)
    flag = exhibit(0, 9, signal="short_term_focus", score=0.3)
    assert segments(TEXT, 0, (weak, strong, flag))[0].exhibits == (flag, strong, weak)


def test_cues_are_cut_inside_of_a_segment_and_may_overlap() -> None:
    (_, segment) = segments(TEXT, 0, (exhibit(3, 40, (3, 12), (8, 21)),))
    assert [(piece.text, piece.cue) for piece in segment.pieces] == [
        ("guara", True),
        ("ntee", True),
        (" the date", True),
        (", whatever happens.", False),
    ]


spans = st.tuples(st.integers(0, 39), st.integers(1, 40)).filter(lambda span: span[0] < span[1])


@given(st.lists(spans, max_size=6), spans)
def test_segments_joined_are_the_text_and_each_evidence_has_its_own(
    ranges: list[tuple[int, int]], part: tuple[int, int]
) -> None:
    exhibits = [exhibit(start, end) for start, end in ranges]
    offset, end = part
    cut = segments(TEXT[offset:end], offset, exhibits)
    assert "".join(segment.text for segment in cut) == TEXT[offset:end]
    for one in exhibits:
        a, b = max(one.evidence.start, offset), min(one.evidence.end, end)
        shown = "".join(segment.text for segment in cut if one in segment.exhibits)
        assert shown == (TEXT[a:b] if a < b else "")
