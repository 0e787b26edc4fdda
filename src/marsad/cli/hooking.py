"""What `webhook` does and says."""

import datetime as dt
import secrets
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

from marsad.cli.listing import Item, print_items
from marsad.cli.options import ListFormat
from marsad.cli.screen import say
from marsad.domain.errors import InputError
from marsad.domain.wire import to_plain
from marsad.pipeline.network.addresses import is_public
from marsad.pipeline.network.fetching import parse_url
from marsad.pipeline.network.guard import check_url
from marsad.pipeline.network.limits import RefusedError
from marsad.pipeline.network.opening import limits_of, open_poster
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.feeds import stamp
from marsad.store.publishing import last_step, public_steps_after
from marsad.store.webhooks import Try, Webhook, add_webhook, find_webhook, list_tries, list_webhooks, remove_webhook
from marsad.web import webhooks
from marsad.web.signing import make_secret, read_secret

HOOKS = ("id", "url", "scope", "secret_file", "added", "waiting", "next_due", "failures", "problem", "ended")
TRIES = Try.__slots__
MOST_COUNTED = 10_000


def add_hook(url: str, secret_file: Path, scope: str, settings: Settings) -> None:
    """Keep a receiver, with a new secret where the file is not there yet."""
    try:
        address = parse_url(url)
        check_url(address, limits_of(settings))
        _refuse_inside(address.host)
    except RefusedError as error:
        raise InputError(f"{url}: {error.wrong}. Mend: {error.mend}") from error
    path, now = secret_file.resolve(), stamp(_now())
    with Store.open(settings.db, must_exist=True) as store:
        hook = Webhook(
            id=f"w{secrets.token_hex(8)}", url=str(address), secret_file=str(path), scope=scope, added=now,
            added_by=settings.author, told=last_step(store), next_due=now,
        )  # fmt: skip
        is_new = not path.exists()
        if is_new:
            make_secret(path)
        read_secret(path)
        add_webhook(store, hook)
    made = "A new secret stands there; give it to the receiver in private." if is_new else ""
    say(f"{hook.id}: {hook.url} is told what becomes public from now on, signed by {path}. {made}".rstrip())


def _refuse_inside(host: str) -> None:
    """Nothing, for a name; what a name resolves to is looked at whenever anything is sent.

    Raises:
        RefusedError: it is this machine, or an address that the whole world does not reach.
    """
    with suppress(ValueError):
        ip_address(host)
        if not is_public(host):
            raise RefusedError(f"{host} is no address of the open web", "name a receiver that others reach")


def remove_hook(which: str, settings: Settings) -> None:
    """Tell a receiver nothing more."""
    with Store.open(settings.db, must_exist=True) as store:
        gone = remove_webhook(store, which, settings.author)
    say(f"{gone.url}: told nothing more; {gone.secret_file} stays")


def print_hooks(form: ListFormat, settings: Settings) -> None:
    """Print the receivers with how each of them is."""
    with Store.open(settings.db, must_exist=True) as store:
        lines = [
            {**to_plain(one), "waiting": len(public_steps_after(store, one.told, MOST_COUNTED))}
            for one in list_webhooks(store)
        ]
    rows = ({name: line[name] for name in HOOKS} for line in lines)
    print_items("webhooks", HOOKS, (Item(cells=tuple(row.values()), line=row) for row in rows), form)


def print_tries(which: str | None, form: ListFormat, settings: Settings) -> None:
    """Print the newest tries, the newest first."""
    with Store.open(settings.db, must_exist=True) as store:
        tries = list_tries(store, find_webhook(store, which).id if which else None)
    rows = (to_plain(one) for one in tries)
    print_items("tries", TRIES, (Item(cells=tuple(row.values()), line=row) for row in rows), form)


def deliver_now(settings: Settings) -> int:
    """Send what waits; how many receivers did not take it comes back."""
    tries = send_waiting(settings, open_poster(settings))
    say(f"{sum(one.problem is None for one in tries)} messages taken")
    return sum(one.problem is not None for one in tries)


def send_waiting(settings: Settings, poster: webhooks.Posts) -> list[Try]:
    """The tries to send what waits to those who are due; one that failed is said."""
    with Store.open(settings.db, must_exist=True) as store:
        tries = list(webhooks.deliver(store, lambda: Store.open(settings.db), poster, _now))
    for one in tries:
        if one.problem:
            say(f"{one.webhook}: {one.message} was not taken: {one.problem}")
    return tries


def try_hook(which: str, settings: Settings) -> int:
    """Send a message that tells nothing; 1 comes back where it was not taken."""
    poster = open_poster(settings)
    with Store.open(settings.db, must_exist=True) as store:
        hook = find_webhook(store, which)
    tried = webhooks.try_out(lambda: Store.open(settings.db), hook, poster, _now())
    say(f"{tried.message}: {tried.problem or f'taken, {tried.status}'}")
    return int(tried.problem is not None)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
