"""The candidates of all the names of one document in, the place that each most likely is out."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from marsad.reading.gazetteer import Entry, Quality
from marsad.reading.places_text import Span, Text
from marsad.reading.places_words import PlaceWords, capital_of

EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius
NEAR_KM = 280.0  # about the width of a province and its neighbours: what one dispatch tells of

# Points of evidence, set by reading where the choice fell on the development halves of LGL and GeoVirus.
CONTAINED = 7.0  # "Ramadi, Iraq": the text says what holds it
COUNTRY_NAMED = 2.0
ADMIN1_NAMED = 0.7
SHARED_BY = 0.7  # how fast a name that many provinces hold loses weight
MOST_TOGETHER = 9.0
TOGETHER = 3.0  # for each further name with a candidate in the same province
NEARBY = 3.5
HOMONYM_VOTE = 0.8  # a country that shares its name with a town: Jordan, Lebanon, Georgia
HOMONYM_FLOOR = 1_000
ADMIN1_VOTE = 1.0
CAPITAL_SIZE = 500_000
CAPITAL_VOTE = 0.3
POPULATION = 0.9  # for each power of ten
CAPITAL = 2.0
TYPE_MEETS = 4.0
QUALITY = {Quality.EXACT: 0.0, Quality.SPELLING: -1.5, Quality.SKELETON: -3.0}
KIND = {"country": 6.6, "region": 6.0, "sea": 7.0, "continent": 9.0, "admin1": 2.0, "admin2": -1.0, "city": 0.6}
ABROAD_FLOOR = {-1: 1 << 32, 0: 200_000, 1: 20_000, 2: 5_000}
"""Inhabitants that a place needs in a country that the text does not name, by the evidence of the words."""

LEAST_VOTE = 0.3
HOLDERS = frozenset({"country", "admin1"})
MOST_WORDS_BETWEEN = 6
SETTLED = frozenset({"city", "town", "village", "neighbourhood", "camp"})


@dataclass(slots=True)
class Setting:
    """What the document says of where it is set."""

    countries: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    admin1s: set[tuple[str, str]] = field(default_factory=set)
    together: Mapping[tuple[str, str | None], float] = field(default_factory=dict)
    anchors: list[Entry] = field(default_factory=list)
    total: float = 1.0


def choose(text: Text, spans: Sequence[Span], words: PlaceWords, home: str | None) -> dict[int, Entry | None]:
    """The entry of each span by its position, None where no candidate is believed; one name is one place in a text."""
    setting = _setting(text, spans, words, home)
    holders = {i: _holder(text, spans, i) for i in range(len(spans))}
    chosen = _pass(spans, setting, holders)
    setting.anchors = [entry for i, entry in chosen.items() if entry and _is_anchor(spans[i], entry)]
    return _pass(spans, setting, holders)


def _pass(spans: Sequence[Span], setting: Setting, holders: Mapping[int, Span | None]) -> dict[int, Entry | None]:
    known: dict[object, Entry | None] = {}
    holder_of: dict[str, Span] = {}
    for i, span in enumerate(spans):
        if (holder := holders[i]) is not None:
            holder_of.setdefault(span.name, holder)
    chosen: dict[int, Entry | None] = {}
    for i, span in enumerate(spans):
        holder = holders[i] or holder_of.get(span.name)
        key = (
            span.name,
            span.type_noun.kinds if span.type_noun else None,
            holder.name if holder else None,
            span.evidence,
        )
        if key not in known:
            known[key] = _best(span, setting, holder)
        chosen[i] = known[key]
    return chosen


def _setting(text: Text, spans: Sequence[Span], words: PlaceWords, home: str | None) -> Setting:
    setting = Setting()
    if home:
        setting.countries[home] += 1
    for low in text.low:
        if iso := words.country_of.get(low):
            setting.countries[iso] += 1
    for span in spans:
        exact = [entry for entry in span.candidates if entry.quality is Quality.EXACT]
        towns = any(entry.kind in {"city", "admin1"} and entry.population >= HOMONYM_FLOOR for entry in exact)
        for entry in exact:
            if entry.kind in {"country", "region"} and entry.country:
                setting.countries[entry.country] += HOMONYM_VOTE if towns else 1.0
            elif entry.kind == "admin1" and entry.country and span.evidence > 0:
                setting.admin1s.add((entry.country, entry.admin1 or ""))
                setting.countries[entry.country] += ADMIN1_VOTE / len(exact)
        if exact and span.evidence > 0:
            biggest = max(exact, key=lambda entry: entry.population)
            if biggest.population >= CAPITAL_SIZE and biggest.country and biggest.kind != "country":
                setting.countries[biggest.country] += CAPITAL_VOTE
    setting.together = _together(spans)
    setting.total = max(1.0, sum(setting.countries.values()))
    return setting


def _together(spans: Sequence[Span]) -> dict[tuple[str, str | None], float]:
    """For each province the number of distinct names that may lie in it, each counted by how few it may lie in."""
    weights: defaultdict[tuple[str, str | None], float] = defaultdict(float)
    seen: set[str] = set()
    for span in spans:
        if span.name in seen:
            continue
        seen.add(span.name)
        areas = {
            (e.country, e.admin1)
            for e in span.candidates
            if e.country and e.admin1 and e.quality is not Quality.SKELETON
        }
        for area in areas:
            weights[area] += len(areas) ** -SHARED_BY
    return weights


def _holder(text: Text, spans: Sequence[Span], i: int) -> Span | None:
    """The place that the words put this one in: "Ramadi, Iraq", "Ramadi, a city in Anbar province"."""
    if i + 1 == len(spans):
        return None
    here, there = spans[i], spans[i + 1]
    between = text.low[here.last : there.start]
    wider = any(entry.kind in HOLDERS and entry.quality is Quality.EXACT for entry in there.candidates)
    if not wider or len(between) > MOST_WORDS_BETWEEN:
        return None
    return (
        there
        if between in ([","], ["in"], [",", "in"], ["("]) or (between[:1] == [","] and between[-1:] in (["in"], ["'s"]))
        else None
    )


def _best(span: Span, setting: Setting, holder: Span | None) -> Entry | None:
    fit = [entry for entry in _widest(span) if _possible(entry, span, setting)]
    if not fit:
        return None
    best = max(
        fit, key=lambda entry: (_score(entry, span, setting, holder), entry.population, -(entry.geonames_id or 0))
    )
    return _town_of(best, fit, span)


def _widest(span: Span) -> tuple[Entry, ...]:
    """The regions and seas of our own list where one is named exactly; beside a country no mere respelling counts."""
    exact = tuple(entry for entry in span.candidates if entry.quality is Quality.EXACT)
    listed = tuple(entry for entry in exact if entry.kind in {"region", "sea", "continent"})
    if listed and not (span.type_noun and not span.type_noun.inside):
        return listed
    return exact if any(entry.kind in {"country", "region"} for entry in exact) else span.candidates


def _possible(entry: Entry, span: Span, setting: Setting) -> bool:
    inside = entry.country is None or setting.countries.get(entry.country, 0.0) >= LEAST_VOTE
    if entry.quality is Quality.SKELETON:
        return inside and span.evidence > 0
    if inside or entry.kind in {"country", "region", "sea", "continent"}:
        return True
    if entry.quality is Quality.SPELLING:
        return entry.population >= 100_000 and span.evidence > 0
    return entry.population >= ABROAD_FLOOR[span.evidence] or entry.kind not in {"city", "admin1", "admin2"}


def _score(entry: Entry, span: Span, setting: Setting, holder: Span | None) -> float:
    score = QUALITY[entry.quality] + KIND.get(entry.kind, 1.5) + POPULATION * math.log10(entry.population + 1)
    if entry.country in setting.countries:
        share = setting.countries[entry.country] / setting.total
        score += COUNTRY_NAMED * (0.5 + share)
    if (entry.country, entry.admin1) in setting.admin1s and entry.kind != "admin1":
        score += ADMIN1_NAMED
    if entry.admin1:
        others = setting.together.get((entry.country or "", entry.admin1), 0.0)
        score += min(MOST_TOGETHER, TOGETHER * math.log2(1 + others))
    if span.type_noun and entry.kind in span.type_noun.kinds:
        score += TYPE_MEETS if not span.type_noun.inside else 0.5
    if entry.kind == "city" and capital_of().get(entry.country or "") == span.name.casefold() and entry.population:
        score += CAPITAL
    if holder and _held_by(entry, holder):
        score += CONTAINED
    if setting.anchors:
        score += NEARBY * _nearness(entry, setting.anchors)
    return score


def _held_by(entry: Entry, holder: Span) -> bool:
    return any(
        entry.country == wide.country
        and (wide.kind == "country" or (entry.admin1 == wide.admin1 and entry.kind != "admin1"))
        for wide in holder.candidates
        if wide.kind in HOLDERS and wide.quality is Quality.EXACT
    )


def _nearness(entry: Entry, anchors: Iterable[Entry]) -> float:
    """1 beside an anchor of another name, falling to 0 far from all."""
    nearest = min(
        (distance_km(entry, a) for a in anchors if a.name != entry.name and a.kind != "country"), default=math.inf
    )
    return math.exp(-nearest / NEAR_KM)


def _is_anchor(span: Span, entry: Entry) -> bool:
    """Whether other names may be looked for near it: not near a capital, which is a dateline or a government."""
    if span.name.casefold() == capital_of().get(entry.country or ""):
        return False
    return entry.quality is not Quality.SKELETON and span.evidence > 0


def _town_of(best: Entry, fit: Sequence[Entry], span: Span) -> Entry:
    """The town where a district or a province of its name was chosen and the words do not say which.

    Provinces are named after towns: "in Idlib" is the town, "Idlib province" is not. A town far smaller than the
    province it shares a name with is a chance homonym.
    """
    if best.kind not in {"admin1", "admin2"} or (span.type_noun and best.kind in span.type_noun.kinds):
        return best
    towns = [
        entry
        for entry in fit
        if entry.kind in SETTLED
        and (entry.country, entry.admin1) == (best.country, best.admin1)
        and entry.quality is not Quality.SKELETON
    ]
    towns = [town for town in towns if best.kind == "admin2" or town.population * 30 >= best.population]
    return max(towns, key=lambda entry: entry.population, default=best)


def distance_km(one: Entry, other: Entry) -> float:
    """Great-circle distance."""
    lat1, lon1, lat2, lon2 = map(math.radians, (one.lat, one.lon, other.lat, other.lon))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))
