"""Doers that another sentence names: findings of a page in, those that lack a doer with the story's out.

"The building was set alight" after "Bandits assailed the post", and "Responsibility was claimed by the group".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from marsad.domain.place import Place
from marsad.domain.vocabulary import EventType, Modality
from marsad.reading.actor_names import actor_names
from marsad.reading.event_arms import is_armed
from marsad.reading.event_beside import before_verb
from marsad.reading.event_doers import claiming_verb, takes_responsibility
from marsad.reading.event_findings import ATTACKS, VIOLENT, EventFinding
from marsad.reading.event_lexicon import nouns, words
from marsad.reading.event_sides import MUTUAL
from marsad.reading.event_words import points_back
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.phrases import children, done_by, done_to, is_passive, is_verb, objects_of_prepositions
from marsad.reading.story_days import are_apart

CLAIMED = ATTACKS | {EventType.ABDUCTION, EventType.DESTRUCTION, EventType.ARMED_CLASH}
"""Types for which a group takes responsibility."""
DONE = frozenset({EventType.ATTACK, EventType.DESTRUCTION, EventType.ABDUCTION, EventType.SEXUAL_VIOLENCE})
"""Types of deeds told without a doer ("was set alight") that go on with an armed body's act before."""
LEADING = (VIOLENT - {EventType.RIOT}) | {EventType.TROOP_MOVEMENT, EventType.ABDUCTION, EventType.DESTRUCTION}
"""Types whose doers are at the place and go on."""
CLAIM_REACH = 6
"""Sentences before a claim of responsibility within which its act was told."""
DEED_REACH = 1
"""Sentences before a deed within which its doers were told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """That somebody takes an act on, of the type named or any."""

    sentence: int
    token: Token
    names: tuple[str, ...]
    type: EventType | None
    place: Place | None = None


def with_doers_of_story(page: Page, found: Sequence[EventFinding]) -> list[EventFinding]:
    """The findings; an act that names nobody has those who claimed it, a deed those who were acting just before."""
    told = list(found)
    for claim in (*_acts_claimed(told), *_bare_claims(page, told)):
        _give(told, claim)
    for index, finding in enumerate(told):
        pointing = _names_doers_only(finding)
        doers = _doers_before(told[:index], finding) if pointing or _lacks_doer(page, finding) else ()
        if doers:
            told[index] = replace(finding, event=replace(finding.event, agents=doers))
    return told


def _acts_claimed(found: Sequence[EventFinding]) -> Iterator[_Claim]:
    """Of "X claimed the attack" and "X said it was behind the attack" that X."""
    for each in found:
        if each.event.agents and each.modality is Modality.ASSERTED and _is_owned(each):
            kind, names = each.event.type, each.event.agents
            yield _Claim(sentence=each.sentence, token=each.token, names=names, type=kind, place=each.place)


def _is_owned(finding: EventFinding) -> bool:
    """True where those who did it say so, of an act told before."""
    said = finding.frame.attribution if finding.frame is not None else None
    own = said is not None and said.speaker in finding.event.agents
    return points_back(finding.token) and (own or claiming_verb(finding.token) is not None)


def _bare_claims(page: Page, found: Sequence[EventFinding]) -> Iterator[_Claim]:
    """Of "responsibility was claimed by X", which names no act, that X."""
    acting = {each.sentence for each in found if claiming_verb(each.token) is not None}
    numbers = {sentence.start: number for number, sentence in enumerate(page.sentences)}
    for token in page.doc if found else ():
        verb = takes_responsibility(token)
        if verb is None or (number := numbers.get(token.sent.start)) is None or number in acting:
            continue
        doer = done_by(verb)
        names = actor_names(page, doer) or before_verb(page, verb)
        if names and not (doer is not None and any(each.lower_ == "no" for each in doer.children)):
            yield _Claim(sentence=number, token=token, names=names, type=None)


def _give(told: list[EventFinding], claim: _Claim) -> None:
    """Writes the claim's names into the acts before it that it may speak of: those of its type, else the last told."""
    for index in _acts_meant(told, claim):
        each = told[index]
        told[index] = replace(each, event=replace(each.event, agents=claim.names))


def _acts_meant(told: Sequence[EventFinding], claim: _Claim) -> list[int]:
    """Indices of the acts without a doer that the claim speaks of, up to one that has its own."""
    near = [
        (index, each)
        for index, each in enumerate(told)
        if each.token.i < claim.token.i
        and claim.sentence - each.sentence <= CLAIM_REACH
        and each.event.type in CLAIMED
        and not are_apart(claim.place, each.place)
        and _is_news(each)
    ]
    if claim.type is None or claim.type is EventType.ATTACK:
        last = max((each.sentence for _, each in near), default=-1)
        near = [(index, each) for index, each in near if each.sentence == last]
    else:
        near = [(index, each) for index, each in near if each.event.type is claim.type]
    done = max((index for index, each in near if each.event.agents), default=-1)
    return [index for index, _ in near if index > done]


def _names_doers_only(finding: EventFinding) -> bool:
    """True for "the attackers", who are those who did the act before."""
    agents = finding.event.agents
    return len(agents) == 1 and agents[0].casefold() in nouns("blame", "doers") and _is_news(finding)


def _lacks_doer(page: Page, finding: EventFinding) -> bool:
    """True for a deed told in the passive of which neither the clause nor the type says who did it."""
    token = finding.token
    if finding.event.agents or finding.event.type not in DONE or not _is_news(finding) or not is_verb(token):
        return False
    struck = done_to(token)
    doer = done_by(token) if is_passive(token) else token
    return doer is None and not _is_told_in_passing(token) and not (struck is not None and is_armed(page, struck))


def _is_told_in_passing(verb: Token) -> bool:
    """As in "protests after a girl was raped", "priests who were killed", not "attacks in which cars were burnt"."""
    if verb.dep_ == "relcl":
        return not any(each.tag_ == "WDT" for each in objects_of_prepositions(verb))
    earlier = any(each.lower_ in words("blame", "earlier") for each in children(verb, "mark", "prep"))
    return verb.dep_ == "acl" or (verb.dep_ == "advcl" and earlier)


def _doers_before(told: Sequence[EventFinding], finding: EventFinding) -> tuple[str, ...]:
    """The doers of the last act before it, where that is near, of one place with it, and of one side."""
    last = next((each for each in reversed(told) if each.event.agents and each.token.i < finding.token.i), None)
    if last is None or finding.sentence - last.sentence > DEED_REACH or not _is_news(last):
        return ()
    if last.event.type not in LEADING or (last.event.type in MUTUAL and len(last.event.agents) > 1):
        return ()
    if last.modality is not Modality.ASSERTED or are_apart(finding.place, last.place):
        return ()
    return last.event.agents


def _is_news(finding: EventFinding) -> bool:
    return finding.modality is Modality.ASSERTED and not finding.background
