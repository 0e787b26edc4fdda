"""Two sole holders of one place at one time are refused: by a server that can, by the same rule in code elsewhere."""

import datetime as dt
from dataclasses import replace

import pytest

from marsad.domain.errors import StoreError
from marsad.domain.place import Place
from marsad.domain.record import ControlSpell, Record
from marsad.domain.vocabulary import ControlState, Extent, PlacePrecision
from marsad.store import Store
from marsad.store.one_holder import CONSTRAINT, exclude_rivals, has_constraint

HILL = Place(name="Qasr Dun", text="Qasr Dun", country="SY", geonames_id=2)


def day(number):
    return dt.date(2024, 12, number)


def spell(name, holder, since, until=None, **fields):
    made = ControlSpell(
        id=name, place=HILL, holder=(holder,), state=ControlState.HOLDS, from_=since and day(since),
        until=until and day(until), known_from=since and day(since), extent=None, except_=(), taken_from=(),
        voices=("Valley Post",), claims=(f"c-{name}",), contested_by=(),
    )  # fmt: skip
    return replace(made, **fields)


def record(*spells):
    return Record(events=(), aggregates=(), control=spells, actors=(), problems=())


ARMY = spell("a", "Northern Army", 2, 9)
ALLOWED = {
    "it gives way to the next": spell("b", "Hill Brigades", 10),
    "it gives way on its last day": spell("b", "Hill Brigades", 9),
    "one holder, told twice": spell("b", "Northern Army", 4),
    "somebody says otherwise": spell("b", "Hill Brigades", 4, contested_by=("c-a",)),
    "a part": spell("b", "Hill Brigades", 4, extent=Extent.PART),
    "a siege": spell("b", "Hill Brigades", 4, state=ControlState.BESIEGED),
    "nobody knows since when": spell("b", "Hill Brigades", None, known_from=day(4)),
    "told when it was over": spell("b", "Hill Brigades", 3, 5, known_from=day(8)),
    "known only after it had ended, since nobody knows when": spell("b", "Hill Brigades", None, 5, known_from=day(8)),
    "ended before it began": spell("b", "Hill Brigades", 8, 5),
    "for less than a day": spell("b", "Hill Brigades", 4, 4),
    "elsewhere": spell("b", "Hill Brigades", 4, place=replace(HILL, geonames_id=3)),
    "a vague area": spell("b", "Hill Brigades", 4, place=replace(HILL, precision=PlacePrecision.AREA)),
}


@pytest.fixture(params=["a file", "a server that states the rule", "a server that does not"])
def kept(request, tmp_path):
    """A store that refuses by itself, or by the rule in code."""
    is_file = request.param == "a file"
    with Store.open(tmp_path / "kept.db" if is_file else request.getfixturevalue("new_database")()) as store:
        store.begin_writing()
        if not is_file:
            with store._engine.begin() as connection:
                states_it(connection, wanted="not" not in request.param)
        yield store


def states_it(connection, *, wanted):
    there = "SELECT 1 FROM pg_available_extensions WHERE name = 'btree_gist'"
    if wanted and not connection.exec_driver_sql(there).scalar():
        pytest.skip("this PostgreSQL has no btree_gist")
    assert has_constraint(connection) or not wanted
    if not wanted:
        connection.exec_driver_sql(f"ALTER TABLE control DROP CONSTRAINT IF EXISTS {CONSTRAINT}")


@pytest.mark.parametrize("since", [2, 4])
def test_two_sole_holders_of_one_time_are_refused_and_the_former_record_stays(kept, since):
    kept.replace_record(record(ARMY))
    with pytest.raises(StoreError, match=r"control.*Mend: nothing was written"):
        kept.replace_record(record(ARMY, spell("b", "Hill Brigades", since)))
    assert kept.record().control == (ARMY,)


def test_what_may_stand_side_by_side_does(kept):
    for other in ALLOWED.values():
        kept.replace_record(record(ARMY, other))
        assert set(kept.record().control) == {ARMY, other}


def test_rows_of_an_older_program_that_contradict_each_other_wait_for_the_record_to_be_made_anew(new_database):
    with Store.open(new_database()) as store:
        store.replace_record(record(ARMY, spell("b", "Hill Brigades", 10)))
        assert store.record_is_current()
        with store._engine.begin() as connection:
            states_it(connection, wanted=False)
            connection.exec_driver_sql("UPDATE control SET since = '2024-12-05' WHERE id = 'b'")
            exclude_rivals(connection)
        assert not store.record_is_current()
