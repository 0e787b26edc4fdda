"""Values of the record in, words for a reader out: figures, places, days, names, as pieces that stay data."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from string import Formatter
from typing import Any

from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Harm, TimePrecision, VictimsGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of words. `name` is True where it came from a text: it is shown apart, and never read as markup."""

    text: str
    name: bool = False


KEPT_PIECES = 4_096
"""Texts whose pieces are kept: a report says the same few names and words some thousand times."""
Words = tuple[Piece, ...]
Filling = str | int | Words


@cache
def words_file() -> Mapping[str, Any]:
    return tomllib.loads(files("marsad.export").joinpath("wording.toml").read_text("utf-8"))


@cache
def say(section: str, key: str) -> str:
    """The wording under a section and key of `wording.toml`."""
    return str(words_file()[section][key])


def fill(template: str, **fillings: Filling) -> Words:
    """The template with its {slots} filled; what is filled in is never itself read as a template."""
    pieces: list[Piece] = []
    for literal, slot in _parts(template):
        pieces += literal
        if slot is not None:
            filling = fillings[slot]
            pieces += filling if isinstance(filling, tuple) else plain(str(filling))
    return tuple(pieces)


@cache
def _parts(template: str) -> tuple[tuple[Words, str | None], ...]:
    """What stands before each slot, and the slot; the templates are those of `wording.toml`."""
    return tuple((plain(literal), slot) for literal, slot, _, _ in Formatter().parse(template))


def sentence(key: str, **fillings: Filling) -> Words:
    return fill(say("sentence", key), **fillings)


def counted(key: str, count: int) -> Words:
    """The sentence in the singular or the plural, as the count asks."""
    one, many = words_file()["sentence"][key]
    return fill(one if count == 1 else many, count=count)


@lru_cache(maxsize=KEPT_PIECES, typed=True)
def plain(text: str) -> Words:
    return (Piece(text=text),) if text else ()


@lru_cache(maxsize=KEPT_PIECES, typed=True)
def name(text: str) -> Words:
    return (Piece(text=" ".join(text.split()), name=True),) if text.strip() else ()


def quoted(text: str) -> Words:
    """The sentence in quotation marks, unless it has some of its own."""
    if any(mark in text for mark in '"“”„«»'):
        return name(text)
    return (*plain("“"), *name(text), *plain("”"))


def text_of(words: Words) -> str:
    return "".join(piece.text for piece in words)


def capitalised(words: Words) -> Words:
    """The words with a capital at the head, unless a name stands there."""
    if not words or words[0].name:
        return words
    head = words[0].text
    return (Piece(text=head[:1].upper() + head[1:]), *words[1:])


def joined(items: Sequence[Words], between: str = ", ", last: str = " and ") -> Words:
    """The items as a list in words: "A, B and C"."""
    pieces: list[Piece] = []
    for index, item in enumerate(items):
        if index:
            pieces += plain(last if index == len(items) - 1 else between)
        pieces += item
    return tuple(pieces)


def names(items: Iterable[str]) -> Words:
    return joined([name(item) for item in items])


def figure_words(low: int | None, best: int | None, high: int | None) -> str:
    """The figure as a reader says it: "12", "at least 12", "5 to 12", "about 50", "not known"; unknown is never 0."""
    form = figure_form(low, best, high)
    return say("figure", form).format(low=digits(low), best=digits(best), high=digits(high))


def figure_form(low: int | None, best: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return "exact" if low == high else "range"
    if low is not None:
        return "at_least_about" if best is not None and best > low else "at_least"
    if best is not None and (high is None or best < high):
        return "about"
    return "unknown" if high is None else "up_to"


def digits(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


FIGHTING = frozenset({VictimsGroup.PEOPLE, VictimsGroup.COMBATANTS, VictimsGroup.SOLDIERS})
"""Groups that are told of by a side's own word where that is one for many persons: "rebels", "insurgents"."""


def toll_words(
    harm: Harm, victims: VictimsGroup, side: str | None, bounds: tuple[int | None, int | None, int | None]
) -> Words:
    """As in "at least 12 people killed", with the side the dead belong to where it is known."""
    figure = figure_words(*bounds)
    if figure_form(*bounds) == "unknown":
        return fill(say("toll", "unknown"), victims=victims_words(victims, side), harm=say("harm", harm))
    low, best, high = bounds
    last = next(number for number in (high, best, low) if number is not None)
    return fill(say("toll", "whole"), figure=figure, victims=victims_words(victims, side, last), harm=say("harm", harm))


def victims_words(victims: VictimsGroup, side: str | None, count: int = 2) -> Words:
    """As in "combatants of Hayat Tahrir al-Sham", "soldiers of the army", "rebels"; a side of any fighters is none."""
    one, many = words_file()["victims"][victims]
    group = one if count == 1 else many
    if not side:
        return plain(group)
    if not side[0].islower():
        return fill(say("toll", "side"), victims=group, side=name(side))
    if side in words_file()["sides"]["say_nothing"]:
        return plain(group)
    if count != 1 and side.endswith("s") and victims in FIGHTING:
        return name(side)
    return fill(say("toll", "side_common"), victims=group, side=name(side))


def place_words(place: Place | None) -> Words:
    """The place with the preposition that its precision asks for: "near Saraqib", "in Idlib province"."""
    if place is None:
        return plain(say("place", "none"))
    template = say("place", str(int(place.precision)))
    level = words_file()["place_level"].get(str(int(place.precision)))
    if level and level in place.name.casefold():
        template = say("place", "1")
    return fill(template, name=name(place.name))


def day_words(day: date | None, near: date | None = None) -> str:
    """As in "30 November 2024", without its year where `near` is of the same year."""
    if day is None:
        return say("note", "undated")
    month = words_file()["calendar"]["months"][day.month - 1]
    return f"{day.day} {month}" if near and near.year == day.year else f"{day.day} {month} {day.year}"


def time_words(time: TimeSpan | None, near: date | None = None) -> str:
    if time is None or (time.start is None and time.end is None):
        return say("note", "undated")
    if time.start is None:
        return say("period", "before").format(until=day_words(time.end, near))
    if time.end is None:
        key = "open" if time.precision == TimePrecision.OPEN else "since"
        return say("period", key).format(since=day_words(time.start, near))
    if time.start == time.end:
        return day_words(time.start, near)
    return period_words(time.start, time.end, near)


def period_words(since: date | None, until: date | None, near: date | None = None) -> str:
    """As in "since 27 November", "from 27 November to 3 December", or that the period is not known."""
    days = {"since": day_words(since, near), "until": day_words(until, near)}
    if since and until:
        return say("period", "both").format(**days)
    return say("period", "since" if since else "until" if until else "none").format(**days)


def event_name(kind: EventType, count: int = 1) -> str:
    one, many = words_file()["event"][kind]["name"]
    return str(one if count == 1 else many)


def event_family(kind: EventType) -> str:
    return str(words_file()["event"][kind]["family"])
