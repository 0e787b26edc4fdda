"""Signing in and out, one's own account, and the people of the site."""

from collections.abc import Callable
from dataclasses import replace
from secrets import token_urlsafe
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marsad.domain.errors import InputError, NotFoundError
from marsad.domain.person import Person, Scope, SiteRole
from marsad.web.accounts_care import LONGEST_NAME, add_person, change_role, renew_password
from marsad.web.pace import net_of
from marsad.web.passwords import (
    LEAST_LENGTH,
    MOST_LENGTH,
    hash_password,
    is_password,
    make_totp,
    totp_address,
    use_code,
)
from marsad.web.rendering import THEMES, page
from marsad.web.sessions import TheForm, TheViewer, form_of, local_path, needs
from marsad.web.site import Site, TheSite
from marsad.web.tokens import ROLE_OF, make_token
from marsad.web.viewer import Viewer

router = APIRouter(include_in_schema=False)
REFUSED = "Name, password or code is wrong."
"""One sentence for all three: which one it is would help a guesser."""
ADMINISTRATOR, OF_THIS_SITE = needs(SiteRole.ADMINISTRATOR), Depends(form_of)
Reader = Annotated[Viewer, needs(SiteRole.READER)]
Administrator = Annotated[Viewer, ADMINISTRATOR]


@router.get("/sign-in", response_class=HTMLResponse)
def show_sign_in(request: Request, next: str = "/") -> HTMLResponse:  # noqa: A002  # the name in the address
    """The form to sign in."""
    return page(request, "sign_in.html.j2", next=local_path(next), refused="")


@router.post("/sign-in")
def sign_in(request: Request, site: TheSite, form: TheForm) -> Response:
    """Begin a session of the person whose name and password these are."""
    name, here = form.get("name", "")[:LONGEST_NAME], request.client.host if request.client else ""
    keys = (f"name {name.casefold()}", f"from {net_of(here)}")
    with site.throttle.one_at_a_time():
        wait = site.throttle.wait_seconds(*keys)
        person = None if wait else _known(site, name, form)
        if person:
            site.throttle.forget(*keys)
        elif not wait:
            site.throttle.note_failure(*keys)
    if wait:
        answer = _refuse(request, form, f"Too many failures. Wait {wait // 60 + 1} minutes.", 429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    if person is None:
        return _refuse(request, form, REFUSED, 401)
    site.people.note_sign_in(person.name)
    entered = RedirectResponse(local_path(form.get("next")), 303)
    # A new session: one that was known before the sign-in must not become a signed-in one.
    entered.headers["set-cookie"] = site.gate.cookie_of(_new_session(), person)
    return entered


@router.post("/sign-out", dependencies=[OF_THIS_SITE])
def sign_out(site: TheSite, viewer: TheViewer) -> Response:
    """End all sessions of the person."""
    name = viewer.name or ""
    site.people.change(name, lambda now: replace(now, epoch=now.epoch + 1), name)
    answer = RedirectResponse("/sign-in", 303)
    answer.headers["set-cookie"] = site.gate.cookie_of(_new_session())
    return answer


@router.post("/theme")
def choose_theme(form: TheForm) -> Response:
    """Keep which of light and dark the browser asks for."""
    theme = form.get("theme", "")
    answer = RedirectResponse(local_path(form.get("next")), 303)
    if theme in THEMES:
        answer.set_cookie("theme", theme, max_age=365 * 86_400, httponly=True, samesite="strict")
    else:
        answer.delete_cookie("theme")
    return answer


@router.get("/account", response_class=HTMLResponse)
def show_account(request: Request, site: TheSite, viewer: Reader) -> HTMLResponse:
    """One's own account: password, second factor."""
    return _account(request, site, site.people.find(viewer.name or ""))


@router.post("/account/password")
def change_password(site: TheSite, form: TheForm, viewer: Reader) -> Response:
    """Set a new password, by the old one; other sessions end."""
    person = _own(site, viewer, form)
    new = form.get("new", "")
    if not LEAST_LENGTH <= len(new) <= MOST_LENGTH:
        raise InputError(f"the new password has {len(new)} characters; expected {LEAST_LENGTH} to {MOST_LENGTH}")
    made = hash_password(new)
    changed = _change_own(site, person, lambda now: replace(now, password_hash=made, epoch=now.epoch + 1))
    answer = RedirectResponse("/account", 303)
    answer.headers["set-cookie"] = site.gate.cookie_of(_new_session(), changed)
    return answer


@router.post("/account/totp", response_class=HTMLResponse)
def change_totp(request: Request, site: TheSite, form: TheForm, viewer: Reader) -> HTMLResponse:
    """Begin or end the use of one-time codes, by the password; the secret is shown once."""
    person = _own(site, viewer, form)
    secret = None if person.totp else make_totp()
    changed = _change_own(site, person, lambda now: replace(now, totp=secret, last_step=0))
    address = totp_address(person.name, secret) if secret else ""
    done = "One-time codes are on." if secret else "One-time codes are off."
    return _account(request, site, changed, fresh=secret or "", address=address, done=done)


@router.post("/account/keys", response_class=HTMLResponse)
def add_key(request: Request, site: TheSite, form: TheForm, viewer: Reader) -> HTMLResponse:
    """Make a key for a program, by the password; it is shown once."""
    person = _own(site, viewer, form)
    scope, days = _scope(form.get("scope", "")), _days(form.get("days", ""))
    kept, key = make_token(person, form.get("label", ""), [scope], days)
    site.people.keep_token(kept)
    return _account(request, site, person, key=key)


@router.post("/account/keys/end")
def end_key(site: TheSite, form: TheForm, viewer: Reader) -> Response:
    """End one of one's own keys, or as an administrator anybody's."""
    token = site.people.find_token_by_id(form.get("key", ""))
    if token.owner != viewer.name and not viewer.may(SiteRole.ADMINISTRATOR):
        raise NotFoundError(token.id)
    site.people.keep_token(replace(token, revoked=True), viewer.name or "")
    return RedirectResponse("/account", 303)


@router.get("/people", response_class=HTMLResponse, dependencies=[ADMINISTRATOR])
def show_people(request: Request, site: TheSite) -> HTMLResponse:
    """The people of the site and their roles."""
    return page(request, "people.html.j2", people=site.people.everybody(), roles=tuple(SiteRole), made=None)


@router.post("/people", response_class=HTMLResponse)
def post_person(request: Request, site: TheSite, form: TheForm, viewer: Administrator) -> HTMLResponse:
    """Add a person, or give one a new password, their role as it was; it is shown once."""
    name, role, by = form.get("name", "").strip(), form.get("role", ""), viewer.name or ""
    if site.people.find(name):
        password = renew_password(site.people, name, by=by)
    else:
        password = add_person(site.people, name, _role(role), by=by)
    made = (name, password)
    return page(request, "people.html.j2", people=site.people.everybody(), roles=tuple(SiteRole), made=made)


@router.post("/people/role")
def post_role(site: TheSite, form: TheForm, viewer: Administrator) -> Response:
    """Change a person's role, or close the account; nobody changes their own."""
    name = form.get("name", "")
    if site.people.find(name) is None or name == viewer.name:
        raise InputError("name: nobody else has this name. Mend: another administrator can change yours")
    is_open = form.get("active") != "no"
    change_role(site.people, name, _role(form.get("role", "")), is_open=is_open, by=viewer.name or "")
    return RedirectResponse("/people", 303)


def _account(
    request: Request,
    site: Site,
    person: Person | None,
    *,
    fresh: str = "",
    address: str = "",
    done: str = "",
    key: str = "",
) -> HTMLResponse:
    keys = [one for one in site.people.tokens(person.name) if not one.revoked] if person else []
    scopes = [scope for scope in Scope if person and person.role.may(ROLE_OF[scope])]
    return page(
        request, "account.html.j2", person=person, fresh=fresh, address=address, done=done, key=key, keys=keys,
        scopes=scopes,
    )  # fmt: skip


def _scope(name: str) -> Scope:
    try:
        return Scope(name)
    except ValueError as error:
        raise InputError(f"scope: {name!r} is none; expected one of {', '.join(Scope)}") from error


def _days(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 4:
        raise InputError(f"days: {text!r} is no number of days")
    return int(text)


def _known(site: Site, name: str, form: dict[str, str]) -> Person | None:
    """The person, if name, password and code are theirs; each refusal costs one hash."""
    person = site.people.find(name)
    is_theirs = is_password(person, form.get("password", ""))
    return person if person and is_theirs and use_code(site.people, person, form.get("code", "")) else None


def _own(site: Site, viewer: Viewer, form: dict[str, str]) -> Person:
    person = site.people.find(viewer.name or "")
    keys = (f"name {(viewer.name or '').casefold()}",)
    with site.throttle.one_at_a_time():
        if site.throttle.wait_seconds(*keys) or person is None or not is_password(person, form.get("password", "")):
            site.throttle.note_failure(*keys)
            raise InputError("password: it is not the one of this account")
    return person


def _change_own(site: Site, person: Person, how: Callable[[Person], Person]) -> Person:
    """The account changed, if it is still that of the password that was given, and open."""

    def check(now: Person) -> Person:
        if (now.password_hash, now.active) != (person.password_hash, True):
            raise InputError("this account was changed meanwhile. Mend: sign in again")
        return how(now)

    changed = site.people.change(person.name, check, person.name)
    if changed is None:
        raise NotFoundError(person.name)
    return changed


def _role(name: str) -> SiteRole:
    try:
        return SiteRole(name)
    except ValueError as error:
        raise InputError(f"role: {name!r} is no role; expected one of {', '.join(SiteRole)}") from error


def _refuse(request: Request, form: dict[str, str], said: str, status: int) -> HTMLResponse:
    answer = page(request, "sign_in.html.j2", next=local_path(form.get("next")), refused=said)
    answer.status_code = status
    return answer


def _new_session() -> str:
    return token_urlsafe(18)
