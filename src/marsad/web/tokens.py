"""Keys of programs: made by chance and shown once, kept as hashes, held against the account that they are of."""

import datetime as dt
import secrets
from collections.abc import Iterable
from hashlib import sha256

from marsad.domain.errors import InputError
from marsad.domain.person import ApiToken, Person, Scope, SiteRole
from marsad.store.people import People
from marsad.web.viewer import Viewer

PREFIX = "marsad_"
"""So that a key that was left in a file or a log is known for one by whoever looks for such."""
KEY_BYTES = 32
"""256 bits by chance: no guess and no dictionary finds them, so that one round of SHA-256 is enough to keep them by."""
LONGEST_LABEL = 80
MOST_DAYS = 366
ROLE_OF = {Scope.READ: SiteRole.READER, Scope.REVIEW: SiteRole.REVIEWER}


def make_token(owner: Person, label: str, scopes: Iterable[Scope], days: int) -> tuple[ApiToken, str]:
    """The key as it is kept, and the key itself.

    Raises:
        InputError: a label or an end that cannot be, or a scope beyond the owner's role.
    """
    wanted = tuple(sorted(set(scopes)))
    if not label.strip() or len(label) > LONGEST_LABEL or not label.isprintable():
        raise InputError(f"label: {label!r} says nothing of what it is for; expected 1 to {LONGEST_LABEL} characters")
    if not 1 <= days <= MOST_DAYS:
        raise InputError(f"days: {days} is no length; expected 1 to {MOST_DAYS}")
    beyond = [scope for scope in wanted if not owner.role.may(ROLE_OF[scope])]
    if beyond or not wanted:
        raise InputError(f"scope: {owner.name} is {owner.role.value}, and cannot give {', '.join(beyond) or 'none'}")
    key = PREFIX + secrets.token_urlsafe(KEY_BYTES)
    ends = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)
    kept = ApiToken(
        id=f"k{secrets.token_hex(5)}", digest=digest_of(key), owner=owner.name, label=label.strip(), scopes=wanted,
        ends=ends,
    )  # fmt: skip
    return kept, key


def digest_of(key: str) -> str:
    """What a key is kept and found by."""
    return sha256(key.encode()).hexdigest()


def viewer_of_key(people: People, key: str, today: dt.date) -> Viewer | None:
    """The viewer whom the key makes, None for one that is no key, that ended, or whose owner's account did."""
    token = people.find_token(digest_of(key))
    if token is None or token.revoked or token.ends < today:
        return None
    owner = people.find(token.owner)
    if owner is None or not owner.active:
        return None
    if token.last_used != today:
        people.note_use(token.id, today)
    roles = [ROLE_OF[scope] for scope in token.scopes if owner.role.may(ROLE_OF[scope])]
    role = SiteRole.REVIEWER if SiteRole.REVIEWER in roles else next(iter(roles), None)
    return Viewer(session="", csrf="", name=owner.name, role=role, token=token.id)
