"""Names that the reference pages invent, for each record has its own, and those of the test's record for them."""

import re
from pathlib import Path

from marsad.domain.vocabulary import ClaimKind
from marsad.domain.wire import claim_id
from marsad.store import Store
from marsad.store.vault import entries_of

EVENT, CLAIM = re.compile(r"e3f9|e7a1|e2c4|e9a0|e3f2"), re.compile(r"c3f9|c7a1")
MADE_BY_CHANCE = {
    "report-3f9a": r"^(report-\w+)$",
    "3f9a01bc": r"^([0-9a-f]{8,})$",
    "k3f90a1b2c": r"^(k[0-9a-f]{9,})\b",
    "5c7d…": r"signed by ([0-9a-f]{64})",
}
"""A name of the pages, and how the like of it is printed."""
SOURCE = "walnut-kite"


class Names:
    """Gives for an invented name the one that stands for it from then on; any other word stays."""

    def __init__(self, db: Path) -> None:
        """`db` is the store that the examples write."""
        self._db = db
        with Store.open(db) as store:
            told = store.record()
            self._known = {one.id for one in told.events}
            events = [one for one in told.events if one.tolls and not one.background]
            figures = [claim_id(one) for one in store.claims() if one.kind is ClaimKind.CASUALTY]
        events.sort(key=lambda one: (-len(one.claims), one.id))
        self._left = {EVENT: [one.id for one in events], CLAIM: [one for one in events[0].claims if one in figures]}
        self._given = dict[str, str]()

    def __call__(self, word: str, said: str) -> str:
        if word in MADE_BY_CHANCE:
            return re.findall(MADE_BY_CHANCE[word], said, re.MULTILINE)[-1]
        for pattern, left in self._left.items():
            if pattern.fullmatch(word):
                return self._given.setdefault(word, left[len([one for one in self._given if pattern.fullmatch(one)])])
        if word == SOURCE:
            with Store.open(self._db) as store:
                return next(iter(entries_of(store)), word)
        return word
