"""A store in, one file that holds it out, checked; and back, into an empty place only.

The file is a tar of `store.db`, `people.db` on request, and `manifest.json` with their digests; sealed by age on
request. It has its name only once it is whole and on the disk. The copy that it is made of lies beside the store, which
is no more readable than that; to where the backup goes, what is to be sealed comes sealed.
"""

import json
import os
import tarfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

import pyrage

from marsad.domain.audit import Head
from marsad.domain.errors import InputError, StoreError
from marsad.store.audit_check import check_log, head_of
from marsad.store.engine import clear_disk_errors
from marsad.store.engine_sqlite import sqlite_driver
from marsad.store.sealing import check_key
from marsad.store.store import Store
from marsad.store.workroom import put_in_place, workroom

FORM = "marsad-backup-1"
STORE, PEOPLE, MANIFEST = "store.db", "people.db", "manifest.json"
AGE_MARK = b"age-encryption.org/"
PAGES_AT_ONCE = 2_000
"""Copied between two looks at whether somebody waits to write."""
MEND = "Mend: give a file that `marsad backup` wrote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds: its files by name, and the end of its audit log."""

    files: tuple[str, ...]
    head: Head


def write_backup(store: Path, to: Path, *, people: Path | None = None, recipients: Sequence[str] = ()) -> Backup:
    """Copy the store while it may be written, check the copy, and give it its name when it is on the disk.

    Raises:
        StoreError: there is a file of that name, the copy is not sound, or the disk is full.
    """
    keys = [pyrage.x25519.Recipient.from_str(check_key(one)) for one in recipients]
    if to.exists():
        raise StoreError(f"{to} is there already. Mend: name a file that is not there")
    with clear_disk_errors(to), workroom(store.parent) as room, workroom(to.parent) as there:
        sources = {STORE: store, **({PEOPLE: people} if people else {})}
        for name, source in sources.items():
            _copy(source, room / name)
        head = _check(room / STORE)
        told = {"form": FORM, "seq": head.seq, "hash": head.hash, "files": {n: _digest(room / n) for n in sources}}
        (room / MANIFEST).write_text(json.dumps(told))
        put_in_place(_pack([room / name for name in (MANIFEST, *sources)], room, there, keys), to)
    return Backup(files=tuple(sources), head=head)


def _pack(files: Sequence[Path], room: Path, there: Path, keys: Sequence[Any]) -> Path:
    """A tar of the files where the backup goes; where it is to be sealed, only the sealed one goes there."""
    packed = (room if keys else there) / "packed"
    with tarfile.open(packed, "w") as tar:
        for one in files:
            tar.add(one, one.name)
    if keys:
        pyrage.encrypt_file(str(packed), str(there / "sealed"), keys)
    return there / "sealed" if keys else packed


def restore_backup(backup: Path, to: Path, *, people: Path, keys: Sequence[str] = ()) -> Backup:
    """Put a backup where nothing is, checked before it gets its name.

    Raises:
        StoreError: something is there, or what came out is not sound.
        InputError: the file is no backup, or is sealed to other keys.
    """
    for one in (to, people, to.with_name(to.name + "-wal")):
        if one.exists():
            raise StoreError(f"{one} is there already. Mend: name a place where nothing is")
    to.parent.mkdir(parents=True, exist_ok=True)
    with clear_disk_errors(to), workroom(to.parent) as room:
        told = _unpack(_open_sealed(backup, room, keys), room)
        for name, digest in told["files"].items():
            if _digest(room / name) != digest:
                raise InputError(f"{backup}: {name} is not as it was written: damaged or altered. Mend: take another")
        head = _check(room / STORE)
        if (head.seq, head.hash) != (told["seq"], told["hash"]):
            raise InputError(f"{backup}: its log does not end where it says. Mend: take another backup")
        if PEOPLE in told["files"]:
            put_in_place(room / PEOPLE, people)
        put_in_place(room / STORE, to)
    return Backup(files=tuple(told["files"]), head=head)


def _copy(source: Path, to: Path) -> None:
    """By SQLite's own online backup, which sees one instant of a file that is being written."""
    driver = sqlite_driver()
    os.close(os.open(to, os.O_CREAT | os.O_EXCL, 0o600))
    with closing(driver.connect(f"file:{source}?mode=ro", uri=True)) as there, closing(driver.connect(to)) as here:
        there.backup(here, pages=PAGES_AT_ONCE)
        here.execute("PRAGMA journal_mode = delete")  # all of it in the one file


def _check(path: Path) -> Head:
    with Store.open(path, must_exist=True) as copy:
        state = copy.check()
        if state != "ok":
            raise StoreError(f"the copy is not sound: {state}. Mend: run `marsad doctor` on the store")
        with copy.moment() as connection:
            found = next(check_log(connection), None)
            if found:
                raise StoreError(f"{found.where}: {found.what}. Mend: run `marsad verify` on the store first")
            return head_of(connection)


def _open_sealed(backup: Path, room: Path, keys: Sequence[str]) -> Path:
    with backup.open("rb") as file:
        is_sealed = file.read(len(AGE_MARK)) == AGE_MARK
    if not is_sealed:
        return backup
    if not keys:
        raise InputError(f"{backup} is sealed. Mend: give `--key FILE`, the key file of one of its recipients")
    plain = room / "packed"
    try:
        pyrage.decrypt_file(str(backup), str(plain), [pyrage.x25519.Identity.from_str(key) for key in keys])
    except (pyrage.DecryptError, pyrage.IdentityError):
        raise InputError(f"no key of the file opens {backup}. Mend: give one of its recipients'") from None
    return plain


def _unpack(packed: Path, room: Path) -> dict[str, Any]:
    """The three names that a backup has, and no other: a tar can name any place of the disk."""
    try:
        with tarfile.open(packed) as tar:
            for name in (MANIFEST, STORE, PEOPLE):
                if name in tar.getnames():
                    tar.extract(name, room, filter="data")
        told = json.loads((room / MANIFEST).read_text())
        if told["form"] != FORM or not {STORE} <= set(told["files"]) <= {STORE, PEOPLE}:
            raise InputError(f"it is no backup of this version. {MEND}")
    except (tarfile.TarError, ValueError, KeyError, TypeError, FileNotFoundError) as error:
        raise InputError(f"it is no backup, or was cut off. {MEND}") from error
    for name in told["files"]:
        if not (room / name).is_file() or (room / name).is_symlink():
            raise InputError(f"its {name} is missing. {MEND}")
        (room / name).chmod(0o600)
    return dict(told)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
