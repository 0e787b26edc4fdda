"""What may be shown in, CSV out: the rows that an export writes, less what is not asked of one stretch of a list."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files

from starlette.responses import Response

from marsad.export.checking import Row
from marsad.export.forms import Form, find_form, parse_form
from marsad.export.material import Material
from marsad.export.rows import TABLES
from marsad.export.sheets import Sheet, write_csv
from marsad.export.shield import Shielded
from marsad.web.known import known_day
from marsad.web.negotiation import VARY, Representation

OWN = ("sources", "sums", "publishing")
"""Tables that no export has; their columns stand in `forms/*.toml` beside."""
LEFT_OUT = frozenset({"previous_ids", "url"})
"""Columns of exports that a stretch of a list has not: the whole journal tells them, and whoever asked knows."""


@cache
def table_form(name: str) -> Form:
    """The columns of a list of the API, those of the export's table of that name or our own."""
    if name in OWN:
        return parse_form(name, files("marsad.web").joinpath("forms", f"{name}.toml").read_text("utf-8"))
    form = find_form(name)
    return replace(form, columns=tuple(one for one in form.columns if one.name not in LEFT_OUT))


def csv_of(name: str, shown: Shielded, onward: str | None = None) -> Response:
    """Things that may be shown as the export's table of that name."""
    rows = TABLES[name](Material(shown=shown))
    kept = ({key: value for key, value in row.items() if key not in LEFT_OUT} for row in rows)
    return csv_answer(name, kept, onward)


def csv_answer(table: str, rows: Iterable[Row], onward: str | None = None, name: str | None = None) -> Response:
    """The rows as a file of CSV, safe to open in a spreadsheet; a link leads on where there are more."""
    body = write_csv(Sheet(form=table_form(table), rows=tuple(rows)))
    known = f"-as-known-on-{known_day()}" if known_day() else ""
    disposition = {"Content-Disposition": f'attachment; filename="{name or table}{known}.csv"'}
    return Response(body, media_type=Representation.CSV, headers={**VARY, **link(onward), **disposition})


def link(onward: str | None) -> dict[str, str]:
    """The header that leads to what comes after (RFC 8288), if anything does."""
    return {"Link": f'<{onward}>; rel="next"'} if onward else {}
