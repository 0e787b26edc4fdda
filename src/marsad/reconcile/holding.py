"""Spells of control in, who held what on a day out, what lies around it, and what changed between two days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marsad.domain.holding import PARTIAL
from marsad.domain.place import Place
from marsad.domain.record import ControlSpell
from marsad.domain.vocabulary import ControlState
from marsad.reconcile.places import is_inside

FIRST_TOLD = "first told of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One holder's change at one place between two days: gained, lost, contested (now and not then).

    What is held on the second day since nobody knows when was first told of between the two, and not gained. Either
    may be contested at once.
    """

    place: str
    what: str
    holder: str
    since: date | None
    claims: tuple[str, ...]
    where: Place


def held_on(spells: Iterable[ControlSpell], day: date) -> list[ControlSpell]:
    """The spells that are in force on the day. One with no known start is from the day it was first reported, or, where
    only its end is told, up to that end.
    """
    return [spell for spell in spells if _begun(spell, day) and (spell.until is None or day <= spell.until)]


def find_lapse(spell: ControlSpell, reported: Mapping[str, date | None], day: date, days: int) -> date | None:
    """The day of the spell's last claim up to the day, if that is more than `days` before it; else None.

    A spell none of whose claims has a date lapses never: nobody knows how old its word is.
    """
    told = max((at for one in spell.claims for at in [reported.get(one)] if at and at <= day), default=None)
    return told if told and day - told > timedelta(days) else None


def held_around(spells: Iterable[ControlSpell], place: Place, day: date) -> list[ControlSpell]:
    """The spells in force on the day of the narrowest places that this one lies in; a part held says nothing of it."""
    around = [
        spell
        for spell in held_on(spells, day)
        if spell.place.precision > place.precision and spell.extent not in PARTIAL and is_inside(place, spell.place)
    ]
    narrowest = min((spell.place.precision for spell in around), default=None)
    return [spell for spell in around if spell.place.precision == narrowest]


def diff_control(spells: Iterable[ControlSpell], first: date, second: date) -> list[Change]:
    """What holders gained and lost from one day to the other, and which spells became contested, by place."""
    spells = list(spells)
    before, after = (_by_holder(held_on(spells, day)) for day in (first, second))
    changes = [_change(_name_start(after[key]), after[key]) for key in after.keys() - before.keys()]
    changes += [_change("lost", before[key]) for key in before.keys() - after.keys()]
    for key in after.keys() & before.keys():
        if _is_contested(after[key]) and not _is_contested(before[key]):
            changes.append(_change("contested", after[key]))
    return sorted(changes, key=lambda change: (change.place, change.what, change.holder))


def _name_start(spells: Sequence[ControlSpell]) -> str:
    """What begins: only of what is known to have begun is it said that it was gained."""
    what = "gained" if any(spell.from_ for spell in spells) else FIRST_TOLD
    return f"{what}, contested" if _is_contested(spells) else what


def _is_contested(spells: Iterable[ControlSpell]) -> bool:
    return any(spell.contested_by for spell in spells)


def _begun(spell: ControlSpell, day: date) -> bool:
    if spell.from_ is not None:
        return spell.from_ <= day
    return spell.until is not None or spell.known_from is None or spell.known_from <= day


def _by_holder(spells: Iterable[ControlSpell]) -> dict[tuple[str, int | None, str], list[ControlSpell]]:
    groups = defaultdict(list)
    for spell in spells:
        state = "" if spell.state is ControlState.HOLDS else f" ({spell.state.value})"
        groups[spell.place.name, spell.place.geonames_id, f"{', '.join(spell.holder)}{state}".strip()].append(spell)
    return dict(groups)


def _change(what: str, spells: list[ControlSpell]) -> Change:
    state = "" if spells[0].state is ControlState.HOLDS else f" ({spells[0].state.value})"
    return Change(
        place=spells[0].place.name,
        what=what,
        holder=f"{', '.join(spells[0].holder)}{state}".strip(),
        since=_day_of(what, spells[0]),
        claims=tuple(sorted({claim for spell in spells for claim in spell.claims})),
        where=spells[0].place,
    )


def _day_of(what: str, spell: ControlSpell) -> date | None:
    """The day of the change; what was first told of has that of the telling, for when it began nobody says."""
    if what == "lost":
        return spell.until
    return spell.known_from if what.startswith(FIRST_TOLD) else spell.from_
