"""A site of the web on this machine, for tests: pages by path, each request written down; ended by its own handle."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from marsad.pipeline.network.fetching import Fetcher
from marsad.pipeline.network.guard import Guard
from marsad.pipeline.network.limits import Limits
from marsad.pipeline.network.posting import Poster

LOOPBACK = "127.0.0.1"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = HTML
    stream: Callable[[Callable[[bytes], object]], None] | None = None


@dataclass
class LocalSite:
    """What it answers, by path, and what it was asked; a path that it does not know is 404."""

    port: int = 0
    answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)
    """The body of each POST, in their order."""

    def url(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def put(self, path: str, body: str | bytes = b"", status: int = 200, *headers: tuple[str, str]) -> None:
        self.answers[path] = Answer(status, body.encode() if isinstance(body, str) else body, headers or HTML)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class ToldClock:
    """A clock that only moves when somebody sleeps or says so."""

    def __init__(self, now) -> None:
        self.at, self.slept = now, []

    def now(self):
        return self.at

    def passed(self) -> float:
        return self.at.timestamp()

    def sleep(self, seconds: float) -> None:
        import datetime as dt

        self.slept.append(seconds)
        self.at += dt.timedelta(seconds=seconds)


def resolve_here(names: dict[str, tuple[str, ...]] | None = None):
    """A resolver by which every name is this machine, but those that are given."""
    return lambda host, port: (names or {}).get(host, (LOOPBACK,))


def make_fetcher(site: LocalSite, clock=None, resolver=None, **limits) -> Fetcher:
    """A fetcher that may reach the local site and, beside it, only what is public."""
    bounds = Limits(ports=(80, 443, site.port), **{"idle_s": 2.0, "total_s": 5.0, "delay_s": 0.0, **limits})
    guard = Guard(bounds, resolver=resolver or resolve_here(), trusted=frozenset({LOOPBACK}))
    return Fetcher(guard, bounds, "desk@monitor.example", clock)


def make_poster(site: LocalSite, resolver=None, **limits) -> Poster:
    """As `make_fetcher`, of what posts messages."""
    bounds = Limits(ports=(80, 443, site.port), **{"idle_s": 2.0, "total_s": 5.0, **limits})
    guard = Guard(bounds, resolver=resolver or resolve_here(), trusted=frozenset({LOOPBACK}))
    return Poster(guard, bounds, "desk@monitor.example")


@contextmanager
def run_site() -> Iterator[LocalSite]:
    site = LocalSite()
    server = ThreadingHTTPServer((LOOPBACK, 0), _handler(site))
    server.daemon_threads = True
    server.block_on_close = False
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def drip(chunk: bytes, pause_s: float, times: int):
    """A body that comes in drops."""

    def send(write: Callable[[bytes], object]) -> None:
        for _ in range(times):
            write(chunk)
            time.sleep(pause_s)

    return send


def _handler(site: LocalSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            site.posted.append(self.rfile.read(int(self.headers["content-length"])))
            self._answer()

        def _answer(self) -> None:
            site.asked.append((self.path, {name.casefold(): value for name, value in self.headers.items()}))
            given = site.answers.get(self.path, Answer(404, b"nothing here"))
            answer = given(self) if callable(given) else given
            with suppress(OSError):  # whoever asked has hung up, as some tests want
                self._send(answer)

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            if answer.stream is None:
                self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(answer.body)
            if answer.stream:
                answer.stream(lambda data: (self.wfile.write(data), self.wfile.flush()))
            self.close_connection = True

        def log_message(self, *_: object) -> None: ...

    return Handler
