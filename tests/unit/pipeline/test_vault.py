"""Identities: sealed to two or more, opened by a key, a second person and once; rotated, erased, never in the clear."""

import datetime as dt

import pytest

from marsad.domain.errors import InputError, NotFoundError, SetupError, StoreError
from marsad.domain.source import ActKind, Identity, Source, SourceKind
from marsad.pipeline import vault
from marsad.store import Store
from marsad.store.acts import acts_of, record_act
from marsad.store.sealing import make_key, seal_identity
from marsad.store.source_tables import vault_acts
from marsad.store.vault import entries_of, put_sealed, put_source, recipients_of

WHO = Identity(name="Canaryqzx Person", contact="canaryqzx@example.org", notes="Canaryqzx's cousin")
CODE = "walnut-kite"


class Safe:
    """A store with two recipients and one sealed identity, and their keys."""

    def __init__(self, folder):
        self.path = folder / "war.db"
        self.store = Store.open(self.path)
        with self.store.change() as connection:
            put_source(connection, Source(code=CODE, kind=SourceKind.PROTECTED))
        self.keys = {}
        for name in ("ana", "ben"):
            self.keys[name], public = make_key()
            vault.add_recipient(self.store, name, public, "chief")
        self.seal()

    def seal(self, erase_after=None):
        with self.store.change_without_trace() as connection:
            put_sealed(connection, CODE, seal_identity(WHO, recipients_of(self.store)), erase_after)

    def sealed(self):
        return entries_of(self.store)[CODE].sealed

    def approve(self, by="ana", other="ben"):
        return vault.approve_opening(self.store, vault.request_opening(self.store, CODE, "court", by).id, other)

    def open(self, by="ana", key="ana"):
        return vault.open_identity(self.store, CODE, [self.keys[key]], by)

    def bytes(self):
        return b"".join(path.read_bytes() for path in self.path.parent.glob("war.db*"))


@pytest.fixture
def safe(tmp_path):
    made = Safe(tmp_path)
    yield made
    made.store.close()


def test_what_is_kept_tells_nothing_of_the_identity_nor_how_long_it_is(safe):
    assert b"anaryqzx" not in safe.bytes()
    other = seal_identity(Identity(name="A"), recipients_of(safe.store))
    payloads = [one.split(b"\n--- ", 1)[1] for one in (other, safe.sealed())]  # the header has padding of its own
    assert len(payloads[0]) == len(payloads[1])


def test_no_identity_is_taken_while_fewer_than_two_could_open_it():
    with Store.open(":memory:") as store:
        vault.add_recipient(store, "ana", make_key()[1], "chief")
        with pytest.raises(SetupError, match="1 of at least 2 recipients"):
            vault.need_recipients(store)


@pytest.mark.parametrize("again", ["name", "key"])
def test_two_recipients_are_two_names_and_two_keys(safe, again):
    (first, _) = recipients_of(safe.store)
    name, key = (first.name, make_key()[1]) if again == "name" else ("eve", first.key)
    with pytest.raises(InputError, match="already"):
        vault.add_recipient(safe.store, name, key, "chief")


def test_a_secret_key_is_refused_and_not_repeated(safe):
    with pytest.raises(InputError) as told:
        vault.add_recipient(safe.store, "eve", safe.keys["ana"], "chief")
    assert safe.keys["ana"] not in str(told.value)


def test_an_identity_opens_once_with_either_key_after_another_person_approved(safe):
    safe.approve()
    assert safe.open(key="ben") == WHO
    with pytest.raises(InputError, match="no valid approval"):
        safe.open()
    kinds = [act.kind for act in acts_of(safe.store)]
    assert kinds.count(ActKind.OPENED) == 1
    assert kinds[-1] is ActKind.REFUSED


def test_nobody_opens_without_a_request_or_with_one_that_waits(safe):
    with pytest.raises(InputError, match="no valid approval"):
        safe.open()
    vault.request_opening(safe.store, CODE, "court", "ana")
    with pytest.raises(InputError, match="no valid approval"):
        safe.open()


def test_an_approval_is_for_the_one_who_asked(safe):
    safe.approve(by="ana", other="ben")
    with pytest.raises(InputError, match="no valid approval"):
        safe.open(by="ben")


@pytest.mark.parametrize("name", ["ana", "Ana", " ANA ", "a\uff4ea"])
def test_nobody_approves_a_request_of_their_own(safe, name):
    asked = vault.request_opening(safe.store, CODE, "court", "ana")
    with pytest.raises(InputError, match="of their own"):
        vault.approve_opening(safe.store, asked.id, name)


def test_an_approval_grows_old(safe):
    approved = safe.approve()
    at = dt.datetime.fromisoformat(approved.approved_at)
    assert approved.is_valid(at + dt.timedelta(hours=vault.APPROVAL_HOURS))
    assert not approved.is_valid(at + dt.timedelta(hours=vault.APPROVAL_HOURS, seconds=1))


def test_the_store_takes_one_approval_and_one_opening_of_a_request(safe):
    asked = safe.approve()
    for kind in (ActKind.APPROVED, ActKind.OPENED, ActKind.OPENED):
        if kind is ActKind.OPENED and ActKind.OPENED not in {act.kind for act in acts_of(safe.store)}:
            with safe.store.change() as connection:
                record_act(connection, kind, "ana", CODE, request=asked.id)
            continue
        with pytest.raises(StoreError), safe.store.change() as connection:
            record_act(connection, kind, "ana", CODE, request=asked.id)


def test_a_strange_key_opens_nothing_and_its_try_is_kept(safe):
    safe.approve()
    safe.keys["eve"] = make_key()[0]
    with pytest.raises(InputError, match="no key of the file opens it") as told:
        safe.open(key="eve")
    assert told.value.__cause__ is None
    assert acts_of(safe.store)[-1].kind is ActKind.REFUSED
    assert safe.open() == WHO  # the approval is not used up


def test_rotation_seals_to_those_who_are_recipients_now(safe):
    old = safe.sealed()
    safe.keys["cat"], public = make_key()
    vault.add_recipient(safe.store, "cat", public, "chief")
    vault.remove_recipient(safe.store, "ana", "chief")
    assert vault.rotate(safe.store, [safe.keys["ben"]], "ben") == 1
    assert old not in safe.bytes()
    safe.approve()
    with pytest.raises(InputError):
        safe.open(key="ana")
    assert safe.open(key="cat") == WHO


def test_a_rotation_that_cannot_open_all_changes_nothing(safe):
    old = safe.sealed()
    with pytest.raises(InputError, match=CODE):
        vault.rotate(safe.store, [make_key()[0]], "ben")
    assert safe.sealed() == old


def test_what_is_erased_is_gone_from_the_file_and_leaves_a_tombstone(safe):
    old = safe.sealed()
    assert old[-200:] in safe.bytes()
    vault.erase(safe.store, CODE, "asked for", "ana")
    assert old[-200:] not in safe.bytes()
    assert entries_of(safe.store)[CODE].erased == dt.datetime.now(dt.UTC).date()
    with pytest.raises(NotFoundError, match="erased on"):
        safe.open()


def test_what_was_kept_as_long_as_agreed_is_erased(safe):
    safe.seal(erase_after=dt.date(2026, 1, 10))
    assert vault.erase_due(safe.store, dt.date(2026, 1, 9), "ana") == ()
    assert vault.erase_due(safe.store, dt.date(2026, 1, 10), "ana") == (CODE,)


@pytest.mark.parametrize("change", ["UPDATE vault_acts SET who = 'eve'", "DELETE FROM vault_acts"])
def test_no_act_is_altered_or_removed(safe, change):
    with pytest.raises(StoreError, match="append-only"), safe.store.change() as connection:
        connection.exec_driver_sql(change)


def test_of_a_sealing_the_day_alone_is_kept(safe):
    with safe.store.change() as connection:
        assert len(record_act(connection, ActKind.SEALED, "ana", CODE).at) == len("2026-01-10")
        assert connection.execute(vault_acts.select()).first() is not None


def test_an_identity_spells_itself_nowhere():
    assert "anaryqzx" not in repr(WHO) + str(WHO) + f"{WHO}"
