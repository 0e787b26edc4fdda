"""What `backup` and `restore` do and say."""

from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path

from marsad.cli.noting import note_act
from marsad.cli.screen import print_line, say
from marsad.domain.audit import Kind
from marsad.domain.errors import SetupError, StoreError
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.backup import PEOPLE, restore_backup, write_backup
from marsad.store.engine import file_of, parse_where
from marsad.store.sealing import read_keys
from marsad.store.workroom import sweep


def write_and_say(file: Path, settings: Settings, *, recipients: Sequence[str], with_people: bool) -> None:
    """Write the backup, keep in the log that it was written, print its digest."""
    path = _file(settings)
    people = _people_beside(path) if with_people else None
    if people and not people.exists():
        raise StoreError(f"there are no people beside {path}. Mend: leave --with-people out")
    _sweep(path, file)
    with Store.open(settings.db, must_exist=True) as store:
        made = write_backup(path, file, people=people, recipients=recipients)
        digest = _digest(file)
        note_act(store, Kind.BACKUP, settings.author, {"sha256": digest, "files": made.files, "head": made.head.seq})
    print_line(f"{digest}  {file}")
    sealed = f"sealed to {len(recipients)} keys" if recipients else "not sealed: whoever has it can read it"
    say(f"{', '.join(made.files)} up to act {made.head.seq}, checked; {sealed}")


def restore_and_say(file: Path, settings: Settings, keys: Sequence[Path]) -> None:
    """Restore, and keep in the log of what was restored that it was."""
    path = _file(settings)
    _sweep(path)
    secret = [key for one in keys for key in read_keys(one.read_text())]
    made = restore_backup(file, path, people=_people_beside(path), keys=secret)
    with Store.open(path, must_exist=True) as store:
        note_act(store, Kind.RESTORED, settings.author, {"head": made.head.seq, "sha256": _digest(file)})
    say(f"{path}: restored up to act {made.head.seq}, checked")
    if PEOPLE not in made.files:
        say("accounts are not in it. Mend: `marsad serve` makes a first administrator, `marsad user add` more")


def _sweep(*beside: Path) -> None:
    for room in sweep(one.parent for one in beside):
        say(f"{room}: what a backup or restore that was killed had left is taken away")


def _file(settings: Settings) -> Path:
    path = file_of(parse_where(settings.db))
    if path is None:
        raise SetupError("a store on a server is backed up by its own tools. Mend: pg_dump, and pg_restore elsewhere")
    return path


def _people_beside(path: Path) -> Path:
    return path.with_name(path.name + "-people")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
