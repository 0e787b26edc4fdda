"""A store in, the columns of its record out, kept in memory from one question to the next."""

from threading import Lock
from weakref import WeakKeyDictionary

from marsad.store.column_reading import read_columns
from marsad.store.columns import Columns
from marsad.store.store import Store


class _Kept:
    """The columns of one store. Safe between threads: who comes while they are read waits for them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._columns: Columns | None = None

    def columns(self, store: Store) -> Columns:
        with self._lock, store.moment() as connection:
            self._columns = read_columns(connection, self._columns)
            return self._columns


_KEPT: WeakKeyDictionary[Store, _Kept] = WeakKeyDictionary()


def columns_of(store: Store) -> Columns:
    """The columns of the record as it is now."""
    return _KEPT.setdefault(store, _Kept()).columns(store)
