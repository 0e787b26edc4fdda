"""The candidates of all the names of one document in, the place that each most likely is out."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marsad.reading.gazetteer import Entry, Quality
from marsad.reading.gazetteer.entry import distance_km
from marsad.reading.places_chains import PARTS, Bonds
from marsad.reading.places_setting import INHABITANTS_UNKNOWN, Setting
from marsad.reading.places_text import Span
from marsad.reading.places_words import capital_of

NEAR_KM = 280.0  # about the width of a province and its neighbours: what one dispatch tells of

# Points of evidence, set by reading where the choice fell on the development halves of LGL and GeoVirus.
CONTAINED = 7.0  # "Ramadi, Iraq": the text says what holds it
CONTAINED_AGAIN = 2.0  # for each further name around it that agrees
HOLDS = 2.5  # what holds the name before it
HOLDS_AS_PART = 2.0  # and is a province or a district
COUNTRY_NAMED = 2.5
ADMIN1_NAMED = 0.7
MOST_TOGETHER = 9.0
TOGETHER = 2.0  # for each further name with a candidate in the same province
NEARBY = 3.5
POPULATION = 0.9  # for each power of ten
CAPITAL = 3.0
TYPE_MEETS = 4.0
OVERSHADOWED = 2.0  # a town of a far greater province's name: California in Pennsylvania
PROVINCE_TIMES = 200
QUALITY = {Quality.EXACT: 0.0, Quality.SPELLING: -1.5, Quality.SKELETON: -3.0}
KIND = {"country": 6.6, "region": 6.0, "sea": 7.0, "continent": 9.0, "admin1": 2.0, "admin2": -1.0, "city": 0.6}
LISTED = 0.5  # kinds of our own list: villages, camps, crossings
LISTED_AT_HOME = 2.5  # and in a country that the text tells of: the list has what wars make known
ABROAD_FLOOR = {-1: 1 << 32, 0: 200_000, 1: 20_000, 2: 5_000}
"""Inhabitants that a place needs in a country that the text does not name, by the evidence of the words."""

NEARLY = 0.5  # points between two candidates below which the text does not tell them apart
LEAST_VOTE = 0.3
AGREEMENT_VOTE = 1.0  # two names that lie one in the other there and nowhere else
LETTERS_ALONE = 5
"""Letters of a single word below which a place of its name in one country only is chance."""

COUNTED = frozenset({"city", "admin1", "admin2"})
"""Kinds that GeoNames counts the inhabitants of; what else is listed is listed because the press names it."""

WIDER = frozenset({"country", "region", "sea", "continent"})
"""Kinds of the names that are known whatever they are said to lie in."""

KNOWN_ANYWHERE = {"city": 100_000, "admin1": 100_000, "admin2": 300_000}
"""Inhabitants of a place, by its kind, that is meant though the words seem to put it elsewhere."""

SETTLED = frozenset({"city", "town", "village", "neighbourhood", "camp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The place that a name most likely is, None where none is believed; `rival` is another nearly as likely."""

    entry: Entry | None = None
    rival: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shortlist:
    """What a name may be: the candidates that the text allows, and those that may win with their scores so far."""

    span: Span
    fit: Sequence[Entry]
    scored: Sequence[tuple[float, Entry]]


def choose(spans: Sequence[Span], setting: Setting, bonds: Bonds) -> list[Choice]:
    """The choice for each span; one name is one place in a text, save where its noun of type differs."""
    evidence: dict[str, int] = {}
    for span in spans:
        evidence[span.key] = max(evidence.get(span.key, -1), span.evidence)
    for span in spans:
        span.evidence = evidence[span.key]
    for key, countries in bonds.votes.items():
        for country in countries:
            setting.speak(key, country, AGREEMENT_VOTE / len(countries))
    setting.total = max(1.0, sum(setting.countries.values()))
    keys = [_key(span) for span in spans]
    lists = {key: _shortlist(span, setting, bonds) for key, span in reversed([*zip(keys, spans, strict=True)])}
    first = {key: _best(each, bonds, ()) for key, each in lists.items()}
    found = [(span, first[key].entry) for key, span in zip(keys, spans, strict=True)]
    anchors = [entry for span, entry in found if entry and _is_anchor(span, entry)]
    best = {key: _best(each, bonds, anchors) for key, each in lists.items()}
    return [best[key] for key in keys]


def _key(span: Span) -> object:
    """What is alike for spans that are one place; entries by identity, for to hash one is to hash all its fields."""
    return span.key, span.type_noun.kinds if span.type_noun else None, *map(id, span.candidates)


def _shortlist(span: Span, setting: Setting, bonds: Bonds) -> _Shortlist:
    fit = [entry for entry in _widest(span) if _possible(entry, span, setting, bonds)]
    if bonds.contradicts(span):
        fit = [entry for entry in fit if _is_known_anywhere(entry)]
    return _Shortlist(span=span, fit=fit, scored=_scored(fit, span, setting, bonds) if fit else [])


def _best(listed: _Shortlist, bonds: Bonds, anchors: Sequence[Entry]) -> Choice:
    if not listed.fit:
        return Choice()
    best, *rest = _ranked(listed.scored, anchors)
    entry, span = best[1], listed.span
    rivals = (other for score, other in rest if best[0] - score < NEARLY and _elsewhere(other, entry))
    rival = next((other for other in rivals if entry.quality is other.quality is Quality.EXACT), None)
    return Choice(entry=entry if _is_around(entry, span, bonds) else _town_of(entry, listed.fit, span), rival=rival)


def _is_known_anywhere(entry: Entry) -> bool:
    great = entry.population >= KNOWN_ANYWHERE.get(entry.kind, 1 << 32)
    return entry.quality is Quality.EXACT and (entry.kind in WIDER or great)


def _scored(fit: Sequence[Entry], span: Span, setting: Setting, bonds: Bonds) -> list[tuple[float, Entry]]:
    """The candidates that may win, each with its score but for nearness, which is slow and asked of few."""
    province = max((e.population for e in fit if e.kind == "admin1" and e.quality is Quality.EXACT), default=0)
    scored = [(_score(entry, span, setting, province) + _by_chain(entry, span, bonds), entry) for entry in fit]
    least = max(score for score, _ in scored) - NEARBY - NEARLY
    return [(score, entry) for score, entry in scored if score >= least]


def _ranked(scored: Sequence[tuple[float, Entry]], anchors: Sequence[Entry]) -> list[tuple[float, Entry]]:
    """The candidates with what nearness to the anchors adds, the best first."""
    near = [(score + NEARBY * _nearness(entry, anchors), entry) for score, entry in scored]
    return sorted(near, key=lambda one: (one[0], one[1].population, -(one[1].geonames_id or 0)), reverse=True)


def _elsewhere(one: Entry, other: Entry) -> bool:
    """Whether they lie in two countries, and not on two sides of a border or a line that is disputed."""
    return one.country != other.country and distance_km(one, other) > NEAR_KM


def _widest(span: Span) -> tuple[Entry, ...]:
    """The regions and seas of our own list where one is named exactly; beside a country no mere respelling counts."""
    exact = tuple(entry for entry in span.candidates if entry.quality is Quality.EXACT)
    listed = tuple(entry for entry in exact if entry.kind in {"region", "sea", "continent"})
    if listed and not (span.type_noun and not span.type_noun.inside):
        return listed
    return exact if any(entry.kind in {"country", "region"} for entry in exact) else span.candidates


def _possible(entry: Entry, span: Span, setting: Setting, bonds: Bonds) -> bool:
    if bonds.fitting(span, entry) or bonds.holding(span, entry):
        return True
    inside = entry.country is None or setting.support(entry.country, span.key) >= LEAST_VOTE
    if entry.quality is Quality.SKELETON:
        return inside and span.evidence > 0
    if inside or entry.kind in {"country", "region", "sea", "continent"}:
        return True
    if entry.quality is Quality.SPELLING:
        return entry.population >= 100_000 and span.evidence > 0
    return entry.population >= ABROAD_FLOOR[span.evidence] or entry.kind not in COUNTED or _stands_alone(entry, span)


def _stands_alone(entry: Entry, span: Span) -> bool:
    """Whether the name is borne by this country alone, and is of two words or more, or long and has a noun of type.

    Chance makes no such namesakes.
    """
    typed = span.evidence > 1 and span.type_noun is not None and len(span.name) >= LETTERS_ALONE
    if span.evidence < 1 or (span.is_single and not typed):
        return False
    same = (other for other in span.candidates if other.quality is Quality.EXACT)
    return all(other.country == entry.country for other in same)


def _score(entry: Entry, span: Span, setting: Setting, province: int) -> float:
    """The points of all evidence but nearness; `province` is the population of the greatest province of the name."""
    size = math.log10((entry.population or INHABITANTS_UNKNOWN) + 1)
    score = QUALITY[entry.quality] + KIND.get(entry.kind, LISTED) + POPULATION * size
    if entry.country and (support := setting.support(entry.country, span.key)) >= LEAST_VOTE:
        score += 0.0 if entry.kind in KIND else LISTED_AT_HOME
        score += COUNTRY_NAMED * (0.5 + support / setting.total_beside(span.key))
    if (entry.country, entry.admin1) in setting.admin1s and entry.kind != "admin1":
        score += ADMIN1_NAMED
    if entry.admin1:
        others = setting.together.get((entry.country or "", entry.admin1), 0.0)
        score += min(MOST_TOGETHER, TOGETHER * math.log2(1 + others))
    if span.type_noun and entry.kind in span.type_noun.kinds:
        score += TYPE_MEETS if not span.type_noun.inside else 0.5
    if entry.kind == "city" and capital_of().get(entry.country or "") == span.key and entry.population:
        score += CAPITAL
    if entry.kind in SETTLED and province > PROVINCE_TIMES * max(entry.population, INHABITANTS_UNKNOWN):
        score -= OVERSHADOWED
    return score


def _by_chain(entry: Entry, span: Span, bonds: Bonds) -> float:
    """The points of what the words put the name in, and of what they put in it."""
    score = 0.0
    if count := bonds.fitting(span, entry):
        score += CONTAINED + CONTAINED_AGAIN * (count - 1)
    if bonds.holding(span, entry):
        score += HOLDS + (HOLDS_AS_PART if entry.kind in PARTS else 0.0)
    return score


def _is_around(entry: Entry, span: Span, bonds: Bonds) -> bool:
    """Whether it is the province or district that another name lies in: "Hays (Al Hudaydah)" is not the town."""
    return entry.kind in PARTS and bonds.holding(span, entry)


def _nearness(entry: Entry, anchors: Iterable[Entry]) -> float:
    """1 beside an anchor of another name, falling to 0 far from all."""
    nearest = min(
        (distance_km(entry, a) for a in anchors if a.name != entry.name and a.kind != "country"), default=math.inf
    )
    return math.exp(-nearest / NEAR_KM)


def _is_anchor(span: Span, entry: Entry) -> bool:
    """Whether other names may be looked for near it: not near a dateline, nor a capital, which is a government."""
    if span.dateline or span.key == capital_of().get(entry.country or ""):
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
