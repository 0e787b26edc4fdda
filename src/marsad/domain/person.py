"""Who may do what on the site: a person with a role."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SiteRole(StrEnum):
    """Each role may do what those before it may."""

    READER = "reader"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"

    def may(self, needed: "SiteRole") -> bool:
        """Whether this role is the needed one or above it."""
        return _RANK[self] >= _RANK[needed]


_RANK = {role: rank for rank, role in enumerate(SiteRole)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One account. `epoch` rises when its sessions are to end; `totp` is the shared secret of its second factor.

    `last_step` is the time step of the last code that was used: a code is good once.
    """

    name: str
    password_hash: str
    role: SiteRole
    totp: str | None = None
    last_step: int = 0
    epoch: int = 0
    active: bool = True


class Scope(StrEnum):
    """What the key of a program may do. Whatever its scopes, it publishes nothing and changes no account."""

    READ = "read"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """One key of a program, of a person who answers for it. `digest` is the SHA-256 of the key, which is kept nowhere.

    It is good up to the end of the day `ends`, UTC, while its owner's account is open, and never for more than that.
    """

    id: str
    digest: str
    owner: str
    label: str
    scopes: tuple[Scope, ...]
    ends: date
    last_used: date | None = None
    revoked: bool = False
