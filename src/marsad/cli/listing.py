"""What a list prints: its columns for the eye and for CSV, its nouns as JSON."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from marsad.cli.marked import label
from marsad.cli.options import ListFormat, settings_of
from marsad.cli.screen import print_line, result_console, visible, write_result
from marsad.domain.claim import Claim
from marsad.domain.filter import Filter
from marsad.domain.place import Place
from marsad.domain.record import AggregateRecord, ControlSpell, EventRecord, Toll
from marsad.domain.vocabulary import Grade, PlacePrecision
from marsad.domain.wire import Line, claim_id, dumps, to_line, to_plain
from marsad.export.cells import Cell, to_csv
from marsad.pipeline.completing import outlets_of
from marsad.store import Store

AREAS = {PlacePrecision.DISTRICT: "district", PlacePrecision.PROVINCE: "province", PlacePrecision.AREA: "area"}
ID_SHOWN = 10
"""Characters of an id in a table; `show` takes any unique beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing of a list: its cells, in the order of the list's columns, and its JSON form."""

    cells: tuple[Cell, ...]
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """How one list is made; in a table `id` and `rule` are shortened."""

    columns: tuple[str, ...]
    items: Callable[[Store, Filter], Iterator[Item]]


def print_list(name: str, wanted: Filter, form: ListFormat, db: str) -> None:
    """Print the list of the name, as the filter asks, from the store."""
    with Store.open(db, must_exist=True) as store:
        print_items(name, LISTINGS[name].columns, LISTINGS[name].items(store, wanted), form)


def print_items(name: str, columns: tuple[str, ...], items: Iterable[Item], form: ListFormat) -> None:
    """Print the items in the format; `name` says what they are."""
    if form is ListFormat.JSONL:
        for item in items:
            print_line(dumps(item.line))
    elif form is ListFormat.JSON:
        print_line(json.dumps([item.line for item in items], ensure_ascii=False, indent=2))
    elif form is ListFormat.CSV:
        write_result(to_csv(columns, (item.cells for item in items)), None)
    else:
        _print_table(name, columns, items)


def print_events(wanted: Filter, grade: Grade | None, form: ListFormat, db: str) -> None:
    """Print the events that the filter asks for and that have the grade, if one is asked for."""
    with Store.open(db, must_exist=True) as store:
        found = (event_item(event) for event in store.record(wanted).events if grade in {None, event.grade})
        print_items("events", LISTINGS["events"].columns, found, form)


def _print_table(name: str, columns: tuple[str, ...], items: Iterable[Item]) -> None:
    from rich.table import Table  # noqa: PLC0415

    table = Table(header_style="bold", pad_edge=False, box=None)
    for column in columns:
        number = column in NUMBERS
        kept_whole = number or column in {"id", "day"}
        style = STYLES.get(column)
        table.add_column(column, justify="right" if number else "left", no_wrap=kept_whole, style=style)
    count = 0
    for count, item in enumerate(items, 1):  # noqa: B007  # the last count is what is told
        table.add_row(*(_shown(column, cell) for column, cell in zip(columns, item.cells, strict=True)))
    console = result_console()
    console.print(table)
    console.print(f"{count} {name.removesuffix('s') if count == 1 else name}", style="dim")


def _shown(column: str, cell: Cell) -> str:
    text = "" if cell is None else visible(str(cell))
    if column == "rule":
        return text.split(":", 1)[0]
    return text[:ID_SHOWN] if column == "id" else text


def _documents(store: Store, wanted: Filter) -> Iterator[Item]:
    for found in store.documents(wanted):
        start = found.title or " ".join(found.text[:90].split())
        protected = "protected" if found.protected else None
        cells = (found.id, _text(found.date), found.source, found.language, protected, start)
        yield Item(cells=cells, line={"kind": "document", **to_plain(found)})


def _claims(store: Store, wanted: Filter) -> Iterator[Item]:
    for claim in store.claims(wanted):
        speaker = claim.attribution.speaker if claim.attribution else None
        cells = (claim_id(claim), _days(claim), label(claim), speaker, claim.source, claim.quote.text)
        yield Item(cells=cells, line=to_line(claim))


def _events(store: Store, wanted: Filter) -> Iterator[Item]:
    return map(event_item, store.record(wanted).events)


def event_item(event: EventRecord) -> Item:
    """The event as one row."""
    place = event.place.name if event.place else None
    sides = " → ".join(filter(None, (", ".join(event.agents), ", ".join(event.recipients))))
    tolls = "; ".join(map(toll_words, event.tolls))
    cells = (event.id, _days(event), event.type.value, place, sides, tolls, event.grade.value, len(event.claims))
    return Item(cells=cells, line=to_line(event))


def _tolls(store: Store, wanted: Filter) -> Iterator[Item]:
    record = store.record(Filter(since=wanted.since, until=wanted.until, place=wanted.place, actor=wanted.actor))
    holders: tuple[EventRecord | AggregateRecord, ...] = (*record.events, *record.aggregates)
    for holder in holders:
        for toll in holder.tolls:
            if wanted.kind in {None, toll.harm.value}:
                yield toll_item(holder, toll)


def toll_item(holder: EventRecord | AggregateRecord, toll: Toll) -> Item:
    """The toll as one row, with what it is of."""
    total = isinstance(holder, AggregateRecord)
    days = (
        f"{_text(holder.since) or '?'} … {_text(holder.until) or ''}"
        if isinstance(holder, AggregateRecord)
        else _days(holder)
    )
    place = holder.place.name if holder.place else None
    group = toll.side or toll.victims.value
    part = f"part of {toll.part_of.value}" if toll.part_of else None
    cells = (
        holder.id,
        "total" if total else "event",
        days,
        place,
        toll.harm.value,
        group,
        part,
        toll.low,
        toll.best,
        toll.high,
        len(toll.revisions),
        toll.rule,
    )
    line = {"kind": "toll", "of": holder.id, "scope": "aggregate" if total else "incident", **to_plain(toll)}
    return Item(cells=cells, line=line)


def place_label(place: Place) -> str:
    """The place's name, with what it is where that is no town: a province often bears its town's name."""
    kind = AREAS.get(place.precision) if place.lat is not None else None
    return f"{place.name} ({kind})" if kind and kind not in place.name.casefold() else place.name


def state_label(spell: ControlSpell) -> str:
    """The state, with how much of the place where words say so: "holds part"."""
    return f"{spell.state.value} {spell.extent.value}" if spell.extent else spell.state.value


def exceptions_of(spell: ControlSpell) -> str:
    """Who holds what of the place all the same."""
    return "; ".join(f"except {part.place}: {', '.join(part.holder) or 'not said'}" for part in spell.except_)


def _control(store: Store, wanted: Filter) -> Iterator[Item]:
    for spell in store.record(wanted).control:
        holder, voices = ", ".join(spell.holder), ", ".join(spell.voices)
        parts = exceptions_of(spell)
        contested = len(spell.contested_by) or None
        days = (_text(spell.from_), _text(spell.until), _text(spell.known_from))
        cells = (spell.id, place_label(spell.place), state_label(spell), holder, *days, parts, contested, voices)
        yield Item(cells=cells, line=to_line(spell))


def _actors(store: Store, wanted: Filter) -> Iterator[Item]:
    for actor in store.record(Filter(actor=wanted.actor, kind=wanted.kind)).actors:
        ties = "; ".join(f"{'formerly ' * tie.former}{tie.relation.value} {tie.other}" for tie in actor.relations)
        aliases = ", ".join(actor.aliases)
        cells = (actor.id, actor.name, aliases, actor.kind.value, actor.country, ties, len(actor.claims))
        yield Item(cells=cells, line=to_line(actor))


def _sources(store: Store, wanted: Filter) -> Iterator[Item]:
    known = outlets_of(settings_of())
    documents: Counter[str | None] = Counter()
    outlets: dict[str, str | None] = {}
    for found in store.documents(wanted):
        documents[found.source] += 1
        outlets[found.id] = found.source
    claims = Counter(outlets[claim.document] for claim in store.claims() if claim.document in outlets)
    for outlet, count in sorted(documents.items(), key=lambda pair: (-pair[1], pair[0] or "")):
        facts = known.find(outlet)
        told = (facts.kind.value, facts.scale.value) if facts else (None, None)
        cells = (outlet or "not given", *told, count, claims[outlet])
        line = {"kind": "source", "source": outlet, "documents": count, "claims": claims[outlet]}
        yield Item(cells=cells, line={**line, "outlet": told[0], "scale": told[1]})


def _problems(store: Store, wanted: Filter) -> Iterator[Item]:
    for problem in store.problems(wanted):
        words = problem.quote.text if problem.quote else None
        yield Item(cells=(problem.code.value, problem.document, words, problem.message), line=to_line(problem))


def toll_words(toll: Toll) -> str:
    """A toll in a few words: "12–14 killed, civilians"."""
    low, high = ("?" if figure is None else str(figure) for figure in (toll.low, toll.high))
    figure = low if low == high else f"{low}–{high}"
    if toll.low is not None and toll.high is None:
        figure = f"{toll.low}+"
    elif toll.low is None and toll.high is None and toll.best is not None:
        figure = f"about {toll.best}"
    return f"{figure} {toll.harm.value}, {toll.side or toll.victims.value}"


def _days(noun: Claim | EventRecord) -> str | None:
    time = noun.time
    if time is None:
        return None
    if time.start == time.end or time.end is None:
        return f"{_text(time.start) or '?'}{' …' * (time.end is None)}"
    return f"{_text(time.start) or ''} … {_text(time.end)}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


STYLES = {
    "id": "cyan",
    "day": "green",
    "place": "bold",
    "best": "bold red",
    "tolls": "red",
    "grade": "magenta",
    "code": "yellow",
}
NUMBERS = frozenset({"low", "best", "high", "claims", "documents", "figures", "contested", "events", "difference", "n"})
LISTINGS = {
    "documents": Listing(columns=("id", "day", "source", "language", "protected", "begins"), items=_documents),
    "claims": Listing(columns=("id", "day", "claim", "speaker", "source", "words"), items=_claims),
    "events": Listing(columns=("id", "day", "type", "place", "parties", "tolls", "grade", "claims"), items=_events),
    "tolls": Listing(
        columns=("id", "of", "day", "place", "harm", "group", "part", "low", "best", "high", "figures", "rule"),
        items=_tolls,
    ),
    "control": Listing(
        columns=("id", "place", "state", "holder", "from", "until", "known from", "except", "contested", "voices"),
        items=_control,
    ),
    "actors": Listing(columns=("id", "name", "aliases", "kind", "country", "ties", "claims"), items=_actors),
    "sources": Listing(columns=("source", "outlet", "scale", "documents", "claims"), items=_sources),
    "problems": Listing(columns=("code", "document", "words", "message"), items=_problems),
}
