"""Shielded events in, what a card on the map says of them out: the toll, the sentences, whom they credit."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from marsad.domain.record import ControlSpell, EventRecord
from marsad.export.sentences import control_words, event_title, toll_with
from marsad.export.shield import Shielded
from marsad.export.tolls import span_of
from marsad.export.wording import capitalised, day_words, say, text_of
from marsad.web.sentences import Sentence, sentences_of

MOST_SENTENCES = 3
"""Of an event on its card: the first that tell it; its page has them all."""


def event_card(event: EventRecord, shown: Shielded) -> dict[str, Any]:
    """What happened, its tolls, its grade with the reason, and the first sentences that say so."""
    return {
        "id": event.id,
        "title": text_of(capitalised(event_title(event))),
        "address": f"/events/{event.id}",
        "precision": int(event.place.precision) if event.place else None,
        "tolls": [text_of(toll_with(toll, span_of(toll))) for toll in event.tolls if toll.part_of is None],
        "grade": say("grade", event.grade),
        "reason": event.grade_reason,
        "sentences": _sentences(event.claims, shown),
    }


def held_card(spell: ControlSpell, shown: Shielded, day: date) -> dict[str, Any]:
    """Who held a place at the end of the day, in the record's words, with the first sentences for and against."""
    return {
        "id": spell.id,
        "place": spell.place.name,
        "title": text_of(capitalised(control_words(spell, day))),
        "address": f"/control/spells/{spell.id}",
        "sentences": _sentences(spell.claims, shown),
        "against": _sentences(spell.contested_by, shown),
    }


def event_line(event: EventRecord) -> dict[str, Any]:
    """An event in a list of several."""
    tolls = [text_of(toll_with(toll, span_of(toll))) for toll in event.tolls if toll.part_of is None]
    return {
        "id": event.id,
        "title": text_of(capitalised(event_title(event))),
        "address": f"/events/{event.id}",
        "tolls": tolls[:2],
    }


def _sentences(ids: Iterable[str], shown: Shielded) -> list[dict[str, Any]]:
    return [_sentence(one) for one in sentences_of(ids, shown, context=0)[:MOST_SENTENCES]]


def _sentence(one: Sentence) -> dict[str, Any]:
    return {
        "text": one.held_back or "".join(text for text, _ in one.pieces),
        "voice": one.voice,
        "source": one.outlet,
        "reported": day_words(one.day),
        "address": None if one.held_back else one.address,
    }
