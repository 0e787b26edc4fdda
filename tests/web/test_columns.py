"""Columns in memory say what the store's tables say, and stay right as a record grows without being read anew."""

import datetime as dt
from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest
from sites import make_claims, make_store, open_site, planted_readings, sample_readings
from sqlalchemy import func, select

from marsad.domain.claim import Casualty, Control, Event
from marsad.domain.document import Document
from marsad.domain.filter import Filter
from marsad.domain.place import Place
from marsad.domain.reading import Reading
from marsad.domain.vocabulary import ControlState, EventType, Harm
from marsad.pipeline.recording import reconcile_store, update_store
from marsad.pipeline.shielded import crowds_of
from marsad.store import Store, column_reading, holders, tables
from marsad.store.columns import Vocabularies
from marsad.store.holders import holder_counts
from marsad.store.memory import columns_of
from marsad.store.paging import Order, Stretch, page_documents, page_events
from marsad.store.sums import By, sum_all, sum_by
from older_store import make_older

HAMA = Place(name="Hama", text="Hama", country="SY", admin1="Hama", lat=35.13, lon=36.75)
FILTERS = (
    Filter(),
    Filter(place="hama"),
    Filter(place="Idlib", shielded=True),
    Filter(actor="army"),
    Filter(since=dt.date(2024, 11, 29), until=dt.date(2024, 12, 3)),
    Filter(until=dt.date(2024, 11, 30), kind="air_strike"),
    Filter(grade="weak"),
    Filter(source="Valley Post"),
    Filter(source="No Such Outlet"),
    Filter(kind="no_such_kind"),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    settings = make_store(tmp_path_factory.mktemp("columns") / "war.db", [*sample_readings(), *planted_readings()])
    with Store.open(settings.db) as opened:
        yield opened


def a_reading(name, day, killed, *, protected=False, place=HAMA, outlet="River Post"):
    text = f"{killed} people died in {place.name} on that day, {name} says."
    document = Document(
        id=name, text=text, date=dt.date(2024, 12, day), source=outlet, language="en", protected=protected
    )
    said = [
        Event(type=EventType.AIR_STRIKE, agents=("Air Force",)),
        Casualty(harm=Harm.KILLED, low=killed, best=killed, high=killed, words=f"{killed} people"),
    ]
    return Reading(document=document, claims=make_claims(document, said, place=place))


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_a_filter_asks_for_the_same_events_in_memory_as_in_the_tables(store, wanted):
    kept = store.record(wanted).events
    found = page_events(store, wanted, Order.NEWEST, Stretch(limit=1_000))
    assert {event.id for event in found.items} == {event.id for event in kept}
    assert found.total == len(kept)


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_sums_in_memory_add_up_what_the_tables_hold(store, wanted):
    ids = [event.id for event in store.record(wanted).events]
    columns = tables.counted.c
    query = select(columns.harm, func.sum(columns.low), func.count()).where(columns.event.in_(ids))
    with store.moment() as connection:
        kept = {row[0]: tuple(row[1:]) for row in connection.execute(query.group_by(columns.harm))}
    found = sum_all(store, wanted, tuple(Harm))
    assert {harm.value: (one.low, one.events) for harm, one in found.items()} == kept
    for by in By:
        parts = sum_by(store, wanted, by, (Harm.KILLED,), 10_000)
        whole = found.get(Harm.KILLED)
        assert sum(one.events for one in parts) == (whole.events if whole else 0)


def test_an_unknown_bound_is_not_zero_and_leaves_the_sum_open(tmp_path):
    known, open_ended = a_reading("one", 1, 3), a_reading("two", 20, 5)
    claims = [
        replace(one, said=replace(one.said, best=None, high=None)) if isinstance(one.said, Casualty) else one
        for one in open_ended.claims
    ]
    settings = make_store(tmp_path / "war.db", [known, replace(open_ended, claims=tuple(claims))])
    with Store.open(settings.db) as opened:
        one = sum_all(opened, Filter(), (Harm.KILLED,))[Harm.KILLED]
        assert (one.low, one.best, one.high, one.events, one.unknown) == (8, None, None, 2, 0)


def anew(store):
    with store.moment() as connection:
        return column_reading.read_columns(connection)


def lines_of(columns, vocabularies):
    """The columns as comparable lines, the numbers of words as the words."""
    words = {"places": "places", "actors": "actors", "place": "names", "doers": "names", "outlet": "names"}
    turned = []
    for name in ("events", "figures", "outlets"):
        table = getattr(columns, name)
        values = []
        for one in fields(table):
            column = getattr(table, one.name)
            if one.name in words:
                texts = getattr(vocabularies, words[one.name]).texts
                values.append([texts[at] if at >= 0 else None for at in column])
            else:
                values.append(["" if np.isnat(x) else str(x) for x in column] if column.dtype.kind == "M"
                              else [str(x) for x in column])  # fmt: skip
        turned.append(sorted(zip(*values, strict=True)))
    return turned


def test_what_is_read_again_after_each_document_is_what_is_read_anew(tmp_path, monkeypatch):
    settings = make_store(tmp_path / "war.db", [a_reading(f"d{day}", day, day) for day in range(1, 9)])
    news = [
        a_reading("e1", 3, 40),
        a_reading("e2", 3, 41, protected=True),
        a_reading("e3", 27, 2, place=replace(HAMA, name="A place with quite a long name", admin1="Elsewhere")),
        a_reading("e4", 5, 9, outlet="Another Post"),
    ]
    with Store.open(settings.db) as writer, Store.open(settings.db) as reader:
        columns_of(reader)
        asked = []
        read = column_reading._read
        monkeypatch.setattr(column_reading, "_read", lambda *given: asked.append(given[3:]) or read(*given))
        for reading in news:
            writer.add_reading(b"", reading)
            update_store(writer, settings)
            grown, whole = columns_of(reader), anew(reader)
            assert grown.version == reader.record_version()
            assert lines_of(grown, grown.words) == lines_of(whole, whole.words)
            ids, _all = asked[-2:]
            assert ids
            assert len(ids[0]) < len(whole.events.seq)
        reconcile_store(writer, settings)
        assert len(columns_of(reader).events.seq) == len(anew(reader).events.seq)
        assert asked[-2] == ()


def a_hold(name, day, holder, *, place=HAMA, protected=False):
    text = f"{holder} holds {place.name}, {name} says."
    document = Document(
        id=name, text=text, date=dt.date(2024, 12, day), source="River Post", language="en", protected=protected
    )
    said = [Control(state=ControlState.HOLDS, holder=(holder,))]
    return Reading(document=document, claims=make_claims(document, said, place=place))


def test_holders_counted_on_from_document_to_document_are_those_counted_anew(tmp_path, monkeypatch):
    homs = replace(HAMA, name="Homs", lat=34.73, lon=36.71)
    settings = make_store(
        tmp_path / "war.db", [a_hold("d1", 1, "River Front"), a_hold("d2", 1, "Coast Guard", place=homs)]
    )
    news = [
        a_hold("e1", 5, "Coast Guard"), a_hold("e2", 2, "River Front", place=homs),
        a_hold("e3", 3, "Coast Guard", protected=True),
        a_reading("e4", 5, 9), a_hold("e5", 3, "Hill Brigade", place=replace(homs, name="Idlib")),
    ]  # fmt: skip
    with Store.open(settings.db) as writer, Store.open(settings.db) as reader:
        assert holder_counts(reader) == {"River Front": 1, "Coast Guard": 1}
        asked = []
        read = holders._read
        monkeypatch.setattr(holders, "_read", lambda *given: asked.append(given[1]) or read(*given))
        for reading in news:
            writer.add_reading(b"", reading)
            update_store(writer, settings)
            kept = Counter(name for spell in reader.record().control for name in spell.holder)
            assert holder_counts(reader) == kept
        assert len(asked) == len(news)
        assert all(some is not None for some in asked)
        reconcile_store(writer, settings)
        assert holder_counts(reader) == kept
        assert asked[-1] is None


def test_columns_are_read_anew_where_nobody_can_say_what_was_touched(tmp_path):
    settings = make_store(tmp_path / "war.db", [a_reading("d1", 1, 3)])
    with Store.open(settings.db) as writer:
        before = columns_of(writer)
        writer.add_reading(b"", a_reading("d2", 9, 4))
        update_store(writer, settings)
        with writer._write() as connection:
            connection.execute(tables.touched.delete())
        after = columns_of(writer)
        assert (len(before.events.seq), len(after.events.seq)) == (1, 2)
        assert isinstance(after.words, Vocabularies)
        assert after.words is not before.words


@pytest.mark.parametrize(
    "wanted",
    [
        *FILTERS[:5],
        Filter(place="Hama", actor="air force"),
        Filter(place="Hama", source="Valley Post"),
        Filter(actor="air force", shielded=True),
        Filter(place="Idlib", kind="control"),
        Filter(actor="no such army"),
    ],
    ids=str,
)
def test_documents_are_found_by_what_their_claims_are_about(store, wanted):
    kept = {document.id for document in store.documents(wanted) if not (wanted.shielded and document.protected)}
    found = page_documents(store, wanted, Stretch(limit=1_000))
    assert {document.id for document in found.items} == kept
    assert found.total == len(kept) == len(found.items)
    days = [(document.date or dt.date.min) for document in found.items]
    assert days == sorted(days, reverse=True)


def test_an_older_store_learns_what_its_documents_name(tmp_path):
    settings = make_store(tmp_path / "war.db", planted_readings())
    with Store.open(settings.db) as opened:
        before = page_documents(opened, Filter(place="Hama"), Stretch())
        opened.begin_writing()
        make_older(opened)
        with opened._write() as connection:
            for table in (tables.named, tables.names, tables.touched):
                table.drop(connection)
            connection.execute(tables.meta.update().where(tables.meta.c.name == "schema").values(value="6"))
    told = []
    with Store.open(settings.db) as opened:
        opened.bring_up(lambda *given: told.append(given))
        assert page_documents(opened, Filter(place="Hama"), Stretch()) == before
        assert before.total
    assert {what for what, *_ in told} >= {"events", "control", "names", "full text"}
    assert all(done <= whole for _, done, whole in told)


def test_a_new_record_shows_at_once_on_pages_and_on_the_map(tmp_path):
    settings = make_store(tmp_path / "war.db", [a_reading("d1", 1, 3), a_reading("p1", 1, 7, protected=True)])
    client = open_site(settings, demo=True)
    question = "/api/v1/map/events?box=30,30,45,40&zoom=9"

    def seen():
        points = client.get(question).json()["features"]
        page = client.get("/events").text
        deaths = sum(point["properties"]["deaths"] for point in points)
        sums = client.get("/api/v1/tolls?since=2024-12-01&until=2024-12-31").json()["items"]
        documents = client.get("/api/v1/documents?place=Hama").json()["total"]
        return deaths, page.count("/events/e"), sum(one["low"] for one in sums), documents

    before = seen()
    assert seen() == before
    with Store.open(settings.db) as writer:
        for number, protected in enumerate((False, True), 2):
            writer.add_reading(b"", a_reading(f"n{number}", number * 5, number * 100, protected=protected))
            update_store(writer, settings)
            after = seen()
            assert after[0] == before[0] + number * 100
            assert after[2] == before[2] + number * 100
            assert after[3] == before[3] + (not protected)
            before = after


def test_a_crowd_is_counted_anew_when_a_protected_report_comes(tmp_path):
    settings = make_store(tmp_path / "war.db", [a_reading("p1", 1, 7, protected=True)])
    with Store.open(settings.db) as store:
        first = crowds_of(store)
        assert crowds_of(store) is first
        store.add_reading(b"", a_reading("p2", 2, 8, protected=True))
        assert crowds_of(store) is not first
