"""An act in, its row in an append-only table: the one place where acts on sources and the vault are kept."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from marsad.domain.source import Act, ActKind, Source
from marsad.store.auditing import digest_row, insert_logged
from marsad.store.rows import source_row
from marsad.store.source_tables import vault_acts
from marsad.store.store import Store
from marsad.store.told_check import digest_entries


def record_act(
    connection: Connection,
    kind: ActKind,
    who: str,
    what: str,
    *,
    request: str | None = None,
    rules: Source | None = None,
    entries: Iterable[str] = (),
) -> Act:
    """The act as kept, in the transaction of what it tells of: neither is kept without the other.

    `rules` are those that a source has from then on, `entries` the sources of which the vault holds something else from
    then on: the log holds their digests.
    """
    now = dt.datetime.now(dt.UTC)
    at = now.date().isoformat() if kind.is_of_a_day else now.isoformat(timespec="seconds")
    act = Act(kind=kind, who=who, what=what, at=at, request=request)
    more: dict[str, Any] = {"rules": digest_row(source_row(rules))} if rules else {}
    if sealed := digest_entries(connection, entries):
        more["entries"] = sealed
    told = f"vault {kind.value}"
    insert_logged(connection, vault_acts, {**_plain(act)}, told, who, more=more, of_a_day=kind.is_of_a_day)
    return act


def acts_of(store: Store, *, kinds: Sequence[ActKind] = tuple(ActKind)) -> tuple[Act, ...]:
    """The acts of the kinds in the order they were done."""
    query = select(vault_acts).where(vault_acts.c.kind.in_([kind.value for kind in kinds])).order_by(vault_acts.c.seq)
    return tuple(
        Act(kind=ActKind(row["kind"]), who=row["who"], what=row["what"], at=row["at"], request=row["request"])
        for row in store.ask(query)
    )


def _plain(act: Act) -> dict[str, str | None]:
    return {"kind": act.kind.value, "who": act.who, "what": act.what, "at": act.at, "request": act.request}
