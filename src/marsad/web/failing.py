"""Errors in, one page or one line of JSON out: what was wrong, where, and the mend; never how the site is made."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from traceback import extract_tb

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response

from marsad.domain.changes import Change, ThingKind
from marsad.domain.errors import InputError, MarsadError, NotFoundError, StoreError
from marsad.store.succession import in_words
from marsad.web.headers import App, Message, Receive, Scope, Send
from marsad.web.policy import GoneError
from marsad.web.rendering import page

NOT_FOUND = "There is nothing at this address that you may see."
"""The same words for what is absent and for what is withheld: they must not tell which."""
BROKEN = "Something failed here. It was noted, without what you asked for."
MENDS = {
    HTTPStatus.NOT_FOUND: "Look at the address, or search for a word of what you seek.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Correct what is named, in the address or the form; a day is written 2024-12-01.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Try again; if it fails again, run marsad doctor.",
}
HEADS = {
    HTTPStatus.UNPROCESSABLE_ENTITY: "What is asked here cannot be read",
    HTTPStatus.GONE: "No longer kept under this id",
}
"""Heads where the protocol's own say nothing to a person."""
ROOM_OF = {ThingKind.EVENT: "events", ThingKind.CONTROL: "control/spells"}
"""Where a thing of the record has a page by its id."""
STATUS_OF: dict[type[MarsadError], HTTPStatus] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    InputError: HTTPStatus.BAD_REQUEST,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
}
PROBLEM_JSON = "application/problem+json"
"""Source: RFC 9457."""
CODES = {
    400: "bad-question",
    401: "sign-in-first",
    403: "refused",
    404: "not-found",
    405: "not-offered",
    406: "not-acceptable",
    409: "decided-since",
    410: "gone",
    413: "over-limit",
    422: "bad-question",
    429: "too-often",
    500: "failed",
    503: "store-unavailable",
}
"""The stable word of each kind of error."""
log = logging.getLogger("marsad.web")


def handle_errors(app: FastAPI) -> None:
    """Give the application its answers to whatever goes wrong."""
    app.add_exception_handler(MarsadError, _own)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _question)


def problem_answer(status: HTTPStatus, said: str, headers: dict[str, str] | None = None) -> Response:
    """The answer of the API: one problem as RFC 9457 has it, with a stable `code` (docs/api.md)."""
    code = CODES.get(status, "failed" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "refused")
    content = {"type": "about:blank", "title": status.phrase, "status": int(status), "code": code, "detail": said}
    return JSONResponse(content, status, headers, media_type=PROBLEM_JSON)


def not_found(request: Request) -> Response:
    """The answer where there is nothing, and where there is what this viewer may not ask for."""
    return _answer(request, HTTPStatus.NOT_FOUND, NOT_FOUND)


def too_often(request: Request, wait: int) -> Response:
    """The answer to one who asks faster than is given to one; `wait` is in seconds."""
    said = f"Too many requests. Mend: wait {wait} seconds, and ask more slowly"
    return _answer(request, HTTPStatus.TOO_MANY_REQUESTS, said, {"Retry-After": str(wait)})


def shut(request: Request) -> Response:
    """The answer of a site that was shut in an emergency: no page of it, for a page asks the store."""
    said = "This site is shut for now."
    if request.url.path.startswith(("/api/", "/public/api/")):
        return problem_answer(HTTPStatus.SERVICE_UNAVAILABLE, said)
    return PlainTextResponse(said + "\n", HTTPStatus.SERVICE_UNAVAILABLE)


def _own(request: Request, error: Exception) -> Response:
    if isinstance(error, GoneError):
        return _gone(request, error.gone)
    status = STATUS_OF.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)  # type: ignore[arg-type]
    if isinstance(error, StoreError):
        log.warning("the store could not be asked")
    return _answer(request, status, NOT_FOUND if status is HTTPStatus.NOT_FOUND else str(error))


def _gone(request: Request, gone: Change) -> Response:
    """The answer to an id that went over into others: it names them, and a page links them."""
    room = ROOM_OF.get(gone.thing, "")
    onward = [(f"/{room}/{one}", one) for one in gone.others if room]
    return _answer(request, HTTPStatus.GONE, in_words(gone), onward=onward)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # registered for nothing else
    status = HTTPStatus(error.status_code)
    said = NOT_FOUND if status is HTTPStatus.NOT_FOUND else str(error.detail or status.description)
    return _answer(request, status, said, dict(error.headers or {}))


def _question(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # registered for nothing else
    lines = [
        f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}; found {one.get('input')!r}" for one in error.errors()
    ]
    return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(lines))


class Unforeseen:
    """The application with a plain answer to what nobody foresaw, noted by its kind and the line of ours that failed.

    It stands inside the headers' middleware, which the framework's own does not, and raises nothing on: a server that
    prints a traceback prints the words that failed, and they may be of a record.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def note_begin(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, note_begin)
        except Exception as error:  # noqa: BLE001  # the outermost edge
            frame = extract_tb(error.__traceback__)[-1]
            log.error("unforeseen %s at %s:%s", type(error).__name__, frame.name, frame.lineno)  # noqa: TRY400
            if not begun and scope["type"] == "http":
                await _broken(Request(scope, receive))(scope, receive, send)


def _broken(request: Request) -> Response:
    """The page of a failure; where pages are what fails, one line."""
    try:
        return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, BROKEN)
    except Exception:  # noqa: BLE001  # the outermost edge
        return PlainTextResponse(BROKEN + "\n", HTTPStatus.INTERNAL_SERVER_ERROR)


def _answer(
    request: Request,
    status: HTTPStatus,
    said: str,
    headers: dict[str, str] | None = None,
    onward: Sequence[tuple[str, str]] = (),
) -> Response:
    if request.url.path.startswith(("/api/", "/public/api/")):
        return problem_answer(status, said, headers)
    mend = MENDS.get(status, "")
    head = HEADS.get(status, status.phrase)
    answer = page(
        request, "error.html.j2", status=int(status), phrase=head, said=said, mend=mend, onward=onward, here="/"
    )
    answer.status_code = status
    answer.headers.update(headers or {})
    return answer
