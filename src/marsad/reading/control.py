"""Control: a page in, who is said to hold, take or lose which place out."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

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

ENDED = frozenset({ControlState.LOST, ControlState.NONE})
HELD_BY_NOBODY_NAMED = frozenset({ControlState.BESIEGED, ControlState.CONTESTED, ControlState.NONE})
"""States of a place that need no holder."""
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
        found += _findings(scene, number, told) if told and not _is_a_vote(scene) else ()
    return tuple(found)


def _is_a_vote(scene: Scene) -> bool:
    """True where states are taken and held by votes, or grounds by teams."""
    return any(token.lower_ in control_lexicon()["elsewhere"]["words"] for token in scene.sentence)


def _findings(scene: Scene, number: int, told: Sequence[Told]) -> list[ControlFinding]:
    found: list[ControlFinding] = []
    seen: set[tuple[str, tuple[str, ...], bool]] = set()
    for each in told:
        for ground in each.grounds:
            key = (ground.place.name, each.holders, each.state in ENDED)
            if key in seen or not (each.holders or each.state in HELD_BY_NOBODY_NAMED):
                continue
            seen.add(key)
            found.append(_finding(scene, number, each, ground))
    return found


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
