"""Stretches of lists by filter, and what pages find things by; a protected source is found by none of it."""

import datetime as dt
from dataclasses import replace

from sqlalchemy import select

from marsad.domain.filter import Filter
from marsad.domain.judgement import Judgement
from marsad.domain.vocabulary import JudgementKind
from marsad.domain.wire import claim_id
from marsad.store import tables
from marsad.store.paging import Order, Stretch, links_of_claims, newest_claims, page_documents, page_events
from marsad.store.text_index import matching, phrases_of


def fill_days(store, reading, fill, make_record, days=5):
    fill(
        store, *(reading(f"d{day}", day * 5, f"{day} Seven people died in the city of Hama.") for day in range(1, days))
    )
    make_record(store)


def all_rows(store, table):
    with store._connect() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def test_a_list_comes_in_stretches_with_its_whole_length(store, reading, fill, make_record):
    fill_days(store, reading, fill, make_record)
    seen = [page_events(store, Filter(), Order.NEWEST, Stretch(offset=at, limit=3)) for at in (0, 3, 6)]
    assert [page.total for page in seen] == [4, 4, 4]
    assert [len(page.items) for page in seen] == [3, 1, 0]
    days = [event.time.start.day for page in seen for event in page.items]
    assert days == [20, 15, 10, 5]
    assert page_events(store, Filter(grade="weak", source="Valley Post"), Order.OLDEST, Stretch()).total == 4
    assert page_events(store, Filter(grade="fair"), Order.OLDEST, Stretch()).total == 0
    assert page_events(store, Filter(source="Other Post"), Order.OLDEST, Stretch()).total == 0


def test_each_thing_of_the_record_is_linked_to_its_claims(store, reading, fill, make_record):
    fill_days(store, reading, fill, make_record, days=2)
    toll, spell = (claim_id(claim) for claim in sorted(store.claims(), key=lambda claim: claim.kind))
    record = store.record()
    assert links_of_claims(store, [toll, spell, "nobody"]) == {
        toll: [("event", record.events[0].id)],
        spell: [("control", record.control[0].id)],
    }


def test_the_newest_claims_are_of_the_newest_open_documents(store, reading, fill, make_record):
    fill_days(store, reading, fill, make_record)
    fill(store, reading("d9", 25, "Hidden.", protected=True))
    assert {claim.document for claim in newest_claims(store, Filter(), 2)} == {"d4"}


def test_a_protected_source_is_in_nothing_that_is_found_by_words_place_or_voice(store, reading, fill, make_record):
    fill(store, reading(protected=True))
    make_record(store)
    assert all_rows(store, tables.figures) == all_rows(store, tables.voices) == all_rows(store, tables.outlets) == []
    assert [row["place"] for row in all_rows(store, tables.counted)] == ["Hama"]  # the province
    assert list(store.ask(select(matching(store.engine, phrases_of("seven"), most=9)))) == []
    assert page_events(store, Filter(place="Hama"), Order.NEWEST, Stretch()).total == 1
    assert page_events(store, Filter(place="Hama", shielded=True), Order.NEWEST, Stretch()).total == 0
    assert page_documents(store, Filter(source="Valley Post"), Stretch()).total == 1
    assert page_documents(store, Filter(source="Valley Post", shielded=True), Stretch()).total == 0


def test_a_judgement_marks_its_claims_until_it_is_undone(store, reading, fill):
    fill(store, reading())
    claim = claim_id(next(iter(store.claims())))
    at = dt.datetime(2024, 12, 2, tzinfo=dt.UTC)
    made = Judgement(id="j1", kind=JudgementKind.ACCEPT, claims=(claim,), author="R", at=at)
    store.add_judgement(made)
    assert all_rows(store, tables.decided) == [{"claim": claim, "judgement": "j1", "kind": "accept"}]
    store.add_judgement(replace(made, undone=True))
    assert all_rows(store, tables.decided) == []
