"""What `import`, `compare` and `changes` print."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any

from marsad.cli.listing import Item, print_items
from marsad.cli.options import ListFormat
from marsad.cli.screen import print_line, say
from marsad.cli.theirs import open_theirs
from marsad.domain.changes import Change
from marsad.domain.foreign import ForeignEvent
from marsad.domain.wire import to_plain
from marsad.export.comparing import FIELDS, Comparison, Pair
from marsad.export.selecting import Wanted
from marsad.pipeline.comparing import compare_store
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.changelog import changes_since

__all__ = ["Wanted", "print_changes", "print_comparison", "print_foreign"]

EVENT_COLUMNS = ("id", "start", "end", "kind", "place", "country", "actors", "low", "best", "high")
PAIR_COLUMNS = ("in", "ours", "theirs", "score", "km", "days", *FIELDS, "day", "kind", "place", "dead", "other_dead")
CHANGE_COLUMNS = ("version", "day", "kind", "thing", "id", "others")


def print_foreign(name: str, dataset: str | None, form: ListFormat) -> int:
    """Print the events of another's file; the number of rows that could not be read."""
    with open_theirs(name, dataset) as theirs:
        items = (Item(cells=_event_cells(one), line=_event_line(one)) for one in theirs.events())
        print_items("events", EVENT_COLUMNS, items, form)
    return theirs.problems


def print_comparison(name: str, dataset: str | None, wanted: Wanted, form: ListFormat, settings: Settings) -> int:
    """Print each event beside the other's; the number of rows that could not be read."""
    with Store.open(settings.db, must_exist=True) as store, open_theirs(name, dataset) as theirs:
        found = compare_store(store, theirs.events(), theirs.dataset, wanted, settings)
    if form is ListFormat.JSON:
        print_line(json.dumps(_whole(found, theirs.dataset), ensure_ascii=False, indent=2))
    else:
        print_items("rows", PAIR_COLUMNS, _items(found), form)
    for line in _summary(found):
        say(line)
    return theirs.problems


def print_changes(version: int, day: dt.date | None, form: ListFormat, db: str) -> None:
    """Print what became of the record's things after a version and from a day on."""
    with Store.open(db, must_exist=True) as store:
        items = (_change_item(one) for one in changes_since(store, version=version, day=day))
        print_items("changes", CHANGE_COLUMNS, items, form)
        say(f"version {store.record_version()} of the record")


def _event_line(event: ForeignEvent) -> dict[str, Any]:
    # A line's `kind` says what the line is, so the file's own code stands under `type`, as an event's does.
    plain = to_plain(event)
    return {"kind": "foreign_event", **{"type" if name == "kind" else name: value for name, value in plain.items()}}


def _event_cells(event: ForeignEvent) -> tuple[Any, ...]:
    days = (str(event.start or "") or None, str(event.end or "") or None)
    return (event.id, *days, event.kind, event.place, event.country, "; ".join(event.actors), event.low, event.best,
            event.high)  # fmt: skip


def _items(found: Comparison) -> Iterator[Item]:
    for pair in found.pairs:
        yield Item(cells=_pair_cells(pair), line=_pair_line(pair))
    for side, events in (("ours", found.only_ours), ("theirs", found.only_theirs)):
        for event in events:
            yield Item(cells=_lone_cells(side, event), line={"in": side, "event": _event_line(event)})


def _pair_cells(pair: Pair) -> tuple[Any, ...]:
    words = {True: "yes", False: "no", None: None}
    agreed = (words[pair.agreed[field]] for field in FIELDS)
    head = ("both", pair.ours.id, pair.theirs.id, pair.score, pair.distance_km, pair.days_apart)
    return (*head, *agreed, str(pair.ours.start or ""), pair.ours.kind, pair.ours.place, _dead(pair.ours),
            _dead(pair.theirs))  # fmt: skip


def _lone_cells(side: str, event: ForeignEvent) -> tuple[Any, ...]:
    ids = (event.id, None) if side == "ours" else (None, event.id)
    dead = (_dead(event), None) if side == "ours" else (None, _dead(event))
    nothing: Sequence[None] = (None,) * (3 + len(FIELDS))
    return (side, *ids, *nothing, str(event.start or "") or None, event.kind, event.place, *dead)


def _dead(event: ForeignEvent) -> str | None:
    """As in "4–12", "6+", "12"; None where nothing is known."""
    if event.low is not None and event.high is None and event.best is None:
        return f"{event.low}+"
    if event.low is None or event.high is None or event.low == event.high:
        known = (event.best, event.low, event.high)
        return next((str(number) for number in known if number is not None), None)
    return f"{event.low}–{event.high}"


def _pair_line(pair: Pair) -> dict[str, Any]:
    told = {"in": "both", "score": pair.score, "distance_km": pair.distance_km, "days_apart": pair.days_apart}
    return {**told, "agreed": dict(pair.agreed), "ours": _event_line(pair.ours), "theirs": _event_line(pair.theirs)}


def _whole(found: Comparison, dataset: str) -> dict[str, Any]:
    agreement = {field: {"agree": agree, "of": of} for field, (agree, of) in found.agreement().items()}
    return {
        "form": dataset,
        "matched": len(found.pairs),
        "only_ours": len(found.only_ours),
        "only_theirs": len(found.only_theirs),
        "agreement": agreement,
        "rows": [item.line for item in _items(found)],
    }


def _summary(found: Comparison) -> Iterator[str]:
    yield f"{len(found.pairs)} in both, {len(found.only_ours)} only ours, {len(found.only_theirs)} only theirs"
    told = (f"{field} {agree} of {of}" for field, (agree, of) in found.agreement().items() if of)
    if words := ", ".join(told):
        yield f"of those in both they agree on: {words}"


def _change_item(one: Change) -> Item:
    plain = to_plain(one)
    day, others = one.day.isoformat(), "; ".join(one.others)
    cells = (one.version, day, one.kind.value, one.thing.value, one.id, others)
    return Item(cells=cells, line={name: value for name, value in plain.items() if name != "protected"})
