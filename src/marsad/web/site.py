"""What a running site is made of: the store that it reads, the settings that it was started with, its one writer."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from marsad.pipeline.reading import Reads
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.people import People
from marsad.web.answers import KeptAnswers
from marsad.web.sessions import Gate
from marsad.web.throttle import Throttle


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
    """How many pages listen for news now."""

    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site: `store` is only read; whoever writes opens the store anew while holding `writing`.

    `reader` reads what is handed in here, one at a time, also while holding `writing`.
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
    public_answers: KeptAnswers = field(default_factory=KeptAnswers)


def site_of(request: Request) -> Site:
    """The site that the request came to."""
    site: Site = request.app.state.site
    return site


TheSite = Annotated[Site, Depends(site_of)]
