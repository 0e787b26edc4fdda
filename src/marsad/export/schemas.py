"""A form in, the schemas that other programs check a file by out: Table Schema, JSON Schema, a data package."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from hashlib import sha256
from typing import Any

from marsad.export.forms import Column, ColumnType, Form

Plain = dict[str, Any]

TABLE_TYPES = {
    ColumnType.TEXT: "string",
    ColumnType.INTEGER: "integer",
    ColumnType.NUMBER: "number",
    ColumnType.DATE: "date",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.LIST: "string",
    ColumnType.NUMBERS: "array",
    ColumnType.OBJECT: "object",
    ColumnType.OBJECTS: "array",
}
"""Source: Frictionless Table Schema."""
JSON_TYPES: Mapping[ColumnType, Plain] = {
    ColumnType.TEXT: {"type": "string"},
    ColumnType.INTEGER: {"type": "integer"},
    ColumnType.NUMBER: {"type": "number"},
    ColumnType.DATE: {"type": "string", "format": "date"},
    ColumnType.BOOLEAN: {"type": "boolean"},
    ColumnType.LIST: {"type": "array", "items": {"type": "string"}},
    ColumnType.NUMBERS: {"type": "array", "items": {"type": "number"}},
    ColumnType.OBJECT: {"type": "object"},
    ColumnType.OBJECTS: {"type": "array", "items": {"type": "object"}},
}


def table_schema(form: Form) -> Plain:
    """The form as a Frictionless Table Schema. A list is text, its items parted by "; "."""
    schema: Plain = {"fields": [_field(column) for column in form.columns], "missingValues": [""]}
    return {**schema, "primaryKey": [form.key]} if form.key else schema


def json_schema(form: Form) -> Plain:
    """The form as a JSON Schema (2020-12) of one object; an unknown value may be null or absent unless required."""
    root: Plain = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": form.title, "type": "object"}
    for column in form.columns:
        *way, last = column.name.split(".")
        place = root
        for step in way:
            inner = place["properties"][step]
            place = inner.get("items", inner)
        place.setdefault("properties", {})[last] = _property(column)
        if column.required:
            place.setdefault("required", []).append(last)
    return root


def data_package(
    name: str,
    title: str,
    files: Iterable[tuple[str, str, bytes, tuple[Form, ...]]],
    *,
    version: str,
    codebook: str,
    hxl: bool,
) -> bytes:
    """The `datapackage.json` of files, each given as path, media type, content and the forms of its rows.

    `hxl` says that tables have a row of tags under their head, which is none of their rows.

    It has no day on which it was made, so that equal records give equal bytes.
    """
    package = {
        "profile": "data-package",
        "name": name,
        "title": title,
        "description": "Written by Marsad from a record in which every figure has its sentence. Codebook: " + codebook,
        "version": version,
        "licenses": [LICENCE],
        "resources": [_resource(*one, hxl=hxl) for one in files],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


LICENCE = {
    "name": "notspecified",
    "title": "The publisher of the record states the licence; place names are from GeoNames, CC BY 4.0",
}
"""A record is its makers' own: Marsad cannot say under which licence they publish it."""

SHEETS = frozenset({"xlsx", "parquet", "zip"})
"""Endings of files that hold tables and are none themselves."""
TAGGED = {"commentChar": "#"}
"""Each HXL tag begins so, and no first cell of a row does. Source: Frictionless CSV Dialect; HXL 1.1."""


def _resource(path: str, media_type: str, content: bytes, forms: tuple[Form, ...], *, hxl: bool) -> Plain:
    form = path.rsplit(".", 1)[-1]
    resource: Plain = {
        "name": path.rsplit(".", 1)[0].casefold().replace(" ", "-"),
        "path": path,
        "format": form,
        "mediatype": media_type,
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
    }
    if form == "csv":
        table = {"profile": "tabular-data-resource", "encoding": "utf-8", **({"dialect": TAGGED} if hxl else {})}
        return {**resource, **table, "schema": table_schema(forms[0])}
    # A `schema` is a table's alone, so what other files hold stands under a name of ours. Source: Data Package 1.0.
    make = table_schema if form in SHEETS else json_schema
    return {**resource, "forms": {one.name: make(one) for one in forms}}


def _field(column: Column) -> Plain:
    bounds = {"minimum": column.minimum, "maximum": column.maximum, "pattern": column.pattern}
    limits: Plain = {name: value for name, value in bounds.items() if value is not None}
    if column.required:
        limits["required"] = True
    if column.enum and column.type is not ColumnType.LIST:
        limits["enum"] = list(column.enum)
    more = {"unit": column.unit, "codebook": column.codebook, "hxl": column.hxl}
    told = {name: value for name, value in more.items() if value is not None}
    field = {"name": column.name, "type": TABLE_TYPES[column.type], "description": column.rule, **told}
    return {**field, "constraints": limits} if limits else field


def _property(column: Column) -> Plain:
    told = {"description": column.rule, **deepcopy(JSON_TYPES[column.type])}
    if not column.required:
        told["type"] = [told["type"], "null"]
    if column.enum and column.type is ColumnType.LIST:
        told["items"]["enum"] = list(column.enum)
    elif column.enum:
        told["enum"] = [*column.enum, *([] if column.required else [None])]
    bounds = {"minimum": column.minimum, "maximum": column.maximum, "pattern": column.pattern}
    return told | {name: value for name, value in bounds.items() if value is not None}
