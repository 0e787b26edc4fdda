"""Inputs in, a store with its record out."""

import json
import os

import pytest

from marsad.domain.errors import InputError
from marsad.domain.filter import Filter
from marsad.pipeline.ingest import ingest
from marsad.pipeline.inputs import count_bytes, read_text
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.words import load_matches, match_documents

FIRST = {
    "id": "d1",
    "date": "2024-12-01",
    "source": "Valley Post",
    "text": "5 people were killed in Homs, the mayor said.",
}
SECOND = {
    "id": "d2",
    "date": "2024-12-02",
    "source": "Coast Radio",
    "text": "9 people were killed in Hama, the nurse said.",
}


@pytest.fixture
def feed(tmp_path):
    def write(*records, name="feed.jsonl"):
        path = tmp_path / name
        path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in records))
        return str(path)

    return write


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        yield opened


def take(store, reader, *names, **options):
    return ingest(store, reader, names, settings=Settings(), **options)


def test_documents_claims_and_record_are_kept(store, reader, feed):
    report = take(store, reader, feed(FIRST, SECOND))
    assert (report.new, report.known, report.claims, report.problems) == (2, 0, 2, ())
    assert report.reconciled
    assert [document.id for document in store.documents()] == ["d1", "d2"]
    assert {event.place.name for event in store.record().events} == {"Homs", "Hama"}


def test_what_is_known_is_not_read_again(store, reader, feed):
    take(store, reader, feed(FIRST))
    report = take(store, reader, feed(FIRST, SECOND))
    assert (report.new, report.known) == (1, 1)
    assert reader.given == ["d1", "d2"]
    again = take(store, reader, feed(FIRST, SECOND))
    assert (again.new, again.known, again.reconciled) == (0, 2, False)


def test_the_same_document_in_two_files_is_one(store, reader, feed):
    report = take(store, reader, feed(FIRST, name="a.jsonl"), feed(FIRST, name="b.jsonl"))
    assert (report.new, report.known) == (1, 1)
    assert reader.given == ["d1"]


@pytest.mark.parametrize("before", [True, False])
def test_a_known_id_with_another_text_is_a_problem_and_the_first_stays(store, reader, feed, before):
    other = {**FIRST, "text": "6 people were killed in Homs, the mayor said."}
    if before:
        take(store, reader, feed(FIRST))
        report = take(store, reader, feed(other, SECOND))
    else:
        report = take(store, reader, feed(FIRST, name="a.jsonl"), feed(other, SECOND, name="b.jsonl"))
    (problem,) = report.problems
    assert "line 1: id 'd1' was read before with another text" in problem.message
    assert [document.text for document in store.documents()] == [FIRST["text"], SECOND["text"]]


def test_bad_inputs_lose_nothing_else_and_are_kept_as_problems(store, reader, feed, tmp_path):
    (tmp_path / "hollow").mkdir()
    names = (str(tmp_path / "none"), str(tmp_path / "hollow"), feed("{broken", FIRST), str(tmp_path / "\0"))
    report = take(store, reader, *names)
    assert report.new == 1
    assert [problem.code for problem in report.problems] == ["unreadable-input"] * 4
    assert sum(1 for _ in store.problems()) == 4


def test_a_run_that_died_before_reconciling_is_made_good(store, reader, feed):
    take(store, reader, feed(FIRST))
    kept = store.record()
    with store._write() as connection:
        connection.exec_driver_sql("DELETE FROM meta WHERE name = 'record_of'")
        connection.exec_driver_sql("DELETE FROM events")
    assert take(store, reader, feed(FIRST)).reconciled
    assert store.record() == kept


def test_order_and_parts_of_the_files_do_not_change_the_record(reader, feed):
    records = []
    for parts in ([[FIRST, SECOND]], [[SECOND, FIRST]], [[SECOND], [FIRST]]):
        with Store.open(":memory:") as store:
            for part in parts:
                take(store, reader, feed(*part))
            records.append(store.record())
    assert records[0] == records[1] == records[2]


def test_progress_is_told_of_every_document(store, reader, feed):
    told = []
    name = feed(FIRST, SECOND)
    report = take(store, reader, name, progress=told.append)
    assert [one.documents for one in told if one.stage == "reading"] == [1, 2]
    assert told[-1].stage == "reconciling"
    assert 0 < report.bytes_done <= count_bytes([name])
    assert count_bytes([name, "-"]) is None


def test_a_protected_giver_in_a_file_name_is_not_kept(store, reader, feed):
    record = {"protected": True, "source": "CANARY SURNAME, of that street!", "text": SECOND["text"]}
    report = take(store, reader, feed(record, name="canary.jsonl"))
    assert len(report.problems) == 1
    kept = list(store.problems())
    assert {problem.code for problem in kept} == {"unreadable-input", "no-date"}
    assert not [problem for problem in kept if "canary" in problem.message.casefold()]


def test_lines_from_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match=r"there is no such file\. Mend: "):
        read_text(str(tmp_path / "none"))


def test_what_is_not_english_is_found_by_its_words(store, reader, tmp_path):
    path = tmp_path / "old.txt"
    path.write_bytes("Колонна ушла из деревни на рассвете, сообщил мэр журналистам утром.".encode("cp1251"))
    report = take(store, reader, str(path))
    assert [problem.code for problem in report.problems] == ["wrong-encoding", "not-english"]
    (found,) = load_matches(store, match_documents(store, "колонна", Filter()))
    assert found.language == "ru"


def test_every_problem_of_inputs_is_kept_and_the_first_hundred_are_told(store, reader, feed):
    report = take(store, reader, feed(*["{broken"] * 130, FIRST))
    assert (report.new, report.wrong, len(report.problems)) == (1, 130, 100)
    assert sum(1 for problem in store.problems() if problem.code == "unreadable-input") == 130


def test_each_fate_is_told_once_it_is_sure(store, reader, feed):
    told = []
    name = feed(FIRST, {**FIRST, "id": "d9"}, "{broken")
    take(store, reader, name, heed=told.append)
    take(store, reader, name, heed=told.append)
    assert [fate.name for fate in told] == ["new", "copy", "refused", "known", "known", "refused"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_what_is_no_file_is_passed_over_in_a_folder_and_refused_by_name(store, reader, feed, tmp_path):
    feed(FIRST)
    os.mkfifo(tmp_path / "pipe")  # opening it would wait for ever
    (tmp_path / "link").symlink_to("/etc/passwd")
    report = take(store, reader, str(tmp_path), "/dev/zero")
    assert report.new == 1
    (problem,) = report.problems
    assert problem.message == "/dev/zero: is a device or a socket; expected a file. Mend: name a file"


def test_the_stores_own_files_are_no_inputs(reader, feed, tmp_path):
    feed(FIRST)
    with Store.open(tmp_path / "war.db") as store:
        report = take(store, reader, str(tmp_path))
    assert (report.new, report.problems) == (1, ())
