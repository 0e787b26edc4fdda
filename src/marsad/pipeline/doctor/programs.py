"""What is installed: Marsad, Python, the packages it needs, SQLite, the language pipeline."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from marsad import __version__
from marsad.pipeline.doctor.check import Check
from marsad.pipeline.settings import Settings
from marsad.store.engine_sqlite import sqlite_driver
from marsad.store.sqlite_bugs import bugs_of

INSTALL = "make install"


def check_programs(settings: Settings) -> Iterator[Check]:
    yield Check(
        topic="versions", found=f"marsad {__version__} on Python {platform.python_version()}, {platform.system()}"
    )
    yield _check_sqlite()
    yield from _check_packages()
    yield _check_pipeline(settings.pipeline)


def _check_sqlite() -> Check:
    driver = sqlite_driver()
    found = f"SQLite {driver.sqlite_version} by {driver.__name__.split('.')[0]}"
    bugs = bugs_of(driver.sqlite_version_info)
    if not bugs:
        return Check(topic="sqlite", found=found)
    told = "; ".join(f"{bug.name}: {bug.what} ({bug.source})" for bug in bugs)
    fixed = ".".join(map(str, bugs[0].fixed[-1]))
    mend = f"install pysqlite3, or a Python whose SQLite is {fixed} or newer; until then let one program write"
    return Check(topic="sqlite", found=f"{found}; {told}", mend=mend)


def _check_packages() -> Iterator[Check]:
    """All that Marsad asks for on this machine, with the versions that are there."""
    asked = [Requirement(line) for line in requires("marsad") or ()]
    there = []
    for name in sorted({one.name for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})}):
        try:
            there.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Check(topic="packages", found=f"{name} is not installed", mend=INSTALL)
    yield Check(topic="packages", found=f"packages: {', '.join(there)}")


def _check_pipeline(name: str) -> Check:
    if Path(name).exists():
        return Check(topic="pipeline", found=f"language pipeline in {Path(name)}")
    try:
        return Check(topic="pipeline", found=f"language pipeline {name} {version(name.replace('_', '-'))}")
    except PackageNotFoundError:
        mend = f"{INSTALL}, or set MARSAD_PIPELINE to one that is there"
        return Check(topic="pipeline", found=f"language pipeline {name} is not installed", mend=mend)
