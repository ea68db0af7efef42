"""Which of a document's passages can be searched for signals, and what has to be said of the others."""

from collections import Counter
from dataclasses import dataclass

from analyzer.documents.document import BlockKind, Document, Notice, NoticeKind
from analyzer.errors import EmptyDocument, NotEnglish
from analyzer.passages.language import foreign_language
from analyzer.passages.passage import Passage
from analyzer.passages.split import split_passages

# With less than this share of its words in English a document is one in another language, and a few
# English lines in it are no ground for a judgement.
ENGLISH_SHARE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Searchable:
    """The ``english`` passages of prose, with a notice on each kind of passage that is left out."""

    english: tuple[Passage, ...]
    notices: tuple[Notice, ...]


def searchable(document: Document) -> Searchable:
    """The passages of ``document`` that the signals, which are known for English prose, can be found in.

    Raises `NotEnglish` or `EmptyDocument` where there are none to speak of.
    """
    english: list[Passage] = []
    foreign: dict[str, list[Passage]] = {}
    code: list[Passage] = []
    for passage in split_passages(document):
        if passage.kind is BlockKind.CODE:
            code.append(passage)
        elif language := foreign_language(passage):
            foreign.setdefault(language, []).append(passage)
        else:
            english.append(passage)
    _check(document, english, foreign)
    notices = [
        Notice(
            kind=NoticeKind.NOT_ENGLISH,
            message=f"{_counted(passages)} in another language ({language}) and not searched.",
        )
        for language, passages in sorted(foreign.items())
    ]
    if code:
        notices.append(
            Notice(kind=NoticeKind.CODE, message=f"{_counted(code)} program code and not searched.")
        )
    return Searchable(english=tuple(english), notices=tuple(notices))


def _check(document: Document, english: list[Passage], foreign: dict[str, list[Passage]]) -> None:
    words = Counter({code: _words(passages) for code, passages in foreign.items()})
    if _words(english) < ENGLISH_SHARE * (_words(english) + words.total()):
        language = words.most_common(1)[0][0]
        raise NotEnglish(
            document.name,
            f"the text is not in English (recognised: {language}), and the signals are known for it only",
            "Review an English version of it",
        )
    if not english:
        raise EmptyDocument(
            document.name, "it has no passage of prose to search", "Check that the file is complete"
        )


def _words(passages: list[Passage]) -> int:
    return sum(len(passage.text.split()) for passage in passages)


def _counted(passages: list[Passage]) -> str:
    return "1 passage is" if len(passages) == 1 else f"{len(passages)} passages are"
