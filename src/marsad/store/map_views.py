"""A server with PostGIS in, views of points for mapping programs out; a server without it lacks them, and nothing else.

Marsad's own map asks for none of them: it is cut from columns in memory. They are for whoever opens the record in QGIS
beside other layers, and show what no protected source tells any of.
"""

from sqlalchemy import Connection, text

from marsad.domain.vocabulary import PlacePrecision

POINT = "ST_SetSRID(ST_MakePoint(lon, lat), 4326)"
"""WGS 84, longitude first."""
OPEN = f"protected IS FALSE AND lat IS NOT NULL AND precision < {int(PlacePrecision.COUNTRY)}"
VIEWS = {
    "event_points": ("events", "id, kind, since, until, place, country, deaths, grade", f"{OPEN} AND NOT background"),
    "control_points": ("control", "id, kind, since, until, place, actors, contested", OPEN),
}


def make_views(connection: Connection) -> None:
    """Make them where PostGIS is in the database, each with an index that finds what lies in a box."""
    if not _has_postgis(connection):
        return
    for view, (table, columns, shown) in VIEWS.items():
        asked = f"SELECT {columns}, CAST({POINT} AS geometry(Point, 4326)) AS point FROM {table} WHERE {shown}"  # noqa: S608
        connection.execute(text(f"CREATE OR REPLACE VIEW {view} AS {asked}"))
        index = f"CREATE INDEX IF NOT EXISTS ix_{view} ON {table} USING gist (CAST({POINT} AS geometry(Point, 4326)))"
        connection.execute(text(f"{index} WHERE {shown}"))


def drop_views(connection: Connection) -> None:
    """Take them away before tables change: a column that a view shows cannot."""
    if connection.dialect.name == "postgresql":
        for view in VIEWS:
            connection.execute(text(f"DROP VIEW IF EXISTS {view}"))
            connection.execute(text(f"DROP INDEX IF EXISTS ix_{view}"))


def _has_postgis(connection: Connection) -> bool:
    """Where its owner added it: that takes rights that Marsad's account should not have."""
    asked = "SELECT 1 FROM pg_extension WHERE extname = 'postgis'"
    return connection.dialect.name == "postgresql" and bool(connection.execute(text(asked)).scalar())
