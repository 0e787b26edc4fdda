"""The packaged gazetteer: names in any spelling, the build's checks, a user's own index."""

import zipfile
from pathlib import Path

import pytest

from marsad.domain.errors import InputError, SetupError
from marsad.domain.vocabulary import PlacePrecision
from marsad.reading.gazetteer import Entry, Gazetteer, Quality, compile_dump
from marsad.reading.gazetteer.index import MAGIC, Index, Row, pack
from marsad.reading.gazetteer.search import PACKAGED

MOST_BYTES = 25_000_000
DUMP_LINE = (
    "900000001\tTell Nowhere\tTell Nowhere\tTall Nowhir,تل\t35.5\t37.5\tP\tPPL\tSY\t\t09\t\t\t\t120"
    "\t\t\tAsia/Damascus\t2024-01-01"
)
PROVINCE_LINE = (
    "900000002\tMuhafazat\tAleppo Area\t\t36.0\t37.0\tA\tADM1\tSY\t\t09\t\t\t\t0\t\t\tAsia/Damascus\t2024-01-01"
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def towns(gazetteer: Gazetteer, name: str, country: str) -> set[str]:
    return {entry.name for entry in gazetteer.candidates(name) if entry.country == country and entry.kind == "city"}


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("Maaret al-Numan", "Ma'arrat al-Nu'man", "SY"),
        ("Maaret al-Numan", "Maarrat an-Numan", "SY"),
        ("Khan Sheikhun", "Khan Shaykhun", "SY"),
        ("Khan Sheikhoun", "KHAN SHAYKHUN", "SY"),
        ("Kyiv", "Kiev", "UA"),
        ("Kyiv", "Київ", "UA"),
        ("Deir Ezzor", "Deir al-Zor", "SY"),
        ("Deir ez-Zor", "Dayr az Zawr", "SY"),
        ("Tal Rifaat", "Tel Rifaat", "SY"),
        ("Khan Younis", "Khan Yunis", "PS"),
        ("El Fasher", "Al Fashir", "SD"),
        ("Aleppo", "حلب", "SY"),
    ],
)
def test_spellings_of_one_town_meet(gazetteer: Gazetteer, one: str, other: str, country: str) -> None:
    assert towns(gazetteer, one, country) & towns(gazetteer, other, country)


@pytest.mark.parametrize(
    ("name", "kind", "country", "precision"),
    [
        ("Syria", "country", "SY", PlacePrecision.COUNTRY),
        ("DR Congo", "country", "CD", PlacePrecision.COUNTRY),
        ("Darfur", "region", "SD", PlacePrecision.PROVINCE),
        ("Donbas", "region", "UA", PlacePrecision.AREA),
        ("Sahel", "region", None, PlacePrecision.AREA),
        ("Red Sea", "sea", None, PlacePrecision.SEA_OR_AIR),
        ("Gaza Strip", "region", "PS", PlacePrecision.PROVINCE),
        ("Donetsk Oblast", "admin1", "UA", PlacePrecision.PROVINCE),
        ("Aleppo", "admin1", "SY", PlacePrecision.PROVINCE),
        ("Aleppo", "city", "SY", PlacePrecision.EXACT),
    ],
)
def test_kinds_and_what_the_bare_name_says(
    gazetteer: Gazetteer, name: str, kind: str, country: str | None, precision: PlacePrecision
) -> None:
    found = [
        e for e in gazetteer.candidates(name) if (e.kind, e.country) == (kind, country) and e.quality is Quality.EXACT
    ]
    assert found
    assert found[0].precision is precision


@pytest.mark.parametrize("name", ["", " ", "-", "'", "…", "Qwrtpsdf", "\ud800", "a" * 5000])
def test_what_is_no_name_has_no_candidates(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.candidates(name) == ()


def test_exact_names_come_before_respellings_and_skeletons(gazetteer: Gazetteer) -> None:
    qualities = [entry.quality for entry in gazetteer.candidates("Hodeidah")]
    assert qualities == sorted(qualities)
    assert qualities[0] is Quality.EXACT


def test_the_packaged_file_keeps_its_size() -> None:
    assert PACKAGED.stat().st_size < MOST_BYTES


def test_rows_in_any_order_give_the_same_bytes() -> None:
    rows = [row(name) for name in ("Alpha", "Beta", "Gamma")]
    assert pack(rows) == pack(rows[::-1]) == pack([*rows, rows[0]])


def test_an_index_gives_back_what_was_packed(tmp_path: Path) -> None:
    path = tmp_path / "own.index"
    path.write_bytes(pack([row("Tell Nowhere", aliases=("Nowhere Hill",))]))
    expected = Entry(
        name="Tell Nowhere",
        kind="village",
        country="SY",
        admin1="Idlib",
        lat=35.5,
        lon=37.25,
        population=0,
        precision=PlacePrecision.EXACT,
    )
    assert Index(path).find("nowhere hill") == [expected]


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"PK\x03\x04", MAGIC, MAGIC + b"{", pack([])[:-8] + b"", pack([]) + b"more", MAGIC + b"[]\n"],
)
def test_a_file_that_is_no_whole_index_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cut.index"
    path.write_bytes(content)
    with pytest.raises(SetupError, match=r"cut\.index"):
        Index(path)


def test_a_missing_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"none\.index"):
        Gazetteer.open([tmp_path / "none.index"])


def test_a_dump_adds_its_villages(tmp_path: Path) -> None:
    source, target = tmp_path / "SY.txt", tmp_path / "sy.index"
    source.write_text(f"{DUMP_LINE}\n{PROVINCE_LINE}\n", encoding="utf-8")
    assert compile_dump(source, target) == 2
    found = Gazetteer.open([target]).candidates("Tall Nowhir")[0]
    assert (found.geonames_id, found.country, found.admin1, found.lat) == (900000001, "SY", "Aleppo Area", 35.5)
    assert not list(tmp_path.glob("*.part"))


def test_a_zipped_dump_is_read(tmp_path: Path) -> None:
    source = tmp_path / "SY.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("SY.txt", DUMP_LINE)
    assert compile_dump(source, tmp_path / "sy.index") == 1


@pytest.mark.parametrize(
    "line",
    [
        "too\tfew",
        DUMP_LINE.replace("35.5", "north"),
        DUMP_LINE.replace("35.5", "nan"),
        DUMP_LINE.replace("37.5", "1e9"),
        DUMP_LINE.replace("\t120\t", "\t-3\t"),
        DUMP_LINE.replace("900000001", "x"),
    ],
)
def test_a_bad_line_of_a_dump_is_told_and_loses_no_other(tmp_path: Path, line: str) -> None:
    source, said = tmp_path / "SY.txt", []
    source.write_text(f"{line}\n{DUMP_LINE}\n", encoding="utf-8")
    assert compile_dump(source, tmp_path / "sy.index", say=said.append) == 1
    assert len(said) == 1
    assert "line 1" in said[0]


@pytest.mark.parametrize("content", [b"", b"name,lat,lon\nX,1,2\n", b"\xff\xfe\x00"])
def test_what_is_no_dump_is_refused(tmp_path: Path, content: bytes) -> None:
    source, target = tmp_path / "SY.txt", tmp_path / "sy.index"
    source.write_bytes(content)
    with pytest.raises(InputError, match=r"SY\.txt"):
        compile_dump(source, target)
    assert not target.exists()


def row(name: str, aliases: tuple[str, ...] = ()) -> Row:
    return Row(
        name=name,
        aliases=aliases,
        kind="village",
        country="SY",
        admin1="Idlib",
        lat=35.5,
        lon=37.25,
        population=0,
        geonames_id=0,
        precision=1,
    )
