"""What every export is made of: a shielded record, and what else of it the formats tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from marsad.domain.actor import Actor
from marsad.domain.changes import Change, previous_ids
from marsad.domain.vocabulary import ActorKind
from marsad.export.selecting import Wanted
from marsad.export.shield import Shielded

EVERYTHING = Wanted()


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that a format may write from. Nothing in it names a protected source.

    `actors` are those of the actor file, by which names have classes and years. `journal` is what became of the
    record's things, oldest first. `wanted` is what was asked for, and `shown` is no more than that. `base_url` is where
    pages stand, so that ids become permalinks. `table` names one of several tables, where a format can hold only one;
    `hxl` asks for the row of tags; `version` is the record's.
    """

    shown: Shielded
    actors: tuple[Actor, ...] = ()
    journal: tuple[Change, ...] = ()
    wanted: Wanted = EVERYTHING
    base_url: str | None = None
    table: str | None = None
    hxl: bool = False
    version: str = ""

    @cached_property
    def previous(self) -> Mapping[str, tuple[str, ...]]:
        """The former ids of what is in the record, where things were merged or split."""
        record = self.shown.record
        things = (record.events, record.aggregates, record.control, record.actors)
        return previous_ids(self.journal, {one.id for some in things for one in some})

    @cached_property
    def actors_by_name(self) -> Mapping[str, tuple[Actor, ...]]:
        """Actors of the file by each name that can mean nobody else; some share one at different times."""
        found: dict[str, tuple[Actor, ...]] = {}
        for actor in self.actors:
            for name in dict.fromkeys((actor.name, *actor.aliases)):
                found[name] = (*found.get(name, ()), actor)
        return found

    @cached_property
    def kinds_by_name(self) -> Mapping[str, ActorKind | None]:
        """The kind of each actor of the record by each of its names; None where two of one name differ."""
        found: dict[str, ActorKind | None] = {}
        for actor in self.shown.record.actors:
            for name in dict.fromkeys((actor.name, *actor.aliases)):
                found[name] = actor.kind if found.get(name, actor.kind) is actor.kind else None
        return found

    @cached_property
    def actors_by_id(self) -> Mapping[str, Actor]:
        """Actors of the file."""
        return {actor.id: actor for actor in self.actors}

    def link(self, room: str, name: str) -> str | None:
        """The permalink of a thing, None where no address was given."""
        return (
            f"{self.base_url.rstrip('/')}/{room}/{quote(name.encode('utf-8', 'replace'), safe='')}"
            if self.base_url
            else None
        )
