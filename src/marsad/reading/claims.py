"""Findings to claims: each with its quote, whom it credits, and the place and time that the story gives it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from marsad.domain.claim import Attribution, Claim, Quote, Said
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ActorKind, Modality, ProblemCode
from marsad.reading.actor_states import StateNames, state_names
from marsad.reading.attribution import Frame
from marsad.reading.casualties import CasualtyFinding, find_casualties
from marsad.reading.control import ControlFinding, find_control
from marsad.reading.event_figurative import class_of_document, is_quoted_scene
from marsad.reading.event_victims import with_victims
from marsad.reading.event_words import EventWords
from marsad.reading.events import EventFinding, read_events
from marsad.reading.page import Page
from marsad.reading.parse import Span
from marsad.reading.relations import RelationFinding, find_relations
from marsad.reading.statements import StatementFinding, find_statements
from marsad.reading.story import date_campaign_totals
from marsad.reading.story_setting import carry_setting

TELLERS = frozenset({ActorKind.MONITOR, ActorKind.MEDIA, ActorKind.NGO})
"""Bodies that report on a war and take no part in it."""


def make_claims(
    page: Page, words: EventWords, frames: Sequence[Frame]
) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """Every claim of the page in text order, and what was passed over with the reason."""
    events, passed_over = read_events(page, words, frames)
    news = _newsworthy(page)
    casualties = date_campaign_totals(find_casualties(page, frames, events), events)
    control = find_control(page, frames)
    set_aside = ({each.sentence for each in casualties} | {each.sentence for each in control}) - news
    casualties = tuple(each for each in casualties if each.sentence in news)
    control = tuple(each for each in control if each.sentence in news)
    relations = find_relations(page, frames)
    events, casualties = carry_setting(page, frames, with_victims(page, events, casualties), casualties)
    told = [event for event in events if event.told]
    spoken_for = frozenset(
        [each.sentence for each in told] + [each.sentence for each in casualties] + [each.sentence for each in control]
    )
    statements = find_statements(page, frames, spoken_for)
    sides = state_names(page, (name for each in told for name in (*each.event.agents, *each.event.recipients)))
    claims = [
        *(_event_claim(page, each, sides) for each in told),
        *(_casualty_claim(page, each, sides) for each in casualties),
        *(_control_claim(page, each, sides) for each in control),
        *(_statement_claim(page, each) for each in statements),
        *(_relation_claim(page, each) for each in relations),
    ]
    return tuple(sorted(claims, key=lambda claim: (claim.quote.start, claim.quote.end))), (
        *passed_over,
        *_set_aside(page, set_aside),
    )


def _newsworthy(page: Page) -> frozenset[int]:
    """The sentences that tell of the world: none of a text on a film or a match, and no "In the film, …"."""
    if class_of_document(page) is not None:
        return frozenset()
    return frozenset(number for number, sentence in enumerate(page.sentences) if not is_quoted_scene(sentence))


def _set_aside(page: Page, sentences: Iterable[int]) -> Iterator[Problem]:
    for number in sorted(sentences):
        quote = page.quote_of(page.sentences[number])
        yield Problem(
            code=ProblemCode.PASSED_OVER,
            message="told of a film, a match, a drill or the like: no figure or holder is claimed from it",
            document=page.document.id,
            quote=quote,
        )


def _placed_claim(page: Page, finding: EventFinding | CasualtyFinding | ControlFinding, said: Said, rule: str) -> Claim:
    """The claim of a finding that has a modality, a time and a place."""
    return _claim(
        page,
        page.quote_of(page.sentences[finding.sentence], _last_sentence(page, finding)),
        said,
        finding.frame,
        modality=finding.modality,
        background=finding.background,
        time=finding.time,
        place=finding.place,
        rule=rule,
    )


def _last_sentence(page: Page, finding: EventFinding | CasualtyFinding | ControlFinding) -> Span | None:
    """The sentence in which the words end; None where they are one sentence."""
    last = finding.last if isinstance(finding, CasualtyFinding) else None
    return None if last is None else page.sentences[last]


def _event_claim(page: Page, finding: EventFinding, sides: StateNames) -> Claim:
    event, place = finding.event, finding.place
    agents = sides.qualified(_doers(page, event.agents), place)
    said = replace(event, agents=agents, recipients=sides.qualified(event.recipients, place))
    return _placed_claim(page, finding, said, finding.rule)


def _casualty_claim(page: Page, finding: CasualtyFinding, sides: StateNames) -> Claim:
    casualty, place = finding.casualty, finding.place
    side = sides.of_country(casualty.side, place) if casualty.side else None
    said = replace(casualty, agents=sides.qualified(_doers(page, casualty.agents), place), side=side)
    return _placed_claim(page, finding, said, finding.harm.rule)


def _control_claim(page: Page, finding: ControlFinding, sides: StateNames) -> Claim:
    control, place = finding.control, finding.place
    loser = sides.qualified(control.from_, place)
    said = replace(control, holder=sides.qualified(control.holder, place), from_=loser)
    return _placed_claim(page, finding, said, finding.rule)


def _relation_claim(page: Page, finding: RelationFinding) -> Claim:
    return _claim(
        page,
        page.quote_of(page.sentences[finding.sentence]),
        finding.relation,
        finding.frame,
        background=finding.background,
        rule=finding.rule,
    )


def _statement_claim(page: Page, finding: StatementFinding) -> Claim:
    quote = page.quote_of(page.sentences[finding.first], page.sentences[finding.last])
    return _claim(page, quote, finding.statement, finding.frame, rule=f"statement:{finding.frame.act}")


def _doers(page: Page, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names less those of bodies that only tell: "the Observatory raised the toll" makes it nobody's killer."""
    tellers = {span.name for span in page.actors if span.kind in TELLERS}
    return tuple(name for name in names if name not in tellers)


def _claim(
    page: Page,
    quote: Quote,
    said: Said,
    frame: Frame | None,
    *,
    modality: Modality = Modality.ASSERTED,
    background: bool = False,
    time: TimeSpan | None = None,
    place: Place | None = None,
    rule: str,
) -> Claim:
    document = page.document
    attribution: Attribution | None = frame.attribution if frame is not None else None
    return Claim(
        document=document.id,
        quote=quote,
        said=said,
        attribution=attribution,
        modality=modality,
        background=background,
        time=time,
        place=place,
        source=document.source,
        reported=document.date,
        protected=document.protected,
        rule=rule,
    )
