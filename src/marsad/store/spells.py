"""A day or a place in, the spells of control of it out."""

from datetime import date

from sqlalchemy import Select, func, or_, select

from marsad.domain.filter import Filter
from marsad.domain.record import ControlSpell
from marsad.domain.wire import from_plain
from marsad.store.query import filter_rows
from marsad.store.store import Store
from marsad.store.tables import control


def spells_on(store: Store, wanted: Filter, day: date, limit: int) -> tuple[ControlSpell, ...]:
    """The spells in force at the end of the day, those that began last first; the filter's own days are not asked."""
    asked = Filter(
        place=wanted.place, actor=wanted.actor, source=wanted.source, kind=wanted.kind, shielded=wanted.shielded
    )
    query = filter_rows(select(control.c.payload), control, asked)
    query = query.where(or_(control.c.since.is_(None), control.c.since <= day))
    query = query.where(or_(control.c.until.is_(None), control.c.until >= day))
    return _spells(store, query.order_by(control.c.since.desc(), control.c.seq).limit(limit))


def changes_between(store: Store, wanted: Filter, since: date, until: date, limit: int) -> tuple[ControlSpell, ...]:
    """The spells that began or became known within the days, the latest first."""
    asked = Filter(place=wanted.place, actor=wanted.actor, source=wanted.source, shielded=wanted.shielded)
    query = filter_rows(select(control.c.payload), control, asked)
    query = query.where(control.c.since >= since, control.c.since <= until)
    return _spells(store, query.order_by(control.c.since.desc(), control.c.seq).limit(limit))


def ledger_of(store: Store, place: str, limit: int) -> tuple[ControlSpell, ...]:
    """Every spell of the place of exactly this name, in order of time; none that a protected source tells of."""
    query = select(control.c.payload).where(control.c.place == place)
    order = (func.coalesce(control.c.since, control.c.until), control.c.seq)
    return _spells(store, query.order_by(*order).limit(limit))


def _spells(store: Store, query: Select[tuple[object]]) -> tuple[ControlSpell, ...]:
    return tuple(from_plain(row["payload"], ControlSpell) for row in store.ask(query))
