"""An id that the record had: a link that somebody kept still leads to where its claims are, or says that they fell."""

import datetime as dt

import pytest
from sites import make_claims, make_store, open_site

from marsad.domain.claim import Casualty, Event
from marsad.domain.document import Document
from marsad.domain.filter import Filter
from marsad.domain.place import Place
from marsad.domain.reading import Reading
from marsad.domain.vocabulary import EventType, Harm, JudgementKind
from marsad.domain.wire import claim_id
from marsad.pipeline.judging import add_judgement, undo_judgement
from marsad.store import Store

DAY = dt.date(2024, 12, 8)
LATITUDE_OF = {"Homs": 34.7, "Daraa": 32.6}


def reading_of(key, town, text, *, protected=False):
    document = Document(id=key, text=text, date=DAY, source="Orchard Wire", protected=protected)
    said = (Event(type=EventType.SHELLING), Casualty(harm=Harm.KILLED, low=7, best=7, high=7, words="Seven"))
    place = Place(name=town, text=town, country="SY", lat=LATITUDE_OF[town], lon=36.4)
    return Reading(document=document, claims=make_claims(document, said, place=place))


def joined(tmp_path, protected=None):
    """The settings of a store in which a person joined two events, the id that is gone by it, the one that stays."""
    first = reading_of("d1", "Homs", "Shelling killed seven in Homs.", protected=protected == "d1")
    second = reading_of("d2", "Daraa", "Shelling killed seven in Daraa.", protected=protected == "d2")
    settings = make_store(tmp_path / "war.db", (first, second))
    with Store.open(settings.db) as store:
        before = {event.id for event in store.record().events}
        ids = [claim_id(next(store.claims(Filter(document=key, kind="casualty")))) for key in ("d1", "d2")]
        add_judgement(store, settings, JudgementKind.SAME, ids)
        (stays,) = (event.id for event in store.record().events)
    (gone,) = before - {stays}
    return settings, gone, stays


def test_a_merged_event_names_the_one_that_has_its_claims(tmp_path):
    settings, gone, stays = joined(tmp_path)
    site = open_site(settings, demo=True)
    page, answer = site.get(f"/events/{gone}"), site.get(f"/api/v1/events/{gone}")
    assert page.status_code == answer.status_code == 410
    assert f'href="/events/{stays}"' in page.text
    assert (answer.json()["code"], stays in answer.json()["detail"]) == ("gone", True)
    with Store.open(settings.db) as store:
        undo_judgement(store, settings, 1)
    assert site.get(f"/events/{gone}").status_code == 200


def test_who_may_not_see_the_record_learns_nothing_of_a_merged_event(tmp_path):
    settings, gone, _ = joined(tmp_path)
    site = open_site(settings)
    answers = [site.get(f"/api/v1/events/{one}") for one in (gone, "e00000")]
    assert len({(one.status_code, one.content) for one in answers}) == 1


def test_an_id_that_only_a_protected_source_gave_is_as_if_it_never_was(tmp_path):
    answers = {}
    for protected in ("d1", "d2"):
        (tmp_path / protected).mkdir()
        settings, gone, _ = joined(tmp_path / protected, protected)
        site = open_site(settings, demo=True)
        asked, absent = (site.get(f"/api/v1/events/{one}") for one in (gone, "e00000"))
        answers[asked.status_code] = asked.content == absent.content
    assert answers == {410: False, 404: True}


@pytest.mark.parametrize("address", ["/sitrep", "/sitrep?x=1"])
def test_the_situation_report_of_no_day_is_that_of_the_last(tmp_path, address):
    site = open_site(make_store(tmp_path / "war.db", (reading_of("d1", "Homs", "Shelling killed seven."),)), demo=True)
    answer = site.get(address)
    assert (answer.status_code, answer.headers["location"]) == (302, "/sitrep/2024-12-08")
