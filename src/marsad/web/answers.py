"""Answers kept in memory by the record's version: a new record forgets them all."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any, TypeVar

from marsad.web.policy import sight

T = TypeVar("T")
MOST_ANSWERS = 512
"""Answers of some 50 kB each; the oldest asked for goes first."""

MOST_BYTES = 64 * 2**20
"""Of answers that are files, such as all that is published as GeoJSON, together: anybody asks, in many ways."""


@dataclass(slots=True)
class _Making:
    """One answer under way: `done` is set when it is there, or when its maker failed."""

    done: Event = field(default_factory=Event)
    made: Any = None
    failed: bool = True


class KeptAnswers:
    """One site's answers. Safe between threads: of those who ask the same at once one makes it, the others wait."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = ""
        self._kept: OrderedDict[Hashable, _Making] = OrderedDict()

    def answer(self, version: str, key: Hashable, make: Callable[[], T]) -> T:
        """What was made for the key of this version, made now if it was not; for each sight of the record apart.

        What `make` raises reaches whoever asked it; those who waited make it anew.
        """
        key = (sight(), key)
        while True:
            making, is_mine = self._find(version, key)
            if is_mine:
                return self._make(version, key, making, make)
            making.done.wait()
            if not making.failed:
                made: T = making.made
                return made

    def _find(self, version: str, key: Hashable) -> tuple[_Making, bool]:
        """The answer of the key, and whether it is for who asks to make it."""
        with self._lock:
            if version != self._version:
                self._kept.clear()
                self._version = version
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known, False
            mine = self._kept[key] = _Making()
            while len(self._kept) > MOST_ANSWERS:
                self._kept.popitem(last=False)
            return mine, True

    def _make(self, version: str, key: Hashable, making: _Making, make: Callable[[], T]) -> T:
        try:
            making.made = made = make()
            making.failed = False
            self._make_room()
        finally:
            if making.failed:
                self._forget(version, key, making)
            making.done.set()
        return made

    def _make_room(self) -> None:
        """Let the files go that were asked for longest ago, until the rest is no more than may be kept."""
        with self._lock:
            files = {key: len(one.made) for key, one in self._kept.items() if isinstance(one.made, bytes)}
            held = sum(files.values())
            for key, size in files.items():
                if held <= MOST_BYTES:
                    return
                del self._kept[key]
                held -= size

    def _forget(self, version: str, key: Hashable, making: _Making) -> None:
        with self._lock:
            if version == self._version and self._kept.get(key) is making:
                del self._kept[key]
