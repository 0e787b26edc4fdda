"""What `gazetteer`, `doctor` and `upgrade` do."""

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

from marsad.cli.screen import print_line, say, visible
from marsad.pipeline.doctor import examine as look_at_all
from marsad.pipeline.settings import Settings


def add_gazetteer(file: Path, settings: Settings) -> None:
    """Compile a country dump into the data folder."""
    from marsad.reading.gazetteer import compile_dump  # noqa: PLC0415

    target = settings.data / "gazetteers" / f"{file.stem}.gazetteer"
    target.parent.mkdir(parents=True, exist_ok=True)
    count = compile_dump(file, target, say=say)
    say(f"added {count} places to {target}")


def examine(settings: Settings, *, as_json: bool = False) -> int:
    """Print each thing that was looked at, well or amiss; the number of those amiss comes back."""
    checks = list(look_at_all(settings, dt.datetime.now(dt.UTC)))
    if as_json:
        print_line(json.dumps([{**asdict(one), "well": one.well} for one in checks], ensure_ascii=False, indent=2))
    else:
        for one in checks:
            mend = f". Mend: {one.mend}" if one.mend else ""
            print_line(f"{'ok  ' if one.well else 'LOOK'}  {visible(one.found + mend)}")
    return sum(not one.well for one in checks)


def upgrade_and_say(settings: Settings) -> None:
    """Make or bring up the tables of the record and of its accounts; say of which schema they are."""
    from marsad.cli.ingesting import bring_up  # noqa: PLC0415
    from marsad.store import Store  # noqa: PLC0415
    from marsad.store.people import People  # noqa: PLC0415
    from marsad.store.tables import SCHEMA_VERSION  # noqa: PLC0415

    with Store.open(settings.db) as store:
        bring_up(store)
        store.guard()
        name = store.name
    people = People.known_beside(settings.db)  # a server's are made, for the account of its site may not
    if people:
        people.close()
    say(f"{name}: schema {SCHEMA_VERSION}")
