"""Nouns in, rows out, and back: where each field is kept, and what a thing is filtered by."""

import datetime as dt
import zlib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from functools import lru_cache
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import RowMapping

from marsad.domain.claim import Casualty, Claim, Control, Event, Relation
from marsad.domain.counting import deaths_to_draw
from marsad.domain.document import Document
from marsad.domain.filter import fold_words
from marsad.domain.holding import is_sole
from marsad.domain.judgement import Judgement
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.provenance import Provenance
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Record, Toll
from marsad.domain.review import review_weight
from marsad.domain.source import PlaceGrain, Source, TimeGrain
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import PlacePrecision, TimePrecision
from marsad.domain.wire import Line, claim_from_line, claim_to_line, dumps, from_plain, to_plain

Row = dict[str, Any]
DOCUMENT_FIELDS = ("id", "text", "date", "source", "title", "url", "language", "original_sha256", "protected")
PROVENANCE_FIELDS = ("media_type", "parent", "version_of", "brought_by", "dated_by", "author")
GRAINS = ("time_grain", "place_grain")
LEDGER_DIGITS = 16
"""Hexadecimal: two of a million places share them once in tens of millions of records."""
KEPT_SPELLS = 8_192
"""Spells in memory by their lines, some 2 kB each."""


def original_row(content: bytes, name: str | None, document: Document, now: dt.datetime) -> Row:
    """The original as kept; of a protected one neither the file's name nor the hour."""
    seen = now.date().isoformat() if document.protected else now.isoformat(timespec="seconds")
    return {
        "sha256": sha256(content).hexdigest(),
        "content": zlib.compress(content),
        "name": None if document.protected else name,
        "first_seen": seen,
    }


def document_row(document: Document, original_sha256: str) -> Row:
    fields = {name: getattr(document, name) for name in DOCUMENT_FIELDS}
    grains = {name: getattr(document, name) for name in GRAINS}
    return {**fields, **grains, "text_sha256": document.sha256, "original_sha256": original_sha256}


def provenance_row(document: Document, came: Provenance) -> Row:
    """How it came; of a protected one the kind of its bytes alone."""
    if document.protected:
        return {"document": document.id, "media_type": came.media_type}
    return {"document": document.id, **{name: getattr(came, name) for name in PROVENANCE_FIELDS}}


def document_from_row(row: RowMapping) -> Document:
    time, place = row["time_grain"], row["place_grain"]
    return Document(
        **{name: row[name] for name in DOCUMENT_FIELDS},
        time_grain=TimeGrain(time) if time else None,
        place_grain=PlaceGrain(place) if place else None,
    )


def claim_row(claim: Claim, line: Line | None = None) -> Row:
    """`line` is the claim's own, where it is known already."""
    line = line or claim_to_line(claim)
    since, until = span_of(claim.time)
    return {
        "id": line["id"],
        "document": claim.document,
        "kind": claim.kind.value,
        "start": claim.quote.start,
        "since": since,
        "until": until,
        "places": place_words(claim.place),
        "actors": name_words(actor_names(claim)),
        "payload": line,
    }


def claim_from_row(row: RowMapping) -> Claim:
    return claim_from_line(row["payload"])


@lru_cache(maxsize=KEPT_SPELLS)
def spell_from_text(line: str) -> ControlSpell:
    """The spell that a kept line spells; kept by its words, for one that lasts is in the answer of each of its days."""
    return from_plain(msgspec.json.decode(line), ControlSpell)


def judgement_row(judgement: Judgement) -> Row:
    return {
        "id": judgement.id,
        "kind": judgement.kind.value,
        "author": judgement.author,
        "at": judgement.at.isoformat(),
        "payload": to_plain(judgement),
    }


def judgement_from_row(row: RowMapping) -> Judgement:
    return from_plain(row["payload"], Judgement)


def decided_rows(judgement: Judgement) -> list[Row]:
    """One row a claim of a judgement that stands, none of one that was undone."""
    if judgement.undone:
        return []
    return [{"claim": one, "judgement": judgement.id, "kind": judgement.kind.value} for one in judgement.claims]


def problem_row(problem: Problem, origin: str) -> Row:
    payload = to_plain(problem)
    return {
        "origin": origin,
        "code": problem.code.value,
        "document": problem.document,
        "digest": sha256(dumps(payload).encode("utf-8")).hexdigest(),
        "payload": payload,
    }


def problem_from_row(row: RowMapping) -> Problem:
    return from_plain(row["payload"], Problem)


def event_row(event: EventRecord, hidden: AbstractSet[str]) -> Row:
    """`hidden` are the ids of the claims of protected documents."""
    since, until = span_of(event.time)
    names = (*event.agents, *event.recipients)
    row = _record_row(event, event.type.value, since, until, place_words(event.place), names)
    told = {*event.claims, *(revision.claim for toll in event.tolls for revision in toll.revisions)}
    drawn = {"deaths": deaths_to_draw(event), "grade": event.grade.value, "background": event.background}
    protected = not told.isdisjoint(hidden)
    found = {
        "place": event.place.name if event.place and not protected else None,
        "country": event.place.country if event.place else None,
        "weight": review_weight(event),
    }
    return {**row, **point_row(event.place), **drawn, **found, "protected": protected}


def point_row(place: Place | None) -> Row:
    """Where a place lies; a coordinate that is none on Earth counts as unknown."""
    lat, lon = (place.lat, place.lon) if place else (None, None)
    if lat is None or lon is None or not (abs(lat) <= 90 and abs(lon) <= 180):  # also true for NaN
        lat = lon = None
    return {"lat": lat, "lon": lon, "precision": int(place.precision) if place else None}


def aggregate_row(aggregate: AggregateRecord) -> Row:
    sides = tuple(toll.side for toll in aggregate.tolls)
    return _record_row(
        aggregate, "aggregate", aggregate.since or aggregate.until, aggregate.until, place_words(aggregate.place), sides
    )


def spell_row(spell: ControlSpell, hidden: AbstractSet[str]) -> Row:
    names = (*spell.holder, *spell.taken_from, *(name for part in spell.except_ for name in part.holder))
    since = spell.from_ or spell.known_from
    row = _record_row(spell, spell.state.value, since, spell.until, place_words(spell.place), names)
    protected = not hidden.isdisjoint((*spell.claims, *spell.contested_by))
    sole = {"ledger": ledger_of(spell.place), "holder": dumps(spell.holder)} if is_sole(spell) else {}
    return {**row, **point_row(spell.place), "place": None if protected else spell.place.name, "protected": protected,
            "contested": bool(spell.contested_by), "ledger": None, "holder": None, **sole}  # fmt: skip


def ledger_of(place: Place) -> str | None:
    """One word for a place that spells are of; None for a vague area, whose words may stand for several."""
    if place.precision is PlacePrecision.AREA:
        return None
    wide = place.precision >= PlacePrecision.PROVINCE
    own = [place.geonames_id] if place.geonames_id is not None else [place.name, place.country, wide]
    return sha256(dumps(own).encode()).hexdigest()[:LEDGER_DIGITS]


def actor_row(actor: ActorRecord) -> Row:
    return _record_row(actor, actor.kind.value, None, None, " ", (actor.name, *actor.aliases))


def toll_row(toll: Toll, event: str, *, aggregate: bool) -> Row:
    figures = {"low": toll.low, "best": toll.best, "high": toll.high, "side": toll.side}
    groups = {"harm": toll.harm.value, "victims": toll.victims.value, "part_of": toll.part_of and toll.part_of.value}
    return {"event": event, "aggregate": aggregate, **figures, **groups}


def toll_rows(record: Record) -> Iterator[Row]:
    """Every toll of the record, beside the id of its event or aggregate."""
    for event in record.events:
        yield from (toll_row(toll, event.id, aggregate=False) for toll in event.tolls)
    for total in record.aggregates:
        yield from (toll_row(toll, total.id, aggregate=True) for toll in total.tolls)


def source_row(source: Source) -> Row:
    return {name: getattr(value, "value", value) for name, value in asdict(source).items()}


def span_of(time: TimeSpan | None) -> tuple[dt.date | None, dt.date | None]:
    """First and last day that a filter asks by: one known day stands for both, but an open span has no last day."""
    if time is None:
        return None, None
    last = time.end if time.precision is TimePrecision.OPEN else time.end or time.start
    return time.start or time.end, last


def place_words(place: Place | None) -> str:
    """What a place is found by: its name, its words, its province."""
    return _fold(place.name, place.text, place.admin1) if place else " "


def name_words(names: Iterable[str | None]) -> str:
    """What actors are found by, a bar between names so that no phrase runs from one into the next."""
    return "|".join(_fold(name) for name in names if name) or " "


@lru_cache(maxsize=10_000)
def _fold(*texts: str | None) -> str:
    """As `fold_words`, of names, which come again and again."""
    return fold_words(*texts)


def _record_row(
    noun: EventRecord | AggregateRecord | ControlSpell | ActorRecord,
    kind: str,
    since: dt.date | None,
    until: dt.date | None,
    places: str,
    names: Iterable[str | None],
) -> Row:
    spans: Mapping[str, dt.date | None] = {"since": since, "until": until}
    return {
        "id": noun.id,
        "kind": kind,
        **spans,
        "places": places,
        "actors": name_words(names),
        "payload": to_plain(noun),
    }


def actor_names(claim: Claim) -> Iterable[str | None]:
    """Who is named in the claim, and whom it credits."""
    match claim.said:
        case Event(agents=agents, recipients=recipients):
            yield from (*agents, *recipients)
        case Casualty(side=side, agents=agents):
            yield from (side, *agents)
        case Control(holder=holder, from_=before, except_=parts):
            yield from (*holder, *before, *(name for part in parts for name in part.holder))
        case Relation(subject=subject, object=other):
            yield from (subject, other)
    if claim.attribution:
        yield from (claim.attribution.speaker, claim.attribution.spokesperson)
