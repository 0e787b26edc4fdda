"""What a running site is made of: the store that it reads, the settings that it was started with, its one writer."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from marsad.pipeline.reading import Reads
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.arrivals import State
from marsad.store.people import People
from marsad.web.answers import KeptAnswers
from marsad.web.known import ASKED, KnownStores, asked_day, set_known_day
from marsad.web.policy import first_part
from marsad.web.sessions import Gate
from marsad.web.throttle import Throttle

PATIENCE_SECONDS = 20.0
"""How long a decision waits for another program that writes: a feed keeps the store for a second or two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How the site is served.

    `demo` reads and reviews without signing in, and is for loopback only. `hosts` are the names by which it may be
    called: any other is refused, so that no foreign page can reach a site on loopback through a name of its own.
    `public` shows what is published at `/public`, to anybody.
    """

    demo: bool = False
    hosts: frozenset[str] = frozenset({"localhost", "127.0.0.1", "[::1]"})
    https: bool = False
    public: bool = False


@dataclass(slots=True)
class Listeners:
    """How many pages listen for news now, and what the last look found, which is looked for once for all of them."""

    count: int = 0
    looking: Lock = field(default_factory=Lock)
    found: tuple[State, str] | None = None
    looked_at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site: `store` is only read; whoever writes opens the store anew while holding `writing`.

    `reader` reads what is handed in here, one at a time, also while holding `writing`.
    `now` is the store of now where `store` is as it was known on a day.
    """

    people: People
    gate: Gate
    throttle: Throttle = field(default_factory=Throttle)
    listeners: Listeners = field(default_factory=Listeners)
    settings: Settings
    serving: Serving
    store: Store
    reader: Reads
    writing: Lock = field(default_factory=Lock)
    answers: KeptAnswers = field(default_factory=KeptAnswers)
    shielded: KeptAnswers = field(default_factory=KeptAnswers)
    """What was made of protected sources' events; kept longer than `answers`, for few writings touch one."""
    shielded_control: KeptAnswers = field(default_factory=KeptAnswers)
    """The same of control."""
    public_answers: KeptAnswers = field(default_factory=KeptAnswers)
    known: KnownStores = field(default_factory=KnownStores)
    now: Store | None = None

    @contextmanager
    def change(self) -> Iterator[Store]:
        """The store to write to, for one at a time; another program that writes it is waited for.

        Raises:
            StoreError: the other does not end.
        """
        with self.writing, Store.open(self.settings.db, patience_s=PATIENCE_SECONDS) as store:
            yield store


async def site_of(request: Request) -> AsyncIterator[Site]:
    """The site that the request came to, its record as known on a day where the address asks for one."""
    site: Site = request.app.state.site
    day = asked_day(request.query_params.get(ASKED), first_part(request.url.path))
    if day is None:
        yield site
        return
    at = site.known.at(site.store, site.settings, day)
    known = await run_in_threadpool(at.__enter__)
    try:
        set_known_day(day)
        yield replace(
            site, store=known.store, answers=known.answers, shielded=KeptAnswers(), shielded_control=KeptAnswers(),
            now=site.store,
        )  # fmt: skip
    finally:
        at.__exit__(None, None, None)


TheSite = Annotated[Site, Depends(site_of)]
