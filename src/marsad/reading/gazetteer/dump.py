"""A country file of GeoNames in, an index of its places beside the packaged one out."""

import zipfile
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path

from marsad.domain.errors import InputError
from marsad.reading.gazetteer.entry import precision_of
from marsad.reading.gazetteer.index import Row, pack

COLUMNS = 19
KINDS = {"PCLI": "country", "ADM1": "admin1", "ADM2": "admin2", "ADM3": "district", "AIRB": "airbase", "DAM": "dam"}
KINDS_OF_CLASS = {"P": "city", "A": "district", "L": "region", "H": "sea", "S": "other", "T": "other", "U": "sea"}
"""Kinds of GeoNames' feature codes and classes. Source: geonames.org/export/codes.html."""

KEPT_CLASSES = frozenset("PA")
KEPT_CODES = frozenset(
    {"AIRB", "AIRP", "AIRF", "DAM", "CMP", "CMPRF", "PPLX", "RGN", "AREA", "MILB", "CTRB", "BDG", "ISL", "MT"}
)
"""What dispatches name besides settlements and provinces: airfields, dams, camps, crossings, bridges, islands."""

GREATEST_BYTES = 4 << 30
"""An unpacked country file above this is no country file: the greatest, the whole world's, has 1.7 GB."""


def compile_dump(source: Path, target: Path, *, say: Callable[[str], None] = lambda _: None) -> int:
    """The number of places put into the index `target`, made of a GeoNames country dump (`SY.txt`, or the zip of it).

    The target is written whole or not at all. `say` is told of lines passed over, with their numbers.

    Raises:
        InputError: the file cannot be read, is no dump, or holds no place.
    """
    try:
        rows = list(_rows(source, say))
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise InputError(f"{source}: cannot be read as a GeoNames dump: {error}") from error
    if not rows:
        raise InputError(
            f"{source}: expected a GeoNames country file of {COLUMNS} tab-separated columns, found no place in it"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    partial.write_bytes(pack(rows))
    partial.replace(target)
    return len(rows)


def _rows(source: Path, say: Callable[[str], None]) -> Iterator[Row]:
    admin1: dict[str, str] = {}
    lines = [cells for cells in _lines(source, say) if cells[6] in KEPT_CLASSES or cells[7] in KEPT_CODES]
    for cells in lines:
        if cells[7] == "ADM1":
            admin1[cells[10]] = cells[2] or cells[1]
    for cells in lines:
        kind = KINDS.get(cells[7]) or KINDS_OF_CLASS.get(cells[6], "other")
        yield Row(
            name=cells[1],
            aliases=tuple(sorted({cells[2], *cells[3].split(",")} - {"", cells[1]})),
            kind=kind,
            country=cells[8],
            admin1=admin1.get(cells[10], ""),
            lat=float(cells[4]),
            lon=float(cells[5]),
            population=min(int(cells[14] or 0), 0xFFFFFFFF),
            geonames_id=int(cells[0]),
            precision=int(precision_of(kind)),
        )


def _lines(source: Path, say: Callable[[str], None]) -> Iterator[list[str]]:
    for number, line in enumerate(_text(source), 1):
        cells = line.rstrip("\r\n").split("\t")
        if fault := _fault(cells):
            say(f"{source}: line {number} passed over: {fault}")
        else:
            yield cells


def _fault(cells: list[str]) -> str:
    if len(cells) != COLUMNS:
        return f"expected {COLUMNS} tab-separated columns, found {len(cells)}"
    try:
        inside = (
            int(cells[0]) > 0
            and abs(float(cells[4])) <= 90
            and abs(float(cells[5])) <= 180
            and int(cells[14] or 0) >= 0
        )
    except ValueError:
        inside = False
    return (
        ""
        if inside
        else f"expected an id, degrees and a population, found {cells[0]}, {cells[4]}, {cells[5]}, {cells[14]}"
    )


def _text(source: Path) -> Iterator[str]:
    if not zipfile.is_zipfile(source):
        with source.open(encoding="utf-8", newline="\n") as lines:
            yield from lines
        return
    with zipfile.ZipFile(source) as archive:
        members = [
            m for m in archive.infolist() if m.filename.endswith(".txt") and not m.filename.lower().startswith("readme")
        ]
        if len(members) != 1 or members[0].file_size > GREATEST_BYTES:
            raise InputError(f"{source}: expected one country file in the archive, found {archive.namelist()[:5]}")
        with archive.open(members[0]) as packed:
            yield from TextIOWrapper(packed, encoding="utf-8", newline="\n")
