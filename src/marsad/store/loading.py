"""Many readings in, kept in one transaction, as `Store.add_reading` keeps each alone."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import Connection, select

from marsad.domain.audit import Kind
from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.problem import Problem
from marsad.domain.provenance import Provenance
from marsad.store import rows, tables
from marsad.store.auditing import append_acts, digest_row, name_row
from marsad.store.inserting import insert_problems, number_rows, pour_rows
from marsad.store.named import Named, write_names
from marsad.store.rows import Row
from marsad.store.shelf import split
from marsad.store.store import Store
from marsad.store.text_index import add_all_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A document with the bytes that it was handed in as, how it came, and its claims with their ids, by their lines.

    Ids and lines are taken as they are: the files that they come from were compared with their hashes.
    """

    document: Document
    claims: Mapping[str, tuple[str, Claim]]
    problems: Sequence[Problem]
    original: bytes
    way: Provenance


@dataclass(slots=True, kw_only=True)
class Loader:
    """Keeps batches in a store. `names` are ids of names of places and actors that it has met."""

    store: Store
    names: dict[Named, int] = field(default_factory=dict)

    def keep(self, batch: Iterable[Came]) -> tuple[int, list[Came]]:
        """Keep those whose ids are not known, all or none of them; how many they are, and those whose text is another.

        No document of a protected source may be among them.
        """
        came = list(batch)
        names = dict(self.names)
        with self.store.change() as connection:
            fresh, clashing = _sift(connection, came)
            if fresh:
                _keep(connection, fresh, names)
        self.names = names  # what was not committed is not known
        return len(fresh), clashing


def _sift(connection: Connection, came: Sequence[Came]) -> tuple[list[Came], list[Came]]:
    """Those that are new, the first of each id, and those whose id is known with another text."""
    documents = tables.documents
    known: dict[str, str] = {}
    for some in split(dict.fromkeys(one.document.id for one in came)):
        query = select(documents.c.id, documents.c.text_sha256).where(documents.c.id.in_(list(some)))
        known |= {row.id: row.text_sha256 for row in connection.execute(query)}
    fresh, clashing = [], []
    for one in came:
        document = one.document
        before = known.setdefault(document.id, "")
        if not before:
            known[document.id] = document.sha256
            fresh.append(one)
        elif before != document.sha256:
            clashing.append(one)
    return fresh, clashing


def _keep(connection: Connection, came: Sequence[Came], names: dict[Named, int]) -> None:
    digests = _keep_originals(connection, came)
    numbers = number_rows(connection, tables.documents, len(came))
    written = [
        {"seq": number, **rows.document_row(one.document, digest)}
        for number, one, digest in zip(numbers, came, digests, strict=True)
    ]
    pour_rows(connection, tables.documents, written)
    claims = [_make_rows(one.claims) for one in came]
    ways = [rows.provenance_row(one.document, one.way) for one in came]
    acts = (
        (way.get("brought_by") or "", _tell(row, way, made))
        for row, way, made in zip(written, ways, claims, strict=True)
    )
    append_acts(connection, Kind.DOCUMENT, acts)
    pour_rows(connection, tables.provenance, ways)
    pour_rows(connection, tables.claims, [row for made in claims for row in made.values()])
    add_all_words(connection, [(row["seq"], row["title"], row["text"]) for row in written])
    about = (
        (row["seq"], row["date"], row["protected"], claim["places"], claim["actors"])
        for row, made in zip(written, claims, strict=True)
        for claim in made.values()
    )
    write_names(connection, about, names)
    insert_problems(connection, (problem for one in came for problem in one.problems), "text")


def _make_rows(claims: Mapping[str, tuple[str, Claim]]) -> dict[str, Row]:
    """The rows of a document's claims by id, the lines in them as they are spelt."""
    made = {}
    for line, (name, claim) in claims.items():
        made[name] = {**rows.claim_row(claim, {"id": name}), "payload": line}
    return made


def _tell(row: Row, way: Row, claims: dict[str, Row]) -> dict[str, object]:
    """What the log tells of a document: as `Store.add_reading` has it told."""
    more = {"document": row["id"], "came": digest_row(way), "claims": sorted(claims)}
    return {**name_row(tables.documents, row, row["seq"]), **more}


def _keep_originals(connection: Connection, came: Sequence[Came]) -> list[str]:
    """Keep those that are not kept; the hash of each comes back."""
    table = tables.originals
    digests = [sha256(one.original).hexdigest() for one in came]
    known: set[str] = set()
    for some in split(dict.fromkeys(digests)):
        known |= set(connection.execute(select(table.c.sha256).where(table.c.sha256.in_(list(some)))).scalars())
    now, fresh = dt.datetime.now(dt.UTC), []
    for one, digest in zip(came, digests, strict=True):
        if digest not in known:
            known.add(digest)
            fresh.append(rows.original_row(one.original, one.way.where, one.document, now))
    pour_rows(connection, table, fresh)
    return digests
