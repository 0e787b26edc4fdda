"""An account and what is to become of it in, the account as kept out: what the site and the commands do alike."""

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
    person = find_person(people, name)
    made = password or make_password()
    people.keep(replace(person, password_hash=_hash(made), epoch=person.epoch + 1), by)
    return made


def change_role(people: People, name: str, role: SiteRole, *, is_open: bool = True, by: str = "") -> Person:
    """The account with the role, open or closed; its sessions end.

    Raises:
        InputError: no administrator would be left.
    """
    person = find_person(people, name)
    changed = replace(person, role=role, active=is_open, epoch=person.epoch + 1)
    others = [one for one in people.everybody() if one.name != name]
    if not any(one.active and one.role is SiteRole.ADMINISTRATOR for one in (*others, changed)):
        raise InputError(f"{name}: {LAST}")
    people.keep(changed, by)
    return changed


def end_totp(people: People, name: str) -> Person:
    """The account without one-time codes, as for somebody who lost the device; its sessions end."""
    person = find_person(people, name)
    changed = replace(person, totp=None, last_step=0, epoch=person.epoch + 1)
    people.keep(changed)
    return changed


def find_person(people: People, name: str) -> Person:
    """The account of the name.

    Raises:
        NotFoundError: it is nobody's.
    """
    person = people.find(name)
    if person is None:
        raise NotFoundError(f"{name!r} is nobody's name here. Mend: `marsad user list` has the names")
    return person


def _hash(password: str) -> str:
    if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
        raise InputError(f"the password has {len(password)} characters; expected {LEAST_LENGTH} to {MOST_LENGTH}")
    return hash_password(password)
