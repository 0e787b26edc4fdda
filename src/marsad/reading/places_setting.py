"""The names of one document in, what the document says of where it is set out."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from marsad.reading.countries import country_of_name, country_of_seat
from marsad.reading.gazetteer import Quality
from marsad.reading.places_text import Span, Text
from marsad.reading.places_words import PlaceWords

# Points of evidence, set by reading where the choice fell on the development halves of LGL and GeoVirus.
HOMONYM_VOTE = 0.8  # a country that shares its name with a town: Jordan, Lebanon, Georgia
HOMONYM_FLOOR = 1_000
ADMIN1_VOTE = 1.0
CAPITAL_SIZE = 500_000
CAPITAL_VOTE = 0.3
HOME_VOTE = 1.0
BODY_VOTE = 1.0  # a body of that country, each once: an army, a ministry, an armed group
TITLE_VOTE = 1.0
NEIGHBOUR_VOTE = 0.5  # a town that bears its name almost alone
NEIGHBOUR_SHARE = 0.7  # of the inhabitants of all places of that name
SHARED_BY = 0.7  # how fast a name that many provinces hold loses weight
INHABITANTS_UNKNOWN = 1_000
"""What a place is taken to have where GeoNames gives 0, which stands for no count: a large village."""

Area = tuple[str, str | None]


@dataclass(slots=True)
class Setting:
    """What the document says of where it is set."""

    countries: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    admin1s: set[tuple[str, str]] = field(default_factory=set)
    together: Mapping[Area, float] = field(default_factory=dict)
    own: defaultdict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    """What each name, in lower case, itself speaks for a country: no town vouches for itself."""

    own_total: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    total: float = 1.0

    def support(self, country: str, name: str) -> float:
        """What speaks for the country beside the name itself, given in lower case as everywhere here."""
        return self.countries.get(country, 0.0) - self.own.get((name, country), 0.0)

    def total_beside(self, name: str) -> float:
        """All that is said of any country, less what the name itself says."""
        return max(1.0, self.total - self.own_total.get(name, 0.0))

    def speak(self, name: str, country: str, vote: float) -> None:
        """Count a town's vote for its country."""
        self.countries[country] += vote
        self.own[name, country] += vote
        self.own_total[name] += vote


def read_setting(
    text: Text,
    spans: Sequence[Span],
    words: PlaceWords,
    told: Mapping[str, float],
    title: str | None,
    misplaced: Callable[[Span], bool],
) -> Setting:
    """The countries and provinces that speak in the text, its title and `told`, each with its weight.

    Names that are `misplaced`, none of whose candidates lies where the text puts them, do not speak.
    """
    setting = Setting()
    for iso, weight in told.items():
        setting.countries[iso] += weight
    for iso in countries_in_title(title or "", words):
        setting.countries[iso] += TITLE_VOTE
    for low in text.low:
        if iso := words.country_of.get(low, ""):
            setting.countries[iso] += 1
    for span in spans:
        _count(span, setting)
    placed = [span for span in spans if not misplaced(span)]
    _count_neighbours(placed, setting)
    setting.together = _together(placed)
    setting.total = max(1.0, sum(setting.countries.values()))
    return setting


def countries_in_title(title: str, words: PlaceWords) -> set[str]:
    """The countries that the words of a title name, by name, demonym or capital."""
    found = set()
    tokens = ["".join(letter for letter in word if letter.isalnum() or letter in "-'’") for word in title.split()]
    for word in tokens:
        country = country_of_name(word) or country_of_seat(word)
        if iso := country.iso if country else words.country_of.get(word.casefold(), ""):
            found.add(iso)
    return found


def _count(span: Span, setting: Setting) -> None:
    """Add what a span says of its country: a country by its name, a province by its name, a great city a little."""
    exact = [entry for entry in span.candidates if entry.quality is Quality.EXACT]
    towns = any(entry.kind in {"city", "admin1"} and entry.population >= HOMONYM_FLOOR for entry in exact)
    for entry in exact:
        if entry.kind in {"country", "region"} and entry.country:
            setting.countries[entry.country] += HOMONYM_VOTE if towns else 1.0
        elif entry.kind == "admin1" and entry.country and span.evidence > 0:
            setting.admin1s.add((entry.country, entry.admin1 or ""))
            setting.speak(span.key, entry.country, ADMIN1_VOTE / len(exact))
    if exact and span.evidence > 0:
        biggest = max(exact, key=lambda entry: entry.population)
        if biggest.population >= CAPITAL_SIZE and biggest.country and biggest.kind != "country":
            setting.speak(span.key, biggest.country, CAPITAL_VOTE)


def _count_neighbours(spans: Sequence[Span], setting: Setting) -> None:
    """Add a little for each town that bears its name almost alone; a dateline is where it was written."""
    seen: set[str] = set()
    for span in spans:
        name = span.key
        if name in seen or span.evidence <= 0 or span.dateline:
            continue
        seen.add(name)
        sizes: defaultdict[str, float] = defaultdict(float)
        best = min((entry.quality for entry in span.candidates), default=Quality.SKELETON)
        for entry in span.candidates:
            if entry.quality is best is not Quality.SKELETON and entry.country:
                sizes[entry.country] = max(sizes[entry.country], entry.population or INHABITANTS_UNKNOWN)
        if sizes and not any(entry.kind in {"country", "region"} for entry in span.candidates):
            country = max(sizes, key=lambda iso: (sizes[iso], iso))
            if sizes[country] >= NEIGHBOUR_SHARE * sum(sizes.values()):
                setting.speak(name, country, NEIGHBOUR_VOTE)


def _together(spans: Sequence[Span]) -> dict[Area, float]:
    """For each province the number of distinct names that may lie in it, each counted by how few it may lie in."""
    weights: defaultdict[Area, float] = defaultdict(float)
    seen: set[str] = set()
    for span in spans:
        name = span.key
        if name in seen:
            continue
        seen.add(name)
        areas = {
            (e.country, e.admin1)
            for e in span.candidates
            if e.country and e.admin1 and e.quality is not Quality.SKELETON
        }
        for area in areas:
            weights[area] += len(areas) ** -SHARED_BY
    return weights
