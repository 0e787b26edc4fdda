"""What `tolls`, `control`, `totals`, `contradictions` and `gaps` print."""

import datetime as dt
import sys
from collections.abc import Iterator

from marsad.cli.listing import LISTINGS, Item, exceptions_of, place_label, print_items, state_label, toll_item
from marsad.cli.options import ListFormat
from marsad.domain.errors import NotFoundError
from marsad.domain.filter import Filter, fold_words
from marsad.domain.place import Place
from marsad.domain.record import AggregateRecord, ControlSpell, EventRecord, Record
from marsad.domain.vocabulary import ControlState
from marsad.domain.wire import to_line, to_plain
from marsad.pipeline.asked import asked_store, known_actors
from marsad.pipeline.published import derived_areas
from marsad.pipeline.settings import Settings
from marsad.reconcile.contradictions import list_contradictions
from marsad.reconcile.gaps import list_gaps
from marsad.reconcile.holding import diff_control, find_lapse, held_around, held_on
from marsad.reconcile.places import narrowest_place
from marsad.reconcile.totals import Total, compare_aggregates, sum_events
from marsad.store import Store

HISTORY = ("id", "harm", "group", "reported", "low", "best", "high", "voice", "words", "state", "claim")
HELD = ("id", "place", "state", "holder", "since", "known from", "except", "said by", "denied by")
CHANGES = ("place", "change", "holder", "day")
TOTALS = ("by", "harm", "events", "low", "best", "high", "counted", "difference")
CONTRADICTIONS = ("about", "id", "place", "one says", "one sentence", "other says", "other sentence")
GAPS = ("gap", "id", "day", "place", "words")


def print_tolls(
    event: str | None,
    wanted: Filter,
    form: ListFormat,
    settings: Settings,
    *,
    history: bool,
    profile: str | None,
    known: dt.date | None,
) -> None:
    """Print the tolls of one event or of all that the filter asks for, as they stand or with every figure given."""
    with (
        Store.open(settings.db, must_exist=True) as store,
        asked_store(store, settings, profile=profile, as_known_on=known) as asked,
    ):
        holders = [_find_holder(store, asked, event)] if event else _list_holders(asked, wanted)
        make = _figures if history else _tolls
        items = [item for holder in holders for item in make(holder, wanted.kind)]
        print_items("figures" if history else "tolls", HISTORY if history else LISTINGS["tolls"].columns, items, form)


def _list_holders(store: Store, wanted: Filter) -> list[EventRecord | AggregateRecord]:
    record = store.record(Filter(since=wanted.since, until=wanted.until, place=wanted.place, actor=wanted.actor))
    return [*record.events, *record.aggregates]


def _find_holder(store: Store, asked: Store, prefix: str) -> EventRecord | AggregateRecord:
    """The event or total in the record asked; made of other claims there, it is the one that shares most with it."""
    found = store.find(prefix)
    if not isinstance(found, EventRecord | AggregateRecord):
        raise NotFoundError(f"{prefix!r} is no event or total. Mend: copy an id from `marsad events`")
    if asked is store:
        return found
    claims = set(found.claims)
    alike = [one for one in _list_holders(asked, Filter()) if not claims.isdisjoint(one.claims)]
    if not alike:
        raise NotFoundError(f"nothing was known of {found.id} on that day. Mend: name a later day")
    return max(alike, key=lambda one: (len(claims & set(one.claims)), one.id == found.id, one.id))


def _tolls(holder: EventRecord | AggregateRecord, harm: str | None) -> Iterator[Item]:
    return (toll_item(holder, toll) for toll in holder.tolls if harm in {None, toll.harm.value})


def _figures(holder: EventRecord | AggregateRecord, harm: str | None) -> Iterator[Item]:
    for toll in holder.tolls:
        group = toll.side or toll.victims.value
        for one in toll.revisions if harm in {None, toll.harm.value} else ():
            state = "stands" if one.current else "replaced"
            state += f", replaces {one.replaces[:10]}" if one.replaces else ""
            figures = (one.low, one.best, one.high)
            told = (one.voice, one.words, state, one.claim)
            line = {"kind": "figure", "of": holder.id, "harm": toll.harm.value, "group": group, **to_plain(one)}
            yield Item(cells=(holder.id, toll.harm.value, group, str(one.reported or ""), *figures, *told), line=line)


def print_control(
    wanted: Filter,
    form: ListFormat,
    settings: Settings,
    *,
    on: dt.date | None,
    lapse: int | None,
    diff: tuple[dt.date, dt.date] | None,
    history: bool,
    known: dt.date | None,
) -> None:
    """Print the spells, those in force on a day, or what changed between two; with `history` in order of time."""
    with Store.open(settings.db, must_exist=True) as store, asked_store(store, settings, as_known_on=known) as asked:
        if diff:
            changes = diff_control(asked.record(wanted).control, *diff)
            rows = [(place_label(one.where), one.what, one.holder, str(one.since or "")) for one in changes]
            lines = [{"kind": "change", **to_plain(one)} for one in changes]
            items = [Item(cells=row, line=line) for row, line in zip(rows, lines, strict=True)]
            print_items("changes", CHANGES, items, form)
        elif on:
            record = asked.record(wanted)
            spells = held_on(record.control, on)
            items = [_held_item(store, spell) for spell in spells]
            items = [_lapsed(store, item, spell, on, lapse) for item, spell in zip(items, spells, strict=True)]
            place = _asked_place(record, wanted)
            if place is not None and not any(spell.place.name == place.name for spell in spells):
                around = held_around(asked.record().control, place, on)
                items += [
                    _lapsed(store, _held_item(store, spell, holds=place.name), spell, on, lapse) for spell in around
                ]
            print_items("spells", HELD, items, form)
        else:
            found = LISTINGS["control"].items(asked, wanted)
            ordered = sorted(found, key=_by_place_and_time) if history else found
            print_items("control", LISTINGS["control"].columns, ordered, form)


def _asked_place(record: Record, wanted: Filter) -> Place | None:
    """The narrowest place of the record that bears the name asked for, and not only lies in one that does."""
    told = [spell.place for spell in record.control] + [event.place for event in record.events if event.place]
    asked = fold_words(wanted.place)
    return narrowest_place([place for place in told if fold_words(place.name) == asked])


def print_areas(wanted: Filter, settings: Settings, *, on: dt.date, known: dt.date | None) -> None:
    """Print GeoJSON of the areas derived from the spells in force on the day."""
    with Store.open(settings.db, must_exist=True) as store, asked_store(store, settings, as_known_on=known) as asked:
        sys.stdout.buffer.write(derived_areas(store, held_on(asked.record(wanted).control, on)))


def _by_place_and_time(item: Item) -> tuple[str, ...]:
    """A spell of no known start comes before those that end after it."""
    return (str(item.cells[1]), str(item.cells[4] or ""), str(item.cells[5] or "9999"))


def _held_item(store: Store, spell: ControlSpell, *, holds: str | None = None) -> Item:
    """One spell in force; `holds` is the place asked for that it holds only as a part of its own."""
    deniers = sorted(
        {
            claim.attribution.speaker if claim.attribution else claim.source or "source not given"
            for claim in store.claims_of(spell.contested_by).values()
        }
    )
    days = (str(spell.from_ or "not known"), str(spell.known_from or ""), exceptions_of(spell))
    said = (", ".join(spell.voices), ", ".join(deniers))
    name = f"{holds} (in {place_label(spell.place)})" if holds else place_label(spell.place)
    cells = (spell.id, name, state_label(spell), ", ".join(spell.holder), *days, *said)
    return Item(cells=cells, line={**to_line(spell), "denied_by": deniers, "holds_within": holds})


def _lapsed(store: Store, item: Item, spell: ControlSpell, day: dt.date, days: int | None) -> Item:
    """The spell as unknown, with the rule, its last word's day and what that was, if it lapses; else as it is."""
    if days is None:
        return item
    reported = {name: claim.reported for name, claim in store.claims_of(spell.claims).items()}
    told = find_lapse(spell, reported, day, days)
    if told is None:
        return item
    unknown = ControlState.UNKNOWN.value
    was = f"{spell.state.value} {', '.join(spell.holder)}".strip()
    rule = f"lapsed: no claim for more than {days} days; last told of on {told}: {was}"
    name, place, _, _, *rest = item.cells
    line = {**item.line, "state": unknown, "holder": [], "lapsed": {"rule": rule, "days": days, "last_told": str(told)}}
    return Item(cells=(name, place, f"{unknown} ({rule})", "", *rest), line=line)


def print_totals(wanted: Filter, by: str, form: ListFormat, settings: Settings, profile: str | None) -> None:
    """Print the sums of the events that the filter asks for, then what texts give as totals beside them."""
    with (
        Store.open(settings.db, must_exist=True) as store,
        asked_store(store, settings, profile=profile) as asked,
    ):
        record = asked.record(Filter(since=wanted.since, until=wanted.until, place=wanted.place, actor=wanted.actor))
        every = {event.id: event for event in asked.record().events}
        totals = [*sum_events(record.events, by), *compare_aggregates(record.aggregates, every)]
        items = [_total_item(one) for one in totals if wanted.kind in {None, one.harm.value}]
        print_items("totals", TOTALS, items, form)


def _total_item(one: Total) -> Item:
    counted = "stated, not added" if one.stated else "sum"
    cells = (one.by, one.harm.value, len(one.events), one.low, one.best, one.high, counted, one.difference)
    return Item(cells=cells, line={"kind": "total", **to_plain(one)})


def print_contradictions(wanted: Filter, form: ListFormat, settings: Settings) -> None:
    """Print where voices disagree, both sentences side by side; the filter's kind is what they disagree about."""
    with Store.open(settings.db, must_exist=True) as store:
        record = store.record(Filter(since=wanted.since, until=wanted.until, place=wanted.place, actor=wanted.actor))
        found = list_contradictions(record, store.claims(), known_actors(settings))
        items = [
            Item(
                cells=(
                    one.about,
                    one.of,
                    one.where,
                    one.voices[0],
                    one.sentences[0],
                    one.voices[1],
                    one.sentences[1],
                ),
                line={"kind": "contradiction", **to_plain(one)},
            )
            for one in found
            if wanted.kind in {None, one.about}
        ]
        print_items("contradictions", CONTRADICTIONS, items, form)


def print_gaps(wanted: Filter, form: ListFormat, settings: Settings, lapse_days: int) -> None:
    """Print what the record lacks; the filter's kind is one kind of gap."""
    with Store.open(settings.db, must_exist=True) as store:
        record = store.record(Filter(since=wanted.since, until=wanted.until, place=wanted.place, actor=wanted.actor))
        items = [
            Item(
                cells=(one.kind, one.of, str(one.day or ""), one.where, one.words),
                line={"kind": "gap", **{"gap" if name == "kind" else name: v for name, v in to_plain(one).items()}},
            )
            for one in list_gaps(record, store.claims(), lapse_days)
            if wanted.kind in {None, one.kind}
        ]
        print_items("gaps", GAPS, items, form)
