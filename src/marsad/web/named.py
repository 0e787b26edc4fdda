"""An event in, who is named in it out: as a doer or as done to, by which voice, how, and in which claim."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from marsad.domain.claim import Casualty, Claim, Event
from marsad.domain.record import EventRecord
from marsad.domain.vocabulary import Modality, Role
from marsad.export.shield import Shielded, voice_of
from marsad.export.wording import event_family, say, words_file
from marsad.pipeline.asked import known_actors
from marsad.reading.countries import country_of_name
from marsad.reconcile.names import ActorNames, index_actors
from marsad.reconcile.naming import name_actors
from marsad.web.site import Site

OF_STATES = frozenset({Role.GOVERNMENT, Role.MILITARY, Role.POLICE})
"""Roles of speakers who answer for what their state does."""
DOER, DONE_TO = "did it", "had it done to them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One voice on one party: how it names it, by which words where they are others, in which claim."""

    voice: str
    how: str
    words: str
    claim: str
    by_itself: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody who is named as a doer or as done to, with how each voice names them."""

    name: str
    part: str
    said: tuple[Saying, ...]


def named_in(site: Site, event: EventRecord, shown: Shielded) -> tuple[Named, ...]:
    """Doers, then those it was done to; a name is followed into every claim that has it in another spelling."""
    names = index_actors(known_actors(site.settings))
    told = {key: shown.claims[key] for key in event.claims if shown.may_cite(key)}
    return tuple(
        Named(name=name, part=part, said=tuple(_sayings(name, part, told, names)))
        for part, listed in ((DOER, event.agents), (DONE_TO, event.recipients))
        for name in listed
    )


def _sayings(name: str, part: str, told: Mapping[str, Claim], names: ActorNames) -> Iterable[Saying]:
    """One a voice and manner: of two claims in one sentence the first is enough."""
    seen: set[tuple[str, str, int]] = set()
    wanted = names.key(names.usual(name))
    for key, claim in told.items():
        for as_told, usual in zip(_parties(claim, part), _parties(name_actors(claim, names), part), strict=True):
            if names.key(names.usual(usual)) != wanted:
                continue
            by_itself = claim.modality is Modality.ASSERTED and names.key(voice_of(claim)) == wanted
            how = _manner(claim, part, by_itself=by_itself, of_its_side=by_itself or _is_of_state(claim, name, names))
            mark = (voice_of(claim), how, claim.quote.start)
            if mark not in seen:
                words = "" if as_told == name else as_told
                yield Saying(voice=voice_of(claim), how=how, words=words, claim=key, by_itself=by_itself)
            seen.add(mark)


def _parties(claim: Claim, part: str) -> tuple[str, ...]:
    match claim.said:
        case Event() as said:
            return said.agents if part == DOER else said.recipients
        case Casualty() as said if part == DOER:
            return said.agents
        case _:
            return ()


def _is_of_state(claim: Claim, name: str, names: ActorNames) -> bool:
    """Whether an office of the state that the name is, or that the named forces are of, says it: "our jets hit it"."""
    said = claim.attribution
    speaker = names.find(said.speaker) if said is not None and said.role in OF_STATES else None
    if speaker is None:
        return False
    state, wholes = country_of_name(name), names.within.get(speaker.id, frozenset())
    of_it = state is not None and state.iso == speaker.country
    return of_it or not wholes.isdisjoint(names.within.get(names.key(name), frozenset()))


def _manner(claim: Claim, part: str, *, by_itself: bool, of_its_side: bool) -> str:
    """What a doer or its state says is a claim, what others say an accusation; denied or only feared is so called."""
    if claim.modality is not Modality.ASSERTED:
        return say("naming", claim.modality)
    if by_itself:
        return say("naming", "claims" if part == DOER else "itself")
    if part == DOER and _is_charge(claim):
        return say("naming", "claims_for" if of_its_side else "accuses")
    return say("naming", "names")


def _is_charge(claim: Claim) -> bool:
    """Whether what is told is harm, so that to name its doer is to accuse."""
    kind = claim.said.type if isinstance(claim.said, Event) else None
    return kind is None or event_family(kind) in words_file()["naming"]["charges"]
