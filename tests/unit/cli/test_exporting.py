"""`export`, `import`, `compare` and `changes` as a user runs them."""

import csv
import io
import json
import sys

import pytest

from marsad.domain.wire import claim_to_line, dumps
from marsad.export.formats import FORMATS
from marsad.store import Store


def table(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("form", list(FORMATS))
def test_every_format_is_written_with_its_data_package_beside_it(run, db, tmp_path, form):
    path = tmp_path / f"out{FORMATS[form].suffix}"
    code, out, told = run("export", "--to", form, "--db", db, "-o", str(path))
    assert (code, out) == (0, "")
    assert f"wrote {path}" in told
    beside = tmp_path / "out.datapackage.json"
    assert beside.exists() == (FORMATS[form].suffix != ".zip")
    if beside.exists():
        resource = json.loads(beside.read_text("utf-8"))["resources"][0]
        assert (resource["path"], resource["bytes"]) == (path.name, path.stat().st_size)


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ((), 1), (("--since", "2024-12-01"), 1), (("--since", "2024-12-02"), 0), (("--until", "2024-11-30"), 0),
        (("--place", "hama"), 1), (("--place", "Hamas"), 0), (("--type", "attack"), 1), (("--type", "protest"), 0),
        (("--grade", "weak"), 1), (("--grade", "confirmed"), 0), (("--actor", "nobody"), 0),
    ],
)  # fmt: skip
def test_a_part_of_the_record_is_exported(run, db, options, count):
    code, out, _ = run("export", "--to", "csv", "--db", db, *options)
    assert code == 0
    assert len(table(out)) == count


def test_a_type_leaves_totals_and_control_out(run, db):
    assert table(run("export", "--to", "control", "--db", db)[1])
    assert not table(run("export", "--to", "control", "--db", db, "--type", "attack")[1])
    assert table(run("export", "--to", "control", "--db", db, "--actor", "army of the north")[1])


def test_what_a_text_names_itself_runs_in_no_spreadsheet(run, db):
    out = run("export", "--to", "csv", "--table", "documents", "--db", db)[1]
    assert "'=cmd()" in out
    assert "\n=cmd()" not in out.replace(",", "\n")


def test_a_record_comes_through_a_pipe(run, db):
    with Store.open(db) as store:
        lines = "".join(dumps(claim_to_line(claim)) + "\n" for claim in store.claims())
    code, out, _ = run("export", "--to", "acled", "--base-url", "https://example.org", input=lines)
    assert code == 0
    assert {row["location"] for row in table(out)} == {"Hama"}


def test_tags_permalinks_and_tables_are_on_request(run, db):
    out = run("export", "--to", "csv", "--table", "casualties", "--hxl", "--db", db)[1]
    assert table(out)[0]["figure_low"] == "#affected+reported+min"
    linked = run("export", "--to", "csv", "--db", db, "--base-url", "https://example.org/w/")[1]
    assert table(linked)[0]["url"].startswith("https://example.org/w/events/e")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "csv", "--table", "papyri"), "'papyri' is no table; expected one of events"),
        (("--to", "csv", "--type", "party"), "Invalid value for '--type'"),
        (("--to", "csv", "--since", "soon"), "'soon' is no day"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_line_and_exit_2(run, db, arguments, said):
    code, out, told = run("export", *arguments, "--db", db)
    assert (code, out) == (2, "")
    assert said in told


def test_without_pyarrow_parquet_says_what_to_install(run, db, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, _, told = run("export", "--to", "parquet", "--db", db)
    assert code == 2
    assert "marsad: parquet needs pyarrow. Mend: pip install 'marsad[parquet]'" in told


def test_a_schema_is_printed_without_a_record(run):
    code, out, _ = run("export", "--to", "ucdp-ged", "--schema")
    assert code == 0
    assert len(json.loads(out)["ucdp-ged"]["fields"]) == 49
    assert json.loads(run("export", "--to", "plover", "--schema")[1])["plover"]["type"] == "object"


def test_what_was_never_published_is_not_in_a_published_export(run, db):
    code, out, _ = run("export", "--to", "csv", "--db", db, "--published")
    assert code == 0
    assert not table(out)
    assert "<entry>" not in run("export", "--to", "atom", "--db", db, "--published")[1]


def test_anothers_file_is_read_and_a_bad_row_said(run, db, tmp_path):
    path = tmp_path / "theirs.csv"
    run("export", "--to", "acled", "--db", db, "-o", str(path))
    code, out, _ = run("import", str(path))
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {line["kind"] for line in lines} == {"foreign_event"}
    path.write_text(path.read_text("utf-8").replace("2024-12-01", "soon"), "utf-8")
    code, out, told = run("import", "--from", "acled", str(path), "--format", "csv")
    assert code == 1
    assert "unreadable-input" in told
    assert "'soon' is no day" in told
    assert run("import", str(tmp_path / "none.csv"))[0] == 2


def test_a_record_agrees_with_itself_and_with_nothing_else(run, db, tmp_path):
    path = tmp_path / "theirs.csv"
    run("export", "--to", "acled", "--db", db, "-o", str(path))
    code, out, told = run("compare", str(path), "--db", db, "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert (found["form"], found["only_theirs"], found["only_ours"]) == ("acled", 0, 0)
    assert all(told["agree"] == told["of"] for told in found["agreement"].values())
    assert f"{found['matched']} in both" in told
    path.write_text(path.read_text("utf-8").replace("35.13,36.75", "10.0,10.0"), "utf-8")
    rows = table(run("compare", str(path), "--db", db, "--format", "csv")[1])
    assert sorted({row["in"] for row in rows}) == ["ours", "theirs"]
    assert len(rows) == 2 * found["matched"]
    assert run("compare", str(path), "--db", db)[0] == 0


@pytest.mark.parametrize(
    ("options", "theirs"), [((), 2), (("--since", "2024-12-02"), 0), (("--place", "Hama"), 2), (("--place", "Homs"), 0)]
)
def test_of_anothers_file_only_what_the_record_covers_and_what_is_asked_for_is_compared(
    run, db, tmp_path, options, theirs
):
    path = tmp_path / "theirs.csv"
    head = "event_id_cnty,event_date,event_type,sub_event_type,country,location,latitude,longitude,fatalities"
    row = "{},2024-12-01,Violence against civilians,Attack,{},Hama,{},36.75,3"
    told = [("a", "Syria", 35.13), ("b", "Syria", 20.0), ("c", "Peru", 35.13)]
    path.write_text("\n".join((head, *(row.format(*one) for one in told))), "utf-8")
    rows = table(run("compare", str(path), "--db", db, "--format", "csv", *options)[1])
    assert {row["theirs"] for row in rows if row["theirs"]} == set("ab"[:theirs])


def test_changes_are_listed_from_a_version_or_a_day(run, db):
    code, out, told = run("changes", "--db", db, "--format", "csv")
    rows = table(out)
    assert code == 0
    assert {row["kind"] for row in rows} == {"added"}
    assert "version 1 of the record" in told
    assert not table(run("changes", "--db", db, "--since", "1", "--format", "csv")[1])
    assert table(run("changes", "--db", db, "--since", "2024-01-01", "--format", "csv")[1]) == rows
    line = json.loads(run("changes", "--db", db, "--format", "jsonl")[1].splitlines()[0])
    assert line["version"] == 1
    assert "protected" not in line
    assert run("changes", "--db", db, "--since", "yesterday")[0] == 2
