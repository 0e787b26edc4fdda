"""What `gazetteer` and `doctor` do."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from marsad import __version__
from marsad.cli.screen import print_line, say, visible
from marsad.domain.errors import MarsadError
from marsad.pipeline.plugins import find_plugins
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.engine import file_of, name_of, parse_where
from marsad.store.engine_sqlite import WAL_FIXED, has_wal_bug, sqlite_driver

Finding = tuple[bool, str]
"""Whether it is well, and what was found."""


def add_gazetteer(file: Path, settings: Settings) -> None:
    """Compile a country dump into the data folder."""
    from marsad.reading.gazetteer import compile_dump  # noqa: PLC0415

    target = settings.data / "gazetteers" / f"{file.stem}.gazetteer"
    target.parent.mkdir(parents=True, exist_ok=True)
    count = compile_dump(file, target, say=say)
    say(f"added {count} places to {target}")


def examine(settings: Settings) -> int:
    """Print each finding, well or amiss; the number of those amiss comes back."""
    amiss = 0
    for well, finding in (*_programs(settings), *_store(settings), *_additions(settings), *_plugins()):
        print_line(f"{'ok  ' if well else 'LOOK'}  {visible(finding)}")
        amiss += not well
    return amiss


def _programs(settings: Settings) -> Iterator[Finding]:
    yield True, f"marsad {__version__} on Python {platform.python_version()}, {platform.system()}"
    driver = sqlite_driver()
    bug = has_wal_bug(driver.sqlite_version_info)
    fixed = ".".join(map(str, WAL_FIXED))
    note = f"; before {fixed} a WAL file can, rarely, be damaged: keep backups, or install pysqlite3" if bug else ""
    yield not bug, f"SQLite {driver.sqlite_version} by {driver.__name__.split('.')[0]}{note}"
    for package in ("spacy", "sqlalchemy", "trafilatura"):
        yield _package(package)
    path = Path(settings.pipeline)
    if path.exists():
        yield True, f"language pipeline in {path}"
    else:
        yield _package(settings.pipeline.replace("_", "-"), f"language pipeline {settings.pipeline}")


def _package(name: str, said: str | None = None) -> Finding:
    try:
        return True, f"{said or name} {version(name)}"
    except PackageNotFoundError:
        return False, f"{said or name} is not installed. Mend: make install"


def _store(settings: Settings) -> Iterator[Finding]:
    try:
        url = parse_where(settings.db)
        path, name = file_of(url), name_of(url)
        if path is not None and not path.exists():
            yield True, f"store {name}: none yet"
            return
        with Store.open(settings.db, must_exist=True) as store:
            state = store.check()
            counts = store.counts()
            yield state == "ok", f"store {name}: {state}, {counts.documents} documents, {counts.claims} claims"
            current = store.record_is_current()
            mend = "" if current else "; older than its claims. Mend: run `marsad ingest` again"
            yield current, f"record: {counts.events} events, {counts.control} spells of control{mend}"
    except MarsadError as error:
        yield False, str(error)


def _additions(settings: Settings) -> Iterator[Finding]:
    added = ", ".join(path.name for path in settings.gazetteers) or "none"
    yield True, f"gazetteers added: {added} (in {settings.data / 'gazetteers'})"
    for path in settings.actor_files:
        yield path.is_file(), f"actor file {path}" + ("" if path.is_file() else ": there is no such file")


def _plugins() -> Iterator[Finding]:
    found = find_plugins()
    for one in found:
        yield one.fault is None, one.fault or f"plug-in {one.name} ({one.group}, {one.package})"
    if not found:
        yield True, "plug-ins: none"
