"""How a document came in: kept beside it for its owners, and never part of what is published."""

from dataclasses import dataclass
from enum import StrEnum


class DateRule(StrEnum):
    """What said on which day a document was published."""

    RECORD = "record"
    """The field of the record that it came in, or the header of the mail."""
    METADATA = "metadata"
    """The head of the page."""
    ADDRESS = "address"
    TEXT = "text"
    """A line such as "Published: 3 December 2024"."""
    HEADER = "header"
    """A text that begins with `date 2024-12-01`."""
    DATELINE = "dateline"
    FEED = "feed"
    """The feed that names the page."""
    METADATA_UPDATE = "metadata-update"
    """The head of the page, of its last change; nothing says when it was published first."""
    TEXT_UPDATE = "text-update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where one document was found and by whom it was brought; of a protected one nothing but the kind of its bytes.

    `where` names the file, what it lay in, and the record: `week.zip > mail.mbox message 3`. `parent` is the id of the
    document that it came with (a mail, of its attachment), `version_of` of the one that it is a later version of.
    `dated_by` is what said its day, `author` whom a page names as its writer.
    """

    where: str | None = None
    media_type: str | None = None
    parent: str | None = None
    version_of: str | None = None
    brought_by: str | None = None
    dated_by: DateRule | None = None
    author: str | None = None
