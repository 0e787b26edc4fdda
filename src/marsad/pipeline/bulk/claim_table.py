"""Claims' lines in, a Parquet table out, and back: what is asked for stands in columns beside the line itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import msgspec

from marsad.domain.errors import SetupError
from marsad.domain.wire import Line

ROWS_AT_ONCE = 10_000
COLUMNS = {
    "id": ("id",), "document": ("document",), "kind": ("kind",), "quote": ("quote", "text"),
    "quote_start": ("quote", "start"), "quote_end": ("quote", "end"), "speaker": ("attribution", "speaker"),
    "role": ("attribution", "role"), "modality": ("modality",), "background": ("background",),
    "since": ("time", "start"), "until": ("time", "end"), "place": ("place", "name"), "country": ("place", "country"),
    "geonames_id": ("place", "geonames_id"), "lat": ("place", "lat"), "lon": ("place", "lon"), "source": ("source",),
    "reported": ("reported",),
}  # fmt: skip
"""Where each column stands in a claim's line; days as ISO text, as in the line."""
NUMBERS = {"quote_start": "int64", "quote_end": "int64", "geonames_id": "int64", "lat": "float64", "lon": "float64"}


class TableWriter:
    """Writes lines as they come, a group of rows at a time."""

    def __init__(self, path: Path) -> None:
        pa, parquet = _load()
        kinds = {"background": pa.bool_(), **{name: getattr(pa, kind)() for name, kind in NUMBERS.items()}}
        fields = [(name, kinds.get(name, pa.string())) for name in COLUMNS]
        self._arrow, self._schema = pa, pa.schema([*fields, ("line", pa.string())])
        self._file = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def add(self, line: str) -> None:
        """One claim, as its line is spelt."""
        told = msgspec.json.decode(line)
        self._rows.append({**{name: _find(told, way) for name, way in COLUMNS.items()}, "line": line})
        if len(self._rows) == ROWS_AT_ONCE:
            self._write()

    def close(self) -> None:
        """Write what is left, and end the file."""
        self._write()
        self._file.close()

    def _write(self) -> None:
        if self._rows:
            self._file.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []


def write_table(path: Path) -> TableWriter:
    """A new table.

    Raises:
        SetupError: the package that writes it is not installed.
    """
    return TableWriter(path)


def read_table(path: Path) -> Iterator[str]:
    """The claims' lines in their order, as they are spelt."""
    _, parquet = _load()
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, columns=["line"]):
            yield from batch.column(0).to_pylist()


def count_rows(path: Path) -> int:
    """How many lines the table holds, by its own account."""
    _, parquet = _load()
    with parquet.ParquetFile(path) as file:
        return int(file.metadata.num_rows)


def _find(line: Line, way: tuple[str, ...]) -> Any:
    found: Any = line
    for step in way:
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _load() -> tuple[Any, Any]:
    try:
        import pyarrow as pa  # noqa: PLC0415  # an extra, and half a second to load
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise SetupError("--format parquet takes the package pyarrow. Mend: install marsad[parquet]") from error
    return pa, parquet
