"""The store: whole or damaged, its log unbroken, its record of today, its feeds and the age of its last backup."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, select

from marsad.domain.audit import Kind
from marsad.domain.errors import MarsadError
from marsad.pipeline.doctor.check import Check, limit_of
from marsad.pipeline.doctor.server import check_server
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.audit_check import check_chain
from marsad.store.audit_table import audit
from marsad.store.engine import file_of, parse_where
from marsad.store.feeds import Feed, list_feeds
from marsad.store.locked import Mode
from marsad.store.schema import check_guards

DAY = len("2024-12-01")
DAMAGED = "keep this file as it is, and put the newest backup elsewhere: `marsad restore FILE --db NEW.db`"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """What of an act the doctor looks at; of some the day alone is kept."""

    seq: int
    at: dt.datetime
    is_of_a_day: bool
    kind: str

    @property
    def hour(self) -> dt.datetime:
        return self.at if self.at.tzinfo else self.at.replace(tzinfo=dt.UTC)


def check_store(settings: Settings, now: dt.datetime) -> Iterator[Check]:
    """Each part apart: where one cannot be read the others still are."""
    try:
        path = file_of(parse_where(settings.db))
        if path is not None and not path.exists():
            yield Check(topic="store", found=f"store {path}: none yet")
            return
        with Store.open(settings.db, must_exist=True) as store:
            for part in (_check_whole, check_server, _check_record, _check_lock, _check_feeds):
                yield from _guarded(part, store)
            yield from _guarded(lambda kept: _check_log(kept, now), store)
    except MarsadError as error:
        yield _told(error)


def _guarded(part: Callable[[Store], Iterator[Check]], store: Store) -> Iterator[Check]:
    try:
        yield from part(store)
    except MarsadError as error:
        yield _told(error)


def _told(error: MarsadError) -> Check:
    found, _, mend = str(error).partition(". Mend: ")
    return Check(topic="store", found=found, mend=mend or "look at the setting")


def _check_whole(store: Store) -> Iterator[Check]:
    state = " ".join(store.check().split())
    if state != "ok":
        yield Check(topic="store", found=f"store {store.name}: {state}", mend=DAMAGED)
        return
    counts = store.counts()
    yield Check(topic="store", found=f"store {store.name}: ok, {counts.documents} documents, {counts.claims} claims")


def _check_record(store: Store) -> Iterator[Check]:
    counts = store.counts()
    found = f"record: {counts.events} events, {counts.control} spells of control"
    if store.record_is_current():
        yield Check(topic="record", found=found)
    else:
        mend = "`marsad ingest FILE` of any file, also of one that is known, or `marsad reread`, makes it anew"
        yield Check(topic="record", found=f"{found}; older than its claims", mend=mend)


def _check_lock(store: Store) -> Iterator[Check]:
    lock = store.lock()
    if lock.mode is not Mode.OFF:
        yield Check(topic="lock", found=f"the store is locked ({lock.mode.value}) by {lock.who}: {lock.because}")


def _check_feeds(store: Store) -> Iterator[Check]:
    feeds = list_feeds(store)
    if feeds:
        yield Check(topic="feeds", found=f"feeds: {len(feeds)} watched, {sum(map(_rests, feeds))} resting")
    for feed in feeds:
        if feed.failures >= limit_of("feeds", "failures"):
            found = f"feed {feed.url} rests until {feed.next_due} after {feed.failures} failures: {feed.problem}"
            yield Check(topic="feeds", found=found, mend="look at its address, or `marsad feeds remove` it")


def _rests(feed: Feed) -> bool:
    return feed.failures > 0


def _check_log(store: Store, now: dt.datetime) -> Iterator[Check]:
    with store.moment() as connection:
        found = [*check_chain(connection), *check_guards(connection)]
        acts = list(_acts(connection))
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        told = f"audit log: {found[0].where}: {found[0].what}{more}"
        yield Check(
            topic="log", found=told, mend="see all of it with `marsad verify`, and what it means in docs/operate.md"
        )
    elif acts:
        yield Check(topic="log", found=f"audit log: {len(acts)} acts, unbroken")
    yield from _check_clock(acts, now)
    yield from _check_backups(acts, now)


def _acts(connection: Connection) -> Iterator[_Act]:
    for row in connection.execute(select(audit.c.seq, audit.c.at, audit.c.kind).order_by(audit.c.seq)):
        with suppress(ValueError):  # an hour that is none was altered, which the chain tells
            yield _Act(seq=row.seq, at=dt.datetime.fromisoformat(row.at), is_of_a_day=len(row.at) == DAY, kind=row.kind)


def _check_clock(acts: list[_Act], now: dt.datetime) -> Iterator[Check]:
    """Acts are in the order of their numbers whatever the clock said; but the hours that they tell are wrong then."""
    if not acts:
        return
    ahead = dt.timedelta(seconds=limit_of("clock", "ahead_s"))
    latest = max(acts, key=lambda act: act.hour)
    told = f"the clock says {now.isoformat(timespec='seconds')}"
    if latest.hour > now + ahead:
        found = f"{told}, and act {latest.seq} of the log is of {latest.hour.isoformat(timespec='seconds')}"
        mend = "set the clock right (timedatectl) before more is kept; what came after what, the log's numbers tell"
        yield Check(topic="clock", found=found, mend=mend)
    else:
        yield Check(topic="clock", found=told)
    timed = [act for act in acts if not act.is_of_a_day]
    for before, after in pairwise(timed):
        if after.hour < before.hour - ahead:
            found = (
                f"the clock was set back between act {before.seq} ({before.hour}) and act {after.seq} ({after.hour})"
            )
            yield Check(topic="clock", found=f"{found}: their numbers tell the order")


def _check_backups(acts: list[_Act], now: dt.datetime) -> Iterator[Check]:
    saved = [act for act in acts if act.kind in {Kind.BACKUP, Kind.RESTORED}]
    oldest = dt.timedelta(days=limit_of("backup", "oldest_days"))
    mend = "write one to another machine: `marsad backup FILE --to-recipient age1…` (docs/operate.md)"
    if saved:
        days = (now - saved[-1].hour).days
        since = len(acts) - acts.index(saved[-1]) - 1
        found = f"last backup: act {saved[-1].seq}, {saved[-1].hour.date()}, {since} acts ago"
        yield Check(topic="backup", found=found, mend=mend if days >= oldest.days else None)
    elif acts and (now - acts[0].hour > oldest or len(acts) >= limit_of("backup", "least_acts")):
        yield Check(topic="backup", found=f"no backup was ever made of {len(acts)} acts", mend=mend)
