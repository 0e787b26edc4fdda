"""What `report new` and `report attachments` ask, do and say."""

import datetime as dt
import json
import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import typer

from marsad.cli.screen import print_line, say
from marsad.cli.vaulting import keys_of, made_store
from marsad.domain.document import Document
from marsad.domain.errors import InputError, NotFoundError
from marsad.domain.source import FieldReport, Identity, PlaceGrain, Quoting, Sighting, Source, SourceKind, TimeGrain
from marsad.pipeline.inputs import read_text
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.reports import LARGEST_ATTACHMENT, Taken, find_identity, take_report
from marsad.pipeline.settings import Settings
from marsad.pipeline.sources import find_source, new_source
from marsad.pipeline.vault import need_recipients, open_attachment
from marsad.store import Store
from marsad.store.attachments import attachments_of

E = TypeVar("E", bound=StrEnum)
MOST_IDENTITY_BYTES = 100_000
IDENTITY = ("name", "contact", "notes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the options give."""

    file: str | None
    place: str | None
    when: str | None
    sighting: Sighting | None
    source: str | None
    kind: SourceKind | None
    name: str | None
    may: Quoting | None
    time: TimeGrain | None
    region: PlaceGrain | None
    retention: int | None
    attach: tuple[Path, ...]
    identity_fd: int | None
    anonymous: bool
    named_in_text: bool
    received: dt.date | None


def take_and_say(given: Given, settings: Settings) -> None:
    """Ask for what is not given, take the report down, say its code name and document."""
    with made_store(settings) as store:
        source = _source(store, given)
        report = _report(given)
        identity = _identity(store, given, source)
        if identity:
            _warn_of_names(report, identity, given, source)
        taken = take_report(store, LazyReader(settings), settings, report, source, identity)
        _say(taken, with_identity=identity is not None)


def _say(taken: Taken, *, with_identity: bool) -> None:
    source = taken.source
    say(
        f"{source.code}: {source.kind.value}, {source.quoting.value}, "
        f"published to the {source.time.value} and the {source.place.value}"
    )
    say(f"{taken.claims} claims, {taken.attachments} attachments{'; identity sealed' if with_identity else ''}")
    if taken.erased:
        say(f"identities kept as long as was agreed, erased now: {', '.join(taken.erased)}")
    print_line(taken.document.id)


def _is_asked() -> bool:
    """Whether somebody sits before the terminal to answer."""
    return sys.stdin.isatty()


def _ask(words: str, default: str = "") -> str:
    return str(typer.prompt(words, default=default, show_default=bool(default), err=True)) if _is_asked() else default


def _ask_one_of(words: str, usual: E) -> E:
    """One of a closed list, by its name."""
    names = ", ".join(type(usual))
    given = _ask(f"{words} ({names})", usual.value)
    try:
        return type(usual)(given.strip())
    except ValueError as error:
        raise InputError(f"{given!r}: expected one of {names}") from error


def _source(store: Store, given: Given) -> Source:
    if given.source:
        if given.kind or given.name or given.may or given.time or given.region or given.retention:
            raise InputError("--source names a source whose rules are kept. Mend: leave out its kind and rules")
        return find_source(store, given.source)
    kind = given.kind or _ask_one_of("Source", SourceKind.PROTECTED)
    if given.name and kind is not SourceKind.PUBLIC:
        raise InputError(
            "--name is for a public source alone: what stands in a command is kept by the shell. Mend: leave it out"
        )
    name = given.name or (_ask("Its name, as it is shown") if kind is SourceKind.PUBLIC else None)
    return new_source(
        store, kind, name=name, quoting=given.may, time=given.time or TimeGrain.DAY,
        place=given.region or PlaceGrain.PROVINCE, retention_days=given.retention,
    )  # fmt: skip


def _report(given: Given) -> FieldReport:
    text = read_text(given.file) if given.file else _typed_text()
    return FieldReport(
        text=text,
        day=given.received or dt.datetime.now(dt.UTC).date(),
        place=given.place if given.place is not None else _ask("Where was it"),
        when=given.when if given.when is not None else _ask("When was it, with its year"),
        sighting=given.sighting or _ask_one_of("How do they know", Sighting.FIRST_HAND),
        attachments=tuple(map(_read_file, given.attach)),
    )


def _typed_text() -> str:
    if not _is_asked():
        raise InputError("no text. Mend: --file FILE, or --file - for standard input")
    say("The report, in the reporter's words; a line with a full stop alone ends it.")
    lines = []
    for line in sys.stdin:
        if line.strip() == ".":
            break
        lines.append(line)
    return "".join(lines)


def _read_file(path: Path) -> bytes:
    """The file's bytes; no message tells its name, which may be the giver's."""
    try:
        if path.stat().st_size > LARGEST_ATTACHMENT:
            raise InputError(f"an attachment has more than {LARGEST_ATTACHMENT} bytes. Mend: send a part of it")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"an attachment cannot be read: {error.strerror}. Mend: look at its name and rights") from None


def _identity(store: Store, given: Given, source: Source) -> Identity | None:
    """The giver, from a descriptor or typed unseen; None where nobody's is taken down."""
    if given.anonymous or source.kind is SourceKind.PUBLIC:
        return None
    if given.identity_fd is not None:
        need_recipients(store)
        return _identity_of(given.identity_fd)
    if given.source or not _is_asked() or not typer.confirm("Take down who it is?", default=False, err=True):
        return None
    need_recipients(store)
    say("What you type is not shown, and is sealed before anything else is done.")
    name, contact, notes = (
        str(typer.prompt(words, default="", show_default=False, hide_input=True, err=True))
        for words in ("Name", "How to reach them", "Notes")
    )
    return Identity(name=name, contact=contact, notes=notes)


def _identity_of(descriptor: int) -> Identity:
    """The identity that is written into the descriptor; no message repeats any of it."""
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as given:
            plain = json.loads(given.read(MOST_IDENTITY_BYTES))
        others = plain.keys() - IDENTITY
        fields = {name: plain.get(name, "") for name in IDENTITY}
    except (OSError, ValueError, AttributeError):
        raise InputError(
            f"no identity can be read from descriptor {descriptor}; expected "
            '{"name": "…", "contact": "…", "notes": "…"}. Mend: --identity-fd 3 3< FILE'
        ) from None
    if others:
        raise InputError(f"{len(others)} fields beside {', '.join(IDENTITY)} would be lost. Mend: use `notes`")
    if not fields["name"] or not all(isinstance(value, str) for value in fields.values()):
        raise InputError("the identity has no `name`, or a field that is no string. Mend: give strings")
    return Identity(**fields)


def _warn_of_names(report: FieldReport, identity: Identity, given: Given, source: Source) -> None:
    """Say where the text holds words of the identity, and go on only if that is wanted; the words are not repeated."""
    spots = find_identity(f"{report.place}\n{report.when}\n{report.text}", identity)
    if not spots:
        return
    shift = len(report.place) + len(report.when) + 2
    where = ", ".join(_where(report.text, start - shift) for start, _ in spots[:5])
    say(f"the report itself holds what you typed of its giver ({len(spots)} times): {where}")
    shown = "nothing published shows it" if source.is_hidden else "its sentences may be published"
    say(f"it is kept as it is handed in, and everybody who works on the record can read it; {shown}")
    if given.named_in_text or (_is_asked() and typer.confirm("Keep it so?", default=False, err=True)):
        return
    raise InputError(
        "nothing was kept. Mend: have the reporter leave their name out, or --text-names-source to keep it as it is"
    )


def _where(text: str, start: int) -> str:
    if start < 0:
        return "place or time"
    line = text.count("\n", 0, start) + 1
    return f"line {line} from character {start - (text.rfind(chr(10), 0, start) + 1) + 1}"


def print_attachments(prefix: str, folder: Path | None, files: tuple[Path, ...], settings: Settings) -> int:
    """List or write the files that came with a report; how many could not be opened comes back."""
    with Store.open(settings.db, must_exist=True) as store:
        document = store.find(prefix)
        if not isinstance(document, Document):
            raise NotFoundError(f"{prefix!r} is no document. Mend: copy an id from `marsad documents`")
        keys, shut = keys_of(files) if files else (), 0
        for digest, is_sealed in attachments_of(store, document.id):
            shut += folder is not None and is_sealed and not keys
            print_line(f"{digest}{'  sealed' if is_sealed else ''}")
            if folder is not None and (keys or not is_sealed):
                content = store.original(digest)
                plain = open_attachment(store, content, keys, digest, settings.author) if is_sealed else content
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{digest[:16]}.attachment").write_bytes(plain)
    if shut:
        say(f"{shut} sealed attachments were not written. Mend: --key FILE with the key of a recipient")
    return shut
