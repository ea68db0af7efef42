"""Which language a text is written in, with py3langid (https://github.com/adbar/py3langid)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Fewer words than this tell nothing; names and product words alone pass for any language.
MIN_WORDS = 20
# So many are enough, and keep the cost the same for a page and for a book.
MAX_WORDS = 4_000
# The probability from which the answer is taken.
MIN_PROBABILITY = 0.9

# The end of the Latin blocks of Unicode: letters beyond are of another script.
LAST_LATIN = "\u024f"

# Words in any script. What has one of these characters in it is an address or code.
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_NOT_PROSE = frozenset("@/\\_<>{}=`")


def language_of(text: str, *, least: int = MIN_WORDS, probability: float = MIN_PROBABILITY) -> str | None:
    """The ISO 639-1 code of the language of ``text``; None under ``least`` words, or where unsure.

    A text mostly in another script than Latin always has an answer: the script alone says what it is not.
    """
    prose = list(islice(_words(text), MAX_WORDS))
    latin = _is_latin(prose)
    if not prose or (latin and len(prose) < least):
        return None
    code, sure = _identifier().classify(" ".join(prose))
    return str(code) if sure >= probability or not latin else None


def _is_latin(words: Sequence[str]) -> bool:
    letters = "".join(words)
    return sum(character <= LAST_LATIN for character in letters) * 2 >= len(letters)


def _words(text: str) -> Iterator[str]:
    """The words of the prose, in small letters: no addresses, no code, no abbreviations."""
    for run in re.finditer(r"\S+", text):
        if _NOT_PROSE.isdisjoint(run[0]):
            yield from (word.lower() for word in _WORD.findall(run[0]) if not word.isupper())


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
