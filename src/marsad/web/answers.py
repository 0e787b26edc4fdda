"""Answers kept in memory by the record's version: a new record forgets them all."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from marsad.web.policy import sight

T = TypeVar("T")
MOST_ANSWERS = 512
"""Answers of some 50 kB each; the oldest asked for goes first."""


class KeptAnswers:
    """One site's answers. Safe between threads; two that ask the same at once may both compute it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = ""
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def answer(self, version: str, key: Hashable, make: Callable[[], T]) -> T:
        """What was made for the key of this version, made now if it was not; for each sight of the record apart."""
        key = (sight(), key)
        with self._lock:
            if version != self._version:
                self._kept.clear()
                self._version = version
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: T = self._kept[key]
                return kept
        made = make()
        with self._lock:
            if version == self._version:
                self._kept[key] = made
                while len(self._kept) > MOST_ANSWERS:
                    self._kept.popitem(last=False)
        return made
