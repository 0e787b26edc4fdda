"""Findings of events: what one word tells in, one finding a sentence and act out, repeats marked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.domain.claim import Event
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Modality, PlacePrecision
from marsad.reading.attribution import Frame
from marsad.reading.event_doers import claiming_verb
from marsad.reading.event_words import points_back
from marsad.reading.parse import Token

ATTACKS = frozenset(
    {
        EventType.AIR_STRIKE,
        EventType.SHELLING,
        EventType.BOMBING,
        EventType.SUICIDE_BOMBING,
        EventType.CHEMICAL_ATTACK,
        EventType.ATTACK,
    }
)
VIOLENT = ATTACKS | {
    EventType.ARMED_CLASH,
    EventType.OFFENSIVE,
    EventType.RIOT,
    EventType.TERRITORY_GAIN,
    EventType.SEXUAL_VIOLENCE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFinding:
    """An event as one sentence tells it, by the word `token`; `told` is False where that word only points back.

    `weak` where only a verb of killing told it; `carried` where its place or time is an earlier sentence's.
    """

    sentence: int
    token: Token
    event: Event
    frame: Frame | None
    modality: Modality
    background: bool
    time: TimeSpan | None
    place: Place | None
    told: bool
    rule: str
    weak: bool = False
    carried: bool = False


def merged(findings: Sequence[EventFinding]) -> list[EventFinding]:
    """One finding a type and credit: the fullest, with the agents, recipients, place and time that the others add.

    A bare killing joins the act that it came of.
    """
    strong = [each for each in findings if not each.weak]
    groups: list[list[EventFinding]] = []
    for finding in (*strong, *(each for each in findings if each.weak)):
        group = next((each for each in groups if _belongs(finding, each[0])), None)
        if group is None:
            groups.append([finding])
        else:
            group.append(finding)
    return [_joined(group) for group in groups]


def _belongs(finding: EventFinding, first: EventFinding) -> bool:
    """True where both words tell one act: same type and credit, and no other doers; a killing goes with any act."""
    if finding.frame != first.frame:
        return False
    if finding.weak and not first.weak:
        return first.event.type in VIOLENT and not _are_of_two_days(finding.time, first.time)
    if finding.event.type is not first.event.type or finding.background != first.background:
        return False
    one, other = set(finding.event.agents), set(first.event.agents)
    return not one or not other or bool(one & other)


def _are_of_two_days(one: TimeSpan | None, other: TimeSpan | None) -> bool:
    """As in "the man behind the shooting on 2 May was killed today"."""
    if one is None or other is None or one.start is None or other.start is None:
        return False
    return (one.end or one.start) < other.start or (other.end or other.start) < one.start


def _joined(group: Sequence[EventFinding]) -> EventFinding:
    best = max(
        group,
        key=lambda each: (
            not each.weak,
            each.told,
            each.modality is Modality.ASSERTED,
            bool(each.event.agents),
            bool(each.event.recipients),
        ),
    )
    agents = next((each.event.agents for each in (best, *group) if each.event.agents), ())
    recipients = next((each.event.recipients for each in (best, *group) if each.event.recipients), ())
    count = next((each.event.count for each in group if each.event.count is not None), None)
    fought = best.event.type is EventType.ATTACK and any(each.event.type is EventType.ARMED_CLASH for each in group)
    return replace(
        best,
        event=replace(
            best.event,
            type=EventType.ARMED_CLASH if fought else best.event.type,
            agents=agents,
            recipients=tuple(each for each in recipients if each not in agents),
            count=count,
        ),
        time=best.time or next((each.time for each in group if each.time), None),
        place=best.place or next((each.place for each in group if each.place), None),
        told=any(each.told for each in group),
    )


def without_repeats(found: Sequence[EventFinding]) -> tuple[EventFinding, ...]:
    """The findings; one that adds nothing to another of the page is kept only as a word that points back.

    An event told twice is two claims only where the two sentences tell it with different content (docs/claims.md).
    """
    kept: list[EventFinding] = list(found)
    for index, finding in enumerate(kept):
        if not finding.told:
            continue
        others = [each for each in kept if each is not finding and each.told and each.sentence != finding.sentence]
        if any(_adds_nothing(finding, each) for each in others):
            kept[index] = replace(finding, told=False)
    return tuple(kept)


def _adds_nothing(finding: EventFinding, other: EventFinding) -> bool:
    if not _is_of_one_kind(finding, other) or claiming_verb(finding.token) is not None:
        return False
    if finding.frame is not None and other.frame is not None and finding.frame.attribution != other.frame.attribution:
        return False
    event, fuller = finding.event, other.event
    back = points_back(finding.token) and other.sentence < finding.sentence
    if finding.sentence < other.sentence and (points_back(other.token) or (other.carried and not finding.carried)):
        return False
    if not set(event.agents) <= set(fuller.agents) or not (back or set(event.recipients) <= set(fuller.recipients)):
        return False
    if finding.time is not None and (
        other.time is None or (finding.time.start, finding.time.end) != (other.time.start, other.time.end)
    ):
        return False
    return _no_new_place(finding.place, other.place) and event.count in {None, fuller.count}


def _is_of_one_kind(one: EventFinding, other: EventFinding) -> bool:
    """True where type, modality and whether it is history agree."""
    same_type = one.event.type is other.event.type
    return same_type and one.background == other.background and one.modality is other.modality


def _no_new_place(place: Place | None, other: Place | None) -> bool:
    if place is None or place == other:
        return True
    return other is not None and place.precision >= PlacePrecision.AREA and place.country == other.country
