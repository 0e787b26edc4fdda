"""Who: a party, body or agency as the actor file knows it, with dated names and relations."""

from dataclasses import dataclass
from datetime import date

from marsad.domain.vocabulary import ActorKind, RelationKind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRelation:
    """A dated tie to another actor, by its id; `since` and `until` are inclusive, None where open or unknown."""

    relation: RelationKind
    other: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An actor with every name in use.

    `id` is a short slug ("hts"). `country` is ISO 3166-1 alpha-2, None for bodies of no one country.
    `inter` is ACLED's class: 1 state forces, 2 rebel, 3 militia, 4 identity militia, 5 rioters, 6 protesters,
    7 civilians, 8 external or other. `role` is the speaker's role in attributions. `source` says where the facts stand.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    kind: ActorKind = ActorKind.OTHER
    country: str | None = None
    inter: int | None = None
    role: Role = Role.UNKNOWN
    since: date | None = None
    until: date | None = None
    relations: tuple[ActorRelation, ...] = ()
    source: str | None = None
