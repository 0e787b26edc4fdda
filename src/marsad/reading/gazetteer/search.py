"""The packaged places and the user's own, asked as one."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

from marsad.reading.gazetteer.entry import Entry
from marsad.reading.gazetteer.index import Index

PACKAGED = Path(__file__).with_name("data") / "world.index"
REMEMBERED = 1 << 15
"""Names whose answers are kept: a few thousand dispatches' worth, about 40 MB at the most."""


class Gazetteer:
    """Places by name, in whatever spelling; holds no state but its cache."""

    def __init__(self, indexes: Sequence[Index]) -> None:
        self._indexes = tuple(indexes)
        self.candidates = lru_cache(maxsize=REMEMBERED)(self._candidates)

    @classmethod
    def open(cls, extra: Sequence[Path] = ()) -> Self:
        """The packaged gazetteer with the user's own indexes, made by `compile_dump`, beside it.

        Raises:
            SetupError: an index is missing, is none, or is cut short.
        """
        return cls([Index(path) for path in (PACKAGED, *extra)])

    def __len__(self) -> int:
        return sum(map(len, self._indexes))

    def _candidates(self, name: str) -> tuple[Entry, ...]:
        """The places that may be meant: best quality of name first, then the most populous; empty where none is known.

        A place that two indexes hold under one GeoNames id is given once, from the first of them.
        """
        if len(self._indexes) == 1:
            return tuple(self._indexes[0].find(name))
        found: dict[object, Entry] = {}
        for index in self._indexes:
            for entry in index.find(name):
                found.setdefault(entry.geonames_id or entry, entry)
        return tuple(sorted(found.values(), key=lambda entry: (entry.quality, -entry.population)))
