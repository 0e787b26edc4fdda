"""A store and another's file in, each event beside the other that is most like it out."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date

from marsad.domain.actor import Actor
from marsad.domain.filter import fold_asked, fold_words
from marsad.domain.foreign import ForeignEvent
from marsad.domain.vocabulary import ActorKind, Harm
from marsad.export.acled import acled_rows, countries
from marsad.export.checking import Row
from marsad.export.comparing import Comparison, bare_name, compare_events
from marsad.export.foreign import read_foreign
from marsad.export.forms import find_form
from marsad.export.material import Material
from marsad.export.selecting import Wanted, select
from marsad.export.sheets import Sheet, write_csv
from marsad.export.shield import shield
from marsad.export.tolls import event_span
from marsad.export.ucdp import ged_rows
from marsad.pipeline.asked import known_actors
from marsad.pipeline.published import load_record
from marsad.pipeline.settings import Settings
from marsad.store import Store

FORCES = bare_name("Military Forces of") + " "
"""How ACLED names the forces of a state. Source: ACLED codebook."""
FORM_OF = {"acled": ("acled", acled_rows), "ucdp": ("ucdp-ged", ged_rows)}


def compare_store(
    store: Store, theirs: Iterable[ForeignEvent], dataset: str, wanted: Wanted, settings: Settings
) -> Comparison:
    """The record's events, coded by the file's own codebook, beside the file's; of both what is asked for.

    Where no days are asked for, the record is asked for those that the file spans, and of the file only countries are
    looked at that the record tells of: what one of the two does not cover, it cannot lack. The file is gone through
    once, and only what may be compared is kept of it.
    """
    shown, actors = shield(*load_record(store)), known_actors(settings)
    told_of = _countries(own_events(Material(shown=select(shown, wanted), actors=actors), dataset))
    kept, days = list[ForeignEvent](), _Span()
    for event in theirs:
        days.add(event)
        if _is_asked(event, wanted, told_of):
            kept.append(event)
    wanted = replace(wanted, since=wanted.since or days.first, until=wanted.until or days.last)
    material = Material(shown=select(shown, wanted), actors=actors)
    ours = own_events(material, dataset)
    covered = _countries(ours)
    return compare_events(ours, [one for one in kept if _is_asked(one, wanted, covered)], same_names(material))


class _Span:
    """The first and the last day of all that was added."""

    def __init__(self) -> None:
        self.first: date | None = None
        self.last: date | None = None

    def add(self, event: ForeignEvent) -> None:
        for day in (event.start, event.end):
            if day:
                self.first, self.last = min(self.first or day, day), max(self.last or day, day)


def _countries(events: Iterable[ForeignEvent]) -> frozenset[str]:
    return frozenset(bare_name(one.country) for one in events if one.country)


def _is_asked(event: ForeignEvent, wanted: Wanted, covered: AbstractSet[str]) -> bool:
    """Whether a row of the file is of the days, the place and the actor, and of a country that the record tells of."""
    first, last = event.start or event.end, event.end or event.start
    if first is None and (wanted.since or wanted.until):
        return False
    late = wanted.until is not None and first is not None and first > wanted.until
    early = wanted.since is not None and last is not None and last < wanted.since
    if late or early or (event.country and covered and bare_name(event.country) not in covered):
        return False
    if wanted.place and fold_asked(wanted.place) not in fold_words(event.place, event.admin1):
        return False
    return not wanted.actor or any(fold_asked(wanted.actor) in fold_words(name) for name in event.actors)


def own_events(material: Material, dataset: str) -> tuple[ForeignEvent, ...]:
    """The record's events by the way of a file of the form, so that both are read alike; their dead by the record.

    A form that has no empty value says 0 where nothing is known; here it is unknown again.
    """
    form, rows = FORM_OF[dataset]
    told: tuple[Row, ...] = tuple(rows(material))
    read = read_foreign(write_csv(Sheet(form=find_form(form), rows=told)), form, dataset)
    spans = {event.id: event_span(event, Harm.KILLED) for event in material.shown.record.events}
    return tuple(
        replace(one, low=spans[one.id].low, best=spans[one.id].best, high=spans[one.id].high) for one in read.events
    )


def same_names(material: Material) -> "_Names":
    known = {bare_name(name): actors[0] for name, actors in material.actors_by_name.items() if len(actors) == 1}
    return _Names(known, {bare_name(one["country"]): code for code, one in countries().items()})


class _Names:
    """One word for all names of an actor: its id in the actor file, the forces of a country, else the bare name.

    A code before the name, as in "PKK: Kurdistan Workers Party", is passed over.
    """

    def __init__(self, known: Mapping[str, Actor], codes: Mapping[str, str]) -> None:
        self._known, self._codes = known, codes

    def __call__(self, name: str) -> str:
        _, _, after = name.partition(": ")
        whole, named = bare_name(name), bare_name(after)
        actor = self._known.get(whole) or self._known.get(named)
        if actor and actor.kind is ActorKind.STATE_FORCES and actor.country:
            return FORCES + actor.country
        if actor:
            return actor.id
        country = self._codes.get(whole.removeprefix(FORCES)) if whole.startswith(FORCES) else None
        return FORCES + country if country else named or whole
