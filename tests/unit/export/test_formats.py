import csv
import io
import json
from dataclasses import replace

import pytest
from war import exported

from marsad.domain.record import ActorRecord, Record
from marsad.domain.vocabulary import ActorKind, EventType
from marsad.export.acled import acled_file, fatalities
from marsad.export.cells import safe_cell, to_csv
from marsad.export.formats import FORMATS
from marsad.export.forms import find_form


def rows(form, kept):
    return list(csv.DictReader(io.StringIO(exported(form, kept).decode(), newline="")))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("+44", "'+44"), ("-cmd", "'-cmd"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"), ("\u200b=1", "'\u200b=1"), ("-12", "-12"), (-12, "-12"), (-3.5, "-3.5"), ("-3.5", "-3.5"),
        ("Aleppo", "Aleppo"), (None, ""), (0, "0"), (float("nan"), ""), ("a\x00=b", "a=b"), ("-2+3", "'-2+3"),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula_and_negative_numbers_stay_numbers(cell, written):
    assert safe_cell(cell) == written


def test_cells_with_commas_quotes_and_breaks_come_back():
    odd = 'a, "b"\nc'
    assert list(csv.reader(io.StringIO(to_csv(["x"], [[odd]]).decode(), newline="")))[1] == [odd]


@pytest.mark.parametrize("form", list(FORMATS))
def test_the_same_record_gives_the_same_bytes(week, form):
    record, claims, documents = week
    assert exported(form, week) == exported(form, (record, dict(reversed(claims.items())), documents))


@pytest.mark.parametrize("form", list(FORMATS))
def test_an_empty_record_is_a_valid_file(form):
    assert exported(form, (Record(), {}, {})) or form == "followthemoney"  # lines: none is none


def test_events_keep_unknown_empty_and_sum_nobody_twice(week):
    by_id = {row["id"]: row for row in rows("csv", week)}
    strike, shells = by_id["e-strike"], by_id["e-shells"]
    assert (strike["killed_low"], strike["killed_best"], strike["killed_high"]) == ("4", "4", "12")
    assert (shells["killed_low"], shells["latitude"]) == ("", "35.93")


def test_every_figure_of_a_toll_is_a_row(week):
    figures = [row for row in rows("casualties", week) if row["event"] == "e-strike" and row["victims"] == "people"]
    assert [row["words"] for row in figures if row["harm"] == "killed"] == ["five dead", "4 dead", "at least 12 people"]
    totals = [row for row in rows("casualties", week) if row["total"]]
    assert [(row["scope"], row["figure_low"], row["event"]) for row in totals] == [("since 1 March", "301", "")]


def test_control_keeps_exceptions_and_open_ends(week):
    row = rows("control", week)[0]
    assert (row["except"], row["until"], row["taken_from"]) == ("Sheikh Maqsoud (Quarter Guard)", "", "Army Command")


def test_geojson_has_a_null_geometry_where_nothing_is_known(week):
    features = {f["properties"]["id"]: f for f in json.loads(exported("geojson", week))["features"]}
    assert features["e-strike"]["geometry"]["coordinates"] == [36.8058, 35.8644]
    assert features["e-blast"]["geometry"] is None


def test_acled_has_its_31_columns_in_order(week):
    head = exported("acled", week).decode().splitlines()[0].split(",")
    assert head == list(find_form("acled").names)
    assert len(head) == 31


@pytest.mark.parametrize(
    ("event", "column", "value"),
    [
        ("e-strike", "sub_event_type", "Air/drone strike"), ("e-strike", "event_type", "Explosions/Remote violence"),
        ("e-strike", "fatalities", "4"), ("e-strike", "iso", "760"), ("e-strike", "region", "Middle East"),
        ("e-strike", "geo_precision", "1"), ("e-strike", "time_precision", "1"), ("e-strike", "source", "Delta Wire"),
        ("e-shells", "time_precision", "2"), ("e-shells", "fatalities", "0"), ("e-clash", "fatalities", "6"),
        ("e-clash", "actor1", "Army Command"), ("e-clash", "actor2", "Northern Front"),
        ("e-clash", "geo_precision", "2"),
        ("e-blast", "location", ""), ("e-clinic", "source", "a protected source"), ("e-clinic", "location", "Hama"),
        ("e-clash", "inter1", ""), ("e-clash", "interaction", ""), ("e-clash", "timestamp", ""),
    ],
)  # fmt: skip
def test_acled_codes(week, event, column, value):
    assert {row["event_id_cnty"]: row for row in rows("acled", week)}[event][column] == value


def test_acled_leaves_out_history_and_says_when_no_figure_is_known(week):
    coded = {row["event_id_cnty"]: row for row in rows("acled", week)}
    assert "e-history" not in coded
    assert "not a count" in coded["e-shells"]["notes"]


@pytest.mark.parametrize("kind", list(EventType))
def test_every_type_is_coded_or_left_out_on_purpose(kind):
    sub_event = acled_file()["sub_event"].get(kind)
    assert (sub_event is None) == (kind in {EventType.SANCTION, EventType.DIPLOMACY})
    assert sub_event is None or acled_file()["event_type"][sub_event] in acled_file()["disorder_type"]


@pytest.mark.parametrize(
    ("words", "low", "coded"), [("dozens", 24, 12), ("several people", 2, 3), ("two people", 2, 2), ("people", None, 3)]
)
def test_acled_reads_words_by_its_own_table(week, words, low, coded):
    event = next(event for event in week[0].events if event.id == "e-strike")
    toll = event.tolls[0]
    figure = replace(toll.revisions[0], low=low, best=None, high=None, words=words, current=True)
    assert fatalities(replace(event, tolls=(replace(toll, revisions=(figure,)),))) == coded


def test_acled_classes_come_from_the_actors_of_the_record(week):
    record, claims, documents = week
    kinds = {"Army Command": ActorKind.STATE_FORCES, "Northern Front": ActorKind.ARMED_GROUP}
    actors = tuple(
        ActorRecord(id=name, name=name, aliases=(), kind=kind, country="SY", relations=(), claims=tuple(claims)[:1])
        for name, kind in kinds.items()
    )
    clash = {row["event_id_cnty"]: row for row in rows("acled", (replace(record, actors=actors), claims, documents))}[
        "e-clash"
    ]
    assert (clash["inter1"], clash["inter2"], clash["interaction"]) == ("1", "2", "12")
