"""Control: a page in, who is said to hold, take or lose which place out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from marsad.domain.claim import Control
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ControlState, Extent, Modality, TimePrecision
from marsad.reading.attribution import Frame, credit
from marsad.reading.circumstances import is_background, modality_of, time_for
from marsad.reading.control_exceptions import exceptions_of
from marsad.reading.control_ground import Ground, control_lexicon
from marsad.reading.control_nouns import by_noun
from marsad.reading.control_told import Scene, Told
from marsad.reading.control_verbs import by_verb
from marsad.reading.control_words import tellers
from marsad.reading.page import Page
from marsad.reading.parse import Token

ENDED = frozenset({ControlState.LOST, ControlState.NONE})
HELD_BY_NOBODY_NAMED = frozenset(
    {ControlState.BESIEGED, ControlState.CONTESTED, ControlState.NONE, ControlState.GAINED, ControlState.LOST}
)
"""States of a place that need no holder."""
AGE_YEARS = 100
"""Years before the report beyond which a place's holders are no part of its war."""
WAR_YEARS = 10
"""Years back within which a siege or fall that names nobody is still of the war reported on."""
TAKER_REACH = 6
"""Sentences before "the town has fallen" in which its taker may be told."""
LATER = frozenset({"control-fell", "control-turn"})
"""Rules whose taker the sentences before may name."""
NAMING = frozenset({"control-compound", "control-owned"})
"""Rules of words that say which ground is meant, and tell nothing as news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlFinding:
    sentence: int
    control: Control
    place: Place
    frame: Frame | None
    modality: Modality
    background: bool
    time: TimeSpan | None
    rule: str


def find_control(page: Page, frames: Sequence[Frame]) -> tuple[ControlFinding, ...]:
    """Every claim of control that the page makes, in text order, one a place."""
    found: list[ControlFinding] = []
    for number, sentence in enumerate(page.sentences):
        words = [token for token in sentence if token.lower_ in tellers()]
        if not words:
            continue
        scene = Scene(page=page, sentence=sentence, frames=[frame for frame in frames if frame.sentence == number])
        told = [each for token in words for each in (*by_noun(scene, token), *by_verb(scene, token))]
        told = [_with_taker(each, number, found) for each in told if each.grounds]
        found += _findings(scene, number, told) if told and not _is_a_vote(scene) else ()
    return tuple(found)


def _is_a_vote(scene: Scene) -> bool:
    """True where states are taken and held by votes, or grounds by teams."""
    return any(token.lower_ in control_lexicon()["elsewhere"]["words"] for token in scene.sentence)


def _with_taker(told: Told, number: int, found: Sequence[ControlFinding]) -> Told:
    """The claim of "P has fallen" with whoever the story said to take ground just before."""
    if told.holders or told.rule not in LATER:
        return told
    takers = [
        each.control.holder
        for each in found
        if each.control.state is ControlState.GAINED and number - each.sentence <= TAKER_REACH
    ]
    if told.rule == "control-turn" and not takers:
        return replace(told, grounds=())
    return replace(told, holders=takers[-1]) if takers else told


def _is_history(found: ControlFinding, reported: date | None) -> bool:
    """True for what is told of another age, and of old sieges and falls that name nobody."""
    start = found.time.start if found.time is not None else None
    if start is not None and reported is not None and reported.year - start.year > AGE_YEARS:
        return True
    recent = start is not None and reported is not None and reported.year - start.year <= WAR_YEARS
    return found.background and not found.control.holder and not recent


def _findings(scene: Scene, number: int, told: Sequence[Told]) -> list[ControlFinding]:
    found: list[ControlFinding] = []
    seen: set[tuple[str, tuple[str, ...], bool]] = set()
    named = {ground.place.name for each in told if each.holders for ground in each.grounds}
    for each in told:
        for ground in each.grounds:
            key = (ground.place.name, each.holders, each.state in ENDED)
            bare = not each.holders and (each.state not in HELD_BY_NOBODY_NAMED or ground.place.name in named)
            if key in seen or bare:
                continue
            seen.add(key)
            found.append(_finding(scene, number, each, ground))
    return [each for each in found if not _is_history(each, scene.page.document.date)]


def _finding(scene: Scene, number: int, told: Told, ground: Ground) -> ControlFinding:
    page, frames = scene.page, scene.frames
    time = time_for(page, scene.sentence, told.token, frames) or _now(page, told.token)
    frame = _teller(frames, told)
    exceptions = exceptions_of(scene, told)
    extent = ground.extent or (Extent.MOST if exceptions and told.state is ControlState.HOLDS else None)
    return ControlFinding(
        sentence=number,
        control=Control(state=told.state, holder=told.holders, from_=told.losers, extent=extent, except_=exceptions),
        place=ground.place,
        frame=frame,
        modality=modality_of(told.token, frame),
        background=is_background(page, scene.sentence, time, told.token),
        time=time,
        rule=told.rule,
    )


def _teller(frames: Sequence[Frame], told: Told) -> Frame | None:
    """Whom the hold is credited to: "rebel-held" in reported words only tells which town is meant, so the outlet."""
    frame = credit(frames, told.token.i)
    names_only = told.rule in NAMING or (told.token.dep_ == "acl" and told.state is ControlState.HOLDS)
    return None if frame is not None and names_only and not frame.direct else frame


def _now(page: Page, verb: Token) -> TimeSpan | None:
    """The report's own day, still going on, where the words say "now"; the day is never filled in without them."""
    near = [*verb.children, *page.doc[max(verb.sent.start, verb.i - 3) : verb.i]]
    word = next((each for each in near if each.lower_ in control_lexicon()["present"]["words"]), None)
    if word is None or page.document.date is None:
        return None
    return TimeSpan(start=page.document.date, precision=TimePrecision.OPEN, text=word.text, timex="PRESENT_REF")
