"""The break-glass lock: how a store is shut, kept in the store itself, so that site and commands heed it alike."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import Connection

from marsad.domain.errors import StoreError
from marsad.store.writing import get_meta, set_meta


class Mode(StrEnum):
    """`sessions` ends every session and lets nobody in; `read-only` lets nothing be written; `closed` does all."""

    READ_ONLY = "read-only"
    CLOSED = "closed"
    SESSIONS = "sessions"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """How the store is shut, by whom and why."""

    mode: Mode = Mode.OFF
    who: str = ""
    because: str = ""

    @property
    def lets_write(self) -> bool:
        return self.mode in {Mode.OFF, Mode.SESSIONS}


def get_lock(connection: Connection) -> Lock:
    """How the store is shut now."""
    kept = get_meta(connection, "lock")
    if kept is None:
        return Lock()
    try:
        plain = json.loads(kept)
        return Lock(mode=Mode(plain["mode"]), who=plain["who"], because=plain["because"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError("how the store is locked cannot be read: it was altered. Mend: restore a backup") from error


def set_lock(connection: Connection, lock: Lock) -> None:
    set_meta(connection, "lock", json.dumps(asdict(lock)))


def refuse_writing(connection: Connection) -> None:
    """Nothing, where the store may be written.

    Raises:
        StoreError: it is locked; the message says by whom and why.
    """
    lock = get_lock(connection)
    if not lock.lets_write:
        raise StoreError(
            f"the store is locked ({lock.mode.value}) by {lock.who}: {lock.because}. "
            "Mend: ask them; `marsad lock off --because …` opens it"
        )
