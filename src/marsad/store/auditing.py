"""Acts in, rows of the audit log out, in the transaction of what they tell of: neither is kept without the other."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, func, insert, select

from marsad.domain.audit import Kind
from marsad.store.audit_table import LOGGED, audit
from marsad.store.engine_postgres import Turn, take_turn
from marsad.store.inserting import pour_rows
from marsad.store.rows import Row
from marsad.store.tables import claims

NOTHING_BEFORE = "0" * 64
NOT_DIGESTED = frozenset({"text"})
"""A document's text has its own digest in the same row, which is compared with it apart."""
PROGRAM = "marsad"
"""Who acts where nobody told the program a name."""


def append_act(
    connection: Connection, kind: str, actor: str, what: Mapping[str, Any], *, of_a_day: bool = False
) -> None:
    """Add an act at the log's end; `of_a_day`: the hour would tell when a protected report came."""
    append_acts(connection, kind, [(actor, what)], of_a_day=of_a_day)


def append_acts(
    connection: Connection, kind: str, acts: Iterable[tuple[str, Mapping[str, Any]]], *, of_a_day: bool = False
) -> None:
    """Add acts of one kind at the log's end, one behind the other: who did each, and what."""
    take_turn(connection, Turn.ARRIVAL)  # so that on a server, too, one act follows the other
    last = connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    seq, previous = (last.seq, last.hash) if last else (0, NOTHING_BEFORE)
    now = dt.datetime.now(dt.UTC)
    written = []
    for actor, what in acts:
        seq += 1
        row = {
            "seq": seq,
            "at": now.date().isoformat() if of_a_day else now.isoformat(timespec="seconds"),
            "actor": actor or PROGRAM,
            "kind": str(kind),
            "what": spell(what),
            "previous": previous,
        }
        previous = hash_of(row)
        written.append({**row, "hash": previous})
    pour_rows(connection, audit, written)


def insert_logged(
    connection: Connection,
    table: Table,
    row: Row,
    kind: str,
    actor: str,
    *,
    more: Mapping[str, Any] | None = None,
    of_a_day: bool = False,
) -> None:
    """Write a row of one of the `LOGGED` tables, and its digest in the log."""
    take_turn(connection, Turn.ARRIVAL)
    (seq,) = connection.execute(insert(table).values(row)).inserted_primary_key or (0,)
    append_act(connection, kind, actor, {**name_row(table, row, seq), **(more or {})}, of_a_day=of_a_day)


def name_row(table: Table, row: Row, seq: int) -> dict[str, Any]:
    """What the log tells of any row: its table, its number and its digest."""
    return {"table": f"{table.name}", "seq": seq, "row": digest_row({**row, "seq": seq})}


def begin_log(connection: Connection) -> None:
    """The first act: what was kept before there was a log, by one digest a table; nothing where it has begun."""
    if connection.execute(select(func.count()).select_from(audit)).scalar():
        return
    what: dict[str, Any] = {f"{table.name}": digest_until(connection, table) for table in LOGGED}
    ids = connection.execute(select(claims.c.id).order_by(claims.c.id)).scalars()
    append_act(connection, Kind.BEGUN, PROGRAM, {**what, "claims": digest_list(ids)})


def digest_until(connection: Connection, table: Table, until: int | None = None) -> dict[str, Any]:
    """How many rows there are up to a number, which is the last, and the digest of them all."""
    query = select(table).order_by(table.c.seq)
    found = connection.execute(query.where(table.c.seq <= until) if until is not None else query).mappings()
    made, last, count = sha256(), 0, 0
    for row in found:
        made.update(digest_row(dict(row)).encode())
        last, count = row["seq"], count + 1
    return {"rows": count, "until": last if until is None else until, "digest": made.hexdigest()}


def digest_row(row: Mapping[str, Any]) -> str:
    """SHA-256 of what the row holds; a column without a value is as none, so that one added later changes nothing."""
    plain = {name: value for name, value in row.items() if value is not None and name not in NOT_DIGESTED}
    return sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()


def digest_list(ids: Iterable[str]) -> str:
    """SHA-256 of the ids in the order given."""
    made = sha256()
    for one in ids:
        made.update(f"{one}\n".encode())
    return made.hexdigest()


def hash_of(row: Mapping[str, Any]) -> str:
    """The hash of a row of the log, made of all else that it holds."""
    plain = {name: row[name] for name in ("seq", "at", "actor", "kind", "what", "previous")}
    return sha256(spell(plain).encode()).hexdigest()


def spell(what: Mapping[str, Any] | Sequence[Any]) -> str:
    """The one spelling of it in JSON."""
    return msgspec.json.encode(what, order="deterministic").decode()
