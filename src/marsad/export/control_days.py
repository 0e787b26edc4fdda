"""Spells of control in, one row a place a day out: who held it at the end of the day, by whose account."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from marsad.domain.errors import ExportError
from marsad.domain.record import ControlSpell
from marsad.domain.vocabulary import ControlState
from marsad.export.checking import Row
from marsad.export.material import Material
from marsad.export.rows import day_cell, known_list, place_cells
from marsad.export.selecting import Wanted

MOST_ROWS = 2_000_000
"""Rows that a file may have: ours, so that a spell from 1974 in a record of today does not fill a disk unasked."""
HELD = {ControlState.HOLDS, ControlState.GAINED}


def day_rows(material: Material) -> Iterator[Row]:
    """By place and day; a day of which nothing is told has no row, for nothing is filled in.

    Raises:
        ExportError: there would be more rows than a file may have.
    """
    spells = [spell for spell in material.shown.record.control if first_day(spell)]
    last = last_day_told(material)
    days: defaultdict[tuple[Any, ...], defaultdict[date, list[ControlSpell]]] = defaultdict(lambda: defaultdict(list))
    count = 0
    for spell in spells:
        for day in _days(spell, last, material.wanted):
            count += 1
            if count > MOST_ROWS:
                raise ExportError(f"control by day has more than {MOST_ROWS:,} rows. Mend: ask for days or a place")
            days[tuple(place_cells(spell.place).values())][day].append(spell)
    for place in sorted(days, key=lambda cells: tuple(str(cell) for cell in cells)):
        for day in sorted(days[place]):
            yield _day_row(day, days[place][day])


def last_day_told(material: Material) -> date | None:
    """The last day that anything in the record is of, up to which a spell with no end is carried."""
    record = material.shown.record
    days = [event.time.end or event.time.start for event in record.events if event.time]
    days += [day for spell in record.control for day in (spell.from_, spell.until, spell.known_from)]
    return max((day for day in days if day), default=None)


def first_day(spell: ControlSpell) -> date | None:
    """The day from which it counts: the first held, else the first reported or, if it ended earlier, its last."""
    if spell.from_ or spell.until is None:
        return spell.from_ or spell.known_from
    return min(spell.until, spell.known_from or spell.until)


def _days(spell: ControlSpell, last: date | None, wanted: Wanted) -> Iterator[date]:
    """Days on which it was in force, of those that are asked for."""
    day, end = first_day(spell), spell.until or last
    day = max(day, wanted.since) if day and wanted.since else day
    end = min(end, wanted.until) if end and wanted.until else end
    while day and end and day <= end:
        yield day
        day += timedelta(days=1)


def _day_row(day: date, spells: list[ControlSpell]) -> Row:
    holders = dict.fromkeys(name for spell in spells if spell.state is not ControlState.LOST for name in spell.holder)
    return {
        "day": day_cell(day),
        **place_cells(spells[0].place),
        "holder": known_list(holders),
        "status": _status(spells),
        "since_known": all(spell.from_ for spell in spells),
        "voices": known_list(dict.fromkeys(voice for spell in spells for voice in spell.voices)),
        "spells": [spell.id for spell in spells],
    }


def _status(spells: list[ControlSpell]) -> str:
    """Contested before besieged, besieged before held; a loss of which no new holder is told leaves nobody known."""
    states = {spell.state for spell in spells}
    accounts = {spell.holder for spell in spells if spell.state in HELD}
    if ControlState.CONTESTED in states or len(accounts) > 1 or any(spell.contested_by for spell in spells):
        return "contested"
    if ControlState.BESIEGED in states:
        return "besieged"
    return "held" if accounts else "none" if ControlState.NONE in states else "unknown"
