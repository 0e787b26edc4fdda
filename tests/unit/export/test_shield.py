from dataclasses import replace

import pytest
from war import PROTECTED_CANARY, exported, on, readable

from marsad.export.formats import FORMATS
from marsad.export.report import html_report
from marsad.export.shield import shield

CANARIES = (PROTECTED_CANARY, "relay-77", "grain silo", "wounded men", "35.1318,36.7578,,,")


@pytest.mark.parametrize("form", list(FORMATS))
def test_no_export_names_a_protected_source(week, form):
    told = readable(exported(form, week))
    assert not any(canary in told for canary in CANARIES)
    hidden = [key for key, claim in week[1].items() if claim.protected]
    assert not any(key in told for key in hidden)


def test_no_page_names_a_protected_source(week):
    told = html_report(*week, title="A week")
    assert not any(canary in told for canary in CANARIES)


def test_a_document_marked_protected_later_shields_its_claims(week):
    record, claims, documents = week
    marked = {key: replace(document, protected=True) for key, document in documents.items()}
    told = html_report(record, claims, marked, title="A week")
    assert not any(name in told for name in ("Delta Wire", "Coast Gazette", "delta-1", "Saraqib", "Col. Samir"))
    assert "Idlib" in told


def test_a_protected_place_is_its_province_and_keeps_its_day(week):
    clinic = next(event for event in shield(*week).record.events if event.id == "e-clinic")
    assert clinic.place.name == "Hama"
    assert clinic.place.precision == 4
    assert (clinic.place.lat, clinic.place.lon) != (35.1318, 36.7578)
    assert clinic.time.start == on(5)


def test_a_claim_that_is_not_at_hand_is_held_back(week):
    record, claims, documents = week
    strike = next(event for event in record.events if event.id == "e-strike")
    fewer = {key: claim for key, claim in claims.items() if key not in strike.claims}
    shown = next(event for event in shield(record, fewer, documents).record.events if event.id == "e-strike")
    assert shown.place.name == "Idlib"
    assert shown.voices == ("a protected source",)


def test_a_record_alone_is_shown_as_its_maker_made_it(week):
    shown = shield(week[0], {}, {}).record
    assert next(event for event in shown.events if event.id == "e-strike").place.name == "Saraqib"
