"""The record: events with their tolls, aggregates, spells of control and actors, each a function of claims.

Nothing here lacks claim ids: every value can be followed to the sentences that it came from.
"""

from dataclasses import dataclass
from datetime import date

from marsad.domain.claim import ControlException
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ActorKind, ControlState, EventType, Extent, Grade, Harm, RelationKind, VictimsGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One voice's figure as it was reported; `replaces` is the claim of the figure that it took the place of.

    `current` is False once the same voice, or a figure that says what it revises, has replaced it.
    """

    low: int | None
    best: int | None
    high: int | None
    voice: str
    reported: date | None
    claim: str
    words: str = ""
    replaces: str | None = None
    current: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """`low ≤ best ≤ high` persons of one group, by the named `rule`, with every figure that was given, oldest first.

    `part_of` names the group of the whole that this figure is a part of; a part is never added to it.
    """

    harm: Harm
    victims: VictimsGroup
    side: str | None
    low: int | None
    best: int | None
    high: int | None
    claims: tuple[str, ...]
    revisions: tuple[Revision, ...]
    rule: str
    part_of: VictimsGroup | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """One event as its claims tell it. `id` comes from its earliest claim, so it stays as later claims join.

    `grade_reason` is one sentence. `voices` are the independent voices, sorted.
    """

    id: str
    type: EventType
    time: TimeSpan | None
    place: Place | None
    agents: tuple[str, ...]
    recipients: tuple[str, ...]
    tolls: tuple[Toll, ...]
    grade: Grade
    grade_reason: str
    voices: tuple[str, ...]
    background: bool
    claims: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateRecord:
    """A total over a period, a place or a campaign: compared with the events it covers, never added to them."""

    id: str
    scope_text: str
    since: date | None
    until: date | None
    place: Place | None
    tolls: tuple[Toll, ...]
    covers: tuple[str, ...]
    """Ids of the events that lie inside it."""
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSpell:
    """One spell of control of one place. `from_` to `until` is when it held, `known_from` when it was first reported.

    `contested_by` lists claim ids that say otherwise of an overlapping time.
    """

    id: str
    place: Place
    holder: tuple[str, ...]
    state: ControlState
    from_: date | None
    until: date | None
    known_from: date | None
    extent: Extent | None
    except_: tuple[ControlException, ...]
    taken_from: tuple[str, ...]
    voices: tuple[str, ...]
    claims: tuple[str, ...]
    contested_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorTie:
    """A relation that the texts state, with the claims that state it."""

    relation: RelationKind
    other: str
    former: bool
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRecord:
    id: str
    name: str
    aliases: tuple[str, ...]
    kind: ActorKind
    country: str | None
    relations: tuple[ActorTie, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The whole of it, each list in a fixed order (time, then id), so that equal claims give equal bytes."""

    events: tuple[EventRecord, ...] = ()
    aggregates: tuple[AggregateRecord, ...] = ()
    control: tuple[ControlSpell, ...] = ()
    actors: tuple[ActorRecord, ...] = ()
    problems: tuple[Problem, ...] = ()
