"""The way to the public: which step may follow which, whose it is, what a change and a merge do to it."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from marsad.domain.errors import InputError, NotFoundError
from marsad.domain.person import SiteRole
from marsad.domain.publication import PublicState, Step, is_same_person
from marsad.domain.vocabulary import JudgementKind
from marsad.pipeline.judging import add_judgement
from marsad.pipeline.publishing import candidates, look_at_one, take_step
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.publishing import public_ends
from marsad.store.tables import publications

sys.path.insert(0, str(Path(__file__).parents[2] / "web"))
from sites import CANARY, CODE_NAME, HIDDEN_VILLAGE, make_store, planted_readings

HALA, OMAR, RIMA = ("Hala", SiteRole.EDITOR), ("Omar", SiteRole.EDITOR), ("Rima", SiteRole.ADMINISTRATOR)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Settings:
    return make_store(tmp_path_factory.mktemp("made") / "war.db", planted_readings())


@pytest.fixture
def settings(made, tmp_path) -> Settings:
    return replace(made, db=shutil.copy(made.db, tmp_path / "war.db"))


@pytest.fixture
def store(settings):
    with Store.open(settings.db) as opened:
        yield opened


def event_named(store, place):
    return next(one for one in store.record().events if one.place and one.place.name == place)


def take(store, step, thing, by=OMAR, **more):
    return take_step(store, Step(step), thing, author=by[0], role=by[1], **more).standing


def make_public(store, thing):
    take(store, "submit", thing, HALA)
    take(store, "approve", thing)
    return take(store, "publish", thing)


def test_two_people_bring_a_version_before_the_public(store):
    event = event_named(store, "Hama").id
    assert take(store, "submit", event, HALA).state is PublicState.IN_REVIEW
    assert take(store, "approve", event).state is PublicState.APPROVED
    assert not public_ends(store)
    standing = take(store, "publish", event)
    assert standing.state is PublicState.PUBLISHED
    assert standing.public.pinned == look_at_one(store, event).pinned
    assert [one.step.value for one in look_at_one(store, event).steps] == ["submit", "approve", "publish"]


@pytest.mark.parametrize("name", ["Hala", "hala", "  HALA ", "Ｈala"])
def test_nobody_approves_what_they_submitted_in_whatever_role_or_spelling(store, name):
    event = event_named(store, "Hama").id
    take(store, "submit", event, HALA)
    with pytest.raises(InputError, match="another person's"):
        take(store, "approve", event, (name, SiteRole.ADMINISTRATOR))
    assert is_same_person("Hala", name)


@pytest.mark.parametrize(("before", "step"), [
    ((), "approve"), ((), "publish"), (("submit",), "publish"), (("submit",), "submit"), ((), "return"),
    ((), "withdraw"), (("submit", "approve"), "withdraw"), (("submit", "approve"), "approve"),
    (("submit", "approve", "publish"), "submit"), (("submit", "approve", "publish"), "publish"),
])  # fmt: skip
def test_no_step_is_taken_out_of_turn(store, before, step):
    event = event_named(store, "Hama").id
    for one in before:
        take(store, one, event, HALA if one == "submit" else OMAR)
    with pytest.raises(InputError):
        take(store, step, event, RIMA, reason="because")
    assert len(look_at_one(store, event).steps) == len(before)


@pytest.mark.parametrize(("step", "role"), [
    ("submit", SiteRole.READER), ("approve", SiteRole.REVIEWER), ("publish", SiteRole.REVIEWER),
    ("withdraw", SiteRole.REVIEWER), ("return", SiteRole.REVIEWER),
])  # fmt: skip
def test_each_step_is_of_a_role(store, step, role):
    event = event_named(store, "Hama").id
    before = {"submit": 0, "approve": 1, "return": 1, "publish": 2, "withdraw": 3}[step]
    for one, by in (("submit", HALA), ("approve", OMAR), ("publish", OMAR))[:before]:
        take(store, one, event, by)
    with pytest.raises(InputError, match="is for"):
        take(store, step, event, ("Sami", role), reason="because")


@pytest.mark.parametrize("name", ["", "unknown", "Demo"])
def test_nobody_is_no_author(store, name):
    with pytest.raises(InputError, match="nobody's name"):
        take(store, "submit", event_named(store, "Hama").id, (name, SiteRole.ADMINISTRATOR))


def correct(store, settings, event, number):
    claim = next(
        key for key, one in store.claims_of(event.claims).items() if one.kind == "casualty" and not one.protected
    )
    add_judgement(
        store,
        settings,
        JudgementKind.CORRECT,
        [claim],
        correction=[f"casualty.{x}={number}" for x in ("low", "best", "high")],
    )


def test_what_changed_since_its_approval_needs_a_new_one(store, settings):
    event = event_named(store, "Hama")
    take(store, "submit", event.id, HALA)
    take(store, "approve", event.id)
    correct(store, settings, event, 31)
    now = look_at_one(store, event.id)
    assert (now.standing.state, now.standing.stale) == (PublicState.READ, True)
    with pytest.raises(InputError, match="changed since it was submitted"):
        take(store, "publish", event.id)


def test_the_public_sees_the_last_published_version_while_a_newer_one_waits(store, settings):
    event = event_named(store, "Hama")
    first = make_public(store, event.id).public
    correct(store, settings, event, 31)
    take(store, "submit", event.id, HALA)
    waiting = look_at_one(store, event.id)
    assert waiting.standing.state is PublicState.IN_REVIEW
    assert waiting.standing.public == first
    assert public_ends(store)[event.id].pinned.event.tolls[0].high == 7
    take(store, "approve", event.id)
    take(store, "publish", event.id)
    assert public_ends(store)[event.id].pinned.event.tolls[0].high == 31


def test_a_version_that_its_author_did_not_see_is_not_passed(store, settings):
    event = event_named(store, "Hama")
    seen = take_step(store, Step.SUBMIT, event.id, author="Hala", role=SiteRole.EDITOR)
    correct(store, settings, event, 31)
    take(store, "submit", event.id, HALA)
    with pytest.raises(InputError, match="changed since you looked"):
        take(store, "approve", event.id, version=seen.version)


def test_withdrawing_needs_a_reason_and_leaves_all_on_record(store):
    event = event_named(store, "Hama").id
    make_public(store, event)
    with pytest.raises(InputError, match="needs a reason"):
        take(store, "withdraw", event)
    standing = take(store, "withdraw", event, reason="the outlet took it back")
    assert (standing.state, standing.public) == (PublicState.WITHDRAWN, None)
    assert [one.state for one in [take(store, "submit", event, HALA)]] == [PublicState.IN_REVIEW]
    assert len(look_at_one(store, event).steps) == 5


def test_no_step_can_be_changed_or_taken_out(store):
    make_public(store, event_named(store, "Hama").id)
    for statement in (publications.delete(), publications.update().values(author="x")):
        with pytest.raises(Exception, match="append-only"), store.change() as connection:
            connection.execute(statement)


def test_a_merge_takes_the_published_version_of_what_it_took_up_with_it(store, settings):
    one, other = sorted((event.id for event in store.record().events if event.place), key=str)[:2]
    for event in (one, other):
        make_public(store, event)
    add_judgement(store, settings, JudgementKind.SAME, [one, other])
    kept = next(event.id for event in store.record().events if event.id in {one, other})
    gone = look_at_one(store, other if kept == one else one)
    assert gone.pinned is None
    assert gone.became == (kept,)
    with pytest.raises(InputError, match=f"told in {kept} now"):
        take(store, "submit", gone.thing, HALA)
    make_public(store, kept)
    end = public_ends(store)[gone.thing]
    assert (end.step, end.became) == (Step.WITHDRAW, kept)


def test_a_part_of_a_published_event_is_not_public_twice(store, settings):
    event = event_named(store, "Hama")
    make_public(store, event.id)
    claims = list(store.claims_of(event.claims).items())
    apart = next(key for key, claim in claims if claim.document == "arabic-1" and claim.kind == "event")
    for key, claim in claims:
        if claim.document != "arabic-1":
            add_judgement(store, settings, JudgementKind.DIFFERENT, [apart, key])
    parts = [one.id for one in store.record().events if apart in one.claims]
    assert parts != [event.id]
    take(store, "submit", parts[0], HALA)
    take(store, "approve", parts[0])
    with pytest.raises(InputError, match=f"published version of {event.id}"):
        take(store, "publish", parts[0])


def test_what_is_pinned_names_no_protected_source(store):
    for event in store.record().events:
        make_public(store, event.id)
    for spell in store.record().control:
        make_public(store, spell.id)
    for end in public_ends(store).values():
        text = str(end.pinned)
        assert not [words for words in (CANARY, CODE_NAME, HIDDEN_VILLAGE) if words.casefold() in text.casefold()]
        protected = {key for key, one in store.claims_of(end.claims).items() if one.protected}
        assert not [key for key in protected if key in text]
        assert protected or not end.pinned.held_back  # a small group beside an open telling leaves no trace


def test_where_each_stands_is_listed_by_state(store):
    event, other = (one.id for one in store.record().events[:2])
    make_public(store, event)
    take(store, "submit", other, HALA)
    assert [one.thing for one in candidates(store)] == [other, event]
    assert [one.thing for one in candidates(store, PublicState.PUBLISHED)] == [event]


def test_what_never_was_is_not_there(store):
    with pytest.raises(NotFoundError):
        take(store, "submit", "e0000", HALA)
