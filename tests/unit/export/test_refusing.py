"""Whatever the format, each row is checked before a byte is written, and a broken one is refused by its column."""

import datetime as dt
from dataclasses import replace

import pytest
from war import exported

from marsad.domain.changes import Change, ChangeKind, ThingKind
from marsad.domain.errors import ExportError
from marsad.domain.record import ActorRecord
from marsad.domain.vocabulary import ActorKind
from marsad.export import checking
from marsad.export.formats import FORMATS
from marsad.export.rows import TABLES

WHOLE = ("csv", "xlsx", "parquet", "datapackage")
TIES = "relations"
"""The week has none."""
TABLED = [(form, table) for form in WHOLE for table in TABLES if table != TIES]
TABLED += [(form, None) for form in FORMATS if form not in WHOLE]
COUNTED = {"acled": "fatalities", "plover": "size.dead", "airwars": "min", "geojson": "killed_low",
           "csv": "killed_low", "xlsx": "killed_low", "parquet": "killed_low", "datapackage": "killed_low",
           "casualties": "low"}  # fmt: skip
"""A column of each format that counts people; ucdp-ged has no row without somebody killed."""


@pytest.fixture
def full(week):
    """The week, with an actor and a tie, so that no format is without a row."""
    record, claims, documents = week
    actors = tuple(_actor(name, tuple(claims)) for name in ("a", "b"))
    return replace(record, actors=actors), claims, documents


def _actor(name, claims):
    return ActorRecord(id=name, name=name, kind=ActorKind.OTHER, aliases=(), country=None, relations=(), claims=claims)


def written(form, kept, **asked):
    change = Change(version=1, day=dt.date(2031, 3, 6), thing=ThingKind.EVENT, id="e", kind=ChangeKind.ADDED)
    return exported(form, kept, journal=(change,), **asked)


@pytest.mark.parametrize(("form", "table"), TABLED)
def test_no_format_writes_a_row_that_was_not_checked(full, form, table, monkeypatch):
    assert written(form, full, table=table)
    monkeypatch.setattr(checking, "find_fault", lambda *_: "something else")
    with pytest.raises(ExportError, match=r"row 1, column .*: expected something else, found .*nothing was written"):
        written(form, full, table=table)


@pytest.mark.parametrize(("form", "column"), COUNTED.items())
def test_fewer_than_nobody_are_refused_by_their_column(full, form, column):
    record, claims, documents = full
    broken = tuple(replace(one, tolls=tuple(map(_below_zero, one.tolls))) for one in record.events)
    with pytest.raises(ExportError) as error:
        written(form, (replace(record, events=broken), claims, documents))
    assert f"{column}: expected at least 0, found '-4'; nothing was written" in str(error.value)
    assert "\n" not in str(error.value)


def _below_zero(toll):
    figures = tuple(replace(one, low=-4, best=-4, high=-4) for one in toll.revisions)
    return replace(toll, low=-4, best=-4, high=-4, revisions=figures)
