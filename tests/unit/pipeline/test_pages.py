"""Pages and feeds from a site on this machine into a store: versions, conditional requests, rests, state of feeds."""

import datetime as dt
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from local_site import ToldClock, make_fetcher
from marsad.domain.errors import SetupError
from marsad.domain.problem import Problem
from marsad.pipeline.ingest import ingest_arrivals
from marsad.pipeline.network.limits import RefusedError
from marsad.pipeline.network.opening import open_fetcher
from marsad.pipeline.network.pages import Pages, Wanted
from marsad.pipeline.network.watching import is_due, poll_feeds, read_entries
from marsad.pipeline.originals import Original, text_again
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.captures import captures_of, rest_of
from marsad.store.feeds import Feed, add_feed, list_feeds, stamp
from marsad.store.originals import originals_of
from marsad.store.provenance import provenance_of

NOON = dt.datetime(2024, 12, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def page_of(count, *more):
    story = (
        f"{count} people were killed in Tallan, the ministry said. Rescuers went on until the evening in the old town."
    )
    paragraphs = "".join(f"<p>{text}</p>" for text in (story, *more))
    return f"<html><head><title>Tallan</title></head><body><article>{paragraphs}</article></body></html>"


def feed_of(*urls):
    items = "".join(
        f"<item><title>News</title><link>{url}</link><pubDate>Sun, 01 Dec 2024 10:00:00 GMT</pubDate></item>"
        for url in urls
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Valley Post</title>{items}</channel></rss>'


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "war.db") as opened:
        opened.begin_writing()
        yield opened


@pytest.fixture
def clock():
    return ToldClock(NOON)


@pytest.fixture
def bring(site, store, reader, clock):
    """Fetch addresses into the store, as of the clock's time."""

    def run(*urls, resolver=None):
        pages = pages_now(site, store, clock, resolver)
        found = pages.bring(Wanted(url=url) for url in urls)
        return pages, ingest_arrivals(store, reader, found, settings=Settings())

    return run


def pages_now(site, store, clock, resolver=None):
    fetcher = make_fetcher(site, clock, resolver)
    return Pages(store, fetcher, author="nr", now=clock.now())


def test_a_page_becomes_a_document_with_its_record_as_original(site, store, bring):
    site.put("/tallan", page_of(7))
    _, report = bring(site.url("/tallan"))
    assert (report.new, report.claims, report.problems) == (1, 1, ())
    (document,) = store.documents()
    assert document.url == site.url("/tallan")
    records = [(one.rec_type, one.content_stream().read()) for one in _records(store, document)]
    assert records[0] == ("response", page_of(7).encode())
    (kept,) = originals_of(store, [document.id])
    assert text_again(Original(content=kept.content, name=kept.name, media_type=kept.media_type), document)
    came = provenance_of(store, [document.id])[document.id]
    assert (came.where, came.brought_by, came.media_type) == (document.url, "nr", "text/html")


def test_a_page_that_changed_is_a_version_beside_the_old(site, store, bring, clock):
    site.put("/tallan", page_of(7))
    bring(site.url("/tallan"))
    clock.at += HOUR
    site.put("/tallan", page_of(9))
    bring(site.url("/tallan#top"))
    old, new = store.documents()
    assert ("7 people" in old.text, "9 people" in new.text) == (True, True)
    assert provenance_of(store, [new.id])[new.id].version_of == old.id
    versions = captures_of(store, new.id)
    assert [(one.document, one.at) for one in versions] == [(old.id, stamp(NOON)), (new.id, stamp(NOON + HOUR))]
    assert captures_of(store, old.id) == versions
    assert b"7 people" in store.original(old.original_sha256)


def test_a_page_that_is_as_it_was_is_not_kept_twice(site, store, bring, clock):
    site.put("/tallan", page_of(7), 200, ("Content-Type", "text/html"), ("ETag", '"7"'))
    bring(site.url("/tallan"))
    pages, report = bring(site.url("/tallan"))
    site.put("/tallan", b"", 304, ("ETag", '"7"'))
    again, _ = bring(site.url("/tallan"))
    assert (pages.unchanged, again.unchanged, report.new) == (1, 1, 0)
    assert site.asked[-1][1]["if-none-match"] == '"7"'
    (document,) = store.documents()
    assert [one.status for one in captures_of(store, document.id)] == [200, 200, 304]


def test_a_capture_that_was_broken_off_before_its_document_was_kept_is_fetched_whole_again(site, store, bring, clock):
    site.put("/tallan", page_of(7), 200, ("Content-Type", "text/html"), ("ETag", '"7"'))
    list(pages_now(site, store, clock).bring([Wanted(url=site.url("/tallan"))]))  # fetched, and never read
    _, report = bring(site.url("/tallan"))
    assert report.new == 1
    assert "if-none-match" not in site.asked[-1][1]


def test_one_text_of_two_outlets_is_two_documents(site, store, bring):
    site.put("/tallan", page_of(7))
    bring(site.url("/tallan"), site.url("/tallan", "sana.sy"))
    assert [(one.source, one.text) for one in store.documents()][1][0] == "Syrian Arab News Agency"
    assert len({one.text for one in store.documents()}) == 1


def test_what_cannot_be_had_is_a_problem_and_the_others_come(site, store, bring):
    site.put("/tallan", page_of(7))
    urls = [site.url("/gone"), "http://127.0.0.2/", "ftp://x.example/", "no address", site.url("/tallan")]
    _, report = bring(*urls, resolver=lambda host, port: (host,) if host[0] == "1" else ("127.0.0.1",))
    assert report.new == 1
    assert [problem.code.value for problem in report.problems] == ["not-fetched"] * 4
    assert report.problems[0].message == f"{urls[0]}: the site answers 404 Not Found. Mend: look at it in a browser"


def test_a_page_in_another_charset_is_read(site, store, bring):
    text = page_of(7, "La guérison de l'été fut lente à Tallan, selon les médecins de la région voisine.")
    site.put("/tallan", text.encode("latin-1"), 200, ("Content-Type", "text/html; charset=ISO-8859-1"))
    bring(site.url("/tallan"))
    (document,) = store.documents()
    assert "guérison" in document.text


def test_a_site_that_asks_to_be_left_alone_is_left_alone_by_the_next_run_too(site, store, bring, clock):
    site.put("/tallan", b"", 429, ("Retry-After", "3600"))
    bring(site.url("/tallan"))
    assert rest_of(store, "news.example") == NOON + HOUR
    site.put("/tallan", page_of(7))
    asked = len(site.asked)
    clock.at = NOON + HOUR / 2
    _, report = bring(site.url("/tallan"))
    assert (len(report.problems), len(site.asked)) == (1, asked)
    clock.at = NOON + HOUR
    assert bring(site.url("/tallan"))[1].new == 1


@pytest.fixture
def poll(site, store, reader, clock):
    def run():
        feeds = [feed for feed in list_feeds(store) if is_due(feed, clock.now())]
        found = poll_feeds(store, pages_now(site, store, clock), feeds, clock.now())
        return ingest_arrivals(store, reader, found, settings=Settings())

    return run


@pytest.fixture
def feed(site, store):
    url = site.url("/rss")
    add_feed(store, Feed(url=url, added=stamp(NOON), added_by="nr", every_s=1800, next_due=stamp(NOON)))
    return url


def test_a_feed_brings_what_it_names_once(site, store, feed, poll, clock):
    site.put("/rss", feed_of(site.url("/a"), "/b"), 200, ("Content-Type", "application/rss+xml"), ("ETag", '"f"'))
    site.put("/a", page_of(7))
    site.put("/b", page_of(9))
    assert poll().new == 2
    (kept,) = list_feeds(store)
    assert (kept.title, kept.etag, kept.failures, kept.next_due) == ("Valley Post", '"f"', 0, stamp(NOON + HOUR / 2))
    assert {document.date for document in store.documents()} == {dt.date(2024, 12, 1)}  # as the feed gives it
    assert poll().new == 0  # not due
    clock.at += HOUR
    site.put("/c", page_of(3))
    site.put("/rss", feed_of(site.url("/a"), "/b", "/c"), 200, ("Content-Type", "application/rss+xml"))
    assert poll().new == 1
    assert site.paths().count("/a") == 1
    assert next(headers for path, headers in site.asked[::-1] if path == "/rss")["if-none-match"] == '"f"'


def test_a_feed_that_fails_is_asked_less_and_less_until_it_answers(site, store, feed, poll, clock):
    site.put("/rss", b"", 500)
    waits = []
    for _ in range(3):
        poll()
        (kept,) = list_feeds(store)
        due = dt.datetime.fromisoformat(kept.next_due)
        waits.append((due - clock.at).total_seconds())
        clock.at = due
    assert waits == [3600.0, 7200.0, 14400.0]
    assert kept.failures == 3
    assert "answers 500" in kept.problem
    site.put("/rss", feed_of("/a"), 200, ("Content-Type", "application/rss+xml"))
    site.put("/a", page_of(7))
    assert poll().new == 1
    (kept,) = list_feeds(store)
    assert (kept.failures, kept.problem) == (0, None)


def test_a_page_that_is_gone_is_not_asked_for_at_each_poll(site, store, feed, poll, clock):
    site.put("/rss", feed_of("/gone", "/busy"), 200, ("Content-Type", "application/rss+xml"))
    site.put("/busy", b"", 503)
    poll()
    clock.at += 2 * HOUR
    poll()
    assert (site.paths().count("/gone"), site.paths().count("/busy")) == (1, 2)


@pytest.mark.parametrize(
    "body", [b"", b"<html><p>no feed</p></html>", b"file:///etc/passwd", b"http://127.0.0.1/", b"{}"]
)
def test_what_is_no_feed_is_said(body):
    with pytest.raises(RefusedError, match="no RSS or Atom"):
        read_entries(body, "http://news.example/rss")


def test_a_feed_names_pages_of_the_web_alone():
    named = feed_of("javascript:alert(1)", "file:///etc/passwd", "http://news.example/a#x", "/b", "ftp://x.example/")
    _, found = read_entries(named.encode(), "http://news.example/rss")
    assert [one.url for one in found] == ["http://news.example/a", "http://news.example/b"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "the network is off"),
        ({"contact": "desk@monitor.example"}, "the network is off"),
        ({"network": True}, "MARSAD_CONTACT"),
        ({"network": True, "contact": "me\r\nX: y@z.w"}, "MARSAD_CONTACT"),
    ],
)
def test_nothing_is_fetched_until_it_is_switched_on_and_somebody_can_be_asked(settings, said):
    with pytest.raises(SetupError, match=said):
        open_fetcher(Settings(**settings))


def _records(store, document):
    return ArchiveIterator(BytesIO(store.original(document.original_sha256)))


def test_problems_are_kept(site, store, bring):
    bring(site.url("/gone"))
    assert all(isinstance(one, Problem) for one in store.problems())
    assert [one.code.value for one in store.problems()] == ["not-fetched"]
