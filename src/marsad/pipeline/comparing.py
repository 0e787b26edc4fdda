"""A store and another's file in, each event beside the other that is most like it out."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from marsad.domain.filter import fold_words
from marsad.domain.foreign import ForeignEvent
from marsad.domain.vocabulary import Harm
from marsad.export.acled import acled_rows
from marsad.export.checking import Row
from marsad.export.comparing import Comparison, bare_name, compare_events
from marsad.export.foreign import ForeignFile, read_foreign
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

FORM_OF = {"acled": ("acled", acled_rows), "ucdp": ("ucdp-ged", ged_rows)}


def compare_store(store: Store, theirs: ForeignFile, wanted: Wanted, settings: Settings) -> Comparison:
    """The record's events, coded by the file's own codebook, beside the file's; of both what is asked for.

    Where no days are asked for, the record is asked for those that the file spans, and of the file only countries are
    looked at that the record tells of: what one of the two does not cover, it cannot lack.
    """
    days = [day for event in theirs.events for day in (event.start, event.end) if day]
    if days:
        wanted = replace(wanted, since=wanted.since or min(days), until=wanted.until or max(days))
    material = Material(shown=select(shield(*load_record(store)), wanted), actors=known_actors(settings))
    ours = own_events(material, theirs.dataset)
    covered = {bare_name(one.country) for one in ours if one.country}
    asked = [one for one in theirs.events if _is_asked(one, wanted, covered)]
    return compare_events(ours, asked, _names(material))


def _is_asked(event: ForeignEvent, wanted: Wanted, covered: AbstractSet[str]) -> bool:
    """Whether a row of the file is of the days, the place and the actor, and of a country that the record tells of."""
    first, last = event.start or event.end, event.end or event.start
    late = wanted.until is not None and first is not None and first > wanted.until
    early = wanted.since is not None and last is not None and last < wanted.since
    if late or early or (event.country and covered and bare_name(event.country) not in covered):
        return False
    if wanted.place and fold_words(wanted.place) not in fold_words(event.place, event.admin1):
        return False
    return not wanted.actor or any(fold_words(wanted.actor) in fold_words(name) for name in event.actors)


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


def _names(material: Material) -> "_Names":
    known: Mapping[str, str] = {
        bare_name(name): actors[0].id for name, actors in material.actors_by_name.items() if len(actors) == 1
    }
    return _Names(known)


class _Names:
    """One word for all names of an actor: its id in the actor file, else the bare name."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known

    def __call__(self, name: str) -> str:
        bare = bare_name(name)
        return self._known.get(bare, bare)
