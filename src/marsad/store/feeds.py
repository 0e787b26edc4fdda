"""The feeds that are watched, and how each of them is."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from marsad.domain.audit import Kind
from marsad.domain.errors import NotFoundError
from marsad.store.auditing import append_act
from marsad.store.intake_tables import feeds
from marsad.store.store import Store

FIELDS = (
    *("url", "title", "added", "added_by", "every_s", "etag"),
    *("last_modified", "last_poll", "next_due", "failures", "problem"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed; times are UTC, ISO 8601 to the second. `failures` are those since it last answered."""

    url: str
    added: str
    added_by: str
    every_s: int
    next_due: str
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    last_poll: str | None = None
    failures: int = 0
    problem: str | None = None


def add_feed(store: Store, feed: Feed) -> bool:
    """Keep a feed; False where it is known, and then only how often it is asked changes."""
    with store.change() as connection:
        known = connection.execute(update(feeds).where(feeds.c.url == feed.url).values(every_s=feed.every_s)).rowcount
        if not known:
            connection.execute(insert(feeds).values(asdict(feed)))
        what = {"watched": feed.url, "every_s": feed.every_s}
        append_act(connection, Kind.FEED, feed.added_by, what)
        return not known


def remove_feed(store: Store, url: str, who: str = "") -> None:
    """Watch a feed no more; what it brought stays.

    Raises:
        NotFoundError: it is not watched.
    """
    with store.change() as connection:
        if not connection.execute(delete(feeds).where(feeds.c.url == url)).rowcount:
            raise NotFoundError(f"{url!r} is no feed that is watched. Mend: copy one from `marsad feeds list`")
        append_act(connection, Kind.FEED, who, {"watched no more": url})


def list_feeds(store: Store) -> tuple[Feed, ...]:
    """Every feed, in the order of their addresses."""
    query = select(*(feeds.c[name] for name in FIELDS)).order_by(feeds.c.url)
    return tuple(Feed(**row) for row in store.ask(query))


def note_poll(store: Store, url: str, **changed: Any) -> None:
    """Keep what a poll changed of a feed's state."""
    with store.change() as connection:
        connection.execute(update(feeds).where(feeds.c.url == url).values(**changed))


def stamp(at: dt.datetime) -> str:
    """A time as these tables keep it."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")
