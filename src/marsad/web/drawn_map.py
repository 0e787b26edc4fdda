"""What is asked for in, the server-drawn map out: events of the period and who holds what at its end."""

from collections.abc import Iterable
from datetime import date

from marsad.domain.record import ControlSpell, EventRecord, Record
from marsad.domain.vocabulary import ActorKind
from marsad.export.report_map import HolderKey, ReportMap, keys_of, map_of
from marsad.store.holders import holder_counts
from marsad.store.paging import Order, Stretch, page_events
from marsad.store.points import actor_kinds
from marsad.store.spells import spells_on
from marsad.web.asked import Asked
from marsad.web.periods import Period
from marsad.web.policy import admit_all, admit_list
from marsad.web.site import Site

MOST_EVENTS = 200
"""Events on a drawn map, those with most dead first: more would be a blot. The live map shows all."""
MOST_SPELLS = 150


def all_keys(site: Site) -> dict[str, HolderKey]:
    """Every holder's colour and letter, the same on every page and on the live map."""

    def make() -> dict[str, HolderKey]:
        known = {name for name, kind in actor_kinds(site.store).items() if kind != ActorKind.OTHER}
        counts = holder_counts(site.store)
        return keys_of({name: counts[name] for name in admit_all(counts)}, known)

    return site.answers.answer(site.store.record_version(), "holders", make)


def situation_map(site: Site, asked: Asked, period: Period) -> tuple[ReportMap, int]:
    """The map of what is asked for within the period, and how many of its events are not drawn."""
    store = site.store
    found = page_events(store, asked.wanted, Order.DEADLIEST, Stretch(limit=MOST_EVENTS))
    spells = spells_on(store, asked.wanted_of_any_kind, period.until, MOST_SPELLS)
    shown = admit_list(store, events=(one for one in found.items if not one.background), control=spells)
    return draw(site, shown.record, period.until), max(0, found.total - MOST_EVENTS)


def draw(site: Site, shown: Record, day: date) -> ReportMap:
    """The map of what may be shown; each symbol leads to its event, each marker to its spell."""
    return map_of(shown, dict(_addresses(shown.events, shown.control)), all_keys(site), day)


def _addresses(events: Iterable[EventRecord], spells: Iterable[ControlSpell]) -> Iterable[tuple[str, str]]:
    yield from ((event.id, f"/events/{event.id}") for event in events)
    yield from ((spell.id, f"/control/spells/{spell.id}") for spell in spells)
