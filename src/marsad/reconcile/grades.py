"""One event's testimonies in, its grade out, with the sentence that says why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from marsad.domain.claim import Casualty, Event
from marsad.domain.vocabulary import EventType, Grade, Modality
from marsad.reconcile.acceptance import accepts
from marsad.reconcile.denials import keep_standing
from marsad.reconcile.features import have_both_sides, is_compatible
from marsad.reconcile.figures import Range, disjoint, make_range
from marsad.reconcile.names import ActorNames
from marsad.reconcile.revisions import trace_revisions
from marsad.reconcile.tables import grade_table
from marsad.reconcile.telling import figure_group
from marsad.reconcile.testimony import Testimony, Voice

Verdict = tuple[Grade, str]
MOST_NAMED = 4
"""Voices named in a reason before the rest are counted, so that it stays one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What one voice says of who did it and what kind it was."""

    voice: Voice
    agents: frozenset[str]
    types: frozenset[EventType]


def grade_event(standing: Sequence[Testimony], denials: Sequence[Testimony], names: ActorNames) -> Verdict:
    """The grade of an event from its asserted claims that stand and its denials.

    A denial or a rival doer makes it contested even where a side accepts it; rival figures do so only where none does.
    One voice is enough for an event to exist.
    """
    if not standing:
        return Grade.DISCOUNTED, grade_table().reasons["discounted"]
    denials = keep_standing(denials, standing, names)
    if denials:
        return _contested("denied", {one.voice for one in denials})
    doings = _list_doings(standing, names)
    rivals = _find_rivals(doings, names, _find_country(standing))
    if rivals:
        return _contested(*rivals)
    acceptors = {one.voice for one in standing if accepts(one, names)}
    if acceptors:
        return Grade.CONFIRMED, _give_reason("confirmed", acceptors)
    disputers = _find_disputers(standing, names)
    if disputers:
        return _contested("tolls", disputers)
    voices = {one.voice for one in standing}
    return (Grade.FAIR, _give_reason("fair", voices)) if len(voices) > 1 else (Grade.WEAK, _give_reason("weak", voices))


def _contested(reason: str, voices: Iterable[Voice]) -> Verdict:
    return Grade.CONTESTED, _give_reason(reason, voices)


def _give_reason(reason: str, voices: Iterable[Voice]) -> str:
    names = [voice.name for voice in sorted(set(voices))]
    named = names if len(names) <= MOST_NAMED else [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more"]
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    sentence = grade_table().reasons[reason].format(voices=listed, count=len(names))
    return sentence[0].upper() + sentence[1:]


def _list_doings(standing: Iterable[Testimony], names: ActorNames) -> list[Doing]:
    """What the voices say, once for each different thing said, by the first voice that says it."""
    agents: dict[Voice, set[str]] = defaultdict(set)
    types: dict[Voice, set[EventType]] = defaultdict(set)
    for one in standing:
        said = one.claim.said
        if isinstance(said, Event | Casualty):
            agents[one.voice] |= names.keys(filter(names.is_named, said.agents))
            kind = said.type if isinstance(said, Event) else said.cause
            types[one.voice] |= {kind} if kind else set()
    doings: dict[tuple[frozenset[str], frozenset[EventType]], Doing] = {}
    for voice in sorted(agents):
        said_agents, said_types = frozenset(agents[voice]), frozenset(types[voice])
        doings.setdefault((said_agents, said_types), Doing(voice=voice, agents=said_agents, types=said_types))
    return list(doings.values())


def _find_rivals(doings: Sequence[Doing], names: ActorNames, country: str | None) -> tuple[str, set[Voice]] | None:
    for some, other in combinations(doings, 2):
        both_sides = have_both_sides(some.types | other.types)
        if some.agents and other.agents and not both_sides and not names.agree(some.agents, other.agents, country):
            return "agents", {some.voice, other.voice}
        if some.types and other.types and not any(is_compatible(a, b) for a in some.types for b in other.types):
            return "types", {some.voice, other.voice}
    return None


def _find_country(standing: Iterable[Testimony]) -> str | None:
    countries = {one.claim.place.country for one in standing if one.claim.place and one.claim.place.country}
    return min(countries) if len(countries) == 1 else None


def _find_disputers(standing: Iterable[Testimony], names: ActorNames) -> set[Voice]:
    groups = defaultdict(list)
    for one in standing:
        if isinstance(one.claim.said, Casualty):
            groups[figure_group(one.claim.said, names)].append(one)
    for group in sorted(groups, key=str):
        figures: dict[Range, Voice] = {}
        for one in trace_revisions(groups[group]).current:
            if isinstance(one.claim.said, Casualty):
                figures.setdefault(make_range(one.claim.said), one.voice)
        for (figure, some), (rival, other) in combinations(figures.items(), 2):
            if disjoint(figure, rival):
                return {some, other}
    return set()


def is_asserted(testimony: Testimony) -> bool:
    return testimony.claim.modality is Modality.ASSERTED
