"""What `user` and `token` do and say; they change the same file as the site."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from marsad.cli.listing import Item, print_items
from marsad.cli.options import ListFormat
from marsad.cli.screen import print_line, say
from marsad.cli.unseen import ask_unseen
from marsad.domain.person import ApiToken, Person, Scope, SiteRole
from marsad.pipeline.doctor.keys import NO_ADMINISTRATOR
from marsad.store import Store
from marsad.store.auditing import PROGRAM
from marsad.store.people import People
from marsad.web.accounts_care import add_person, change_role, end_totp, find_person, renew_password
from marsad.web.tokens import make_token

PEOPLE = ("name", "role", "state", "one-time codes")
TOKENS = ("id", "owner", "label", "scopes", "ends", "last used", "state")


def add_and_say(name: str, role: SiteRole, db: str, *, typed: bool) -> None:
    """Add the person, and print the password where it was made by chance."""
    with _people(db) as people:
        password = add_person(people, name, role, ask_unseen("Password", twice=True) if typed else None)
        has_administrator = any(one.active and one.role is SiteRole.ADMINISTRATOR for one in people.everybody())
    _say_password(name, password, typed=typed)
    if not has_administrator:
        say(f"nobody is an administrator yet. Mend: {NO_ADMINISTRATOR}")


def renew_and_say(name: str, db: str, *, typed: bool) -> None:
    """Give the person a new password."""
    with _people(db) as people:
        find_person(people, name)
        password = renew_password(people, name, ask_unseen("Password", twice=True) if typed else None)
    _say_password(name, password, typed=typed)


def change_and_say(name: str, role: SiteRole, db: str) -> None:
    """Give the person another role."""
    with _people(db) as people:
        change_role(people, name, role)
    say(f"{name} is {role.value}")


def close_and_say(name: str, db: str) -> None:
    """Close the account."""
    with _people(db) as people:
        change_role(people, name, find_person(people, name).role, is_open=False)
    say(f"the account of {name} is closed")


def end_codes_and_say(name: str, db: str) -> None:
    """Switch the person's one-time codes off."""
    with _people(db) as people:
        end_totp(people, name)
    say(f"{name} signs in without one-time codes")


def print_people(form: ListFormat, db: str) -> None:
    """Print the people."""
    with _people(db) as people:
        print_items("people", PEOPLE, [_person_item(one) for one in people.everybody()], form)


def add_token_and_say(name: str, label: str, scopes: Sequence[Scope], days: int, db: str) -> None:
    """Make the key, and print it this once."""
    with _people(db) as people:
        kept, secret = make_token(find_person(people, name), label, scopes, days)
        people.keep_token(kept, PROGRAM)
    print_line(secret)
    say(f"key {kept.id} of {name}, until {kept.ends}; it is shown this once")


def print_tokens(form: ListFormat, db: str) -> None:
    """Print the keys, by their ids."""
    with _people(db) as people:
        print_items("keys", TOKENS, [_token_item(one) for one in people.tokens()], form)


def revoke_and_say(identifier: str, db: str) -> None:
    """End the key."""
    with _people(db) as people:
        found = people.find_token_by_id(identifier)
        people.keep_token(replace(found, revoked=True), PROGRAM)
    say(f"key {found.id} of {found.owner} is ended")


@contextmanager
def _people(db: str) -> Iterator[People]:
    """The people beside a store that is there."""
    with Store.open(db, must_exist=True):
        people = People.beside(db)
    try:
        yield people
    finally:
        people.close()


def _say_password(name: str, password: str, *, typed: bool) -> None:
    if typed:
        say(f"{name} has the password that you typed")
    else:
        print_line(password)
        say(f"the password of {name}; it is shown this once")


def _person_item(one: Person) -> Item:
    cells = (one.name, one.role.value, "open" if one.active else "closed", "on" if one.totp else "off")
    line = {"kind": "person", "name": one.name, "role": one.role.value, "open": one.active, "totp": bool(one.totp)}
    return Item(cells=cells, line=line)


def _token_item(one: ApiToken) -> Item:
    today = dt.datetime.now(dt.UTC).date()
    state = "ended" if one.revoked else "run out" if one.ends < today else "good"
    scopes, used = ", ".join(one.scopes), str(one.last_used or "")
    cells = (one.id, one.owner, one.label, scopes, str(one.ends), used, state)
    line = {"kind": "key", **dict(zip(TOKENS, cells, strict=True)), "scopes": [str(scope) for scope in one.scopes]}
    return Item(cells=cells, line=line)
