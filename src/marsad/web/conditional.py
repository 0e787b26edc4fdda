"""Answers of the API with their ETag; 304 where the asker has the same already (RFC 9110, 13).

The tag is of the bytes that this asker is given, so that it cannot be another's, and changes with all that they show.
"""

from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

from marsad.web.headers import App, Message, Receive, Scope, Send

APIS = ("/api/v1/", "/public/api/v1/")
DIGITS = 32
KEPT = ("cache-control", "vary")
"""What a 304 must say as a 200 would. Source: RFC 9110, 15.4.5."""


class Conditional:
    """The application with an ETag on each answer of the API that comes in one piece and is well."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(APIS):
            await self._app(scope, receive, send)
            return
        known, held = Headers(scope=scope).get("if-none-match", ""), list[Message]()

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                held.append(message)
                return
            if held:
                start = held.pop()
                if not message.get("more_body") and "etag" not in Headers(raw=start["headers"]):
                    tag = _tag_of(message.get("body", b""), Headers(raw=start["headers"]))
                    if _has(known, tag):
                        kept = {name: value for name in KEPT if (value := Headers(raw=start["headers"]).get(name))}
                        await Response(status_code=304, headers={**kept, "ETag": tag})(scope, receive, send)
                        return
                    MutableHeaders(scope=start)["ETag"] = tag
                await send(start)
            await send(message)

        await self._app(scope, receive, send_with)


def _tag_of(body: bytes, headers: Headers) -> str:
    """Of the form and the link onward too: of CSV they are not in the body."""
    told = "\n".join(headers.get(name, "") for name in ("content-type", "link"))
    return f'"{sha256(told.encode() + body).hexdigest()[:DIGITS]}"'


def _has(known: str, tag: str) -> bool:
    """Whether the list of tags that the asker sent has this one; a cache on the way may have made it a weak one."""
    tags = {one.strip().removeprefix("W/") for one in known.split(",")}
    return tag in tags or "*" in tags
