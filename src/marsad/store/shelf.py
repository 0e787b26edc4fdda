"""Names in, the claims, the record's things and the workings of those names out, all of one instant."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, select

from marsad.domain.claim import Claim
from marsad.domain.record import ActorRecord, AggregateRecord, EventRecord
from marsad.domain.wire import from_plain
from marsad.domain.workings import Link
from marsad.store import rows, tables
from marsad.store.query import standing

T = TypeVar("T")
MOST = 500
"""Names asked for at once: under every engine's cap of parameters."""


class KeptShelf:
    """As `Shelf`, of a store. A bare one holds claims and nothing that was made of them."""

    def __init__(self, connection: Connection, *, bare: bool) -> None:
        self._connection, self._bare = connection, bare

    def claims_in(self, documents: Collection[str]) -> Mapping[str, Claim]:
        table = tables.claims
        found = self._find(standing(select(table.c.id, table.c.payload)), table.c.document, documents)
        return {row["id"]: rows.claim_from_row(row) for row in found}

    def claims_by_id(self, ids: Collection[str]) -> Mapping[str, Claim]:
        table = tables.claims
        found = self._find(standing(select(table.c.id, table.c.payload)), table.c.id, ids)
        return {row["id"]: rows.claim_from_row(row) for row in found}

    def documents_of(self, claims: Collection[str]) -> Mapping[str, str]:
        table = tables.claims
        found = self._find(standing(select(table.c.id, table.c.document)), table.c.id, claims)
        return {row["id"]: row["document"] for row in found}

    def links(self, keys: Collection[str]) -> Iterable[Link]:
        table = tables.working_links
        return [] if self._bare else [Link(**row) for row in self._find(select(table), table.c.key, keys)]

    def links_between(self, key: str, first: int, last: int) -> Iterable[Link]:
        table = tables.working_links
        query = select(table).where(table.c.key == key, table.c.at >= first, table.c.at <= last)
        return [] if self._bare else [Link(**row) for row in self._connection.execute(query).mappings()]

    def notes(self, names: Collection[str]) -> Mapping[str, bytes]:
        table = tables.working_notes
        found = () if self._bare else self._find(select(table), table.c.name, names)
        return {row["name"]: row["content"] for row in found}

    def events(self, ids: Collection[str]) -> Mapping[str, EventRecord]:
        return self._things(tables.events, EventRecord, ids)

    def aggregates(self, ids: Collection[str]) -> Mapping[str, AggregateRecord]:
        return self._things(tables.aggregates, AggregateRecord, ids)

    def actors(self, ids: Collection[str]) -> Mapping[str, ActorRecord]:
        return self._things(tables.actors, ActorRecord, ids)

    def _things(self, table: Table, noun: type[T], ids: Collection[str]) -> Mapping[str, T]:
        found = () if self._bare else self._find(select(table.c.id, table.c.payload), table.c.id, ids)
        return {row["id"]: from_plain(row["payload"], noun) for row in found}

    def _find(self, query: Select[Any], column: ColumnElement[Any], names: Collection[str]) -> Iterator[RowMapping]:
        for some in split(names):
            yield from self._connection.execute(query.where(column.in_(some))).mappings()


def split(names: Iterable[T]) -> Iterator[list[T]]:
    """The names, as many at a time as one question may hold."""
    ahead = iter(names)
    while some := list(islice(ahead, MOST)):
        yield some
