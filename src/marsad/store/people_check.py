"""The accounts and keys of a site in, those that are not as the log of them says out."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from marsad.domain.audit import Finding, Kind
from marsad.store.auditing import digest_row
from marsad.store.people_tables import acts, people, tokens

ACCOUNT = ("name", "password_hash", "role", "totp", "active")
"""What a change of is an act; the others are counted up by signing in, and by ending sessions."""
KEY = ("id", "digest", "owner", "label", "scopes", "ends", "revoked")
Row = Mapping[str, Any] | RowMapping


def digest_account(row: Row) -> str:
    """Of a hash with its salt, so that the log gives no more away than the table beside it."""
    return digest_row({name: row[name] for name in ACCOUNT})


def digest_key(row: Row) -> str:
    return digest_row({name: row[name] for name in KEY})


def check_accounts(connection: Connection) -> Iterator[Finding]:
    """Accounts and keys added, taken away or changed past the log: in role, state, password, codes or scopes."""
    told = _last_acts(connection)
    yield from _compare(connection, people, "name", told[Kind.ACCOUNT], _plain_account, digest_account)
    yield from _compare(connection, tokens, "id", told[Kind.KEY], _plain_key, digest_key)


def _last_acts(connection: Connection) -> dict[Kind, dict[str, Row]]:
    """What the log last says of each account by name, and of each key by id."""
    told: dict[Kind, dict[str, Row]] = {Kind.ACCOUNT: {}, Kind.KEY: {}}
    names = {Kind.ACCOUNT: "name", Kind.KEY: "key"}
    for kind, words in connection.execute(select(acts.c.kind, acts.c.what).order_by(acts.c.seq)):
        if kind in names:
            what = _read(words)
            told[Kind(kind)][str(what.get(names[Kind(kind)]))] = what
    return told


def _read(words: str) -> Row:
    try:
        what = json.loads(words)
    except ValueError:  # the chain's walk has told of it
        return {}
    return what if isinstance(what, dict) else {}


def _compare(
    connection: Connection,
    table: Table,
    key: str,
    told: Mapping[str, Row],
    plain: Callable[[Row], Row],
    digest: Callable[[Row], str],
) -> Iterator[Finding]:
    left = dict(told)
    for row in connection.execute(select(table).order_by(table.c[key])).mappings():
        what = left.pop(row[key], None)
        where = f"{table.name} {row[key]}"
        if what is None:
            yield Finding(where=where, what="added past the log: no act tells of it")
            continue
        others = [name for name, value in plain(row).items() if what.get(name) != value]
        if others:
            yield Finding(where=where, what=f"altered: the log tells of another {', '.join(others)}")
        elif "row" in what and what["row"] != digest(row):  # an act of before there was a digest has none
            yield Finding(where=where, what="altered: its password, codes or term are not those that the log tells of")
    for name in left:
        yield Finding(where=f"{table.name} {name}", what="taken away: the log tells of it, and it is not there")


def _plain_account(row: Row) -> Row:
    return {"role": row["role"], "open": row["active"], "codes": bool(row["totp"])}


def _plain_key(row: Row) -> Row:
    return {"owner": row["owner"], "scopes": row["scopes"], "ended": row["revoked"]}
