import pytest

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import BlockKind, Document, Page, PageStatus
from analyzer.reports.exhibits import Exhibit
from analyzer.reports.reading import Group, Reading
from tests.reports.tidewater import tagged

LOST = PageStatus.FAILED


def builder() -> DocumentBuilder:
    return DocumentBuilder(id="r" * 64, name="reading", format="text")


def groups_of(document: Document, *exhibits: Exhibit) -> list[Group]:
    return list(Reading(document, 1, exhibits).groups())


def test_items_of_a_list_are_one_group_and_a_new_page_begins_another() -> None:
    made = builder()
    for page, text in ((1, "one"), (1, "two"), (2, "three")):
        made.add(BlockKind.LIST_ITEM, text, page=page)
    made.add(BlockKind.PARAGRAPH, "four", page=2)
    groups = groups_of(made.build())
    assert [(group.kind, group.page, len(group.blocks)) for group in groups] == [
        (BlockKind.LIST_ITEM, 1, 2),
        (BlockKind.LIST_ITEM, 2, 1),
        (BlockKind.PARAGRAPH, None, 1),
    ]


@pytest.mark.parametrize(
    ("text", "marked"), [("• a", True), ("2. b", True), ("(iv) c", True), ("3 days", False)]
)
def test_a_list_item_with_a_bullet_of_its_own_gets_no_other(text: str, marked: bool) -> None:
    made = builder()
    made.add(BlockKind.LIST_ITEM, text)
    assert groups_of(made.build())[0].blocks[0].marked is marked


def test_pages_that_could_not_be_read_stand_where_they_belong() -> None:
    made = builder()
    made.add(BlockKind.PARAGRAPH, "on page two", page=2)
    for number in range(1, 5):
        made.add_page(Page(number=number, width=1, height=1, status=PageStatus.READ if number == 2 else LOST))
    shown = [(group.page, len(group.blocks)) for group in groups_of(made.build())]
    assert shown == [(1, 0), (2, 1), (3, 0), (4, 0)]


def test_headings_keep_their_order_and_skip_no_level() -> None:
    made = builder()
    for level in (2, 5, 6, 6, 2, 3, 1):
        made.add(BlockKind.HEADING, f"level {level}", level=level)
    assert [group.blocks[0].level for group in groups_of(made.build())] == [4, 5, 6, 6, 4, 5, 4]


def test_a_speaker_whom_the_text_names_is_not_named_twice() -> None:
    made = builder()
    made.add(BlockKind.TURN, "Ana: hello", speaker="Ana")
    made.add(BlockKind.TURN, "hello", speaker="Ana")
    within, apart = (group.blocks[0] for group in groups_of(made.build()))
    assert ("".join(s.text for s in within.said), within.segments[0].text, within.speaker) == (
        "Ana",
        ": hello",
        "",
    )
    assert (apart.said, apart.segments[0].text, apart.speaker) == ((), "hello", "Ana")


def test_only_a_turn_sets_the_speaker_s_name_apart() -> None:
    made = builder()
    made.add(BlockKind.LIST_ITEM, "Ana: hello", speaker="Ana")
    (block,) = groups_of(made.build())[0].blocks
    assert (block.said, block.segments[0].text) == ((), "Ana: hello")


def test_evidence_that_leaves_its_block_is_refused() -> None:
    made = builder()
    made.add(BlockKind.PARAGRAPH, "one")
    made.add(BlockKind.PARAGRAPH, "two")
    document = made.build()
    evidence = tagged(document, "future_focus", "0.5", "one\n\ntwo")
    exhibit = Exhibit(
        number=1, evidence=evidence, criterion="future", criterion_title="", document="", target="e1"
    )
    with pytest.raises(ValueError, match="outside of its block"):
        groups_of(document, exhibit)
