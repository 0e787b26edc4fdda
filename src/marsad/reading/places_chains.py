"""The names of one document in, which of them the words put inside or beside another out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from marsad.reading.gazetteer import Entry, Quality
from marsad.reading.gazetteer.entry import distance_km
from marsad.reading.places_text import Span, Text
from marsad.reading.places_words import LONGEST_TYPE, PlaceWords

MOST_WORDS_BETWEEN = 6
SAME_DISTRICT_KM = 70.0  # from a village to the seat or the middle of its district
SAME_TOWN_KM = 30.0
BESIDE_KM = 60.0
SAME_REGION_KM = 280.0
PARTS = frozenset({"admin1", "admin2", "district"})
"""Kinds that hold towns by their administration; a town holds its quarters, a country all."""

RANKS = frozenset({"country", "admin1"})
CONTAINERS = frozenset({"country", "region", *PARTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The place that the words put a name in, `outer` being its position; `near` where they only put it beside.

    `said` is False for a comma alone, which may as well go on with a list.
    """

    outer: int
    said: bool
    near: bool = False


@dataclass(slots=True, kw_only=True)
class Bonds:
    """What the chains of a text say of the candidates, by the identity of each entry.

    `fits` counts, for each name, the outer names that each candidate of it agrees with; `holds` has the candidates of
    an outer name that some inner one agrees with; `chain` the keys of the outer names of each position.
    """

    fits: dict[str, dict[int, int]] = field(default_factory=dict)
    holds: dict[str, set[int]] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    """Names that the words put in a country or province: what lies nowhere near is another place of the name."""

    votes: dict[str, set[str]] = field(default_factory=dict)
    """The countries in which an outer name and an inner one agree, by the outer name."""

    def fitting(self, span: Span, entry: Entry) -> int:
        return self.fits.get(span.key, {}).get(id(entry), 0)

    def contradicts(self, span: Span) -> bool:
        """Whether the words put the name where none of its candidates lies."""
        return span.key in self.bound and not self.fits.get(span.key)

    def holding(self, span: Span, entry: Entry) -> bool:
        return id(entry) in self.holds.get(span.key, ())


def find_links(text: Text, spans: Sequence[Span], words: PlaceWords) -> dict[int, list[Link]]:
    """The links of each name that the words put in the next one ("Ramadi, Iraq") or the last ("Iraq's Ramadi")."""
    links: dict[int, list[Link]] = {}
    for i in range(len(spans) - 1):
        here, there = spans[i], spans[i + 1]
        if there.start - here.last > MOST_WORDS_BETWEEN + LONGEST_TYPE:
            continue
        if text.low[here.last : there.start] in (["'s"], ["’s"]) or _is_bare_genitive(here, there):
            links.setdefault(i + 1, []).append(Link(outer=i, said=True))
        elif link := _link(text, here, there, i + 1, words):
            links.setdefault(i, []).append(link)
    return links


def _link(text: Text, here: Span, there: Span, at: int, words: PlaceWords) -> Link | None:
    before = there.type_start if there.type_start is not None and there.type_start < there.start else there.start
    between = text.low[here.last : before]
    if len(between) > MOST_WORDS_BETWEEN or "\n" in text.slice(here.start, there.end):
        return None
    told = _bare(between, words)
    if told == [","]:
        return None if _are_listed(here, there) else Link(outer=at, said=_is_typed_within(here, there))
    typed = here.type_noun is not None or there.type_noun is not None
    if told in (["in"], [",", "in"], ["("], [",", "("], ["inside"], ["within"]) or (told == ["of"] and typed):
        return Link(outer=at, said=True)
    explained = any(word in words.types for word in between)
    if between[:1] == [","] and explained and between[-1:] in (["in"], ["'s"], ["’s"]):
        return Link(outer=at, said=True)
    beside = told in (["near"], [",", "near"], ["outside"]) or told[-2:] in (["close", "to"], ["next", "to"])
    if beside or (told == ["of"] and any(word in words.near_of for word in between)):
        return Link(outer=at, said=True, near=True)
    return None


def _is_bare_genitive(here: Span, there: Span) -> bool:
    """Whether it is a genitive that lost its apostrophe: "Syrias Hama province"."""
    return here.last == there.start and here.genitive


def _is_typed_within(here: Span, there: Span) -> bool:
    """Whether the nouns of type say that a comma puts the one in the other: "Sarsang village, Uli Township"."""
    if here.type_noun is None or here.type_noun.plural:
        return False
    return there.type_noun is None or there.type_noun.kinds != here.type_noun.kinds


def _are_listed(here: Span, there: Span) -> bool:
    """Whether two names after a comma are of one rank: "Kansas, Nebraska" are two states, not a town in one."""
    ranks = [
        {(each.kind, each.country if each.kind == "admin1" else None) for each in span.candidates if _has_rank(each)}
        for span in (here, there)
    ]
    return here.key != there.key and bool(ranks[0] & ranks[1])


def _has_rank(entry: Entry) -> bool:
    return entry.kind in RANKS and entry.quality is Quality.EXACT


def _bare(between: Sequence[str], words: PlaceWords) -> list[str]:
    """The words between two names without articles, directions and "district of"."""
    while between and (between[-1] == "-" or between[-1] in words.articles):
        between = between[:-1]
    kept: list[str] = []
    i = 0
    while i < len(between):
        size = next((n for n in range(LONGEST_TYPE, 0, -1) if " ".join(between[i : i + n]) in words.types), 0)
        if size:
            i += size + (between[i + size : i + size + 1] == ["of"])
        elif between[i] in words.compass or between[i] in words.middle or between[i] in {"the", "a"}:
            i += 1
        else:
            kept.append(between[i])
            i += 1
    return kept


def read_bonds(spans: Sequence[Span], links: Mapping[int, Sequence[Link]]) -> Bonds:
    """What the links say of the candidates: "Tripoli, Lebanon" and "Buruku (Chikun, Kaduna)" name one place each."""
    bonds = Bonds()
    for i in links:
        inner = spans[i]
        for outer, link in _outers(spans, links, i):
            if link.said and not link.near and _is_certain(outer):
                bonds.bound.add(inner.key)
            for entry, wide in _agreeing(inner, outer, link):
                count = bonds.fits.setdefault(inner.key, {})
                count[id(entry)] = count.get(id(entry), 0) + 1
                if not link.near:
                    bonds.holds.setdefault(outer.key, set()).add(id(wide))
                if wide.kind != "country" and wide.country:
                    bonds.votes.setdefault(outer.key, set()).add(wide.country)
    return bonds


def _outers(spans: Sequence[Span], links: Mapping[int, Sequence[Link]], i: int) -> Iterator[tuple[Span, Link]]:
    """The names around, the nearest first, each with the link that leads to it."""
    ahead = [(i, link) for link in links[i]]
    while ahead:
        at, link = ahead.pop(0)
        yield spans[link.outer], link
        ahead += [(link.outer, further) for further in links.get(link.outer, ()) if further.outer != at]


def _is_certain(outer: Span) -> bool:
    """Whether the name is a country's or a province's and so surely known."""
    return any(each.kind in {"country", "admin1"} and each.quality is not Quality.SKELETON for each in outer.candidates)


def _agreeing(inner: Span, outer: Span, link: Link) -> Iterator[tuple[Entry, Entry]]:
    """Each candidate of the inner name with the first of the outer name's that holds it."""
    wide = [entry for entry in outer.candidates if entry.quality is not Quality.SKELETON and entry.country]
    for entry in inner.candidates:
        found = next((each for each in wide if _holds(each, entry, link)), None)
        if found is not None:
            yield entry, found


def _holds(wide: Entry, entry: Entry, link: Link) -> bool:
    if wide.country != entry.country or wide.geonames_id == entry.geonames_id is not None:
        return False
    if link.near:
        return wide.kind not in CONTAINERS and distance_km(wide, entry) <= BESIDE_KM
    if wide.kind == "country" or entry.kind in {"country", "region", "admin1"}:
        return wide.kind == "country" != entry.kind
    if wide.kind == "admin1":
        return wide.admin1 == entry.admin1
    return (link.said or wide.kind in CONTAINERS) and distance_km(wide, entry) <= _reach(wide)


def _reach(wide: Entry) -> float:
    """How far from its point what lies in it may be, in km."""
    if wide.kind == "region":
        return SAME_REGION_KM
    return SAME_DISTRICT_KM if wide.kind in PARTS else SAME_TOWN_KM
