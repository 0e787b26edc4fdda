"""What protected sources tell, put through the shield, in; its share of a map's cells out, at the province's middle.

A filter is held against what is shown, never against what is hidden: asking for a village tells nothing of who spoke.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marsad.domain.counting import deaths_to_draw
from marsad.domain.filter import Filter, fold_asked
from marsad.domain.record import EventRecord
from marsad.export.basemap import Point
from marsad.export.report_map import point_of
from marsad.export.shield import Shielded
from marsad.store import Store
from marsad.store.points import CellPart, MapAsk, protected_events
from marsad.store.rows import name_words, place_words, span_of
from marsad.web.policy import admit


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A shielded event, where it may be drawn (None for nowhere), and the open outlets that tell of it."""

    event: EventRecord
    point: Point | None
    outlets: frozenset[str]


def shielded_events(store: Store) -> tuple[Shown, ...]:
    """All events that protected sources tell any of, as they may be shown."""
    shown = admit(store, events=protected_events(store))
    return tuple(
        Shown(event=event, point=point_of(event.place), outlets=_outlets(event, shown)) for event in shown.record.events
    )


def _outlets(event: EventRecord, shown: Shielded) -> frozenset[str]:
    told = (shown.documents[key].source for key in event.documents if key in shown.documents)
    return frozenset(source for source in told if source)


def is_wanted(shown: Shown, wanted: Filter) -> bool:
    """Whether the filter asks for the event, by the store's own rules, of what is shown of it."""
    event = shown.event
    since, until = span_of(event.time)
    return (
        (not wanted.since or (since is not None and (until is None or until >= wanted.since)))
        and (not wanted.until or (since is not None and since <= wanted.until))
        and (not wanted.place or fold_asked(wanted.place) in place_words(event.place))
        and (not wanted.actor or fold_asked(wanted.actor) in name_words((*event.agents, *event.recipients)))
        and (not wanted.kind or event.type.value == wanted.kind)
        and (not wanted.grade or event.grade.value == wanted.grade)
        and (not wanted.source or wanted.source in shown.outlets)
    )


def wanted_in(shown: Iterable[Shown], ask: MapAsk) -> list[tuple[EventRecord, Point]]:
    """Those in the box that the filter asks for, with their points."""
    west, south, east, north = ask.box
    return [
        (one.event, one.point)
        for one in shown
        if one.point and west <= one.point[0] <= east and south <= one.point[1] <= north and is_wanted(one, ask.wanted)
    ]


def shielded_parts(shown: Iterable[Shown], ask: MapAsk) -> list[CellPart]:
    """Their share of the cells, as the store makes it of the others."""
    groups: dict[tuple[int, int, str], list[tuple[EventRecord, Point]]] = defaultdict(list)
    wide, tall = ask.cell
    for event, point in wanted_in(shown, ask):
        groups[int((point[0] + 180) / wide), int((point[1] + 90) / tall), event.type.value].append((event, point))
    return [_part((column, row), kind, those) for (column, row, kind), those in groups.items()]


def _part(cell: tuple[int, int], kind: str, those: Sequence[tuple[EventRecord, Point]]) -> CellPart:
    first = those[0][0]
    deaths = [known for event, _ in those if (known := deaths_to_draw(event)) is not None]
    lons, lats = [point[0] for _, point in those], [point[1] for _, point in those]
    since, _ = span_of(first.time)
    return CellPart(
        cell=cell, kind=kind, count=len(those), deaths=sum(deaths) if deaths else None,
        unknown=len(those) - len(deaths), lat=sum(lats) / len(lats), lon=sum(lons) / len(lons),
        box=(min(lons), min(lats), max(lons), max(lats)), id=first.id, since=since,
        precision=int(first.place.precision) if first.place else 5, grade=first.grade.value,
    )  # fmt: skip
