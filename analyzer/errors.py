"""The errors that partnerlens raises on purpose.

    AnalyzerError
    ├── DocumentError            one input could not be read; carries its outcome
    │   ├── MissingDocument      nothing there, or a folder where a file is due
    │   ├── EmptyDocument        no bytes, or no words
    │   ├── UnsupportedFormat    a kind of file that no reader takes
    │   ├── DamagedDocument      recognised, but its structure cannot be followed
    │   ├── EncryptedDocument    a password is needed
    │   ├── NeedsOcr             pictures of pages, with no text behind them
    │   ├── NotEnglish           read, but not in a language that can be tagged
    │   └── TooLarge             beyond a limit that protects the machine
    ├── ModelError               a model file is absent, altered, or of another version
    └── LabelError               a labelled passage breaks the rules; carries its line

Every message is one line that says what is wrong and what to do. Bad input is never a bare
ValueError, and a bug in this program is never an AnalyzerError.
"""

from enum import StrEnum


class Outcome(StrEnum):
    """How the reading of one file ended."""

    OK = "ok"
    PARTIAL = "partial"
    NEEDS_OCR = "needs_ocr"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    NOT_ENGLISH = "not_english"
    MISSING = "missing"
    DUPLICATE = "duplicate"


class AnalyzerError(Exception):
    """Something that the user can mend; ``str(error)`` is one line that says how."""


class DocumentError(AnalyzerError):
    """One input could not be read. ``problem`` says why, ``remedy`` what to do about it."""

    outcome = Outcome.DAMAGED

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        self.name = name
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{name}: {problem}. {remedy}.")

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, without the name."""
        return f"{self.problem[:1].upper()}{self.problem[1:]}. {self.remedy}."


class MissingDocument(DocumentError):
    """There is no file to read at the place named."""

    outcome = Outcome.MISSING


class EmptyDocument(DocumentError):
    """The file has no bytes, or no words."""

    outcome = Outcome.EMPTY


class UnsupportedFormat(DocumentError):
    """No reader takes this kind of file."""

    outcome = Outcome.UNSUPPORTED


class DamagedDocument(DocumentError):
    """The kind of file is known, but its structure cannot be followed."""

    outcome = Outcome.DAMAGED


class EncryptedDocument(DocumentError):
    """The content is locked with a password."""

    outcome = Outcome.ENCRYPTED


class NeedsOcr(DocumentError):
    """The pages are pictures: there is no text to read."""

    outcome = Outcome.NEEDS_OCR


class NotEnglish(DocumentError):
    """The document was read, but the signals are known for English only."""

    outcome = Outcome.NOT_ENGLISH


class TooLarge(DocumentError):
    """The file is beyond a limit that protects the machine."""

    outcome = Outcome.TOO_LARGE


class ModelError(AnalyzerError):
    """A model cannot be used; the message says which command makes a usable one."""


class LabelError(AnalyzerError):
    """A line of labels breaks the rules."""

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        self.problem = problem
        super().__init__(f"{place}: {problem}")
