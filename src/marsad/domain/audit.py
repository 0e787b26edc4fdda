"""What is kept of an act, and what is found where the log of acts, or what it tells of, is not as it was."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The kinds of acts, those of the vault apart, which keep their own names behind `vault `."""

    BEGUN = "log begun"
    DOCUMENT = "document kept"
    ATTACHMENT = "attachment kept"
    CAPTURE = "page fetched"
    REREAD = "document read again"
    JUDGED = "judgement"
    PUBLICATION = "publication"
    RECORD = "record written"
    FEED = "feed"
    WEBHOOK = "webhook"
    EXPORT = "export"
    RELEASE = "release"
    BACKUP = "backup"
    RESTORED = "restored"
    LOCK = "lock"
    SIGN_IN = "sign-in"
    ACCOUNT = "account"
    KEY = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedAct:
    """One act of the log; `what` holds ids and digests, and no word of a document."""

    seq: int
    at: str
    actor: str
    kind: str
    what: dict[str, Any] = field(default_factory=dict)
    previous: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the log at an hour: all before it is fixed by its hash."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedHead:
    """What a signed file tells: the ends of the record's log and of that of accounts, and the public key it is by."""

    record: Head
    people: Head | None = None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is amiss, and where: an act by its number, or a row by its table and number."""

    where: str
    what: str
