"""The events of a page in, those whose day another sentence of the story gives out with that day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Modality, PlacePrecision, TimePrecision
from marsad.reading.clause_paths import word_at
from marsad.reading.event_findings import ATTACKS, VIOLENT, EventFinding
from marsad.reading.event_words import points_back
from marsad.reading.inflection import lemma_table, noun_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import governing_verb, is_verb, subject_of
from marsad.reading.time_ties import link_to_case

DATED = frozenset({TimePrecision.DAY, TimePrecision.DAYS})
"""Precisions of a day that is handed on; a month or a "since" is rather one sentence's own."""
SETTLED = frozenset({EventType.ABDUCTION, EventType.DESTRUCTION, EventType.WEAPON_SEIZURE, EventType.ARREST})
TOWNS = frozenset({PlacePrecision.EXACT, PlacePrecision.NEAR})
AROUND = 8
"""Sentences within which a story speaks of one act by its kind and town."""
BEHIND = 5
"""Sentences over which "the attack" points back to an act."""
AHEAD = 2
"""Sentences behind the first telling in which a story gives the act's day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """A day that a sentence gives to an act: of a type and a place, or of whatever act was told before (None)."""

    sentence: int
    time: TimeSpan
    type: EventType | None = None
    place: Place | None = None


def date_by_story(page: Page, events: Sequence[EventFinding]) -> tuple[EventFinding, ...]:
    """The findings; one that its own sentence gives no day has the day of the act that it is, where the story says it.

    That is told by words that point back ("in the attack", "the gunmen also …"), or by a later sentence that tells the
    same act with its day ("The blast happened on Monday"). The day of publication is never used.
    """
    days = sorted([*_days_of(events), *_days_of_incidents(page)], key=lambda each: each.sentence)
    return tuple(_dated(each, days) for each in events)


def _days_of(events: Sequence[EventFinding]) -> list[_Dated]:
    return [
        _Dated(
            sentence=each.sentence,
            time=each.time,
            type=each.event.type,
            place=each.place,
        )
        for each in events
        if each.time is not None and hands_on(each.time) and _is_news(each) and each.event.type in VIOLENT | SETTLED
    ]


def hands_on(time: TimeSpan) -> bool:
    """True for a day or days that a later sentence may take over."""
    return time.precision in DATED and time.start is not None and time.end is not None and time.timex != "PAST_REF"


def _is_news(event: EventFinding) -> bool:
    return not event.background and event.modality in {Modality.ASSERTED, Modality.POSSIBLE}


def _days_of_incidents(page: Page) -> list[_Dated]:
    """As in "The incident took place in Kano on 3 February": the day of the act just told."""
    found = []
    for number, sentence in enumerate(page.sentences):
        for mention in page.times_in(sentence):
            token = word_at(page.doc, mention.quote.start, mention.quote.end)
            if token is not None and hands_on(mention.time) and _says_when_it_was(token):
                found.append(_Dated(sentence=number, time=mention.time))
    return found


def _says_when_it_was(time: Token) -> bool:
    verb = governing_verb(time)
    if verb is None or verb.lower_ not in _happening():
        return False
    subject = subject_of(verb)
    return subject is not None and subject.lower_ in _incidents() and points_back(subject)


def _dated(event: EventFinding, days: Sequence[_Dated]) -> EventFinding:
    if event.time is not None or not _is_news(event) or event.event.type not in VIOLENT | SETTLED:
        return event
    day = _told_before(event, days) or _told_after(event, days) or _told_of_the_place(event, days)
    return event if day is None else replace(event, time=day.time, carried=True)


def _told_before(event: EventFinding, days: Sequence[_Dated]) -> _Dated | None:
    """The day of the act that the event's words go on with: the nearest that may be it."""
    if has_no_day(event.token):
        return None
    is_back = points_back(event.token) or _is_done_to_known_act(event.token)
    if not (is_back or _has_known_doer(event.token)):
        return None
    reach = BEHIND if is_back else AHEAD
    before = [day for day in days if 0 < event.sentence - day.sentence <= reach and not _is_elsewhere(event, day)]
    fitting = [day for day in before if _may_be_one(event, day) or not is_back]
    return fitting[-1] if fitting else None


def has_no_day(act: Token) -> bool:
    """As in "has bombed the province", "the war": what lasts, or is told in the perfect, has no day told before it.

    Nor has what somebody is charged with or arrested for: the day told is that of the charge.
    """
    if act.lower_ in _wars() or link_to_case(act) is not None:
        return True
    beside = {each.lower_ for each in act.children if each.dep_ == "aux"} if is_verb(act) else set()
    return bool(beside & {"has", "have"}) and not beside & _listed("modals")


def _told_after(event: EventFinding, days: Sequence[_Dated]) -> _Dated | None:
    """The day that the next sentences give the same act."""
    after = [day for day in days if 0 < day.sentence - event.sentence <= AHEAD and not _is_elsewhere(event, day)]
    return next((day for day in after if _may_be_one(event, day)), None)


def _told_of_the_place(event: EventFinding, days: Sequence[_Dated]) -> _Dated | None:
    """The day of the same kind of act at the same town, where the story near by gives it one day only."""
    if event.place is None or event.place.precision not in TOWNS or has_no_day(event.token):
        return None
    here = [
        day
        for day in days
        if day.type is event.event.type and day.place is not None and day.place.name == event.place.name
        if 0 < abs(day.sentence - event.sentence) <= AROUND
    ]
    return here[0] if len({day.time.start for day in here}) == 1 else None


def _is_done_to_known_act(verb: Token) -> bool:
    """As in "repelled the attack"."""
    objects = [each for each in verb.children if each.dep_ in {"dobj", "nsubjpass"}] if is_verb(verb) else []
    return any(each.lower_ in _incidents() and points_back(each) for each in objects)


def names_known_act(sentence: Span) -> bool:
    """True where the sentence speaks of an act told before it ("as a result of the attack")."""
    return any(each.lower_ in _incidents() and points_back(each) for each in sentence)


def _may_be_one(event: EventFinding, day: _Dated) -> bool:
    """The same type, or one that says no more than that there was an attack."""
    if day.type is None or day.type is event.event.type:
        return True
    plain = EventType.ATTACK in {day.type, event.event.type}
    return plain and {day.type, event.event.type} <= ATTACKS | {EventType.ARMED_CLASH, EventType.OFFENSIVE}


def _has_known_doer(act: Token) -> bool:
    """As in "They also burned …", "The gunmen took …"."""
    verb = act if is_verb(act) else governing_verb(act)
    subject = subject_of(verb) if verb is not None else None
    if subject is None:
        return False
    return subject.lower_ in _listed("pronouns") or (subject.lower_ in _doers() and points_back(subject))


def _is_elsewhere(event: EventFinding, day: _Dated) -> bool:
    return are_apart(event.place, day.place)


def are_apart(one: Place | None, other: Place | None) -> bool:
    """True for two places that cannot be one: of two countries, or two named towns."""
    if one is None or other is None:
        return False
    if one.country and other.country and one.country != other.country:
        return True
    narrow = {PlacePrecision.EXACT, PlacePrecision.NEAR, PlacePrecision.DISTRICT}
    return {one.precision, other.precision} <= narrow and one.name != other.name


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(load_lexicon("times")["story"][name])


@cache
def _incidents() -> frozenset[str]:
    return frozenset(form for noun in _listed("incidents") for form in noun_forms(noun))


@cache
def _doers() -> frozenset[str]:
    return frozenset(form for noun in _listed("doers") for form in noun_forms(noun))


@cache
def _wars() -> frozenset[str]:
    return frozenset(form for noun in _listed("wars") for form in noun_forms(noun))


@cache
def _happening() -> frozenset[str]:
    return frozenset(form.split()[0] for form in lemma_table(load_lexicon("times")["story"]["happen"]))
