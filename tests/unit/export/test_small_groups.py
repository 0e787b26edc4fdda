"""What few protected sources alone tell is published in a cell of enough of them, or not at all."""

from dataclasses import replace

import pytest
from war import HAMA, SARAQIB, on, span

from marsad.domain.claim import Casualty, Claim, Control, Event, Quote
from marsad.domain.document import Document
from marsad.domain.record import ControlSpell, EventRecord, Record, Revision, Toll
from marsad.domain.source import PlaceGrain, TimeGrain
from marsad.domain.vocabulary import ControlState, EventType, Grade, Harm, PlacePrecision, TimePrecision, VictimsGroup
from marsad.domain.wire import dumps, to_plain
from marsad.export.public import for_public
from marsad.export.shield import shield
from marsad.export.small_groups import LEAST_SOURCES, Crowds, Telling

TOLD = "Canaryqzx saw nine dead by the well."
OPEN = "Seven people were killed in Hama."


def document(key, *, protected, **more):
    text = TOLD if protected else OPEN
    return Document(
        id=key, text=text, date=on(6), source="field-7" if protected else "Valley Post", protected=protected, **more
    )


def claim(key, said, *, protected, place=SARAQIB, day=5):
    text = TOLD if protected else OPEN
    return Claim(
        document=key, quote=Quote(start=0, end=len(text), text=text), said=said, place=place, time=span(day),
        source="field-7" if protected else "Valley Post", reported=on(6), protected=protected,
    )  # fmt: skip


def figure(key, count, voice):
    return Revision(low=count, best=count, high=count, voice=voice, reported=on(6), claim=key)


def made(*told, place=SARAQIB):
    """An event that the claims tell: (id, count, whether it is protected)."""
    claims = {
        key: claim(f"d-{key}", Casualty(harm=Harm.KILLED, best=count), protected=hidden, place=place)
        for key, count, hidden in told
    }
    revisions = tuple(
        figure(key, count, "a protected source" if hidden else "Valley Post") for key, count, hidden in told
    )
    counts = [count for _, count, _ in told]
    toll = Toll(
        harm=Harm.KILLED, victims=VictimsGroup.PEOPLE, side=None, low=min(counts), best=None, high=max(counts),
        claims=tuple(claims), revisions=revisions, rule="range",
    )  # fmt: skip
    event = EventRecord(
        id="e1", type=EventType.SHELLING, time=span(5), place=place, agents=(), recipients=(), tolls=(toll,),
        grade=Grade.FAIR, grade_reason="two voices", voices=tuple({one.voice for one in revisions}), background=False,
        claims=tuple(claims), documents=tuple(f"d-{key}" for key in claims),
    )  # fmt: skip
    documents = {f"d-{key}": document(f"d-{key}", protected=hidden) for key, _, hidden in told}
    return Record(events=(event,)), claims, documents


def crowd(*days, place=SARAQIB):
    return [Telling(source=f"source {number}", place=place, time=span(day)) for number, day in enumerate(days)]


def public(*told, tellings):
    return for_public(*made(*told), Crowds(tellings)).shown.record.events


@pytest.mark.parametrize(("days", "time", "precision"), [
    ((5, 5, 5), (on(5), on(5)), TimePrecision.DAY),
    ((3, 5, 9), (on(3), on(9)), TimePrecision.WEEK),  # 3 March 2031 is a Monday
    ((1, 5, 28), (on(1), on(31)), TimePrecision.MONTH),
])  # fmt: skip
def test_what_protected_sources_alone_tell_is_published_where_enough_of_them_report(days, time, precision):
    (event,) = public(("c1", 9, True), tellings=crowd(*days))
    assert (event.time.start, event.time.end, event.time.precision) == (*time, precision)
    assert (event.place.name, event.place.precision) == ("Idlib", PlacePrecision.PROVINCE)


def test_over_a_month_a_country_is_the_last_cell():
    (event,) = public(("c1", 9, True), tellings=[*crowd(5, 6), *crowd(9, 9, 28, place=HAMA)])
    assert event.place.precision == PlacePrecision.COUNTRY
    assert event.place.name == "Syria"
    assert (event.place.lat, event.place.lon, event.place.admin1) == (None, None, None)


@pytest.mark.parametrize("tellings", [
    [],
    crowd(*[5] * (LEAST_SOURCES - 1)),
    [replace(one, source="one and the same") for one in crowd(5, 5, 5)],
    [replace(one, place=None) for one in crowd(5, 5, 5)],
    [replace(one, time=None) for one in crowd(5, 5, 5)],
])  # fmt: skip
def test_with_too_few_nothing_of_it_is_published(tellings):
    assert public(("c1", 9, True), tellings=tellings) == ()


def test_beside_an_open_telling_a_small_groups_figure_leaves_no_trace():
    (event,) = public(("c1", 7, False), ("c2", 9, True), tellings=crowd(5, 5))
    (toll,) = event.tolls
    assert (toll.low, toll.best, toll.high) == (7, 7, 7)
    assert event.voices == ("Valley Post",)
    assert event.grade is Grade.WEAK
    told = dumps(to_plain(event))
    assert not [words for words in ("protected", "c2", "Canaryqzx", "9,") if words in told]


def test_two_open_voices_beside_a_small_group_are_still_two():
    record, claims, documents = made(("c1", 7, False), ("c2", 9, True))
    (event,) = record.events
    record = Record(events=(replace(event, voices=(*event.voices, "Coast Radio")),))
    (event,) = for_public(record, claims, documents, Crowds([])).shown.record.events
    assert event.grade is Grade.FAIR


def test_a_place_and_a_day_that_only_a_small_group_gives_are_not_told():
    record, claims, documents = made(("c1", 7, False), ("c2", 9, True))
    claims["c1"] = replace(claims["c1"], place=None, time=None)
    (event,) = for_public(record, claims, documents, Crowds([])).shown.record.events
    assert (event.place, event.time) == (None, None)


def test_beside_an_open_telling_the_figure_stands_where_enough_tell_of_that_day():
    (event,) = public(("c1", 7, False), ("c2", 9, True), tellings=crowd(5, 5, 5))
    (toll,) = event.tolls
    assert (toll.low, toll.high) == (7, 9)
    assert [one.reported for one in toll.revisions] == [on(6), None]  # the day that a protected report came is nobody's


def test_open_tellings_are_published_as_they_are():
    record, claims, documents = made(("c1", 7, False))
    assert for_public(record, claims, documents, Crowds([])).shown.record == record


def test_a_record_without_claims_is_not_published():
    record, _, _ = made(("c1", 7, False))
    assert for_public(record, {}, {}, Crowds([])).shown.record == Record()


def spell(*told):
    claims = {
        key: claim(f"d-{key}", Control(state=ControlState.HOLDS, holder=("Front",)), protected=hidden, day=day)
        for key, day, hidden in told
    }
    held = ControlSpell(
        id="s1", place=SARAQIB, holder=("Front",), state=ControlState.HOLDS, from_=on(4), until=None, known_from=on(6),
        extent=None, except_=(), taken_from=(), voices=("a protected source", "Valley Post"), claims=tuple(claims),
        contested_by=(),
    )  # fmt: skip
    documents = {f"d-{key}": document(f"d-{key}", protected=hidden) for key, _, hidden in told}
    return Record(control=(held,)), claims, documents


def test_a_spell_that_a_small_group_alone_tells_is_held_back():
    assert for_public(*spell(("c1", 4, True)), Crowds(crowd(4, 4))).shown.record.control == ()


def test_a_spell_that_enough_tell_is_of_their_cell_and_tells_no_day_of_receipt():
    (held,) = for_public(*spell(("c1", 4, True)), Crowds(crowd(3, 4, 9))).shown.record.control
    assert (held.place.name, held.from_, held.known_from) == ("Idlib", on(3), None)


def test_a_spell_that_begins_by_a_small_groups_word_has_no_beginning_by_an_open_one():
    (held,) = for_public(*spell(("c1", 4, True), ("c2", 6, False)), Crowds([])).shown.record.control
    assert (held.from_, held.known_from, held.voices) == (None, on(6), ("Valley Post",))


def test_a_spell_is_known_from_the_first_open_word_of_it():
    record, claims, documents = spell(("c1", 4, True), ("c2", 6, False), ("c3", 6, False))
    claims |= {"c1": replace(claims["c1"], reported=on(5)), "c3": replace(claims["c3"], reported=on(8))}
    (held,) = for_public(record, claims, documents, Crowds([])).shown.record.control
    assert held.known_from == on(6)


def test_a_source_may_ask_for_a_coarser_grain():
    record, claims, documents = made(("c1", 9, True))
    documents["d-c1"] = replace(documents["d-c1"], time_grain=TimeGrain.WEEK, place_grain=PlaceGrain.COUNTRY)
    shown = shield(record, claims, documents)
    (event,) = shown.record.events
    assert (event.time.start, event.time.end, event.place.name) == (on(3), on(9), "Syria")
    assert event.tolls[0].revisions[0].reported is None
    assert (shown.claims["c1"].time.start, shown.claims["c1"].place.name) == (on(3), "Syria")
    assert shown.claims["c1"].reported is None


def test_an_open_claim_of_the_same_day_and_place_tells_them_all_the_same():
    record, claims, documents = made(("c1", 9, True), ("c2", 7, False))
    documents["d-c1"] = replace(documents["d-c1"], time_grain=TimeGrain.MONTH, place_grain=PlaceGrain.COUNTRY)
    (event,) = shield(record, claims, documents).record.events
    assert (event.time.start, event.time.end, event.place.name) == (on(5), on(5), "Saraqib")


def test_other_claims_of_protected_documents_are_not_let_through():
    record, claims, documents = made(("c1", 7, False))
    claims["c9"] = claim("d-c9", Event(type=EventType.ATTACK), protected=True)
    documents["d-c9"] = document("d-c9", protected=True)
    shown = for_public(record, claims, documents, Crowds([])).shown
    assert set(shown.claims) == {"c1"}
