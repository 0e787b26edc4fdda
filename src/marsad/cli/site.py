"""What `serve` does and says."""

import ipaddress
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from marsad.cli.ingesting import bring_up, progress_bar
from marsad.cli.screen import print_line, say, say_problems
from marsad.domain.errors import SetupError
from marsad.domain.person import Person, SiteRole
from marsad.pipeline.demo import ingest_sample
from marsad.pipeline.doctor.keys import NO_ADMINISTRATOR
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.people import People
from marsad.web.app import create_app
from marsad.web.passwords import hash_password, make_password
from marsad.web.serve import serve
from marsad.web.site import Serving

FIRST = "administrator"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


def serve_demo(settings: Settings, *, host: str, port: int, names: frozenset[str], public: bool) -> None:
    """Read the shipped sample into a folder that is removed at the end, and serve it.

    Raises:
        SetupError: the address is not of this machine, where everybody who reaches it could change the record.
    """
    if not is_loopback(host):
        raise SetupError(
            f"--demo asks nobody to sign in, and {host} can be reached from elsewhere. Mend: leave out --host"
        )
    with TemporaryDirectory(prefix="marsad-") as folder:
        own = replace(settings, db=str(Path(folder) / "marsad.db"))
        with Store.open(own.db) as store, progress_bar(None) as tell:
            report = ingest_sample(store, LazyReader(own), own, tell)
        say_problems(report.problems)
        _announce(host, port)
        serve(create_app(own, Serving(demo=True, hosts=LOOPBACK | names, public=public)), host=host, port=port)


def serve_store(
    settings: Settings,
    *,
    host: str,
    port: int,
    names: frozenset[str],
    https: bool,
    public: bool,
    proxies: Sequence[str],
) -> None:
    """Serve the store of the settings; whoever opens it signs in, and `public` shows what is published to anybody.

    Raises:
        SetupError: one of the `proxies` is no address.
    """
    _check_addresses(proxies)
    serving = Serving(hosts=LOOPBACK | names | {host}, https=https, public=public)
    with Store.open(settings.db) as older:
        bring_up(older)
    app = create_app(settings, serving)
    _announce_first(settings)
    _announce(host, port)
    serve(app, host=host, port=port, proxies=proxies)


def _check_addresses(proxies: Sequence[str]) -> None:
    for one in proxies:
        try:
            ipaddress.ip_network(one)
        except ValueError:
            raise SetupError(
                f"--proxy {one}: expected an address or a net such as 172.20.0.0/16. Mend: give it"
            ) from None


def _announce_first(settings: Settings) -> None:
    """On the first run make an administrator and print the password, which is kept nowhere else."""
    people = People.beside(settings.db)
    if not people.everybody():
        password = make_password()
        people.keep(Person(name=FIRST, password_hash=hash_password(password), role=SiteRole.ADMINISTRATOR))
        print_line(f"First run. Sign in as {FIRST} with the password {password}   (shown this once)")
    elif not any(one.active and one.role is SiteRole.ADMINISTRATOR for one in people.everybody()):
        say(f"nobody can add or close an account here: none is an administrator's. Mend: {NO_ADMINISTRATOR}")
    people.close()


def is_loopback(host: str) -> bool:
    """True where only this machine reaches the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _announce(host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    print_line(f"http://{shown}:{port}/   (Ctrl-C ends it)")
