"""A record with its claims in, the same with nothing left that could name a protected source.

Whatever is drawn or written afterwards is made from what comes out here, so that it cannot show what it does not have.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce

from marsad.domain.claim import Attribution, Casualty, Claim, Control, Event, Quote, Relation, Said, Statement
from marsad.domain.document import Document
from marsad.domain.place import Place
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Record, Revision, Toll
from marsad.domain.source import PlaceGrain, TimeGrain
from marsad.domain.time import TimeSpan
from marsad.export.coarsening import Grain, coarse_place, coarse_time, first_day, last_day
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
    grains = {key: _grain_of(documents.get(claims[key].document)) for key in hidden}
    safe = {key: _redact_claim(claim, grains[key]) if key in hidden else claim for key, claim in claims.items()}
    seen = {key: claim for key, claim in claims.items() if key not in hidden}
    guard = _Guard(open_claims=seen, grains=grains, is_bare=not claims)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guard:
    open_claims: Mapping[str, Claim]
    grains: Mapping[str, Grain]
    """How finely each hidden claim may be told."""
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
        """The place as it is where an open claim names it too, else its province or country."""
        claims = tuple(claims)
        open_names = {claim.place.name for key in claims if (claim := self.open_claims.get(key)) and claim.place}
        if place is not None and place.name in open_names:
            return replace(place, text=place.name)
        return coarse_place(place, self.grain(claims).place)

    def grain(self, claims: Iterable[str]) -> Grain:
        """The coarsest at which any of the hidden claims may be told."""
        return reduce(Grain.or_coarser, (self.grains[key] for key in claims if key in self.grains), Grain())

    def time(self, time: TimeSpan | None, claims: Iterable[str]) -> TimeSpan | None:
        """The days as they are where an open claim gives them too, else no finer than may be told."""
        claims = tuple(claims)
        told = (
            (claim.time.start, claim.time.end) for key in claims if (claim := self.open_claims.get(key)) and claim.time
        )
        is_open = time is not None and (time.start, time.end) in set(told)
        return coarse_time(time, TimeGrain.DAY if is_open else self.grain(claims).time)

    def event(self, event: EventRecord, documents: Mapping[str, Document]) -> EventRecord:
        if self.is_open(event.claims, event.voices) and all(map(self.is_open_toll, event.tolls)):
            return event
        return replace(
            event,
            place=self.place(event.place, event.claims),
            time=self.time(event.time, event.claims),
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
        told = revision.reported if self.grain([revision.claim]).time is TimeGrain.DAY else None
        return replace(revision, voice=say("protected", "voice"), words="", reported=told)

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
        is_told = any(key in self.open_claims for key in spell.claims)
        grain = TimeGrain.DAY if is_told else self.grain(spell.claims).time
        return replace(
            spell,
            place=self.place(spell.place, spell.claims) or spell.place,
            from_=first_day(spell.from_, grain),
            until=last_day(spell.until, grain),
            known_from=first_day(spell.known_from, grain),
            except_=(),
            voices=self.voices(spell.claims, spell.voices),
        )

    def may_list(self, actor: ActorRecord) -> bool:
        return self.is_bare or any(claim in self.open_claims for claim in actor.claims)


def _is_protected(document: Document | None) -> bool:
    return document is not None and document.protected


def _grain_of(document: Document | None) -> Grain:
    if document is None:
        return Grain()
    return Grain(time=document.time_grain or TimeGrain.DAY, place=document.place_grain or PlaceGrain.PROVINCE)


def _redact_claim(claim: Claim, grain: Grain) -> Claim:
    return replace(
        claim,
        document="",
        quote=Quote(start=0, end=0, text=""),
        said=_redact_said(claim.said),
        attribution=NOBODY,
        time=coarse_time(claim.time, grain.time),
        place=coarse_place(claim.place, grain.place),
        reported=claim.reported if grain.time is TimeGrain.DAY else None,
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
