"""Addresses in, arrivals to read out: each page kept as it came before it is read, a changed one beside the former."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import urldefrag

import httpx2

from marsad.domain.document import text_digest
from marsad.domain.problem import Problem
from marsad.domain.provenance import DateRule
from marsad.domain.vocabulary import ProblemCode
from marsad.intake import Arrival
from marsad.intake.arrival import read_given, without_repeats
from marsad.intake.given import Asked, Given, given_bytes
from marsad.pipeline.network.fetching import UNCHANGED, Fetcher, Known, Page, content_types, media_type
from marsad.pipeline.network.limits import RefusedError
from marsad.pipeline.network.warc import write_record
from marsad.pipeline.plugins import input_formats
from marsad.store import Store
from marsad.store.captures import Capture, add_capture, let_rest, newest_capture, rest_of
from marsad.store.feeds import stamp

ONE_DAY = dt.timedelta(days=1)
"""A page of tomorrow's date is of a place east of this clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An address to be fetched, and the day that the feed gives which names it."""

    url: str
    day: dt.date | None = None


class Pages:
    """Brings pages into one store. `unchanged` counts those that are as they were when last fetched."""

    def __init__(self, store: Store, fetcher: Fetcher, *, author: str, now: dt.datetime) -> None:
        self._store, self._fetcher = store, fetcher
        self._author, self._now = author, now
        self.unchanged = 0

    def bring(self, wanted: Iterable[Wanted]) -> Iterator[Arrival | Problem]:
        """What each address holds, in order; one that cannot be had is a problem, and the others still come."""
        for one in wanted:
            try:
                yield from self._bring(replace(one, url=urldefrag(one.url).url))
            except RefusedError as error:
                yield self._refuse(one.url, error)

    def get(self, url: str, known: Known | None = None) -> Page:
        """The page, from a site that did not ask to be left alone.

        Raises:
            RefusedError: it may not be asked for now, or does not come.
        """
        host = host_of(url)
        rest = rest_of(self._store, host)
        if rest is not None and rest > self._now:
            raise RefusedError(f"{host} asked to be left alone until {stamp(rest)}", "run it again then", again_s=0)
        try:
            return self._fetcher.fetch(url, known)
        except RefusedError as error:
            if error.again_s:
                let_rest(self._store, host, self._now + dt.timedelta(seconds=error.again_s))
            raise

    def _bring(self, wanted: Wanted) -> Iterator[Arrival | Problem]:
        before = newest_capture(self._store, wanted.url)
        known = Known(etag=before.etag, last_modified=before.last_modified) if before else None
        page = self.get(wanted.url, known)
        if before and (page.status == UNCHANGED or page.body_sha256 == before.body_sha256):
            same = replace(_capture(wanted.url, page), document=before.document, body_sha256=before.body_sha256)
            add_capture(self._store, same if same.etag else replace(same, etag=before.etag))
            self.unchanged += 1
            return
        record, asked = write_record(page), Asked(latest=self._now.date() + ONE_DAY)
        found = [
            self._settle(one, page, record, wanted, before) if isinstance(one, Arrival) else one
            for one in without_repeats(read_given(_given(page, wanted), asked, input_formats()))
        ]
        held = next((one.document.id for one in found if isinstance(one, Arrival)), None)
        wrong = next((one.message for one in found if isinstance(one, Problem)), None) if held is None else None
        add_capture(self._store, replace(_capture(wanted.url, page), document=held, problem=wrong), record)
        yield from found

    def _settle(self, arrival: Arrival, page: Page, record: bytes, wanted: Wanted, before: Capture | None) -> Arrival:
        """The arrival with what is known of it by its having been fetched: its address, its former version."""
        document = arrival.document
        if media_type(page) in content_types()["text"] or not media_type(page):
            # Two outlets may print one text: the address makes them two documents, which are copies.
            document = replace(document, url=page.url, id=text_digest(f"{page.url}\n{document.text}"))
        document = replace(
            document,
            original_sha256=sha256(record).hexdigest(),
            date=document.date or wanted.day,
        )
        former = before.document if before and before.document != document.id else None
        return replace(
            arrival, document=document, original=record, origin=page.url, where=page.url,
            media_type=media_type(page) or None, version_of=former, brought_by=self._author,
            dated_by=arrival.dated_by or (DateRule.FEED if wanted.day else None),
        )  # fmt: skip

    def _refuse(self, url: str, error: RefusedError) -> Problem:
        problem = not_fetched(url, error)
        lasting = error.again_s is None  # of one that may be had another time nothing is kept but the problem
        if lasting:
            add_capture(self._store, Capture(url=url, final_url=url, at=stamp(self._now), problem=problem.message))
        return problem


def not_fetched(url: str, error: RefusedError) -> Problem:
    """The problem of an address that could not be had."""
    return Problem(code=ProblemCode.NOT_FETCHED, message=f"{url}: {error.wrong}. Mend: {error.mend}")


def host_of(url: str) -> str:
    """The host of an address, empty where it has none."""
    try:
        return httpx2.URL(url).host
    except httpx2.InvalidURL:
        return ""


def _capture(url: str, page: Page) -> Capture:
    return Capture(
        url=url, final_url=page.url, at=stamp(page.at), status=page.status, etag=page.header("etag"),
        last_modified=page.header("last-modified"), body_sha256=page.body_sha256 if page.body else None,
    )  # fmt: skip


def _given(page: Page, wanted: Wanted) -> Given:
    """The body under the names that it was found by; of a text the charset too that the site names."""
    parameters = httpx2.Headers(list(page.headers)).get("content-type", "").partition("charset=")[2]
    charset = parameters.partition(";")[0].strip("\"' ") or None
    is_text = media_type(page) in content_types()["text"]
    return replace(given_bytes(page.body, wanted.url), url=page.url, charset=charset if is_text else None)
