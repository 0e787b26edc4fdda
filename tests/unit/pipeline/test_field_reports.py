"""A field report becomes a document with its source's rules; its giver is sealed, its files are kept."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from marsad.domain.claim import Quote
from marsad.domain.errors import InputError, SetupError
from marsad.domain.mention import PlaceMention, TimeMention
from marsad.domain.place import Place
from marsad.domain.source import FieldReport, Identity, Quoting, Sighting, SourceKind, TimeGrain
from marsad.domain.time import TimeSpan
from marsad.pipeline import vault
from marsad.pipeline.reports import MOST_ATTACHMENTS, find_identity, take_report
from marsad.pipeline.settings import Settings
from marsad.pipeline.settling import compose
from marsad.pipeline.sources import find_source, make_code_name, new_source, tighten
from marsad.store import Store
from marsad.store.attachments import attachments_of
from marsad.store.sealing import make_key, unseal
from marsad.store.tables import metadata
from marsad.store.vault import entries_of

DAY = dt.date(2026, 1, 5)
TOLD = "7 people were killed in Hama, the medic said."
WHO = Identity(name="Canaryqzx Person", contact="+963 944 123 456")
REPORT = FieldReport(text=TOLD, day=DAY, place="Hama", when="4 January 2026", sighting=Sighting.FIRST_HAND)
SETTINGS = Settings(db=":memory:", author="ben")


class HeadingReader:
    """As another reader, without a place or day in the claims; place and day of the heading are mentions."""

    def __init__(self, inner):
        self.inner = inner

    def read(self, documents, *, mentions=False):
        for reading in self.inner.read(documents, mentions=mentions):
            text = reading.document.text
            hama = Place(name="Hama", text="Hama", country="SY", admin1="Hama", lat=35.13, lon=36.75)
            found = [(PlaceMention, "Hama", {"place": hama})]
            found.append((TimeMention, "4 January 2026", {"time": TimeSpan(start=DAY, end=DAY)}))
            spotted = tuple(
                noun(document=reading.document.id, quote=Quote(start=at, end=at + len(words), text=words), **more)
                for noun, words, more in found
                if (at := text.index(words)) >= 0
            )
            claims = tuple(replace(claim, place=None, time=None) for claim in reading.claims)
            yield replace(reading, claims=claims, mentions=spotted)


@pytest.fixture
def store():
    with Store.open(":memory:") as made:
        with made.change():
            pass
        yield made


@pytest.fixture
def keys(store):
    made = [make_key() for _ in range(2)]
    for number, (_, public) in enumerate(made):
        vault.add_recipient(store, f"key {number}", public, "chief")
    return [secret for secret, _ in made]


@pytest.fixture
def take(store, reader):
    def call(report=REPORT, source=None, identity=None):
        source = source or new_source(store, SourceKind.PROTECTED)
        return take_report(store, reader, SETTINGS, report, source, identity)

    return call


def everything(store):
    with store._engine.connect() as connection:
        return "".join(str(row) for table in metadata.sorted_tables for row in connection.execute(table.select()))


def test_a_protected_report_is_a_protected_document_that_is_read(store, take):
    taken = take()
    document = store.find(taken.document.id)
    assert document.protected
    assert document.source == taken.source.code
    assert document.date == DAY
    assert document.text.startswith("In Hama on 4 January 2026. Seen first hand.")
    assert [claim.said.best for claim in store.claims()] == [7]
    assert len(store.record().events) == 1


def test_its_id_is_by_chance_and_no_hash_of_its_words(store, take):
    first, second = take().document.id, take().document.id
    assert first != second
    assert first.startswith("report-")


def test_place_and_day_of_the_heading_are_those_of_claims_that_have_none(store, reader):
    source = new_source(store, SourceKind.PROTECTED)
    take_report(store, HeadingReader(reader), SETTINGS, REPORT, source)
    (claim,) = store.claims()
    assert claim.place.name == "Hama"
    assert claim.time.start == DAY


def test_the_identity_lies_nowhere_but_sealed(store, keys, take):
    taken = take(identity=WHO)
    assert "anaryqzx" not in everything(store)
    assert WHO.contact not in everything(store)  # whole: a few digits of it stand in some hash by chance
    sealed = entries_of(store)[taken.source.code].sealed
    assert json.loads(unseal(sealed, keys[1:]))["name"] == WHO.name


def test_an_identity_that_nobody_else_could_open_is_refused_and_nothing_is_kept(store, take):
    with pytest.raises(SetupError, match="Mend"):
        take(identity=WHO)
    assert [*store.documents()] == []
    assert entries_of(store) == {}


def test_retention_begins_with_the_report(store, keys, take):
    source = new_source(store, SourceKind.PROTECTED, retention_days=30)
    take(source=source, identity=WHO)
    assert entries_of(store)[source.code].erase_after == dt.date(2026, 2, 4)


def test_only_the_day_of_a_protected_report_is_kept(store, keys, take):
    take(identity=WHO, report=replace(REPORT, attachments=(b"picture",)))
    with store._engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()).mappings():
                times = [value for value in map(str, row.values()) if "T" in value and value[:4].isdigit()]
                earlier = row.get("kind") in {
                    "recipient-added",
                    "vault recipient-added",
                    "log begun",
                }  # of the store, before any report came
                assert not times or earlier, (table.name, times)


def test_attachments_of_a_protected_report_are_sealed_and_of_a_public_one_as_they_came(store, keys, take):
    report = replace(REPORT, attachments=(b"picture with its place",))
    for kind, is_sealed in ((SourceKind.PROTECTED, True), (SourceKind.PUBLIC, False)):
        source = new_source(store, kind, name="The Clinic" if kind is SourceKind.PUBLIC else None)
        taken = take(report=report, source=source)
        ((digest, sealed),) = attachments_of(store, taken.document.id)
        content = store.original(digest)
        assert sealed is is_sealed
        assert (content == report.attachments[0]) is not is_sealed
        assert (unseal(content, keys[:1]) if sealed else content) == report.attachments[0]


@pytest.mark.parametrize(("changed", "said"), [
    ({"text": "  "}, "no text"),
    ({"text": "x" * 200_001}, "200001 characters"),
    ({"place": "x" * 300}, "at most 200"),
    ({"attachments": (b"x",) * (MOST_ATTACHMENTS + 1)}, "11 attachments"),
    ({"attachments": (b"",)}, "attachment 1 has 0 bytes"),
])  # fmt: skip
def test_what_is_no_report_is_refused(store, changed, said, take):
    with pytest.raises(InputError, match=said):
        take(report=replace(REPORT, **changed))


def test_a_source_that_says_never_is_kept_and_enters_nothing(store, take):
    source = new_source(store, SourceKind.PROTECTED, quoting=Quoting.NEVER)
    taken = take(source=source)
    assert [*store.claims()] == []
    assert store.record().events == ()
    assert store.find(taken.document.id).protected


def test_a_rule_made_stricter_takes_out_what_came_before(store, take):
    source = new_source(store, SourceKind.PROTECTED)
    take(source=source)
    other = take()
    tighten(store, SETTINGS, replace(source, quoting=Quoting.NEVER))
    assert {claim.document for claim in store.claims()} == {other.document.id}
    assert {document for event in store.record().events for document in event.documents} == {other.document.id}


@pytest.mark.parametrize("freer", [{"quoting": Quoting.QUOTED}, {"time": TimeGrain.DAY}])
def test_a_rule_never_becomes_freer(store, freer, take):
    source = new_source(store, SourceKind.PROTECTED, time=TimeGrain.WEEK)
    take(source=source)
    with pytest.raises(InputError, match="never freer"):
        tighten(store, SETTINGS, replace(source, **freer))
    assert find_source(store, source.code) == source


def test_a_shorter_retention_holds_for_what_is_sealed_already_and_a_longer_one_is_refused(store, keys, take):
    source = new_source(store, SourceKind.PROTECTED, retention_days=3_000)
    take(source=source, identity=WHO)
    tighten(store, SETTINGS, replace(source, retention_days=10))
    soon = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=10)
    assert entries_of(store)[source.code].erase_after <= soon
    for longer in (11, None):
        with pytest.raises(InputError, match="never freer"):
            tighten(store, SETTINGS, replace(source, retention_days=longer))


def test_a_protected_source_is_never_quoted_and_a_public_one_has_a_name(store):
    with pytest.raises(InputError, match="never quoted"):
        new_source(store, SourceKind.PROTECTED, quoting=Quoting.QUOTED)
    with pytest.raises(InputError, match="needs its name"):
        new_source(store, SourceKind.PUBLIC)


@pytest.mark.parametrize(("kind", "quoting", "hidden"), [
    (SourceKind.PROTECTED, None, True),
    (SourceKind.PSEUDONYMOUS, None, False),
    (SourceKind.PSEUDONYMOUS, Quoting.PARAPHRASE, True),  # words would tell who it is as a name does
    (SourceKind.PUBLIC, Quoting.NEVER, True),
])  # fmt: skip
def test_who_may_not_be_quoted_is_not_named_either(store, kind, quoting, hidden):
    assert new_source(store, kind, name="The Clinic", quoting=quoting).is_hidden is hidden


def test_code_names_are_by_chance_and_never_two_alike():
    taken: set[str] = set()
    for _ in range(500):
        taken.add(make_code_name(taken))
    assert len(taken) == 500


@pytest.mark.parametrize(("text", "found"), [
    ("We counted nine. Canaryqzx.", ["Canaryqzx"]),
    ("CANARYQZX was there", ["CANARYQZX"]),
    ("Call me: 0944-123-456", ["123-456"]),
    ("One person died.", ["person"]),
    ("Nobody is named here.", []),
])  # fmt: skip
def test_where_the_text_names_its_giver(text, found):
    assert [text[start:end] for start, end in find_identity(text, WHO)] == found


def test_a_report_without_place_or_time_is_read_as_it_is():
    assert compose(replace(REPORT, place="", when="")) == TOLD
