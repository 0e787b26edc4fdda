"""Who hands in reports and what may be done with them: kinds of source, rules, the identity behind a code name."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class SourceKind(StrEnum):
    """How far a source may be named."""

    PUBLIC = "public"
    """By its own name."""
    PSEUDONYMOUS = "pseudonymous"
    """By its code name; the person stays unknown to readers."""
    PROTECTED = "protected"
    """Not at all, nor by its code name, outside the store."""


class Quoting(StrEnum):
    """What may be published of a source's reports, from the freest to the strictest."""

    QUOTED = "quoted"
    PARAPHRASE = "paraphrase"
    """Its claims count, its words are nowhere shown."""
    NEVER = "never"
    """Kept for those who work on the record; nothing of it enters the record or anything published."""

    def is_freer_than(self, other: "Quoting") -> bool:
        order = list(Quoting)
        return order.index(self) < order.index(other)


class TimeGrain(StrEnum):
    """The finest time that is published of a source's reports."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class PlaceGrain(StrEnum):
    """The finest place that is published of a source's reports."""

    PROVINCE = "province"
    COUNTRY = "country"


class Sighting(StrEnum):
    """How the reporter knows what is reported."""

    FIRST_HAND = "first-hand"
    TOLD = "told"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source. `code` is its code name, or of a public one its name.

    `retention_days` is how long the vault keeps its identity after its last report; None: until it is erased by hand.
    """

    code: str
    kind: SourceKind
    quoting: Quoting = Quoting.PARAPHRASE
    time: TimeGrain = TimeGrain.DAY
    place: PlaceGrain = PlaceGrain.PROVINCE
    retention_days: int | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether its documents are protected ones: who may not be quoted is not named either, for words tell who."""
        return self.kind is SourceKind.PROTECTED or self.quoting is not Quoting.QUOTED


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Identity:
    """Who is behind a code name. It is sealed the moment it is typed; no message, no traceback spells it."""

    name: str
    contact: str = ""
    notes: str = ""

    def __repr__(self) -> str:
        return "Identity(withheld)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who can open the vault: a name to know the key by, and the public half of an age key."""

    name: str
    key: str


class ActKind(StrEnum):
    """What is kept of what was done with sources and the vault."""

    RECIPIENT_ADDED = "recipient-added"
    RECIPIENT_REMOVED = "recipient-removed"
    SOURCE_ADDED = "source-added"
    SOURCE_RULE = "source-rule"
    SEALED = "identity-sealed"
    REQUESTED = "opening-requested"
    APPROVED = "opening-approved"
    OPENED = "identity-opened"
    REFUSED = "opening-refused"
    ROTATED = "vault-rotated"
    ERASED = "identity-erased"
    ATTACHMENT_OPENED = "attachment-opened"

    @property
    def is_of_a_day(self) -> bool:
        """Whether only its day is kept: the hour would tell when a protected report came."""
        return self in {ActKind.SOURCE_ADDED, ActKind.SEALED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. `at` is UTC, ISO 8601 to the second or to the day; `request` ties an approval and an opening to it."""

    kind: ActKind
    who: str
    what: str
    at: str
    request: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReport:
    """What somebody reports: their words, where and when, and how they know. `attachments` are files' own bytes."""

    text: str
    day: dt.date
    place: str = ""
    when: str = ""
    """The time as the reporter gives it: "9 December 2024, before dawn"."""
    sighting: Sighting = Sighting.FIRST_HAND
    attachments: tuple[bytes, ...] = ()
