"""Tellings in, the links by which their blocks are found again out; keys of blocks in, who stands in them out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from marsad.domain.workings import Link
from marsad.reconcile.blocks import Key, find_keys, rank
from marsad.reconcile.draft import Draft
from marsad.reconcile.tables import feature_table
from marsad.reconcile.telling import Telling

Rank = tuple[str, int, int]
Member = tuple[Rank, str]
"""A telling in a block: its rank, and the id of its first claim, by which it goes."""
Block = list[Member]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A telling, by the id of its first claim, with the keys of its blocks."""

    name: str
    telling: Telling
    keys: frozenset[Key]

    @property
    def member(self) -> Member:
        return rank(self.telling), self.name


def block(tellings: Mapping[str, Telling]) -> dict[str, Blocked]:
    """The tellings with their keys, by name."""
    return {
        name: Blocked(name=name, telling=telling, keys=frozenset(find_keys(telling)))
        for name, telling in tellings.items()
    }


def file_blocks(blocked: Blocked) -> Iterator[Link]:
    """A link for each place of the telling, in order of its first day, and for each sentence, name and vague span.

    Not one for each of its days and kinds: so a few more are read than a block has, and a tenth is kept.
    """
    window = blocked.telling.window
    families = sorted({str(key[0]) for key in blocked.keys if len(key) == 3})
    extra = msgspec.json.encode([rank(blocked.telling), families]).decode()
    for shelf, dated in {_find_shelf(key) for key in blocked.keys}:
        yield Link(key=shelf, at=window.first if window and dated else 0, owner=blocked.name, extra=extra)


def read_blocks(draft: Draft, keys: Iterable[Key]) -> dict[Key, Block]:
    """Who stands in each block, in no fixed order."""
    blocks: dict[Key, Block] = {key: [] for key in keys}
    dated: dict[str, dict[int, list[Key]]] = defaultdict(lambda: defaultdict(list))
    others: dict[str, list[Key]] = defaultdict(list)
    for key in blocks:
        shelf, is_dated = _find_shelf(key)
        if is_dated and isinstance(key[1], int):
            dated[shelf][key[1]].append(key)
        else:
            others[shelf].append(key)
    for shelf, links in draft.links(list(others)).items():
        _fill(blocks, others[shelf], links)
    for shelf, days in dated.items():
        for run in _find_runs(days):
            _fill_days(blocks, days, draft.links_between(shelf, run[0] - _longest(), run[-1]))
    return blocks


def _fill(blocks: Mapping[Key, Block], keys: Iterable[Key], links: Iterable[Link]) -> None:
    """Puts the links' owners into those of the keys, all of one shelf, whose kind is among theirs."""
    for link in links:
        place, families = _read(link)
        for key in keys:
            if len(key) == 2 or key[0] in families:
                blocks[key].append((place, link.owner))


def _fill_days(blocks: Mapping[Key, Block], days: Mapping[int, list[Key]], links: Iterable[Link]) -> None:
    late = feature_table().threshold.next_days
    for link in links:
        place, families = _read(link)
        _, first, last = place
        for day in range(first, last + late + 1):
            for key in days.get(day, ()):
                if key[0] in families:
                    blocks[key].append((place, link.owner))


def _find_runs(days: Iterable[int]) -> list[list[int]]:
    """The days in order, parted where so many lie between two that it is less to read the two apart."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] <= 2 * _longest():
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _longest() -> int:
    """The most days between the first day of a telling that is not vague and the last block that it stands in."""
    threshold = feature_table().threshold
    return threshold.vague_days + threshold.next_days


def _find_shelf(key: Key) -> tuple[str, bool]:
    """The key of the links in which a block is found, and whether those are in order of days."""
    dated = len(key) == 3 and isinstance(key[1], int)
    named = key[2:] if dated else key[1:] if len(key) == 3 else key
    digest = sha256(repr(named).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return f"block:{digest}", dated


def _read(link: Link) -> tuple[Rank, list[str]]:
    (name, first, last), families = msgspec.json.decode(link.extra)
    return (name, first, last), families
