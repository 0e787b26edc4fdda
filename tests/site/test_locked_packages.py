"""What is locked is under a licence that is allowed, and a known vulnerability of it ends the check."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
import advisories
import advisory_database
import licences
from locked import read_locks

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    """Locks of two packages, with the rules of the real ones."""
    (tmp_path / "run.txt").write_text(
        "good==1.0 \\\n    --hash=sha256:00\nOdd.Name[extra]==2.1 ; sys_platform == 'win32' \\\n"
    )
    for name in ("licences.toml", "advisories.toml"):
        (tmp_path / name).write_text((ROOT / "requirements" / name).read_text().partition("[justified]")[0])
    with (tmp_path / "licences.toml").open("a") as file:
        file.write("[justified]\n")
    return tmp_path


def test_the_locks_are_read_whole(folder):
    assert read_locks(folder) == {("good", "1.0"): {"run"}, ("odd-name", "2.1"): {"run"}}
    assert len(read_locks()) > 150


@pytest.mark.parametrize(("told", "amiss"), [
    (["MIT"], False), (["BSD License"], False), (["GPL-3.0-only OR MIT"], False),
    (["MIT AND (Zlib OR GPL-2.0-only)"], False),
    (["AGPL-3.0-only"], True), (["MIT AND GPL-2.0-only"], True), (["MIT", "GNU General Public License (GPL)"], True),
    (["Do what you like"], True), ([], True), ([""], True),
])  # fmt: skip
def test_a_licence_that_is_not_allowed_ends_the_check(folder, capsys, told, amiss):
    assert licences.main(folder, lambda name: told if name == "good" else ["MIT"]) is amiss
    assert ("licence: good: " in capsys.readouterr().out) is amiss


def test_what_is_justified_must_still_be_locked(folder, capsys):
    with (folder / "licences.toml").open("a") as file:
        file.write('good = "why"\ngone = "why"\n')
    assert licences.main(folder, lambda _: ["AGPL-3.0-only"]) == 1
    said = capsys.readouterr().out
    assert "gone: justified, and no longer locked" in said
    assert "good" not in said


KNOWN = {"good==1.0": [{"id": "PYSEC-1", "fix_versions": ["1.1"], "aliases": ["CVE-1"]}], "odd-name==2.1": []}


def test_a_known_vulnerability_ends_the_check_unless_it_is_accepted(folder, capsys):
    assert advisories.main(folder, ask=lambda _: KNOWN) == 1
    assert "good==1.0: PYSEC-1. Mend: `make lock` to a fixed version (1.1)" in capsys.readouterr().out
    with (folder / "advisories.toml").open("a") as file:
        file.write('CVE-1 = "that part is not used"\n')
    assert advisories.main(folder, ask=lambda _: KNOWN) == 0


def test_without_the_network_what_was_kept_is_told_with_its_age_and_what_it_does_not_know(folder, capsys):
    assert advisories.main(folder, ask=lambda _: {}) == 0
    assert "NOT CHECKED" in capsys.readouterr().out
    assert advisories.main(folder, keep=True, ask=lambda _: {}) == 1
    assert advisories.main(folder, keep=True, ask=lambda _: {"good==1.0": KNOWN["good==1.0"]}) == 1
    assert advisories.main(folder, ask=lambda _: {}) == 1
    said = capsys.readouterr().out
    assert "of 1 nobody knows anything: odd-name==2.1" in said
    assert "old. Mend" not in said
    kept = json.loads((folder / "advisories.json").read_text())
    (folder / "advisories.json").write_text(json.dumps({**kept, "made": "2020-01-01"}))
    advisories.main(folder, ask=lambda _: {})
    assert "days old. Mend: run `make advisories`" in capsys.readouterr().out


RECORD = {"id": "PYSEC-2", "aliases": ["CVE-2"], "modified": "2021-05-04"}
DATABASE = {
    "as_of": "2021-05-04",
    "packages": {
        "odd-name": [{**RECORD, "ranges": [{"introduced": "2.0", "fixed": "2.2"}, {"introduced": "0", "fixed": "1.4"}]}]
    },
}


@pytest.mark.parametrize(("ranges", "version", "known"), [
    ([{"introduced": "0", "fixed": "2.1"}], "2.0.9", True), ([{"introduced": "0", "fixed": "2.1"}], "2.1", False),
    ([{"introduced": "1.10"}], "1.9", False), ([{"introduced": "1.10"}], "99.1", True),
    ([{"introduced": "2", "fixed": "2.3"}, {"introduced": "0", "fixed": "1.5"}], "1.7", False),
    ([{"introduced": "2", "fixed": "2.3"}, {"introduced": "0", "fixed": "1.5"}], "1.4", True),
    ([{"introduced": "0", "fixed": "5.2b1"}], "5.2", False), ([], "1.0", False),
])  # fmt: skip
def test_a_version_is_known_of_within_the_ranges_of_a_record(ranges, version, known):
    database = {"packages": {"good": [{**RECORD, "ranges": ranges}]}}
    assert bool(advisory_database.known_of(database, "good", version)) is known
    assert advisory_database.known_of(database, "other", version) == []


def test_without_the_network_pip_audit_asks_the_vendored_database_and_tells_its_day(folder, capsys):
    (folder / "build.txt").write_text("odd-name==2.2\n")
    (folder / advisory_database.DATABASE).write_text(json.dumps(DATABASE))
    assert advisories.main(folder, ask=lambda _: {}) == 1
    said = capsys.readouterr().out
    assert "odd-name==2.1: PYSEC-2. Mend: `make lock` to a fixed version (1.4, 2.2)" in said
    assert "odd-name==2.2: " not in said
    assert "of 1 nobody knows anything: good==1.0" in said
    assert "2 packages, 1 vulnerabilities (checked against the vendored database as of 2021-05-04)" in said
    assert "what became known after 2021-05-04 is not in it. Mend: run `make advisories`" in said


def test_answers_kept_later_than_the_vendored_database_go_before_it(folder, capsys):
    (folder / advisory_database.DATABASE).write_text(json.dumps(DATABASE))
    advisories.main(folder, keep=True, ask=lambda _: KNOWN)
    capsys.readouterr()
    assert advisories.main(folder, ask=lambda _: {}) == 1
    assert "good==1.0: PYSEC-1" in capsys.readouterr().out


def test_the_vendored_database_names_each_locked_package_and_its_newest_day():
    database = advisory_database.read_database(ROOT / "requirements")
    assert {name for name, _ in read_locks()} <= set(database["packages"])
    records = [one for each in database["packages"].values() for one in each]
    assert max(one["modified"] for one in records) == database["as_of"]
    assert {key for one in records for key in one} == {"id", "aliases", "ranges", "published", "modified"}
    assert database["licence"] == "CC BY 4.0"
    assert database["source"] in (ROOT / "NOTICE").read_text()
