"""A day or a place in, the spells of control of it out."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, Text, cast, func, or_, select

from marsad.domain.filter import Filter
from marsad.domain.record import ControlSpell
from marsad.store.query import filter_rows
from marsad.store.rows import spell_from_text
from marsad.store.shelf import split
from marsad.store.store import Store
from marsad.store.tables import control


def spells_on(
    store: Store, wanted: Filter, day: date, limit: int, offset: int = 0, *, contested: bool = False
) -> tuple[ControlSpell, ...]:
    """The spells in force at the end of the day, those that began last first; the filter's own days are not asked."""
    query = in_force(select(control.c.seq), wanted, day)
    if contested:
        query = query.where(control.c.contested)
    ordered = query.order_by(control.c.since.desc().nulls_last(), control.c.seq)
    return _spells(store, ordered.offset(offset).limit(limit))


def count_on(store: Store, wanted: Filter, day: date) -> int:
    """How many spells are in force at the end of the day."""
    query = in_force(select(func.count().label("spells")).select_from(control), wanted, day)
    return int(next(store.ask(query))["spells"])


def in_force(query: Select[Any], wanted: Filter, day: date) -> Select[Any]:
    """The query of spells less those that are not in force at the end of the day, or not asked for."""
    asked = replace(wanted, since=None, until=None, grade=None)
    query = filter_rows(query, control, asked)
    query = query.where(or_(control.c.since.is_(None), control.c.since <= day))
    return query.where(or_(control.c.until.is_(None), control.c.until >= day))


def changes_between(store: Store, wanted: Filter, since: date, until: date, limit: int) -> tuple[ControlSpell, ...]:
    """The spells that began or became known within the days, the latest first."""
    asked = replace(wanted, since=None, until=None, grade=None, kind=None)
    query = filter_rows(select(control.c.seq), control, asked)
    query = query.where(control.c.since >= since, control.c.since <= until)
    return _spells(store, query.order_by(control.c.since.desc().nulls_last(), control.c.seq).limit(limit))


def ledger_of(store: Store, place: str, limit: int) -> tuple[ControlSpell, ...]:
    """Every spell of the place of exactly this name, in order of time; none that a protected source tells of."""
    query = select(control.c.seq).where(control.c.place == place)
    order = (func.coalesce(control.c.since, control.c.until).nulls_first(), control.c.seq)
    return _spells(store, query.order_by(*order).limit(limit))


def _spells(store: Store, chosen: Select[Any]) -> tuple[ControlSpell, ...]:
    """The spells at the places of the record's order that are chosen, which an index tells without reading a line."""
    line = select(control.c.seq, cast(control.c.payload, Text).label("payload"))
    with store.moment() as connection:
        seqs = connection.execute(chosen).scalars().all()
        lines = (row for some in split(seqs) for row in connection.execute(line.where(control.c.seq.in_(some))))
        found = {row.seq: row.payload for row in lines}
        return tuple(spell_from_text(found[seq]) for seq in seqs)
