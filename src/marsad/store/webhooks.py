"""Who is told of changes to what is public, how far, and each try; what is told next is found from how far alone."""

import datetime as dt
from dataclasses import asdict, dataclass

from sqlalchemy import delete, insert, select, update

from marsad.domain.audit import Kind
from marsad.domain.errors import InputError, NotFoundError
from marsad.store.auditing import append_act
from marsad.store.feeds import stamp
from marsad.store.store import Store
from marsad.store.told_check import digest_hook
from marsad.store.webhook_tables import webhook_tries, webhooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """One receiver; times are UTC, ISO 8601 to the second. `told` is the number of the last step that it knows of."""

    id: str
    url: str
    secret_file: str
    scope: str
    added: str
    added_by: str
    told: int
    next_due: str
    failures: int = 0
    problem: str | None = None
    ended: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try to tell one message; `problem` is None where it was taken."""

    webhook: str
    message: str
    type: str
    at: str
    status: int | None
    problem: str | None


def add_webhook(store: Store, hook: Webhook) -> None:
    """Keep a receiver, who is told what becomes public from now on.

    Raises:
        InputError: it is there already.
    """
    with store.change() as connection:
        if connection.execute(select(webhooks.c.id).where(webhooks.c.url == hook.url)).first():
            raise InputError(f"{hook.url}: it is told already. Mend: `marsad webhook remove` it first")
        connection.execute(insert(webhooks).values(asdict(hook)))
        what = {"told": hook.id, "scope": hook.scope, "row": digest_hook(asdict(hook))}
        append_act(connection, Kind.WEBHOOK, hook.added_by, what)


def remove_webhook(store: Store, name: str, who: str) -> Webhook:
    """Tell a receiver nothing more; its tries stay in the log.

    Raises:
        NotFoundError: there is none of that id or address.
    """
    hook = find_webhook(store, name)
    with store.change() as connection:
        connection.execute(delete(webhooks).where(webhooks.c.id == hook.id))
        append_act(connection, Kind.WEBHOOK, who, {"told no more": hook.id})
    return hook


def find_webhook(store: Store, name: str) -> Webhook:
    """The receiver of that id, or of the one that begins so, or of that address.

    Raises:
        NotFoundError: there is none, or several begin so.
    """
    found = [one for one in list_webhooks(store) if one.url == name or (name and one.id.startswith(name))]
    if len(found) != 1:
        raise NotFoundError(f"{name!r} is no webhook. Mend: copy an id from `marsad webhook list`")
    return found[0]


def list_webhooks(store: Store) -> tuple[Webhook, ...]:
    """Every receiver, the oldest first."""
    return tuple(Webhook(**row) for row in store.ask(select(webhooks).order_by(webhooks.c.added, webhooks.c.id)))


def list_tries(store: Store, hook: str | None = None, limit: int = 100) -> tuple[Try, ...]:
    """The newest tries, the newest first."""
    columns = (webhook_tries.c[name] for name in Try.__slots__)
    query = select(*columns).order_by(webhook_tries.c.seq.desc()).limit(limit)
    return tuple(Try(**row) for row in store.ask(query.where(webhook_tries.c.webhook == hook) if hook else query))


def take_turn_at(store: Store, hook: Webhook, until: dt.datetime) -> bool:
    """Whether whoever asks may tell this receiver until then: of two programs at once, one."""
    with store.change() as connection:
        mine = update(webhooks).where(webhooks.c.id == hook.id, webhooks.c.next_due == hook.next_due)
        return bool(connection.execute(mine.values(next_due=stamp(until))).rowcount)


def note_taken(store: Store, hook: str, told: int, tried: Try, until: dt.datetime) -> None:
    """Keep that a message was taken, and with it, in one piece, how far the receiver is told; the turn goes on."""
    with store.change() as connection:
        connection.execute(insert(webhook_tries).values(asdict(tried)))
        state = {"told": told, "failures": 0, "problem": None, "next_due": stamp(until)}
        connection.execute(update(webhooks).where(webhooks.c.id == hook).values(state))


def note_refused(store: Store, hook: str, tried: Try, *, failures: int, due: dt.datetime, is_gone: bool) -> None:
    """Keep that a message was not taken, and when it is tried again; never, where the receiver is gone."""
    with store.change() as connection:
        connection.execute(insert(webhook_tries).values(asdict(tried)))
        state = {
            "failures": failures, "problem": tried.problem, "next_due": stamp(due),
            "ended": tried.at if is_gone else None,
        }  # fmt: skip
        connection.execute(update(webhooks).where(webhooks.c.id == hook).values(state))


def note_try(store: Store, tried: Try) -> None:
    """Keep a try that is of no step: a test."""
    with store.change() as connection:
        connection.execute(insert(webhook_tries).values(asdict(tried)))


def let_go(store: Store, hook: str, due: dt.datetime) -> None:
    """The receiver may be told again from then on."""
    with store.change() as connection:
        connection.execute(update(webhooks).where(webhooks.c.id == hook).values(next_due=stamp(due)))
