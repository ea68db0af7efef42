"""Makes the samples anew: ``python -m tests.documents.golden.make``.

Needs the producers: LibreOffice (``soffice``), Chromium, typst, ReportLab and python-docx. The samples are
kept beside this file, so that the tests need none of them.
"""

from collections.abc import Callable

from tests.documents.golden import frames, office, plain, truth, typeset, web, word
from tests.documents.golden.samples import SAMPLES


def main() -> None:
    """Writes each sample, and prints its name and size."""
    SAMPLES.mkdir(exist_ok=True)
    proposal, meeting = truth.proposal(), truth.meeting()
    made: dict[str, Callable[[], bytes]] = {
        "proposal-chromium.pdf": lambda: web.print_pdf(proposal),
        "proposal-typst.pdf": lambda: typeset.compile_pdf(proposal),
        "proposal-reportlab.pdf": lambda: frames.pdf(proposal),
        "proposal-python-docx.docx": lambda: word.docx(proposal),
        "proposal.html": lambda: web.page(proposal).encode(),
        "proposal.md": lambda: plain.markdown(proposal).encode(),
        "proposal.txt": lambda: plain.text(proposal).encode(),
        "meeting.txt": lambda: plain.minutes(meeting).encode(),
        "meeting.vtt": lambda: plain.vtt(meeting).encode(),
        "meeting.srt": lambda: plain.srt(meeting).encode(),
    }
    files = {name: make() for name, make in made.items()}
    for form, data in office.export(proposal, "pdf", "docx", "odt", "rtf").items():
        files[f"proposal-libreoffice.{form}"] = data
    for name, data in files.items():
        (SAMPLES / name).write_bytes(data)
        print(f"{name}  {len(data):,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
