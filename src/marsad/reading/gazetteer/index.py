"""The packed index of places: rows in, bytes out; bytes in, answers by name out.

One file: a magic line, a line of JSON (tables and the layout of the arrays), then the arrays, each on an 8-byte
boundary. Names are found by a 48-bit hash of their key, so that the keys themselves are not kept: 16 bits choose a
bucket, 32 stand in the row. A wrong hit by chance is one in 10^8 questions at a million rows.
"""

import json
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from marsad.domain.errors import SetupError
from marsad.domain.vocabulary import PlacePrecision
from marsad.reading.gazetteer.entry import Entry, Quality
from marsad.reading.gazetteer.spelling import plain_key, skeleton_key, sound_key

MAGIC = b"marsad gazetteer 1\n"
BUCKETS = 1 << 16
MOST = 120
"""Places given of one name, the most populous first: nobody means the hundredth San José."""

Array = np.ndarray[Any, np.dtype[Any]]


class Row(NamedTuple):
    """One place as the compiler takes it; `aliases` are further names, `skeleton` whether consonants may find it."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    geonames_id: int
    precision: int
    skeleton: bool = True


def hashed(key: str) -> tuple[int, int, int]:
    """Bucket (16 bits), hash within it (32 bits) and fingerprint (8 bits) of a key."""
    digest = int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=7).digest())
    return digest >> 40, (digest >> 8) & 0xFFFFFFFF, digest & 0xFF


def pack(rows: Iterable[Row]) -> bytes:
    """The bytes of an index of the rows: the same rows in any order give the same bytes."""
    ordered = sorted(set(rows), key=lambda row: (-row.population, row.geonames_id, row))
    tables = {name: sorted({getattr(row, name) for row in ordered}) for name in ("kind", "country", "admin1")}
    arrays = {
        **_places(ordered, tables),
        **_keys("name", _name_keys(ordered)),
        **_keys("skeleton", _skeleton_keys(ordered)),
    }
    return _layout(tables, arrays)


def _places(rows: list[Row], tables: dict[str, list[str]]) -> dict[str, Array]:
    number = {name: {value: i for i, value in enumerate(values)} for name, values in tables.items()}
    names = [row.name.encode() for row in rows]
    return {
        "point": np.array([(row.lat, row.lon) for row in rows], dtype="<f4").reshape(-1, 2),
        "population": np.array([row.population for row in rows], dtype="<u4"),
        "geonames_id": np.array([row.geonames_id for row in rows], dtype="<u4"),
        "kind": np.array([number["kind"][row.kind] for row in rows], dtype="u1"),
        "country": np.array([number["country"][row.country] for row in rows], dtype="u1"),
        "admin1": np.array([number["admin1"][row.admin1] for row in rows], dtype="<u2"),
        "precision": np.array([row.precision for row in rows], dtype="u1"),
        "name_end": np.cumsum([len(name) for name in names], dtype="<u4"),
        "names": np.frombuffer(b"".join(names), dtype="u1"),
    }


def _name_keys(rows: list[Row]) -> Iterable[tuple[str, int, str]]:
    for number, row in enumerate(rows):
        for plain in {plain_key(name) for name in (row.name, *row.aliases)}:
            if plain:
                yield sound_key(plain), number, plain


def _skeleton_keys(rows: list[Row]) -> Iterable[tuple[str, int, str]]:
    for number, row in enumerate(rows):
        if row.skeleton:
            for name in {sound_key(plain_key(name)) for name in (row.name, *row.aliases)}:
                if name.isascii() and (bones := skeleton_key(name)):
                    yield bones, number, ""


def _keys(name: str, keys: Iterable[tuple[str, int, str]]) -> dict[str, Array]:
    found = sorted({(*hashed(key)[:2], number, hashed(plain)[2]) for key, number, plain in keys})
    columns = np.array(found, dtype="<u4").reshape(-1, 4)
    arrays = {
        f"{name}_bucket": np.searchsorted(columns[:, 0], np.arange(BUCKETS + 1)).astype("<u4"),
        f"{name}_hash": columns[:, 1].copy(),
        f"{name}_place": columns[:, 2].copy(),
    }
    return {**arrays, f"{name}_print": columns[:, 3].astype("u1")} if name == "name" else arrays


def _layout(tables: dict[str, list[str]], arrays: dict[str, Array]) -> bytes:
    layout, body = [], bytearray()
    for name, array in arrays.items():
        layout.append([name, array.dtype.str, list(array.shape), len(body)])
        body += array.tobytes()
        body += bytes(-len(body) % 8)
    head = MAGIC + json.dumps({"tables": tables, "arrays": layout, "bytes": len(body)}, ensure_ascii=False).encode()
    return head + b" " * (-(len(head) + 1) % 8) + b"\n" + bytes(body)


class Index:
    """One packed file, mapped into memory; read-only, safe to share between threads and processes."""

    def __init__(self, path: Path) -> None:
        """Map the file.

        Raises:
            SetupError: it is missing, is no index, or is cut short.
        """
        self.path = path
        try:
            with path.open("rb") as file:
                magic, head = file.readline(64), file.readline()
                start = file.tell()
            about = json.loads(head) if magic == MAGIC else {}
        except (OSError, ValueError) as error:
            raise SetupError(f"{path}: cannot be opened as a gazetteer: {error}; compile it again") from error
        if magic != MAGIC or not isinstance(about, dict) or path.stat().st_size != start + about["bytes"]:
            raise SetupError(
                f"{path}: expected a whole gazetteer index of version 1, found another or a cut file; compile it again"
            )
        self._kinds, self._countries, self._admin1s = (about["tables"][name] for name in ("kind", "country", "admin1"))
        whole: Array = np.memmap(path, dtype="u1", mode="r")
        self._array = {name: _view(whole, kind, shape, start + offset) for name, kind, shape, offset in about["arrays"]}
        self._names = self._array["names"]

    def __len__(self) -> int:
        return len(self._array["population"])

    def find(self, name: str) -> list[Entry]:
        """The places that bear the name or a spelling of it, then its skeleton; best and most populous first."""
        plain = plain_key(name)
        sound = sound_key(plain)
        if not sound:
            return []
        low, high = self._rows("name", sound)
        mark = hashed(plain)[2]
        prints = self._array["name_print"]
        best: dict[int, Quality] = {}
        for row in range(low, high):
            quality = Quality.EXACT if prints[row] == mark else Quality.SPELLING
            place = int(self._array["name_place"][row])
            best[place] = min(quality, best.get(place, quality))
        bones = skeleton_key(sound) if sound.isascii() else ""
        for row in range(*self._rows("skeleton", bones)) if bones else ():
            best.setdefault(int(self._array["skeleton_place"][row]), Quality.SKELETON)
        ranked = sorted(best.items(), key=lambda found: (found[1], found[0]))[:MOST]
        return [self._entry(place, quality) for place, quality in ranked]

    def _rows(self, table: str, key: str) -> tuple[int, int]:
        bucket, mark, _ = hashed(key)
        starts = self._array[f"{table}_bucket"]
        low, high = int(starts[bucket]), int(starts[bucket + 1])
        marks = self._array[f"{table}_hash"][low:high]
        return low + int(marks.searchsorted(np.uint32(mark))), low + int(marks.searchsorted(np.uint32(mark), "right"))

    def _entry(self, place: int, quality: Quality) -> Entry:
        take: Callable[[str], int] = lambda column: int(self._array[column][place])  # noqa: E731
        start = int(self._array["name_end"][place - 1]) if place else 0
        lat, lon = (round(float(degree), 5) for degree in self._array["point"][place])
        return Entry(
            name=self._names[start : take("name_end")].tobytes().decode(),
            kind=self._kinds[take("kind")],
            country=self._countries[take("country")] or None,
            admin1=self._admin1s[take("admin1")] or None,
            lat=lat,
            lon=lon,
            population=take("population"),
            precision=PlacePrecision(take("precision")),
            geonames_id=take("geonames_id") or None,
            quality=quality,
        )


def _view(whole: Array, kind: str, shape: list[int], offset: int) -> Array:
    dtype = np.dtype(kind)
    size = dtype.itemsize * int(np.prod(shape))
    return whole[offset : offset + size].view(dtype).reshape(shape).view(np.ndarray)
