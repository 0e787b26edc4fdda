"""A record in, a file's bytes out, by the name of its format; equal input gives equal bytes."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import isfinite
from types import MappingProxyType
from typing import Any

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.place import Place
from marsad.domain.record import ControlSpell, EventRecord, Record, Toll
from marsad.domain.vocabulary import Harm
from marsad.export.acled import to_acled
from marsad.export.cells import Cell, to_csv
from marsad.export.shield import Shielded, shield
from marsad.export.tolls import Span, event_span

BETWEEN = "; "
"""What parts several names in one cell."""

PLACE_COLUMNS = ("place", "admin1", "country", "place_precision", "latitude", "longitude")
EVENT_COLUMNS = (
    "id", "type", "start", "end", "time_precision", *PLACE_COLUMNS, "agents", "recipients",
    "killed_low", "killed_best", "killed_high", "injured_low", "injured_best", "injured_high",
    "grade", "voices", "background", "claims", "documents",
)  # fmt: skip
TOLL_COLUMNS = (
    "event", "aggregate", "scope", "since", "until", "harm", "victims", "side", "part_of",
    "low", "best", "high", "rule",
    "figure_low", "figure_best", "figure_high", "voice", "reported", "words", "current", "claim", "replaces",
)  # fmt: skip
CONTROL_COLUMNS = (
    "id", *PLACE_COLUMNS, "holder", "state", "extent", "from", "until", "known_from", "taken_from", "except", "voices",
    "claims", "contested_by",
)  # fmt: skip


def to_events_csv(record: Record, claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> bytes:
    """One event a row; killed and injured are sums that count nobody twice, empty where not known."""
    shown = shield(record, claims, documents)
    return to_csv(EVENT_COLUMNS, (_event_row(event, shown) for event in shown.record.events))


def to_tolls_csv(record: Record, claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> bytes:
    """One figure a row, with the toll that it belongs to; totals over a period have no event and their scope."""
    shown = shield(record, claims, documents)
    rows: list[Sequence[Cell]] = []
    for event in shown.record.events:
        rows += _toll_rows((event.id, None, None, None, None), event.tolls, shown)
    for total in shown.record.aggregates:
        rows += _toll_rows((None, total.id, total.scope_text, _day(total.since), _day(total.until)), total.tolls, shown)
    return to_csv(TOLL_COLUMNS, rows)


def to_control_csv(record: Record, claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> bytes:
    """One spell a row; an empty `until` is one that is not reported over."""
    shown = shield(record, claims, documents)
    return to_csv(CONTROL_COLUMNS, (_control_row(spell, shown) for spell in shown.record.control))


def to_geojson(record: Record, claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> bytes:
    """Events and spells of control as features (RFC 7946); one without a point has a null geometry."""
    shown = shield(record, claims, documents)
    features = [
        _feature("event", EVENT_COLUMNS, _event_row(event, shown), event.place) for event in shown.record.events
    ]
    features += [
        _feature("control", CONTROL_COLUMNS, _control_row(spell, shown), spell.place) for spell in shown.record.control
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return (json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8", "replace")


def to_acled_csv(record: Record, claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> bytes:
    """ACLED's 31 columns, one event a row, history and types that ACLED does not code left out."""
    return to_acled(shield(record, claims, documents))


FORMATS: Mapping[str, Callable[[Record, Mapping[str, Claim], Mapping[str, Document]], bytes]] = MappingProxyType(
    {
        "csv": to_events_csv,
        "tolls-csv": to_tolls_csv,
        "control-csv": to_control_csv,
        "geojson": to_geojson,
        "acled": to_acled_csv,
    }
)
"""Every format by the name that `--to` takes."""


def _event_row(event: EventRecord, shown: Shielded) -> list[Cell]:
    time = event.time
    killed, injured = (event_span(event, harm) for harm in (Harm.KILLED, Harm.INJURED))
    return [
        event.id, event.type.value, _day(time.start) if time else None, _day(time.end) if time else None,
        time.precision.value if time else None, *_place_cells(event.place), _list(event.agents),
        _list(event.recipients),
        *_span_cells(killed), *_span_cells(injured), event.grade.value, _list(event.voices),
        str(event.background).lower(),
        _ids(event.claims, shown), _list(event.documents),
    ]  # fmt: skip


def _toll_rows(head: tuple[Cell, ...], tolls: Iterable[Toll], shown: Shielded) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for toll in tolls:
        whole: list[Cell] = [
            *head, toll.harm.value, toll.victims.value, toll.side, toll.part_of.value if toll.part_of else None,
            toll.low, toll.best, toll.high, toll.rule,
        ]  # fmt: skip
        for figure in toll.revisions:
            claim, replaced = (_ids(filter(None, [key]), shown) for key in (figure.claim, figure.replaces))
            rows.append([*whole, figure.low, figure.best, figure.high, figure.voice, _day(figure.reported),
                         figure.words,
                         str(figure.current).lower(), claim, replaced])  # fmt: skip
    return rows


def _control_row(spell: ControlSpell, shown: Shielded) -> list[Cell]:
    exceptions = [
        f"{part.place} ({BETWEEN.join(part.holder)})" if part.holder else part.place for part in spell.except_
    ]
    return [
        spell.id, *_place_cells(spell.place), _list(spell.holder), spell.state.value,
        spell.extent.value if spell.extent else None, _day(spell.from_), _day(spell.until), _day(spell.known_from),
        _list(spell.taken_from), _list(exceptions), _list(spell.voices), _ids(spell.claims, shown),
        _ids(spell.contested_by, shown),
    ]  # fmt: skip


def _place_cells(place: Place | None) -> list[Cell]:
    if place is None:
        return [None] * len(PLACE_COLUMNS)
    return [place.name, place.admin1, place.country, int(place.precision), place.lat, place.lon]


def _feature(kind: str, columns: Sequence[str], row: Sequence[Cell], place: Place | None) -> dict[str, Any]:
    properties = {column: _json_cell(cell) for column, cell in zip(columns, row, strict=True)}
    return {"type": "Feature", "geometry": _geometry(place), "properties": {"kind": kind, **properties}}


def _json_cell(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and not isfinite(cell) else cell


def _geometry(place: Place | None) -> dict[str, Any] | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    if not (abs(place.lat) <= 90 and abs(place.lon) <= 180):  # also false for NaN
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _span_cells(span: Span) -> list[Cell]:
    return [span.low, span.best, span.high]


def _ids(ids: Iterable[str], shown: Shielded) -> str | None:
    """Ids of open claims: a protected claim's id is a hash of its words, by which they could be guessed."""
    return _list(key for key in ids if shown.may_cite(key))


def _list(items: Iterable[str]) -> str | None:
    return BETWEEN.join(items) or None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
