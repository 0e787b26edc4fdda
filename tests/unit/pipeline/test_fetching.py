"""Pages from a site on this machine: what is asked, how politely, and what is kept."""

import datetime as dt
import gzip
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from local_site import ToldClock, make_fetcher
from marsad.pipeline.network.fetching import Known
from marsad.pipeline.network.limits import RefusedError
from marsad.pipeline.network.warc import write_record

PAGE = "<html><body><p>Shelling hurt three people in Tallan on Sunday, the mayor said.</p></body></html>"
NOON = dt.datetime(2024, 12, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    return ToldClock(NOON)


def test_a_page_comes_as_it_is_and_says_who_asks(site, clock):
    site.put("/page", PAGE)
    page = make_fetcher(site, clock).fetch(site.url("/page#part"))
    assert (page.status, page.body, page.hops, page.at) == (200, PAGE.encode(), (site.url("/page"),), NOON)
    sent = dict(site.asked[-1][1])
    assert sent["user-agent"].startswith("Marsad/")
    assert "desk@monitor.example" in sent["user-agent"]
    assert sent["host"] == f"news.example:{site.port}"
    assert not {"cookie", "referer"} & set(sent)


def test_a_packed_page_is_unpacked(site, clock):
    site.put("/page", gzip.compress(PAGE.encode()), 200, ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    assert make_fetcher(site, clock).fetch(site.url("/page")).body == PAGE.encode()


def test_a_redirect_is_followed_and_told(site, clock):
    site.put("/old", b"", 301, ("Location", "/new?x=1"))
    site.put("/new?x=1", PAGE)
    page = make_fetcher(site, clock).fetch(site.url("/old"))
    assert page.hops == (site.url("/old"), site.url("/new?x=1"))


def test_what_robots_may_not_read_is_not_read(site, clock):
    site.put("/robots.txt", "User-agent: marsad\nDisallow: /closed\n\nUser-agent: *\nDisallow: /", 200)
    site.put("/closed/page", PAGE)
    site.put("/open", PAGE)
    fetcher = make_fetcher(site, clock)
    with pytest.raises(RefusedError, match="asks robots not to"):
        fetcher.fetch(site.url("/closed/page"))
    assert fetcher.fetch(site.url("/open")).status == 200
    assert site.paths() == ["/robots.txt", "/open"]


def test_robots_are_asked_of_a_redirects_site_too(site, clock):
    site.put("/old", b"", 302, ("Location", site.url("/page", "other.example")))
    site.put("/page", PAGE)
    make_fetcher(site, clock).fetch(site.url("/old"))
    assert site.paths() == ["/robots.txt", "/old", "/robots.txt", "/page"]


def test_a_site_whose_robots_cannot_be_asked_is_left_alone(site, clock):
    site.put("/robots.txt", "", 503)
    site.put("/page", PAGE)
    with pytest.raises(RefusedError, match="asks robots not to"):
        make_fetcher(site, clock).fetch(site.url("/page"))


def test_two_requests_of_one_site_keep_apart(site, clock):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7", 200)
    for path in ("/a", "/b"):
        site.put(path, PAGE)
    fetcher = make_fetcher(site, clock, delay_s=2.0)
    fetcher.fetch(site.url("/a"))
    fetcher.fetch(site.url("/b"))
    fetcher.fetch(site.url("/a", "other.example"))
    assert clock.slept == [7.0, 7.0, 7.0]  # its own robots.txt first, then the page, on each of the two sites


def test_a_site_can_say_that_nothing_changed(site, clock):
    site.put("/page", b"", 304, ("ETag", '"1"'))
    page = make_fetcher(site, clock).fetch(site.url("/page"), Known(etag='"1"', last_modified="Sun, 01 Dec 2024"))
    assert page.status == 304
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    assert site.asked[-1][1]["if-modified-since"] == "Sun, 01 Dec 2024"


def test_a_site_that_asks_for_a_while_is_given_it_once(site, clock):
    def busy_once(handler):
        from local_site import Answer

        busy = site.paths().count("/page") == 1
        return Answer(429, b"", (("Retry-After", "20"),)) if busy else Answer(200, PAGE.encode())

    site.answers["/page"] = busy_once
    assert make_fetcher(site, clock).fetch(site.url("/page")).status == 200
    assert 20.0 in clock.slept


@pytest.mark.parametrize(
    ("after", "expected"), [("3600", 3600.0), ("Sun, 01 Dec 2024 14:00:00 GMT", 7200.0), ("soon", 0.0), ("", 0.0)]
)
def test_a_site_that_asks_for_long_is_left_alone_for_now(site, clock, after, expected):
    site.put("/page", b"", 429, ("Retry-After", after))
    with pytest.raises(RefusedError, match="come later") as met:
        make_fetcher(site, clock).fetch(site.url("/page"))
    assert met.value.again_s == expected
    assert site.paths().count("/page") == 1


@pytest.mark.parametrize(("status", "again"), [(404, None), (410, None), (403, None), (500, 0), (502, 0)])
def test_an_answer_that_is_no_page_is_said(site, clock, status, again):
    site.put("/page", "sorry", status)
    with pytest.raises(RefusedError, match=f"answers {status}") as met:
        make_fetcher(site, clock).fetch(site.url("/page"))
    assert met.value.again_s == again


@pytest.mark.parametrize("kind", ["image/png", "application/zip", "video/mp4"])
def test_what_is_no_text_is_refused(site, clock, kind):
    site.put("/page", b"x", 200, ("Content-Type", kind))
    with pytest.raises(RefusedError, match=kind):
        make_fetcher(site, clock).fetch(site.url("/page"))


def test_a_record_holds_the_answer_the_request_and_the_hash(site, clock):
    site.put("/page", gzip.compress(PAGE.encode()), 200, ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    page = make_fetcher(site, clock).fetch(site.url("/page"))
    records = {}
    for record in ArchiveIterator(BytesIO(write_record(page))):
        records[record.rec_type] = (record.rec_headers, record.http_headers, record.content_stream().read())
    told, headers, body = records["response"]
    assert told["WARC-Target-URI"] == site.url("/page")
    assert told["WARC-Date"] == "2024-12-01T12:00:00Z"
    assert told["WARC-IP-Address"] == "127.0.0.1"
    assert told["WARC-Payload-Digest"] == f"sha256:{page.body_sha256}"
    assert (headers["X-Archive-Orig-Content-Encoding"], body) == ("gzip", PAGE.encode())
    assert records["request"][1]["User-Agent"].startswith("Marsad/")
