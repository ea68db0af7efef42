"""Which language a document is in, and when not to say."""

import pytest

from analyzer.documents.language import language_of

_ENGLISH = "We begin with interviews, because we do not know your dispatchers and their systems yet. "
_TEXTS = {
    "en": _ENGLISH,
    "de": "Wir beginnen mit Gesprächen, weil wir Ihre Mitarbeiter und deren Systeme noch nicht kennen. ",
    "fr": "Nous commençons par des entretiens, car nous ne connaissons pas vos équipes ni leurs outils. ",
    "es": "Empezamos con entrevistas, porque todavía no conocemos a sus equipos ni los sistemas que usan. ",
}


@pytest.mark.parametrize("code", _TEXTS)
def test_a_few_sentences_tell_the_language(code: str) -> None:
    assert language_of(_TEXTS[code] * 3) == code


@pytest.mark.parametrize(
    "text", ["", "Hello there.", "API v2: 12,000 | 3 | x_y_z()", "https://example.org/the/way " * 30]
)
def test_too_little_prose_tells_nothing(text: str) -> None:
    assert language_of(text) is None


def test_names_code_and_links_do_not_hide_english() -> None:
    noise = (
        "Agnieszka Wójcik, Jürgen Müller: see https://exemple.fr/les/documents and `git checkout -b maître`. "
    )
    assert language_of((noise + _ENGLISH) * 3) == "en"


def test_the_answer_is_the_same_each_time() -> None:
    assert {language_of(_ENGLISH * 2) for _ in range(5)} == {"en"}
