"""A shielded record in, FollowTheMoney statements out: events, actors, ties and the articles that tell of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha1
from typing import Any

from marsad.domain.record import ActorRecord, EventRecord
from marsad.domain.vocabulary import ActorKind, RelationKind
from marsad.domain.wire import content_id
from marsad.export.checking import Row
from marsad.export.forms import find_form
from marsad.export.jsons import to_lines
from marsad.export.material import Material
from marsad.export.rows import day_cell, open_ids, relation_rows
from marsad.export.sentences import event_title
from marsad.export.wording import capitalised, text_of

DATASET = "marsad"
SCHEMA_OF: Mapping[ActorKind, str] = {
    ActorKind.STATE: "PublicBody",
    ActorKind.STATE_FORCES: "PublicBody",
    ActorKind.MINISTRY: "PublicBody",
    ActorKind.AGENCY: "PublicBody",
    ActorKind.PERSON: "Person",
    ActorKind.OTHER: "LegalEntity",
}
"""Of an actor's kind; any other is an Organization. Source: FollowTheMoney's schemata."""
BODIES = frozenset({"Organization", "PublicBody"})
"""Schemata that can have members."""
MEMBER_TIES = frozenset({RelationKind.PART_OF.value, RelationKind.MEMBER_OF.value})
MOST_ORIGINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One entity before it is statements: its values by property, and the open claims that it stands on."""

    id: str
    schema: str
    values: tuple[tuple[str, str | None], ...]
    claims: tuple[str, ...] = ()
    originals: Mapping[str, str] | None = None


def to_statements(material: Material) -> bytes:
    """JSON lines, ordered by entity, so that `ftm` can put them together without sorting."""
    entities = sorted(make_entities(material), key=lambda one: (one.id, one.schema))
    kept = {one.id: one for one in reversed(entities)}
    rows = (row for name in sorted(kept) for row in statements(kept[name]))
    return to_lines(find_form("followthemoney"), rows)


def make_entities(material: Material) -> Iterator[Entity]:
    """Every entity of the record; an actor that only an event names is a LegalEntity of that name."""
    record = material.shown.record
    actors = {name: actor for actor in record.actors for name in (*actor.aliases, actor.name)}
    yield from (_actor(actor, material) for actor in record.actors)
    named = {name for event in record.events for name in (*event.agents, *event.recipients)}
    for name in sorted(named - actors.keys()):
        yield Entity(id=_actor_id(name, actors), schema="LegalEntity", values=(("name", name),))
    yield from (_event(event, actors, material) for event in record.events)
    for row in relation_rows(material):
        yield _tie(row, {actor.id: actor for actor in record.actors})
    for key, document in material.shown.documents.items():
        values = (("title", document.title), ("publisher", document.source), ("publishedAt", day_cell(document.date)),
                  ("sourceUrl", _web(document.url)))  # fmt: skip
        yield Entity(id=entity_id(key), schema="Article", values=values)


def statements(entity: Entity) -> Iterator[Row]:
    """The entity's statements: that it is there, then each value once."""
    yield _statement(entity, "id", entity.id)
    for prop, value in dict.fromkeys(entity.values):
        if value:
            yield _statement(entity, prop, value)


def entity_id(name: str) -> str:
    return f"{DATASET}-{name}"


def statement_id(entity: str, prop: str, value: str) -> str:
    """As FollowTheMoney makes it of a statement without a language."""
    key = f"{DATASET}.{entity}.{prop}.{value}".encode("utf-8", "replace")
    return sha1(key, usedforsecurity=False).hexdigest()


def _statement(entity: Entity, prop: str, value: str) -> dict[str, Any]:
    return {
        "canonical_id": entity.id,
        "entity_id": entity.id,
        "prop": prop,
        "schema": entity.schema,
        "value": value,
        "dataset": DATASET,
        "lang": None,
        "original_value": (entity.originals or {}).get(prop),
        "first_seen": None,
        "last_seen": None,
        "external": False,
        "origin": " ".join(entity.claims[:MOST_ORIGINS]) or None,
        "id": statement_id(entity.id, prop, value),
    }


def _actor(actor: ActorRecord, material: Material) -> Entity:
    values = [("name", actor.name), *(("alias", alias) for alias in actor.aliases)]
    country = ("country", actor.country.casefold() if actor.country else None)
    claims = tuple(open_ids(actor.claims, material.shown) or ())
    return Entity(id=entity_id(actor.id), schema=_schema(actor), values=(*values, country), claims=claims)


def _event(event: EventRecord, actors: Mapping[str, ActorRecord], material: Material) -> Entity:
    place, time = event.place, event.time
    involved = [("involved", _actor_id(name, actors)) for name in (*event.agents, *event.recipients)]
    proof = [("proof", entity_id(key)) for key in event.documents if key in material.shown.documents]
    values = (
        ("name", text_of(capitalised(event_title(event)))), ("startDate", day_cell(time.start) if time else None),
        ("endDate", day_cell(time.end) if time else None), ("location", place.name if place else None),
        ("country", place.country.casefold() if place and place.country else None),
        ("summary", event.grade_reason), ("recordId", event.id), ("sourceUrl", material.link("events", event.id)),
    )  # fmt: skip
    originals = {"location": place.text} if place and place.text else None
    claims = tuple(open_ids(event.claims, material.shown) or ())
    return Entity(
        id=entity_id(event.id), schema="Event", values=(*values, *involved, *proof), claims=claims, originals=originals
    )


def _tie(row: Row, actors: Mapping[str, ActorRecord]) -> Entity:
    """`actors` are by id."""
    ends = (entity_id(row["subject_id"]), entity_id(row["object_id"]))
    name = entity_id(content_id("t", row["subject_id"], row["relation"], row["object_id"], str(row["former"])))
    role = ("role", f"formerly {row['relation']}" if row["former"] else row["relation"])
    is_member = row["relation"] in MEMBER_TIES and _schema(actors[row["object_id"]]) in BODIES
    props = ("member", "organization") if is_member else ("subject", "object")
    values = (*zip(props, ends, strict=True), role)
    schema = "Membership" if is_member else "UnknownLink"
    return Entity(id=name, schema=schema, values=values, claims=tuple(row["claims"] or ()))


def _schema(actor: ActorRecord) -> str:
    return SCHEMA_OF.get(actor.kind, "Organization")


def _actor_id(name: str, actors: Mapping[str, ActorRecord]) -> str:
    return entity_id(actors[name].id if name in actors else content_id("n", name))


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None
