"""Changed documents and events in, the totals that they touch made anew, or only what those cover."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from marsad.domain.place import Place
from marsad.domain.record import EventRecord
from marsad.domain.workings import Link
from marsad.reconcile.aggregates import Scope, build_total, find_countries, find_covered, is_total, scope_key, shelve
from marsad.reconcile.notes import DocumentNote, TotalNote
from marsad.reconcile.places import is_inside
from marsad.reconcile.testimony import Testimony
from marsad.reconcile.update_events import EventChange
from marsad.reconcile.update_shelves import KeptShelves
from marsad.reconcile.work import Work

Totals = dict[str, frozenset[str]]
"""The keys of the totals that each document gives figures of."""
PERIODS = "totals"
"""The key of all totals of a known period, in order of their first day; `extra` is the last."""


def update_totals(work: Work, documents: Collection[str], change: EventChange) -> Totals:
    """Makes anew every total that a changed document gives a figure of, or whose countries the events decide.

    Of all others only what they cover may change, and that by the changed events alone.
    """
    _, now = _group_totals(work, work.testimonies_in(documents))
    former = {name: note.totals for name, note in work.former(documents).items()}
    _file_documents(work, documents, former, now)
    scopes = {scope for those in (*former.values(), *now.values()) for scope in those}
    scopes |= _find_unplaced(work, change, now)
    _make_totals(work, scopes)
    _cover(work, change, scopes)
    return now


def _group_totals(work: Work, testimonies: list[Testimony]) -> tuple[dict[str, list[Testimony]], Totals]:
    """The figures of each total, and the totals of each document; the testimonies are all those of their documents."""
    maker = work.maker(testimonies)
    groups: dict[str, list[Testimony]] = defaultdict(list)
    found: dict[str, set[str]] = defaultdict(set)
    for one in testimonies:
        if is_total(one, maker.wholes):
            scope = scope_key(one, maker)
            groups[scope].append(one)
            found[one.claim.document].add(scope)
    return groups, {document: frozenset(scopes) for document, scopes in found.items()}


def _file_documents(work: Work, documents: Collection[str], former: Totals, now: Totals) -> None:
    for document in documents:
        was, new = former.get(document, frozenset()), now.get(document, frozenset())
        work.draft.drop_links(Link(key=f"total:{scope}", at=0, owner=document) for scope in was - new)
        work.draft.put_links(Link(key=f"total:{scope}", at=0, owner=document) for scope in new - was)


def _find_unplaced(work: Work, change: EventChange, now: Totals) -> set[str]:
    """The totals without a country that a document of a changed event gives: they cover where those events are."""
    told = {document for event in change.all() for document in event.documents}
    noted: dict[str, DocumentNote] = work.former(told - now.keys())
    scopes = {scope for note in noted.values() for scope in note.totals}
    notes = work.draft.notes(TotalNote, scopes)
    return {scope for scope, note in notes.items() if not (note.scope.place and note.scope.place.country)}


def _make_totals(work: Work, scopes: Collection[str]) -> None:
    links = work.draft.links([f"total:{scope}" for scope in scopes])
    documents = {link.owner for those in links.values() for link in those}
    testimonies = work.testimonies_in(documents)
    maker, shelves = work.maker(testimonies), KeptShelves(work.draft)
    groups, _ = _group_totals(work, testimonies)
    for scope, note in work.draft.notes(TotalNote, scopes).items():
        work.draft.change.aggregates[note.id] = None
        work.draft.drop_links(_file_period(scope, note.scope))
        work.draft.drop_note(TotalNote, scope)
    for scope in scopes:
        if scope in groups:
            what, record = build_total(groups[scope], maker)
            countries = tuple(sorted(find_countries(what, shelves), key=str))
            work.draft.put_aggregate(replace(record, covers=find_covered(what, shelves)))
            work.draft.put_links(_file_period(scope, what))
            work.draft.put_note(scope, TotalNote(id=record.id, scope=what, countries=countries))


def _file_period(scope: str, what: Scope) -> Iterable[Link]:
    if what.since and what.until:
        last = f"{what.until.toordinal():07d}"
        yield Link(key=PERIODS, at=what.since.toordinal(), owner=scope, extra=last)


def _cover(work: Work, change: EventChange, done: Collection[str]) -> None:
    """Takes the former events out of what the totals that are not done cover, and puts the new ones in."""
    gone, come = _find_moved(change)
    days = [entry[0] for event in (*gone, *come) for entry in [shelve(event)] if entry]
    if not days:
        return
    links = work.draft.links_between(PERIODS, 0, max(days).toordinal())
    near = {link.owner for link in links if int(link.extra) >= min(days).toordinal()} - set(done)
    inside: dict[tuple[Place, Place], bool] = {}
    lost, won = defaultdict(set), defaultdict(set)
    for note in work.draft.notes(TotalNote, near).values():
        lost[note.id] = {event.id for event in gone if _covers(note, event, inside)}
        won[note.id] = {event.id for event in come if _covers(note, event, inside)}
    touched = [total for total in lost if lost[total] != won[total]]
    for total, record in work.draft.aggregates(touched).items():
        work.draft.put_aggregate(replace(record, covers=_swap(record.covers, lost[total], won[total])))


def _find_moved(change: EventChange) -> tuple[list[EventRecord], list[EventRecord]]:
    """The former events and the new ones that a total may cover, less those whose day, harms and place stay."""
    former, now = (
        {(name, shelve(event), event.place): event for name, event in events.items() if shelve(event)}
        for events in (change.former, change.now)
    )
    return [former[one] for one in former.keys() - now.keys()], [now[one] for one in now.keys() - former.keys()]


def _swap(covers: Iterable[str], lost: set[str], won: set[str]) -> tuple[str, ...]:
    return tuple(sorted((set(covers) - lost) | won))


def _covers(note: TotalNote, event: EventRecord, inside: dict[tuple[Place, Place], bool]) -> bool:
    entry, scope = shelve(event), note.scope
    if entry is None or scope.since is None or scope.until is None:
        return False
    first, (_, harms) = entry
    country = event.place.country if event.place else None
    return (
        _is_between(first, scope.since, scope.until)
        and not harms.isdisjoint(scope.counted)
        and country in note.countries
        and (scope.place is None or _lies_in(event.place, scope.place, inside))
    )


def _is_between(day: date, first: date, last: date) -> bool:
    return first <= day <= last


def _lies_in(place: Place | None, wide: Place, inside: dict[tuple[Place, Place], bool]) -> bool:
    if place is None:
        return False
    if (place, wide) not in inside:
        inside[place, wide] = is_inside(place, wide)
    return inside[place, wide]
