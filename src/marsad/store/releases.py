"""Releases in, acts of the audit log out, and back; and the end of the log that a release stands on."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, select

from marsad.domain.audit import Head, Kind
from marsad.domain.errors import StoreError
from marsad.store.audit_table import audit
from marsad.store.store import Store

PUBLICATIONS = "publications"
"""What the log calls the table of steps; nothing here reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the log tells of one release: `digest` is that of its manifest, `steps` the last publication in it."""

    at: str
    by: str
    day: str
    digest: str
    formats: tuple[str, ...]
    steps: int
    despite: str | None = None


def note_release(store: Store, by: str, made: Kept) -> None:
    """Keep that a release was made; without this act there is no release.

    Raises:
        StoreError: the store cannot be written now, or is locked.
    """
    told = {"day": made.day, "digest": made.digest, "formats": list(made.formats), "steps": made.steps}
    store.note_act(Kind.RELEASE, by, {**told, **({"despite": made.despite} if made.despite else {})})


def list_releases(store: Store) -> tuple[Kept, ...]:
    """Every release that was made, oldest first."""
    query = select(audit).where(audit.c.kind == Kind.RELEASE.value).order_by(audit.c.seq)
    return tuple(_kept(row["at"], row["actor"], json.loads(row["what"])) for row in store.ask(query))


def head_of_step(store: Store, number: int) -> tuple[Head, str]:
    """The act that tells of the publication of that number, and its day; of one older than the log the log's first.

    Raises:
        StoreError: the log tells of no such act.
    """
    found = select(audit.c.seq, audit.c.hash, audit.c.at, audit.c.kind, audit.c.what)
    kinds = (Kind.PUBLICATION.value, Kind.BEGUN.value)
    for row in store.ask(found.where(audit.c.kind.in_(kinds)).order_by(audit.c.seq.desc())):
        told = json.loads(row["what"])
        begun = told.get(PUBLICATIONS, {}).get("until", 0) if row["kind"] == Kind.BEGUN else 0
        if told.get("seq") == number or number <= begun:
            return Head(seq=row["seq"], hash=row["hash"]), row["at"][:10]
    raise StoreError(
        f"the audit log tells nothing of publication {number}. Mend: `marsad verify` says where it was cut"
    )


def find_act(connection: Connection, digest: str) -> Head | None:
    """The act that has this hash, None where the log has none."""
    found = connection.execute(select(audit.c.seq, audit.c.hash).where(audit.c.hash == digest)).first()
    return Head(seq=found.seq, hash=found.hash) if found else None


def _kept(at: str, by: str, told: dict[str, object]) -> Kept:
    return Kept(at=at, by=by, **{**told, "formats": tuple(told["formats"])})  # type: ignore[arg-type]  # as written above
