"""How each form codes: its own precisions, sides, figures and words."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from war import exported, material, on, span

from marsad.domain.actor import Actor, ActorRelation
from marsad.domain.claim import Casualty
from marsad.domain.record import ActorRecord, ActorTie
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ActorKind, EventType, Grade, Harm, RelationKind, TimePrecision, VictimsGroup
from marsad.export.counts import acled_number, airwars_span, number_words, ucdp_span
from marsad.export.parties import are_civilians, find_party, regime_years
from marsad.export.plover import plover_row
from marsad.export.ucdp import date_precision, find_dyad, ged_row, grid_cell, number_of
from marsad.reconcile import reconcile

STATE = Actor(id="s", name="Republic", kind=ActorKind.STATE, country="SY", since=date(2030, 1, 1), inter=1)
ARMY = Actor(
    id="a", name="Army Command", kind=ActorKind.STATE_FORCES, country="SY", inter=1,
    relations=(ActorRelation(relation=RelationKind.PART_OF, other="s"),),
)  # fmt: skip
OLD_ARMY = replace(ARMY, id="o", relations=(), since=date(2000, 1, 1), until=date(2029, 12, 31))
FRONT = Actor(id="f", name="Northern Front", kind=ActorKind.ARMED_GROUP, country="SY", since=date(2012, 1, 1))
WIRE = Actor(id="w", name="Delta Wire", kind=ActorKind.MEDIA, country="SY")
GAZETTE = Actor(id="g", name="Coast Gazette", kind=ActorKind.MEDIA, country="LB")
ACTORS = (STATE, ARMY, OLD_ARMY, FRONT, WIRE, GAZETTE)


def rows(form, kept, **more):
    return list(csv.DictReader(io.StringIO(exported(form, kept, **more).decode(), newline="")))


def event_of(kept, name):
    return next(event for event in kept[0].events if event.id == name)


def altered(kept, name, **changes):
    record = kept[0]
    events = tuple(replace(one, **changes) if one.id == name else one for one in record.events)
    return replace(record, events=events), *kept[1:]


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [(-90, -180, 1), (90, 180, 259200), (0, 0, 129961), (-89.6, 179.9, 720), (35.8644, 36.8058, 181154),
     (-89.5, -180, 721)],
)  # fmt: skip
def test_prio_grid_cells(lat, lon, cell):
    assert grid_cell(lat, lon) == cell


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(1, 1, 1), (1, 2, 2), (1, 6, 2), (1, 7, 3), (1, 8, 4), (1, 31, 4), (None, 3, 5), (3, None, 5)],
)  # fmt: skip
def test_ucdp_date_precision_is_by_days(first, last, code):
    days = TimeSpan(start=on(first) if first else None, end=on(last) if last else None, precision=TimePrecision.DAYS)
    assert date_precision(days) == code


def test_longer_than_a_month_is_five_and_no_time_has_no_code():
    assert date_precision(TimeSpan(start=on(1), end=on(1, 4), precision=TimePrecision.SEASON)) == 5
    assert date_precision(None) is None


def test_ged_has_its_49_columns_and_no_row_of_history_or_without_dead(week):
    told = rows("ucdp-ged", week)
    assert len(told[0]) == 49
    assert {row["relid"] for row in told} == {"e-strike", "e-blast", "e-clash"}


def test_ged_names_the_states_side_first_and_numbers_it(week):
    clash = {row["relid"]: row for row in rows("ucdp-ged", week, actors=ACTORS)}["e-clash"]
    assert (clash["type_of_violence"], clash["side_a"], clash["side_b"]) == (
        "1",
        "Army Command (2030-)",
        "Northern Front",
    )
    assert (clash["gwnoa"], clash["gwnob"], clash["country_id"], clash["region"]) == ("652", "", "652", "Middle East")
    assert clash["dyad_name"] == "Army Command (2030-) - Northern Front"
    assert clash["dyad_new_id"] == str(number_of("dyad", "Army Command (2030-)", "Northern Front"))


def test_ged_splits_the_dead_by_side_and_the_parts_come_to_best(week):
    clash = {row["relid"]: row for row in rows("ucdp-ged", week)}["e-clash"]
    assert [clash[f"deaths_{part}"] for part in ("a", "b", "civilians", "unknown")] == ["6", "0", "0", "0"]
    assert (clash["low"], clash["best"], clash["high"]) == ("6", "6", "")
    for row in rows("ucdp-ged", week):
        parts = [row[f"deaths_{part}"] for part in ("a", "b", "civilians", "unknown")]
        assert all(part == "" for part in parts) or sum(map(int, parts)) == int(row["best"])


def test_parts_above_their_whole_leave_the_parts_unknown(week):
    strike = event_of(week, "e-strike")
    whole, children, wounded = strike.tolls
    many = replace(children, revisions=tuple(replace(one, low=40, best=40, high=40) for one in children.revisions))
    row = ged_row(replace(strike, tolls=(whole, many, wounded)), ucdp_span(whole), material(week))
    assert (row["deaths_civilians"], row["deaths_unknown"], row["best"]) == (None, None, 4)


def test_one_sided_violence_is_a_known_side_against_civilians(week):
    kept = altered(week, "e-strike", recipients=("Syrian shepherds",))
    strike = {row["relid"]: row for row in rows("ucdp-ged", kept, actors=ACTORS)}["e-strike"]
    assert (strike["type_of_violence"], strike["side_b"], strike["deaths_civilians"]) == (
        "3",
        "Civilians",
        strike["best"],
    )
    nobody = altered(week, "e-strike", recipients=("Syrian shepherds",), agents=())
    assert find_dyad(event_of(nobody, "e-strike"), material(nobody)).violence is None


@pytest.mark.parametrize(
    ("name", "civilians"),
    [("residents", True), ("a Syrian photographer", True), ("Northern Front", False), ("People", False),
     ("senior adviser", False), ("", False), ("militia commander", False)],
)  # fmt: skip
def test_who_are_civilians_by_their_name(week, name, civilians):
    assert are_civilians(find_party(name, event_of(week, "e-strike"), material(week))) is civilians


def test_forces_have_their_states_years_and_groups_have_none(week):
    kept = material(week, actors=ACTORS)
    assert regime_years(ARMY, kept) == "(2030-)"
    assert regime_years(OLD_ARMY, kept) == "(2000-2029)"
    assert regime_years(FRONT, kept) is None
    assert find_party("Army Command", event_of(week, "e-strike"), kept).actor == ARMY
    undated = replace(event_of(week, "e-strike"), time=None)
    assert find_party("Army Command", undated, kept).actor is None, "of two that bore the name, none is guessed"


def test_acled_classes_years_scale_and_tags(week):
    told = {row["event_id_cnty"]: row for row in rows("acled", week, actors=ACTORS)}
    clash, strike = told["e-clash"], told["e-strike"]
    assert (clash["actor1"], clash["inter1"], clash["inter2"], clash["interaction"]) == (
        "Army Command (2030-)",
        "1",
        "2",
        "12",
    )
    assert (strike["inter1"], strike["inter2"], strike["interaction"]) == ("1", "0", "10")
    assert (strike["source_scale"], strike["tags"]) == ("National", "children")
    assert told["e-shells"]["source_scale"] == "Regional"
    assert rows("acled", week)[0]["source_scale"] == ""


def test_acled_names_civilians_and_the_groups_among_them(week):
    strike = event_of(week, "e-strike")
    medics = replace(strike.tolls[0], victims=VictimsGroup.MEDICS)
    kept = altered(week, "e-strike", tolls=(medics, strike.tolls[1]))
    row = {row["event_id_cnty"]: row for row in rows("acled", kept)}["e-strike"]
    assert (row["actor2"], row["inter2"]) == ("Civilians (Syria)", "7")
    assert row["assoc_actor_2"] == "Children (Syria); Health Workers (Syria)"
    assert row["civilian_targeting"] == "Civilian targeting"


def test_acled_notes_are_in_its_style(week):
    notes = {row["event_id_cnty"]: row["notes"] for row in rows("acled", week)}
    assert notes["e-strike"].startswith(
        "On 4 March 2031, air strike by Army Command in Saraqib (Idlib, Syria). 4 to 12 people killed; "
    )
    assert "Source: Delta Wire. 4 fatalities. Figures differ: 4 to 12" in notes["e-strike"]
    assert notes["e-shells"].startswith("From 3 March 2031 to 5 March 2031, shelling in Idlib (Idlib, Syria).")


@pytest.mark.parametrize(("last", "code"), [(4, "1"), (10, "2"), (11, "3")])
def test_acled_time_precision_is_by_days(week, last, code):
    kept = altered(week, "e-strike", time=replace(span(4, last), end=on(last)))
    assert {row["event_id_cnty"]: row for row in rows("acled", kept)}["e-strike"]["time_precision"] == code


def test_airwars_gives_ranges_by_group_and_the_status_of_the_strike(week):
    strike = {row["unique_reference_code"]: row for row in rows("airwars", week)}["e-strike"]
    assert (strike["people_killed_min"], strike["people_killed_max"]) == ("4", "12")
    assert (strike["children_killed_min"], strike["women_killed_min"]) == ("2", "")
    assert (strike["strike_type"], strike["strike_status"]) == ("Airstrike", "Likely strike")
    assert (strike["civilian_harm_reported"], strike["suspected_belligerents"]) == ("Yes", "Army Command")


@pytest.mark.parametrize(
    ("bounds", "victims", "said"),
    [((3, 3, 3), VictimsGroup.SOLDIERS, "No"), ((0, 0, 0), VictimsGroup.PEOPLE, "No"), ((2, None, None),
     VictimsGroup.CIVILIANS, "Yes"), ((None, None, None), VictimsGroup.PEOPLE, "Unknown")],
)  # fmt: skip
def test_airwars_civilian_harm_is_never_guessed(week, bounds, victims, said):
    low, best, high = bounds
    toll = replace(event_of(week, "e-strike").tolls[0], victims=victims, low=low, best=best, high=high)
    kept = altered(week, "e-strike", tolls=(toll,))
    assert {row["unique_reference_code"]: row for row in rows("airwars", kept)}["e-strike"][
        "civilian_harm_reported"
    ] == said


def test_plover_has_the_category_the_sentence_and_sizes(week):
    row = plover_row(event_of(week, "e-strike"), material(week, actors=ACTORS))
    assert (row["event"], row["mode"]) == (["ASSAULT"], ["aerial"])
    assert row["size"] == {"dead": 4, "injured": 20, "arrested": None}
    assert row["text"] == "Warplanes of the Army Command struck a market in Saraqib on Tuesday."
    assert row["actor"] == [{"name": "Army Command", "country": "SY", "sector": "MIL"}]
    clinic = plover_row(event_of(week, "e-clinic"), material(week))
    assert (clinic["text"], clinic["text_info"]) == (None, None)
    assert plover_row(event_of(week, "e-history"), material(week))["auxiliary"] == ["historical"]


def test_control_by_day_fills_in_nothing_and_carries_an_open_spell_to_the_last_day_told(week):
    told = rows("control-days", week)
    aleppo = [(row["day"], row["status"], row["holder"]) for row in told if row["place"] == "Aleppo"]
    assert aleppo == [("2031-03-05", "contested", "Northern Front")]
    assert [row["day"] for row in told if row["place"] != "Aleppo"] == ["2031-03-04", "2031-03-05"]
    assert {row["since_known"] for row in told} == {"true", "false"}


def test_a_tie_is_an_edge_from_subject_to_object_whoever_lists_it(week):
    record, claims, documents = week
    key = next(iter(claims))
    tie = ActorTie(relation=RelationKind.PART_OF, other="ac", former=False, claims=(key,))
    army = ActorRecord(id="ac", name="Army Command", aliases=(), kind=ActorKind.STATE_FORCES, country="SY",
                       relations=(), claims=(key,))  # fmt: skip
    actor = ActorRecord(id="g", name="Quarter Guard", aliases=(), kind=ActorKind.MILITIA, country="SY",
                        relations=(tie, tie), claims=(key,))  # fmt: skip
    kept = (replace(record, actors=(actor, army)), claims, documents)
    graph = exported("gexf", kept).decode()
    assert graph.count("<edge ") == 1
    assert 'source="g" target="ac"' in graph
    assert "Quarter Guard,g,part_of,Army Command,ac" in exported("csv", kept, table="relations").decode()
    assert 'label="part_of"' in graph
    statements = [json.loads(line) for line in exported("followthemoney", kept).decode().splitlines()]
    assert {one["schema"] for one in statements} == {
        "Event",
        "Organization",
        "PublicBody",
        "LegalEntity",
        "Membership",
        "Article",
    }
    assert len({one["id"] for one in statements}) == len(statements)


def test_json_ld_leads_from_a_toll_to_its_sentence_and_voice(week):
    nodes = {node["@id"]: node for node in json.loads(exported("json-ld", week))["@graph"]}
    toll = next(node for node in nodes.values() if node.get("low") == 4)
    claim = nodes[toll["prov:wasDerivedFrom"][0]]
    assert claim["text"] == "Orontes Rights Watch counted five dead in the market."
    assert nodes[claim["prov:wasAttributedTo"][0]]["name"] == "Orontes Rights Watch"
    assert nodes[claim["prov:wasQuotedFrom"][0]]["@type"] == ["prov:Entity", "schema:Article"]


FIGURES = [
    ("dozens of people", 24, None, None), ("several people", 2, None, None), ("people", None, None, None),
    ("12 people", 12, 12, 12), ("at least 5", 5, None, None), ("20 to 30 people", 20, None, 30),
    ("about 50", None, 50, None), ("hundreds", 200, None, None), ("tens of people", 20, None, None),
]  # fmt: skip


@pytest.mark.parametrize("profile", ["acled", "ucdp", "airwars"])
@pytest.mark.parametrize("first", FIGURES)
@pytest.mark.parametrize("second", [None, *FIGURES[3:6]])
def test_figures_are_those_of_the_records_own_profile(week, profile, first, second):
    """The record made by the profile, beside what the form makes of the record made by the usual one."""
    from marsad.export.acled import acled_file
    from marsad.export.airwars import airwars_file

    key = next(key for key, one in week[1].items() if isinstance(one.said, Casualty) and one.said.best == 5)
    base = week[1][key]
    claims = []
    for voice, figure in (("A", first), ("B", second)):
        if figure:
            words, low, best, high = figure
            said = Casualty(harm=Harm.KILLED, low=low, best=best, high=high, words=words)
            claims.append(replace(base, said=said, attribution=replace(base.attribution, speaker=voice)))
    usual, own = (reconcile(claims, profile=name).events[0].tolls[0] for name in ("strict", profile))
    if profile == "acled":
        rule = acled_file()["fatalities"]
        assert acled_number(usual, rule, number_words(rule["words"])) == own.best
    elif profile == "ucdp":
        assert ucdp_span(usual).bounds == (own.low, own.best, own.high)
    else:
        made = airwars_span(usual, number_words(airwars_file()["words"]))
        assert (made.low, made.high) == (own.low, own.high)


@pytest.mark.parametrize("kind", list(EventType))
def test_every_type_is_coded_by_plover_or_left_out_on_purpose(kind):
    from marsad.export.plover import plover_file

    assert (kind in plover_file()["event"]) == (kind is not EventType.DISPLACEMENT)


@pytest.mark.parametrize("grade", list(Grade))
def test_every_grade_has_airwars_words(grade):
    from marsad.export.airwars import airwars_file

    assert grade in airwars_file()["strike_status"]
    assert grade in airwars_file()["grade"]
