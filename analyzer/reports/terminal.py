"""A review as a page of text for the terminal: what a person wants to know first, in sixty lines or fewer."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analyzer.errors import Outcome
from analyzer.passages.view import plain
from analyzer.profile.review import Review
from analyzer.profile.source import Source
from analyzer.profile.verdict import CriterionVerdict, Stance
from analyzer.reports import wording
from analyzer.signals.evidence import Evidence
from analyzer.signals.taxonomy import signal_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Together about sixty lines at eighty columns.
MOST_INPUTS = 5
MOST_FLAGS = 4
MOST_QUESTIONS = 4
WIDEST = 120
# On a terminal that claims to be narrower than this, lines wrap.
NARROWEST = 40

_SHAPES = {
    Stance.SHOWN: "●",
    Stance.MIXED: "◐",
    Stance.WARNING: "▲",
    Stance.UNCERTAIN: "◌",
    Stance.NOT_ADDRESSED: "○",
    Stance.UNREAD: "?",
}
_STYLES = {
    Stance.SHOWN: "green",
    Stance.MIXED: "yellow",
    Stance.WARNING: "bold red",
    Stance.UNCERTAIN: "dim",
    Stance.NOT_ADDRESSED: "bold",
    Stance.UNREAD: "bold red",
}

# For a terminal that cannot show the character on the left.
_ASCII = str.maketrans("●◐▲◌○✕“”·\N{EN DASH}\N{RIGHT SINGLE QUOTATION MARK}", '+~!:-x""--\'') | {
    ord("…"): "..."
}


def print_review(review: Review, console: "Console") -> None:
    """Prints the review on ``console``: at most about sixty lines, with no escape from a document obeyed."""
    page = _Page(console)
    page.line(("bold", review.partner))
    page.prose(wording.summary(review))
    if shortfall := wording.shortfall(review):
        page.prose(shortfall, "bold red")
    _print_inputs(review, page)
    _print_flags(review, page)
    _print_criteria(review, page)
    _print_questions(review, page)
    page.title("How far to trust this")
    page.prose(wording.caveat(review), lead="  ")


class _Page:
    """Writes styled lines on a console, each harmless, encodable and cut to the width."""

    def __init__(self, console: "Console") -> None:
        self._console = console
        self.width = max(NARROWEST, min(console.width, WIDEST))

    def safe(self, text: str) -> str:
        """``text`` with its control characters spelled out and no character that cannot be shown here."""
        line = "".join(_spelled(character) for character in text)
        try:
            line.encode(self._console.encoding)
        except UnicodeEncodeError:
            line = line.translate(_ASCII)
            return line.encode(self._console.encoding, "replace").decode(self._console.encoding)
        return line

    def title(self, text: str) -> None:
        """A heading with an empty line above."""
        self._print(self._text([]))
        self.line(("bold", text))

    def line(self, *parts: tuple[str, str]) -> None:
        """One line of (style, text) parts; what is too long for the width is cut."""
        text = self._text(parts)
        text.rstrip()
        if text.cell_len > self.width:
            dots = self.safe("…")
            text.truncate(self.width - len(dots))
            text.rstrip()
            text.append(dots)
        self._print(text)

    def prose(self, text: str, style: str = "", *, lead: str = "", most: int = 0) -> None:
        """A paragraph, wrapped, with ``lead`` before its first line and as much space before the others;
        where ``most`` is given, cut after so many lines."""
        lines = self._text([(style, text)]).wrap(self._console, self.width - len(lead))
        for i, line in enumerate(lines[: most or len(lines)]):
            line.rstrip()
            if i + 1 == most < len(lines):
                line.truncate(self.width - len(lead) - 3)
                line.append(self.safe("…"))
            self._print(self._text([("", lead if i == 0 else " " * len(lead))]) + line)

    def _text(self, parts: Iterable[tuple[str, str]]) -> "Text":
        from rich.text import Text

        return Text.assemble(*((self.safe(text), style) for style, text in parts))

    def _print(self, text: "Text") -> None:
        self._console.print(text, no_wrap=True, overflow="ignore", crop=False, highlight=False)


def _print_inputs(review: Review, page: _Page) -> None:
    page.title("What was given")
    # Those that were not read come first: the cut must never hide one behind one that was.
    sources = sorted(review.documents, key=lambda source: (source.searched, not _incomplete(source)))
    for source in sources[:MOST_INPUTS]:
        alarm = "bold red" if _incomplete(source) else ""
        shape = "●" if not alarm else "◐" if source.searched else "✕"
        about = wording.size(source)
        parts = [
            (alarm or "green", f"  {shape} "),
            ("bold", source.name),
            (alarm, f"  {wording.OUTCOMES[source.outcome]}"),
        ]
        page.line(*parts, ("dim", f", {about}" if about else ""))
        if source.unread_pages:
            page.prose(f"not read: {wording.pages(source.unread_pages)}", "red", lead="    ", most=1)
        elif not source.searched:
            for notice in source.notices:
                page.prose(notice.message, "red", lead="    ", most=2)
    _print_more(len(sources) - MOST_INPUTS, "file", page)


def _print_flags(review: Review, page: _Page) -> None:
    flags = review.profile.red_flags
    page.title(f"Red flags ({len(flags)})" if flags else "Red flags")
    if not flags:
        searched = any(source.searched for source in review.documents)
        page.line(("", f"  {'none found in what was' if searched else 'nothing was'} searched"))
    names = wording.names(review)
    for flag in flags[:MOST_FLAGS]:
        where = (f"p. {flag.page}, " if flag.page is not None else "") + names[flag.document_id]
        odds = f"{wording.likelihood(flag.score)}, {wording.percent(flag.score)}"
        page.line(
            ("bold red", f"  ▲ {signal_of(flag.signal).title}"), ("", f"  {odds}"), ("dim", f"  {where}")
        )
        page.prose(_quoted(flag), lead="    ", most=2)
    _print_more(len(flags) - MOST_FLAGS, "red flag", page)


def _print_criteria(review: Review, page: _Page) -> None:
    page.title("The eight criteria")
    title = max(len(verdict.title) for verdict in review.profile.criteria)
    stance = max(len(wording.STANCES[verdict.stance]) for verdict in review.profile.criteria)
    page.line(("dim", f"{'':{title + stance + 8}}for  against"))
    for verdict in review.profile.criteria:
        tally = f"  {len(verdict.supporting):3}  {len(verdict.opposing):7}"
        style = _STYLES[verdict.stance]
        page.line(
            (style, f"  {_SHAPES[verdict.stance]} {wording.STANCES[verdict.stance]:{stance}}"),
            ("bold", f"  {verdict.title:{title}}"),
            ("", tally),
            ("dim", f"  {_best_quote(verdict)}"),
        )


def _print_questions(review: Review, page: _Page) -> None:
    questions = review.profile.questions
    if not questions:
        return
    page.title("Questions to ask")
    for number, question in enumerate(questions[:MOST_QUESTIONS], start=1):
        page.prose(question.text, lead=f"  {number}. ", most=4)
    _print_more(len(questions) - MOST_QUESTIONS, "question", page)


def _print_more(number: int, thing: str, page: _Page) -> None:
    if number > 0:
        page.line(("dim", f"  … and {wording.counted(number, f'more {thing}')}"))


def _incomplete(source: Source) -> bool:
    return source.outcome is Outcome.PARTIAL or wording.unsearched(source)


def _best_quote(verdict: CriterionVerdict) -> str:
    """The strongest evidence of either side; "" where there is none."""
    both = (*verdict.opposing[:1], *verdict.supporting[:1])
    return _quoted(max(both, key=lambda evidence: evidence.score)) if both else ""


def _quoted(evidence: Evidence) -> str:
    return f"“{plain(evidence.quote)}”"


def _spelled(character: str) -> str:
    """Controls, direction marks and half characters as their escapes: a terminal would obey them."""
    if character.isprintable() or character == "\N{NO-BREAK SPACE}":
        return character
    return character.encode("unicode_escape").decode()
