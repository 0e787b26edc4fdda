"""What `verify` does and says."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marsad.cli.screen import print_line, say, visible, write_result
from marsad.domain.audit import Finding, Head, SavedHead
from marsad.domain.errors import InputError, StoreError
from marsad.pipeline.rechecking import recheck_record
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.audit_check import check_log, head_of
from marsad.store.engine import clear_damage
from marsad.store.heads import public_half, read_head, sign_head, signing_key
from marsad.store.originals_check import check_originals
from marsad.store.people import People
from marsad.store.schema import check_guards


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to compare with, what to look at beside the log, and where the head is to be saved."""

    head: Path | None
    signed_by: str | None
    save_head: Path | None
    originals: bool
    record: bool


def verify_store(settings: Settings, wish: Wish) -> int:
    """Print each finding; their number comes back. A head is saved where there is none."""
    saved = _read_saved(wish.head, wish.signed_by)
    with Store.open(settings.db, must_exist=True) as store, store.moment() as connection:
        found = [*_guarded(check_log(connection, saved.record if saved else None)), *check_guards(connection)]
        found += _guarded(check_originals(connection)) if wish.originals else ()
        of_record = list(_guarded(recheck_record(connection, settings))) if wish.record else []
        end = head_of(connection)
    of_people, end_of_people = _check_people(settings.db, saved.people if saved else None)
    found += [*of_record, *of_people]
    for one in found:
        print_line(visible(f"LOOK  {one.where}: {one.what}"))
    against = f", the head saved at act {saved.record.seq}" if saved else ""
    if not found:
        looked = [", originals, quotes"] * wish.originals + [", record"] * wish.record
        print_line(f"ok    {end.seq} acts{against}{''.join(looked)}: nothing was altered")
    if of_record:
        say("Mend of the record: `marsad reread --again` makes it anew from what the log vouches for")
    if wish.save_head and found:
        say("no head was saved: it would vouch for what is amiss")
    elif wish.save_head:
        _save(wish.save_head, end, end_of_people, settings)
    return len(found)


def _guarded(found: Iterator[Finding]) -> Iterator[Finding]:
    """What is found up to a row that cannot be read, and that there is one: the other looks go on."""
    try:
        with clear_damage("the store"):
            yield from found
    except StoreError as error:
        yield Finding(where="damaged", what=str(error))


def _read_saved(path: Path | None, signed_by: str | None) -> SavedHead | None:
    if path is None:
        return None
    saved = read_head(path.read_bytes())
    if signed_by and signed_by.strip().casefold() != saved.key:
        raise InputError(f"{path} is signed by {saved.key}, not by {signed_by}. Mend: look where the file was kept")
    say(f"{path} is signed by {saved.key}")
    return saved


def _save(path: Path, end: Head, of_people: Head | None, settings: Settings) -> None:
    key = signing_key(settings.data)
    write_result(sign_head(end, key, of_people), path)
    accounts = f", and of act {of_people.seq} of accounts" if of_people else ""
    say(f"head of act {end.seq}{accounts}, signed by {public_half(key)}. Keep it, and this key, off this machine")


def _check_people(db: str, saved: Head | None) -> tuple[tuple[Finding, ...], Head | None]:
    """What is amiss in the log of accounts, and its end; None where there are none."""
    people = People.known_beside(db)
    if people is None:
        lost = "gone: the saved head tells of it. A backup without accounts was restored, or they were taken away"
        return ((Finding(where="people, their log", what=lost),) if saved else ()), None
    try:
        return people.check_log(saved), people.head()
    finally:
        people.close()
