"""A shielded record in, one zip of all its tables out; files in, the `datapackage.json` that describes them out."""

import io
import zipfile
from collections.abc import Iterable, Mapping

from marsad import __version__
from marsad.export.forms import Form, find_form
from marsad.export.material import Material
from marsad.export.rows import TABLES
from marsad.export.schemas import data_package
from marsad.export.sheets import Sheet, write_csv

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say, so that equal records give equal bytes."""


def all_sheets(material: Material) -> tuple[Sheet, ...]:
    """Every table of the record, checked."""
    return tuple(make_sheet(name, material) for name in TABLES)


def make_sheet(name: str, material: Material) -> Sheet:
    """One table of the record, checked."""
    return Sheet(form=find_form(name), rows=tuple(TABLES[name](material)))


def to_package(material: Material) -> bytes:
    """A zip with one CSV a table and the data package that describes them."""
    sheets = all_sheets(material)
    contents = {f"{sheet.form.name}.csv": write_csv(sheet, hxl=material.hxl) for sheet in sheets}
    forms = {f"{sheet.form.name}.csv": (sheet.form,) for sheet in sheets}
    described = describe("marsad-record", "A Marsad record", contents, forms, "text/csv", material)
    return _zip({"datapackage.json": described, **contents})


def describe(
    name: str,
    title: str,
    contents: Mapping[str, bytes],
    forms: Mapping[str, tuple[Form, ...]],
    media_type: str,
    material: Material,
) -> bytes:
    """The `datapackage.json` of files by their names, with the forms of their rows."""
    books = dict.fromkeys(form.codebook for file in contents for form in forms[file])
    files = ((path, media_type, content, forms[path]) for path, content in contents.items())
    version = f"{__version__}+record.{material.version or 'none'}"
    return data_package(name, title, files, version=version, codebook="; ".join(books), hxl=material.hxl)


def _zip(files: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in _in_order(files):
            entry = zipfile.ZipInfo(path, date_time=ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return content.getvalue()


def _in_order(files: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    return sorted(files.items(), key=lambda file: (file[0] != "datapackage.json", file[0]))
