"""Plain text in, a document out: the text as given, its header read but not removed."""

from datetime import date

from marsad.domain.document import Document, text_digest
from marsad.domain.problem import Problem
from marsad.intake.heading import read_heading


def read_plain(text: str, name: str, latest: date | None) -> tuple[Document, tuple[Problem, ...]]:
    """The document of a plain text, its id the text's SHA-256."""
    heading = read_heading(text, name, latest)
    return Document(id=text_digest(text), text=text, date=heading.date, source=heading.outlet), heading.problems
