"""Addresses in, pages as they came out: politely, one request at a time, each hop of a redirect looked at anew."""

import datetime as dt
import time
import tomllib
from contextlib import closing
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Protocol

import httpx2

from marsad import __version__
from marsad.pipeline.network.guard import Guard, check_url
from marsad.pipeline.network.limits import Limits, RefusedError
from marsad.pipeline.network.robots import AGENT, Robots, read_robots
from marsad.pipeline.network.unpack import unpack
from marsad.pipeline.plugins import fetched_types

REDIRECTS = frozenset({301, 302, 303, 307, 308})
UNCHANGED = 304
COME_LATER = frozenset({429, 503})
HEADERS = (
    ("Accept", "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9"),
    ("Accept-Language", "en, *;q=0.5"),
    ("Accept-Encoding", "gzip"),
    ("Connection", "close"),
)


class Clock(Protocol):
    """The time of day, a time to measure by, and a way to wait; tests give their own."""

    def now(self) -> dt.datetime: ...
    def passed(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def passed(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was kept of an address the last time, by which a site can say that nothing changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer as it came. `hops` are the addresses from the one that was asked for to the one that answered.

    `body` is unpacked, and empty where `status` is 304. `headers` are as sent, in their order.
    """

    hops: tuple[str, ...]
    at: dt.datetime
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    sent: tuple[tuple[str, str], ...]
    body: bytes
    address: str | None

    @property
    def url(self) -> str:
        return self.hops[-1]

    @property
    def body_sha256(self) -> str:
        return sha256(self.body).hexdigest()

    def header(self, name: str) -> str | None:
        """The first header of a name."""
        return next((value for key, value in self.headers if key.casefold() == name), None)


class Fetcher:
    """Fetches one page after another, each site's requests some seconds apart and only where its robots.txt admits.

    `contact` is a mail or web address by which a site can reach whoever fetches; it is in each request.
    """

    def __init__(self, guard: Guard, limits: Limits, contact: str, clock: Clock | None = None) -> None:
        self._guard, self._limits, self._clock = guard, limits, clock or SystemClock()
        self._agent = f"{AGENT}/{__version__} (+{contact})"
        self._robots: dict[str, Robots] = {}
        self._last: dict[str, float] = {}

    def fetch(self, url: str, known: Known | None = None) -> Page:
        """The page at an address, or word that it did not change since `known`.

        Raises:
            RefusedError: it may not be asked for, or does not come within the limits.
        """
        self._guard.start()
        page = self._follow(parse_url(url), known or Known())
        if page.status in COME_LATER:
            wait = _again_s(page, self._clock.now())
            if wait is None or wait > self._limits.longest_wait_s:
                raise RefusedError(f"{httpx2.URL(page.url).host} asks us to come later", "do", again_s=wait or 0)
            self._clock.sleep(wait)
            self._guard.start()
            page = self._follow(parse_url(url), known or Known())
        return _admit(page)

    def _follow(self, url: httpx2.URL, known: Known) -> Page:
        hops: list[str] = []
        while True:
            check_url(url, self._limits)
            if not self._robots_of(url).admits(str(url)):
                raise RefusedError(f"{url.host} asks robots not to read it", "save it in a browser and ingest the file")
            hops.append(str(url))
            page = replace(self._get(url, known), hops=tuple(hops))
            place = page.header("location")
            if page.status not in REDIRECTS or not place:
                return page
            if len(hops) > self._limits.redirects:
                raise RefusedError(f"it is moved more than {self._limits.redirects} times", "name where it is now")
            url = _join(url, place)

    def _robots_of(self, url: httpx2.URL) -> Robots:
        site = _site(url)
        if site not in self._robots:
            self._robots[site] = self._ask_robots(url)
        return self._robots[site]

    def _ask_robots(self, url: httpx2.URL) -> Robots:
        place = url.copy_with(raw_path=b"/robots.txt")
        for _ in range(self._limits.redirects + 1):
            check_url(place, self._limits)
            page = self._get(place, Known())
            moved = page.header("location")
            if page.status not in REDIRECTS or not moved:
                return read_robots(page.status, page.body)
            place = _join(place, moved)
        return Robots()  # Source: RFC 9309, 2.3.1.2

    def _get(self, url: httpx2.URL, known: Known) -> Page:
        self._wait_for(url)
        sent = [("Host", url.netloc.decode("ascii")), ("User-Agent", self._agent), *HEADERS]
        sent += [("If-None-Match", known.etag)] if known.etag else []
        sent += [("If-Modified-Since", known.last_modified)] if known.last_modified else []
        at = self._clock.now()
        try:
            with closing(self._guard.handle_request(httpx2.Request("GET", url, headers=sent))) as answer:
                body = unpack(answer.iter_raw(), answer.headers.get("content-encoding", ""), self._limits)
        finally:
            self._guard.close()
            self._last[_site(url)] = self._clock.passed()
        return Page(
            hops=(str(url),), at=at, status=answer.status_code, reason=answer.reason_phrase,
            headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers.raw),
            sent=tuple(sent), body=body, address=self._guard.address,
        )  # fmt: skip

    def _wait_for(self, url: httpx2.URL) -> None:
        """Wait until this site was left alone for as long as it, or we, think right."""
        site = _site(url)
        if site in self._last:
            asked = self._robots[site].delay_s if site in self._robots else 0.0
            delay = min(max(self._limits.delay_s, asked), self._limits.longest_delay_s)
            left = self._last[site] + delay - self._clock.passed()
            if left > 0:
                self._clock.sleep(left)


def parse_url(url: str) -> httpx2.URL:
    try:
        return httpx2.URL(url).copy_with(fragment=None)
    except httpx2.InvalidURL as error:
        raise RefusedError(f"{url[:80]!r} is no address: {error}", "copy it from a browser") from error


def _join(url: httpx2.URL, place: str) -> httpx2.URL:
    try:
        return url.join(place).copy_with(fragment=None)
    except httpx2.InvalidURL as error:
        raise RefusedError(f"it is moved to {place[:80]!r}, which is no address", "tell the site") from error


def _site(url: httpx2.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _again_s(page: Page, now: dt.datetime) -> float | None:
    """Seconds until the site may be asked again, as its Retry-After says. Source: RFC 9110, 10.2.3."""
    value = (page.header("retry-after") or "").strip()
    if value.isdecimal() and len(value) < 9:
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (when if when.tzinfo else when.replace(tzinfo=dt.UTC)).timestamp() - now.timestamp())


def _admit(page: Page) -> Page:
    """The page, if it is one."""
    if page.status == UNCHANGED:
        return page
    if page.status != 200:
        mend = "look at it in a browser" if page.status < 500 else "try again later"
        again = 0 if page.status >= 500 else None
        raise RefusedError(f"the site answers {page.status} {page.reason}".rstrip(), mend, again_s=again)
    kind = media_type(page)
    if kind and kind not in content_types()["allowed"] and kind not in fetched_types():
        raise RefusedError(f"it is {kind[:60]!r}, which is no kind that is fetched", "save it and ingest the file")
    return page


def media_type(page: Page) -> str:
    """The page's media type without its parameters, empty where the site names none."""
    return (page.header("content-type") or "").partition(";")[0].strip().casefold()


@cache
def content_types() -> dict[str, list[str]]:
    """Media types by what may be done with them."""
    text = files("marsad.pipeline.network").joinpath("network.toml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = tomllib.loads(text)["content_types"]
    return found
