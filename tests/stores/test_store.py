"""What goes in comes out, and what was taken in is never altered: on every engine."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from marsad.domain.errors import NotFoundError, StoreError
from marsad.domain.filter import Filter
from marsad.domain.judgement import Judgement
from marsad.domain.problem import Problem
from marsad.domain.provenance import Provenance
from marsad.domain.vocabulary import JudgementKind, ProblemCode
from marsad.domain.wire import claim_id
from marsad.store import Store, tables
from marsad.store.inserting import pour_rows
from marsad.store.intake_tables import print_bands
from marsad.store.provenance import provenance_of
from marsad.store.schema import APPEND_ONLY

UPSERT = {
    "sqlite": "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
    "postgresql": "INSERT INTO {0} SELECT * FROM {0} ON CONFLICT ({1}) DO UPDATE SET {1} = EXCLUDED.{1}",
}


def test_a_reading_comes_back_whole(store, reading, fill):
    one = reading()
    fill(store, one)
    (document,) = store.documents()
    assert document == replace(one.document, original_sha256=document.original_sha256)
    assert store.original(document.original_sha256) == one.document.text.encode()
    assert set(store.claims()) == set(one.claims)
    assert tuple(store.problems()) == one.problems


def test_the_same_document_twice_changes_nothing(store, reading, fill):
    fill(store, reading())
    before = (store.counts(), list(store.claims()))
    assert store.add_reading(b"other bytes", reading()) is False
    assert (store.counts(), list(store.claims())) == before


def test_a_known_id_with_another_text_is_refused(store, reading, fill):
    fill(store, reading())
    with pytest.raises(StoreError, match=r"'d1' is kept with another text\. Mend: "):
        fill(store, reading(text="Another text."))
    assert store.counts().documents == 1


def fill_row(store, table):
    """A row of plain values in a table that has none; what it points at is kept already."""
    with store._engine.begin() as connection:
        if connection.execute(table.select()).first() is None:
            known = {key.column: connection.execute(select(key.column)).scalar() for key in table.foreign_keys}
            plain = {bool: True, int: 1, str: "x", bytes: b"x", dt.date: dt.date(2026, 1, 1)}
            values = {
                column.name: next(
                    (known[key.column] for key in column.foreign_keys), plain.get(column.type.python_type, {})
                )
                for column in table.columns
            }
            connection.execute(table.insert().values(values))


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
@pytest.mark.parametrize("act", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "upsert", "truncate"])
def test_what_was_taken_in_cannot_be_altered(store, reading, fill, table, act):
    fill(store, reading())
    store.add_judgement(judgement())
    fill_row(store, tables.metadata.tables[table])
    column = next(iter(tables.metadata.tables[table].primary_key.columns)).name
    if act == "truncate" and store.engine == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    act = {"upsert": UPSERT[store.engine], "truncate": "TRUNCATE {0} CASCADE"}.get(act, act)
    with pytest.raises(DBAPIError, match="append-only"), store._engine.begin() as connection:
        connection.exec_driver_sql(act.format(table, column))


def test_a_document_with_no_original_is_refused(store, reading, fill):
    fill(store, reading())
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"), store._engine.begin() as connection:
        connection.execute(
            tables.documents.insert().values(id="x", original_sha256="0", text_sha256="0", text="x", protected=False)
        )


@pytest.mark.parametrize(
    ("wanted", "claims", "documents"),
    [
        (Filter(), 4, 2),
        (Filter(since=dt.date(2024, 12, 2)), 3, 1),  # an open span is still going on
        (Filter(until=dt.date(2024, 12, 4)), 2, 1),
        (Filter(since=dt.date(2024, 12, 9)), 2, 0),
        (Filter(until=dt.date(2024, 11, 30)), 0, 0),
        (Filter(place="hama"), 4, 2),  # the province finds the towns in it
        (Filter(place="Salamiyah"), 2, 2),  # diacritics do not matter
        (Filter(place="ham"), 0, 0),  # whole words only
        (Filter(place="%"), 0, 0),  # signs alone are no place: found nowhere, not everywhere
        (Filter(actor="Hamas Brigade"), 2, 2),
        (Filter(actor="ministry of health"), 4, 2),  # who says it is an actor too
        (Filter(actor="north ministry"), 0, 0),  # no phrase runs from one name into the next
        (Filter(kind="control"), 2, 2),
        (Filter(kind="control", place="Salamiyah", actor="army of the north"), 2, 2),
        (Filter(document="d5"), 2, 1),
    ],
)
def test_filters(store, reading, fill, wanted, claims, documents):
    fill(store, reading("d1", 1), reading("d5", 5))
    assert len(list(store.claims(wanted))) == claims
    assert len(list(store.documents(wanted))) == documents


def test_the_record_comes_back_as_it_was_put(store, reading, fill, make_record):
    fill(store, reading("d1", 1), reading("d5", 5))
    assert not store.record_is_current()
    make_record(store)
    assert store.record_is_current()
    first = store.record()
    assert first.events
    assert first.control
    make_record(store)
    assert store.record() == first
    assert store.record(Filter(place="Nowhere")) == type(first)(problems=first.problems)
    assert len(store.record(Filter(until=dt.date(2024, 12, 1))).events) < len(first.events)


def test_any_unique_beginning_finds_its_thing(store, reading, fill, make_record):
    one = reading()
    fill(store, one)
    make_record(store)
    (event,) = store.record().events
    identifier = claim_id(one.claims[0])
    assert store.find(event.id[:8]) == event
    assert store.find(identifier) == one.claims[0]
    assert store.find("d1").text == one.document.text
    with pytest.raises(NotFoundError, match=r"no id begins with 'zz'\. Mend: "):
        store.find("zz")
    with pytest.raises(NotFoundError, match="more than one id begins with 'c'"):
        store.find("c")


def test_an_exact_id_goes_before_a_longer_one(store, reading, fill):
    fill(store, reading("d1"), reading("d12", text="Another text."))
    assert store.find("d1").id == "d1"


def test_wildcards_in_an_id_are_letters(store, reading, fill):
    fill(store, reading())
    with pytest.raises(NotFoundError):
        store.find("d_")


def judgement(**fields):
    at = dt.datetime(2024, 12, 3, 9, 0, tzinfo=dt.UTC)
    given = {"id": "j1", "kind": JudgementKind.ACCEPT, "claims": ("c1",), "author": "reviewer-2", "at": at}
    return Judgement(**{**given, **fields})


def test_a_decision_is_undone_by_a_row_beside_it(store):
    store.add_judgement(judgement())
    assert store.judgements() == (judgement(),)
    store.add_judgement(judgement(undone=True))
    assert store.judgements() == (judgement(undone=True),)
    assert store.counts().judgements == 2


def test_a_problem_of_an_input_is_kept_once(store):
    problem = Problem(code=ProblemCode.UNREADABLE_INPUT, message="feed.jsonl line 2: is not JSON")
    store.add_problems([problem])
    store.add_problems([problem, problem])
    assert tuple(store.problems()) == (problem,)
    assert not list(store.problems(Filter(kind="bad-date")))


def test_a_protected_document_leaves_no_file_name_and_no_hour(store, reading):
    store.add_reading(
        b"reduced",
        reading(protected=True),
        came=Provenance(where="from-yusuf.jsonl line 1", brought_by="yusuf", parent="yusuf"),
    )
    with store._engine.connect() as connection:
        row = connection.execute(tables.originals.select()).mappings().one()
    assert row["name"] is None
    assert len(row["first_seen"]) == len("2024-12-01")


def test_a_question_with_a_nul_in_it_finds_nothing_and_is_no_error(where, reading, fill):
    with Store.open(where) as store:
        fill(store, reading())
        asked = [store] if where == ":memory:" else [Store.open(where)]  # as a site asks: a reader
        for one in asked:
            assert one.documents_of(["d1", "d1\0"]).keys() == {"d1"}
            assert list(one.documents(Filter(source="Valley Post\0"))) == []
            one.close()


def test_integrity(store, reading, fill):
    fill(store, reading())
    assert store.check() == "ok"


def test_how_a_document_came_is_kept_and_of_a_protected_one_its_kind_alone(store, reading):
    came = Provenance(
        where="a.zip > m.eml", media_type="text/plain", parent="m1", version_of="v0", brought_by="a.reviewer"
    )
    store.add_reading(b"open", reading("d1"), came=came)
    store.add_reading(b"hidden", reading("d2", text="Hidden.", protected=True), came=came)
    store.add_reading(b"bare", reading("d3", text="Bare."))
    assert provenance_of(store, ["d1", "d2", "d3", "none"]) == {
        "d1": came,
        "d2": Provenance(media_type="text/plain"),
        "d3": Provenance(),
    }


def test_rows_that_the_engine_refuses_are_refused_in_one_line_however_they_are_written(store):
    row = {"key": 1, "document": 1}
    with pytest.raises(StoreError, match=r"(?i)unique.* Mend: "), store.change() as connection:
        pour_rows(connection, print_bands, [row, row])
    with store.change() as connection:
        assert connection.execute(print_bands.select()).all() == []
