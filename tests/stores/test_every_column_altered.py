"""Every column of every table is altered past Marsad, a row of each taken out and one put in: `verify` tells of it.

Where it does not, `not_told.toml` says why. Tables and columns are those of the schema, so that one which is added
later without cover fails here.
"""

import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import JSON, Boolean, Date, Float, Integer, LargeBinary, insert, select, text

from marsad.domain import person
from marsad.domain.claim import Relation
from marsad.domain.errors import StoreError
from marsad.domain.judgement import Judgement
from marsad.domain.problem import Problem
from marsad.domain.publication import Publication, Step
from marsad.domain.source import ActKind, Identity, Source, SourceKind
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import JudgementKind, ProblemCode, RelationKind, Scope, TimePrecision
from marsad.domain.wire import claim_id
from marsad.pipeline import vault
from marsad.pipeline.copies import trace_copies
from marsad.pipeline.rechecking import recheck_record
from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.pipeline.sources import keep_source
from marsad.store import Store, people_tables
from marsad.store.acts import record_act
from marsad.store.attachments import keep_attachment
from marsad.store.audit_check import check_chain, check_log
from marsad.store.captures import Capture, add_capture, let_rest
from marsad.store.engine import clear_damage, open_engine, parse_where
from marsad.store.feeds import Feed, add_feed
from marsad.store.locked import Lock, Mode
from marsad.store.originals_check import check_originals
from marsad.store.people import People
from marsad.store.people_check import check_accounts
from marsad.store.publishing import add_steps
from marsad.store.rereading import keep_rereading
from marsad.store.sealing import make_key, seal_identity
from marsad.store.tables import RECORD, WORKINGS, decided, metadata, named, names, problems, set_aside
from marsad.store.vault import put_sealed, recipients_of
from marsad.store.webhooks import Try, Webhook, add_webhook, note_try

REASONS = tomllib.loads(Path(__file__).with_name("not_told.toml").read_text(encoding="utf-8"))
NOT_TOLD = {one for some in REASONS.values() for one in some}
CHECKS = (check_log, check_originals, lambda connection: recheck_record(connection, Settings()))
"""What `marsad verify --originals` looks at."""
MADE = (*RECORD, *WORKINGS, names, named, set_aside, decided, problems)
"""What is made of claims and judgements: the check that most likely tells of it comes first."""
NOW = "2024-12-01T10:00:00+00:00"
TEXTS = (
    "Seven people died in the city of Hama, the ministry said.",
    "Seven people died in the city of Hama, the ministry said again on the next day.",
    "Nine people of the village were taken away, residents said.",
)


def fill_every_table(store, reading, fill):
    """At least one row in each, by the ways in which Marsad writes them."""
    fill(store, *(reading(f"d{at}", day=at, text=words) for at, words in enumerate(TEXTS, 1)))
    hidden = reading("d8", day=8, text="Two died behind the school.", protected=True)
    fill(store, hidden)
    story = reading("d5", day=5, text="In all of 2024 some 90 people were killed in Hama, a monitor said.")
    whole = TimeSpan(start=dt.date(2024, 1, 1), end=dt.date(2024, 12, 5), precision=TimePrecision.DAYS)
    base = story.claims[0]
    total = replace(base, said=replace(base.said, low=90, best=90, high=90, scope=Scope.AGGREGATE), time=whole)
    tie = Relation(subject="Hamas Brigade", relation=RelationKind.PART_OF, object="Army of the North")
    fill(store, replace(story, claims=(total, replace(base, said=tie))))
    store.add_problems([Problem(code=ProblemCode.UNKNOWN_PLACE, message="nothing in it", document="d0")])
    first = reading("d3", day=3, text=TEXTS[2])
    keep_rereading(store, type(first)(document=first.document, claims=first.claims[:1]), "r1")
    claim = claim_id(next(iter(store.claims())))
    at = dt.datetime(2024, 12, 1, tzinfo=dt.UTC)
    store.add_judgement(Judgement(id="j1", kind=JudgementKind.ACCEPT, claims=(claim,), author="Ana", at=at))
    add_steps(store, [Publication(thing="e1", step=Step.SUBMIT, author="Ana", at=at, version="0" * 64)], after=0)
    for name in ("ana", "ben"):
        vault.add_recipient(store, name, make_key()[1], "Ana")
    keep_source(store, Source(code="walnut-kite", kind=SourceKind.PROTECTED, retention_days=30), "Ana")
    with store.change_without_trace() as connection:
        sealed = seal_identity(Identity(name="A"), recipients_of(store))
        put_sealed(connection, "walnut-kite", sealed, dt.date(2030, 1, 1))
        record_act(connection, ActKind.SEALED, "Ana", "walnut-kite", entries=["walnut-kite"])
    keep_attachment(store, hidden.document, b"a picture", recipients_of(store))
    add_capture(store, Capture(url="https://news.example/a", final_url="https://news.example/a", at=NOW), b"a page")
    let_rest(store, "news.example", at)
    add_feed(store, Feed(url="https://news.example/feed", added=NOW, added_by="Ana", every_s=900, next_due=NOW))
    hook = Webhook(id="w1", url="https://desk.example/told", secret_file="/run/s", scope="events", added=NOW,
                   added_by="Ana", told=0, next_due=NOW)  # fmt: skip
    add_webhook(store, hook)
    note_try(store, Try(webhook="w1", message="m1", type="event.published", at=NOW, status=200, problem=None))
    trace_copies(store)
    update_store(store, Settings())
    store.shut(Lock(mode=Mode.SESSIONS, who="Ana", because="a laptop is gone"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory, reading, fill):
    """A connection that may write past Marsad: no trigger, no key that refers elsewhere."""
    path = tmp_path_factory.mktemp("altered") / "war.db"
    with Store.open(path) as store:
        fill_every_table(store, reading, fill)
    engine = open_engine(parse_where(path), writer=True)
    with engine.connect() as connection:
        drop_triggers(connection)
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = off")
        yield connection
    engine.dispose()


def drop_triggers(connection):
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
    for name in names:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    connection.commit()


def findings(connection, checks):
    told = []
    for check in checks:
        try:
            with clear_damage("the store"):
                told += [f"{one.where}: {one.what}" for one in check(connection)]
        except StoreError as error:
            told.append(f"damaged: {error}")
        if told:
            break
    return told


def another(column, value, others):
    """What somebody would write there who wants to pass."""
    seen = [one for one in others if one is not None and one != value]
    match column.type:
        case Boolean():
            return not value
        case JSON():
            return seen[0] if seen else ["c0"] if isinstance(value, list) else {**(value or {}), "kind": "attack"}
        case LargeBinary():
            return seen[0] if seen else b"x" + (value or b"")
        case Date():
            return dt.date(2001, 1, 1)
        case Integer() | Float():
            return 77 if value is None else value + 1
    return seen[0] if seen and not column.primary_key and not column.unique else f"{value or ''}x"


def ways(connection, tables):
    """Each way to alter a table past Marsad: the table, which way, and what does it."""
    for table in tables:
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
        assert rows, f"{table.name} has no row to alter. Mend: fill it above"
        last = rows[-1]
        this = [column.is_(None) if last[column.name] is None else column == last[column.name]
                for column in table.columns if not isinstance(column.type, JSON | Float)]  # fmt: skip
        for column in table.columns:
            value = another(column, last[column.name], [row[column.name] for row in rows])
            yield table, column.name, table.update().where(*this).values({column.name: value})
        yield table, "DELETE", table.delete().where(*this)
        keys = {one.name: another(one, last[one.name], ()) for one in table.columns
                if one.primary_key or one.unique or one.name in {"words", "digest"}}  # fmt: skip
        keys |= {"seq": max(row["seq"] for row in rows) + 5} if "seq" in last else {}
        yield table, "INSERT", insert(table).values({**last, **keys})


def not_told(connection, tables, find):
    """The ways of which nothing is told; where something is, it names where."""
    silent = set()
    for table, way, statement in list(ways(connection, tables)):
        try:
            assert connection.execute(statement).rowcount == 1, (table.name, way)
            told = find(table)
        finally:
            connection.rollback()
        silent |= set() if told else {f"{table.name}.{way}"}
        assert not told or not told[0].startswith("damaged"), (table.name, way, told[0])
    return silent


def test_whatever_is_altered_past_marsad_is_told_or_it_is_said_why_not(kept):
    assert findings(kept, CHECKS) == []
    kept.rollback()
    silent = not_told(
        kept, metadata.sorted_tables, lambda table: findings(kept, CHECKS[::-1] if table in MADE else CHECKS)
    )
    names = {table.name for table in metadata.sorted_tables}
    assert silent == {one for one in NOT_TOLD if one.partition(".")[0] in names}


def test_the_same_of_accounts_and_keys(tmp_path):
    people = People.beside(tmp_path / "war.db")
    people.secret()
    people.keep(person.Person(name="Ana", password_hash="x", role=person.SiteRole.EDITOR), by="Ben")
    people.keep(person.Person(name="Ben", password_hash="y", role=person.SiteRole.READER), by="Ben")
    key = {"digest": "d", "owner": "Ana", "label": "copy", "scopes": (person.Scope.READ,), "last_used": None}
    people.keep_token(person.ApiToken(id="k1", ends=dt.date(2030, 1, 1), revoked=False, **key))
    engine = open_engine(parse_where(tmp_path / "war.db-people"), writer=True)
    with engine.connect() as connection:
        drop_triggers(connection)
        tables = people_tables.metadata.sorted_tables
        silent = not_told(connection, tables, lambda _: findings(connection, (check_chain, check_accounts)))
    engine.dispose()
    people.close()
    names = {table.name for table in tables}
    assert silent == {one for one in NOT_TOLD if one.partition(".")[0] in names}
