"""The hand-made file of front-line places is whole: every row can be found on a map and checked at its source."""

import csv
import re
from collections import defaultdict
from importlib import resources

import pytest

HEADER = ["name", "aliases", "kind", "country", "admin1", "lat", "lon", "conflict", "source"]
KINDS = {
    *("village", "town", "neighbourhood", "camp", "crossing", "airbase", "dam"),
    *("district", "region", "front", "other"),
}
# Country: south, west, north, east, in whole degrees outwards (WGS84; islands off the mainland included where used).
BOXES = {
    "AF": (29, 60, 39, 75),
    "AM": (38, 43, 42, 47),
    "AZ": (38, 44, 42, 51),
    "BD": (20, 88, 27, 93),
    "BF": (9, -6, 16, 3),
    "CD": (-14, 12, 6, 32),
    "CF": (2, 14, 12, 28),
    "CM": (1, 8, 14, 17),
    "CO": (-5, -80, 13, -66),
    "DZ": (18, -9, 38, 12),
    "EG": (21, 24, 32, 37),
    "EH": (20, -18, 28, -8),
    "ET": (3, 32, 15, 48),
    "HT": (17, -75, 21, -71),
    "IL": (29, 34, 34, 36),
    "IN": (6, 68, 36, 98),
    "IQ": (29, 38, 38, 49),
    "IR": (25, 44, 40, 64),
    "KE": (-5, 33, 6, 42),
    "LB": (33, 35, 35, 37),
    "LY": (19, 9, 34, 26),
    "ML": (10, -13, 25, 5),
    "MM": (9, 92, 29, 102),
    "MR": (14, -18, 28, -4),
    "MX": (14, -119, 33, -86),
    "MZ": (-27, 30, -10, 41),
    "NE": (11, 0, 24, 16),
    "NG": (4, 2, 14, 15),
    "PH": (4, 114, 22, 127),
    "PK": (23, 60, 38, 78),
    "PS": (31, 34, 33, 36),
    "RU": (41, 19, 82, 180),
    "SD": (8, 21, 23, 39),
    "SO": (-2, 40, 12, 52),
    "SS": (3, 24, 13, 36),
    "SY": (32, 35, 38, 43),
    "TD": (7, 13, 24, 25),
    "TH": (5, 97, 21, 106),
    "UA": (44, 22, 53, 41),
    "UG": (-2, 29, 5, 36),
    "YE": (12, 41, 19, 55),
}
TEXT = (resources.files("marsad.reading") / "gazetteer" / "data" / "front_line.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TEXT.splitlines()))


def aliases(row):
    return [alias for alias in row["aliases"].split("|") if alias]


def faults(row):
    """What is wrong with one row, in words; empty when nothing is."""
    if None in row or None in row.values():
        return ["not nine columns"]
    found = [f"{column} has spaces around it" for column in HEADER if row[column] != row[column].strip()]
    found += [f"{column} is empty" for column in HEADER if column != "aliases" and not row[column]]
    if row["kind"] not in KINDS:
        found.append(f"kind {row['kind']!r} is not one of the kinds")
    if row["country"] not in BOXES:
        return [*found, f"country {row['country']!r} is no known ISO 3166-1 alpha-2 code of the table"]
    for column in ("lat", "lon"):
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,4})?", row[column]):
            return [*found, f"{column} {row[column]!r} is not decimal degrees with at most four decimals"]
    south, west, north, east = BOXES[row["country"]]
    if not (south <= float(row["lat"]) <= north and west <= float(row["lon"]) <= east):
        found.append(f"{row['lat']}, {row['lon']} lies outside {row['country']}")
    folded = [alias.casefold() for alias in aliases(row)]
    if row["name"].casefold() in folded:
        found.append("an alias equals the name")
    if len(set(folded)) < len(folded):
        found.append("an alias stands twice")
    return found


def test_header_names_the_nine_columns():
    assert TEXT.splitlines()[0].split(",") == HEADER


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['country']}-{row['name']}")
def test_row_is_whole(row):
    assert faults(row) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "hamlet"}, "kind 'hamlet'"),
        ({"country": "Syria"}, "country 'Syria'"),
        ({"lat": "35.7", "lon": "-36.5"}, "outside SY"),
        ({"lat": "NaN"}, "not decimal degrees"),
        ({"lon": "36.123456"}, "not decimal degrees"),
        ({"source": ""}, "source is empty"),
        ({"aliases": "Tal|EXAMPLE"}, "an alias equals the name"),
        ({"aliases": "Tal|tal"}, "an alias stands twice"),
        ({"admin1": " Idlib"}, "admin1 has spaces"),
    ],
)
def test_a_bad_row_is_named(change, fault):
    good = dict(
        zip(HEADER, ["Example", "Tal", "village", "SY", "Idlib", "35.7", "36.5", "Syria", "GeoNames"], strict=True)
    )
    assert faults(good) == []
    assert any(fault in found for found in faults(good | change))


def test_one_name_means_one_place_of_a_country():
    """Two places that share a spelling in one country could only be guessed between."""
    meant = defaultdict(set)
    for position, row in enumerate(ROWS):
        for spelling in [row["name"], *aliases(row)]:
            meant[spelling.casefold(), row["country"]].add(position)
    assert {spelling: rows for spelling, rows in meant.items() if len(rows) > 1} == {}


def test_many_rows_of_many_conflicts():
    assert len(ROWS) >= 400
    assert len({row["conflict"] for row in ROWS}) >= 15
