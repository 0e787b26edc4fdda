"""A store in, who is named as holding how many places out, brought up to date by no more than what changed."""

from collections import Counter
from collections.abc import Collection
from threading import Lock
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import Connection, Text, cast, select

from marsad.domain.changes import ThingKind
from marsad.store.column_reading import find_touched
from marsad.store.shelf import split
from marsad.store.store import Store
from marsad.store.tables import changes, control
from marsad.store.writing import get_meta


class _Line(msgspec.Struct):
    """What of a kept spell is asked for here; the rest of it is skipped unread."""

    holder: tuple[str, ...]


_LINES = msgspec.json.Decoder(_Line)


class _Kept:
    """The holders of each spell of one store. Safe between threads: who comes while they are read waits for them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = ""
        self._holders: dict[str, tuple[str, ...]] = {}
        self._counts: Counter[str] = Counter()

    def counts(self, store: Store) -> dict[str, int]:
        with self._lock, store.moment() as connection:
            version = get_meta(connection, "record_version") or "0"
            if version != self._version:
                self._bring_up(connection, version)
            return {name: count for name, count in self._counts.items() if count}

    def _bring_up(self, connection: Connection, version: str) -> None:
        changed = _find_changed(connection, self._version, version) if self._version else None
        fresh = _read(connection, changed)  # before anything is forgotten, for it may fail
        for spell in [*self._holders] if changed is None else changed:
            self._counts.subtract(self._holders.pop(spell, ()))
        for spell, holders in fresh.items():
            self._holders[spell] = holders
            self._counts.update(holders)
        self._version = version


def holder_counts(store: Store) -> dict[str, int]:
    """In how many spells each holder is named."""
    return _KEPT.setdefault(store, _Kept()).counts(store)


_KEPT: WeakKeyDictionary[Store, _Kept] = WeakKeyDictionary()


def _find_changed(connection: Connection, since: str, until: str) -> set[str] | None:
    """The spells that were written or taken out after one version and up to another; None where nobody can say."""
    if find_touched(connection, since, until) is None:
        return None
    query = select(changes.c.id).where(changes.c.version > int(since), changes.c.thing == ThingKind.CONTROL.value)
    return set(connection.execute(query).scalars())


def _read(connection: Connection, ids: Collection[str] | None) -> dict[str, tuple[str, ...]]:
    query = select(control.c.id, cast(control.c.payload, Text))
    queries = [query] if ids is None else [query.where(control.c.id.in_(some)) for some in split(ids)]
    return {spell: _LINES.decode(line).holder for one in queries for spell, line in connection.execute(one)}
