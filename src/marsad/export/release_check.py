"""Two releases in, what their difference would give away out: what is found, why it tells something, the mend.

It looks at nothing but what both let out, as whoever holds both can. Who has the store also knows by how many sources a
difference is told: three reports of one person hide nobody.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from marsad.domain.place import Place
from marsad.domain.publication import Pinned
from marsad.domain.record import ControlSpell, EventRecord, Toll
from marsad.domain.source import PlaceGrain, TimeGrain
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import PlacePrecision
from marsad.domain.wire import canonical
from marsad.export.coarsening import coarse_place, first_day
from marsad.export.private_people import redaction_file
from marsad.export.release import Released
from marsad.export.small_groups import LEAST_SOURCES
from marsad.export.wording import say

Cell = tuple[str, str]
Sources = Mapping[str, AbstractSet[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """One thing that the difference gives away. `kind` is a name that stays, `where` an id or a province and month."""

    kind: str
    where: str
    what: str
    why: str
    mend: str


def find_leaks(new: Released, old: Released, sources: Sources | None = None) -> tuple[Leak, ...]:
    """All that the new release gives away beside the old one, by kind and id; the new one is that of the later day.

    `sources` are, by thing, the protected sources by whom it differs; without them things are counted in their place.
    """
    if new.day < old.day:  # a release of a past day, made after that of a later one
        new, old = old, new
    both = [(name, old.things[name], new.things[name]) for name in sorted(old.things.keys() & new.things.keys())]
    return (
        *_vanished(new, old),
        *_few(new, old, sources),
        *(leak for name, was, now in both for leak in _finer(name, was, now)),
        *(leak for name, was, now in both for leak in _unveiled(name, was, now)),
        *(leak for name, was, now in both for leak in _unsourced(name, was, now)),
    )


def is_protected(pinned: Pinned) -> bool:
    """Whether a protected source tells of it, as far as the published version itself shows."""
    return pinned.held_back or say("protected", "voice") in _voices(pinned)


def _vanished(new: Released, old: Released) -> Iterator[Leak]:
    for name in sorted((old.things.keys() | old.gone.keys()) - new.things.keys() - new.gone.keys()):
        yield _leak("vanished", name)


def _few(new: Released, old: Released, sources: Sources | None) -> Iterator[Leak]:
    """Cells of a province and month in which protected tellings differ, by fewer than hide a source."""
    cells: defaultdict[Cell, set[str]] = defaultdict(set)
    for name in old.things.keys() | new.things.keys():
        was, now = old.things.get(name), new.things.get(name)
        told = [one for one in (was, now) if one and is_protected(one)]
        if told and _protected_part(was) != _protected_part(now):
            for cell in {_cell(one) for one in told}:
                cells[cell].add(name)
    for cell, names in sorted(cells.items()):
        told_by = names if sources is None else {one for name in names for one in sources.get(name, ())}
        if len(told_by) < LEAST_SOURCES:
            where = " and ".join(sorted(names))
            yield _leak("few", where, count=len(names), cell=", ".join(cell), least=LEAST_SOURCES)


def _protected_part(pinned: Pinned | None) -> tuple[object, ...]:
    """What of a version protected sources tell: whether any does, and their figures."""
    if pinned is None or not is_protected(pinned):
        return ()
    named = say("protected", "voice")
    figures = [(toll.harm, one.low, one.best, one.high) for toll in _tolls(pinned) for one in toll.revisions
               if one.voice == named]  # fmt: skip
    return (pinned.held_back, named in _voices(pinned), *figures)


def _finer(name: str, was: Pinned, now: Pinned) -> Iterator[Leak]:
    if not is_protected(was):
        return
    if _place_rank(_place(now)) < _place_rank(_place(was)):
        yield _leak("finer", name, field="place")
    if _days(_span(now)) < _days(_span(was)):
        yield _leak("finer", name, field="time")


def _unveiled(name: str, was: Pinned, now: Pinned) -> Iterator[Leak]:
    """A sentence that was there with more marks, and, beside sentences, the thing's own names."""
    before = {claim: one.text for one in was.sentences for claim in one.claims}
    lost = 0
    for one in now.sentences:
        had = max((_marks(before[claim]) for claim in one.claims if claim in before), default=0)
        lost += max(0, had - _marks(one.text))
    if before.keys() <= {claim for one in now.sentences for claim in one.claims}:
        lost += max(0, _marks(canonical(was.thing)) - _marks(canonical(now.thing)))
    if lost:
        yield _leak("unveiled", name, count=lost)


def _unsourced(name: str, was: Pinned, now: Pinned) -> Iterator[Leak]:
    """Tolls that differ while the sentences of the thing are the same."""
    if _claims(was) != _claims(now):
        return
    before, after = _figures(was), _figures(now)
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            told = {"harm": key[0], "before": _said(before.get(key)), "after": _said(after.get(key))}
            yield _leak("unsourced", name, **told)


def _cell(pinned: Pinned) -> Cell:
    place, span = _place(pinned), _span(pinned)
    where = coarse_place(place, PlaceGrain.PROVINCE)
    month = first_day((span.start or span.end) if span else None, TimeGrain.MONTH)
    unknown = say("protected", "place")
    return (where.name if where else unknown, f"{month:%Y-%m}" if month else "day unknown")


def _place(pinned: Pinned) -> Place | None:
    return pinned.thing.place


def _span(pinned: Pinned) -> TimeSpan | None:
    thing = pinned.thing
    if isinstance(thing, EventRecord):
        return thing.time
    return TimeSpan(start=thing.from_, end=thing.until) if thing.from_ or thing.until else None


def _place_rank(place: Place | None) -> int:
    """The lower, the more finely a place is told."""
    return int(place.precision) if place else int(PlacePrecision.SEA_OR_AIR) + 1


def _days(span: TimeSpan | None) -> int:
    """How many days a span has; more than any where an end is open."""
    if span is None or span.start is None:
        return (date.max - date.min).days
    return ((span.end or span.start) - span.start).days


def _voices(pinned: Pinned) -> set[str]:
    thing = pinned.thing
    return {*thing.voices, *(one.voice for toll in _tolls(pinned) for one in toll.revisions)}


def _tolls(pinned: Pinned) -> tuple[Toll, ...]:
    return pinned.event.tolls if pinned.event else ()


def _claims(pinned: Pinned) -> set[str]:
    thing: EventRecord | ControlSpell = pinned.thing
    return {*thing.claims, *(claim for one in pinned.sentences for claim in one.claims)}


def _figures(pinned: Pinned) -> Mapping[tuple[str, ...], tuple[int | None, ...]]:
    return {
        (toll.harm.value, toll.victims.value, toll.side or "", toll.part_of.value if toll.part_of else ""):
        (toll.low, toll.best, toll.high) for toll in _tolls(pinned)
    }  # fmt: skip


def _said(figure: tuple[int | None, ...] | None) -> str:
    """A range in words; an end that is not known is no zero."""
    low, high = (figure[0], figure[2]) if figure else (None, None)
    ends = ["?" if end is None else str(end) for end in (low, high)]
    return "none" if figure is None else " to ".join(dict.fromkeys(ends))


def _marks(text: str) -> int:
    return sum(text.count(mark) for mark in set(redaction_file()["mark"].values()))


def _leak(kind: str, where: str, **told: object) -> Leak:
    words = _file()[kind]
    return Leak(
        kind=kind,
        where=where,
        what=words["what"].format(**told),
        why=words["why"].format(**told),
        mend=words["mend"].format(**told),
    )


@cache
def _file() -> dict[str, dict[str, str]]:
    text = files("marsad.export").joinpath("release_check.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = tomllib.loads(text)
    return found
