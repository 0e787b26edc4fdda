"""A record and its claims in, contradictions out: where voices disagree, with both sentences side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from marsad.domain.actor import Actor
from marsad.domain.claim import Casualty, Claim, Event
from marsad.domain.record import ControlSpell, EventRecord, Record, Revision, Toll
from marsad.domain.vocabulary import Disagreement, EventType, Modality
from marsad.reconcile.denials import keep_standing
from marsad.reconcile.features import have_both_sides, is_compatible
from marsad.reconcile.figures import Range, disjoint
from marsad.reconcile.names import ActorNames, index_actors
from marsad.reconcile.naming import name_actors
from marsad.reconcile.places import compare_places
from marsad.reconcile.testimony import Testimony, bear_witness, index_claims
from marsad.reconcile.voices import find_voices


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two claims of two voices that cannot both be so."""

    about: Disagreement
    of: str
    where: str | None
    voices: tuple[str, str]
    sentences: tuple[str, str]
    claims: tuple[str, str]


def list_contradictions(record: Record, claims: Iterable[Claim], actors: Iterable[Actor] = ()) -> list[Contradiction]:
    """Every disagreement once, in the order of the record: events, then spells.

    Claims that a person withdrew or corrected stand as read here; only what the record still counts is compared.
    """
    names = index_actors(actors)
    named = {name: name_actors(claim, names) for name, claim in index_claims(claims).items()}
    told = {one.id: one for one in bear_witness(named, find_voices(named, names), frozenset())}
    found = [one for event in record.events for one in _of_event(event, told, names)]
    found += _name_pairs_once(one for spell in record.control for one in _of_spell(spell, told))
    return list(dict.fromkeys(found))


def _name_pairs_once(found: Iterable[Contradiction]) -> list[Contradiction]:
    """Without the second of two spells that contest each other: who is against whom there is told by the first."""
    first: dict[object, Contradiction] = {}
    for one in found:
        first.setdefault((one.where, frozenset(one.voices), frozenset(one.claims)), one)
    return list(first.values())


def _of_event(event: EventRecord, told: Mapping[str, Testimony], names: ActorNames) -> Iterable[Contradiction]:
    where = event.place.name if event.place else None
    for toll in event.tolls:
        yield from (
            _make(Disagreement.TOLL, event.id, where, told[a], told[b])
            for a, b in _rival_figures(toll)
            if {a, b} <= told.keys()
        )
    members = [told[name] for name in event.claims if name in told]
    asserted = [one for one in members if one.claim.modality is Modality.ASSERTED]
    denials = keep_standing((one for one in members if one.claim.modality is Modality.DENIED), asserted, names)
    for denial in denials:
        others = [one for one in asserted if one.voice != denial.voice and one.claim.kind is denial.claim.kind]
        nearest = sorted(others, key=lambda one: (not _is_one_place(one, denial), one.order))
        yield from (_make(Disagreement.WHETHER, event.id, where, one, denial) for one in nearest[:1])
    country = event.place.country if event.place else None
    seen: set[tuple[str, ...]] = set()
    for one, other in combinations(asserted, 2):
        about = None if one.voice == other.voice else _differ(one, other, names, country)
        pair = (about or "", *sorted((one.voice.key, other.voice.key)))
        if about and pair not in seen:
            seen.add(pair)
            yield _make(about, event.id, where, one, other)


def _is_one_place(one: Testimony, other: Testimony) -> bool:
    place, where = one.claim.place, other.claim.place
    return place is not None and where is not None and compare_places(place, where) == "same"


def _rival_figures(toll: Toll) -> Iterable[tuple[str, str]]:
    current = [one for one in toll.revisions if one.current]
    for one, other in combinations(current, 2):
        if one.voice != other.voice and disjoint(_range(one), _range(other)):
            yield one.claim, other.claim


def _range(revision: Revision) -> Range:
    return Range(low=revision.low, best=revision.best, high=revision.high)


def _differ(one: Testimony, other: Testimony, names: ActorNames, country: str | None) -> Disagreement | None:
    some, others = _doing(one, names), _doing(other, names)
    both_sides = have_both_sides({kind for kind in (some[1], others[1]) if kind})
    if some[0] and others[0] and not both_sides and not names.agree(some[0], others[0], country):
        return Disagreement.PERPETRATOR
    if some[1] and others[1] and not is_compatible(some[1], others[1]):
        return Disagreement.CAUSE
    return None


def _doing(one: Testimony, names: ActorNames) -> tuple[frozenset[str], EventType | None]:
    said = one.claim.said
    if isinstance(said, Event):
        return names.keys(filter(names.is_named, said.agents)), said.type
    if isinstance(said, Casualty):
        return names.keys(filter(names.is_named, said.agents)), said.cause
    return frozenset(), None


def _of_spell(spell: ControlSpell, told: Mapping[str, Testimony]) -> Iterable[Contradiction]:
    own = [told[name] for name in spell.claims if name in told]
    for name in spell.contested_by:
        if name in told and own:
            yield _make(Disagreement.HOLDER, spell.id, spell.place.name, own[0], told[name])


def _make(about: Disagreement, of: str, where: str | None, one: Testimony, other: Testimony) -> Contradiction:
    return Contradiction(
        about=about,
        of=of,
        where=where,
        voices=(one.voice.name, other.voice.name),
        sentences=(one.claim.quote.text, other.claim.quote.text),
        claims=(one.id, other.id),
    )
