"""partnerlens: what kind of partner would this technology vendor be, with the words that prove it.

    from analyzer import SignalDetector, build_profile, read_document, source_of, split_passages

    document = read_document("proposal.pdf")
    passages = split_passages(document)
    findings = SignalDetector.load().detect(document, passages)
    profile = build_profile([(source_of(document, len(passages)), findings)])

Only the pure steps are exported, and each is imported when it is first asked for: a program that reads
documents does not pay for the libraries that tag them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.documents.formats import read_document
    from analyzer.passages.split import split_passages
    from analyzer.profile.aggregate import build_profile
    from analyzer.profile.source import source_of
    from analyzer.signals.detector import SignalDetector

__version__ = "0.1.0"

__all__ = ["SignalDetector", "build_profile", "read_document", "source_of", "split_passages"]

_HOMES = {
    "SignalDetector": "analyzer.signals.detector",
    "build_profile": "analyzer.profile.aggregate",
    "read_document": "analyzer.documents.formats",
    "source_of": "analyzer.profile.source",
    "split_passages": "analyzer.passages.split",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'analyzer' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
