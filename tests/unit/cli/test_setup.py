"""Looking after the set-up: what the doctor finds, and places that a user adds."""

import pytest

VILLAGE = (
    "900000001\tTell Qubba\tTell Qubba\tTall Qubbah\t35.11\t36.91\tP\tPPL\tSY\t\t05"
    "\t\t\t\t210\t\t310\tAsia/Damascus\t2024-01-01\n"
)


def test_a_gazetteer_is_added_listed_and_found_by_the_doctor(run, tmp_path):
    dump = tmp_path / "SY.txt"
    dump.write_text(VILLAGE, encoding="utf-8")
    code, out, err = run("gazetteer", "add", str(dump))
    assert (code, out) == (0, ""), err
    assert "added 1 places to " in err
    code, out, _ = run("gazetteer", "list")
    assert code == 0
    assert out.strip().endswith("SY.gazetteer")
    assert "gazetteers added: SY.gazetteer" in run("doctor")[1]


def test_the_doctor_finds_a_sound_store(run, db, tmp_path):
    assert run("backup", str(tmp_path / "kept"), "--db", db)[0] == 0  # of the acts of all tests before this one
    code, out, err = run("doctor", "--db", db)
    assert "LOOK" not in out
    assert (code, err) == (0, "")
    assert f"store {db}: ok, 4 documents, 3 claims" in out


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("MARSAD_PIPELINE", "no_such_pipeline", "language pipeline no_such_pipeline is not installed"),
        ("MARSAD_ACTORS", "/nowhere/actors.toml", "actor file /nowhere/actors.toml: there is no such file"),
        ("MARSAD_DB", "mysql://host/war", "'mysql' is no engine that is supported"),
    ],
)
def test_the_doctor_says_what_is_amiss(run, monkeypatch, setting, value, said):
    monkeypatch.setenv(setting, value)
    code, out, _ = run("doctor")
    assert code == 1
    assert f"LOOK  {said}" in out


def test_the_doctor_finds_a_damaged_store(run, tmp_path):
    (tmp_path / "war.db").write_bytes(b"no database, but quite some bytes" * 100)
    code, out, _ = run("doctor", "--db", str(tmp_path / "war.db"))
    assert code == 1
    assert "file is not a database" in out
