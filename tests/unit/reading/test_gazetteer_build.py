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
        ("name,lat\n", "line 1: expected columns name,aliases"),
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


def test_the_packaged_lists_pass(builder: ModuleType) -> None:
    countries = frozenset(
        line.split(",")[0] for line in (builder.DATA / "country_points.csv").read_text("utf-8").splitlines()[1:]
    )
    assert builder.country_points(builder.DATA / "country_points.csv", countries)
    assert len(list(builder.region_rows(builder.DATA / "regions.csv", countries | {"VA"}))) > 100
