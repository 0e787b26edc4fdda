"""An event's actors in, the sides that forms name out: class, regime years, and whether they are civilians."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from marsad.domain.actor import Actor
from marsad.domain.record import EventRecord
from marsad.domain.vocabulary import ActorKind, EventType, RelationKind, VictimsGroup
from marsad.export.material import Material

CIVILIAN_GROUPS = frozenset(
    {
        VictimsGroup.CIVILIANS, VictimsGroup.CHILDREN, VictimsGroup.WOMEN, VictimsGroup.JOURNALISTS,
        VictimsGroup.MEDICS, VictimsGroup.AID_WORKERS,
    }
)  # fmt: skip
STATE = 1
"""ACLED's class of state forces."""
CLASS_OF_KIND: Mapping[ActorKind, int] = {
    ActorKind.STATE: 1,
    ActorKind.STATE_FORCES: 1,
    ActorKind.ARMED_GROUP: 2,
    ActorKind.MILITIA: 3,
}
"""ACLED's class of an actor that the file knows by kind alone; a body of any other kind has none."""
OF_ONE_SIDE = 3
"""How many "part of" steps up an actor's regime is looked for; ours: no file has longer ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One actor as a form names it. `inter` is ACLED's class, None where nothing tells it."""

    name: str
    plain: str = ""
    inter: int | None = None
    actor: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who did it and to whom: of two agents that fight or agree, the first is one side and the others the other."""

    first: tuple[Party, ...]
    second: tuple[Party, ...]


def find_sides(event: EventRecord, material: Material) -> Sides:
    """The event's own actors on its two sides; nobody is filled in."""
    agents = tuple(find_party(name, event, material) for name in event.agents)
    others = tuple(find_party(name, event, material) for name in event.recipients if name not in event.agents)
    mutual = {EventType.ARMED_CLASH, EventType.CEASEFIRE, EventType.AGREEMENT}
    if not others and len(agents) > 1 and event.type in mutual:
        return Sides(first=agents[:1], second=agents[1:])
    return Sides(first=agents, second=others)


def find_party(name: str, event: EventRecord, material: Material) -> Party:
    """The actor of that name that was in force on the event's day, with its class and regime years."""
    day = (event.time.start or event.time.end) if event.time else None
    actor = _in_force(material.actors_by_name.get(name, ()), day)
    if actor:
        years = regime_years(actor, material)
        inter = actor.inter or CLASS_OF_KIND.get(actor.kind)
        return Party(name=f"{name} {years}" if years else name, plain=name, inter=inter, actor=actor)
    kind = material.kinds_by_name.get(name)
    return Party(name=name, plain=name, inter=CLASS_OF_KIND.get(kind) if kind else None)


def regime_years(actor: Actor, material: Material) -> str | None:
    """As ACLED has them: "(2004-2021)", "(2024-)"; None where no first year is on file, and for who is no state.

    Forces with no years of their own have those of the state that they are part of.
    """
    if actor.kind not in {ActorKind.STATE, ActorKind.STATE_FORCES}:
        return None
    dated: Actor | None = actor
    for _ in range(OF_ONE_SIDE):
        if dated is None or dated.since:
            break
        dated = _whole_of(dated, material.actors_by_id)
    if dated is None or dated.since is None:
        return None
    until = actor.until or dated.until
    return f"({dated.since.year}-{until.year if until else ''})"


def are_civilians(party: Party) -> bool:
    """Whether the words that name it are for people of no armed body: "residents", "a Syrian photographer"."""
    last = party.plain.split()[-1:]
    return party.actor is None and bool(last) and last[0] in civilian_words()


@cache
def civilian_words() -> frozenset[str]:
    """Words of `parties.toml`, as they are written inside a sentence."""
    return frozenset(tomllib.loads(files("marsad.export").joinpath("parties.toml").read_text("utf-8"))["civilians"])


def civilians_only(event: EventRecord) -> bool:
    """Whether everybody whom the event is known to have harmed was a civilian."""
    wholes = [toll for toll in event.tolls if toll.part_of is None]
    return bool(wholes) and all(toll.victims in CIVILIAN_GROUPS and not toll.side for toll in wholes)


def harmed_groups(event: EventRecord) -> frozenset[VictimsGroup]:
    """Every group, parts too, of which somebody is known to have been harmed."""
    return frozenset(
        toll.victims for toll in event.tolls if any(number for number in (toll.low, toll.best, toll.high) if number)
    )


def _in_force(actors: Iterable[Actor], day: date | None) -> Actor | None:
    """The one that there was on the day; None where several were, or the day is not known."""
    known = tuple(actors)
    if len(known) == 1:
        return known[0]
    there = [
        one for one in known
        if day and (one.since is None or one.since <= day) and (one.until is None or day <= one.until)
    ]  # fmt: skip
    return there[0] if len(there) == 1 else None


def _whole_of(actor: Actor, actors: Mapping[str, Actor]) -> Actor | None:
    """The state, or its forces, that the actor is part of."""
    wholes = (actors.get(tie.other) for tie in actor.relations if tie.relation is RelationKind.PART_OF)
    return next((one for one in wholes if one and one.kind in {ActorKind.STATE, ActorKind.STATE_FORCES}), None)
