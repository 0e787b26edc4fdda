"""A store of a generated war: 100,000 events told by 1,000,000 claims over two years, for the benchmarks of the web.

The rows go in by the store's own writers, and the record is generated beside its claims: reconciling a million claims
has a benchmark of its own.

    python bench/archive.py OUT.db|URL [EVENTS]
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from random import Random

from sqlalchemy import Connection

from marsad.domain.claim import Attribution, Casualty, Claim, Control, Event, Quote, Said, Statement
from marsad.domain.document import Document
from marsad.domain.place import Place
from marsad.domain.record import (
    ActorRecord,
    AggregateRecord,
    ControlSpell,
    EventRecord,
    Record,
    Revision,
    Toll,
)
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import (
    ActorKind,
    ControlState,
    EventType,
    Grade,
    Harm,
    PlacePrecision,
    Role,
    StatementAct,
    VictimsGroup,
)
from marsad.domain.wire import content_id
from marsad.store import rows, tables
from marsad.store.derived import add_all_words
from marsad.store.engine import file_of, open_engine, parse_where
from marsad.store.engine_sqlite import make_file
from marsad.store.inserting import insert_rows
from marsad.store.named import write_all_names
from marsad.store.schema import make_schema
from marsad.store.writing import set_meta, write_record

EVENTS = 100_000
DAYS = 730
FIRST_DAY = date(2023, 1, 1)
TOWNS = 1_200
PROTECTED = 0.005
"""Share of events of which a protected source tells."""
ARMED = ("Northern Army", "Southern Army", "River Front", "Hill Brigades", "Coast Guard Corps", "Valley Militia")
SPEAKERS = (("Rights Observatory", Role.MONITOR), ("Health Ministry", Role.GOVERNMENT), ("a resident", Role.RESIDENT))
SIZE_ON_SERVER = "SELECT pg_database_size(current_database())"
OUTLETS = ("Wire A", "Wire B", "Daily C", "Radio D", "Portal E", "Agency F")
TYPES = tuple(EventType)
TYPE_WEIGHTS = (14, 16, 8, 2, 1, 16, 4, 4, 2, 1, 10, 1, 3, 4, 4, 3, 3, 2, 1, 1, 3, 2, 3, 1, 1, 2)


Named = tuple[str, Claim]
"""A claim with its id, which costs too much to hash twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event with the documents and the rows of the claims that tell it, and who is said to hold the town."""

    event: EventRecord
    documents: tuple[Document, ...]
    rows: tuple[rows.Row, ...]
    control: tuple[Named, ...]


def main() -> None:
    """Make the store that the command line names."""
    make_store(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else EVENTS)


def make_store(where: str | Path, events: int = EVENTS) -> None:
    """The store in a new file or an empty database, with what it took said at the end."""
    url = parse_where(where)
    path = file_of(url)
    if path:
        path.unlink(missing_ok=True)
        make_file(path)
    start = time.perf_counter()
    engine = open_engine(url, writer=True)
    make_schema(engine)
    kept: list[Told] = []
    claims = 0
    coming = generate(events)
    while batch := tuple(islice(coming, 2_500)):
        with engine.begin() as connection:
            _keep_readings(connection, batch)
        kept += (replace(told, documents=(), rows=()) for told in batch)
        claims += sum(len(told.rows) for told in batch)
    came = time.perf_counter() - start
    with engine.begin() as connection:
        add_all_words(connection)
        write_all_names(connection)
        write_record(connection, _record_of(kept))
        set_meta(connection, "record_of", f"{claims} claims, 0 judgements")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
        size = path.stat().st_size if path else connection.exec_driver_sql(SIZE_ON_SERVER).scalar_one()
    engine.dispose()
    seconds = time.perf_counter() - start
    print(
        f"{engine.dialect.name}: {len(kept):,} events, {claims:,} claims in {seconds:.0f} s, of that {came:.0f} s for "
        f"documents and claims: {claims / came:,.0f} claims a second; {size / 1e6:,.0f} MB, {size / claims:,.0f} bytes "
        "a claim"
    )


def generate(events: int, seed: int = 1, *, first: int = 0, spread: int | None = None) -> Iterator[Told]:
    """Events by day, each told by two documents of five claims: it, its killed, injured and children, and one more.

    `first` is the number of the first of them, in the same towns; `spread` of them fill two years, else all do.
    """
    random = Random(seed)
    towns = [_make_town(random, number) for number in range(TOWNS)]
    weights = [1 / (1 + number / 20) for number in range(TOWNS)]
    random = Random(f"{seed} {first}") if first else random
    for number in range(first, first + events):
        day = FIRST_DAY + timedelta(days=number * DAYS // (spread or events))
        (town,) = random.choices(towns, weights)
        yield _tell(random, number, day, town)


def _make_town(random: Random, number: int) -> Place:
    lat, lon = 33 + random.random() * 4, 36 + random.random() * 6
    province = f"Province {int(lat - 33)}{int(lon - 36)}"
    precision = random.choices((1, 2, 3, 4), (80, 8, 6, 6))[0]
    name = f"Town {number}"
    return Place(
        name=name, text=name, country="SY", precision=PlacePrecision(precision), geonames_id=number + 1,
        lat=round(lat, 4), lon=round(lon, 4), admin1=province,
    )  # fmt: skip


def _tell(random: Random, number: int, day: date, town: Place) -> Told:
    doer, other = random.sample(ARMED, 2)
    (kind,) = random.choices(TYPES, TYPE_WEIGHTS)
    killed = int(random.paretovariate(0.9)) if random.random() < 0.7 else 0
    protected = random.random() < PROTECTED
    tellings = [
        _document(random, f"d{number}-{late}", day + timedelta(days=late), town, kind, doer, other, killed + late,
                  is_protected=protected and not late)
        for late in range(2)
    ]  # fmt: skip
    lines = [(rows.claim_row(claim), claim) for _, claims in tellings for claim in claims]
    named = tuple((str(row["id"]), claim) for row, claim in lines)
    return Told(
        event=_event(random, kind, day, town, doer, other, named),
        documents=tuple(document for document, _ in tellings),
        rows=tuple(row for row, _ in lines),
        control=tuple((key, claim) for key, claim in named if isinstance(claim.said, Control)),
    )


def _document(
    random: Random, name: str, reported: date, town: Place, kind: EventType, doer: str, other: str, killed: int,
    *, is_protected: bool,
) -> tuple[Document, list[Claim]]:  # fmt: skip
    speaker, role = random.choice(SPEAKERS)
    outlet = random.choice(OUTLETS)
    sentences = (
        f"A {kind.value.replace('_', ' ')} by the {doer} killed {killed} people in {town.name}, {speaker} said.",
        f"At least {killed * 2} were injured and a child was among the dead in {name}.",
        f"The {doer} is in control of {town.name}, a spokesman said of the {other}.",
    )
    text = " ".join(sentences)
    said: list[tuple[int, Said]] = [
        (0, Event(type=kind, agents=(doer,), recipients=(other,))),
        (0, Casualty(harm=Harm.KILLED, low=killed, best=killed, high=killed, words=f"{killed} people")),
        (1, Casualty(harm=Harm.INJURED, low=killed * 2, words=f"At least {killed * 2}")),
        (1, Casualty(harm=Harm.KILLED, low=1, best=1, high=1, words="a child", victims=VictimsGroup.CHILDREN,
                     includes_in=f"{killed} people")),
        (2, Control(state=ControlState.HOLDS, holder=(doer,)) if random.random() < 0.5
            else Statement(act=StatementAct.ANNOUNCEMENT)),
    ]  # fmt: skip
    document = Document(
        id=name, text=text, date=reported, source=outlet, title=sentences[0], language="en", protected=is_protected
    )
    claims = [
        Claim(
            document=name, quote=_quote(text, sentences[index]), said=one,
            attribution=Attribution(speaker=speaker, role=role) if index == 0 else None,
            time=TimeSpan(start=reported, end=reported, text="that day"), place=town, source=outlet,
            reported=reported, protected=is_protected,
        )
        for index, one in said
    ]  # fmt: skip
    return document, claims


def _quote(text: str, sentence: str) -> Quote:
    start = text.index(sentence)
    return Quote(start=start, end=start + len(sentence), text=sentence)


def _event(
    random: Random, kind: EventType, day: date, town: Place, doer: str, other: str, claims: tuple[Named, ...]
) -> EventRecord:
    ids = tuple(key for key, claim in claims if not isinstance(claim.said, Control | Statement))
    tolls = tuple(
        _toll(claims, harm, victims)
        for harm, victims in (
            (Harm.KILLED, VictimsGroup.PEOPLE),
            (Harm.INJURED, VictimsGroup.PEOPLE),
            (Harm.KILLED, VictimsGroup.CHILDREN),
        )
    )
    return EventRecord(
        id=content_id("e", ids[0]), type=kind, time=TimeSpan(start=day, end=day, text="that day"),
        place=town if random.random() < 0.98 else None, agents=(doer,), recipients=(other,), tolls=tolls,
        grade=random.choice(tuple(Grade)), grade_reason="Two independent voices tell it.",
        voices=tuple(sorted({_voice(claim) for _, claim in claims})), background=False, claims=ids,
        documents=tuple(dict.fromkeys(claim.document for _, claim in claims)),
    )  # fmt: skip


def _toll(claims: tuple[Named, ...], harm: Harm, victims: VictimsGroup) -> Toll:
    revisions = tuple(
        Revision(low=said.low, best=said.best, high=said.high, voice=_voice(claim), reported=claim.reported,
                 claim=key, words=said.words)
        for key, claim in claims
        if isinstance(said := claim.said, Casualty) and said.harm is harm and said.victims is victims
    )  # fmt: skip
    lows = [revision.low for revision in revisions if revision.low is not None]
    highs = [revision.high for revision in revisions if revision.high is not None]
    return Toll(
        harm=harm, victims=victims, side=None, low=min(lows, default=None),
        best=min(highs, default=None), high=max(highs, default=None),
        claims=tuple(revision.claim for revision in revisions), revisions=revisions, rule="strict",
        part_of=VictimsGroup.PEOPLE if victims is VictimsGroup.CHILDREN else None,
    )  # fmt: skip


def _voice(claim: Claim) -> str:
    if claim.protected:
        return "a protected source"
    return claim.attribution.speaker if claim.attribution else claim.source or ""


def _record_of(kept: list[Told]) -> Record:
    return Record(
        events=tuple(told.event for told in kept),
        aggregates=tuple(_aggregates(kept)),
        control=tuple(sorted(_spells(kept), key=lambda spell: (spell.from_ or date.min, spell.id))),
        actors=tuple(_actors(kept)),
    )


def _spells(kept: list[Told]) -> Iterator[ControlSpell]:
    """One spell each time that a town's holder is told to be another; one in ten is contested."""
    by_town: dict[str, list[Named]] = {}
    for told in kept:
        for key, claim in told.control:
            by_town.setdefault(claim.place.name if claim.place else "", []).append((key, claim))
    for town in sorted(by_town):
        changes = by_town[town][::6]
        for here, after in pairwise([*changes, None]):
            if here is not None:
                yield _spell(here, after)


def _spell(named: Named, after: Named | None) -> ControlSpell:
    name, here = named
    assert isinstance(here.said, Control)
    assert here.place is not None
    until = after[1].reported - timedelta(days=1) if after and after[1].reported else None
    contested = (after[0],) if after and name < "c2" else ()
    return ControlSpell(
        id=content_id("s", name), place=here.place, holder=here.said.holder, state=ControlState.HOLDS,
        from_=here.reported, until=until, known_from=here.reported, extent=None, except_=(), taken_from=(),
        voices=(_voice(here),), claims=(name,), contested_by=contested,
    )  # fmt: skip


def _aggregates(kept: list[Told]) -> Iterator[AggregateRecord]:
    """A total of each week's first hundred events."""
    for week, told in enumerate(kept[:: max(1, len(kept) // 100)]):
        toll = told.event.tolls[0]
        yield AggregateRecord(
            id=content_id("a", str(week)), scope_text="since the start of the week", since=toll.revisions[0].reported,
            until=None, place=None, tolls=(toll,), covers=(told.event.id,), claims=toll.claims,
        )  # fmt: skip


def _actors(kept: list[Told]) -> Iterator[ActorRecord]:
    names = [(name, ActorKind.ARMED_GROUP) for name in ARMED] + [(name, ActorKind.MONITOR) for name, _ in SPEAKERS[:2]]
    for name, kind in names:
        spoken = [key for told in kept[:2_000] if name in told.event.agents for key in told.event.claims[:1]]
        yield ActorRecord(
            id=content_id("p", name), name=name, aliases=(), kind=kind, country="SY", relations=(),
            claims=tuple(spoken or kept[0].event.claims[:1]),
        )  # fmt: skip


def _keep_readings(connection: Connection, batch: tuple[Told, ...]) -> None:
    now = datetime(2025, 1, 1, tzinfo=UTC)
    documents = [document for told in batch for document in told.documents]
    originals = [rows.original_row(document.text.encode(), "generated", document, now) for document in documents]
    insert_rows(connection, tables.originals, originals)
    pairs = zip(documents, originals, strict=True)
    insert_rows(connection, tables.documents, [rows.document_row(one, original["sha256"]) for one, original in pairs])
    insert_rows(connection, tables.claims, [row for told in batch for row in told.rows])


if __name__ == "__main__":
    main()
