"""Acts of the log in, what they tell of rows that may change, compared with those rows, out.

Of such a row the log cannot hold one digest for good; but who may open the vault, what is sealed, who is told of
changes, how the store is shut and what became of the record are each as the last act about them says.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from marsad.domain.audit import Finding, Kind, LoggedAct
from marsad.domain.errors import StoreError
from marsad.domain.source import ActKind
from marsad.store.auditing import PROGRAM, digest_list, digest_row
from marsad.store.intake_tables import feeds
from marsad.store.locked import get_lock
from marsad.store.source_tables import sources, vault, vault_acts, vault_recipients
from marsad.store.tables import changes, documents, provenance
from marsad.store.webhook_tables import webhooks
from marsad.store.writing import get_meta

HOOK = ("id", "url", "secret_file", "scope", "added", "added_by")
"""What of a receiver is settled when it is added; the others tell how far it was told."""
GONE = "taken away: the log tells of it, and it is not there"
ADDED = "added past the log: no act tells of it"


def digest_hook(row: Mapping[str, Any]) -> str:
    return digest_row({name: row[name] for name in HOOK})


def digest_entries(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """The digest of each entry of the vault as it is sealed now, by its source's code name."""
    found = connection.execute(select(vault).where(vault.c.source.in_(list(codes)))).mappings()
    return {row["source"]: digest_row(dict(row)) for row in found}


def digest_journal(connection: Connection, version: int) -> str:
    """The digest of what became of the record's things when this version of it was written."""
    found = connection.execute(select(changes).where(changes.c.version == version).order_by(changes.c.seq))
    return _digest_all(found.mappings())


def check_told(connection: Connection, acts: Sequence[LoggedAct]) -> Iterator[Finding]:
    """Rows that are not as the last act about them says."""
    yield from _check_lock(connection, acts)
    yield from _check_ways(connection, acts)
    yield from _check_recipients(connection)
    yield from _check_entries(connection, acts)
    yield from _check_added_sources(connection)
    yield from _check_feeds(connection, acts)
    yield from _check_hooks(connection, acts)
    yield from _check_journal(connection, acts)


def _check_lock(connection: Connection, acts: Sequence[LoggedAct]) -> Iterator[Finding]:
    told = next((act for act in reversed(acts) if act.kind == Kind.LOCK), None)
    try:
        lock = get_lock(connection)
    except StoreError:
        yield Finding(where="lock", what="altered: how the store is shut cannot be read")
        return
    kept = (lock.mode.value, lock.who or PROGRAM, lock.because)
    if kept != ((told.what.get("mode"), told.actor, told.what.get("because")) if told else ("off", PROGRAM, "")):
        yield Finding(where="lock", what="altered: the store is not shut, or open, as the log last tells")


def _check_ways(connection: Connection, acts: Sequence[LoggedAct]) -> Iterator[Finding]:
    told = {act.what["document"]: act.what["came"] for act in acts if act.what.get("table") == documents.name}
    for row in connection.execute(select(provenance)).mappings():
        if told.pop(row["document"], digest := digest_row(dict(row))) != digest:
            yield Finding(where=f"document {row['document']}", what="altered: how it came is not what was logged")
    for name in told:
        yield Finding(where=f"provenance {name}", what=GONE)
    lone = select(provenance.c.document).join(documents, documents.c.id == provenance.c.document, isouter=True)
    for name in connection.execute(lone.where(documents.c.id.is_(None))).scalars():
        yield Finding(where=f"provenance {name}", what="added past the log: there is no such document")


def _check_recipients(connection: Connection) -> Iterator[Finding]:
    """An added key would open all that is sealed from then on."""
    told: dict[str, str] = {}
    kinds = (ActKind.RECIPIENT_ADDED.value, ActKind.RECIPIENT_REMOVED.value)
    query = select(vault_acts.c.kind, vault_acts.c.what).where(vault_acts.c.kind.in_(kinds)).order_by(vault_acts.c.seq)
    for kind, what in connection.execute(query):
        if kind == ActKind.RECIPIENT_ADDED:
            name, _, key = what.rpartition(" ")
            told[name] = key
        else:
            told.pop(what, None)
    for row in connection.execute(select(vault_recipients)):
        if row.name not in told:
            yield Finding(where=f"vault_recipients {row.name}", what=ADDED)
        elif told.pop(row.name) != row.key:
            yield Finding(where=f"vault_recipients {row.name}", what="altered: the log tells of another key")
    for name in told:
        yield Finding(where=f"vault_recipients {name}", what=GONE)


def _check_entries(connection: Connection, acts: Sequence[LoggedAct]) -> Iterator[Finding]:
    """What is sealed is as it was sealed, or erased; of what was sealed before there were digests, that it is there."""
    query = select(vault_acts.c.what).where(vault_acts.c.kind == ActKind.SEALED.value)
    sealed: dict[str, str | None] = dict.fromkeys(connection.execute(query).scalars())
    for act in acts:
        sealed |= act.what.get("entries", {})
    yield from _compare(connection, vault, "source", sealed, digest_row)


def _check_added_sources(connection: Connection) -> Iterator[Finding]:
    """What was agreed with those that were added is compared in `audit_check.py`."""
    query = select(vault_acts.c.what).where(vault_acts.c.kind == ActKind.SOURCE_ADDED.value)
    told = set(connection.execute(query).scalars())
    for code in connection.execute(select(sources.c.code).order_by(sources.c.code)).scalars():
        if code not in told:
            yield Finding(where=f"source {code}", what=ADDED)


def _check_feeds(connection: Connection, acts: Sequence[LoggedAct]) -> Iterator[Finding]:
    told: dict[str, str | None] = {}
    for act in (one for one in acts if one.kind == Kind.FEED):
        if "watched" in act.what:
            told[act.what["watched"]] = str(act.what["every_s"])
        else:
            told.pop(act.what.get("watched no more", ""), None)
    if not _began_with_the_store(acts):
        told = dict.fromkeys(connection.execute(select(feeds.c.url)).scalars()) | told
    yield from _compare(connection, feeds, "url", told, lambda row: str(row["every_s"]))


def _check_hooks(connection: Connection, acts: Sequence[LoggedAct]) -> Iterator[Finding]:
    """A receiver added past the log is told of all that becomes public by whoever added it."""
    told: dict[str, str | None] = {}
    for act in (one for one in acts if one.kind == Kind.WEBHOOK):
        if "told" in act.what:
            told[act.what["told"]] = act.what.get("row")
        else:
            told.pop(act.what.get("told no more", ""), None)
    yield from _compare(connection, webhooks, "id", told, digest_hook)


def _check_journal(connection: Connection, acts: Sequence[LoggedAct]) -> Iterator[Finding]:
    told = {int(act.what["version"] or 0): act.what.get("changes") for act in acts if act.kind == Kind.RECORD}
    if told and (kept := get_meta(connection, "record_version")) != str(max(told)):
        yield Finding(
            where="record", what=f"altered: it says that it is version {kept}, and the log tells of {max(told)}"
        )
    oldest = min((version for version, digest in told.items() if digest), default=None)
    query = select(changes).order_by(changes.c.version, changes.c.seq).execution_options(yield_per=500)
    for version, lines in groupby(connection.execute(query).mappings(), itemgetter("version")):
        digest = told.pop(version, None)
        if (digest or (oldest is not None and version > oldest)) and digest != _digest_all(lines):
            what = "altered: what became of the record's things then is not what was logged"
            yield Finding(where=f"changes of version {version}", what=what)
    for version, digest in told.items():
        if digest and digest != digest_list(()):
            yield Finding(where=f"changes of version {version}", what=GONE)


def _compare(
    connection: Connection, table: Table, key: str, told: Mapping[str, str | None], made: Any
) -> Iterator[Finding]:
    """Rows against what was told of each by its key; None where it is known that it is there, and nothing else."""
    left = dict(told)
    for row in connection.execute(select(table).order_by(table.c[key])).mappings():
        where = f"{table.name} {row[key]}"
        if row[key] not in left:
            yield Finding(where=where, what=ADDED)
        elif (digest := left.pop(row[key])) is not None and digest != made(row):
            yield Finding(where=where, what="altered: it is not what the log tells of")
    for name in left:
        yield Finding(where=f"{table.name} {name}", what=GONE)


def _digest_all(found: Iterable[RowMapping]) -> str:
    return digest_list(digest_row(dict(row)) for row in found)


def _began_with_the_store(acts: Sequence[LoggedAct]) -> bool:
    """Nothing was kept before the log began, so that each row has its act."""
    begun = next((act.what for act in acts if act.kind == Kind.BEGUN), {})
    return bool(begun) and not begun.get(documents.name, {}).get("rows")
