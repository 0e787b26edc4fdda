"""An event in, the note that ACLED's form has of it out: what happened in a sentence, its tolls, who says so."""

from collections.abc import Mapping, Sequence
from typing import Any

from marsad.domain.record import EventRecord
from marsad.domain.vocabulary import Harm
from marsad.export.sentences import event_title, toll_with
from marsad.export.tolls import event_span, span_of
from marsad.export.wording import capitalised, joined, say, text_of, time_words


def event_notes(event: EventRecord, outlets: Sequence[str], dead: int, country: str, words: Mapping[str, Any]) -> str:
    """As in "On 4 March 2031, air strike by A in Saraqib (Idlib, Syria). 4 to 12 people killed. Said by B (…)."."""
    notes = [_what(event, country, words)]
    if event.tolls:
        tolls = joined([toll_with(toll, span_of(toll)) for toll in event.tolls], "; ", "; ")
        notes.append(words["tolls"].format(tolls=text_of(capitalised(tolls))))
    if event.voices:
        notes.append(words["voices"].format(voices=", ".join(event.voices), grade=say("grade", event.grade)))
    if outlets:
        notes.append(words["source"].format(sources="; ".join(outlets)))
    one, many = words["fatality"]
    notes.append(" " + (one if dead == 1 else many.format(count=dead)))
    return "".join((*notes, *_doubts(event, words)))


def _what(event: EventRecord, country: str, words: Mapping[str, Any]) -> str:
    what = text_of(event_title(event, without_place=True, without_time=True))
    place = event.place
    around = ", ".join(dict.fromkeys(part for part in ((place.admin1 if place else None), country) if part))
    named = f"{place.name} ({around})" if place and around else place.name if place else ""
    where = words["where"].format(place=named) if named else ""
    if event.time is None:
        return str(words["undated"].format(what=what[:1].upper() + what[1:], where=where))
    days = time_words(event.time)
    is_day = event.time.start == event.time.end
    when = words["on_day"].format(day=days) if is_day else days[:1].upper() + days[1:]
    return str(words["dated"].format(when=when, what=what, where=where))


def _doubts(event: EventRecord, words: Mapping[str, Any]) -> list[str]:
    """What the one number of the form does not show."""
    killed = event_span(event, Harm.KILLED)
    if not killed.is_known:
        return [words["no_figure"]]
    return [words["range"].format(figure=killed.text)] if killed.low != killed.high else []
