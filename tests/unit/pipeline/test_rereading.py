"""A store read again by another reader: nothing is lost, and what people decided stands where its claim does."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from marsad.domain.errors import NotFoundError
from marsad.domain.vocabulary import JudgementKind, ProblemCode
from marsad.domain.wire import claim_id
from marsad.pipeline.ingest import ingest
from marsad.pipeline.judging import add_judgement, undo_judgement
from marsad.pipeline.rereading import name_reader, reread
from marsad.pipeline.settings import Settings
from marsad.reconcile import reconcile
from marsad.store import Store
from marsad.store.rereading import find_set_aside

LINES = (
    ("d1", "2024-12-01", "5 people were killed in Homs, the mayor said. Rain fell."),
    ("d2", "2024-12-02", "9 people were killed in Hama, the nurse said."),
    ("d3", "2024-12-03", "Nothing was told."),
)


class NewerReader:
    """As the stand-in reader, but it reads the nurse's figure as a bound, and finds no place in Homs."""

    def __init__(self, older):
        self._older, self.given = older, []

    def read(self, documents, *, mentions=False):
        for reading in self._older.read(documents, mentions=mentions):
            self.given.append(reading.document.id)
            yield replace(reading, claims=tuple(map(self._again, reading.claims)))

    @staticmethod
    def _again(claim):
        return replace(claim, said=replace(claim.said, best=None, high=None)) if claim.document == "d2" else claim


@pytest.fixture(params=["file", "memory"])
def store(request, reader, tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(json.dumps({"id": i, "date": d, "source": "Post", "text": t}) for i, d, t in LINES))
    with Store.open(tmp_path / "war.db" if request.param == "file" else ":memory:") as opened:
        ingest(opened, reader, [str(path)], settings=Settings())
        yield opened


def claim_of(store, document):
    return next(claim for claim in store.claims() if claim.document == document)


def decide(store, kind, document, **more):
    claim = claim_id(claim_of(store, document))
    return add_judgement(store, Settings(author="N."), JudgementKind(kind), [claim], **more)


def stop_at_two(report):
    if report.documents == 2:
        raise KeyboardInterrupt


def test_what_the_newer_reader_says_makes_the_record(store, reader):
    before = claim_id(claim_of(store, "d2"))
    report = reread(store, NewerReader(reader), Settings())
    assert (report.documents, report.stay, report.came, report.gone) == (3, 1, 1, 1)
    assert claim_of(store, "d2").said.best is None
    assert store.claims_of([before])[before].said.best == 9  # it is kept, and opens by its id
    assert find_set_aside(store, [before]) == {before}
    assert store.record() == reconcile(store.claims(), store.judgements())
    assert {toll.best for event in store.record().events for toll in event.tolls} == {5, None}


def test_judgements_stand_where_their_claim_does_and_the_others_are_listed(store, reader):
    decide(store, "withdraw", "d1", because="taken back")
    decide(store, "accept", "d2", because="seen the list")
    report = reread(store, NewerReader(reader), Settings())
    assert [(number, one.kind, one.because) for number, one in report.lost] == [(2, "accept", "seen the list")]
    assert [event.grade for event in store.record().events if "d1" in event.documents] == ["discounted"]
    codes = [problem.code for problem in store.record().problems]
    assert codes == [ProblemCode.JUDGEMENT_WITHOUT_CLAIM]


def test_a_claim_that_is_made_again_stands_again_with_its_judgements(store, reader):
    first = store.record()
    decide(store, "correct", "d2", correction=["casualty.best=8", "casualty.low=8", "casualty.high=8"])
    corrected = store.record()
    reread(store, NewerReader(reader), Settings())
    assert store.record() != corrected
    report = reread(store, reader, Settings(), again=True)
    assert (report.came, report.gone, report.lost) == (1, 1, ())
    assert store.record() == corrected
    undo_judgement(store, Settings(), 1)
    assert store.record() == first


def test_the_same_reader_changes_nothing_and_reads_nothing_twice(store, reader):
    before, problems = store.record(), list(store.problems())
    assert reread(store, reader, Settings()).stay == 2
    given = len(reader.given)
    assert reread(store, reader, Settings()).documents == 0
    assert len(reader.given) == given
    assert (store.record(), list(store.problems())) == (before, problems)


def test_broken_off_it_goes_on_where_it_was_and_the_record_is_made_anew(store, reader):
    newer = NewerReader(reader)
    with pytest.raises(KeyboardInterrupt):
        reread(store, newer, Settings(), progress=stop_at_two)
    assert not store.record_is_current()
    assert reread(store, newer, Settings()).documents == 1
    assert store.record_is_current()
    assert store.record() == reconcile(store.claims(), store.judgements())


def test_a_document_that_comes_after_a_broken_re_reading_makes_all_anew(store, reader, tmp_path):
    newer = NewerReader(reader)
    with pytest.raises(KeyboardInterrupt):
        reread(store, newer, Settings(), progress=stop_at_two)
    path = tmp_path / "more.jsonl"
    told = {"id": "d4", "date": "2024-12-04", "text": "2 people were killed in Homs, the mayor said."}
    path.write_text(json.dumps(told))
    ingest(store, newer, [str(path)], settings=Settings())
    assert store.record() == reconcile(store.claims(), store.judgements())


def test_what_is_set_aside_can_not_be_judged(store, reader):
    gone = claim_id(claim_of(store, "d2"))
    reread(store, NewerReader(reader), Settings())
    with pytest.raises(NotFoundError, match="no longer makes"):
        add_judgement(store, Settings(), JudgementKind.ACCEPT, [gone])


def test_the_record_as_once_known_is_of_what_stands(store, reader):
    from marsad.pipeline.asked import asked_store

    reread(store, NewerReader(reader), Settings())
    with asked_store(store, Settings(), as_known_on=dt.date(2024, 12, 2)) as asked:
        assert {toll.best for event in asked.record().events for toll in event.tolls} == {5, None}


def test_a_reader_goes_by_its_rules_and_files(tmp_path):
    names = tmp_path / "more.toml"
    names.write_text("")
    assert name_reader(Settings()) == name_reader(Settings(author="other"))
    assert name_reader(Settings(actor_files=(names,))) != name_reader(Settings())
