"""The declared forms in, the tables of `docs/exports.md` out: every format, every column, its rule and its codebook."""

from collections.abc import Iterator

from marsad.export.formats import FORMATS
from marsad.export.forms import Column, Form

START, END = "<!-- made of src/marsad/export/forms by tests/unit/export/test_exports_page.py -->", "<!-- end -->"


def columns_page() -> str:
    """The part of the page between its two marks."""
    return "\n".join((START, "", *_formats(), *_forms(), END))


def _formats() -> Iterator[str]:
    yield "| `--to` | file | how to use it | columns |"
    yield "|---|---|---|---|"
    for one in FORMATS.values():
        links = ", ".join(f"[{form.name}](#{form.name})" for form in one.columns())
        yield f"| `{one.name}` | `{one.suffix}` | {one.how} | {links} |"
    yield ""


def _forms() -> Iterator[str]:
    for form in dict.fromkeys(form for one in FORMATS.values() for form in one.columns()):
        yield from form_part(form)


def form_part(form: Form, head: str = "##") -> Iterator[str]:
    """The lines that tell of one form: its name, what a row is, its columns."""
    yield f"{head} {form.name}"
    yield ""
    yield f"{form.title}: one row is {form.row}. Codebook: {form.codebook}. {len(form.columns)} columns."
    if form.note:
        yield f"{form.note}"
    yield ""
    yield "| column | type | rule | codebook |"
    yield "|---|---|---|---|"
    yield from map(_column, form.columns)
    yield ""


def _column(column: Column) -> str:
    kind = f"{column.type}{', required' if column.required else ''}{f', {column.unit}' if column.unit else ''}"
    values = f" One of: {', '.join(f'`{value}`' for value in column.enum)}." if column.enum else ""
    rule = f"{column.rule}{values}".replace("|", "\\|")
    return f"| `{column.name}` | {kind} | {rule} | {column.codebook or ''} |"
