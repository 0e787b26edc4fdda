"""Things of the record in, the rows that pages ask by out; each row is of one thing, which can be rewritten alone."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from marsad.domain.counting import counted_tolls
from marsad.domain.record import AggregateRecord, ControlSpell, EventRecord, Toll
from marsad.domain.vocabulary import Grade, Harm
from marsad.store import tables, text_index
from marsad.store.inserting import pour_rows
from marsad.store.rows import Row, span_of

AT_ONCE = 1_000

Told = EventRecord | AggregateRecord | ControlSpell


def write_derived(connection: Connection, things: Iterable[Told], hidden: AbstractSet[str]) -> None:
    """Add the rows of the things, which must have none; `hidden` are the ids of the claims of protected documents."""
    kept = tuple(things)
    events = [thing for thing in kept if isinstance(thing, EventRecord)]
    pour_rows(connection, tables.links, [row for thing in kept for row in link_rows(thing)])
    pour_rows(connection, tables.counted, [row for event in events for row in counted_rows(event, hidden)])
    pour_rows(connection, tables.figures, [row for event in events for row in figure_rows(event, hidden)])
    pour_rows(connection, tables.voices, [row for event in events for row in voice_rows(event, hidden)])


def write_outlets(connection: Connection, events: AbstractSet[str] | None = None) -> None:
    """Add which outlets tell of which event, of all events or of these; after their links are written."""
    told = told_by_outlets()
    told = told.where(tables.links.c.of.in_(events)) if events is not None else told
    connection.execute(insert(tables.outlets).from_select(["event", "outlet"], told))


def told_by_outlets() -> Select[Any]:
    """Which outlets tell of which event, by the links that are kept and the open documents of their claims."""
    links, claims, documents = tables.links, tables.claims, tables.documents
    told = select(links.c.of.label("event"), documents.c.source.label("outlet"))
    told = told.join(claims, claims.c.id == links.c.claim).join(documents, documents.c.id == claims.c.document)
    is_open = (links.c.kind == "event", documents.c.protected.is_(False), documents.c.source.is_not(None))
    return told.where(*is_open).distinct()


def link_rows(thing: Told) -> Iterator[Row]:
    """Which claims tell of it, and which say otherwise."""
    kind = {EventRecord: "event", AggregateRecord: "aggregate", ControlSpell: "control"}[type(thing)]
    yield from ({"claim": claim, "of": thing.id, "kind": kind} for claim in thing.claims)
    if isinstance(thing, ControlSpell):
        others = (claim for claim in thing.contested_by if claim not in thing.claims)
        yield from ({"claim": claim, "of": thing.id, "kind": "against"} for claim in others)


def counted_rows(event: EventRecord, hidden: AbstractSet[str]) -> Iterator[Row]:
    """Its figure of each harm, everybody counted once; of news that stands, for history and the discounted add nothing.

    What is found by place names no place of a protected source but its province.
    """
    if event.background or event.grade is Grade.DISCOUNTED:
        return
    place = event.place
    name = (place.admin1 if _is_hidden(event, hidden) else place.name) if place else None
    since, _ = span_of(event.time)
    doers = " and ".join(sorted(event.agents)) or None
    for harm in Harm:
        tolls = counted_tolls(event, harm)
        if tolls:
            shared = {"event": event.id, "harm": harm.value, "since": since, "place": name, "doers": doers}
            yield {**shared, **_sum(tolls), "victims": tolls[0].victims.value if len(tolls) == 1 else None}


def figure_rows(event: EventRecord, hidden: AbstractSet[str]) -> Iterator[Row]:
    """Every figure that an open voice gave, and whether it stands."""
    since, _ = span_of(event.time)
    for toll in event.tolls:
        later = {revision.replaces for revision in toll.revisions}
        for revision in toll.revisions:
            if revision.claim not in hidden:
                yield {
                    "event": event.id, "claim": revision.claim, "voice": revision.voice, "harm": toll.harm.value,
                    "reported": revision.reported, "replaced": revision.claim in later, "since": since,
                }  # fmt: skip


def voice_rows(event: EventRecord, hidden: AbstractSet[str]) -> Iterator[Row]:
    """Who tells of it; of an event that a protected source tells of too, only those whose figures stand open."""
    open_voices = {
        revision.voice for toll in event.tolls for revision in toll.revisions if revision.claim not in hidden
    }
    voices = [voice for voice in event.voices if not _is_hidden(event, hidden) or voice in open_voices]
    since, _ = span_of(event.time)
    shared = {"event": event.id, "grade": event.grade.value, "since": since}
    yield from ({**shared, "voice": voice} for voice in voices)


def add_document_words(connection: Connection, document: str) -> None:
    """Make the kept document's words findable, unless its source is protected."""
    table = tables.documents
    query = select(table.c.seq, table.c.title, table.c.text).where(table.c.id == document, table.c.protected.is_(False))
    for row in connection.execute(query):
        text_index.add_words(connection, row.seq, row.title, row.text)


def add_all_words(connection: Connection, tell: Callable[[int, int], None] = lambda *_: None) -> None:
    """Make the words of every open document findable, in an index that has none; `tell` hears how many of how many."""
    whole = connection.execute(select(func.max(tables.documents.c.seq))).scalar() or 0
    for found in open_words(connection):
        text_index.add_all_words(connection, found)
        tell(found[-1][0], whole)


def open_words(connection: Connection) -> Iterator[list[text_index.Words]]:
    """Number, title and text of every open document, some at a time in the order in which they came."""
    table = tables.documents
    query = select(table.c.seq, table.c.title, table.c.text).where(table.c.protected.is_(False)).order_by(table.c.seq)
    last = -1
    while found := connection.execute(query.where(table.c.seq > last).limit(AT_ONCE)).all():
        yield [(row.seq, row.title, row.text) for row in found]
        last = found[-1].seq


def _is_hidden(event: EventRecord, hidden: AbstractSet[str]) -> bool:
    return not hidden.isdisjoint(event.claims)


def _sum(tolls: Iterable[Toll]) -> dict[str, int | None]:
    """Each bound added up where every figure that says anything has it; the least of those that have a least."""
    known = [toll for toll in tolls if (toll.low, toll.best, toll.high) != (None, None, None)]
    lows = [toll.low for toll in known if toll.low is not None]
    return {
        "low": sum(lows) if lows else None,
        "best": _sum_all([toll.best for toll in known]),
        "high": _sum_all([toll.high for toll in known]),
    }


def _sum_all(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None
