"""The nouns that answers are made of in, the schemas by which the API describes each of its answers out.

A field list is written once, in its noun: what is here says how a line differs from its noun, and what an answer holds.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, Literal, get_type_hints

import msgspec

from marsad.domain.claim import Casualty, Claim, Control, Event, Relation, Statement
from marsad.domain.copying import SentenceChange
from marsad.domain.document import Document
from marsad.domain.problem import Problem
from marsad.domain.provenance import Provenance
from marsad.domain.publication import PinnedSentence, Publication, PublicState
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Revision, Toll
from marsad.domain.vocabulary import ActorKind, ClaimKind, Harm
from marsad.export.method import Section
from marsad.export.sitrep import Headline
from marsad.intake.outlets import OutletFacts
from marsad.store.facets import Facet
from marsad.store.sources import Outlet, Voice
from marsad.store.sums import By, Sum
from marsad.web.event_view import Decided
from marsad.web.public_record import Withdrawn
from marsad.web.reasons import Near

PLACE_OF = "#/components/schemas/{name}"
Shape = Any
Day = dt.date | None
Unset = msgspec.UnsetType


def shape(name: str, about: str, /, **hints: Any) -> Shape:
    """A closed object of these fields; one that may be left out is `X | Unset`."""
    plain = [
        (field.rstrip("_"), hint, msgspec.UNSET) if _may_lack(hint) else (field.rstrip("_"), hint)
        for field, hint in hints.items()
    ]
    spelled = [(f"{one[0]}_", *one[1:]) if one[0] in RESERVED else one for one in plain]
    rename = {f"{word}_": word for word in RESERVED}
    return msgspec.defstruct(
        name, spelled, namespace={"__doc__": about}, kw_only=True, forbid_unknown_fields=True, rename=rename
    )


def _may_lack(hint: Any) -> bool:
    return Unset in getattr(hint, "__args__", ())


def many(item: Any) -> Any:
    """A list of them."""
    return list[item]


def named(item: Any) -> Any:
    """Them by name."""
    return dict[str, item]


RESERVED = frozenset({"from", "except"})
"""Names of fields that are words of Python."""


def line(name: str, noun: Shape, *, of: str | None = None, drop: frozenset[str] = frozenset(), **other: Any) -> Shape:
    """The noun as answers spell it: with its kind, less some fields, some of another type, and some more."""
    hints = get_type_hints(noun)
    own = {one.name: hints[one.name] for one in fields(noun) if one.name not in drop}
    head = {"kind": Literal[of]} if of else {}
    return shape(name, (noun.__doc__ or name).split("\n", 1)[0], **{**head, **own, **other})


RevisionLine = line("RevisionLine", Revision, claim=str | None)
TollLine = line("TollLine", Toll, revisions=many(RevisionLine))
EventLine = line("EventLine", EventRecord, of="event", tolls=many(TollLine))
TotalLine = line("TotalLine", AggregateRecord, of="aggregate", tolls=many(TollLine))
SpellLine = line("SpellLine", ControlSpell, of="control")
ActorLine = line("ActorLine", ActorRecord, of="actor", type=ActorKind, drop=frozenset({"kind"}))
ControlSaid = line("ControlSaid", Control)
ClaimLine = line(
    "ClaimLine", Claim, drop=frozenset({"said"}), id=str, kind=ClaimKind, event=Event | Unset,
    casualty=Casualty | Unset, control=ControlSaid | Unset, statement=Statement | Unset, relation=Relation | Unset,
)  # fmt: skip
HeadLine = line("DocumentLine", Document, drop=frozenset({"text"}))
ProblemLine = line("ProblemLine", Problem, of="problem")
OutletLine = line("OutletLine", Outlet, facts=OutletFacts | None)
SumLine = line("SumLine", Sum, by=By, key=str | None)
Bounds = shape("BoundsLine", "Persons; null where it is not known.", low=int | None, best=int | None, high=int | None)
Ever = shape(
    "EverLine", "One harm over all days, of no known day too.", harm=Harm, low=int | None, best=int | None,
    high=int | None,
)  # fmt: skip
CountedLine = shape(
    "CountedLine", "One harm of the period beside the period before.", harm=Harm, low=int | None, best=int | None,
    high=int | None, events=int, unknown=int, before=Bounds,
)  # fmt: skip
Known = dt.date | Unset
"""Of what was asked as known on a day: that day."""
WALK: dict[str, Any] = {"total": int, "page": int | None, "pages": int, "next": str | None}


def page_of(name: str, item: Any, **more: Any) -> Shape:
    """One stretch of a list: how many there are, where it stands, the address of what comes after, its items."""
    return shape(name, page_of.__doc__ or "", **WALK, **more, items=many(item))


ChangeLine = shape(
    "ChangeLine", "What changed of a place between two days.", place=str, change=str, holder=list[str], day=Day
)
DecisionLine = line("DecisionLine", Decided)
NearLine = line("NearLine", Near, title=str)
EventAnswer = line(
    "EventAnswer", EventRecord, of="event", tolls=many(TollLine), told_by=many(ClaimLine), decided=many(DecisionLine),
    totals=many(TotalLine), near=many(NearLine) | None, as_known_on=Known,
)  # fmt: skip
SpellAnswer = line("SpellAnswer", ControlSpell, of="control", told_by=many(ClaimLine), as_known_on=Known)
ActorAnswer = line(
    "ActorAnswer", ActorRecord, of="actor", id=str | None, type=ActorKind | None, drop=frozenset({"kind"}),
    events=many(EventLine), total=int, held=many(SpellLine), on=Day, voice=Voice | None,
)  # fmt: skip
CopyLine = shape(
    "CopyLine", "A document of the same words.", id=str, first=bool, same_text=bool,
    changes=list[SentenceChange] | None,
)  # fmt: skip
OriginLine = line(
    "OriginLine", Provenance, received=str | None, copies=many(CopyLine), versions=list[str], fetched=int,
    last_fetched=str | None,
)  # fmt: skip
FoundDocument = line("FoundDocument", Document, drop=frozenset({"text"}), claims=many(ClaimLine))
FacetsLine = shape(
    "FacetsLine", "How many of the documents found bear each name.", kinds=list[Facet], places=list[Facet],
    actors=list[Facet], outlets=list[Facet], months=list[Facet],
)  # fmt: skip
ReportLine = shape("ReportLine", "One sentence of a report and the numbers of its notes.", text=str, notes=list[int])
ReportGroup = shape(
    "ReportGroup", "Sentences under one head; `beside`: they contradict one another.", about=str, beside=bool,
    lines=many(ReportLine),
)  # fmt: skip
NoteLine = shape(
    "NoteLine", "The sentence that a line rests on, or why it is held back.", number=int, text=str, voice=str,
    outlet=str, day=Day, held_back=str | None,
)  # fmt: skip
SectionLine = line("SectionLine", Section, terms=dict[str, str])
StepLine = line("StepLine", Publication, drop=frozenset({"pinned", "claims"}))
STANDING: dict[str, Any] = {
    "thing": str, "state": PublicState, "version": str, "stale": bool, "public": str | None, "became": list[str],
    "steps": many(StepLine),
}  # fmt: skip
StandingLine = shape("StandingLine", "Where a thing stands on its way to the public.", **STANDING)
PinnedLine = shape(
    "PinnedLine", "One version of an event or of a spell, whole.", event=dict[str, Any] | None,
    spell=dict[str, Any] | None, sentences=list[PinnedSentence], held_back=bool,
)  # fmt: skip
WaitingClaim = shape("WaitingClaim", "A claim, and whether anybody decided on it.", claim=str, decided=bool)
CardSentence = shape(
    "CardSentence", "A sentence, whom it credits and who published it.", text=str, voice=str, source=str, reported=str,
    address=str | None,
)  # fmt: skip
CardLine = shape("CardLine", "An event in a list of several.", id=str, title=str, address=str, tolls=list[str])
Family = shape("Family", "Kinds of events that have one symbol.", family=str, label=str, path=str)
Holder = shape("Holder", "A holder with its colour and letter.", name=str, colour=str, letter=str)
PublishedHead: dict[str, Any] = {
    "standing": Literal["published"], "published": str, "version": str, "sentences": list[PinnedSentence],
    "held_back": bool, "method": str,
}  # fmt: skip
PublishedEvent = line(
    "PublishedEvent", EventRecord, of="event", drop=frozenset({"documents"}), tolls=many(TollLine), **PublishedHead
)
PublishedSpell = line("PublishedSpell", ControlSpell, of="control", **PublishedHead)
WithdrawnThing = line("WithdrawnThing", Withdrawn, standing=Literal["withdrawn"])
PublicSum = shape(
    "PublicSum", "One harm over the published events asked for.", harm=Harm, low=int | None, best=int | None,
    high=int | None, events=int,
)  # fmt: skip
Point = shape("Point", "Longitude, latitude (RFC 7946).", type=Literal["Point"], coordinates=list[float])
MapProperties = shape(
    "MapProperties", "One event, or a cluster of `count` with its families and its box.", id=str, count=int,
    deaths=int | None, type=str | Unset, name=str | Unset, family=str | Unset, grade=str | Unset,
    day=str | None | Unset, reach_km=float | Unset, precision=int | None | Unset, unknown=int | Unset,
    families=list[tuple[str, int]] | Unset, box=list[float] | Unset,
)  # fmt: skip
HeldProperties = shape(
    "HeldProperties", "Who holds a place, with colour and letter of the holder.", id=str, place=str, state=str,
    holders=list[str], colours=list[str], letters=str, contested=bool,
)  # fmt: skip
AreaProperties = shape(
    "AreaProperties", "An area that nobody reported: drawn around places held.", kind=Literal["derived-area"],
    derived=bool, rule=str, country=str | None, state=str, holder=str | None, places=list[str], spells=int, claims=int,
    colour=str,
)  # fmt: skip


def features_of(name: str, properties: Shape, geometry: Any = Point, /, of: Any = None, **more: Any) -> Shape:
    """A FeatureCollection (RFC 7946)."""
    about = features_of.__doc__ or ""
    kind = Literal["Feature"]
    own = {"type": kind, "geometry": geometry, "properties": properties} | ({"id": of} if of else {})
    feature = shape(f"{name}Feature", "A feature (RFC 7946).", **own)
    return shape(name, about, type=Literal["FeatureCollection"], features=many(feature), **more)


ANSWERS: Mapping[str, Shape] = {
    one.__name__: one
    for one in (
        EventAnswer, SpellAnswer, ActorAnswer, PublishedEvent, PublishedSpell, WithdrawnThing,
        page_of("EventPage", EventLine, as_known_on=Known),
        page_of("DocumentPage", HeadLine),
        page_of("ActorPage", ActorLine),
        page_of("ControlPage", SpellLine, on=dt.date, changes=many(ChangeLine), as_known_on=Known),
        page_of("PublishingPage", StandingLine),
        page_of("PublishedEventPage", PublishedEvent),
        page_of("PublishedControlPage", PublishedSpell),
        shape(
            "SourcePage", "Outlets and voices by name.",
            **{**WALK, "total": shape("SourceTotals", "How many there are.", outlets=int, voices=int)},
            outlets=many(OutletLine), voices=list[Voice],
        ),
        shape("PlaceLedger", "Every spell of a place.", place=str, items=many(SpellLine), as_known_on=Known),
        line("DocumentAnswer", Document, sha256=str, origin=OriginLine, claims=many(ClaimLine),
             problems=many(ProblemLine)),
        shape("SourceAnswer", "One name as an outlet and as a voice.", name=str, outlet=OutletLine | None,
              voice=Voice | None, documents=many(HeadLine), newest=many(ClaimLine), events=many(EventLine),
              contested=many(EventLine), replaced=many(EventLine)),
        shape("Tolls", "Sums, each event counted once; `stated` are totals that texts give, never added.",
              since=dt.date, until=dt.date, items=many(SumLine), ever=many(Ever), stated=many(TotalLine),
              as_known_on=Known),
        shape("SituationAnswer", "A period: tolls, newest events, changes of control, newest claims.", since=dt.date,
              until=dt.date, tolls=many(CountedLine), ever=many(Ever), total=int, events=many(EventLine),
              control=many(SpellLine), newest=many(ClaimLine)),
        shape("Found", "What holds the words that are asked for.", total=int, page=int, pages=int,
              documents=many(FoundDocument), places=list[Facet], actors=many(ActorLine), facets=FacetsLine),
        shape("ReportAnswer", "The situation report of a day.", day=dt.date, headlines=list[Headline], counted=str,
              sections=named(many(ReportGroup)), notes=many(NoteLine)),
        shape("About", "What figures, grades and places mean.", method=many(SectionLine), grades=dict[str, str]),
        shape("Method", "How the public record is made.", method=many(SectionLine)),
        shape("ReviewQueue", "The events that wait.", events=int, done=int, queue=list[str]),
        shape("ReviewDesk", "One event to be decided on.", event=str, version=str, claims=many(WaitingClaim)),
        shape("Kept", "Ids of the decisions that were kept.", kept=list[str]),
        shape("StandingAnswer", "Where a thing stands, and its version of now.", **STANDING, now=PinnedLine | None),
        shape("MapDays", "Events that begin on each day.", days=list[tuple[dt.date, int]], undated=int, unplaced=int,
              box=list[float] | None),
        shape("MapList", "The deadliest events of a box.", events=many(CardLine)),
        shape("MapCard", "One event in short.", id=str, title=str, address=str, precision=int | None, tolls=list[str],
              grade=str, reason=str, sentences=many(CardSentence)),
        shape("HeldCard", "Who held a place.", id=str, place=str, title=str, address=str,
              sentences=many(CardSentence), against=many(CardSentence)),
        shape("MapKey", "What symbols and colours mean.", families=many(Family), holders=many(Holder), other=str),
        shape("PublicTolls", "Sums of published events.", items=many(PublicSum), method=str),
        shape("Withdrawals", "What was public and is no more.", items=list[Withdrawn]),
        features_of("MapEvents", MapProperties),
        features_of("MapControl", HeldProperties, on=dt.date),
        features_of("MapAreas", AreaProperties, dict[str, Any], on=dt.date),
        features_of("PublicFeatures", dict[str, Any], Point | None, of=str),
    )
}  # fmt: skip
"""Every answer by its name."""


@cache
def components() -> Mapping[str, Any]:
    """The schemas of all answers and of what they hold, by name, for the description of the API."""
    _, found = msgspec.json.schema_components(ANSWERS.values(), ref_template=PLACE_OF)
    return {name: _closed(one) for name, one in found.items()}


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema as answers keep to it: nouns are written whole, so that each of their fields is there."""
    plain = {**schema, "description": " ".join(schema.get("description", schema["title"]).split())}
    if "properties" not in plain:
        return plain
    told = {
        name: {key: value for key, value in one.items() if key != "default"}
        for name, one in plain["properties"].items()
    }
    if "additionalProperties" not in plain:
        plain |= {"required": list(told), "additionalProperties": False}
    whole: dict[str, Any] = _with_plain_arrays({**plain, "properties": told})
    return whole


def _with_plain_arrays(schema: Any) -> Any:
    """Arrays of a fixed length in the words that every reader of OpenAPI knows."""
    if isinstance(schema, list):
        return [_with_plain_arrays(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _with_plain_arrays(one) for name, one in schema.items() if name != "prefixItems"}
    if "prefixItems" in schema:
        kinds = _with_plain_arrays(schema["prefixItems"])
        plain["items"] = {"anyOf": [one for at, one in enumerate(kinds) if one not in kinds[:at]]}
    return plain


def _without_default(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "default"}
