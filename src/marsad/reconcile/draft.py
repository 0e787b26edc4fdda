"""A shelf in, the same with what an update changes on top out, and in the end those changes alone."""

from collections.abc import Collection, Iterable, Mapping
from typing import ClassVar, Protocol, TypeVar

import msgspec

from marsad.domain.problem import Problem
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord
from marsad.domain.workings import Link, RecordChange, Shelf
from marsad.reconcile.order import rank_actor, rank_aggregate, rank_event, rank_problem, rank_spell


class Note(Protocol):
    """A note of a kind, whose name begins with the kind's prefix."""

    PREFIX: ClassVar[str]


N = TypeVar("N")


class Draft:
    """What is kept, as it will be once the changes are made."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.change = RecordChange()
        self._links: dict[str, dict[tuple[int, str], Link | None]] = {}
        self._notes: dict[str, object | None] = {}

    def links(self, keys: Collection[str]) -> dict[str, list[Link]]:
        """The links of each key, in no fixed order."""
        found: dict[str, dict[tuple[int, str], Link | None]] = {key: {} for key in keys}
        for link in self.shelf.links(list(found)):
            found[link.key][link.at, link.owner] = link
        return {key: _listed(links | self._links.get(key, {})) for key, links in found.items()}

    def owners(self, keys: Collection[str]) -> set[str]:
        return {link.owner for links in self.links(keys).values() for link in links}

    def links_between(self, key: str, first: int, last: int) -> list[Link]:
        """The links of one key from `first` to `last`, both inclusive."""
        kept: dict[tuple[int, str], Link | None] = {
            (link.at, link.owner): link for link in self.shelf.links_between(key, first, last)
        }
        changed = {at: link for at, link in self._links.get(key, {}).items() if first <= at[0] <= last}
        return _listed(kept | changed)

    def put_links(self, links: Iterable[Link]) -> None:
        for link in links:
            self._links.setdefault(link.key, {})[link.at, link.owner] = link

    def drop_links(self, links: Iterable[Link]) -> None:
        for link in links:
            self._links.setdefault(link.key, {})[link.at, link.owner] = None

    def notes(self, kind: type[N], names: Iterable[str]) -> dict[str, N]:
        """The notes of one kind by name; names without one are absent."""
        prefix = _prefix(kind)
        wanted = {name: prefix + name for name in names}
        unread = [full for full in wanted.values() if full not in self._notes]
        read = self.shelf.notes(unread) if unread else {}
        for full in unread:
            self._notes[full] = msgspec.msgpack.decode(read[full], type=kind) if full in read else None
        found = ((name, self._notes[full]) for name, full in wanted.items())
        return {name: note for name, note in found if isinstance(note, kind)}

    def put_note(self, name: str, note: Note) -> None:
        full = _prefix(type(note)) + name
        self._notes[full] = note
        self.change.notes[full] = msgspec.msgpack.encode(note)

    def drop_note(self, kind: type[object], name: str) -> None:
        full = _prefix(kind) + name
        self._notes[full] = self.change.notes[full] = None

    def put_event(self, event: EventRecord) -> None:
        self.change.events[event.id] = event
        self.change.ranks[event.id] = rank_event(event)

    def put_aggregate(self, total: AggregateRecord) -> None:
        self.change.aggregates[total.id] = total
        self.change.ranks[total.id] = rank_aggregate(total)

    def put_spell(self, spell: ControlSpell) -> None:
        self.change.control[spell.id] = spell
        self.change.ranks[spell.id] = rank_spell(spell)

    def put_actor(self, actor: ActorRecord) -> None:
        self.change.actors[actor.id] = actor
        self.change.ranks[actor.id] = rank_actor(actor)

    def replace_problems(self, former: Iterable[Problem], now: Iterable[Problem]) -> None:
        self.change.problems.update(dict.fromkeys(former, False))
        for problem in now:
            self.change.problems[problem] = True
            self.change.ranks[problem] = rank_problem(problem)

    def aggregates(self, ids: Collection[str]) -> Mapping[str, AggregateRecord]:
        """The aggregates as they will be."""
        changed = self.change.aggregates
        found = dict(self.shelf.aggregates([one for one in ids if one not in changed]))
        return found | {one: total for one in ids if (total := changed.get(one))}

    def finish(self) -> RecordChange:
        """The changes, with what became of each link."""
        for key, links in self._links.items():
            for (at, owner), link in links.items():
                self.change.links[link or Link(key=key, at=at, owner=owner)] = link is not None
        return self.change


def _prefix(kind: type[object]) -> str:
    return str(kind.__dict__["PREFIX"])


def _listed(links: Mapping[tuple[int, str], Link | None]) -> list[Link]:
    return [link for link in links.values() if link]
