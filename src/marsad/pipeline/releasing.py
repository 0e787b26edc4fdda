"""A store and a day in, the signed release of what was public at its end out, as a folder or a zip."""

import datetime as dt
import os
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from nacl.signing import SigningKey

from marsad.domain.audit import Head
from marsad.domain.errors import InputError, StoreError
from marsad.domain.publication import Publication, Step
from marsad.export.material import Material
from marsad.export.release import (
    PUBLISHED,
    WITHDRAWN,
    Released,
    journal_of,
    public_on,
    read_released,
    release_files,
    released,
    tell_release,
    write_manifest,
)
from marsad.export.release_check import Leak, find_leaks
from marsad.pipeline import verify_release
from marsad.pipeline.asked import known_actors
from marsad.pipeline.exporting import shown_versions
from marsad.pipeline.plugins import find_exporter
from marsad.pipeline.settings import Settings
from marsad.pipeline.verify_release import LARGEST, MANIFEST, SIGNATURE, TOLD, spell_signature
from marsad.pipeline.versions import versions_of
from marsad.store import Store
from marsad.store.engine import clear_disk_errors
from marsad.store.heads import public_half
from marsad.store.hidden import protected_sources
from marsad.store.publishing import public_steps
from marsad.store.releases import head_of_step, list_releases
from marsad.store.workroom import sweep, workroom

LARGEST_ZIP = LARGEST - 2**20
"""Bytes of its files: with names and sums a zip of them is still one that `verify_release` reads."""
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say, so that equal releases are equal bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a release of a day is made of. `last` is the number of the newest step in it, `head` its act in the log."""

    what: Released
    ends: Mapping[str, Publication]
    steps: tuple[Publication, ...]
    last: int
    head: Head
    head_day: str


def gather(store: Store, day: dt.date) -> Gathered:
    """What was public at the end of the day (UTC).

    Raises:
        InputError: the day is to come, or nothing was public by then.
    """
    if day > dt.datetime.now(dt.UTC).date():
        raise InputError(f"{day} is to come. Mend: name a day that began (UTC)")
    steps = list(public_steps(store))
    of_day = [number for number, one in steps if one.at.astimezone(dt.UTC).date() <= day]
    if not of_day:
        raise InputError(f"nothing was published by {day}. Mend: a later day, or `marsad publish` first")
    ends = public_on((one for _, one in steps), day)
    head, head_day = head_of_step(store, max(of_day))
    return Gathered(
        what=released(ends, day), ends=ends, steps=tuple(one for _, one in steps), last=steps[-1][0], head=head,
        head_day=head_day,
    )  # fmt: skip


def last_ends(store: Store) -> tuple[dt.date, dict[str, Publication]] | None:
    """The day and the steps that the last release was made of, by the log; None where there was none."""
    known = list_releases(store)
    if not known:
        return None
    day = dt.date.fromisoformat(known[-1].day)
    return day, public_on((one for _, one in public_steps(store, last=known[-1].steps)), day)


def leaks_beside_last(store: Store, made: Gathered) -> tuple[Leak, ...]:
    """What the release gives away beside the last one that the log tells of, by sources and not only by things."""
    last = last_ends(store)
    if last is None:
        return ()
    day, ends = last
    differing = {name: _claims(made.ends, name) ^ _claims(ends, name) for name in made.ends.keys() | ends.keys()}
    known = protected_sources(store, sorted({claim for some in differing.values() for claim in some}))
    sources = {name: {known[one] for one in some if one in known} for name, some in differing.items()}
    return find_leaks(made.what, released(ends, day), sources)


def _claims(ends: Mapping[str, Publication], name: str) -> frozenset[str]:
    """All that a public thing rests on, protected claims too; nothing of what is withdrawn."""
    end = ends.get(name)
    return frozenset(end.claims) if end and end.step is Step.PUBLISH else frozenset()


def open_released(path: Path) -> Released:
    """What a release at a path let out; whether it is whole was looked at before."""
    told, out, gone = (verify_release.read_release(path, name) for name in (TOLD, PUBLISHED, WITHDRAWN))
    return read_released(verify_release.day_of(told), out, gone)


def make_files(
    store: Store, made: Gathered, formats: Sequence[str], settings: Settings, *, base_url: str | None = None
) -> dict[str, bytes]:
    """Every file of the release but its manifest and signature, by path.

    Raises:
        InputError: there is no such format.
        ExportError: a row breaks a format's schema, or a package is missing.
    """
    day = made.what.day
    material = Material(
        shown=shown_versions(store, made.ends.values()), actors=known_actors(settings),
        journal=journal_of(made.steps, day), base_url=base_url, version=day.isoformat(),
    )  # fmt: skip
    written = release_files(made.what, material, [find_exporter(name) for name in formats])
    verifier = files("marsad.pipeline").joinpath("verify_release.py").read_bytes()
    head = {"hash": made.head.hash, "day": made.head_day}
    told = tell_release(made.what, formats, versions_of(settings), head)
    return {**written, "verify_release.py": verifier, TOLD: told}


def sign_files(written: Mapping[str, bytes], key: SigningKey) -> dict[str, bytes]:
    """The files with the manifest of them all and its signature."""
    manifest = write_manifest(written)
    signature = key.sign(manifest).signature
    return {**written, MANIFEST: manifest, SIGNATURE: spell_signature(public_half(key), signature)}


def digest_of(signed: Mapping[str, bytes]) -> str:
    """What a release is known by: the SHA-256 of its manifest, whether it lies in a folder or a zip."""
    return sha256(signed[MANIFEST]).hexdigest()


def need_nothing_at(to: Path) -> None:
    """Nothing, where a release can be put there.

    Raises:
        StoreError: there is something of that name.
    """
    if to.exists() or to.is_symlink():
        raise StoreError(f"{to} is there already. Mend: name a place where nothing is")


def write_release(signed: Mapping[str, bytes], to: Path, *, note: Callable[[], None]) -> None:
    """The release at its place, whole and on the disk before it has its name. `note` keeps, just before, that it is.

    Raises:
        StoreError: there is something of that name, the disk is full, or `note` cannot keep it.
    """
    need_nothing_at(to)
    size = sum(map(len, signed.values()))
    if to.suffix == ".zip" and size > LARGEST_ZIP:
        raise StoreError(f"{to} would have {size} bytes; expected at most {LARGEST_ZIP}. Mend: name a folder")
    with clear_disk_errors(to):
        to.parent.mkdir(parents=True, exist_ok=True)
        sweep([to.parent])
        with workroom(to.parent) as room:
            write = write_zip if to.suffix == ".zip" else write_folder
            write(signed, room / "release")
            note()
            (room / "release").rename(to)


def write_zip(signed: Mapping[str, bytes], to: Path) -> None:
    """A zip of the files in the order of their names; none is packed smaller, for packers differ by machine."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as archive:
        for path, content in sorted(signed.items()):
            entry = zipfile.ZipInfo(path, date_time=ZIP_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    with to.open("rb") as file:
        os.fsync(file.fileno())


def write_folder(signed: Mapping[str, bytes], to: Path) -> None:
    """A folder of the files, to be read by anybody."""
    for path, content in signed.items():
        whole = to / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        whole.write_bytes(content)
        with whole.open("rb") as file:
            os.fsync(file.fileno())
