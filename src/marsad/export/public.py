"""A record with its claims and documents in, what anybody may see of it out: the one way to everything published."""

from collections.abc import Mapping
from dataclasses import replace

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.record import Record
from marsad.export.redaction import Redacted, redact_shown
from marsad.export.shield import shield
from marsad.export.small_groups import Crowds, hold_back, left_claims


def for_public(
    record: Record, claims: Mapping[str, Claim], documents: Mapping[str, Document], crowds: Crowds
) -> Redacted:
    """Small groups held back, protected sources shielded, private persons and minors unnamed.

    `crowds` are of all protected claims of the store, also of those that are not asked for: by them it is known
    how many could have told. A record without its claims says nothing of who told it, and nothing of it is let through.
    """
    if not claims:
        return redact_shown(shield(Record(), {}, {}))
    hidden = {key for key, claim in claims.items() if claim.protected or _is_protected(documents.get(claim.document))}
    left = hold_back(record, claims, hidden, crowds)
    kept = left_claims(left, claims, hidden)
    undated = {key: replace(claim, reported=None) if key in hidden else claim for key, claim in kept.items()}
    return redact_shown(shield(left, undated, documents))


def _is_protected(document: Document | None) -> bool:
    return document is not None and document.protected
