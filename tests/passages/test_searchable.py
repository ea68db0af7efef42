import pytest

from analyzer.documents.document import BlockKind
from analyzer.errors import EmptyDocument, NotEnglish
from analyzer.passages.searchable import searchable
from tests.invented import builder_for, document_of

ENGLISH = "We meet every second Tuesday, and your product owner decides what comes next in the backlog."
FRENCH = (
    "Nous travaillons avec votre équipe et nous vous tenons au courant de chaque changement du calendrier."
)
CHINESE = "我们保证在六周内交付所有功能。"


def test_english_passages_are_searched() -> None:
    found = searchable(document_of(ENGLISH, "Support: none"))
    assert [passage.text for passage in found.english] == [ENGLISH, "Support: none"]
    assert found.notices == ()


def test_a_part_in_another_language_is_left_out_and_said() -> None:
    found = searchable(document_of(ENGLISH, FRENCH, ENGLISH, FRENCH))
    assert [passage.text for passage in found.english] == [ENGLISH, ENGLISH]
    (notice,) = found.notices
    assert notice.kind == "not_english"
    assert notice.message == "2 passages are in another language (fr) and not searched."


@pytest.mark.parametrize("text", [FRENCH, CHINESE, "Мы гарантируем"])
def test_a_document_in_another_language_is_refused_however_short(text: str) -> None:
    with pytest.raises(NotEnglish, match="not in English"):
        searchable(document_of(text))


def test_a_few_english_lines_are_no_ground_for_a_judgement() -> None:
    with pytest.raises(NotEnglish):
        searchable(document_of("Project plan", *[FRENCH] * 5))


def test_code_is_left_out_and_said() -> None:
    builder = builder_for("readme")
    builder.add(BlockKind.PARAGRAPH, ENGLISH)
    builder.add(BlockKind.CODE, "pip install portal")
    found = searchable(builder.build())
    assert len(found.english) == 1
    assert [notice.message for notice in found.notices] == ["1 passage is program code and not searched."]


def test_a_document_of_nothing_but_code_has_nothing_to_search() -> None:
    builder = builder_for("script")
    builder.add(BlockKind.CODE, "We guarantee that the platform goes live on 1 May.")
    with pytest.raises(EmptyDocument):
        searchable(builder.build())
