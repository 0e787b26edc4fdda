"""What leaves a store that has a protected source, and what leaves it as published."""

import csv
import datetime as dt
import io
import shutil
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from marsad.domain.person import SiteRole
from marsad.domain.publication import Step
from marsad.export.formats import FORMATS
from marsad.export.selecting import Wanted
from marsad.pipeline.exporting import Asked, export_store
from marsad.pipeline.publishing import take_step
from marsad.store import Store

sys.path.insert(0, str(Path(__file__).parents[2] / "web"))
from sites import CANARY, HIDDEN_VILLAGE, make_store, planted_readings


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("exported") / "war.db", planted_readings())


@pytest.fixture
def kept(made, tmp_path):
    settings = replace(made, db=shutil.copy(made.db, tmp_path / "war.db"))
    with Store.open(settings.db) as store:
        yield store, settings


def written(kept, form, **asked):
    return export_store(kept[0], form, Asked(**asked), kept[1])


def readable(content):
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def rows(exported):
    return list(csv.DictReader(io.StringIO(exported.content.decode(), newline="")))


def publish(store, event):
    for step, who in (("submit", "Hala"), ("approve", "Omar"), ("publish", "Omar")):
        take_step(store, Step(step), event, author=who, role=SiteRole.EDITOR)


@pytest.mark.parametrize("form", list(FORMATS))
def test_no_file_of_any_format_names_a_protected_source(kept, form):
    exported = written(kept, form, base_url="https://example.org")
    told = readable(exported.content) + readable(exported.describe("out.bin"))
    hidden = [one for one in kept[0].documents() if one.protected]
    assert hidden
    assert not any(word in told for word in (CANARY, HIDDEN_VILLAGE, *(one.id for one in hidden)))


def test_the_journal_of_what_a_protected_source_alone_tells_is_not_given_out(kept):
    store = kept[0]
    alone = {change.id for change in written(kept, "csv").material.journal}
    secret = {row["id"] for row in store.ask(_protected_changes())}
    assert secret
    assert not secret & alone


def test_an_id_that_only_a_protected_source_had_stands_beside_no_other():
    from marsad.domain.changes import Change, ChangeKind, ThingKind
    from marsad.pipeline import exporting

    told = {"version": 1, "day": dt.date(2031, 3, 4), "thing": ThingKind.EVENT}
    journal = (
        Change(**told, id="secret", kind=ChangeKind.ADDED, protected=True),
        Change(**told, id="open", kind=ChangeKind.ADDED, others=("secret", "gone")),
        Change(**told, id="gone", kind=ChangeKind.MERGED, others=("open",)),
    )
    kept = exporting.open_changes(journal)
    assert [(one.id, one.others) for one in kept] == [("open", ("gone",)), ("gone", ("open",))]


def _protected_changes():
    from sqlalchemy import select

    from marsad.store.tables import changes

    return select(changes.c.id).where(changes.c.protected)


def test_asking_village_by_village_finds_no_protected_place(kept):
    assert not rows(written(kept, "csv", wanted=Wanted(place=HIDDEN_VILLAGE)))


def test_only_what_was_published_is_in_a_published_export_as_it_was_approved(kept):
    store = kept[0]
    event = next(one for one in store.record().events if one.place and one.place.name == "Hama")
    publish(store, event.id)
    told = rows(written(kept, "csv", published=True))
    assert [row["id"] for row in told] == [event.id]
    assert len(rows(written(kept, "csv"))) > 1
    journal = written(kept, "atom", published=True).material.journal
    assert {change.id for change in journal} == {event.id}
    assert rows(written(kept, "csv", published=True, table="documents"))


def test_what_was_withdrawn_is_in_no_published_export(kept):
    store = kept[0]
    event = next(one for one in store.record().events if one.place and one.place.name == "Hama")
    publish(store, event.id)
    take_step(store, Step.WITHDRAW, event.id, author="Omar", role=SiteRole.EDITOR, reason="misread")
    assert not rows(written(kept, "csv", published=True))
