"""A record with its claims in, the same with nothing left that could name a protected source.

Whatever is drawn or written afterwards is made from what comes out here, so that it cannot show what it does not have.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from marsad.domain.claim import Attribution, Casualty, Claim, Control, Event, Quote, Relation, Said, Statement
from marsad.domain.document import Document
from marsad.domain.place import Place
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Record, Revision, Toll
from marsad.domain.vocabulary import PlacePrecision
from marsad.export.basemap import province_around
from marsad.export.wording import say

NOBODY = Attribution(speaker="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shielded:
    """What may be shown: protected documents are absent, protected claims have no words, speaker, outlet or near place.

    A claim that is not at hand counts as protected in what rests on it; a record that comes with no claims at all is
    shown as it is but for what a protected voice tells, for its maker named no protected source.
    """

    record: Record
    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]

    def may_cite(self, claim_id: str) -> bool:
        """Whether the claim's id may be printed: it is at hand and open, or no claim is at hand."""
        claim = self.claims.get(claim_id)
        return not claim.protected if claim else not self.claims


def shield(record: Record, claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> Shielded:
    """The record as it may be published: the time to the day, the place to the province, the voice unnamed."""
    open_documents = {key: document for key, document in documents.items() if not document.protected}
    hidden = {key for key, claim in claims.items() if claim.protected or _is_protected(documents.get(claim.document))}
    safe = {key: _redact_claim(claim) if key in hidden else claim for key, claim in claims.items()}
    guard = _Guard(open_claims={key: claim for key, claim in claims.items() if key not in hidden}, is_bare=not claims)
    shown = Record(
        events=tuple(guard.event(event, open_documents) for event in record.events),
        aggregates=tuple(map(guard.aggregate, record.aggregates)),
        control=tuple(map(guard.spell, record.control)),
        actors=tuple(actor for actor in record.actors if guard.may_list(actor)),
        problems=tuple(problem for problem in record.problems if problem.document in open_documents),
    )
    return Shielded(record=shown, claims=safe, documents=open_documents)


def voice_of(claim: Claim) -> str:
    """Whom the words credit, else the outlet; "a protected source" where neither may be named, "" where unknown."""
    if claim.protected:
        return say("protected", "voice")
    return claim.attribution.speaker if claim.attribution else claim.source or ""


def to_province(place: Place | None) -> Place | None:
    """The province that the place lies in, drawn at its middle; no name at all where none is known."""
    if place is None:
        return None
    province = province_around((place.lon, place.lat)) if place.lat is not None and place.lon is not None else None
    name = place.admin1 or (province.name if province else None)
    if name:
        middle = province.label if province else None
        lon, lat = middle or (None, None)
        vague = _vague(name, place, PlacePrecision.PROVINCE)
        return replace(vague, admin1=name, lat=lat, lon=lon)
    if place.country and place.precision == PlacePrecision.COUNTRY:
        return _vague(place.name, place, PlacePrecision.COUNTRY)
    return _vague(say("protected", "place"), place, PlacePrecision.AREA)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guard:
    open_claims: Mapping[str, Claim]
    is_bare: bool
    """Whether the record came without claims, so that only its voices tell what is protected."""

    def is_open(self, claims: Iterable[str], voices: Iterable[str] = ()) -> bool:
        if self.is_bare:
            return say("protected", "voice") not in voices
        return all(claim in self.open_claims for claim in claims)

    def voices(self, claims: Iterable[str], voices: tuple[str, ...]) -> tuple[str, ...]:
        if self.is_bare:
            return voices
        ids = tuple(claims)
        named = {voice_of(self.open_claims[key]) for key in ids if key in self.open_claims} - {""}
        return (*sorted(named), *(() if self.is_open(ids) else (say("protected", "voice"),)))

    def place(self, place: Place | None, claims: Iterable[str]) -> Place | None:
        """The place as it is where an open claim names it too, else its province."""
        open_names = {claim.place.name for key in claims if (claim := self.open_claims.get(key)) and claim.place}
        if place is not None and place.name in open_names:
            return replace(place, text=place.name)
        return to_province(place)

    def event(self, event: EventRecord, documents: Mapping[str, Document]) -> EventRecord:
        if self.is_open(event.claims, event.voices) and all(map(self.is_open_toll, event.tolls)):
            return event
        return replace(
            event,
            place=self.place(event.place, event.claims),
            time=replace(event.time, text="", timex=None) if event.time else None,
            tolls=tuple(map(self.toll, event.tolls)),
            voices=self.voices(event.claims, event.voices),
            grade_reason=say("grade", event.grade),
            documents=tuple(document for document in event.documents if document in documents),  # none if bare
        )

    def is_open_toll(self, toll: Toll) -> bool:
        return self.is_open(toll.claims, (revision.voice for revision in toll.revisions))

    def toll(self, toll: Toll) -> Toll:
        return replace(toll, revisions=tuple(map(self.revision, toll.revisions)))

    def revision(self, revision: Revision) -> Revision:
        if self.is_open([revision.claim], [revision.voice]):
            return revision
        return replace(revision, voice=say("protected", "voice"), words="")

    def aggregate(self, total: AggregateRecord) -> AggregateRecord:
        if self.is_open(total.claims) and all(map(self.is_open_toll, total.tolls)):
            return total
        return replace(
            total,
            scope_text=say("protected", "scope"),
            place=self.place(total.place, total.claims),
            tolls=tuple(map(self.toll, total.tolls)),
        )

    def spell(self, spell: ControlSpell) -> ControlSpell:
        if self.is_open(spell.claims, spell.voices):
            return spell
        place = self.place(spell.place, spell.claims)
        return replace(spell, place=place or spell.place, except_=(), voices=self.voices(spell.claims, spell.voices))

    def may_list(self, actor: ActorRecord) -> bool:
        return self.is_bare or any(claim in self.open_claims for claim in actor.claims)


def _is_protected(document: Document | None) -> bool:
    return document is not None and document.protected


def _vague(name: str, place: Place, precision: PlacePrecision) -> Place:
    return Place(name=name, text=name, country=place.country, precision=precision, admin1=place.admin1)


def _redact_claim(claim: Claim) -> Claim:
    return replace(
        claim,
        document="",
        quote=Quote(start=0, end=0, text=""),
        said=_redact_said(claim.said),
        attribution=NOBODY,
        time=replace(claim.time, text="", timex=None) if claim.time else None,
        place=to_province(claim.place),
        source=None,
        protected=True,
        rule=None,
    )


def _redact_said(said: Said) -> Said:
    match said:
        case Casualty():
            return replace(said, words="", figure=None, includes_in=None)
        case Statement():
            return replace(said, addressee=None, about=None)
        case Control():
            return replace(said, except_=())
        case Event() | Relation():
            return said
