"""What is asked for in, the server-drawn map out: events of the period and who holds what at its end."""

from collections.abc import Iterable

from marsad.domain.record import ControlSpell, EventRecord, Record
from marsad.export.report_map import ReportMap, holder_keys, map_of
from marsad.export.shield import Shielded
from marsad.store import Store
from marsad.store.paging import Order, Stretch, page_events
from marsad.store.spells import spells_on
from marsad.web.asked import Asked
from marsad.web.periods import Period
from marsad.web.policy import admit

MOST_EVENTS = 400
"""Events on a drawn map, those with most dead first: more would be a blot. The live map shows all."""
MOST_SPELLS = 250


def situation_map(store: Store, asked: Asked, period: Period) -> tuple[ReportMap, int]:
    """The map of what is asked for within the period, and how many of its events are not drawn."""
    found = page_events(store, asked.wanted, Order.DEADLIEST, Stretch(limit=MOST_EVENTS))
    spells = spells_on(store, asked.wanted_of_any_kind, period.until, MOST_SPELLS)
    shown = admit(store, events=(one for one in found.items if not one.background), control=spells)
    return draw(shown, period), max(0, found.total - MOST_EVENTS)


def draw(shown: Shielded, period: Period) -> ReportMap:
    """The map of what may be shown; each symbol leads to its event, each marker to the ledger of its place."""
    record = shown.record
    return map_of(record, dict(_addresses(record.events, record.control)), holder_keys(record), period.until)


def control_only(shown: Shielded, period: Period) -> ReportMap:
    """The map of control alone."""
    record = Record(control=shown.record.control, actors=shown.record.actors)
    return map_of(record, dict(_addresses((), record.control)), holder_keys(record), period.until)


def _addresses(events: Iterable[EventRecord], spells: Iterable[ControlSpell]) -> Iterable[tuple[str, str]]:
    yield from ((event.id, f"/events/{event.id}") for event in events)
    yield from ((spell.id, f"/control/spells/{spell.id}") for spell in spells)
