"""The builder's checks of the hand-made lists: one clear line each."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
HEAD = "name,aliases,kind,country,admin1,lat,lon,conflict,source\n"
GOOD = "Tell Nowhere,Nowhere|Tall Nowhir,village,SY,Idlib,35.5,37.25,Syria,own survey\n"


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_gazetteer", ROOT / "tools" / "build_gazetteer.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_gazetteer"] = module
    spec.loader.exec_module(module)
    return module


def test_a_good_row_is_taken_with_its_aliases(builder: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "front_line.csv"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    (row,) = builder.front_line_rows(path, frozenset({"SY"}))
    assert (row.name, row.aliases, row.lat, row.lon, row.precision) == (
        "Tell Nowhere",
        ("Nowhere", "Tall Nowhir"),
        35.5,
        37.25,
        1,
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,lat\n", "line 1: header: expected columns name,aliases"),
        (HEAD + GOOD.replace("village", "hamlet"), "line 2: kind: expected one of"),
        (HEAD + GOOD.replace(",SY,", ",XX,"), "line 2: country: expected an ISO"),
        (HEAD + GOOD.replace("35.5", "95.5"), "line 2: lat: expected degrees from -90 to 90, found 95.5"),
        (HEAD + GOOD.replace("35.5", "nan"), "line 2: lat: expected degrees"),
        (HEAD + GOOD.replace("37.25", ""), "line 2: lon: expected degrees from -180 to 180, found nothing"),
        (HEAD + GOOD.replace("own survey", ""), "line 2: source: expected where the point is from"),
        (HEAD + GOOD.replace("Tell Nowhere", " "), "line 2: name: expected a name"),
        (HEAD + GOOD.replace("own survey", "own survey,again"), "line 2: row: expected 9 cells"),
        (HEAD + GOOD + GOOD, "line 3: name: expected each place once, found Tell Nowhere already on line 2"),
    ],
)
def test_a_bad_row_stops_the_build_with_one_line(
    builder: ModuleType, tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "front_line.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        list(builder.front_line_rows(path, frozenset({"SY"})))
    assert message in str(stop.value)
    assert "\n" not in str(stop.value)


def test_a_province_takes_the_name_that_the_gazetteer_has(builder: ModuleType, tmp_path: Path) -> None:
    """A list's Hasakah Governorate and GeoNames' Al-Hasakah are one province: towns of both stand together."""
    path = tmp_path / "front_line.csv"
    path.write_text(HEAD + GOOD.replace("Idlib", "Hasakah Governorate"), encoding="utf-8")
    provinces = {("SY", builder.province_key("Al-Hasakah")): "Al-Hasakah"}
    (row,) = builder.front_line_rows(path, frozenset({"SY"}), provinces)
    assert row.admin1 == "Al-Hasakah"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("SY,35,38,own estimate", None),
        ("SY,35,48,own estimate", "line 2: lat, lon: expected inside SY"),
        ("XX,35,38,own estimate", "line 2: country: expected the ISO code"),
        ("SY,35,38,", "line 2: source: expected where the point is from"),
    ],
)
def test_a_countrys_point_lies_among_its_towns(
    builder: ModuleType, tmp_path: Path, row: str, message: str | None
) -> None:
    path = tmp_path / "country_points.csv"
    path.write_text(f"country,lat,lon,source\n{row}\n", encoding="utf-8")
    boxes = {"SY": builder.box_of([(32.6, 36.1), (37.0, 41.2)])}
    if message is None:
        assert builder.country_points(path, boxes) == {"SY": (35.0, 38.0)}
        return
    with pytest.raises(SystemExit, match=message):
        builder.country_points(path, boxes)


def test_the_packaged_lists_pass(builder: ModuleType) -> None:
    countries = frozenset(
        line.split(",")[0] for line in (builder.DATA / "country_points.csv").read_text("utf-8").splitlines()[1:]
    )
    everywhere = dict.fromkeys(countries, (-90.0, -180.0, 90.0, 180.0))
    assert len(builder.country_points(builder.DATA / "country_points.csv", everywhere)) == len(countries)
    assert len(list(builder.region_rows(builder.DATA / "regions.csv", countries | {"VA"}))) > 100


@pytest.mark.parametrize(
    ("points", "lat"),
    [([(0.0, 0.0)], 0.0), ([(0.0, 0.0), (0.1, 0.1), (0.2, 0.2), (10.0, 10.0)], 5.05)],
)
def test_the_middle_of_a_province_is_not_drawn_to_its_crowded_end(
    builder: ModuleType, points: list[tuple[float, float]], lat: float
) -> None:
    assert builder.middle_of_part(points)[0] == pytest.approx(lat, abs=0.1)
