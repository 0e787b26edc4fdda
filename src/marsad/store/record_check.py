"""A record made anew and a store in, what of the kept record is another out: no row of it is under a digest."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Table, select

from marsad.domain.audit import Finding
from marsad.domain.claim import Claim
from marsad.domain.judgement import Judgement
from marsad.domain.record import Record
from marsad.domain.wire import dumps
from marsad.store import derived, rows, tables
from marsad.store.query import claims_that_enter, standing
from marsad.store.rows import Row
from marsad.store.writing import protected_claims

NOT_COMPARED = frozenset({"seq", "rank", "payload"})
"""The place in the record's order, of which there are many that are right; the payload is compared by its own parts."""
OWNER = {tables.tolls: "event", tables.links: "of", tables.decided: "judgement", tables.problems: "document"}
"""By which column a row of a table is told of, where that is not the event."""
AT_ONCE = 500


def kept_claims(connection: Connection) -> Iterator[Claim]:
    """The claims that a record is made of."""
    query = claims_that_enter(standing(select(tables.claims.c.payload)))
    return map(rows.claim_from_row, connection.execution_options(yield_per=AT_ONCE).execute(query).mappings())


def kept_judgements(connection: Connection) -> tuple[Judgement, ...]:
    """The latest row of each, in the order they were first made."""
    found = connection.execute(select(tables.judgements).order_by(tables.judgements.c.seq)).mappings()
    latest = {row["id"]: rows.judgement_from_row(row) for row in found}
    return tuple(latest.values())


def check_record(connection: Connection, record: Record) -> Iterator[Finding]:
    """Each thing and each row that hangs on one, compared with those of the record, which the claims make now."""
    hidden = protected_claims(connection)
    yield from _check_things(connection, tables.events, (rows.event_row(one, hidden) for one in record.events))
    yield from _check_things(connection, tables.aggregates, map(rows.aggregate_row, record.aggregates))
    yield from _check_things(connection, tables.control, (rows.spell_row(one, hidden) for one in record.control))
    yield from _check_things(connection, tables.actors, map(rows.actor_row, record.actors))
    for table, lines in _lines(connection, record, hidden):
        yield from _check_lines(connection, table, lines)


def check_set_aside(connection: Connection) -> Iterator[Finding]:
    """Which claims stand is told by the readings that are logged: a claim set aside by hand is in no record."""
    table = tables.rereadings
    expected: set[str] = set()
    for row in connection.execute(select(table.c.came, table.c.gone).order_by(table.c.seq)):
        expected = (expected - set(row.came)) | set(row.gone)
    kept = set(connection.execute(select(tables.set_aside.c.claim)).scalars())
    for one in sorted(kept ^ expected):
        said = "set aside" if one in kept else "standing"
        yield Finding(where=f"claim {one}", what=f"altered: it is {said}, and no reading of its document says so")


def _lines(connection: Connection, record: Record, hidden: AbstractSet[str]) -> Iterator[tuple[Table, Iterable[Row]]]:
    things: tuple[derived.Told, ...] = (*record.events, *record.aggregates, *record.control)
    yield tables.tolls, rows.toll_rows(record)
    yield tables.links, (row for one in things for row in derived.link_rows(one))
    yield tables.counted, (row for one in record.events for row in derived.counted_rows(one, hidden))
    yield tables.figures, (row for one in record.events for row in derived.figure_rows(one, hidden))
    yield tables.voices, (row for one in record.events for row in derived.voice_rows(one, hidden))
    yield tables.outlets, map(dict, connection.execute(derived.told_by_outlets()).mappings())
    yield tables.decided, (row for one in kept_judgements(connection) for row in rows.decided_rows(one))
    yield tables.problems, (rows.problem_row(one, "record") for one in dict.fromkeys(record.problems))


def _check_things(connection: Connection, table: Table, made: Iterable[Row]) -> Iterator[Finding]:
    left = {row["id"]: row for row in made}
    for row in connection.execution_options(yield_per=AT_ONCE).execute(select(table)).mappings():
        expected = left.pop(row["id"], None)
        where = f"{table.name} {row['id']}"
        if expected is None:
            yield Finding(where=where, what="added: no claims make it")
        elif others := _differing(expected, row):
            yield Finding(where=where, what=f"altered: claims and judgements give another {', '.join(others)}")
    for name in left:
        yield Finding(where=f"{table.name} {name}", what="taken away: claims make it, and it is not there")


def _differing(expected: Row, row: RowMapping) -> list[str]:
    plain = msgspec.json.decode(dumps(expected["payload"]))
    kept: Mapping[str, Any] = row["payload"]
    parts = [name for name in (plain | kept) if plain.get(name) != kept.get(name)]
    columns = [name for name in expected if name not in NOT_COMPARED and expected[name] != row[name]]
    return [*parts, *(name for name in columns if name not in parts)]


def _check_lines(connection: Connection, table: Table, made: Iterable[Row]) -> Iterator[Finding]:
    """Rows that have no id of their own, counted; each thing that has more or fewer of a kind is told once."""
    owner = OWNER.get(table, "event")
    query = select(table).where(table.c.origin == "record") if table is tables.problems else select(table)
    names = [column.name for column in table.columns if column.name not in NOT_COMPARED]
    kept = connection.execution_options(yield_per=AT_ONCE).execute(query).mappings()
    difference = Counter(_values(row, names) for row in made)
    difference.subtract(_values(row, names) for row in kept)
    others = {values[names.index(owner)] for values, count in difference.items() if count}
    for name in sorted(others, key=str):
        yield Finding(where=f"{table.name} of {name}", what="altered: not those that claims and judgements make")


def _values(row: Mapping[str, Any] | RowMapping, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in names)
