"""A record in, a file's bytes out, by the name of its format; equal input gives equal bytes."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from marsad.domain.errors import InputError
from marsad.export.acled import acled_rows
from marsad.export.airwars import strike_rows
from marsad.export.atom import to_atom
from marsad.export.checking import Row
from marsad.export.control_days import day_rows
from marsad.export.followthemoney import to_statements
from marsad.export.forms import Form, find_form
from marsad.export.geojson import to_geojson
from marsad.export.gexf import to_gexf
from marsad.export.jsonld import to_jsonld
from marsad.export.material import Material
from marsad.export.package import all_sheets, describe, make_sheet, to_package
from marsad.export.plover import to_plover
from marsad.export.rows import TABLES
from marsad.export.schemas import json_schema, table_schema
from marsad.export.sheets import Sheet, write_csv, write_parquet, write_xlsx
from marsad.export.ucdp import ged_rows

Rows = Callable[[Material], Iterable[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write a record. `forms` are the declarations of its rows, against which they are checked: names of
    those that ship with the package, or a plug-in's own (`forms.parse_form`).

    `write` is given only shielded material, writes nothing but what it returns, and raises `ExportError` where a row
    breaks its form. `how` says in one line what the file is for.
    """

    name: str
    suffix: str
    media_type: str
    how: str
    forms: tuple[str | Form, ...]
    write: Callable[[Material], bytes]

    def columns(self) -> tuple[Form, ...]:
        """The declarations themselves."""
        return tuple(find_form(one) if isinstance(one, str) else one for one in self.forms)


def export(form: str, material: Material) -> bytes:
    """The record in the format of that name.

    Raises:
        InputError: there is no such format.
        ExportError: a row breaks the format's schema.
    """
    return find_format(form).write(material)


def find_format(name: str, others: Iterable[str] = ()) -> Format:
    """The packaged format of that name; `others` are names that would have been found elsewhere.

    Raises:
        InputError: there is none.
    """
    if name not in FORMATS:
        raise InputError(f"{name!r} is no export format; expected one of {', '.join((*FORMATS, *others))}")
    return FORMATS[name]


def describe_file(path: str, content: bytes, form: Format, material: Material) -> bytes:
    """The `datapackage.json` of one written file."""
    forms = form.columns()
    if form.name in TABLED and material.table:
        forms = (find_form(material.table),)
    name = path.rsplit(".", 1)[0].casefold()
    return describe(
        name, f"{forms[0].title} of a Marsad record", {path: content}, {path: forms}, form.media_type, material
    )


def format_schemas(form: Format) -> bytes:
    """JSON: by the name of each of its forms a Table Schema of tables, a JSON Schema of objects."""
    make = table_schema if form.suffix in TABULAR else json_schema
    schemas = {one.name: make(one) for one in form.columns()}
    return (json.dumps(schemas, ensure_ascii=False, indent=1) + "\n").encode()


def _table(name: str, how: str, rows: Rows) -> Format:
    """A format that is one CSV table of the form of its own name."""

    def write(material: Material) -> bytes:
        return write_csv(Sheet(form=find_form(name), rows=tuple(rows(material))), hxl=material.hxl)

    return Format(name=name, suffix=".csv", media_type="text/csv", how=how, forms=(name,), write=write)


def _to_csv(material: Material) -> bytes:
    return write_csv(_asked_sheet(material), hxl=material.hxl)


def _to_xlsx(material: Material) -> bytes:
    sheets = (_asked_sheet(material),) if material.table else all_sheets(material)
    return write_xlsx(sheets, hxl=material.hxl)


def _to_parquet(material: Material) -> bytes:
    return write_parquet(_asked_sheet(material))


def _asked_sheet(material: Material) -> Sheet:
    """The table that was asked for, else that of events."""
    name = material.table or "events"
    if name not in TABLES:
        raise InputError(f"{name!r} is no table; expected one of {', '.join(TABLES)}")
    return make_sheet(name, material)


TABULAR = (".csv", ".xlsx", ".parquet", ".zip")
"""Endings of files that hold tables; all others hold objects."""
TABLED = ("csv", "xlsx", "parquet")
"""Formats that take the name of a table."""

_ALL = (
    _table("acled", "For whoever works with ACLED: its 31 columns, its codes, its rule for fatalities.", acled_rows),
    _table("ucdp-ged", "For whoever works with UCDP: GED's 49 columns, its precisions, deaths by side.", ged_rows),
    Format(name="plover", suffix=".json", media_type="application/json", forms=("plover",), write=to_plover,
           how="PLOVER's event objects, with sizes and the sentence."),
    _table("airwars", "Strikes as Airwars shows them: ranges by group, grade, status, belligerent.", strike_rows),
    _table("casualties", "Each figure that was ever given, with what it replaced: the history of every toll.",
           TABLES["casualties"]),
    _table("control", "Who held which place from when to when, and who says so.", TABLES["control"]),
    _table("control-days", "Who held which place at the end of each day, ready to be joined with anything by day.",
           day_rows),
    Format(name="geojson", suffix=".geojson", media_type="application/geo+json", forms=("geojson", "events", "control"),
           how="Events and control for a map: QGIS, kepler.gl, Leaflet.", write=to_geojson),
    Format(name="csv", suffix=".csv", media_type="text/csv", forms=tuple(TABLES), write=_to_csv,
           how="One table of the record, by --table; events where none is named."),
    Format(name="xlsx", suffix=".xlsx", forms=tuple(TABLES), write=_to_xlsx,
           media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
           how="A workbook with a sheet for each table, or one by --table."),
    Format(name="parquet", suffix=".parquet", media_type="application/vnd.apache.parquet", forms=tuple(TABLES),
           how="One table with typed columns for pandas, DuckDB and Arrow; needs marsad[parquet].", write=_to_parquet),
    Format(name="datapackage", suffix=".zip", media_type="application/zip", forms=tuple(TABLES), write=to_package,
           how="Every table as CSV in one zip, with a datapackage.json of columns, units and rules."),
    Format(name="followthemoney", suffix=".jsonl", media_type="application/jsonl", forms=("followthemoney",),
           how="Statements for ftm, OpenAleph and OpenSanctions' tools.", write=to_statements),
    Format(name="json-ld", suffix=".jsonld", media_type="application/ld+json", forms=("json-ld",), write=to_jsonld,
           how="Linked data with W3C PROV: from each toll to its claim, document and voice."),
    Format(name="gexf", suffix=".gexf", media_type="application/gexf+xml", forms=("gexf",), write=to_gexf,
           how="Actors and their ties as a graph, for Gephi."),
    Format(name="atom", suffix=".atom", media_type="application/atom+xml", forms=("atom",), write=to_atom,
           how="What changed, for a feed reader or a copy that must not rot; from a store only."),
)  # fmt: skip

FORMATS: Mapping[str, Format] = MappingProxyType({form.name: form for form in _ALL})
"""Every format by the name that `--to` takes."""
