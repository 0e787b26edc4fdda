"""Lists: what they hold, how they are filtered, and that no cell runs or steers anything."""

import csv
import io
import json

import pytest

LISTS = ("documents", "claims", "events", "tolls", "control", "actors", "sources", "problems")


def rows(run, db, *arguments):
    code, out, _ = run(*arguments, "--format", "csv", "--db", db)
    assert code == 0
    return list(csv.DictReader(io.StringIO(out)))


@pytest.mark.parametrize("name", LISTS)
def test_every_list_prints_in_every_form(run, db, name):
    for form in ("table", "json", "jsonl", "csv"):
        code, out, err = run(name, "--format", form, "--db", db)
        assert (code, err) == (0, "")
        if form == "json":
            printed = json.loads(out)
        elif form == "jsonl":
            printed = [json.loads(line) for line in out.splitlines()]
        else:
            continue
        assert all(isinstance(line, dict) and "kind" in line for line in printed)
        assert len(printed) == len(rows(run, db, name))


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["documents"], 4),
        (["documents", "--since", "2024-12-02"], 3),
        (["documents", "--since", "2024-12-02", "--until", "2024-12-03"], 2),
        (["documents", "--place", "HAMA"], 2),
        (["documents", "--kind", "control"], 1),
        (["documents", "--place", "%"], 0),
        (["events", "--place", "%"], 0),
        (["events", "--actor", "—"], 0),
        (["claims"], 3),
        (["claims", "--kind", "casualty"], 2),
        (["claims", "--actor", "army of the north"], 1),
        (["events"], 1),
        (["events", "--place", "Homs"], 0),
        (["events", "--since", "2024-12-02"], 0),
        (["tolls", "--kind", "killed"], 1),
        (["tolls", "--kind", "injured"], 0),
        (["control", "--since", "2025-06-01"], 1),  # an open spell still holds
        (["control", "--until", "2024-12-02"], 0),
        (["sources"], 4),
        (["problems"], 1),
        (["problems", "--kind", "bad-date"], 0),
    ],
)
def test_filters(run, db, arguments, count):
    assert len(rows(run, db, *arguments)) == count


@pytest.mark.parametrize("name", [*LISTS, "totals", "contradictions", "gaps"])
def test_a_kind_that_a_list_never_has_is_wrong_use_and_no_empty_list(run, db, name):
    code, out, err = run(name, "--kind", "casualtys", "--db", db)
    assert (code, out) == (2, "")
    assert "casualtys" in err
    assert "Mend: " in err


@pytest.mark.parametrize("name", [*LISTS, "totals", "contradictions", "gaps", "export --to csv"])
def test_days_in_no_order_are_wrong_use_and_no_empty_list(run, db, name):
    code, out, err = run(*name.split(), "--since", "2024-12-03", "--until", "2024-12-01", "--db", db)
    assert (code, out) == (2, "")
    assert "exchange them" in err


def test_a_toll_shows_its_range_and_its_figures(run, db):
    (toll,) = rows(run, db, "tolls")
    assert (toll["place"], toll["harm"], toll["best"], toll["figures"]) == ("Hama", "killed", "9", "2")


def test_no_csv_cell_is_a_formula_and_a_negative_number_stays_one(run, db):
    sources = {row["source"] for row in rows(run, db, "sources")}
    assert sources == {"Valley Post", "Coast Radio", "'=cmd()", "-3"}
    assert {row["begins"] for row in rows(run, db, "documents", "--since", "2024-12-04")} == {"'@SUM(A1)"}


def test_a_place_that_cannot_be_written_is_said(run, db, tmp_path):
    (tmp_path / "file").write_text("in the way")
    code, _, err = run("sitrep", "--date", "2024-12-01", "--db", db, "-o", str(tmp_path / "file" / "report.md"))
    assert code == 2
    assert err.startswith("marsad: ")
    assert "Mend: " in err


@pytest.mark.parametrize("arguments", [["documents"], ["claims"], ["show", "x1"]])
def test_a_text_cannot_steer_the_terminal(run, db, arguments):
    _, out, _ = run(*arguments, "--db", db)
    assert "\x1b[31m" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["events", "--since", "yesterday"], "'yesterday' is no day"),
        (["events", "--format", "xml"], "xml"),
        (["events", "--db", "/nowhere/war.db"], "there is no record at /nowhere/war.db. Mend: "),
        (["show"], "ID"),
        (["export", "/nowhere/record.jsonl", "--to", "csv"], "there is no such file. Mend: "),
        (["export", "--to", "papyrus"], "'papyrus' is no export format; expected one of acled"),
        (["gazetteer", "add", "/nowhere/SY.txt"], "/nowhere/SY.txt"),
        (["ingest"], "PATH"),
        (["telepathy"], "telepathy"),
    ],
)
def test_wrong_use_is_said_and_exits_2(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())
