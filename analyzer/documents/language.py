"""Which language a document is written in, with py3langid (https://github.com/adbar/py3langid)."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Fewer words than this tell nothing; names and product words alone pass for any language.
MIN_WORDS = 20
# So many are enough, and keep the cost the same for a page and for a book.
MAX_WORDS = 4_000
# The probability from which the answer is taken.
MIN_PROBABILITY = 0.9

# Words in any script, without addresses, code and anything with a digit.
_ADDRESS = re.compile(r"\S+://\S+|\S*[@/\\_<>{}=`]\S*")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language of ``text``; None under about twenty words, or where unsure."""
    words = _WORD.findall(_ADDRESS.sub(" ", text))
    prose = [word.lower() for word in words if not word.isupper()]
    if len(prose) < MIN_WORDS:
        return None
    code, probability = _identifier().classify(" ".join(prose[:MAX_WORDS]))
    return str(code) if probability >= MIN_PROBABILITY else None


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
