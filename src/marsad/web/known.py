"""A day in an address in, the record as it was known at its end out; and its pages marked as such, links and all."""

import datetime as dt
import re
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from html import escape
from threading import Lock

from marsad.domain.errors import InputError, StoreError
from marsad.export.wording import day_words
from marsad.pipeline.asked import known_store
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.web.answers import KeptAnswers

ASKED = "as_known_on"
KNOWING = ("events", "tolls", "tolls.csv", "control")
"""First parts of the addresses that can be asked so, under /api/v1 too."""
MOST_CLAIMS = 10_000
"""Claims from which a record is made anew within a page's patience, about 10 s; of a greater one commands make it."""
MOST_KEPT = 3
PATIENCE_SECONDS = 60
PARTS = "|".join(map(re.escape, KNOWING))
LINK = re.compile(rf'href="(/(?:api/v1/)?(?:{PARTS})(?=[/?#"])[^"#]*)(#[^"]*)?"')
MAIN = '<main id="main" tabindex="-1">'
_day: ContextVar[dt.date | None] = ContextVar("as_known_on", default=None)


@dataclass(slots=True)
class Known:
    """One day's record. Its store has one connection, so that one at a time asks it."""

    store: Store
    answers: KeptAnswers = field(default_factory=KeptAnswers)
    in_use: Lock = field(default_factory=Lock)


class KnownStores:
    """The last few days that were asked for, made anew once the record is another."""

    def __init__(self) -> None:
        self._making = Lock()
        self._kept: OrderedDict[tuple[str, dt.date], Known] = OrderedDict()

    @contextmanager
    def at(self, store: Store, settings: Settings, day: dt.date) -> Iterator[Known]:
        """The record as known at the end of the day, for one who asks.

        Raises:
            InputError: the record is too great to be made anew for a page.
            StoreError: others ask it all the while.
        """
        known = self._find(store, settings, day)
        if not known.in_use.acquire(timeout=PATIENCE_SECONDS):
            raise StoreError("the record of that day is being asked all the while. Mend: try again")
        try:
            yield known
        finally:
            known.in_use.release()

    def _find(self, store: Store, settings: Settings, day: dt.date) -> Known:
        key = (store.record_version(), day)
        with self._making:
            if key not in self._kept:
                count = store.counts().claims
                if count > MOST_CLAIMS:
                    raise InputError(
                        f"{ASKED}: this record has {count:,} claims, and a page makes it anew of {MOST_CLAIMS:,} at "
                        f"most. Mend: `marsad tolls --as-known-on {day}`, `marsad control --as-known-on {day}`"
                    )
                self._kept[key] = Known(store=known_store(store, settings, day))
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def asked_day(words: str | None, part: str) -> dt.date | None:
    """The day that an address asks for, None where it asks for none; `part` is the first of its path.

    Raises:
        InputError: it is no day, or the address cannot be asked so.
    """
    if not words:
        return None
    try:
        day = dt.date.fromisoformat(words)
    except ValueError as error:
        raise InputError(f"{ASKED}: {words[:40]!r} is no day; expected one such as 2024-12-01") from error
    if part not in KNOWING:
        raise InputError(f"{ASKED}: this address shows what is known now. Mend: ask it of {', '.join(KNOWING)}")
    return day


def known_day() -> dt.date | None:
    """The day as of whose knowledge is asked, None for now."""
    return _day.get()


def set_known_day(day: dt.date) -> None:
    """For the rest of the request."""
    _day.set(day)


def mark_known(html: str, day: dt.date, now: str) -> str:
    """The page with a line at its head that says as of when, its links leading on to the same; `now` leads back."""
    kept = LINK.sub(lambda link: f'href="{_with_day(link[1], day)}{link[2] or ""}"', html)
    said = (
        f"<b>As known at the end of {escape(day_words(day))}</b>: made of what was reported and judged by then alone."
    )
    note = f'<p class="apart" role="note">{said} <a href="{escape(now)}">As known now</a></p>'
    return kept.replace(MAIN, f"{MAIN}\n{note}", 1)


def without_day(path: str, query: str) -> str:
    """The address as it asks of now."""
    kept = "&".join(part for part in query.split("&") if part and not part.startswith(f"{ASKED}="))
    return f"{path}?{kept}" if kept else path


def _with_day(address: str, day: dt.date) -> str:
    if f"{ASKED}=" in address:
        return address
    return f"{address}{'&amp;' if '?' in address else '?'}{ASKED}={day}"
