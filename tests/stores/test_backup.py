"""A backup is whole or not there; it comes back into an empty place alone, and what was altered in it is refused."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading

import pytest

from marsad.domain.errors import InputError, StoreError
from marsad.domain.person import Person, SiteRole
from marsad.store import Store
from marsad.store.backup import restore_backup, write_backup
from marsad.store.people import People
from marsad.store.sealing import make_key
from marsad.store.workroom import PREFIX, sweep, workroom


@pytest.fixture
def kept(tmp_path, reading, fill):
    path = tmp_path / "kept.db"
    with Store.open(path) as store:
        fill(store, reading("d1"), reading("d2"))
    return path


def restored(backup, folder, **more):
    return restore_backup(backup, folder / "new.db", people=folder / "new.db-people", **more)


def names(folder):
    beside = ("-wal", "-shm")  # SQLite's own, of whoever reads the store
    return sorted(one.name for one in folder.iterdir() if not one.name.endswith(beside))


def test_what_is_backed_up_comes_back(kept, tmp_path):
    made = write_backup(kept, tmp_path / "b")
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600
    assert restored(tmp_path / "b", tmp_path) == made
    with Store.open(tmp_path / "new.db") as store:
        assert [one.id for one in store.documents()] == ["d1", "d2"]


def test_a_store_that_is_written_meanwhile_is_copied_as_of_one_instant(kept, tmp_path, reading, fill):
    stop = threading.Event()

    def write():
        with Store.open(kept) as store:
            for number in range(200):
                if stop.is_set():
                    return
                fill(store, reading(f"more-{number}"))

    writer = threading.Thread(target=write)
    writer.start()
    write_backup(kept, tmp_path / "b")
    stop.set()
    writer.join()
    restored(tmp_path / "b", tmp_path)


def test_people_are_in_it_only_where_asked_for(kept, tmp_path):
    people = People.beside(kept)
    people.keep(Person(name="Ana", password_hash="x", role=SiteRole.EDITOR))
    people.close()
    write_backup(kept, tmp_path / "without")
    assert b"Ana" not in (tmp_path / "without").read_bytes()
    write_backup(kept, tmp_path / "with", people=tmp_path / "kept.db-people")
    restored(tmp_path / "with", tmp_path)
    again = People.beside(tmp_path / "new.db")
    assert again.find("Ana")
    again.close()


def test_a_sealed_one_opens_with_its_key_alone(kept, tmp_path):
    secret, public = make_key()
    write_backup(kept, tmp_path / "b", recipients=[public])
    assert b"Hama" not in (tmp_path / "b").read_bytes()
    with pytest.raises(InputError, match="is sealed"):
        restored(tmp_path / "b", tmp_path)
    with pytest.raises(InputError, match="no key of the file"):
        restored(tmp_path / "b", tmp_path, keys=[make_key()[0]])
    assert not (tmp_path / "new.db").exists()
    restored(tmp_path / "b", tmp_path, keys=[secret])


def test_nothing_that_is_there_is_written_over(kept, tmp_path):
    write_backup(kept, tmp_path / "b")
    with pytest.raises(StoreError, match="there already"):
        write_backup(kept, tmp_path / "b")
    (tmp_path / "new.db-people").write_text("")
    with pytest.raises(StoreError, match="there already"):
        restored(tmp_path / "b", tmp_path)
    assert not (tmp_path / "new.db").exists()


def test_an_altered_store_is_not_backed_up_as_sound(kept, tmp_path):
    raw = sqlite3.connect(kept)
    raw.execute("DROP TRIGGER documents_no_update")
    raw.execute("UPDATE documents SET title = 'Eve'")
    raw.commit()
    raw.close()
    before = names(tmp_path)
    with pytest.raises(StoreError, match="altered"):
        write_backup(kept, tmp_path / "b")
    assert names(tmp_path) == before


@pytest.mark.parametrize("harm", ["cut", "turned", "other", "no tar", "a link"])
def test_a_damaged_one_is_refused_and_leaves_nothing(kept, tmp_path, harm):
    path = tmp_path / "b"
    write_backup(kept, path)
    content = bytearray(path.read_bytes())
    if harm == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif harm == "turned":
        at = content.index(b"Valley Post")
        content[at] ^= 1
        path.write_bytes(content)
    elif harm == "no tar":
        path.write_bytes(b"nothing")
    else:
        with tarfile.open(path, "w") as tar:
            (tmp_path / "m").write_text(json.dumps({"form": "marsad-backup-1", "files": {"store.db": "x"}}))
            tar.add(tmp_path / "m", "manifest.json")
            if harm == "a link":
                (tmp_path / "l").symlink_to("/etc/passwd")
                tar.add(tmp_path / "l", "store.db")
    before = names(tmp_path)
    with pytest.raises(InputError, match="Mend"):
        restored(path, tmp_path)
    assert names(tmp_path) == before


KILLED = """
import os, sys
from pathlib import Path
from marsad.store import backup
def stop(*_):
    print("here", flush=True)
    os.kill(os.getpid(), 9)
setattr(backup, sys.argv[3], stop)
backup.write_backup(Path(sys.argv[1]), Path(sys.argv[2]), recipients=sys.argv[4:])
"""


@pytest.mark.parametrize("where", ["_check", "_digest", "put_in_place"])
def test_killed_it_leaves_no_file_that_claims_to_be_one_and_nothing_plain_where_it_was_to_go(kept, tmp_path, where):
    stick = tmp_path / "stick"
    stick.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(kept), str(stick / "b"), where, make_key()[1]],
        capture_output=True, text=True, check=False, env={**os.environ},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "here\n"), done.stderr
    assert not (stick / "b").exists()
    assert not [one for one in stick.rglob("*") if one.is_file() and b"Hama" in one.read_bytes()]
    (beside,) = [one for one in tmp_path.iterdir() if one.name.startswith(PREFIX)]
    assert beside.stat().st_mode & 0o077 == 0
    assert b"Hama" in (beside / "store.db").read_bytes()  # else nothing was left to be taken away
    assert len(sweep([tmp_path, stick])) == 2
    assert [one for one in (*tmp_path.iterdir(), *stick.iterdir()) if one.name.startswith(PREFIX)] == []
    write_backup(kept, stick / "b")


def test_the_folder_of_one_that_still_runs_is_left_to_it(tmp_path):
    with workroom(tmp_path) as room:
        assert sweep([tmp_path]) == ()
        assert room.is_dir()
    (tmp_path / f"{PREFIX}link").symlink_to("/etc")
    assert sweep([tmp_path, tmp_path / "nowhere"]) == ()
