"""Sources with their rules, and the sealed identities behind code names: rows in and out, never a plain identity."""

import datetime as dt
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, or_, select, update

from marsad.domain.source import PlaceGrain, Quoting, Recipient, Source, SourceKind, TimeGrain
from marsad.store.rows import source_row
from marsad.store.source_tables import sources, vault, vault_recipients
from marsad.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the vault. `sealed` is None once it is erased: what is left is a tombstone with its day."""

    source: str
    sealed: bytes | None
    erase_after: dt.date | None
    erased: dt.date | None


def sources_of(store: Store) -> dict[str, Source]:
    """Every source by its code name, in the order of the names: the order in which they came is told nowhere."""
    query = select(sources).order_by(sources.c.code)
    return {
        row["code"]: Source(
            code=row["code"], kind=SourceKind(row["kind"]), quoting=Quoting(row["quoting"]),
            time=TimeGrain(row["time"]), place=PlaceGrain(row["place"]), retention_days=row["retention_days"],
        )
        for row in store.ask(query)
    }  # fmt: skip


def put_source(connection: Connection, source: Source) -> None:
    """Add the source, or put it in the place of the one of its code name."""
    plain = source_row(source)
    changed = connection.execute(update(sources).where(sources.c.code == source.code).values(plain))
    if not changed.rowcount:
        connection.execute(insert(sources).values(plain))


def recipients_of(store: Store) -> tuple[Recipient, ...]:
    """Those who can open what is sealed from now on, by name."""
    query = select(vault_recipients).order_by(vault_recipients.c.name)
    return tuple(Recipient(name=row["name"], key=row["key"]) for row in store.ask(query))


def add_recipient(connection: Connection, recipient: Recipient) -> None:
    connection.execute(insert(vault_recipients).values(asdict(recipient)))


def remove_recipient(connection: Connection, name: str) -> None:
    connection.execute(delete(vault_recipients).where(vault_recipients.c.name == name))


def entries_of(store: Store) -> dict[str, Entry]:
    """Every entry of the vault by its source's code name, tombstones too."""
    found = store.ask(select(vault).order_by(vault.c.source))
    return {row["source"]: Entry(**row) for row in found}


def put_sealed(connection: Connection, source: str, sealed: bytes, erase_after: dt.date | None) -> None:
    """Add a sealed identity, or put it in the place of the source's former one."""
    plain = {"sealed": sealed, "erase_after": erase_after, "erased": None}
    changed = connection.execute(update(vault).where(vault.c.source == source).values(plain))
    if not changed.rowcount:
        connection.execute(insert(vault).values(source=source, **plain))


def bring_forward(connection: Connection, source: str, day: dt.date) -> None:
    """Have the source's identity erased after the day, unless it is to be before."""
    later = or_(vault.c.erase_after.is_(None), vault.c.erase_after > day)
    entry = (vault.c.source == source, vault.c.sealed.is_not(None), later)
    connection.execute(update(vault).where(*entry).values(erase_after=day))


def put_tombstone(connection: Connection, source: str, day: dt.date) -> None:
    """Take the identity away and leave the day of it; to be called where nothing deleted leaves a trace."""
    connection.execute(update(vault).where(vault.c.source == source).values(sealed=None, erase_after=None, erased=day))
