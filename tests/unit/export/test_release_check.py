"""What the difference of two releases gives away is found; what gives nothing away is not."""

import datetime as dt
from dataclasses import replace

import pytest

from marsad.domain.place import Place
from marsad.domain.publication import Pinned, PinnedSentence
from marsad.domain.record import ControlSpell, EventRecord, Revision, Toll
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ControlState, EventType, Grade, Harm, PlacePrecision, VictimsGroup
from marsad.export.release import Gone, Released
from marsad.export.release_check import find_leaks
from marsad.export.wording import say

DAY = dt.date(2024, 12, 2)
NOBODY = say("protected", "voice")
IDLIB = Place(name="Idlib", text="Idlib", country="SY", precision=PlacePrecision.PROVINCE, admin1="Idlib")
VILLAGE = replace(IDLIB, name="Ariha", text="Ariha", precision=PlacePrecision.EXACT, lat=35.81, lon=36.61)


def event(
    name="e1", *, voices=("Valley Post",), place=IDLIB, day=DAY, last=None, figure=7, claims=("c1",), words="Seven"
):
    revision = Revision(
        reported=DAY,
        low=figure,
        best=figure,
        high=figure,
        words="",
        voice=voices[0],
        claim=claims[0] if claims else "",
        current=True,
    )
    toll = Toll(harm=Harm.KILLED, victims=VictimsGroup.PEOPLE, side=None, low=figure, best=figure, high=figure,
                claims=claims, revisions=(revision,), rule="one-voice")  # fmt: skip
    one = EventRecord(
        id=name, type=EventType.SHELLING, time=TimeSpan(start=day, end=last or day), place=place, agents=(),
        recipients=(), tolls=(toll,), claims=claims, documents=(), voices=voices,
        grade=Grade.WEAK, grade_reason="", background=False,
    )  # fmt: skip
    told = tuple(PinnedSentence(claims=(claim,), text=words, voice=voices[0], role="", outlet="x", day=DAY)
                 for claim in claims)  # fmt: skip
    return Pinned(event=one, sentences=told)


def hidden(name="e1", **more):
    return event(name, voices=(NOBODY,), claims=(), **more)


def release(*things, gone=()):
    held = {one.thing.id: one for one in things}
    out = {name: Gone(id=name, day=DAY, reason="x") for name in gone}
    return Released(day=DAY, things=held, days=dict.fromkeys(held, DAY), gone=out)


def kinds(new, old):
    return [one.kind for one in find_leaks(new, old)]


def test_the_same_twice_gives_nothing_away():
    both = release(event(), hidden("e2"))
    assert kinds(both, both) == []


def test_open_events_come_and_go_with_their_sentences():
    assert kinds(release(event("e1"), event("e2"), gone=["e3"]), release(event("e1"), event("e3"))) == []


def test_what_is_gone_without_a_word_is_found():
    (leak,) = find_leaks(release(event("e1")), release(event("e1"), event("e2")))
    assert (leak.kind, leak.where) == ("vanished", "e2")
    assert kinds(release(event("e1")), release(event("e1"), gone=["e2"])) == ["vanished"]


def test_a_release_of_a_past_day_is_the_older_one_whenever_it_is_made():
    now, past = release(event("e1"), event("e2")), replace(release(event("e1")), day=DAY - dt.timedelta(days=9))
    assert kinds(past, now) == kinds(now, past) == []


@pytest.mark.parametrize(("count", "found"), [(1, 1), (2, 1), (3, 0), (4, 0)])
def test_few_protected_reports_that_come_or_go_together_are_found(count, found):
    many = [hidden(f"e{number}", day=DAY + dt.timedelta(days=number)) for number in range(count)]
    gone = [one.thing.id for one in many]
    assert kinds(release(event("o"), *many), release(event("o"))) == ["few"] * found
    assert kinds(release(event("o"), gone=gone), release(event("o"), *many)) == ["few"] * found


def test_three_reports_of_one_source_hide_nobody_and_one_of_three_sources_does():
    many = release(*(hidden(f"e{number}") for number in range(3)))
    of_one = {name: {"dune"} for name in many.things}
    assert [one.kind for one in find_leaks(many, release(), of_one)] == ["few"]
    assert find_leaks(release(hidden("e1")), release(), {"e1": {"dune", "reed", "flint"}}) == ()


def test_few_are_counted_by_province_and_month_and_their_cell_is_said():
    far = [hidden("e2", day=dt.date(2024, 11, 2)), hidden("e3", place=replace(IDLIB, name="Homs", admin1="Homs"))]
    leaks = find_leaks(release(hidden("e1"), *far), release())
    assert [one.kind for one in leaks] == ["few"] * 3
    assert "Idlib, 2024-12" in leaks[2].what
    assert "3" in leaks[0].mend


def test_a_protected_voice_that_joins_an_open_event_is_found():
    joined = replace(event(), held_back=True)
    assert kinds(release(joined), release(event())) == ["few"]
    assert kinds(release(event(voices=("Valley Post", NOBODY))), release(event())) == ["few"]


def test_a_spell_that_a_protected_source_tells_counts_too():
    spell = ControlSpell(
        id="s1", place=IDLIB, holder=("x",), state=ControlState.HOLDS, from_=DAY, until=None, known_from=None,
        extent=None, except_=(), taken_from=(), voices=(NOBODY,), claims=(), contested_by=(),
    )  # fmt: skip
    assert kinds(release(Pinned(spell=spell)), release()) == ["few"]


@pytest.mark.parametrize("now", [
    event(voices=("Valley Post", NOBODY), place=VILLAGE), hidden(place=VILLAGE), event(place=VILLAGE),
])  # fmt: skip
def test_a_place_told_more_finely_is_found_where_a_protected_source_told_it(now):
    assert "finer" in kinds(release(now), release(hidden()))


def test_a_time_told_more_finely_is_found_and_a_coarser_one_is_not():
    week = hidden(last=DAY + dt.timedelta(days=6))
    assert kinds(release(hidden()), release(week)) == ["finer"]
    assert kinds(release(week), release(hidden())) == []
    assert kinds(release(event(place=VILLAGE)), release(event())) == []


def test_a_name_that_is_hidden_no_more_is_found_and_never_said():
    was = event(words="[name withheld] died, his son [name withheld] said.")
    now = event(words="Qzx Nobody died, his son [name withheld] said.")
    (leak,) = find_leaks(release(now), release(was))
    assert (leak.kind, leak.what[:14]) == ("unveiled", "1 fewer names ")
    assert "Qzx" not in f"{leak}"
    assert kinds(release(was), release(now)) == []


def test_a_figure_that_changes_by_itself_is_found():
    (leak,) = find_leaks(release(event(figure=9)), release(event(figure=7)))
    assert leak.kind == "unsourced"
    assert "killed changed from 7 to 9" in leak.what
    assert kinds(release(event(figure=9, claims=("c1", "c2"))), release(event(figure=7))) == []


def test_no_figure_is_not_zero():
    (leak,) = find_leaks(release(event(figure=0)), release(event(figure=None)))
    assert "from ? to 0" in leak.what
