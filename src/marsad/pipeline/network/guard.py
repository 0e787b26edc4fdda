"""A request in, its answer out, over a connection to an address that was looked at: the guard of every fetch.

A name is resolved once a connection; each of its addresses must be public, and the connection goes to one of those that
were looked at, so that a name that changes between the look and the call reaches nothing else.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from threading import Thread
from typing import Any

import httpcore2
import httpx2

from marsad.pipeline.network.addresses import is_disguised, is_public
from marsad.pipeline.network.limits import Limits, RefusedError

Resolve = Callable[[str, int], tuple[str, ...]]
"""A host and a port in, the addresses that it has now out."""
SCHEMES = ("http", "https")
ONLY_PAGES = "name a page on the open web"


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Every address that the system gives for a host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RefusedError(f"the name {host!r} is not known", "look at its spelling and at the network") from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def check_url(url: httpx2.URL, limits: Limits) -> None:
    """Nothing, where the address may be asked for as it is written.

    Raises:
        RefusedError: another scheme, a name and password, another port, a disguised or missing host.
    """
    if url.scheme not in SCHEMES:
        raise RefusedError(f"{url.scheme or 'no scheme'!r} is no scheme of the web", "begin it with https://")
    if url.userinfo:
        raise RefusedError("it carries a name or a password", "leave out what stands before @")
    if not url.host or is_disguised(url.host):
        raise RefusedError(f"{url.host!r} is no host of the open web", ONLY_PAGES)
    port = url.port or (443 if url.scheme == "https" else 80)
    if port not in limits.ports:
        raise RefusedError(f"port {port} is not allowed", "set MARSAD_PORTS if you mean it")


class Guard(httpx2.BaseTransport):
    """One answer at a time, each over a connection of its own that ends by `Limits.total_s` after `start`.

    `trusted` are addresses that count as public though they are not: for the tests' own server on this machine, and no
    setting can give any.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        resolver: Resolve = resolve,
        trusted: frozenset[str] = frozenset(),
        backend: httpcore2.NetworkBackend | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._backend = _GuardedBackend(limits, resolver, trusted, backend or httpcore2.SyncBackend(), clock)
        self._limits = limits
        self._ssl: ssl.SSLContext | None = None
        self._pool: httpcore2.ConnectionPool | None = None

    def start(self) -> None:
        """Set the time from which the limit of the whole is counted."""
        self._backend.start()

    @property
    def address(self) -> str | None:
        """The address that the last connection went to."""
        return self._backend.address

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, its body still to be read.

        Raises:
            RefusedError: the address, or what its name resolves to, may not be reached; or it took too long.
        """
        check_url(request.url, self._limits)
        self.close()
        if request.url.scheme == "https" and self._ssl is None:
            self._ssl = httpx2.create_ssl_context(trust_env=False)  # a quarter of a second
        self._pool = httpcore2.ConnectionPool(
            ssl_context=self._ssl, max_connections=1, max_keepalive_connections=0, network_backend=self._backend
        )
        raw = request.url
        target = httpcore2.URL(scheme=raw.raw_scheme, host=raw.raw_host, port=raw.port, target=raw.raw_path)
        idle = dict.fromkeys(("connect", "read", "write", "pool"), self._limits.idle_s)
        asked = httpcore2.Request(
            method=request.method, url=target, headers=request.headers.raw, content=request.read(),
            extensions={"timeout": idle},
        )  # fmt: skip
        with _plain_errors(request.url):
            answer = self._pool.handle_request(asked)
        return httpx2.Response(
            answer.status, headers=answer.headers, stream=_Body(answer, request.url), extensions=answer.extensions
        )

    def close(self) -> None:
        """End the connection."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None


class _GuardedBackend(httpcore2.NetworkBackend):
    """Opens connections to public addresses alone."""

    def __init__(
        self,
        limits: Limits,
        resolver: Resolve,
        trusted: frozenset[str],
        inner: httpcore2.NetworkBackend,
        clock: Callable[[], float],
    ) -> None:
        self._limits, self._resolve, self._trusted = limits, resolver, trusted
        self._inner, self._clock, self._end = inner, clock, 0.0
        self.address: str | None = None

    def start(self) -> None:
        self._end = self._clock() + self._limits.total_s

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = self._look_up(host.strip("[]"), port)
        refused = [one for one in addresses if one not in self._trusted and not is_public(one)]
        if refused or not addresses:
            where = f"{host} is {refused[0]}, which" if refused else f"{host}"
            raise RefusedError(f"{where} is no address of the open web", ONLY_PAGES)
        failed: Exception | None = None
        for address in addresses:
            try:
                inner = self._inner.connect_tcp(address, port, self._left(timeout), local_address, socket_options)
                self.address = address
                return _BoundedStream(inner, self._left, self._limits.wire_bytes)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore2.ConnectError(host)

    def _look_up(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a host. The system's own look-up knows no limit of time: one that hangs is left behind."""
        told: Future[tuple[str, ...]] = Future()

        def look() -> None:
            try:
                told.set_result(self._resolve(host, port))
            except Exception as error:  # noqa: BLE001  # whatever it is, it is for the one who waits
                told.set_exception(error)

        Thread(target=look, daemon=True, name="look-up").start()
        try:
            return told.result(timeout=self._left(self._limits.idle_s))
        except TimeoutError as error:
            wrong = f"nobody told the address of {host!r} within {self._limits.idle_s:g} s"
            raise RefusedError(wrong, "try again later, or look at the network", again_s=0) from error

    def _left(self, timeout: float | None) -> float:
        """Seconds that one more wait may take."""
        left = self._end - self._clock()
        if left <= 0:
            wrong = f"it took longer than {self._limits.total_s:g} s"
            raise RefusedError(wrong, "try again later", again_s=0)
        return left if timeout is None else min(left, timeout)


class _BoundedStream(httpcore2.NetworkStream):
    """A connection of which no more is read than the limits allow, and for no longer."""

    def __init__(self, inner: httpcore2.NetworkStream, left: Callable[[float | None], float], most: int) -> None:
        self._inner, self._left, self._most, self._room = inner, left, most, most

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, self._left(timeout))
        self._room -= len(data)
        if self._room < 0:
            raise RefusedError(f"its answer is longer than {self._most:,} bytes", "save it and ingest the file")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _BoundedStream(secured, self._left, self._most)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Body(httpx2.SyncByteStream):
    """The body as it was sent."""

    def __init__(self, answer: httpcore2.Response, url: httpx2.URL) -> None:
        self._answer, self._url = answer, url

    def __iter__(self) -> Iterator[bytes]:
        with _plain_errors(self._url):
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _plain_errors:  # noqa: N801  # read as a word: `with _plain_errors(url)`
    """What the network does wrong, in words; each may be well another time."""

    def __init__(self, url: httpx2.URL) -> None:
        self._host = url.host

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, httpcore2.TimeoutException):
            raise RefusedError(f"{self._host} is silent", "try again later", again_s=0) from error
        if isinstance(error, httpcore2.NetworkError | httpcore2.ProtocolError | ssl.SSLError | OSError):
            raise RefusedError(f"{self._host}: {error}", "look at it in a browser", again_s=0) from error
