"""Keys and people: the vault's, the log's, the site's; whether files are their owner's alone."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

from marsad.domain.errors import MarsadError
from marsad.domain.person import SiteRole
from marsad.pipeline.doctor.check import Check, limit_of
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.engine import file_of, parse_where
from marsad.store.heads import KEY_NAME, public_half, signing_key
from marsad.store.people import People
from marsad.store.vault import entries_of, recipients_of

NO_ADMINISTRATOR = "make one of an account that is there: `marsad user role NAME administrator`"


def check_keys(settings: Settings, now: dt.datetime) -> Iterator[Check]:
    yield from _check_signing_key(settings.data)
    try:
        path = file_of(parse_where(settings.db))
        if path is None or path.exists():
            with Store.open(settings.db, must_exist=True) as store:
                yield from _check_vault(store, now.date())
            yield from _check_people(settings.db)
    except MarsadError:  # said where the store is looked at
        return
    for one in (path, path and path.with_name(path.name + "-people")):
        yield from _check_private(one) if one else ()


def _check_signing_key(data: Path) -> Iterator[Check]:
    path = data / KEY_NAME
    if not path.exists():
        yield Check(topic="keys", found="no key signs heads yet: `marsad verify --save-head FILE` makes it")
        return
    yield from _check_private(path)
    try:
        yield Check(topic="keys", found=f"heads are signed by {public_half(signing_key(data))}")
    except MarsadError as error:
        yield Check(
            topic="keys", found=str(error).partition(". Mend: ")[0], mend="put it back from a copy, or move it away"
        )


def _check_private(path: Path) -> Iterator[Check]:
    if path.exists() and os.name == "posix" and path.stat().st_mode & 0o077:
        yield Check(topic="keys", found=f"{path} can be read by others of this machine", mend=f"chmod 600 {path}")


def _check_vault(store: Store, today: dt.date) -> Iterator[Check]:
    holders, kept = recipients_of(store), [entry for entry in entries_of(store).values() if entry.sealed is not None]
    sealed = len(kept)
    due = sum(entry.erase_after is not None and entry.erase_after <= today for entry in kept)
    if due:
        found = f"vault: {due} identities are kept longer than was agreed with the source"
        yield Check(topic="vault", found=found, mend="`marsad vault erase --due`")
    found = f"vault: {sealed} identities, sealed to {len(holders)} keys from now on"
    if (holders or sealed) and len(holders) < limit_of("vault", "least_recipients"):
        mend = (
            "name another person's key: `marsad vault recipients add NAME age1…`, then `marsad vault rotate --key FILE`"
        )
        yield Check(topic="vault", found=f"{found}: one lost key loses all", mend=mend)
    elif holders:
        yield Check(topic="vault", found=found)


def _check_people(db: str) -> Iterator[Check]:
    people = People.known_beside(db)
    if people is None:
        return
    try:
        there, amiss = [one for one in people.everybody() if one.active], people.check_log()
    finally:
        people.close()
    if amiss:
        found = f"{amiss[0].where}: {amiss[0].what}"
        yield Check(topic="people", found=found, mend="see all of it with `marsad verify`, and renew passwords")
    if not there:
        return
    who_approve = sum(one.role.may(SiteRole.EDITOR) for one in there)
    found = f"people: {len(there)} accounts are open, {who_approve} may publish"
    if not any(one.role is SiteRole.ADMINISTRATOR for one in there):
        yield Check(topic="people", found=f"{found}, none is an administrator's", mend=NO_ADMINISTRATOR)
    elif who_approve < limit_of("people", "least_who_approve"):
        mend = "`marsad user add NAME --role editor`: nobody approves their own"
        yield Check(topic="people", found=found, mend=mend)
    else:
        yield Check(topic="people", found=found)
