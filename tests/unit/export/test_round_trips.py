"""What is written comes back the same, where the format can hold it; and what cannot be held is stopped before."""

import csv
import datetime as dt
import io
import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from war import exported, material

from marsad.domain.errors import ExportError, InputError
from marsad.domain.foreign import ForeignEvent
from marsad.export.acled import acled_rows
from marsad.export.cells import bare_cell, safe_cell
from marsad.export.checking import check_rows
from marsad.export.foreign import open_foreign, read_foreign
from marsad.export.formats import FORMATS, describe_file, find_format, format_schemas
from marsad.export.forms import ColumnType, find_form, parse_form
from marsad.export.sheets import Sheet, read_csv, write_csv, write_parquet, write_xlsx
from marsad.export.ucdp import ged_rows

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
FORM = parse_form(
    "odd",
    """
title = "Odd"
row = "anything"
codebook = "none"
columns = [
  { name = "a", hxl = "#a", type = "text", rule = "A." }, { name = "n", hxl = "#n", type = "integer", rule = "N." },
  { name = "x", hxl = "#x", type = "number", rule = "X." }, { name = "d", hxl = "#d", type = "date", rule = "D." },
  { name = "b", hxl = "#b", type = "boolean", rule = "B." }, { name = "l", hxl = "#l", type = "list", rule = "L." },
]
""",
)
ROWS = st.fixed_dictionaries(
    {
        "a": st.none() | TEXT,
        "n": st.none() | st.integers(-(2**52), 2**52),
        "x": st.none() | st.integers(-18_000_000, 18_000_000).map(lambda number: number / 100_000),
        "d": st.none() | st.dates().map(dt.date.isoformat),
        "b": st.none() | st.booleans(),
        "l": st.none() | st.lists(TEXT.filter(lambda text: ";" not in text and text.strip(" ") == text), min_size=1),
    }
)


@given(TEXT)
def test_a_cell_comes_back_whatever_a_spreadsheet_would_take_it_for(text):
    assert bare_cell(safe_cell(text)) == text


@given(st.lists(ROWS, max_size=4), st.booleans())
@settings(max_examples=150, deadline=None)
def test_rows_come_back_from_csv(rows, hxl):
    sheet = Sheet(form=FORM, rows=tuple(rows))
    assert list(read_csv(write_csv(sheet, hxl=hxl and bool(rows)), FORM, "x.csv")) == rows


@given(st.lists(ROWS.filter(lambda row: any(value is not None for value in row.values())), max_size=3))
@settings(max_examples=40, deadline=None)
def test_rows_come_back_from_a_workbook_and_from_parquet(rows):
    import openpyxl
    import pyarrow.parquet as pq

    sheet = Sheet(form=FORM, rows=tuple(rows))
    page = openpyxl.load_workbook(io.BytesIO(write_xlsx([sheet]))).active
    kept = list(page.iter_rows(min_row=2))
    assert [[cell.data_type for cell in row if cell.value is not None] for row in kept].count(["f"]) == 0
    for row, cells in zip(rows, kept, strict=True):
        numbers = {name: cell.value for name, cell in zip(FORM.names, cells, strict=True) if name in "nxb"}
        assert numbers == {name: row[name] for name in "nxb"}
    back = pq.read_table(io.BytesIO(write_parquet(sheet))).to_pylist()
    assert [{**row, "d": row["d"] and row["d"].isoformat()} for row in back] == rows


@pytest.mark.parametrize("form", [name for name, one in FORMATS.items() if one.suffix == ".csv"])
def test_a_file_read_back_and_written_again_is_the_same_file(week, form):
    declared = find_form(find_format(form).forms[0])
    content = exported(form, week)
    rows = read_csv(content, declared, "x.csv")
    assert rows
    assert write_csv(Sheet(form=declared, rows=rows)) == content
    assert read_csv(exported(form, week, hxl=True), declared, "x.csv") == rows


@pytest.mark.parametrize("form", [name for name, one in FORMATS.items() if one.suffix in {".json", ".jsonl"}])
def test_objects_keep_to_the_json_schema_that_is_printed(week, form):
    import jsonschema

    content = exported(form, week).decode()
    objects = json.loads(content) if form == "plover" else [json.loads(line) for line in content.splitlines()]
    schema = json.loads(format_schemas(find_format(form)))[form]
    jsonschema.Draft202012Validator.check_schema(schema)
    for one in objects:
        jsonschema.validate(one, schema)
    assert objects


def test_a_schema_refuses_what_the_form_refuses():
    import jsonschema

    schema = json.loads(format_schemas(find_format("plover")))["plover"]
    wrong = {"id": "e", "event": ["NOTHING"], "mode": [], "context": [], "auxiliary": [], "actor": [{}],
             "recipient": [], "size": {"dead": -1}, "cite_info": {"coder": "x", "version": "1"}}  # fmt: skip
    said = {"/".join(map(str, error.path)) for error in jsonschema.Draft202012Validator(schema).iter_errors(wrong)}
    assert said == {"event/0", "actor/0", "size/dead"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"fatalities": None}, "column fatalities: expected a value, found 'None'"),
        ({"fatalities": -1}, "expected at least 0"), ({"fatalities": "4"}, "expected type integer"),
        ({"latitude": 91.0}, "expected at most 90"), ({"latitude": float("nan")}, "expected type number"),
        ({"event_type": "War"}, "expected one of Battles"), ({"event_date": "2031-3-4"}, "expected type date"),
        ({"source_scale": "Everywhere"}, "expected the pattern"), ({"colour": "red"}, "'colour' is no column"),
        ({"tags": "one"}, "expected type list"), ({"inter1": True}, "expected type integer"),
    ],
)  # fmt: skip
def test_a_row_that_breaks_its_form_stops_before_a_byte(week, change, fault):
    row = next(iter(acled_rows(material(week))))
    check_rows(find_form("acled"), [row])
    with pytest.raises(ExportError, match="acled row 1") as error:
        Sheet(form=find_form("acled"), rows=({**row, **change},))
    assert fault in str(error.value)


def test_two_rows_of_one_id_are_refused(week):
    row = next(iter(acled_rows(material(week))))
    with pytest.raises(ExportError, match="stands in an earlier row"):
        check_rows(find_form("acled"), [row, row])


@pytest.mark.parametrize("form", ["acled", "ucdp-ged"])
def test_what_is_written_in_anothers_form_is_read_as_theirs(week, form):
    rows = list((acled_rows if form == "acled" else ged_rows)(material(week)))
    read = read_foreign(exported(form, week), "x.csv")
    dead = "fatalities" if form == "acled" else "best"
    assert read.dataset == form.removesuffix("-ged")
    assert not read.problems
    assert [event.best for event in read.events] == [row[dead] for row in rows]
    assert {"Army Command", "Northern Front"} <= {name for event in read.events for name in event.actors}
    assert read_foreign(exported(form, week, hxl=True), "x.csv") == read


OLD_ACLED = (
    "data_id;event_date;event_type;sub_event_type;actor1;actor2;latitude;longitude;fatalities;location\r\n"
    "7;04 March 2031;Battles;Armed clash;Army (2000-);=cmd;35.5;36.5;3;Manbij\r\n"
    "8;4.3.;Battles;Armed clash;A;B;35.5;36.5;3;Manbij\r\n"
    "9;05 March 2031;Battles;Armed clash;A;B;135.5;36.5;3;Manbij\r\n"
    "7;05 March 2031;Battles;Armed clash;A;B;35.5;36.5;3;Manbij\r\n"
    "10;05 March 2031;Battles;Armed clash;A;B;35.5;36.5;many;Manbij\r\n"
)


def test_an_older_file_is_read_and_each_bad_row_said_by_its_line():
    read = read_foreign(OLD_ACLED.encode("utf-8-sig"), "old.csv")
    assert read.events == (
        ForeignEvent(dataset="acled", id="7", kind="Armed clash", family="Battles", start=dt.date(2031, 3, 4), best=3,
                     actors=("Army (2000-)", "=cmd"), lat=35.5, lon=36.5, place="Manbij"),
    )  # fmt: skip
    assert [problem.message.split(". Mend")[0] for problem in read.problems] == [
        "old.csv line 3: '4.3.' is no day; expected one such as 2024-12-01",
        "old.csv line 4: '135.5' is no coordinate; expected -90 to 90",
        "old.csv line 5: id '7' stands in an earlier row",
        "old.csv line 6: best is 'many'; expected a number",
    ]


HEADS = "EVENT_ID_CNTY\tEVENT_DATE\tEVENT_TYPE\tACTOR1\tALLY_ACTOR_1\tLOCATION\tFATALITIES\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_of_the_first_years_is_read_in_whichever_encoding(encoding):
    text = HEADS + "1CÔT\t3-Mar-15\tBattle\tMilice d'été\tB\tDaloa-Été\t2.0\n2CÔT\t2015/03/04 0:00\tRiots\tA\t\tMan\t\n"
    read = read_foreign(text.encode(encoding), "old.csv")
    first, second = read.events
    assert (first.id, first.start, first.actors, first.place, first.best) == (
        "1CÔT", dt.date(2015, 3, 3), ("Milice d'été", "B"), "Daloa-Été", 2,
    )  # fmt: skip
    assert (second.start, second.best) == (dt.date(2015, 3, 4), None)
    said = " ".join(one.message for one in read.problems)
    assert said.startswith("old.csv: 2 rows, the first in line 2, are not UTF-8") is (encoding == "cp1252")


def test_estimates_of_the_first_years_of_ged_are_read():
    heads = "id,type_of_violence,date_start,date_end,side_a,side_b,best_est,high_est,low_est\n"
    [event] = read_foreign(f"{heads}7,1,2011-01-02 00:00:00.000,2011-01-03,A,B,4,6,3\n".encode(), "ged.csv").events
    assert (event.low, event.best, event.high, str(event.start)) == (3, 4, 6, "2011-01-02")


def test_a_row_whose_cells_stand_in_wrong_columns_is_left_out_and_said():
    rows = [
        OLD_ACLED.splitlines()[0],
        "1;04 March 2031;Battles;Armed clash;A;B;35.5;36.5;3;Manbij;;",
        "2;04 March 2031;Battles;Armed clash;A; or C;B;35.5;36.5;3;Manbij",
        "3;04 March 2031;Battles;Armed clash",
        '4;04 March 2031;Battles;Armed clash;A;B;35.5;36.5;3;"Manbij',
        "5;04 March 2031;Battles;Armed clash;A;B;35.5;36.5;3;Manbij",
        "x" * 140_000,
    ]
    read = read_foreign("\r\n".join(rows).encode(), "odd.csv")
    assert [one.id for one in read.events] == ["1"]
    assert [one.message.split(". Mend")[0] for one in read.problems] == [
        "odd.csv line 3: has 11 cells; expected the 10 of the first line",
        "odd.csv line 4: has 4 cells; expected the 10 of the first line",
        "odd.csv line 5: a cell does not end (field larger than field limit (131072)): nothing up to line 7 was read",
    ]


def test_a_large_file_is_read_row_by_row():
    """Ten million rows would not fit; only what is asked for is made."""

    lines = (b"%d,2031-03-04,Battles,1\n" % number for number in itertools.count(1))

    class Endless(io.BytesIO):
        def __next__(self):
            return next(lines)

    opened = open_foreign(Endless(b"event_id_cnty,event_date,event_type,fatalities\n"), "endless.csv")
    assert [next(opened.rows).id for _ in range(5000)] == [str(number) for number in range(1, 5001)]


@pytest.mark.parametrize(
    ("content", "dataset", "said"),
    [
        (b"a,b\n1,2\n", None, "is in no form that can be read; expected one of acled, ucdp"),
        (b"a,b\n1,2\n", "acled", "no column 'event_id_cnty'"), (b"\xff\xfea", None, "is no CSV"),
        (b"", "ucdp", "no column 'relid'"), (b"a,b\n", "gtd", "'gtd' is no form that can be read"),
    ],
)  # fmt: skip
def test_another_file_is_refused_in_one_line(content, dataset, said):
    with pytest.raises(InputError) as error:
        read_foreign(content, "x.csv", dataset)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_data_package_tells_each_column_with_its_unit_and_the_files_hash(week):
    content = exported("acled", week)
    package = json.loads(describe_file("a b.csv", content, find_format("acled"), material(week)))
    resource = package["resources"][0]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert (resource["path"], resource["bytes"], resource["name"]) == ("a b.csv", len(content), "a-b")
    assert fields["fatalities"]["unit"] == "persons"
    assert fields["time_precision"]["constraints"]["enum"] == [1, 2, 3]
    assert package["version"].endswith("+record.none")
    assert [field["name"] for field in resource["schema"]["fields"]] == next(csv.reader(io.StringIO(content.decode())))


def test_a_form_that_is_not_whole_names_what_is_wrong():
    from marsad.domain.errors import SetupError

    with pytest.raises(SetupError, match="form bad"):
        parse_form("bad", "title = 'x'")
    with pytest.raises(SetupError, match="no form"):
        find_form("nothing")


def test_every_type_of_column_can_be_checked():
    from marsad.export.checking import WRONG
    from marsad.export.schemas import JSON_TYPES, TABLE_TYPES

    assert set(WRONG) == set(JSON_TYPES) == set(TABLE_TYPES) == set(ColumnType)
