"""The audit log holds each act and its row's digest; whatever is altered past it is found, and told where."""

import datetime as dt
import shutil

import pytest
from sqlalchemy import select

from marsad.domain.audit import Head
from marsad.domain.errors import InputError
from marsad.domain.judgement import Judgement
from marsad.domain.person import Person, SiteRole
from marsad.domain.source import ActKind
from marsad.domain.vocabulary import JudgementKind
from marsad.store import Store
from marsad.store.acts import record_act
from marsad.store.audit_check import check_log, head_of
from marsad.store.audit_table import audit
from marsad.store.heads import read_head, sign_head, signing_key
from marsad.store.originals_check import check_originals
from marsad.store.people import People
from past_marsad import alter


def judgement(name="j1", author="Ana"):
    return Judgement(
        id=name, kind=JudgementKind.ACCEPT, claims=("c1",), author=author, at=dt.datetime(2024, 12, 1, tzinfo=dt.UTC)
    )


def acts(store):
    return [dict(row) for row in store.ask(select(audit).order_by(audit.c.seq))]


def findings(store, saved=None):
    with store.moment() as connection:
        return [f"{one.where}: {one.what}" for one in check_log(connection, saved)]


def head(store):
    with store.moment() as connection:
        return head_of(connection)


def test_each_act_is_logged_in_order(store, reading, fill, make_record):
    fill(store, reading("d1"), reading("d2"))
    store.add_judgement(judgement())
    make_record(store)
    with store.change() as connection:
        record_act(connection, ActKind.ROTATED, "Ben", "all")
    kinds = [one["kind"] for one in acts(store)]
    assert kinds == [
        "log begun",
        "document kept",
        "document kept",
        "judgement",
        "record written",
        "vault vault-rotated",
    ]
    assert [one["seq"] for one in acts(store)] == [1, 2, 3, 4, 5, 6]
    assert acts(store)[3]["actor"] == "Ana"
    assert findings(store, head(store)) == []


def test_an_act_that_fails_is_not_logged(store, reading, fill):
    fill(store, reading("d1"))
    before = head(store)
    fill(store, reading("d1"))
    with pytest.raises(RuntimeError), store.change() as connection:  # noqa: PT012
        record_act(connection, ActKind.ROTATED, "Ben", "all")
        raise RuntimeError
    assert head(store) == before


def test_of_a_protected_report_the_day_alone_is_logged_and_none_of_its_words(store, reading, fill):
    report = reading("d1", protected=True)
    fill(store, report)
    last = acts(store)[-1]
    assert len(last["at"]) == len("2024-12-01")
    assert not any(word in last["what"] for word in report.document.text.split() if len(word) > 4)


ALTERED = {
    "UPDATE audit SET actor = 'Eve' WHERE seq = 4": "act 4 (judgement",
    "DELETE FROM audit WHERE seq = 3": "act 3: taken out",
    "UPDATE audit SET seq = CASE seq WHEN 3 THEN -4 ELSE -3 END WHERE seq IN (3, 4); "
    "UPDATE audit SET seq = -seq WHERE seq < 0": "act 3 (judgement",
    "DELETE FROM audit WHERE seq > 3": "cut off: the log ends at act 3",
    "UPDATE documents SET text = 'Nothing happened.' WHERE seq = 1": "documents 1 (d1): altered: its text",
    "UPDATE documents SET source = 'Eve' WHERE seq = 1": "documents 1 (d1): altered",
    "DELETE FROM judgements": "judgements 1: taken away",
    "UPDATE judgements SET author = 'Eve'": "judgements 1 (j1): altered",
    "INSERT INTO judgements (id, kind, author, at, payload) SELECT 'j9', kind, author, at, payload FROM judgements":
        "judgements 2 (j9): added past the log",
    "UPDATE claims SET payload = replace(payload, 'Hamas Brigade', 'Nobody')": "altered: its id is a hash",
    "UPDATE claims SET until = '2031-01-01'": "altered: its id is a hash",
    "DELETE FROM claims": "taken away",
    "UPDATE claims SET payload = replace(payload, '\"protected\": false', '\"protected\": true')": "protected",
    "UPDATE provenance SET brought_by = 'Eve'": "how it came is not what was logged",
}  # fmt: skip


@pytest.fixture
def kept(tmp_path, reading, fill):
    path = tmp_path / "kept.db"
    with Store.open(path) as store:
        fill(store, reading("d1"), reading("d2"))
        store.add_judgement(judgement())
        saved = head(store)
    return path, saved


@pytest.mark.parametrize("statement", ALTERED)
def test_what_is_altered_past_the_log_is_found_and_told_where(kept, statement):
    path, saved = kept
    alter(path, statement)
    with Store.open(path) as store:
        assert ALTERED[statement] in " | ".join(findings(store, saved))


def test_a_log_written_anew_from_its_beginning_is_found_by_the_saved_head(kept, reading, fill, tmp_path):
    _, saved = kept
    with Store.open(tmp_path / "other.db") as store:
        fill(store, reading("d1"), reading("d3"))
        store.add_judgement(judgement(author="Eve"))
        assert findings(store) == []
        assert any("another hash than in the saved head" in one for one in findings(store, saved))


def test_an_older_copy_put_back_is_found_by_the_saved_head(kept, tmp_path):
    path, _ = kept
    older = tmp_path / "older.db"
    shutil.copy(path, older)
    with Store.open(path) as store:
        store.add_judgement(judgement("j2"))
        saved = head(store)
    shutil.copy(older, path)
    with Store.open(path) as store:
        assert findings(store) == []
        assert any("older copy" in one for one in findings(store, saved))


@pytest.mark.parametrize("statement", [
    "UPDATE audit SET actor = 'Eve'", "DELETE FROM audit",
    "INSERT OR REPLACE INTO audit SELECT seq, at, 'Eve', kind, what, previous, hash FROM audit WHERE seq = 2",
])  # fmt: skip
def test_the_triggers_hold(kept, statement):
    path, _ = kept
    with Store.open(path) as store, pytest.raises(Exception, match="append-only"), store.change() as connection:
        connection.exec_driver_sql(statement)


def test_what_was_kept_before_there_was_a_log_is_under_its_first_act(kept, before_the_chain):
    path, _ = kept
    with Store.open(path) as store:
        store.begin_writing()
        before_the_chain(store)
    alter(path, "DROP TABLE audit; UPDATE meta SET value = '6' WHERE name = 'schema'")
    with Store.open(path) as store:
        store.add_judgement(judgement("j2"))
        assert findings(store, head(store)) == []
    alter(path, "UPDATE documents SET title = 'Eve' WHERE seq = 1")
    with Store.open(path) as store:
        assert any("documents 1 to 2: not as they were" in one for one in findings(store))


def test_originals_and_quotes_are_compared_with_what_is_kept(kept):
    path, _ = kept
    with Store.open(path) as store, store.moment() as connection:
        assert [*check_originals(connection)] == []
    first = "(SELECT original_sha256 FROM documents WHERE seq = 1)"
    alter(path, f"UPDATE originals SET content = X'00' WHERE sha256 = {first}")
    alter(path, "UPDATE documents SET text = 'x' || text WHERE seq = 1")
    with Store.open(path) as store, store.moment() as connection:
        said = [f"{one.where}: {one.what}" for one in check_originals(connection)]
    assert any("damaged" in one for one in said)
    assert sum("its quote does not stand" in one for one in said) == 2


def test_a_head_is_signed_and_an_altered_one_refused(tmp_path):
    key = signing_key(tmp_path)
    assert (tmp_path / "audit.key").stat().st_mode & 0o777 == 0o600
    assert bytes(signing_key(tmp_path)) == bytes(key)
    signed = sign_head(Head(seq=7, hash="ab"), key)
    assert read_head(signed).record == Head(seq=7, hash="ab")
    both = read_head(sign_head(Head(seq=7, hash="ab"), key, Head(seq=3, hash="cd")))
    assert (both.record.seq, both.people) == (7, Head(seq=3, hash="cd"))
    with pytest.raises(InputError, match="signature"):
        read_head(signed.replace(b'"seq": 7', b'"seq": 8'))
    with pytest.raises(InputError, match="no saved head"):
        read_head(b"[]")


def test_sign_ins_and_accounts_have_a_chain_of_their_own(where):
    if where == ":memory:":
        pytest.skip("a store in memory ends with its process")
    people = People.beside(where)
    people.keep(Person(name="Ana", password_hash="x", role=SiteRole.EDITOR), by="Ben")
    people.note_sign_in("Ana")
    assert people.check_log() == ()
    with pytest.raises(Exception, match="append-only"), people._change() as connection:
        connection.execute(audit.update().values(actor="Eve"))
    people.close()
