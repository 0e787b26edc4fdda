"""Tellings that changed in, the events of every set that they touch made anew out."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from marsad.domain.record import EventRecord
from marsad.reconcile.clusters import join_tellings
from marsad.reconcile.events import build_event
from marsad.reconcile.notes import TellingNote
from marsad.reconcile.telling import Telling
from marsad.reconcile.update_pairs import pair_anew, read_pairs
from marsad.reconcile.work import Work

Notes = Mapping[str, TellingNote]
Pairs = Mapping[str, Mapping[str, float]]


@dataclass(slots=True, kw_only=True)
class EventChange:
    """The events that were and are no longer so, by id, and those that are now."""

    former: Mapping[str, EventRecord] = field(default_factory=dict)
    now: dict[str, EventRecord] = field(default_factory=dict)

    def all(self) -> Iterable[EventRecord]:
        yield from self.former.values()
        yield from self.now.values()


def update_events(work: Work, former: Notes, told: Notes) -> EventChange:
    """What becomes of events where changed documents told `former` and tell now `told`.

    A telling that says the same as before keeps its pairs; its event is made anew all the same, for the words or the
    voice of a claim may be others.
    """
    gone, come = _differing(former, told), _differing(told, former)
    touched = pair_anew(work, gone, come)
    pairs = _follow_pairs(work, touched | told.keys())
    kept = work.draft.notes(TellingNote, pairs.keys() - told.keys())
    sets = _join(work, {**kept, **told}, pairs)
    fresh = _find_fresh(sets, kept, {note.root for note in former.values()})
    was = [note.event for note in former.values()] + [
        kept[name].event for those in fresh for name in those if name in kept
    ]
    for name in former.keys() - told.keys():
        work.draft.drop_note(TellingNote, name)
    change = EventChange(former=work.draft.shelf.events({event for event in was if event}))
    work.draft.change.events.update(dict.fromkeys(change.former))
    for event in _build_events(work, fresh, {**kept, **told}):
        work.draft.put_event(event)
        change.now[event.id] = event
    return change


def _differing(some: Notes, others: Notes) -> dict[str, Telling]:
    """The tellings of some that the others have not, or have otherwise."""
    return {
        name: note.telling for name, note in some.items() if name not in others or others[name].telling != note.telling
    }


def _follow_pairs(work: Work, start: Collection[str]) -> dict[str, Mapping[str, float]]:
    """The pairs of every telling that a chain of scored pairs leads to."""
    found: dict[str, Mapping[str, float]] = {}
    ahead = set(start)
    while ahead:
        found |= read_pairs(work, ahead)
        ahead = {other for name in ahead for other in found[name]} - found.keys()
    return found


def _join(work: Work, notes: Notes, pairs: Pairs) -> list[list[str]]:
    """The sets of tellings that are one event each, by the record's second step."""
    names = sorted(notes)
    at = {name: index for index, name in enumerate(names)}
    scored = [(score, at[one], at[other]) for one in names for other, score in pairs[one].items() if one < other]
    apart = []
    if work.rulings.different:
        home = {claim: at[name] for name, note in notes.items() for claim in note.claims}
        apart = [(home[a], home[b]) for a, b in work.rulings.different if a in home and b in home]
    sets = join_tellings([notes[name].telling for name in names], scored, apart, work.names)
    return [[names[index] for index in members] for members in sets]


def _find_fresh(sets: Iterable[list[str]], kept: Notes, dirty: Collection[str]) -> list[list[str]]:
    """The sets that are not what they were: `kept` are the tellings that no changed document tells.

    `dirty` are the roots of sets in which a changed document's telling stood.
    """
    sizes = Counter(note.root for note in kept.values())
    return [
        those
        for those in sets
        if those[0] in dirty
        or sizes[those[0]] != len(those)
        or any(name not in kept or kept[name].root != those[0] for name in those)
    ]


def _build_events(work: Work, sets: Collection[list[str]], notes: Notes) -> Iterable[EventRecord]:
    """The events of the sets, each telling noted with the set and the event that it is in."""
    documents = {document for those in sets for name in those for document in notes[name].telling.documents}
    testimonies = work.testimonies_in(documents)
    maker = work.maker(testimonies)
    by_id = {one.id: one for one in testimonies}
    for those in sets:
        group = [by_id[claim] for claim in sorted(claim for name in those for claim in notes[name].claims)]
        event = build_event(group, maker)
        for name in those:
            note = replace(notes[name], root=those[0], event=event.id if event else None)
            work.draft.put_note(name, note)
        if event:
            yield event
