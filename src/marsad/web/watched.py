"""The application, watched: `/healthz`, `/readyz` and `/metrics` are answered here, every other answer is measured.

It stands before the gate: what watches a site signs in nowhere, and must hear of it that it is shut.
"""

import hmac
import ipaddress
import logging
import time
from dataclasses import dataclass
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from marsad.web.headers import App, Message, Receive, Scope, Send
from marsad.web.measures import CONTENT_TYPE, OTHER, Measures, told_route
from marsad.web.vital_signs import Readiness

HEALTH, READY, METRICS = "/healthz", "/readyz", "/metrics"
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip", "via")
"""Headers that a proxy sets: behind one that stands on this machine, everybody seems to ask from here."""
METHODS = frozenset({"GET", "HEAD", "POST"})
log = logging.getLogger("marsad.web.requests")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a site is watched by; `token` lets metrics out to elsewhere, empty: they stay on this machine."""

    readiness: Readiness
    measures: Measures
    token: str = ""

    def answer(self, request: Request) -> Response | None:
        """The answer at one of the three addresses, None at any other."""
        path = request.url.path
        if path == HEALTH:
            return PlainTextResponse("ok\n")
        if path == READY:
            found = self.readiness.look()
            status = HTTPStatus.OK if all(found.values()) else HTTPStatus.SERVICE_UNAVAILABLE
            return JSONResponse({name: "ok" if well else "failed" for name, well in found.items()}, status)
        if path == METRICS and self._may_read(request):
            return Response(self.measures.text(), media_type=CONTENT_TYPE)
        return None

    def _may_read(self, request: Request) -> bool:
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        if self.token and kind.casefold() == "bearer":
            return hmac.compare_digest(given.strip().encode(), self.token.encode())
        here = request.client.host if request.client else ""
        return not any(name in request.headers for name in FORWARDED) and _is_loopback(here)


class Watched:
    """The application with its three addresses, and each other answer noted without who asked, or for what."""

    def __init__(self, app: App, *, watch: Watch) -> None:
        self._app, self._watch = app, watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        own = None
        if scope["path"] in {HEALTH, READY, METRICS} and scope["method"] in {"GET", "HEAD"}:
            own = await run_in_threadpool(self._watch.answer, Request(scope))
        if own is not None:
            await own(scope, receive, send)
            return
        begun, status = time.perf_counter(), 0

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        await self._app(scope, receive, note_status)
        self._note(scope, status, time.perf_counter() - begun)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = told_route(getattr(scope.get("route"), "path", None))
        if route == OTHER:
            return
        method = scope["method"] if scope["method"] in METHODS else OTHER
        self._watch.measures.note(method, route, status, seconds)
        told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        log.info("request", extra={"told": told})


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
