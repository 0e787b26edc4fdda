"""An account and what is to become of it in, the account as kept out: what the site and the commands do alike."""

from collections.abc import Callable
from dataclasses import replace

from marsad.domain.errors import InputError, NotFoundError
from marsad.domain.person import Person, SiteRole
from marsad.store.people import People
from marsad.web.passwords import LEAST_LENGTH, MOST_LENGTH, hash_password, make_password

LONGEST_NAME = 60
LAST = "it is the only administrator whose account is open. Mend: make another one first"


def add_person(people: People, name: str, role: SiteRole, password: str | None = None, *, by: str = "") -> str:
    """The password of the new account, made by chance where none is given; `by` is who does it, for the log.

    Raises:
        InputError: the name is none, or somebody's already, or the password too short.
    """
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or name != name.strip():
        raise InputError(f"name: {name!r} is no name; expected 1 to {LONGEST_NAME} characters")
    if people.find(name):
        raise InputError(f"{name} has an account already. Mend: give a new password to it")
    made = password or make_password()
    people.keep(Person(name=name, password_hash=_hash(made), role=role), by)
    return made


def renew_password(people: People, name: str, password: str | None = None, *, by: str = "") -> str:
    """The new password of the account, whose sessions end."""
    made = password or make_password()
    kept = _hash(made)
    change_account(people, name, lambda now: replace(now, password_hash=kept, epoch=now.epoch + 1), by=by)
    return made


def change_role(people: People, name: str, role: SiteRole, *, is_open: bool = True, by: str = "") -> Person:
    """The account with the role, open or closed; its sessions end.

    Raises:
        InputError: no administrator would be left.
    """
    find_person(people, name)
    others = [one for one in people.everybody() if one.name != name and one.active]
    stays = is_open and role is SiteRole.ADMINISTRATOR
    if not stays and not any(one.role is SiteRole.ADMINISTRATOR for one in others):
        raise InputError(f"{name}: {LAST}")
    return change_account(people, name, lambda now: replace(now, role=role, active=is_open, epoch=now.epoch + 1), by=by)


def end_totp(people: People, name: str) -> Person:
    """The account without one-time codes, as for somebody who lost the device; its sessions end."""
    return change_account(people, name, lambda now: replace(now, totp=None, last_step=0, epoch=now.epoch + 1))


def find_person(people: People, name: str) -> Person:
    """The account of the name.

    Raises:
        NotFoundError: it is nobody's.
    """
    return _somebody(people.find(name), name)


def change_account(people: People, name: str, how: Callable[[Person], Person], *, by: str = "") -> Person:
    """The account as `how` makes it of what it is then.

    Raises:
        NotFoundError: the name is nobody's.
    """
    return _somebody(people.change(name, how, by), name)


def _somebody(person: Person | None, name: str) -> Person:
    if person is None:
        raise NotFoundError(f"{name!r} is nobody's name here. Mend: `marsad user list` has the names")
    return person


def _hash(password: str) -> str:
    if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
        raise InputError(f"the password has {len(password)} characters; expected {LEAST_LENGTH} to {MOST_LENGTH}")
    return hash_password(password)
