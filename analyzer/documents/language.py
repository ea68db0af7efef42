"""Which language a document is written in, with py3langid (https://github.com/adbar/py3langid)."""

import re
from collections.abc import Iterator
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

# Words in any script. What has one of these characters in it is an address or code.
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_NOT_PROSE = frozenset("@/\\_<>{}=`")


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language of ``text``; None under about twenty words, or where unsure."""
    prose = list(islice(_words(text), MAX_WORDS))
    if len(prose) < MIN_WORDS:
        return None
    code, probability = _identifier().classify(" ".join(prose))
    return str(code) if probability >= MIN_PROBABILITY else None


def _words(text: str) -> Iterator[str]:
    """The words of the prose, in small letters: no addresses, no code, no abbreviations."""
    for run in re.finditer(r"\S+", text):
        if _NOT_PROSE.isdisjoint(run[0]):
            yield from (word.lower() for word in _WORD.findall(run[0]) if not word.isupper())


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
