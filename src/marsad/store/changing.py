"""What becomes of a record in, its rows and workings changed and nothing else; what came since it was made out."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Table, bindparam, delete, func, select, update

from marsad.domain.record import Record
from marsad.domain.workings import Basis, RecordChange
from marsad.store import rows, tables
from marsad.store.derived import write_derived, write_outlets
from marsad.store.inserting import insert_rows
from marsad.store.journal import claims_of, state_after, state_kept, write_journal
from marsad.store.query import may_enter
from marsad.store.rows import Row
from marsad.store.shelf import split
from marsad.store.writing import get_meta, note_all_touched, protected_claims, raise_version, set_meta

ROOM = 2**32
"""Between two places in the record's order, so that things can come between: 2^31 of them fit in 63 bits."""
STEP = 2**16
"""How far behind its neighbour a thing is put that comes between two, where there is as much room."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Documents, by id, and claims that judgements are about, that came after a record was made."""

    documents: tuple[str, ...]
    judged: tuple[str, ...]
    basis: Basis


def find_news(connection: Connection, since: Basis) -> News:
    """What came since, and what a record will be made of once it knows that."""
    documents, judgements = tables.documents, tables.judgements
    came = select(documents.c.seq, documents.c.id).where(documents.c.seq > since.documents, may_enter(documents))
    new = connection.execute(came).all()
    rulings = select(judgements.c.seq, judgements.c.payload).where(judgements.c.seq > since.judgements)
    ruled = connection.execute(rulings).all()
    basis = Basis(
        rules=since.rules,
        documents=max((row.seq for row in new), default=since.documents),
        judgements=max((row.seq for row in ruled), default=since.judgements),
    )
    judged = dict.fromkeys(claim for row in ruled for claim in row.payload["claims"])
    return News(documents=tuple(row.id for row in new), judged=tuple(judged), basis=basis)


def get_basis(connection: Connection) -> Basis | None:
    """What the record was made of; None where no workings are kept, or nobody knows what record they are of."""
    words = (get_meta(connection, "workings_of") or "").split() if get_meta(connection, "record_of") else []
    return Basis(rules=words[0], documents=int(words[1]), judgements=int(words[2])) if words else None


def set_basis(connection: Connection, basis: Basis) -> None:
    set_meta(connection, "workings_of", f"{basis.rules} {basis.documents} {basis.judgements}")


def set_record_of(connection: Connection, basis: Basis | None) -> None:
    """Keep what the record was made of: all that is kept now, where no `basis` says what it was made of."""
    kept = (basis.documents, basis.judgements) if basis else _count_kept(connection)
    set_meta(connection, "record_of", f"{kept[0]} {kept[1]}")


def is_current(connection: Connection) -> bool:
    """Whether the record was made of all that is kept now."""
    return get_meta(connection, "record_of") == "{} {}".format(*_count_kept(connection))


def _count_kept(connection: Connection) -> tuple[int, int]:
    """The numbers of the newest document that may enter and of the newest judgement: both tables only ever grow."""
    documents, judgements = tables.documents, tables.judgements
    newest = (
        select(func.max(documents.c.seq)).where(may_enter(documents)),
        select(func.max(judgements.c.seq)),
    )
    last, decided = (connection.execute(query).scalar() or 0 for query in newest)
    return last, decided


def forget_workings(connection: Connection) -> None:
    """To be called where a record is written that has none: those of the former one are not its own."""
    for table in tables.WORKINGS:
        connection.execute(delete(table))
    connection.execute(delete(tables.meta).where(tables.meta.c.name == "workings_of"))


def forget_record(connection: Connection) -> None:
    """To be called where what may enter the record changed for what is kept already: all of it is then made anew."""
    forget_workings(connection)
    connection.execute(delete(tables.meta).where(tables.meta.c.name == "record_of"))


def write_change(connection: Connection, change: RecordChange) -> None:
    """Takes out what is there no longer, puts in what is new."""
    before = state_kept(connection, change)
    if change.anew:
        for table in (*tables.RECORD, *tables.WORKINGS):
            connection.execute(delete(table))
        connection.execute(delete(tables.problems).where(tables.problems.c.origin == "record"))
    after = state_after(change)
    hidden = _find_hidden(connection, change, claims_of(before) | claims_of(after))
    _write_things(connection, tables.events, change, change.events, lambda one: rows.event_row(one, hidden))
    _write_things(connection, tables.aggregates, change, change.aggregates, rows.aggregate_row)
    _write_things(connection, tables.control, change, change.control, lambda one: rows.spell_row(one, hidden))
    _write_things(connection, tables.actors, change, change.actors, rows.actor_row)
    _write_derived(connection, change, hidden)
    _write_problems(connection, change)
    _write_workings(connection, change)
    raise_version(connection, None if change.anew else change.events)
    write_journal(connection, before, after, hidden)


def _write_things(
    connection: Connection, table: Table, change: RecordChange, things: Mapping[str, T | None], make: Callable[[T], Row]
) -> None:
    fresh = [{**make(thing), "rank": change.ranks[name]} for name, thing in things.items() if thing]
    fresh.sort(key=lambda row: row["rank"])
    if change.anew:
        insert_rows(connection, table, [{**row, "seq": ROOM * at} for at, row in enumerate(fresh, 1)])
        return
    _delete(connection, table.c.id, things)
    for row in fresh:
        insert_rows(connection, table, [{**row, "seq": _find_place(connection, table, row["rank"])}])


def _find_place(connection: Connection, table: Table, rank: str) -> int:
    """A place in the record's order behind what is of less rank and before what is of more."""
    before, after = _find_neighbours(connection, table, rank)
    if after - before < 2:
        _make_room(connection, table)
        before, after = _find_neighbours(connection, table, rank)
    return before + min(STEP, (after - before) // 2) if before else after - min(STEP, after // 2)


def _find_neighbours(connection: Connection, table: Table, rank: str) -> tuple[int, int]:
    """The places next to a rank; before the first is 0, behind the last there is room."""
    behind = select(table.c.seq).where(table.c.rank < rank).order_by(table.c.rank.desc()).limit(1)
    ahead = select(table.c.seq).where(table.c.rank > rank).order_by(table.c.rank).limit(1)
    before = connection.execute(behind).scalar() or 0
    return before, connection.execute(ahead).scalar() or before + 2 * ROOM


def _make_room(connection: Connection, table: Table) -> None:
    """Puts the rows apart again, in the order in which they stand; by way of negative places, for each is one row's."""
    kept = connection.execute(select(table.c.seq).order_by(table.c.seq)).scalars().all()
    lines = [{"was": seq, "is": -ROOM * at} for at, seq in enumerate(kept, 1)]
    if lines:
        apart = update(table).where(table.c.seq == bindparam("was")).values(seq=bindparam("is"))
        connection.execute(apart, lines)
        connection.execute(update(table).values(seq=-table.c.seq))
        note_all_touched(connection)


def _find_hidden(connection: Connection, change: RecordChange, held: AbstractSet[str]) -> frozenset[str]:
    """Ids of claims of protected documents, of those that the things tell of; `held` are those they stand on."""
    if change.anew:
        return protected_claims(connection)
    claims, documents = tables.claims, tables.documents
    told = {*held, *(one for event in change.events.values() if event for toll in event.tolls for one in toll.claims)}
    told |= {claim for spell in change.control.values() if spell for claim in (*spell.claims, *spell.contested_by)}
    query = select(claims.c.id).join(documents, documents.c.id == claims.c.document).where(documents.c.protected)
    return frozenset(
        name for some in split(told) for name in connection.execute(query.where(claims.c.id.in_(some))).scalars()
    )


def _write_derived(connection: Connection, change: RecordChange, hidden: AbstractSet[str]) -> None:
    """The rows that hang on events, totals and spells: those of what is gone or new out, those of what is new in."""
    if not change.anew:
        events, totals = [*change.events], [*change.aggregates]
        _delete(connection, tables.tolls.c.event, [*events, *totals])
        _delete(connection, tables.links.c.of, [*events, *totals, *change.control])
        for table in (tables.counted, tables.figures, tables.voices, tables.outlets):
            _delete(connection, table.c.event, events)
    things = [one for one in (*change.events.values(), *change.aggregates.values(), *change.control.values()) if one]
    told = Record(
        events=tuple(event for event in change.events.values() if event),
        aggregates=tuple(total for total in change.aggregates.values() if total),
    )
    insert_rows(connection, tables.tolls, list(rows.toll_rows(told)))
    write_derived(connection, things, hidden)
    if change.anew:
        write_outlets(connection)
    for some in split([] if change.anew else [event.id for event in told.events]):
        write_outlets(connection, set(some))


def _write_problems(connection: Connection, change: RecordChange) -> None:
    table = tables.problems
    lines = {problem: rows.problem_row(problem, "record") for problem in change.problems}
    for some in split([row["digest"] for row in lines.values()]):
        connection.execute(delete(table).where(table.c.origin == "record", table.c.digest.in_(some)))
    kept = [{**row, "rank": change.ranks[one]} for one, row in lines.items() if change.problems[one]]
    insert_rows(connection, table, sorted(kept, key=lambda row: str(row["rank"])))


def _write_workings(connection: Connection, change: RecordChange) -> None:
    links, notes = tables.working_links, tables.working_notes
    if not change.anew:
        _delete(connection, notes.c.name, change.notes)
        if change.links:
            one = (links.c.key == bindparam("of"), links.c.at == bindparam("on"), links.c.owner == bindparam("by"))
            gone = [{"of": link.key, "on": link.at, "by": link.owner} for link in change.links]
            connection.execute(delete(links).where(*one), gone)
    kept = [link for link, stays in change.links.items() if stays]
    fields = ({"key": link.key, "at": link.at, "owner": link.owner, "extra": link.extra} for link in kept)
    insert_rows(connection, links, list(fields))
    held = [{"name": name, "content": content} for name, content in change.notes.items() if content is not None]
    insert_rows(connection, notes, held)


def _delete(connection: Connection, column: Column[Any], names: Iterable[str]) -> None:
    table = column.table
    for some in split(names):
        connection.execute(delete(table).where(column.in_(some)))
