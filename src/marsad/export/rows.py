"""Things of a shielded record in, rows of the record's own tables out; their columns stand in `forms/*.toml`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from marsad.domain.claim import Claim
from marsad.domain.place import Place
from marsad.domain.record import ControlSpell, EventRecord, Toll
from marsad.domain.vocabulary import Harm
from marsad.domain.wire import dumps, to_line
from marsad.export.checking import Row
from marsad.export.material import Material
from marsad.export.shield import Shielded
from marsad.export.tolls import event_span

Cells = dict[str, Any]


def event_rows(material: Material) -> Iterator[Row]:
    """One event a row; killed and injured are sums that count nobody twice, unknown where not known."""
    return (event_row(event, material) for event in material.shown.record.events)


def event_row(event: EventRecord, material: Material) -> Cells:
    killed, injured = (event_span(event, harm) for harm in (Harm.KILLED, Harm.INJURED))
    bounds = {
        f"{harm}_{bound}": getattr(span, bound)
        for harm, span in (("killed", killed), ("injured", injured))
        for bound in ("low", "best", "high")
    }
    return {
        "id": event.id,
        "previous_ids": known_list(material.previous.get(event.id, ())),
        "url": material.link("events", event.id),
        "type": event.type.value,
        **time_cells(event),
        **place_cells(event.place),
        "agents": known_list(event.agents),
        "recipients": known_list(event.recipients),
        **bounds,
        "grade": event.grade.value,
        "grade_reason": event.grade_reason or None,
        "voices": known_list(event.voices),
        "background": event.background,
        "claims": open_ids(event.claims, material.shown),
        "documents": known_list(event.documents),
    }


def figure_rows(material: Material) -> Iterator[Row]:
    """One figure a row, oldest first within its toll; totals over a period have no event and their scope."""
    record, shown = material.shown.record, material.shown
    for event in record.events:
        days = time_cells(event)
        head = {"event": event.id, "start": days["start"], "end": days["end"], **place_cells(event.place)}
        for toll in event.tolls:
            yield from _toll_rows(head, toll, shown)
    for total in record.aggregates:
        scope = {"total": total.id, "scope": total.scope_text or None}
        head = {**scope, "start": day_cell(total.since), "end": day_cell(total.until), **place_cells(total.place)}
        for toll in total.tolls:
            yield from _toll_rows(head, toll, shown)


def total_rows(material: Material) -> Iterator[Row]:
    """One toll of a total a row."""
    for total in material.shown.record.aggregates:
        for toll in total.tolls:
            yield {
                "id": total.id,
                "previous_ids": known_list(material.previous.get(total.id, ())),
                "scope": total.scope_text or None,
                "since": day_cell(total.since),
                "until": day_cell(total.until),
                **place_cells(total.place),
                **_group_cells(toll),
                "covers": known_list(total.covers),
                "claims": open_ids(total.claims, material.shown),
            }


def spell_rows(material: Material) -> Iterator[Row]:
    """One spell a row; an unknown `until` is one that is not reported over."""
    return (spell_row(spell, material) for spell in material.shown.record.control)


def spell_row(spell: ControlSpell, material: Material) -> Cells:
    exceptions = [f"{part.place} ({', '.join(part.holder)})" if part.holder else part.place for part in spell.except_]
    return {
        "id": spell.id,
        "previous_ids": known_list(material.previous.get(spell.id, ())),
        **place_cells(spell.place),
        "holder": known_list(spell.holder),
        "state": spell.state.value,
        "extent": spell.extent.value if spell.extent else None,
        "from": day_cell(spell.from_),
        "until": day_cell(spell.until),
        "known_from": day_cell(spell.known_from),
        "taken_from": known_list(spell.taken_from),
        "except": known_list(exceptions),
        "voices": known_list(spell.voices),
        "claims": open_ids(spell.claims, material.shown),
        "contested_by": open_ids(spell.contested_by, material.shown),
    }


def actor_rows(material: Material) -> Iterator[Row]:
    for actor in material.shown.record.actors:
        yield {
            "id": actor.id,
            "previous_ids": known_list(material.previous.get(actor.id, ())),
            "name": actor.name,
            "aliases": known_list(actor.aliases),
            "kind": actor.kind.value,
            "country": actor.country,
            "claims": open_ids(actor.claims, material.shown),
        }


def relation_rows(material: Material) -> Iterator[Row]:
    """Ties that an open claim states, between actors that are both shown; each once."""
    names = {actor.id: actor.name for actor in material.shown.record.actors}
    seen = set[tuple[str, str, str, bool]]()
    for actor in material.shown.record.actors:
        for tie in actor.relations:
            key = (actor.id, tie.relation.value, tie.other, tie.former)
            stated = tie.other in names and any(map(material.shown.may_cite, tie.claims))
            if stated and key not in seen:
                seen.add(key)
                yield {
                    "subject": actor.name,
                    "subject_id": actor.id,
                    "relation": tie.relation.value,
                    "object": names[tie.other],
                    "object_id": tie.other,
                    "former": tie.former,
                    "claims": open_ids(tie.claims, material.shown),
                }


def claim_rows(material: Material) -> Iterator[Row]:
    """Open claims by id."""
    for key, claim in sorted(material.shown.claims.items()):
        if not claim.protected:
            yield _claim_row(key, claim, material)


def document_rows(material: Material) -> Iterator[Row]:
    """Open documents by id."""
    for key, document in sorted(material.shown.documents.items()):
        yield {
            "id": key,
            "date": day_cell(document.date),
            "source": document.source or None,
            "title": document.title or None,
            "address": document.url or None,
            "language": document.language or None,
            "sha256": document.sha256,
            "url": material.link("documents", key),
        }


def change_rows(material: Material) -> Iterator[Row]:
    """The journal, oldest first."""
    rooms = {"event": "events"}
    present = {event.id for event in material.shown.record.events}
    for one in material.journal:
        room = rooms.get(one.thing.value) if one.id in present else None
        yield {
            "version": one.version,
            "day": day_cell(one.day),
            "kind": one.kind.value,
            "thing": one.thing.value,
            "id": one.id,
            "others": known_list(one.others),
            "url": material.link(room, one.id) if room else None,
        }


def place_cells(place: Place | None) -> Cells:
    """Where it is; a coordinate that is none on Earth counts as unknown."""
    lat, lon = point_of(place) or (None, None)
    return {
        "place": place.name or None if place else None,
        "admin1": place.admin1 or None if place else None,
        "country": place.country or None if place else None,
        "place_precision": int(place.precision) if place else None,
        "latitude": lat,
        "longitude": lon,
    }


def point_of(place: Place | None) -> tuple[float, float] | None:
    """Latitude and longitude, None where no point on Earth is known."""
    if place is None or place.lat is None or place.lon is None:
        return None
    return (place.lat, place.lon) if abs(place.lat) <= 90 and abs(place.lon) <= 180 else None  # so also for NaN


def time_cells(told: EventRecord | Claim) -> Cells:
    time = told.time
    precision = {"time_precision": time.precision.value if time else None}
    return {"start": day_cell(time.start) if time else None, "end": day_cell(time.end) if time else None, **precision}


def day_cell(day: date | None) -> str | None:
    return day.isoformat() if day else None


def known_list(items: Iterable[str]) -> list[str] | None:
    """The items less empty ones, None where there is none."""
    return [item for item in items if item] or None


def open_ids(ids: Iterable[str], shown: Shielded) -> list[str] | None:
    """Ids of open claims: a protected claim's id is a hash of its words, by which they could be guessed."""
    return known_list(key for key in ids if shown.may_cite(key))


def _toll_rows(head: Mapping[str, Any], toll: Toll, shown: Shielded) -> Iterator[Row]:
    numbers: dict[str | None, int] = {}
    for number, figure in enumerate(toll.revisions, 1):
        replaced = numbers.get(figure.replaces)
        numbers[figure.claim] = number
        yield {
            **head,
            **_group_cells(toll),
            "rule": toll.rule,
            "figure": number,
            "figure_low": figure.low,
            "figure_best": figure.best,
            "figure_high": figure.high,
            "voice": figure.voice or None,
            "reported": day_cell(figure.reported),
            "words": figure.words or None,
            "current": figure.current,
            "replaces": replaced,
            "claim": figure.claim if shown.may_cite(figure.claim) else None,
        }


def _group_cells(toll: Toll) -> Cells:
    return {
        "harm": toll.harm.value,
        "victims": toll.victims.value,
        "side": toll.side or None,
        "part_of": toll.part_of.value if toll.part_of else None,
        "low": toll.low,
        "best": toll.best,
        "high": toll.high,
    }


def _claim_row(key: str, claim: Claim, material: Material) -> Cells:
    days = time_cells(claim)
    credited = claim.attribution
    return {
        "id": key,
        "kind": claim.kind.value,
        "document": claim.document,
        "reported": day_cell(claim.reported),
        "source": claim.source or None,
        "attribution": credited.speaker or None if credited else None,
        "role": credited.role.value if credited else None,
        "modality": claim.modality.value,
        "background": claim.background,
        "start": days["start"],
        "end": days["end"],
        **place_cells(claim.place),
        "says": dumps(to_line(claim)[claim.kind.value]),
        "quote": claim.quote.text,
        "quote_start": claim.quote.start,
        "quote_end": claim.quote.end,
        "url": material.link("documents", claim.document),
    }


TABLES: Mapping[str, Callable[[Material], Iterable[Row]]] = {
    "events": event_rows,
    "casualties": figure_rows,
    "totals": total_rows,
    "control": spell_rows,
    "actors": actor_rows,
    "relations": relation_rows,
    "claims": claim_rows,
    "documents": document_rows,
    "changes": change_rows,
}
"""The record's own tables, each by the name of its form."""
