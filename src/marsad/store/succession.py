"""An id that the record had once in, what became of it and which ids have its claims now out."""

from dataclasses import replace

from sqlalchemy import select

from marsad.domain.changes import Change, ChangeKind, ThingKind, heirs_of
from marsad.store.changelog import change_from_row
from marsad.store.journal import TABLE_OF
from marsad.store.opened import OpenedStore
from marsad.store.tables import changes


def what_became(store: OpenedStore, name: str) -> Change | None:
    """The last that became of an id, `others` being the ids of now that have its claims, through ids that are gone too.

    None for an id that the record has, and for one that it never had.
    """
    last = _last_change(store, name)
    if last is None or _is_there(store, last.thing, name):
        return None

    def is_there(other: str) -> bool:
        return _is_there(store, last.thing, other)

    heirs = heirs_of(name, lambda other: _last_change(store, other), is_there)
    return replace(last, others=tuple(sorted(heirs)))


def once_there(store: OpenedStore, prefix: str, most: int = 2) -> tuple[str, ...]:
    """Ids that the record has or had and that begin so, the first few."""
    query = select(changes.c.id).where(changes.c.id.startswith(prefix, autoescape=True)).distinct()
    return tuple(row["id"] for row in store.ask(query.order_by(changes.c.id).limit(most)))


def in_words(gone: Change) -> str:
    """What became of a thing that is gone, in one line."""
    heirs = " and ".join(gone.others)
    if not heirs:
        return f"{gone.thing.value} {gone.id} was withdrawn: none of its claims stands"
    if gone.kind is ChangeKind.SPLIT:
        return f"{gone.thing.value} {gone.id} was split: its claims are those of {heirs} now"
    return f"{gone.thing.value} {gone.id} was merged: its claims are those of {heirs} now"


def _last_change(store: OpenedStore, name: str) -> Change | None:
    query = select(changes).where(changes.c.id == name).order_by(changes.c.seq.desc()).limit(1)
    return next((change_from_row(row) for row in store.ask(query)), None)


def _is_there(store: OpenedStore, thing: ThingKind, name: str) -> bool:
    column = TABLE_OF[thing].c.id
    return any(True for _ in store.ask(select(column).where(column == name)))
