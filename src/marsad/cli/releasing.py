"""What `release` and `verify --release` do and say."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from marsad.cli.listing import Item, print_items
from marsad.cli.options import ListFormat
from marsad.cli.screen import print_line, say, visible
from marsad.cli.stamping import fetch_stamp
from marsad.domain.audit import Finding
from marsad.domain.errors import InputError, SetupError
from marsad.export.release_check import Leak, find_leaks
from marsad.pipeline import releasing
from marsad.pipeline.network.stamping import open_guard
from marsad.pipeline.settings import Settings
from marsad.pipeline.verify_release import MANIFEST, TOKEN, Report, WrongUseError, check_release, lines_of, parse_key
from marsad.store import Store
from marsad.store.audit_check import check_log
from marsad.store.heads import KEY_NAME, public_half, signing_key
from marsad.store.releases import Kept, find_act, list_releases, note_release

LISTED = ("day", "made", "by", "formats", "digest", "despite")
DIGEST_SHOWN = 16
"""Hex digits of a digest in a table; the other forms have all 64."""
LEAKED = ("kind", "where", "what", "why", "mend")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What release is asked for, and where to put it."""

    day: dt.date
    to: Path
    formats: tuple[str, ...]
    last: Path | None = None
    despite: str | None = None
    stamp: str | None = None
    base_url: str | None = None


def make_and_say(wish: Wish, settings: Settings) -> int:
    """Write the release and print its digest; the number of things that its difference gives away comes back."""
    releasing.need_nothing_at(wish.to)
    if wish.stamp:
        open_guard(settings)  # before the work, for it may be off
    if wish.last:
        _need_whole(wish.last, settings, None)
    with Store.open(settings.db, must_exist=True) as store:
        made = releasing.gather(store, wish.day)
        theirs = find_leaks(made.what, releasing.open_released(wish.last)) if wish.last else None
        leaks = releasing.leaks_beside_last(store, made) if theirs is None else theirs
        if leaks and not wish.despite:
            _print_leaks(leaks, ListFormat.TABLE)
            say('nothing was written. Mend: as told above, or --despite "the reason"; it stands in the audit log')
            return len(leaks)
        files = releasing.make_files(store, made, wish.formats, settings, base_url=wish.base_url)
        key = signing_key(settings.data)
        signed = releasing.sign_files(files, key)
        signed |= {TOKEN: fetch_stamp(wish.stamp, signed[MANIFEST], settings)} if wish.stamp else {}
        kept = Kept(at="", by=settings.author, day=wish.day.isoformat(), digest=releasing.digest_of(signed),
                    formats=wish.formats, steps=made.last, despite=wish.despite if leaks else None)  # fmt: skip
        releasing.write_release(signed, wish.to, note=lambda: note_release(store, settings.author, kept))
    print_line(f"{kept.digest}  {wish.to}")
    _tell_made(wish, made, public_half(key), leaks)
    return len(leaks)


def print_releases(settings: Settings, form: ListFormat) -> None:
    """Every release that was made, oldest first."""
    with Store.open(settings.db, must_exist=True) as store:
        kept = list_releases(store)
    items = [Item(cells=_cells(one, form), line={"kind": "release", **asdict(one)}) for one in kept]
    print_items("releases", LISTED, items, form)


def _cells(one: Kept, form: ListFormat) -> tuple[str, ...]:
    digest = one.digest if form is ListFormat.CSV else one.digest[:DIGEST_SHOWN]
    return (one.day, one.at, one.by, ", ".join(one.formats), digest, one.despite or "")


def check_and_say(new: Path, old: Path, settings: Settings, form: ListFormat, *, signed_by: str | None) -> int:
    """Print what the difference of two releases gives away; how much comes back."""
    for one in (new, old):
        _need_whole(one, settings, signed_by)
    leaks = find_leaks(releasing.open_released(new), releasing.open_released(old))
    _print_leaks(leaks, form)
    if not leaks:
        say("ok    their difference gives nothing away that is looked for")
    return len(leaks)


def verify_released(
    path: Path, settings: Settings, *, signed_by: str | None, tsa: Path | None, with_store: bool
) -> int:
    """Print each finding on a release, and whether the store's log holds the head that it names; their number."""
    key = _key(settings, signed_by)
    report = _check(path, key, tsa)
    for line in lines_of(report, key):
        print_line(visible(line))
    if not with_store or report.findings:
        return len(report.findings)
    found = _check_head(settings, report)
    for one in found:
        print_line(visible(f"LOOK  {one.where}: {one.what}"))
    if not found:
        print_line(f"ok    its head is an act of the log of {settings.db}, which was not altered")
    return len(found)


def _check_head(settings: Settings, report: Report) -> list[Finding]:
    digest = str(report.told["head"]["hash"])
    with Store.open(settings.db, must_exist=True) as store, store.moment() as connection:
        head = find_act(connection, digest)
        if head is None:
            return [Finding(where=f"head {digest[:12]}", what="no act of this log has it: another record, or altered")]
        return list(check_log(connection, head))


def _check(path: Path, key: str, tsa: Path | None = None) -> Report:
    try:
        return check_release(path, key, tsa)
    except WrongUseError as error:
        raise InputError(str(error)) from error


def _need_whole(path: Path, settings: Settings, signed_by: str | None) -> None:
    found = _check(path, _key(settings, signed_by)).findings
    if found:
        more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
        raise InputError(f"{path}: {found[0].where}: {found[0].what}{more}. Mend: `marsad verify --release` tells all")


def _key(settings: Settings, signed_by: str | None) -> str:
    """The public key that is named, else that of this installation, which is not made for it."""
    if signed_by:
        try:
            return parse_key(signed_by)
        except WrongUseError as error:
            raise InputError(str(error)) from error
    if not (settings.data / KEY_NAME).is_file():
        raise SetupError("this installation signed nothing yet. Mend: --signed-by KEY, the maker's public key")
    return public_half(signing_key(settings.data))


def _print_leaks(leaks: Sequence[Leak], form: ListFormat) -> None:
    if form is ListFormat.TABLE:
        for one in leaks:
            print_line(visible(f"LOOK  {one.where}: {one.what}. {one.why[0].upper()}{one.why[1:]}. Mend: {one.mend}"))
        return
    items = [Item(cells=tuple(asdict(one).values()), line={**asdict(one), "kind": one.kind}) for one in leaks]
    print_items("what the difference gives away", LEAKED, items, form)


def _tell_made(wish: Wish, made: releasing.Gathered, key: str, leaks: Sequence[Leak]) -> None:
    if wish.day == dt.datetime.now(dt.UTC).date():
        say(f"{wish.day} is not over (UTC): a release of it made later may hold more")
    if leaks:
        say(f"made despite {len(leaks)} findings; the reason stands in the audit log")
    counts = f"{len(made.what.things)} published, {len(made.what.gone)} withdrawn"
    say(f"{counts}, signed by {key}. Tell your readers this key")
