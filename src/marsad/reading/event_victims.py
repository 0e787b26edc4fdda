"""Whom an event hit, by the figures that it caused: events and casualties in, events with their recipients out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from marsad.domain.vocabulary import EventType, Modality, VictimsGroup
from marsad.reading.actor_names import belongs_to_a_side
from marsad.reading.casualties import CasualtyFinding
from marsad.reading.event_arms import is_armed
from marsad.reading.event_beside import whose_they_are
from marsad.reading.event_findings import ATTACKS, EventFinding
from marsad.reading.event_recipients import PLAIN, recipient_names
from marsad.reading.page import Page

REACH = 2
"""Sentences behind an event in which its victims may be told."""
TAKES_VICTIMS = ATTACKS | {EventType.SEXUAL_VIOLENCE, EventType.OFFENSIVE}
BOTH_SIDES = 2


def with_victims(
    page: Page, events: Sequence[EventFinding], casualties: Sequence[CasualtyFinding]
) -> tuple[EventFinding, ...]:
    """The events; an attack that names nobody has those whom it harmed, a clash of one side those who fell in it."""
    told = [each for each in events if each.told]
    harmed: dict[int, list[CasualtyFinding]] = defaultdict(list)
    for casualty in casualties:
        event = _event_of(casualty, told)
        if event is not None and casualty.casualty.includes_in is None:
            harmed[id(event)].append(casualty)
    return tuple(_with_those(page, each, harmed[id(each)]) if id(each) in harmed else each for each in events)


def _event_of(casualty: CasualtyFinding, told: Sequence[EventFinding]) -> EventFinding | None:
    """The told event that the figure's own stands for, or goes on with."""
    own = casualty.event
    if own is None or casualty.modality is not Modality.ASSERTED or casualty.figure.bounds.high == 0:
        return None
    if own.told:
        return own if casualty.sentence - own.sentence <= REACH else None
    before = [
        each
        for each in told
        if own.sentence - REACH <= each.sentence <= own.sentence
        and each.token.i < own.token.i
        and (each.event.type is own.event.type or (own.event.type is EventType.ATTACK and each.event.type in ATTACKS))
    ]
    return before[-1] if before else None


def _with_those(page: Page, finding: EventFinding, casualties: Sequence[CasualtyFinding]) -> EventFinding:
    event = finding.event
    if event.type in TAKES_VICTIMS and not event.recipients:
        names = [name for each in casualties for name in _names(page, each) if name not in event.agents]
        return replace(finding, event=replace(event, recipients=tuple(dict.fromkeys(names))))
    if event.type is EventType.ARMED_CLASH and len(event.agents) < BOTH_SIDES:
        others = [each for each in casualties if _bears_arms(page, each) and not _is_named(page, each, event.agents)]
        names = [name for each in others for name in _names(page, each)]
        return replace(finding, event=replace(event, agents=tuple(dict.fromkeys((*event.agents, *names)))))
    return finding


def _is_named(page: Page, casualty: CasualtyFinding, agents: Sequence[str]) -> bool:
    """True where the harmed are a side already by the noun that counts them."""
    noun = casualty.figure.noun
    return noun is not None and page.doc[noun].lower_ in {name.casefold() for name in agents}


def _bears_arms(page: Page, casualty: CasualtyFinding) -> bool:
    if casualty.casualty.victims in {VictimsGroup.SOLDIERS, VictimsGroup.POLICE, VictimsGroup.COMBATANTS}:
        return True
    noun = casualty.figure.noun
    return noun is not None and (is_armed(page, page.doc[noun]) or bool(whose_they_are(page, page.doc[noun])))


def _names(page: Page, casualty: CasualtyFinding) -> tuple[str, ...]:
    """What the harmed are called, less words that say nothing of them."""
    noun = casualty.figure.noun
    if casualty.casualty.side is not None and noun is not None and belongs_to_a_side(page.doc[noun].lower_):
        return (casualty.casualty.side,)
    names = recipient_names(page, page.doc[noun if noun is not None else casualty.figure.head])
    return tuple(name for name in names if name.rsplit(" ", 1)[-1].casefold() not in PLAIN)
