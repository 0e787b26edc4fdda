"""Ids in, those of them of which a protected source tells anything out."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Table, func, select

from marsad.domain.claim import Claim
from marsad.domain.source import Quoting
from marsad.domain.wire import claim_from_line
from marsad.store.query import claims_that_enter
from marsad.store.source_tables import sources
from marsad.store.store import Store
from marsad.store.tables import claims, control, documents, events, rereadings, set_aside


def hidden_events(store: Store, ids: Sequence[str]) -> frozenset[str]:
    """Those of the events that may be shown through the shield alone."""
    return _hidden(store, events, ids)


def hidden_spells(store: Store, ids: Sequence[str]) -> frozenset[str]:
    """As `hidden_events`, of spells of control."""
    return _hidden(store, control, ids)


def _hidden(store: Store, table: Table, ids: Sequence[str]) -> frozenset[str]:
    """Also those that the store does not mark at all: what is not known to be open is not."""
    found: set[str] = set()
    for start in range(0, len(ids), 500):
        query = select(table.c.id).where(table.c.id.in_(ids[start : start + 500]), table.c.protected.is_(False))
        found.update(row["id"] for row in store.ask(query))
    return frozenset(set(ids) - found)


def protected_tellings(store: Store) -> Iterator[tuple[str, Claim]]:
    """Every claim of a protected document that enters the record, beside what tells its source from the others.

    All that come without a code name count as one source: nobody knows that two of them are two people.
    """
    query = select(claims.c.payload, documents.c.source).join(documents, documents.c.id == claims.c.document)
    for row in store.ask(claims_that_enter(query.where(documents.c.protected))):
        yield row["source"] or "", claim_from_line(row["payload"])


def protected_sources(store: Store, ids: Sequence[str]) -> dict[str, str]:
    """Of those of the claims that are protected, what tells their source from the others; as `protected_tellings`."""
    found: dict[str, str] = {}
    query = select(claims.c.id, documents.c.source).join(documents, documents.c.id == claims.c.document)
    for start in range(0, len(ids), 500):
        some = query.where(documents.c.protected, claims.c.id.in_(ids[start : start + 500]))
        found |= {row["id"]: row["source"] or "" for row in store.ask(some)}
    return found


def mark_of_protected(store: Store) -> str:
    """Another word each time that what `protected_tellings` gives may have changed: documents, readings, rules."""
    kept = (
        select(func.count()).where(documents.c.protected),
        select(func.max(documents.c.seq)).where(documents.c.protected),
        select(func.max(rereadings.c.seq)),
        select(func.count()).select_from(set_aside),
    )
    row = next(store.ask(select(*(one.scalar_subquery().label(f"n{at}") for at, one in enumerate(kept)))))
    silent = sorted(
        one["code"] for one in store.ask(select(sources.c.code).where(sources.c.quoting == Quoting.NEVER.value))
    )
    return f"{[*row.values()]} {silent}"
