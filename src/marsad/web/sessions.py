"""A request in, who asks out: by a signed cookie, or nobody; and what a form must hold to change anything."""

import datetime as dt
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import parse_qs, quote

from fastapi import Depends, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response

from marsad.domain.errors import InputError, NotFoundError
from marsad.domain.person import Person, SiteRole
from marsad.store.locked import Mode
from marsad.store.people import People
from marsad.web.failing import not_found, problem_answer, shut, too_often
from marsad.web.headers import App, Message, Receive, Scope, Send
from marsad.web.pace import Pace, net_of
from marsad.web.policy import is_under_public, may_ask
from marsad.web.tokens import viewer_of_key
from marsad.web.viewer import NOBODY, Viewer, viewing_as

COOKIE = "marsad_session"
LONGEST_SECONDS = 12 * 3600
"""A session lasts a working day."""
MOST_FIELDS = 60
DEMO_NAME = "demo"


@dataclass(slots=True)
class Gate:
    """Signs sessions and knows whom they are of."""

    people: People
    demo: bool
    https: bool
    public: bool = False
    lock: Callable[[], Mode] = lambda: Mode.OFF
    by_key: Pace = field(default_factory=lambda: Pace(burst=100, per_second=10))
    by_address: Pace = field(default_factory=lambda: Pace(burst=240, per_second=20))
    _secret: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._secret = self.people.secret()

    @property
    def cookie(self) -> str:
        """The name of the session's cookie. Over https it is one that no neighbouring site of a shared domain can set.

        Source: RFC 6265bis, 4.1.3.2, the prefix `__Host-`.
        """
        return f"__Host-{COOKIE}" if self.https else COOKIE

    @property
    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._secret, salt="session", signer_kwargs={"digest_method": sha256})

    def viewer_of(self, request: Request) -> tuple[Viewer, bool]:
        """The viewer of the request's cookie, and whether it must be given a new one."""
        plain = self._read(cookie_parser(request.headers.get("cookie", "")).get(self.cookie))
        if plain is None:
            return self._viewer(secrets.token_urlsafe(18), None), True
        person = self.people.find(plain["n"]) if plain.get("n") else None
        is_live = person is not None and person.active and person.epoch == plain.get("e")
        return self._viewer(plain["s"], person if is_live else None), False

    def cookie_of(self, session: str, person: Person | None = None) -> str:
        """The Set-Cookie header of a session, of the person if one signed in."""
        plain = {"s": session, **({"n": person.name, "e": person.epoch} if person else {})}
        secure = "; Secure" if self.https else ""
        value = self._signer.dumps(plain)
        return f"{self.cookie}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={LONGEST_SECONDS}{secure}"

    def may_still_ask(self, request: Request) -> bool:
        """Whether the session of the request may ask the same now: a long answer may outlive it."""
        if self.lock() in {Mode.CLOSED, Mode.SESSIONS}:
            return False
        return may_ask(self.viewer_of(request)[0], request.method, request.url.path, public=self.public)

    def key_for(self, purpose: str) -> bytes:
        """A key of 32 bytes of this installation, another for each purpose."""
        return hmac.digest(self._secret, f"key {purpose}".encode(), sha256)

    def _read(self, cookie: str | None) -> dict[str, Any] | None:
        try:
            plain = self._signer.loads(cookie or "", max_age=LONGEST_SECONDS)
        except BadSignature:
            return None
        return plain if isinstance(plain, dict) and isinstance(plain.get("s"), str) else None

    def _viewer(self, session: str, person: Person | None) -> Viewer:
        csrf = hmac.digest(self._secret, f"csrf {session}".encode(), sha256).hex()
        if person:
            return Viewer(session=session, csrf=csrf, name=person.name, role=person.role)
        if self.demo:
            return Viewer(session=session, csrf=csrf, name=DEMO_NAME, role=SiteRole.REVIEWER)
        return Viewer(session=session, csrf=csrf)


class Sessions:
    """The application behind the gate: whoever did not sign in sees the sign-in, whatever there is at the address.

    Whoever did and may not ask this is answered as where there is nothing.
    """

    def __init__(self, app: App, *, gate: Gate) -> None:
        self._app, self._gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        mode = await run_in_threadpool(self._gate.lock)
        if mode is Mode.CLOSED or (mode is Mode.SESSIONS and request.url.path == "/sign-in"):
            await shut(request)(scope, receive, send)
            return
        key = _key_of(request)
        if key is None:
            viewer, is_new = self._gate.viewer_of(request)
        else:  # a key has its own powers, and none of a session's that came with it
            found = await run_in_threadpool(viewer_of_key, self._gate.people, key, dt.datetime.now(dt.UTC).date())
            viewer, is_new = found or NOBODY, False
        viewer = NOBODY if mode is Mode.SESSIONS else viewer
        refused = self._refuse_pace(request, viewer) or (_to_sign_in(request) if key and not viewer.token else None)
        if refused:
            await refused(scope, receive, send)
            return
        scope.setdefault("state", {})["viewer"] = viewer
        is_public = self._gate.public and is_under_public(request.url.path)

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start" and is_new and not is_public:
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith("text/html") or message["status"] == 303
                if is_page and "set-cookie" not in headers:
                    headers.append("set-cookie", self._gate.cookie_of(viewer.session))
            await send(message)

        with viewing_as(viewer):
            if may_ask(viewer, request.method, request.url.path, public=self._gate.public):
                await self._app(scope, receive, send_with)
            elif viewer.role or is_public:
                await not_found(request)(scope, receive, send_with)
            else:
                await _to_sign_in(request)(scope, receive, send_with)

    def _refuse_pace(self, request: Request, viewer: Viewer) -> Response | None:
        """The answer to one who asks too often. People who signed in are not counted, nor are our own files."""
        if request.url.path.startswith("/static/") or (viewer.role and not viewer.token):
            return None
        here = request.client.host if request.client else ""
        wait = max(
            self._gate.by_key.wait_seconds(viewer.token) if viewer.token else 0,
            self._gate.by_address.wait_seconds(net_of(here)),
        )
        return too_often(request, wait) if wait else None


def _key_of(request: Request) -> str | None:
    """What the request bears as a key, None where it bears none."""
    kind, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() if kind.casefold() == "bearer" else None


def viewer_of(request: Request) -> Viewer:
    """Who asks."""
    viewer: Viewer = request.state.viewer
    return viewer


def needs(role: SiteRole) -> Any:
    """The viewer, who has the role; for any other there is nothing at the address."""

    def find(request: Request) -> Viewer:
        viewer = viewer_of(request)
        if not viewer.may(role):
            raise NotFoundError(request.url.path)
        return viewer

    return Depends(find)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form of this session; lists keep their last value.

    Raises:
        HTTPException: the form is not of this site or of this session.
        InputError: the body is no form.
    """
    token = viewer_of(request).token
    if not token and request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise HTTPException(403, "This change was asked for by another site.")
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise InputError("expected a form (application/x-www-form-urlencoded)")
    try:
        fields = parse_qs((await request.body()).decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise InputError(f"the form cannot be read; expected at most {MOST_FIELDS} fields in UTF-8") from error
    plain = {name: values[-1] for name, values in fields.items()}
    if token:  # no browser sends a key by itself, so that no other site can make one be sent
        return plain
    if not hmac.compare_digest(plain.pop("csrf", "").encode(), viewer_of(request).csrf.encode()):
        raise HTTPException(
            403, "This form is of another session, or too old. Mend: load the page again and repeat it."
        )
    return plain


TheViewer = Annotated[Viewer, Depends(viewer_of)]
TheForm = Annotated[dict[str, str], Depends(form_of)]


def local_path(asked: str | None) -> str:
    """A path of this site to go on to: what is asked for if it is one, else the first page."""
    is_ours = asked and asked.startswith("/") and not asked.startswith(("//", "/\\")) and asked.isprintable()
    return asked if asked and is_ours else "/"


def _to_sign_in(request: Request) -> Response:
    if request.url.path.startswith("/api/"):
        said = "Sign in first, or give a key that is good."
        return problem_answer(HTTPStatus.UNAUTHORIZED, said, {"WWW-Authenticate": "Bearer"})
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?next={quote(path)}", 303)
