"""A record's events as columns in memory: a filter in, the rows that it asks for out, in milliseconds.

Sorting, grouping or counting a hundred thousand rows takes SQLite a tenth of a second each time; the columns take some
milliseconds, and 40 MB.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from marsad.domain.filter import Filter, fold_asked
from marsad.domain.vocabulary import EventType, Grade, Harm, PlacePrecision, VictimsGroup

KINDS, GRADES, HARMS, GROUPS = tuple(EventType), tuple(Grade), tuple(Harm), tuple(VictimsGroup)
UNKNOWN = -1
"""Of a figure: none is known, which is not 0. Of a word: there is none."""
NEVER = np.datetime64("NaT")

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
Codes = NDArray[np.int32]
Days = NDArray[np.datetime64]
Box = tuple[float, float, float, float]
"""West, south, east and north in degrees."""


class Words:
    """Texts by number, each kept once; a text keeps its number for good."""

    def __init__(self, texts: Collection[str] = ()) -> None:
        self.texts = list(texts)
        self._numbers = {text: number for number, text in enumerate(self.texts)}

    def number(self, text: str | None) -> int:
        """The text's number, a new one for a text that is not known."""
        if text is None:
            return UNKNOWN
        known = self._numbers.get(text)
        if known is None:
            known = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return known

    def find(self, text: str | None) -> int:
        """The number of a text that is known, UNKNOWN of any other."""
        return self._numbers.get(text or "", UNKNOWN)

    def having(self, numbers: Codes, phrase: str) -> Mask:
        """The rows of these numbers in whose folded text the phrase stands whole."""
        folded = fold_asked(phrase)
        found = np.array([folded in text for text in self.texts], dtype=np.bool_)
        return found[numbers] if len(found) else np.zeros(len(numbers), dtype=np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabularies:
    """The texts that the columns number. `places` and `actors` are folded; the others are names as they are.

    `seqs` is where each event that is there stands in the record's order, so that few are found among many.
    """

    kinds: Words = field(default_factory=lambda: Words(KINDS))
    grades: Words = field(default_factory=lambda: Words(GRADES))
    harms: Words = field(default_factory=lambda: Words(HARMS))
    groups: Words = field(default_factory=lambda: Words(GROUPS))
    places: Words = field(default_factory=Words)
    actors: Words = field(default_factory=Words)
    names: Words = field(default_factory=Words)
    seqs: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventColumns:
    """One row an event, in the record's order."""

    seq: Rows
    id: NDArray[np.str_]
    kind: Codes
    since: Days
    until: Days
    places: Codes
    actors: Codes
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    precision: Codes
    deaths: Rows
    grade: Codes
    weight: Rows
    protected: Mask
    background: Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureColumns:
    """One row a figure that counts everybody once; `seq` is that of its event."""

    seq: Rows
    harm: Codes
    since: Days
    low: Rows
    best: Rows
    high: Rows
    place: Codes
    doers: Codes
    victims: Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletColumns:
    """One row an outlet that tells of an event in an open document; `seq` is that of the event."""

    seq: Rows
    outlet: Codes


C = TypeVar("C", EventColumns, FigureColumns, OutletColumns)


def merged(kept: C, gone: Rows, fresh: C) -> C:
    """The columns less the rows of the events `gone`, with the fresh ones in their places."""
    cuts = _cuts(kept.seq, gone, fresh.seq)
    return replace(
        kept, **{one.name: _joined(getattr(kept, one.name), getattr(fresh, one.name), cuts) for one in fields(kept)}
    )


def _cuts(kept: Rows, gone: Rows, fresh: Rows) -> list[tuple[slice, slice]]:
    """Stretches of the kept rows that stay, each with those of the fresh that come before it, in order."""
    touched = np.union1d(gone, fresh)
    ends, starts = np.searchsorted(kept, touched), np.searchsorted(kept, touched, side="right")
    first, last = np.searchsorted(fresh, touched), np.searchsorted(fresh, touched, side="right")
    come = [slice(0, 0), *map(slice, first.tolist(), last.tolist())]
    stay = map(slice, [0, *starts.tolist()], [*ends.tolist(), len(kept)])
    return list(zip(stay, come, strict=True))


def _joined(kept: NDArray[Any], fresh: NDArray[Any], cuts: Sequence[tuple[slice, slice]]) -> NDArray[Any]:
    return np.concatenate([part for stay, come in cuts for part in (fresh[come], kept[stay])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """All of them at one version of the record. `orders` remembers what was sorted once."""

    version: str
    protected_since: str
    """The version that last wrote, or took out, an event that a protected source tells any of."""
    words: Vocabularies
    events: EventColumns
    figures: FigureColumns
    outlets: OutletColumns
    orders: dict[str, Rows] = field(default_factory=dict)
    figure_events: Rows = field(init=False)
    """Where the event of each figure stands."""
    outlet_events: Rows = field(init=False)

    def __post_init__(self) -> None:
        for name, of in (("figure_events", self.figures), ("outlet_events", self.outlets)):
            object.__setattr__(self, name, np.searchsorted(self.events.seq, of.seq))

    def wanted(self, asked: Filter) -> Mask:
        """The events that the filter asks for, by the rules of `query.filter_rows`."""
        events = self.events
        mask: Mask = np.ones(len(events.seq), dtype=np.bool_)
        if asked.since:
            since = np.datetime64(asked.since)
            mask &= ~np.isnat(events.since) & (np.isnat(events.until) | (events.until >= since))
        if asked.until:
            mask &= events.since <= np.datetime64(asked.until)  # never true of an unknown day
        if asked.place:
            mask &= self.words.places.having(events.places, asked.place)
            mask &= ~events.protected | (not asked.shielded)
        if asked.actor:
            mask &= self.words.actors.having(events.actors, asked.actor)
        if asked.kind:
            mask &= _is(events.kind, self.words.kinds, asked.kind)
        if asked.grade:
            mask &= _is(events.grade, self.words.grades, asked.grade)
        if asked.source:
            mask &= self._told_by(asked.source)
        return mask

    @property
    def is_open(self) -> Mask:
        """News that no protected source tells any of."""
        return ~self.events.protected & ~self.events.background

    @property
    def has_point(self) -> Mask:
        """What may be drawn at a point; of a country that would be false exactness."""
        return ~np.isnan(self.events.lat) & (self.events.precision < PlacePrecision.COUNTRY)

    def inside(self, box: Box) -> Mask:
        """The rows whose point lies in the box."""
        west, south, east, north = box
        lon, lat = self.events.lon, self.events.lat
        return self.has_point & (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)

    def ordered(self, order: str) -> Rows:
        """All rows as `paging.Order` says, those of no day or no figure last, ties in the record's order."""
        known = self.orders.get(order)
        if known is None:
            known = self.orders[order] = np.argsort(self.key(order), kind="stable")
        return known

    def walked(self, order: str) -> Rows:
        """As `ordered`, but ties by id, which a new event moves none of: lists are walked page by page so."""
        known = self.orders.get(f"{order} by id")
        if known is None:
            known = self.orders[f"{order} by id"] = np.lexsort((self.events.id, self.key(order)))
        return known

    def behind(self, order: str, key: int, name: str) -> Mask:
        """The rows that stand after a thing of that key and id, which need not be there any more."""
        keys = self.key(order)
        mask: Mask = keys > key
        same = keys == key
        mask[same] = self.events.id[same] > name
        return mask

    def key(self, order: str) -> Rows:
        """What the rows are sorted by, the least first."""
        events, last = self.events, np.iinfo(np.int64).max
        if order == "review":
            return -events.weight
        if order == "deadliest":
            return np.where(events.deaths == UNKNOWN, last, -events.deaths)
        days = events.since.astype(np.int64)
        return np.where(np.isnat(events.since), last, days if order == "oldest" else -days)

    def _told_by(self, outlet: str) -> Mask:
        number = self.words.names.find(outlet)
        mask: Mask = np.zeros(len(self.events.seq), dtype=np.bool_)
        if number != UNKNOWN:
            mask[self.outlet_events[self.outlets.outlet == number]] = True
        return mask


def _is(column: Codes, words: Words, text: str) -> Mask:
    number = words.find(text)
    return column == number if number != UNKNOWN else np.zeros(len(column), dtype=np.bool_)
