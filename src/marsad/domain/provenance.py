"""How a document came in: kept beside it for its owners, and never part of what is published."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where one document was found and by whom it was brought; of a protected one nothing but the kind of its bytes.

    `where` names the file, what it lay in, and the record: `week.zip > mail.mbox message 3`. `parent` is the id of the
    document that it came with (a mail, of its attachment), `version_of` of the one that it is a later version of.
    """

    where: str | None = None
    media_type: str | None = None
    parent: str | None = None
    version_of: str | None = None
    brought_by: str | None = None
