"""One word for the names that ACLED and the record have for one actor, and never one for two."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest

from marsad.domain.actor import Actor
from marsad.domain.record import Record
from marsad.domain.vocabulary import ActorKind
from marsad.export.foreign import read_foreign
from marsad.export.material import Material
from marsad.export.shield import shield
from marsad.pipeline.comparing import same_names

ARMY = Actor(id="rim-army", name="Rim Army", kind=ActorKind.STATE_FORCES, country="SY", source="invented")
FRONT = Actor(id="front", name="Northern Front", kind=ActorKind.ARMED_GROUP, aliases=("NF",), source="invented")


@pytest.fixture(scope="module")
def same():
    return same_names(Material(shown=shield(Record(), {}, {}), actors=(ARMY, FRONT)))


@pytest.mark.parametrize(
    ("ours", "theirs", "is_one"),
    [
        ("Rim Army", "Military Forces of Syria (2000-2024)", True),
        ("Rim Army", "Military Forces of Turkey (2016-)", False),
        ("Rim Army", "Military Forces of Syria (2000-) Palace Guard", False),
        ("Northern Front", "NF: Northern Front (Syria)", True),
        ("Northern Front", "XY: Southern Front", False),
        ("Southern Front", "XY: Southern Front", True),
        ("Southern Front", "Southern Front (Syria)", True),
        ("Workers' Front", "WF: Workers Front", True),
        ("Police Forces of Syria", "Military Forces of Syria", False),
    ],
)
def test_names_of_one_actor_are_one_word_and_of_two_are_two(same, ours, theirs, is_one):
    assert (same(ours) == same(theirs)) is is_one


SHARED = Path(__file__).parents[4] / "shared" / "external" / "acled" / "gold.jsonl"


@pytest.mark.skipif(not SHARED.is_file(), reason="../shared is not here: real rows of ACLED are read where it is")
def test_real_rows_of_acled_are_all_read(tmp_path):
    told = [json.loads(line) for line in SHARED.read_text(encoding="utf-8").splitlines()]
    content = io.StringIO()
    rows = csv.writer(content, delimiter=";")
    rows.writerow(
        ["EVENT_ID_CNTY", "EVENT_DATE", "EVENT_TYPE", "ACTOR1", "ACTOR2", "COUNTRY", "LOCATION", "FATALITIES"]
    )
    for one in told:
        actors = [each["name"] for each in one["actors"]]
        day = dt.date.fromisoformat(one["date"]).strftime("%d %B %Y")
        place = one["place"]
        rows.writerow([one["document"], day, one["label"], *(*actors, "", "")[:2], place["country"], place["name"],
                       one["fatalities"]])  # fmt: skip
    read = read_foreign(content.getvalue().encode(), "acled.csv")
    assert not read.problems
    assert [(one.id, one.start, one.best) for one in read.events] == [
        (one["document"], dt.date.fromisoformat(one["date"]), one["fatalities"]) for one in told
    ]
