"""The record as it was and as it is written in, what became of each thing kept in the journal."""

import datetime as dt
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, Text, cast, select

from marsad.domain.changes import ThingKind, Told, compare_things
from marsad.domain.record import Record
from marsad.domain.vocabulary import Grade
from marsad.domain.wire import dumps, to_plain
from marsad.domain.workings import RecordChange
from marsad.store import tables
from marsad.store.inserting import pour_rows
from marsad.store.rows import Row
from marsad.store.shelf import split
from marsad.store.writing import get_meta

TABLE_OF: Mapping[ThingKind, Table] = {
    ThingKind.EVENT: tables.events,
    ThingKind.AGGREGATE: tables.aggregates,
    ThingKind.CONTROL: tables.control,
    ThingKind.ACTOR: tables.actors,
}
State = dict[ThingKind, dict[str, Told]]
DIGEST_BYTES = 16


class _Line(msgspec.Struct):
    """What of a kept line is asked for here; the rest of it is skipped unread."""

    claims: tuple[str, ...]
    grade: str | None = None


def state_kept(connection: Connection, change: RecordChange | None = None) -> State:
    """The things of the record as it is kept, or of them those that the change touches."""
    touched = _things_of(change) if change and not change.anew else None
    return {kind: _read_state(connection, TABLE_OF[kind], touched and touched[kind]) for kind in ThingKind}


def state_after(change: RecordChange) -> State:
    return {kind: _make_state(one for one in things.values() if one) for kind, things in _things_of(change).items()}


def state_of(record: Record) -> State:
    things = (record.events, record.aggregates, record.control, record.actors)
    return {kind: _make_state(some) for kind, some in zip(ThingKind, things, strict=True)}


def claims_of(state: State) -> set[str]:
    """Ids of all claims that the things stand on."""
    return {claim for things in state.values() for told in things.values() for claim in told.claims}


def write_journal(connection: Connection, before: State, after: State, hidden: AbstractSet[str]) -> None:
    """Keep what became of each thing, under the version that the record has now; `hidden` are protected claims."""
    version = int(get_meta(connection, "record_version") or 0)
    day = dt.datetime.now(dt.UTC).date()
    lines: list[Row] = []
    for thing in ThingKind:
        for name, kind, others in compare_things(before[thing], after[thing]):
            told = after[thing].get(name) or before[thing][name]
            lines.append(
                {
                    "version": version,
                    "day": day,
                    "kind": kind.value,
                    "thing": thing.value,
                    "id": name,
                    "others": list(others),
                    "protected": hidden >= set(told.claims),
                }
            )
    pour_rows(connection, tables.changes, lines)


def _things_of(change: RecordChange) -> dict[ThingKind, Mapping[str, Any]]:
    return dict(zip(ThingKind, (change.events, change.aggregates, change.control, change.actors), strict=True))


def _read_state(connection: Connection, table: Table, only: Iterable[str] | None) -> dict[str, Told]:
    query = select(table.c.id, cast(table.c.payload, Text))
    queries = [query] if only is None else [query.where(table.c.id.in_(some)) for some in split(only)]
    return {name: _told(line) for one in queries for name, line in connection.execute(one)}


def _make_state(things: Iterable[Any]) -> dict[str, Told]:
    return {one.id: _told(dumps(to_plain(one))) for one in things}


def _told(line: str) -> Told:
    kept = msgspec.json.decode(line, type=_Line)
    digest = blake2b(line.encode(), digest_size=DIGEST_BYTES).digest()
    return Told(claims=kept.claims, digest=digest, is_discounted=kept.grade == Grade.DISCOUNTED)
