"""A site in, whether it can answer out: for whatever watches it, and telling nothing of the record."""

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from marsad.domain.errors import MarsadError
from marsad.store import Store
from marsad.web.site import Site

LEAST_BYTES = 200 * 1024 * 1024
"""Free on the disk; a day's dispatches take some tens of megabytes. Ours."""
KEPT_SECONDS = 1.0
"""For so long an answer stands, so that asking often costs the store nothing."""


@dataclass(slots=True)
class Readiness:
    """Whether the store is reachable and of this schema, and its disk has room."""

    site: Site
    _asked: float = field(default=float("-inf"), init=False)
    _found: dict[str, bool] = field(default_factory=dict, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def look(self) -> dict[str, bool]:
        """Each thing that must be well, by name, with whether it is."""
        with self._lock:
            if time.monotonic() - self._asked > KEPT_SECONDS:
                self._found = {**_look_at_store(self.site.settings.db), "disk": _has_room(self.site.store.file)}
                self._asked = time.monotonic()
            return self._found


def _look_at_store(where: str) -> dict[str, bool]:
    """By a connection of its own: the site's may be busy, or looked at the schema long ago."""
    found = {"store": False, "schema": False}
    with Store(where) as store, suppress(MarsadError):
        found["store"] = store.is_there
        store.record_version()  # refused by a store of another schema
        found["schema"] = True
    return found


def _has_room(file: Path | None) -> bool:
    """Of a store on a server its own watch tells."""
    try:
        return file is None or shutil.disk_usage(file.parent).free >= LEAST_BYTES
    except OSError:
        return False
