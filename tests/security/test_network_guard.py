"""Fetches of what nobody may fetch: one row an attack; each is refused before a byte is sent, or soon after."""

import gzip
import time
from threading import Event

import httpcore2
import httpx2
import pytest

from local_site import LOOPBACK, Answer, drip, make_fetcher, resolve_here
from marsad.pipeline.network.addresses import is_disguised, is_public
from marsad.pipeline.network.guard import Guard
from marsad.pipeline.network.limits import Limits, RefusedError

FORBIDDEN = [
    "127.0.0.1",
    "127.8.9.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # where clouds keep their keys
    "100.64.0.1",  # CGNAT
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1111%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::808:808",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "2001:0:7f00:1::1",
    "2606:4700::5efe:7f00:1",
    "2001:db8::1",
    "no address",
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "64:ff9b::808:808"]
DISGUISED = [
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "127.1",
    "127.0.1",
    "1.2.3.4.5",
    "017700000001",
    "1.",
]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_no_address_of_this_machine_or_its_nets_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_open_web_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("host", DISGUISED)
def test_a_number_that_is_an_address_to_somebody_is_no_host(host):
    assert is_disguised(host)
    with pytest.raises((RefusedError, httpx2.InvalidURL)):
        ask(f"http://{host}/", resolve_here({host: ("8.8.8.8",)}))


@pytest.mark.parametrize("host", ["news.example", "8.8.8.8", "example2", "a1.b2", "3news.example"])
def test_a_name_with_digits_is_a_host(host):
    assert not is_disguised(host)


class Trap(httpcore2.NetworkBackend):
    """Writes down where a connection would have gone, and to whom TLS is spoken."""

    def __init__(self):
        self.reached, self.spoken = [], []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.reached.append((host, port))
        return TrapStream(self)


class TrapStream(httpcore2.NetworkStream):
    def __init__(self, trap):
        self.trap = trap

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        self.trap.spoken.append((server_hostname, ssl_context.check_hostname))
        return self

    def write(self, buffer, timeout=None):
        self.trap.spoken.append(bytes(buffer))

    def read(self, max_bytes, timeout=None):
        return b""

    def close(self): ...


def ask(url, resolver, trap=None, **limits):
    guard = Guard(Limits(**limits), resolver=resolver, backend=trap or Trap())
    guard.start()
    return guard.handle_request(httpx2.Request("GET", url, headers={"Host": httpx2.URL(url).netloc.decode()}))


@pytest.mark.parametrize("address", FORBIDDEN)
def test_a_name_of_a_forbidden_address_is_never_called(address):
    trap = Trap()
    with pytest.raises(RefusedError, match="no address of the open web"):
        ask("http://news.example/", resolve_here({"news.example": ("8.8.8.8", address)}), trap)
    assert trap.reached == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "http://[fe80::1]/",
        "http://localhost/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_a_forbidden_address_in_the_url_is_never_called(url):
    trap = Trap()
    with pytest.raises(RefusedError):
        ask(url, lambda host, port: ("127.0.0.1",) if host == "localhost" else (host,), trap)
    assert trap.reached == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/",
        "gopher://news.example/",
        "data:text/html,x",
        "javascript:alert(1)",
        "news.example/page",
        "http://reader:word@news.example/",
        "http://news.example@127.0.0.1/",
        "http://news.example:22/",
        "https://news.example:6379/",
        "http:///page",
    ],
)
def test_a_url_that_is_no_page_of_the_open_web_is_refused(url):
    trap = Trap()
    with pytest.raises(RefusedError):
        ask(url, resolve_here({"news.example": ("8.8.8.8",)}), trap)
    assert trap.reached == []


def test_the_connection_goes_to_the_address_that_was_looked_at_and_speaks_the_name():
    trap, looks = Trap(), []

    def changing(host, port):
        looks.append(host)
        return ("8.8.8.8",) if len(looks) == 1 else ("127.0.0.1",)

    with pytest.raises(RefusedError):  # the trap answers nothing
        ask("https://news.example/page", changing, trap)
    assert trap.reached == [("8.8.8.8", 443)]
    assert looks == ["news.example"]
    assert trap.spoken[0] == ("news.example", True)
    assert b"Host: news.example" in trap.spoken[1]


def test_a_look_up_that_hangs_is_left_behind():
    ended = Event()
    with pytest.raises(RefusedError, match="nobody told the address"):
        ask("https://news.example/", lambda host, port: (ended.wait(20), (host,))[1], idle_s=0.1)
    ended.set()


def test_a_name_that_changes_to_a_forbidden_address_is_not_called_again(site):
    site.put("/robots.txt", status=404)
    looks = []

    def changing(host, port):
        looks.append(host)
        return (LOOPBACK,) if len(looks) == 1 else ("127.0.0.2",)

    with pytest.raises(RefusedError, match=r"127\.0\.0\.2"):
        make_fetcher(site, resolver=changing).fetch(site.url("/page"))
    assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    "place",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2130706433/",
        "http://inner.example:{port}/secret",
        "//10.0.0.1/",
        "file:///etc/passwd",
        "http://reader:word@news.example:{port}/page",
        "http://news.example:22/",
        "http://[broken/",
    ],
)
def test_a_redirect_to_what_is_forbidden_is_not_followed(site, place):
    site.put("/page", b"", 302, ("Location", place.format(port=site.port)))
    site.put("/secret", "the keys")
    fetcher = make_fetcher(
        site,
        resolver=lambda host, port: {"news.example": (LOOPBACK,), "inner.example": ("127.0.0.2",)}.get(host, (host,)),
    )
    with pytest.raises(RefusedError):
        fetcher.fetch(site.url("/page"))
    assert "/secret" not in site.paths()


def test_a_ring_of_redirects_ends(site):
    site.put("/page", b"", 302, ("Location", "/page"))
    with pytest.raises(RefusedError, match="moved more than 5 times"):
        make_fetcher(site).fetch(site.url("/page"))


def test_a_gzip_bomb_is_not_unpacked(site):
    site.put(
        "/page", gzip.compress(b"0" * 60_000_000), 200, ("Content-Type", "text/html"), ("Content-Encoding", "gzip")
    )
    with pytest.raises(RefusedError, match="grows more than 100-fold"):
        make_fetcher(site).fetch(site.url("/page"))
    with pytest.raises(RefusedError, match="longer than 40,000,000 bytes"):
        make_fetcher(site, ratio=10**6).fetch(site.url("/page"))


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "x"])
def test_a_coding_that_was_not_asked_for_is_refused(site, coding):
    site.put("/page", b"\x00" * 99, 200, ("Content-Type", "text/html"), ("Content-Encoding", coding))
    with pytest.raises(RefusedError, match="not asked for"):
        make_fetcher(site).fetch(site.url("/page"))


def test_a_broken_gzip_stream_is_refused(site):
    whole = gzip.compress(b"<p>text</p>" * 99)
    for sent in (whole[:-12], b"no gzip at all"):
        site.put("/page", sent, 200, ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
        with pytest.raises(RefusedError, match="broken"):
            make_fetcher(site).fetch(site.url("/page"))


@pytest.mark.parametrize(
    ("stream", "limits", "said"),
    [
        (drip(b"x" * 50_000, 0, 10_000), {"wire_bytes": 200_000}, "longer than 200,000 bytes"),
        (drip(b"x", 0.05, 1000), {"total_s": 0.6}, "longer than 0.6 s|silent"),
        (drip(b"x", 3.0, 2), {"idle_s": 0.3}, "silent"),
    ],
    ids=["endless", "dripping", "silent"],
)
def test_a_body_without_end_is_cut_off_soon(site, stream, limits, said):
    site.answers["/page"] = Answer(stream=stream)
    started = time.monotonic()
    with pytest.raises(RefusedError, match=said):
        make_fetcher(site, **limits).fetch(site.url("/page"))
    assert time.monotonic() - started < 5


def test_headers_without_end_are_cut_off_soon(site):
    def drip_headers(handler):
        for _ in range(1000):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" if _ == 0 else b"X-More: x\r\n")
            time.sleep(0.05)
        return Answer()

    site.answers["/page"] = drip_headers
    started = time.monotonic()
    with pytest.raises(RefusedError):
        make_fetcher(site, total_s=0.6).fetch(site.url("/page"))
    assert time.monotonic() - started < 5


def test_a_proxy_of_the_environment_is_not_used(site, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1/")
    site.put("/page", "<p>Three people were hurt in Tallan.</p>")
    assert make_fetcher(site).fetch(site.url("/page")).status == 200


def test_no_setting_makes_this_machine_a_place_of_the_web():
    from marsad.pipeline.network.limits import Limits as Given
    from marsad.pipeline.settings import read_settings

    tried = {f"MARSAD_NETWORK_{name}": "127.0.0.1" for name in ("TRUSTED", "TRUST", "LOOPBACK", "ALLOW")}
    settings = read_settings({"MARSAD_NETWORK": "true", "MARSAD_CONTACT": "desk@monitor.example", **tried})
    assert "127.0.0.1" not in repr(settings)
    assert not [name for name in Given.__slots__ if "trust" in name or "address" in name]
