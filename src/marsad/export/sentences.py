"""Nouns of the record in, the sentences that reports say of them out; the words stand in `wording.toml`."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from marsad.domain.claim import Claim, ControlException, Statement
from marsad.domain.record import AggregateRecord, ControlSpell, EventRecord, Record, Revision, Toll
from marsad.domain.vocabulary import ControlState, Extent, Harm, Modality, VictimsGroup
from marsad.export.shield import voice_of
from marsad.export.tolls import Span, event_span, known_by, reported_by, span_of, sum_spans
from marsad.export.wording import (
    Words,
    capitalised,
    day_words,
    event_name,
    fill,
    joined,
    name,
    names,
    period_words,
    place_words,
    plain,
    quoted,
    say,
    sentence,
    time_words,
    toll_words,
    victims_words,
    words_file,
)


class KnownByDay(Protocol):
    """What a sentence must know of the day: which claims were out, and when the first of them came."""

    @property
    def record(self) -> Record: ...

    @property
    def day(self) -> date: ...

    def first_reported(self, ids: Iterable[str]) -> date | None: ...


def event_title(
    event: EventRecord, near: date | None = None, *, without_place: bool = False, without_time: bool = False
) -> Words:
    """As in "air strike by the Air Force on SDF in Saraqib, 30 November"."""
    when = sentence("when", days=time_words(event.time, near)) if event.time and not without_time else ()
    where = () if without_place else _where(event)
    return sentence("event", what=event_name(event.type), by=_by(event), on=_on(event), where=where, when=when)


def event_words(event: EventRecord, view: KnownByDay) -> Words:
    """The event in one sentence: what, who, where, when, its tolls as known by the day, and who says so."""
    title = event_title(event, view.day)
    if event.time is None:
        reported = day_words(view.first_reported(event.claims), view.day)
        title = (*title, *sentence("time_unknown", reported=reported))
    tolls = [toll_text(toll, view.day) for toll in event.tolls if reported_by(toll, view.day)]
    told = sentence("with_tolls", event=title, tolls=joined(tolls, "; ", "; ")) if tolls else title
    grade = say("grade", event.grade)
    if not event.voices:
        return capitalised(sentence("unsaid", sentence=told, grade=grade))
    return capitalised(sentence("said_by", sentence=told, voices=names(event.voices), grade=grade))


def toll_text(toll: Toll, day: date) -> Words:
    return toll_with(toll, known_by(toll, day))


def toll_with(toll: Toll, span: Span) -> Words:
    """The toll with this figure, and of which whole it is a part."""
    words = toll_words(toll.harm, toll.victims, toll.side, span.bounds)
    if toll.part_of is None:
        return words
    return fill(say("toll", "part"), toll=words, whole=victims_words(toll.part_of, None))


def toll_name(toll: Toll) -> Words:
    """What a toll counts, without its figure: "children killed"."""
    return (*victims_words(toll.victims, toll.side), *plain(f" {say('harm', toll.harm)}"))


def is_told_of(toll: Toll, index: int) -> bool:
    """Whether this figure is only known from a later claim's word on what it replaces ("up from five")."""
    revision = toll.revisions[index]
    return any(later.claim == revision.claim == later.replaces for later in toll.revisions[index + 1 :])


def moved_words(
    toll: Toll, earlier: tuple[Revision, ...], revision: Revision, view: KnownByDay
) -> tuple[Words, tuple[str, ...]]:
    """The sentence on a figure of the day, and the claims it rests on.

    It names the figure that this one replaces; where it replaces none, the newest one of another voice beside it.
    """
    replaced = next((old for old in earlier if old.claim == revision.replaces), None)
    if replaced is None and revision.voice != say("protected", "voice"):
        replaced = next((old for old in reversed(earlier) if old.voice == revision.voice), None)
    former = replaced or (earlier[-1] if earlier else None)
    key = "moved" if replaced else "beside" if former else "first"
    told = sentence(
        key,
        toll=toll_name(toll),
        figure=span_of(revision).text,
        voice=name(revision.voice),
        before=span_of(former).text if former else "",
        when=_on_day(former.reported, view.day) if former else "",
        former=name(former.voice) if former else (),
        stands=known_by(toll, view.day).text,
    )
    return capitalised(told), (revision.claim, *([former.claim] if former else []))


def figure_side(toll: Toll, revision: Revision, near: date) -> Words:
    """As in "SOHR: at least 12 people killed, 1 December"."""
    figure = toll_words(toll.harm, toll.victims, toll.side, span_of(revision).bounds)
    return sentence(
        "said_figure", voice=name(revision.voice), figure=figure, reported=day_words(revision.reported, near)
    )


def control_words(spell: ControlSpell, near: date) -> Words:
    """As in "Aleppo: held by A and B since 1 December, before that C, says SOHR."; an ended spell says until when."""
    ended = spell.until is not None and spell.until <= near
    unknown = () if ended else sentence("since_unknown")
    since = sentence("since", since=day_words(spell.from_, near)) if spell.from_ else unknown
    return sentence(
        "control",
        place=name(spell.place.name),
        state=state_words(spell.state, spell.holder),
        extent=_extent(spell.extent),
        since=since,
        until=sentence("until", until=day_words(spell.until, near)) if ended else (),
        former=sentence("taken_from", holder=names(spell.taken_from)) if spell.taken_from else (),
        exceptions=_except(spell.except_),
        voices=sentence("says", voices=names(spell.voices)) if spell.voices else (),
    )


def state_words(state: ControlState, holder: tuple[str, ...]) -> Words:
    """As in "held by A and B", "contested between A and B", "held by nobody"; the state alone with no holder."""
    with_holder = {ControlState.CONTESTED: "contested_between", ControlState.BESIEGED: "besieged_held"}
    if holder:
        return fill(say("state", with_holder.get(state, state)), holder=names(holder))
    needs_holder = {ControlState.HOLDS, ControlState.GAINED, ControlState.LOST}
    return plain(say("state", ControlState.UNKNOWN if state in needs_holder else state))


def aggregate_words(total: AggregateRecord, view: KnownByDay) -> Words:
    """The total as it was said, its period and voices, and what the events inside it come to."""
    tolls = joined([toll_text(toll, view.day) for toll in total.tolls], "; ", "; ")
    voices = sorted({revision.voice for toll in total.tolls for revision in reported_by(toll, view.day)})
    period = period_words(total.since, total.until, view.day)
    key = "aggregate" if total.covers else "aggregate_uncovered"
    covered = covered_words(total, view) if total.covers else ()
    scope, said_by = name(total.scope_text), names(voices)
    return capitalised(sentence(key, tolls=tolls, scope=scope, period=period, voices=said_by, covered=covered))


def covered_words(total: AggregateRecord, view: KnownByDay) -> Words:
    """The sum of the events inside a total, for the first thing that it counts."""
    harm = total.tolls[0].harm if total.tolls else Harm.KILLED
    inside = [event for event in view.record.events if event.id in total.covers]
    span = sum_spans(event_span(event, harm, view.day) for event in inside)
    return toll_words(harm, VictimsGroup.PEOPLE, None, span.bounds)


def quoted_words(claim: Claim) -> Words:
    """A statement or a denial as it was said: who, how, and the sentence."""
    voice = name(voice_of(claim))
    if claim.modality == Modality.DENIED or not isinstance(claim.said, Statement):
        return sentence("denial", speaker=voice, quote=quoted(claim.quote.text))
    return sentence("statement", speaker=voice, act=say("act", claim.said.act), quote=quoted(claim.quote.text))


def claim_words(claim: Claim | None) -> Words:
    """Any claim as one side of a dispute: who says, denies or expects it, and the sentence."""
    if claim is None:
        return plain(say("protected", "missing"))
    if claim.protected:
        return capitalised(plain(say("protected", "outlet")))
    says = say("modality", claim.modality)
    return sentence("said_quote", voice=name(voice_of(claim)), says=says, quote=quoted(claim.quote.text))


def _by(event: EventRecord) -> Words:
    if not event.agents:
        return ()
    between = words_file()["event"][event.type]["agents"]
    joiner = words_file()["joiner"]["alone"] if between == "between" and len(event.agents) == 1 else between
    return (*plain(f" {joiner} "), *names(event.agents))


def _on(event: EventRecord) -> Words:
    if not event.recipients:
        return ()
    return (*plain(f" {words_file()['event'][event.type]['recipients']} "), *names(event.recipients))


def _where(event: EventRecord) -> Words:
    return (*plain(" " if event.place else ", "), *place_words(event.place))


def _extent(extent: Extent | None) -> Words:
    return sentence("extent", extent=say("extent", extent)) if extent and extent != Extent.WHOLE else ()


def _except(exceptions: tuple[ControlException, ...]) -> Words:
    if not exceptions:
        return ()
    parts = [
        sentence("except_one", place=name(part.place), holder=names(part.holder) or sentence("holder_unknown"))
        for part in exceptions
    ]
    return sentence("except", places=joined(parts))


def _on_day(day: date | None, near: date) -> str:
    return say("sentence", "on_day").format(day=day_words(day, near)) if day else say("sentence", "undated_day")
