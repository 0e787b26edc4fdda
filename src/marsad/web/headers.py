"""Every answer's headers: nothing from elsewhere, nothing inline, no frame, no trace; a check of the name called."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Source: Content Security Policy Level 3. Images made by the map's own code are `data:` and `blob:`."""

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
NAME_AND_PORT = re.compile(r"([^:\[\]@/]*|\[[^\[\]@/]*\])(?::[0-9]*)?")
"""What a request may call the site by, and no more behind it. Source: RFC 9110, 7.2."""
KEPT_NOWHERE = "no-store"
"""Pages of a record that may name people are kept in no cache; files of our own are."""
STRICT_TRANSPORT = "max-age=31536000"


class SecureHeaders:
    """The application with `ALWAYS` on each answer; a request by a name that is not ours gets 421 and nothing else."""

    def __init__(self, app: App, *, hosts: frozenset[str], https: bool) -> None:
        self._app, self._hosts, self._https = app, hosts, https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message))
            await send(message)

        if self._is_called_by_name(Headers(scope=scope).get("host", "")):
            await self._app(scope, receive, send_with)
        else:
            await PlainTextResponse("This site does not answer to that name.\n", 421)(scope, receive, send_with)

    def _is_called_by_name(self, host: str) -> bool:
        called = NAME_AND_PORT.fullmatch(host)
        return "*" in self._hosts or (called is not None and called[1].casefold() in self._hosts)

    def _add(self, headers: MutableHeaders) -> None:
        for name, value in ALWAYS.items():
            headers[name] = value
        headers.setdefault("Cache-Control", KEPT_NOWHERE)
        if self._https:
            headers["Strict-Transport-Security"] = STRICT_TRANSPORT
