"""What is exported, read by the field's own readers and by the words of the standards: none of it is our own code."""

import json
import re
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest
from war import exported, material

from marsad.export.formats import FORMATS, describe_file, export, find_format
from marsad.export.forms import find_form
from marsad.export.rows import TABLES

CSV = [name for name, form in FORMATS.items() if form.suffix == ".csv" and name != "csv"]
HXL_TAG = re.compile(r"#[a-z][a-z0-9_]*( ?\+[a-z][a-z0-9_]*)*")
"""Source: HXL 1.1, Tagging conventions."""
HXL_CORE = frozenset(
    [
        "#access",
        "#activity",
        "#adm1",
        "#adm2",
        "#adm3",
        "#affected",
        "#beneficiary",
        "#capacity",
        "#cause",
        "#channel",
        "#contact",
        "#country",
        "#crisis",
        "#currency",
        "#date",
        "#delivery",
        "#description",
        "#event",
        "#frequency",
        "#geo",
        "#group",
        "#impact",
        "#indicator",
        "#inneed",
        "#item",
        "#loc",
        "#meta",
        "#modality",
        "#need",
        "#operations",
        "#org",
        "#output",
        "#population",
        "#reached",
        "#region",
        "#respondee",
        "#sector",
        "#service",
        "#severity",
        "#status",
        "#subsector",
        "#targeted",
        "#value",
    ]
)
"""Source: HXL 1.1 hashtag dictionary."""
PROV = "http://www.w3.org/ns/prov#"
GOLDENS = Path(__file__).parents[2] / "goldens" / "exports"
GEXF = "{http://gexf.net/1.3}"


def write(folder, name, form, made):
    """The file with its description beside it, as `-o` leaves them."""
    content = export(form, made)
    (folder / name).write_bytes(content)
    described = folder / f"{name}.datapackage.json"
    described.write_bytes(describe_file(name, content, find_format(form), made))
    return described


def faults(described):
    from frictionless import validate

    found = validate(str(described), type="package")
    return [(one.type, one.note) for one in found.errors] + [
        (task.name, one.message) for task in found.tasks for one in task.errors
    ]


@pytest.mark.parametrize("hxl", [False, True], ids=["plain", "hxl"])
def test_frictionless_finds_no_fault_in_a_table(week, tmp_path, hxl, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tables = [(f"{table}.csv", "csv", table) for table in TABLES] + [(f"{form}-form.csv", form, None) for form in CSV]
    described = [write(tmp_path, name, form, material(week, table=table, hxl=hxl)) for name, form, table in tables]
    assert {one.name: faults(one.relative_to(tmp_path)) for one in described} == {one.name: [] for one in described}


@pytest.mark.parametrize("hxl", [False, True], ids=["plain", "hxl"])
def test_frictionless_finds_no_fault_in_the_package_of_all_tables(week, tmp_path, hxl):
    path = tmp_path / "record.zip"
    path.write_bytes(exported("datapackage", week, hxl=hxl))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "record")
    assert faults(tmp_path / "record" / "datapackage.json") == []


def test_frictionless_finds_a_fault_that_is_there(week, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    described = write(tmp_path, "events.csv", "csv", material(week))
    table = tmp_path / "events.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("2031-03-04", "4 March"), encoding="utf-8")
    said = faults(described.relative_to(tmp_path))
    assert any("4 March" in words for _, words in said)
    assert any("hash" in words for _, words in said)


@pytest.mark.parametrize("form", FORMATS)
def test_every_files_description_is_a_data_package(week, form):
    from frictionless import Package

    made = material(week)
    described = json.loads(describe_file(f"x{FORMATS[form].suffix}", export(form, made), find_format(form), made))
    assert list(Package.metadata_validate(described)) == []


def test_every_tag_is_one_that_hxl_takes():
    tags = {(name, column.hxl) for name in TABLES for column in find_form(name).columns}
    assert [one for one in tags if not HXL_TAG.fullmatch(one[1]) or re.split(r"[ +]", one[1])[0] not in HXL_CORE] == []


def test_geojson_keeps_to_rfc_7946(week):
    told = json.loads(exported("geojson", week), parse_constant=pytest.fail)
    assert (told["type"], told.keys() & {"crs", "coordinates", "geometry", "properties"}) == (
        "FeatureCollection",
        set(),
    )
    assert told["features"]
    for one in told["features"]:
        assert (one["type"], one.keys() & {"coordinates", "features"}) == ("Feature", set())
        assert isinstance(one["properties"], dict)
        assert isinstance(one["id"], str)
        if one["geometry"] is not None:
            assert one["geometry"]["type"] == "Point"
            lon, lat = one["geometry"]["coordinates"]
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
            assert (lon, lat) == (one["properties"]["longitude"], one["properties"]["latitude"])
    assert {one["geometry"] is None for one in told["features"]} == {True, False}


def test_a_feed_reader_reads_the_feed_of_changes(week):
    import datetime as dt

    from marsad.domain.changes import Change, ChangeKind, ThingKind

    told = {"day": dt.date(2031, 3, 6), "thing": ThingKind.EVENT, "version": 2}
    event = week[0].events[0].id
    journal = (
        Change(**told, id=event, kind=ChangeKind.ADDED),
        Change(**told, id="gone", kind=ChangeKind.MERGED, others=(event,)),
    )
    feed = feedparser.parse(exported("atom", week, journal=journal, base_url="https://example.org"))
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert feed.feed.id
    assert feed.feed.title
    assert feed.feed.author == "Marsad"
    assert feed.feed.updated == max(one.updated for one in feed.entries)
    assert all(one.id and one.title and one.updated_parsed and one.summary for one in feed.entries)
    assert len({one.id for one in feed.entries}) == len(journal)


def test_the_graph_declares_each_value_and_knows_both_ends_of_each_tie():
    graph = ET.parse(GOLDENS / "gexf.gexf").find(f"{GEXF}graph")
    nodes, edges = list(graph.iter(f"{GEXF}node")), list(graph.iter(f"{GEXF}edge"))
    assert nodes
    assert edges
    for parts, kind in ((nodes, "node"), (edges, "edge")):
        names = Counter(one.get("id") for one in parts)
        assert max(names.values()) == 1
        declared = {one.get("id") for one in graph.find(f"{GEXF}attributes[@class='{kind}']")}
        assert {one.get("for") for part in parts for one in part.iter(f"{GEXF}attvalue")} <= declared
    assert {end for one in edges for end in (one.get("source"), one.get("target"))} <= {one.get("id") for one in nodes}


def test_linked_data_expands_without_a_network_and_each_figure_leads_to_its_sentence_and_its_voice(week):
    from pyld import jsonld

    def refuse(address, _):
        pytest.fail(f"{address} was asked for")

    graph = jsonld.expand(json.loads(exported("json-ld", week)), {"documentLoader": refuse})
    nodes = {one["@id"]: one for one in graph}
    assert len(nodes) == len(graph)
    ends = {prop: {one["@id"] for node in graph for one in node.get(PROV + prop, ())}
            for prop in ("wasDerivedFrom", "wasQuotedFrom", "wasAttributedTo", "wasGeneratedBy")}  # fmt: skip
    assert all(ends.values())
    assert {name for names in ends.values() for name in names} <= nodes.keys()
    kinds = {"wasAttributedTo": "Agent", "wasGeneratedBy": "Activity", "wasDerivedFrom": "Entity"}
    for prop, kind in kinds.items():
        assert not [name for name in ends[prop] if PROV + kind not in nodes[name]["@type"]]
    assert not [key for node in graph for key in node if not key.startswith(("@", "http", "urn:"))]
