"""What the verbs of the vault do and print."""

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path

from marsad.cli.listing import Item, print_items
from marsad.cli.options import ListFormat
from marsad.cli.screen import print_line, say, visible
from marsad.cli.unseen import ask_unseen
from marsad.domain.errors import InputError
from marsad.domain.person import SiteRole
from marsad.domain.source import PlaceGrain, Quoting, TimeGrain
from marsad.domain.wire import to_plain
from marsad.pipeline import vault
from marsad.pipeline.settings import UNKNOWN, Settings
from marsad.pipeline.sources import find_source, tighten
from marsad.store import Store
from marsad.store.acts import acts_of
from marsad.store.people import People
from marsad.store.sealing import make_key, read_keys
from marsad.store.vault import Entry, entries_of, recipients_of, sources_of

RECIPIENTS = ("name", "key")
SOURCES = ("source", "kind", "may", "time", "place", "retention", "identity")
REQUESTS = ("request", "source", "by", "because", "approved by", "state")
ACTS = ("at", "act", "who", "what", "request")


def write_key(file: Path) -> None:
    """Write a new key into a file of its own, which only its owner reads, and print its public half."""
    secret, public = make_key()
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise InputError(f"{file} is there already. Mend: name a new file; a key that is lost opens nothing") from error
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(f"# public key: {public}\n{secret}\n")
    say(f"wrote {file}: keep it off the machine that holds the store, and a copy in a second place")
    print_line(public)


def add_and_say(name: str, key: str, settings: Settings) -> None:
    """Add a recipient and say how many there are then."""
    with made_store(settings) as store:
        confirm_author(settings)
        added = vault.add_recipient(store, name, key, settings.author)
        count = len(recipients_of(store))
        least = vault.LEAST_RECIPIENTS
        say(f"{added.name} is a recipient; {count} now, of at least {least} before an identity is taken")


def remove_and_say(name: str, settings: Settings) -> None:
    """Remove a recipient and say what is still to be done."""
    with _opened(settings) as store:
        confirm_author(settings)
        vault.remove_recipient(store, name, settings.author)
        say(
            f"{name} is no recipient from now on; "
            "`marsad vault rotate --key FILE` takes the key off what is sealed already"
        )


def print_recipients(form: ListFormat, settings: Settings) -> None:
    """Print the recipients."""
    with _opened(settings) as store:
        items = [
            Item(cells=(one.name, one.key), line={"kind": "recipient", **to_plain(one)}) for one in recipients_of(store)
        ]
        print_items("recipients", RECIPIENTS, items, form)


def print_sources(form: ListFormat, settings: Settings) -> None:
    """Print the sources with their rules."""
    with _opened(settings) as store:
        entries, today = entries_of(store), dt.datetime.now(dt.UTC).date()
        items = []
        for code, one in sources_of(store).items():
            state = _state(entries.get(code), today)
            days = f"{one.retention_days} days" if one.retention_days else None
            cells = (code, one.kind.value, one.quoting.value, one.time.value, one.place.value, days, state)
            plain = {"source" if name == "kind" else name: value for name, value in to_plain(one).items()}
            items.append(Item(cells=cells, line={"kind": "source", **plain, "identity": state}))
        print_items("sources", SOURCES, items, form)


def _state(entry: Entry | None, today: dt.date) -> str:
    if entry is None:
        return "none kept"
    if entry.sealed is None:
        return f"erased on {entry.erased}"
    if entry.erase_after is None:
        return "sealed"
    return f"sealed, {'due to be erased' if entry.erase_after <= today else f'until {entry.erase_after}'}"


def tighten_and_say(
    code: str,
    settings: Settings,
    may: Quoting | None,
    time: TimeGrain | None,
    place: PlaceGrain | None,
    retention: int | None,
) -> None:
    """Make the rules stricter and say what they are then."""
    with _opened(settings) as store:
        before = find_source(store, code)
        changed = replace(
            before, quoting=may or before.quoting, time=time or before.time, place=place or before.place,
            retention_days=retention or before.retention_days,
        )  # fmt: skip
        tighten(store, settings, changed)
        say(f"{code}: {changed.quoting.value}, to the {changed.time.value}, to the {changed.place.value}")


def request_and_say(source: str, because: str, settings: Settings) -> None:
    """Ask for an opening; print the request's id."""
    with _opened(settings) as store:
        confirm_author(settings)
        made = vault.request_opening(store, source, because, settings.author)
        say(f"somebody else now runs: marsad vault approve {made.id}")
        print_line(made.id)


def print_requests(form: ListFormat, settings: Settings) -> None:
    """Print every request as it stands."""
    with _opened(settings) as store:
        now = dt.datetime.now(dt.UTC)
        items = []
        for one in vault.requests_of(store):
            state = _request_state(one, now)
            cells = (one.id, one.source, one.by, one.because, one.approved_by, state)
            items.append(Item(cells=cells, line={"kind": "request", **to_plain(one), "state": state}))
        print_items("requests", REQUESTS, items, form)


def _request_state(one: vault.Request, now: dt.datetime) -> str:
    if one.opened:
        return "used"
    if one.approved_at is None:
        return "waits"
    return "approved" if one.is_valid(now) else "approved, too old"


def approve_and_say(number: str, settings: Settings) -> None:
    """Approve a request and say for what it is good."""
    with _opened(settings) as store:
        confirm_author(settings)
        done = vault.approve_opening(store, number, settings.author)
        say(f"{done.by} may open {done.source} once within {vault.APPROVAL_HOURS} hours")


def open_and_print(source: str, files: Sequence[Path], settings: Settings) -> None:
    """Print the identity, whose opening is kept before."""
    with _opened(settings) as store:
        confirm_author(settings)
        identity = vault.open_identity(store, source, keys_of(files), settings.author)
    say("this opening is kept on record; nothing of what follows is")
    for name, value in (("name", identity.name), ("contact", identity.contact), ("notes", identity.notes)):
        print_line(f"{name}: {visible(value)}")


def rotate_and_say(files: Sequence[Path], settings: Settings) -> None:
    """Seal anew and say how many."""
    with _opened(settings) as store:
        confirm_author(settings)
        count = vault.rotate(store, keys_of(files), settings.author)
        names = ", ".join(one.name for one in recipients_of(store))
        say(f"{count} identities sealed anew, to {names}; copies and backups made before still open to the old keys")


def erase_and_say(source: str, because: str, settings: Settings, *, due: bool) -> None:
    """Erase one identity, or those that are due, and say so."""
    if bool(source) is due:
        raise InputError("name one SOURCE, or --due for all that were kept as long as was agreed")
    with _opened(settings) as store:
        confirm_author(settings)
        if due:
            gone = vault.erase_due(store, dt.datetime.now(dt.UTC).date(), settings.author)
            say(f"{len(gone)} identities erased{': ' if gone else ''}{', '.join(gone)}")
            return
        vault.erase(store, source, because, settings.author)
        say(f"the identity of {source} is erased here; copies and backups made before still hold it, sealed")


def print_acts(form: ListFormat, settings: Settings) -> None:
    """Print every act in order."""
    with _opened(settings) as store:
        items = [
            Item(
                cells=(one.at, one.kind.value, one.who, one.what, one.request),
                line={**to_plain(one), "kind": "act", "act": one.kind.value},
            )
            for one in acts_of(store)
        ]
        print_items("acts", ACTS, items, form)


def keys_of(files: Iterable[Path]) -> tuple[str, ...]:
    """The secret keys of the files; a file that others can read is said to be one."""
    found: list[str] = []
    for file in files:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            say(f"{file}: others on this machine can read it. Mend: chmod 600 {file}")
        found += read_keys(file.read_text(encoding="utf-8", errors="replace"))
    return tuple(found)


def confirm_author(settings: Settings) -> None:
    """Have the author's own password, where the store's site has accounts: a name alone is anybody's.

    Raises:
        InputError: no author is named, or the author has no account of an editor, or the password or code is wrong.
    """
    from marsad.web.passwords import is_password, use_code  # noqa: PLC0415

    if settings.author == UNKNOWN:
        raise InputError("nobody is named as the author of this act. Mend: --author NAME, or MARSAD_AUTHOR")
    people = People.known_beside(settings.db)
    with closing(people) if people else nullcontext():
        if people is None or not people.everybody():
            say("nobody has an account of this store: names are taken as they are given")
            return
        person = people.find(settings.author)
        password = ask_unseen(f"Password of {settings.author}")
        code = ask_unseen("One-time code") if person and person.totp else ""
        is_theirs = is_password(person, password)
        if (
            person is None
            or not is_theirs
            or not use_code(people, person, code)
            or not person.role.may(SiteRole.EDITOR)
        ):
            raise InputError(
                f"{settings.author} is no editor of this store, or the password or code is wrong. Mend: --author NAME"
            )


def made_store(settings: Settings) -> Store:
    """The store of the settings, made if there is none."""
    store = Store.open(settings.db)
    with store.change():
        return store


def _opened(settings: Settings) -> Store:
    return Store.open(settings.db, must_exist=True)
