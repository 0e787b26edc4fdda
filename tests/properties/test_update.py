"""A record that is only ever updated is the record made anew: whatever comes, in whatever order and batches."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from claims import ACTOR_FILE, FIRST_DAY, PLACES, claims, counted_claims, crowded_claims
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept import Kept

from marsad.domain.claim import Attribution, Casualty, Claim, Control, EarlierFigure, Event, Quote, Relation, Said
from marsad.domain.judgement import Judgement
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import (
    ControlState,
    EventType,
    Harm,
    JudgementKind,
    PlacePrecision,
    RelationKind,
    Role,
    Scope,
)
from marsad.domain.wire import claim_id
from marsad.reconcile import blocks, clusters, update_pairs
from marsad.reconcile.tables import feature_table

AT = datetime(2031, 4, 1, tzinfo=UTC)
RIM, PROVINCE = PLACES[0], PLACES[3]
WADI = Place(name="Wadi Sul", text="Wadi Sul")
STRIKE, DEATHS = (
    Event(type=EventType.AIR_STRIKE),
    Casualty(harm=Harm.KILLED, low=9, high=9, best=9, words="nine people"),
)
VICTIMS = "died Odin Varga and his sister Mira"
WATCHERS = Attribution(speaker="Rights Watchers", role=Role.MONITOR)
FORMULA = "all who told of it laid it at the door of those over the hill"
CORRECTIONS = (
    *(("background", "true"), ("casualty.low", "3"), ("event.type", "shelling"), ("place", "null"), ("source", "Odin")),
    *(("protected", "true"), ("control.state", "lost"), ("place.geonames_id", "7"), ("reported", "2031-03-02")),
    *(("quote.text", "Later Odin fell."), ("document", "d1")),
)


@pytest.fixture(autouse=True, scope="module")
def small_numbers() -> Iterator[None]:
    """Blocks are crowded and names are common at a few documents, so that few are needed to meet the rules."""
    threshold, patch = feature_table().threshold, pytest.MonkeyPatch()
    rare = threshold.rare_documents
    object.__setattr__(threshold, "rare_documents", 2)
    for module in (blocks, clusters, update_pairs):
        patch.setattr(module, "NEIGHBOURS", 1)
    yield
    patch.undo()
    object.__setattr__(threshold, "rare_documents", rare)


def tell(document: int, said: Said, words: str = "", *, day: int | None = 4, **more: object) -> Claim:
    """A claim of an air strike's day and town, in a sentence of its own unless `words` gives one."""
    text = f"On that day {words or f'it fell near the wall as was told in text number {document}'}."
    time = TimeSpan(start=date(2031, 3, day), end=date(2031, 3, day)) if day else None
    told = {"place": RIM, "source": f"Outlet {document}", "reported": date(2031, 3, 5 + document), "time": time} | more
    return Claim(document=f"d{document}", quote=Quote(start=0, end=len(text), text=text), said=said, **told)


SHELLING = Event(type=EventType.SHELLING, agents=("Hill Brigades",), recipients=("Northern Army",))
"""Both sides say enough for two names near each other; it is fighting on the ground too, as no bomb is."""


def near(name: str) -> Place:
    """A place of about, each of its own name, all within reach of one another."""
    return Place(name=name, text=name, country="SY", precision=PlacePrecision.NEAR, lat=35.1, lon=36.7)


def total(**more: object) -> Casualty:
    since = date(2031, 3, 1)
    return Casualty(harm=Harm.KILLED, low=90, words="90 in all", scope=Scope.AGGREGATE, since=since, **more)


def grown(figure: int, earlier: int | None = None) -> Casualty:
    revises = EarlierFigure(low=earlier, high=earlier) if earlier else None
    return Casualty(harm=Harm.KILLED, low=figure, best=figure, high=figure, words=f"{figure}", revises=revises)


def holds(holder: str, state: ControlState = ControlState.GAINED) -> Control:
    return Control(state=state, holder=(holder,))


REACHES = {
    "an earlier print names the voice of its copy": (
        [tell(2, STRIKE, "one wire told all"), tell(2, Event(type=EventType.PROTEST), "one wire told all", place=WADI)],
        [tell(1, STRIKE, "one wire told all")],
    ),
    "a name that a speaker has joins nothing any more": (
        [tell(1, DEATHS, VICTIMS), tell(15, DEATHS, "the kin of those spoke Odin Varga Mira", day=None, place=None)],
        [tell(3, STRIKE, place=WADI, attribution=Attribution(speaker="Mira Odin Varga", role=Role.MONITOR))],
    ),
    "a name that many have joins nothing any more": (
        [tell(1, DEATHS, VICTIMS), tell(15, DEATHS, "the kin of those spoke Odin Varga Mira", day=None, place=None)],
        [tell(3, STRIKE, "again Odin Varga Mira were named", place=WADI, day=20)],
    ),
    "a sentence that many have is no copy any more": (
        [tell(1, DEATHS, FORMULA), tell(2, DEATHS, FORMULA, day=None, place=None)],
        [tell(3, STRIKE, FORMULA, place=WADI, day=20)],
    ),
    "the words of a country's actors are names no more once it is told of": (
        [
            tell(1, DEATHS, "died those of Dun Militia Hill", place=None),
            tell(15, DEATHS, "the kin of Dun Militia Hill spoke", day=None, place=None),
        ],
        [tell(3, STRIKE, day=20)],
    ),
    "one between two in a crowded block parts them": (
        [
            tell(1, SHELLING, place=near("Aa")),
            tell(2, SHELLING, place=near("Ac")),
        ],
        [tell(3, Event(type=EventType.ATTACK), place=near("Ab"))],
    ),
    "an event covered by a total": ([tell(1, total(), place=PROVINCE, day=None)], [tell(2, DEATHS)]),
    "the total that a figure takes up, and the one that takes up that": (
        [
            tell(2, grown(95, 90), attribution=WATCHERS, place=None, day=None),
            tell(3, grown(99, 95), attribution=WATCHERS, place=None, day=None),
        ],
        [tell(1, total(), attribution=WATCHERS, place=PROVINCE, day=None)],
    ),
    "a figure whose number is an event's as well, and no total's for sure": (
        [
            tell(1, total(), attribution=WATCHERS, place=PROVINCE, day=None),
            tell(3, grown(95, 90), attribution=WATCHERS, place=None, day=None),
        ],
        [tell(2, grown(90), attribution=WATCHERS)],
    ),
    "the place of a total that names none": (
        [
            tell(2, total(), attribution=WATCHERS, place=None, day=None),
            replace(tell(2, STRIKE), quote=Quote(start=400, end=404, text="Then")),
        ],
        [tell(1, total(), attribution=WATCHERS, place=PROVINCE, day=None)],
    ),
    "the country in which a total without a place is": (
        [
            tell(1, STRIKE, place=WADI),
            replace(tell(1, total(), place=None, day=None), document="d1"),
            tell(2, DEATHS, day=3),
        ],
        [tell(3, STRIKE, place=replace(WADI, country="SY", lat=35.0, lon=38.0))],
    ),
    "the ledger of a place that a gazetteer knows now": (
        [tell(1, holds("Northern Army"), place=WADI, day=1)],
        [tell(2, holds("Hill Brigades"), place=replace(WADI, geonames_id=5), day=3)],
    ),
    "the ledger of a lesser id of the name": (
        [
            tell(1, holds("Northern Army"), place=WADI, day=1),
            tell(2, holds("Northern Army"), place=replace(WADI, geonames_id=5), day=9),
        ],
        [tell(3, holds("Hill Brigades"), place=replace(WADI, geonames_id=4), day=3)],
    ),
    "the name of an actor that no file has": (
        [tell(2, Relation(subject="the Sul Men", relation=RelationKind.OPPOSES, object="Rim Guard"))],
        [tell(1, Relation(subject="The SUL men", relation=RelationKind.BACKS, object="rim guard"))],
    ),
}


@pytest.mark.parametrize(("former", "latter"), REACHES.values(), ids=REACHES)
def test_what_a_new_document_reaches_in_others_is_made_anew(former, latter):
    with Kept(ACTOR_FILE) as kept:
        assert kept.take(former)
        before = kept.store.record()
        assert kept.take(latter)
        kept.check()
        assert _of(former, before) != _of(former, kept.store.record()), "the case reaches nothing"


@pytest.mark.parametrize(("former", "latter"), REACHES.values(), ids=REACHES)
def test_what_a_judgement_reaches_is_made_anew_and_undone(former, latter):
    with Kept(ACTOR_FILE) as kept:
        assert kept.take([*former, *latter])
        before = kept.store.record()
        for number, claim in enumerate([*former, *latter]):
            kind = JudgementKind.CORRECT if number % 2 else JudgementKind.WITHDRAW
            one = _judge(number, kind, [claim_id(claim)], ("place", "null"))
            assert kept.take((), [one])
            kept.check()
            assert kept.take((), [replace(one, undone=True)])
            assert kept.store.record() == before


def test_a_crowded_block_joins_again_who_stood_beside_whom():
    shellings = [
        tell(1, SHELLING, place=near("Aa")),
        tell(2, SHELLING, place=near("Ac")),
    ]
    between = tell(3, Event(type=EventType.ATTACK), place=near("Ab"))
    with Kept() as kept:
        kept.take([*shellings, between])
        assert len(kept.store.record().events) == 3
        kept.take((), [_judge(1, JudgementKind.CORRECT, [claim_id(between)], ("place", "null"))])
        kept.check()
        assert len(kept.store.record().events) == 2


def test_what_people_put_together_stays_so_where_one_of_it_is_told_anew():
    former, latter = REACHES["a name that a speaker has joins nothing any more"]
    protest = tell(9, Event(type=EventType.PROTEST), place=WADI, day=30)
    with Kept(ACTOR_FILE) as kept:
        kept.take([*former, protest], [_judge(1, JudgementKind.SAME, [claim_id(former[0]), claim_id(protest)])])
        kept.take(latter)
        kept.check()
        assert any({"d1", "d9"} <= set(event.documents) for event in kept.store.record().events)


def test_who_is_parted_in_one_crowded_block_but_not_in_another_stays_joined():
    with Kept() as kept:
        kept.take([tell(1, SHELLING, place=near("Aa")), tell(2, SHELLING, place=near("Ac"))])
        kept.take([tell(3, Event(type=EventType.BOMBING), place=near("Ab"))])
        kept.check()
        assert sorted(len(event.documents) for event in kept.store.record().events) == [1, 2]


def test_where_a_correction_moves_a_claim_to_another_document_the_workings_say_that_they_cannot_tell():
    with Kept() as kept:
        assert kept.take([tell(1, STRIKE), tell(2, STRIKE)])
        moved = _judge(1, JudgementKind.CORRECT, [claim_id(tell(1, STRIKE))], ("document", "d2"))
        assert not kept.take((), [moved])


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.lists(claims(), min_size=8, max_size=24)
    | st.lists(crowded_claims(), min_size=8, max_size=24)
    | st.lists(counted_claims(), min_size=8, max_size=24),
    st.integers(0, 2**32),
)
def test_documents_and_judgements_in_any_order_give_the_record_made_anew(drawn, seed):
    random = Random(seed)
    with Kept(random.choice(((), ACTOR_FILE))) as kept:
        waiting = _spread(drawn, random)
        while waiting:
            come = random.sample(sorted(waiting), min(len(waiting), random.choice((1, 1, 2, 3))))
            told = [claim for document in come for claim in waiting.pop(document)]
            if not kept.take(told, _judge_some(kept, random)):
                return  # nobody can tell, and the record is made anew
            kept.check()


def _spread(drawn: list[Claim], random: Random) -> dict[str, list[Claim]]:
    """The claims over some documents, which share sentences, names, outlets and days."""
    documents = random.choice((4, 8, 12))
    sentences = [_write(random) for _ in range(documents + 2)]
    spread: dict[str, list[Claim]] = {}
    for claim in drawn:
        number, at = random.randrange(documents), random.randrange(2)
        text = sentences[(number + at) % len(sentences)]
        told = replace(
            claim,
            document=f"d{number}",
            quote=Quote(start=at * 99, end=at * 99 + len(text), text=text),
            source=f"Outlet {number % 3}" if number % 4 else None,
            reported=FIRST_DAY + timedelta(days=number % 5) if number else None,
            protected=number == 7,
        )
        spread.setdefault(f"d{number}", []).append(told)
    return spread


def _write(random: Random) -> str:
    begun = random.choice(
        ("Shells fell on", "There died", "All that is held since Monday by those of the old town and")
    )
    return f"{begun} {' and '.join(random.sample(('Odin', 'Varga', 'Mira', 'Tolo', 'Rights'), random.randrange(4)))}."


def _judge_some(kept: Kept, random: Random) -> list[Judgement]:
    ids = [claim_id(claim) for claim in kept.store.claims()]
    made = list(kept.store.judgements())
    if made and random.random() < 0.3:
        one = random.choice(made)
        return [replace(one, undone=not one.undone)]
    if not ids or random.random() < 0.5:
        return []
    kind = random.choice(tuple(JudgementKind))
    chosen = random.sample(ids, min(len(ids), random.choice((2, 2, 3)) if kind in {"same", "different"} else 1))
    return [_judge(len(made), kind, chosen, random.choice(CORRECTIONS))]


def _judge(number: int, kind: JudgementKind, ids: list[str], correction: tuple[str, str] = ("", "")) -> Judgement:
    made = {"correction": (correction,)} if kind is JudgementKind.CORRECT else {}
    at = AT + timedelta(number)
    return Judgement(id=f"j{number}", kind=kind, claims=tuple(ids), author="one", at=at, **made)


def _of(claims: list[Claim], record: object) -> list[object]:
    """What the record says of the claims."""
    ids = {claim_id(claim) for claim in claims}
    parts = (record.events, record.aggregates, record.control, record.actors)
    return [one for part in parts for one in part if ids & set(one.claims)]
