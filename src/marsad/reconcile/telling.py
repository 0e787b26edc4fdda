"""Testimonies in, tellings out: what a run of claims says of one event, in the form in which tellings are compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from marsad.domain.claim import Casualty, Event, Quote
from marsad.domain.place import Place
from marsad.domain.vocabulary import EventType, Harm, VictimsGroup
from marsad.reconcile.days import Window, find_window
from marsad.reconcile.figures import Range, make_range
from marsad.reconcile.names import ActorNames
from marsad.reconcile.places import narrowest_place
from marsad.reconcile.rare import RareNames, mark_sentence
from marsad.reconcile.spelling import fold
from marsad.reconcile.surroundings import NOTHING, Surroundings
from marsad.reconcile.testimony import Testimony

Group = tuple[Harm, VictimsGroup, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One or more claims of one event. `types` is empty where only figures without a cause tell it.

    `history` is True where all of it is background and nothing dates it. `window` is for comparing only, and so is what
    its documents add: `around`, if it gives no place itself, `beside` and `places`. `names` are the rare names in its
    own words, `sentences` the marks of its long sentences that few documents have.
    """

    documents: frozenset[str]
    voices: frozenset[str]
    types: frozenset[EventType]
    harms: frozenset[Harm]
    place: Place | None
    around: Place | None
    window: Window | None
    history: bool
    agents: frozenset[str]
    recipients: frozenset[str]
    named_recipients: frozenset[str]
    weapons: frozenset[str]
    figures: Mapping[Group, Range]
    revises: frozenset[int]
    reported: date
    quotes: tuple[Quote, ...]
    sentences: frozenset[str]
    names: frozenset[str]
    beside: frozenset[str] = NOTHING
    places: frozenset[Place] = frozenset()
    days: frozenset[int] = frozenset()
    ages: frozenset[str] = NOTHING


def describe_telling(
    testimonies: Sequence[Testimony],
    names: ActorNames,
    rare: RareNames | None = None,
) -> Telling:
    """What the claims say together: the narrowest place and time, every actor, the last figure of each group.

    `rare` are the rare names and sentences of all documents; without them no name is rare, and every long sentence is.
    """
    claims = [testimony.claim for testimony in testimonies]
    said = [claim.said for claim in claims]
    events = [one for one in said if isinstance(one, Event)]
    tolls = [one for one in said if isinstance(one, Casualty)]
    causes = {one.cause for one in tolls if one.cause} if not events else set()
    window = _narrowest_window(testimonies)
    place = narrowest_place([claim.place for claim in claims if claim.place])
    marks = frozenset(mark for claim in claims for mark in mark_sentence(claim.quote.text))
    return Telling(
        documents=frozenset(claim.document for claim in claims),
        voices=frozenset(testimony.voice.key for testimony in testimonies),
        types=frozenset({one.type for one in events} | causes),
        harms=frozenset(one.harm for one in tolls),
        place=place,
        around=None,
        window=window,
        history=window is None and all(claim.background for claim in claims),
        agents=names.keys(name for one in said if isinstance(one, Event | Casualty) for name in one.agents),
        recipients=names.keys(name for one in events for name in one.recipients),
        named_recipients=names.keys(name for one in events for name in one.recipients if names.is_named(name)),
        weapons=frozenset(fold(one.weapon) for one in events if one.weapon),
        figures=_last_figures(testimonies, names),
        revises=frozenset(
            figure for one in tolls if one.revises for figure in [make_range(one.revises).stated] if figure
        ),
        reported=max((claim.reported for claim in claims if claim.reported), default=date.min),
        quotes=tuple(sorted({claim.quote for claim in claims})),
        sentences=marks & rare.sentences if rare else marks,
        names=frozenset(word for claim in claims for word in (rare.by_sentence[claim.quote.text] if rare else ())),
    )


def add_surroundings(telling: Telling, beside: Surroundings) -> Telling:
    """The telling with what stands beside it: where its document is, if it gives no place, and what that names."""
    around = None if telling.place else beside.around
    return replace(
        telling, around=around, beside=beside.names, places=beside.places, days=beside.days, ages=beside.ages
    )


def figure_group(casualty: Casualty, names: ActorNames) -> Group:
    return casualty.harm, casualty.victims, names.key(casualty.side) if casualty.side else None


def _last_figures(testimonies: Sequence[Testimony], names: ActorNames) -> dict[Group, Range]:
    """Each group's figure as last reported; only figures that claims assert."""
    figures = {}
    for testimony in sorted(testimonies, key=lambda testimony: testimony.order):
        said = testimony.claim.said
        if isinstance(said, Casualty):
            figure = make_range(said)
            if figure.known:
                figures[figure_group(said, names)] = figure
    return figures


def _narrowest_window(testimonies: Sequence[Testimony]) -> Window | None:
    """History is dated by its own time or not at all: the day it is told is no clue to when it was."""
    windows = [
        window
        for testimony in testimonies
        for claim in [testimony.claim]
        if (claim.time and (claim.time.start or claim.time.end)) or not claim.background
        for window in [find_window(claim.time, claim.reported)]
        if window
    ]
    return min(windows, key=lambda window: (not window.stated, window.last - window.first, window.first), default=None)
