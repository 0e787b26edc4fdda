"""Prints in, the chains of copies that their documents are of out: the store is asked for all of them at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from heapq import nsmallest

import numpy as np
from sqlalchemy import Connection, bindparam, select, update

from marsad.domain.copying import COPY_OVERLAP, Print, overlap, shingle
from marsad.domain.document import Document
from marsad.store.intake_tables import print_bands, prints
from marsad.store.shelf import split
from marsad.store.tables import documents

MOST_COMPARED = 100
"""Documents that one is compared with, those that share most bands; of a chain that it joins one is enough."""
SURELY_APART = 0.15
"""How far below the cut a signature may tell before the texts are not looked at: about four standard errors of it."""
TEXT = select(documents.c.text).where(documents.c.seq == bindparam("seq"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A document, its number, and its print; None where it has too few words for one."""

    seq: int
    document: Document
    print: Print | None


@dataclass(slots=True, kw_only=True)
class Chains:
    """The chains of documents, by number, while others join them and make two into one."""

    of: dict[int, int] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)

    def now(self, chain: int) -> int:
        """What became of a chain."""
        while chain in self.moved:
            chain = self.moved[chain]
        return chain

    def add(self, document: int, joined: AbstractSet[int]) -> int:
        """The chain of a document that is a copy of some of each of these: the least number of any in it."""
        chain = min({*joined, document})
        self.moved |= dict.fromkeys(joined - {chain}, chain)
        self.of[document] = chain
        return chain


class Tracer:
    """Looks for the copies of documents among those that are kept and those that came before them."""

    def __init__(self, connection: Connection, came: Sequence[Printed]) -> None:
        self._connection = connection
        self._near = list_nearest(connection, came)
        self._same = _find_same(connection, came)
        self._signatures = {one.seq: one.print.signature for one in came if one.print}
        self._texts = {one.seq: one.document.text for one in came}
        self._shingles: dict[int, frozenset[str]] = {}
        self.chains = Chains()
        self._know({other for near in self._near.values() for other in near} - self._texts.keys())

    def trace(self, one: Printed) -> bool:
        """Put the document into its chain; whether it is a copy of any comes back. To be called in their order."""
        joined = {self.chains.now(chain) for chain in self._same[one.document.sha256]}
        for other in self._alike(one):
            chain = self.chains.now(self.chains.of[other])
            if chain not in joined and overlap(self._shingle(one.seq), self._shingle(other)) >= COPY_OVERLAP:
                joined.add(chain)
        self._same[one.document.sha256].add(self.chains.add(one.seq, joined))
        return bool(joined)

    def write_moves(self) -> None:
        """Write of the documents that are kept which chain they are of now."""
        found: dict[int, list[int]] = defaultdict(list)
        for chain in self.chains.moved:
            found[self.chains.now(chain)].append(chain)
        for chain, others in found.items():
            for some in split(others):
                self._connection.execute(update(prints).where(prints.c.chain.in_(some)).values(chain=chain))

    def _know(self, others: AbstractSet[int]) -> None:
        for some in split(sorted(others)):
            query = select(prints.c.document, prints.c.chain, prints.c.signature).where(prints.c.document.in_(some))
            for row in self._connection.execute(query):
                self.chains.of[row.document], self._signatures[row.document] = row.chain, row.signature

    def _alike(self, one: Printed) -> Iterator[int]:
        """Those of the nearest whose signatures do not tell that they are surely no copies."""
        near = self._near.get(one.seq, ())
        if not near or not one.print:
            return
        signatures = np.frombuffer(b"".join(self._signatures[other] for other in near), "<u4")
        own = np.frombuffer(one.print.signature, "<u4")
        shares = (signatures.reshape(len(near), -1) == own).mean(axis=1)
        yield from (other for other, share in zip(near, shares, strict=True) if share >= COPY_OVERLAP - SURELY_APART)

    def _shingle(self, document: int) -> frozenset[str]:
        if document not in self._shingles:
            text = self._texts.get(document) or self._connection.execute(TEXT, {"seq": document}).scalar_one()
            self._shingles[document] = shingle(text)
        return self._shingles[document]


def list_nearest(connection: Connection, came: Sequence[Printed]) -> dict[int, list[int]]:
    """Of each document, those before it that share a band with it, most bands first, no more than are compared."""
    sharing = _find_sharing(connection, came)
    found: dict[int, list[int]] = {}
    for one in came:
        keys = set(one.print.bands) if one.print else set()
        shared = Counter(other for key in keys if key in sharing for other in sharing[key])
        if shared:
            found[one.seq] = nsmallest(MOST_COMPARED, shared, key=lambda other: (-shared[other], other))
        for key in keys:
            sharing[key].append(one.seq)
    return found


def _find_sharing(connection: Connection, came: Iterable[Printed]) -> dict[int, list[int]]:
    """Which documents that are kept have a band, by its key."""
    keys = {key for one in came if one.print for key in one.print.bands}
    found: dict[int, list[int]] = defaultdict(list)
    for some in split(sorted(keys)):
        for key, document in connection.execute(select(print_bands).where(print_bands.c.key.in_(some))):
            found[key].append(document)
    return found


def _find_same(connection: Connection, came: Iterable[Printed]) -> dict[str, set[int]]:
    """The chains of the documents that are kept with the very same text, by its digest."""
    found: dict[str, set[int]] = defaultdict(set)
    query = select(documents.c.text_sha256, prints.c.chain).join(prints, prints.c.document == documents.c.seq)
    for some in split(dict.fromkeys(one.document.sha256 for one in came)):
        for digest, chain in connection.execute(query.where(documents.c.text_sha256.in_(some))):
            found[digest].add(chain)
    return found
