"""A shielded record in, the report's map and its key out."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from marsad.domain.place import Place
from marsad.domain.record import ControlSpell, EventRecord, Record
from marsad.domain.vocabulary import ActorKind, ControlState, Harm, PlacePrecision, VictimsGroup
from marsad.export.basemap import Point, province_point
from marsad.export.map_frame import parted
from marsad.export.sentences import control_words
from marsad.export.svg_map import Marker, Symbol, draw_map, map_file
from marsad.export.tolls import event_span, sum_spans
from marsad.export.wording import (
    capitalised,
    event_family,
    event_name,
    place_words,
    say,
    text_of,
    toll_words,
    words_file,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderKey:
    """A holder's colour and letter on the map and in the control table."""

    name: str
    colour: str
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMap:
    """The drawn map with what its key must explain; `off_map` names places that have no point or lie too far out."""

    svg: Markup
    families: tuple[tuple[str, str], ...]
    holders: tuple[HolderKey, ...]
    off_map: tuple[str, ...]


Anchors = Mapping[str, str]
"""Where in the page a thing stands: "#e3" by the event's or the spell's id."""


def map_of(record: Record, anchors: Anchors, keys: Mapping[str, HolderKey], day: date) -> ReportMap:
    """The map of the record's news and of who holds each place at the end of `day`."""
    events = [event for event in record.events if not event.background]
    spells = current_spells(record.control, day)
    everything: list[EventRecord | ControlSpell] = [*events, *spells]
    placed = {id(thing): point for thing in everything if (point := point_of(thing.place))}
    things = [thing for thing in everything if id(thing) in placed]
    near, far = parted([placed[id(thing)] for thing in things], map_file()["reach"]["far_degrees"])
    shown = {id(things[index]) for index in near}
    symbols = _symbols([event for event in events if id(event) in shown], anchors)
    markers = _markers([spell for spell in spells if id(spell) in shown], anchors, keys, day)
    off = [things[index] for index in far] + [thing for thing in everything if id(thing) not in placed]
    about = say("report", "map_about").format(
        events=f"{len(events)} {words_file()['count']['events'][len(events) != 1]}",
        places=_counted_places(symbols, markers),
    )
    return ReportMap(
        svg=draw_map(symbols, markers, title=say("report", "map"), description=about),
        families=tuple(
            (family, label) for family, label in words_file()["family"].items() if family in _families(symbols)
        ),
        holders=tuple(key for key in keys.values() if any(key.name in spell.holder for spell in spells)),
        off_map=tuple(sorted({thing.place.name for thing in off if thing.place})),
    )


def point_of(place: Place | None) -> Point | None:
    """Where to draw a place; a province without a point is drawn at its middle, a country nowhere."""
    if place is None or place.precision >= PlacePrecision.COUNTRY:
        return None
    if place.lat is not None and place.lon is not None and abs(place.lat) <= 85 and abs(place.lon) <= 180:
        return (place.lon, place.lat)
    return province_point(place.admin1, place.country) if place.admin1 else None


def current_spells(spells: Sequence[ControlSpell], day: date) -> list[ControlSpell]:
    """The spells that held at the end of the day; the latest where one place has several."""
    groups: dict[str, list[ControlSpell]] = defaultdict(list)
    for spell in spells:
        begun = spell.from_ is None or spell.from_ <= day
        if begun and (spell.until is None or spell.until >= day):
            groups[spell.place.name].append(spell)
    return [group[-1] for group in groups.values()]


def holder_keys(record: Record) -> dict[str, HolderKey]:
    """As `keys_of`, for the holders of the record."""
    counts = Counter(holder for spell in record.control for holder in spell.holder)
    return keys_of(counts, {actor.name for actor in record.actors if actor.kind != ActorKind.OTHER})


def keys_of(counts: Mapping[str, int], known: Collection[str]) -> dict[str, HolderKey]:
    """A colour and a letter for each holder; beyond the palette all share one grey.

    Args:
        counts: in how many spells each is named; those with most come first.
        known: actors whose kind is known; they come before such as "fighters".
    """
    palette = map_file()["holders"]
    ordered = sorted(counts, key=lambda holder: (holder not in known, -counts[holder], holder))
    keys: dict[str, HolderKey] = {}
    for index, holder in enumerate(ordered):
        is_coloured = index < len(palette["colours"])
        colour = palette["colours"][index] if is_coloured else palette["other"]
        letter = palette["letters"][index] if is_coloured else palette["other_letter"]
        keys[holder] = HolderKey(name=holder, colour=colour, letter=letter)
    return keys


def _symbols(events: Sequence[EventRecord], anchors: Anchors) -> list[Symbol]:
    """One symbol for each family of events at each point, sized by all its dead together."""
    groups: dict[tuple[Point, str], list[EventRecord]] = defaultdict(list)
    for event in events:
        point = point_of(event.place)
        if point:
            groups[(point, event_family(event.type))].append(event)
    return [
        _symbol(point, family, group, anchors) for (point, family), group in sorted(groups.items(), key=lambda g: g[0])
    ]


def _symbol(point: Point, family: str, group: list[EventRecord], anchors: Anchors) -> Symbol:
    killed = sum_spans(event_span(event, Harm.KILLED) for event in group)
    kinds = Counter(event.type for event in group)
    told = ", ".join(f"{count} {event_name(kind, count)}" for kind, count in kinds.items())
    where = text_of(place_words(group[0].place))
    toll = text_of(toll_words(Harm.KILLED, VictimsGroup.PEOPLE, None, killed.bounds))
    precision = max(int(event.place.precision) for event in group if event.place)
    return Symbol(
        at=point,
        family=family,
        place=_label(group[0].place),
        persons=killed.size if killed.is_known else None,
        reach_km=map_file()["precision_km"].get(str(precision), 0),
        title=f"{told} {where}: {toll}",
        href=anchors[group[0].id],
    )


def _label(place: Place | None) -> str:
    """The name to write on the map: a province is not to be taken for the town of its name."""
    if place is None:
        return ""
    level = words_file()["place_level"].get(str(int(place.precision)), "")
    return f"{place.name} {level}" if level and level not in place.name.casefold() else place.name


def _markers(
    spells: Sequence[ControlSpell], anchors: Anchors, keys: Mapping[str, HolderKey], day: date
) -> list[Marker]:
    markers = []
    for spell in spells:
        point = point_of(spell.place)
        if point:
            markers.append(_marker(spell, point, anchors, keys, day))
    return markers


def _marker(spell: ControlSpell, point: Point, anchors: Anchors, keys: Mapping[str, HolderKey], day: date) -> Marker:
    lost = spell.state in {ControlState.LOST, ControlState.NONE, ControlState.UNKNOWN}
    shown = () if lost else tuple((keys[holder].colour, keys[holder].letter) for holder in spell.holder[:3])
    return Marker(
        at=point,
        place=spell.place.name,
        holders=shown or ((map_file()["holders"]["other"], "?"),),
        contested=bool(spell.contested_by) or spell.state in {ControlState.CONTESTED, ControlState.BESIEGED},
        title=text_of(capitalised(control_words(spell, day))),
        href=anchors[spell.id],
    )


def _families(symbols: Sequence[Symbol]) -> set[str]:
    return {symbol.family for symbol in symbols}


def _counted_places(symbols: Sequence[Symbol], markers: Sequence[Marker]) -> str:
    count = len({symbol.place for symbol in symbols} | {marker.place for marker in markers})
    return f"{count} {words_file()['count']['places'][count != 1]}"
