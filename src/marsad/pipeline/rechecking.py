"""A store in, what of its record is not what its claims and judgements make out."""

from collections.abc import Iterator

from sqlalchemy import Connection

from marsad.domain.audit import Finding
from marsad.pipeline.settings import Settings
from marsad.store.changing import get_basis, is_current
from marsad.store.derived_check import check_derived
from marsad.store.record_check import check_record, check_set_aside, kept_claims, kept_judgements
from marsad.store.writing import get_meta

MEND = "Mend: `marsad reread --again` makes it anew, then verify again"


def recheck_record(connection: Connection, settings: Settings) -> Iterator[Finding]:
    """The record made anew by the rules of now, all on the one instant of the connection, and compared with the kept.

    A record that is older than its claims, or was made by other rules, is not compared: that is told as a finding.
    """
    from marsad.reading.actor_file import load_actors  # noqa: PLC0415
    from marsad.reconcile import reconcile  # noqa: PLC0415
    from marsad.reconcile.update import name_rules  # noqa: PLC0415

    yield from check_set_aside(connection)
    if get_meta(connection, "record_version") is None and next(kept_claims(connection), None) is None:
        return
    actors, basis = load_actors(settings.actor_files), get_basis(connection)
    if not is_current(connection):
        yield Finding(where="record", what=f"older than its claims and judgements, so not compared. {MEND}")
    elif basis and basis.rules != name_rules(actors, settings.profile):
        what = f"made by another version, profile or actor file than those of now, so not compared. {MEND}"
        yield Finding(where="record", what=what)
    else:
        made = reconcile(kept_claims(connection), kept_judgements(connection), actors=actors, profile=settings.profile)
        yield from check_record(connection, made)
        yield from check_derived(connection, made)
